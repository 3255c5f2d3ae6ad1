"""What stands in each part of the page that sets a day up, in a few words: one need not open a part to know."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from core.language import clock_words, moment
from tournament.models import Court
from tournament.naming import APART
from tournament.planning import list_courts, windows_text
from tournament.planning_draft import standing_slots
from tournament.planning_settings import DaySettings, Meal, Stay
from tournament.queries_day import signed_up_stays
from tournament.store_view import CompetitionView


def day_says(view: CompetitionView, chosen: DaySettings) -> Mapping[str, str]:
    """What the form says in each of its parts (`forms_day.PARTS`)."""
    pauses = _("Pause kl. %(hours)s", hours=windows_text(chosen.breaks)) if chosen.breaks else _("Ingen pause for alle")
    held = sum(slot.is_pinned for slot in standing_slots(view))
    return {
        "time": APART.join([moment(chosen.start), pauses]),
        "courts": _courts(list_courts(view.event_id)),
        "matches": _matches(chosen),
        "rest": _rest(chosen),
        "meal": _meal(chosen.meal),
        "teams": _teams(view, chosen),
        "held": ngettext("%(num)s kamp", "%(num)s kampe", held) if held else _("Ingen kamp holdes fast"),
        "referees": _referees(chosen),
    }


def _courts(courts: Iterable[Court]) -> str:
    hours = [windows_text(court.windows) for court in courts]
    if not hours:
        return _("Ingen baner endnu")
    alike = hours[0] if len(set(hours)) == 1 else _("forskellige tider")
    return APART.join([ngettext("%(num)s bane", "%(num)s baner", len(hours)), alike or _("Ikke åben")])


def _matches(chosen: DaySettings) -> str:
    if not chosen.durations:
        return _("Ingen kampe endnu")
    plays = [length.play for length in chosen.durations.values()]
    changes = [length.changeover for length in chosen.durations.values()]
    words = [
        _("%(minutes)s minutter pr. kamp", minutes=_from_to(plays)),
        _("%(minutes)s til at skifte hold", minutes=_from_to(changes)),
    ]
    return APART.join([*words, _("sidste runde samtidig")] if chosen.same_last_round else words)


def _from_to(minutes: list[int]) -> str:
    return str(minutes[0]) if len(set(minutes)) == 1 else f"{min(minutes)}–{max(minutes)}"


def _rest(chosen: DaySettings) -> str:
    words = [_("Pause: %(minutes)s minutter", minutes=chosen.rest_minutes)]
    if chosen.rest_other not in (None, chosen.rest_minutes):
        words.append(_("%(minutes)s ved ny disciplin", minutes=chosen.rest_other))
    if chosen.max_wait and chosen.max_wait_is_hard:
        words.append(_("ventetid højst %(minutes)s", minutes=chosen.max_wait))
    elif chosen.max_wait:
        words.append(_("ventetid helst højst %(minutes)s", minutes=chosen.max_wait))
    return APART.join(words)


def _meal(meal: Meal | None) -> str:
    if meal is None:
        return _("Ingen spiser på skift")
    who = _("Alle hold") if meal.entries is None else ngettext("%(num)s hold", "%(num)s hold", len(meal.entries))
    hours = {"from": clock_words(meal.begins), "until": clock_words(meal.ends), "minutes": meal.minutes}
    return APART.join([who, _("%(minutes)s minutter kl. %(from)s–%(until)s", **hours)])


def _teams(view: CompetitionView, chosen: DaySettings) -> str:
    asked = {entry for entry, stay in chosen.stays.items() if stay != Stay()}
    unused = signed_up_stays(view).keys() - asked
    words = [ngettext("%(num)s hold har en tid", "%(num)s hold har en tid", len(asked)) if asked else _("Ingen tider")]
    if unused:
        text = ngettext(
            "%(num)s hold skrev en, der ikke er brugt", "%(num)s hold skrev en, der ikke er brugt", len(unused)
        )
        words.append(text)
    return APART.join(words)


def _referees(chosen: DaySettings) -> str:
    if chosen.referees == "teams":
        return _("Holdene dømmer for hinanden")
    if chosen.referees == "people":
        return ngettext("%(num)s frivillig dommer", "%(num)s frivillige dommere", chosen.referee_count)
    return _("Det står ikke i programmet")
