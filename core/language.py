"""Danish and English: which one a visitor has chosen, and how dates and numbers read in it."""

from datetime import date, datetime

from babel.dates import format_date, format_time
from flask import Flask, Request, has_request_context, request
from flask_babel import Babel, get_locale, gettext

from core import clock

LANGUAGES = ("da", "en")
LANGUAGE_COOKIE = "sprog"
ROOMS = ("core", "events", "teams", "tournament")


def plug_in_language(app: Flask) -> None:
    """Give the application its two languages and the templates their filters."""
    Babel(
        app,
        default_locale="da",
        default_domain=";".join(ROOMS),
        # Flask-Babel takes the first domain from the first directory, the second from the second.
        default_translation_directories=";".join(["translations"] * len(ROOMS)),
        locale_selector=_select_locale,
    )
    for filter_function in (day, day_short, clock_time, moment, weekday, month_short, month_name, number, date_number):
        app.jinja_env.filters[filter_function.__name__] = filter_function
    app.jinja_env.filters["clock"] = clock_time


def _select_locale() -> str:
    """Outside a request (jobs, commands) the language is Danish, until force_locale() says otherwise."""
    return chosen_language(request) if has_request_context() else "da"


def chosen_language(visit: Request) -> str:
    """The language the visitor chose, Danish until they choose."""
    chosen = visit.cookies.get(LANGUAGE_COOKIE)
    return chosen if chosen in LANGUAGES else "da"


def language() -> str:
    """The language of the present page, "da" or "en"."""
    locale = get_locale()
    return locale.language if locale and locale.language in LANGUAGES else "da"


def _local_date(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime) -> str:
    """A date as it is read aloud: "lørdag den 3. oktober", with the year where it is not this one."""
    on = _local_date(value)
    year = "" if on.year == clock.today().year else " y"
    if language() == "da":
        return format_date(on, "EEEE 'den' d. MMMM" + year, locale="da")
    return format_date(on, "EEEE d MMMM" + year, locale="en")


def day_short(value: date | datetime) -> str:
    """A short date: "3. okt."."""
    return format_date(_local_date(value), "d. MMM" if language() == "da" else "d MMM", locale=language())


def clock_time(value: datetime) -> str:
    """A time on the wall in Copenhagen: "10.00" in Danish, "10:00" in English."""
    separator = "." if language() == "da" else ":"
    return format_time(clock.local(value), f"HH'{separator}'mm", locale=language())


def clock_words(written: str) -> str:
    """A clock as it is stored, "10:00", as the visitor reads and writes it: "10.00" in Danish."""
    return written.replace(":", ".") if language() == "da" else written


def moment(value: datetime) -> str:
    """A date with its time: "lørdag den 3. oktober kl. 10.00"."""
    return str(gettext("%(day)s kl. %(time)s", day=day(value), time=clock_time(value)))


def weekday(value: date | datetime) -> str:
    """The day of the week: "lørdag"."""
    return format_date(_local_date(value), "EEEE", locale=language())


def month_short(value: date | datetime) -> str:
    """The month on a bib: "okt."."""
    return format_date(_local_date(value), "MMM", locale=language())


def month_name(value: date | datetime) -> str:
    """The month with its year: "oktober 2026"."""
    return format_date(_local_date(value), "LLLL y", locale=language())


def date_number(value: date | datetime) -> int:
    """The day of the month."""
    return _local_date(value).day


def number(value: int) -> str:
    """A whole number with the language's thousands separator."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language() == "da" else grouped


def in_language(danish: str, english: str | None) -> str:
    """What the office wrote, in the visitor's language; the Danish where there is no English."""
    return english if language() == "en" and english else danish
