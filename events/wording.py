"""The words of the room that depend on what an event is: kinds, scopes, statuses and the line beside them."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from core import clock
from core.language import clock_time, day, day_short, moment, weekday
from core.site import row_text
from events.models import Event
from events.rules import PLAYED, Status


@dataclass(frozen=True, slots=True)
class Tag:
    """A state as it is shown: colour, word and icon ("" for the colour's usual one), and the line beside it."""

    look: str
    text: str
    icon: str
    line: str


def kind_text(kind: str) -> str:
    """The word for a kind of event."""
    return {
        "tournament": _("Stævne"),
        "series_round": _("Runde i en serie"),
        "games": _("Lege med flere sportsgrene"),
        "course": _("Kursus"),
        "camp": _("Camp"),
        "activity": _("Aktivitet"),
    }[kind]


def scope_text(scope: str) -> str:
    """The word for who an event is for."""
    return {
        "national": _("Landsdækkende"),
        "regional": _("Regionalt"),
        "local": _("Lokalt"),
        "international": _("Internationalt"),
    }[scope]


def timing_text(timing: str) -> str:
    """The word for how an event lies in time."""
    return {
        "timed": _("På et bestemt tidspunkt"),
        "all_day": _("Hele dage"),
        "window": _("En periode, hvor I selv vælger dagen"),
    }[timing]


def state_text(state: str) -> str:
    """The word for a stored state."""
    return {
        "draft": _("Kladde"),
        "published": _("I kalenderen"),
        "cancelled": _("Aflyst"),
        "postponed": _("Udsat"),
        "finished": _("Afsluttet"),
    }[state]


def tag_of(event: Event, status: Status) -> Tag:
    """How a status is shown on a card and on the event's page."""
    name = status.name
    if name == "running" and event.timing == "window":
        return Tag("open", _("I gang"), "play", _("Til og med %(day)s", day=day_short(event.ends_on)))
    if name in ("open", "few", "waiting"):
        return _open_tag(event, status)
    latest = _("Ring, hvis I vil nå det") if event.takes_sign_up else ""
    opening = _("Åbner %(day)s", day=day_short(event.opens_at)) if event.opens_at else _("Åbner senere")
    return {
        "draft": Tag("past", _("Kladde"), "edit", _("Kun kontoret kan se det")),
        "announced": Tag("past", _("Sæt kryds"), "calendar", _announced_line(event)),
        "not_open": Tag("past", opening, "clock", _("Sæt det i kalenderen nu")),
        "full": Tag("wait", _("Fyldt"), "people", _("Der er ingen venteliste")),
        "closed": Tag("past", _("Lukket"), "lock", latest),
        "running": Tag("now", _("I gang"), "play", _running_line(event)),
        "finished": Tag("past", _("Forbi"), "flag", _("Se resultater") if event.kind in PLAYED else ""),
        "cancelled": Tag("stop", _("Aflyst"), "ban", row_text(event, "state_reason")),
        "postponed": Tag("stop", _("Udsat"), "moved", row_text(event, "state_reason") or _("Ny dato kommer")),
    }[name]


def _open_tag(event: Event, status: Status) -> Tag:
    latest = last_day_line(event)
    if status.name == "waiting":
        queue = ngettext("%(num)s venter.", "%(num)s venter.", event.waiting_count) if event.waiting_count else ""
        return Tag("wait", _("Venteliste"), "wait", f"{queue} {latest}".strip())
    if status.name == "few" and status.left is not None:
        return Tag("few", ngettext("%(num)s plads", "%(num)s pladser", status.left), "people", latest)
    return Tag("open", _("Åben"), "check", latest)


def last_day_line(event: Event) -> str:
    """Until when one can sign up: "Meld til senest 30. november"; empty where it is not said."""
    return _("Meld til senest %(day)s", day=day_short(event.closes_at)) if event.closes_at else ""


def _announced_line(event: Event) -> str:
    return _("Andre står for det") if event.is_external else _("I skal ikke melde til")


def _running_line(event: Event) -> str:
    return _("Følg kampene") if event.kind in PLAYED else _("Det er nu")


def when_text(event: Event) -> str:
    """When an event is, as it is read aloud: "lørdag den 5. december kl. 10.00–15.30"."""
    if event.timing == "timed" and event.starts_at is not None and event.ends_at is not None:
        if event.starts_on == event.ends_on:
            return _(
                "%(day)s kl. %(first)s–%(last)s",
                day=day(event.starts_on),
                first=clock_time(event.starts_at),
                last=clock_time(event.ends_at),
            )
        return _(
            "%(first)s kl. %(from)s til %(last)s kl. %(to)s",
            first=day(event.starts_on),
            last=day(event.ends_on),
            **{"from": clock_time(event.starts_at), "to": clock_time(event.ends_at)},
        )
    if event.starts_on == event.ends_on:
        return _("%(day)s, hele dagen", day=day(event.starts_on))
    return _("%(first)s til %(last)s", first=day(event.starts_on), last=day(event.ends_on))


def bib_foot(event: Event) -> str:
    """The foot of a date bib: the last day of a longer event, "i dag", or the weekday."""
    if event.starts_on == event.ends_on:
        return _("i dag") if event.starts_on == clock.today() else weekday(event.starts_on)
    if event.starts_on.month == event.ends_on.month:
        return _("til %(number)s.", number=event.ends_on.day)
    return _("til %(day)s", day=day_short(event.ends_on))


def moved_text(event: Event) -> str:
    """What an event was before it was moved: "Flyttet. Før: lørdag den 5. december kl. 10.00"."""
    parts = []
    if event.moved_from_at is not None:
        parts.append(moment(event.moved_from_at) if event.timing == "timed" else day(event.moved_from_at))
    if event.moved_from:
        parts.append(_("i %(place)s", place=event.moved_from) if parts else event.moved_from)
    return _("Det er flyttet. Før var det %(before)s.", before=" ".join(parts))
