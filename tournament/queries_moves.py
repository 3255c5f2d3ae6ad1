"""What the office's timetable page needs while a match is moved, and right after."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from core.language import clock_time
from core.texts import read_number
from tournament.naming import referee_name
from tournament.planning_draft import standing_slots
from tournament.planning_referees import list_referees
from tournament.queries_timetable import MOST_LINES
from tournament.store_view import CompetitionView


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A match that was just moved: where it stands, and whether it is held fast there."""

    number: int
    place: str
    is_pinned: bool


def moved_line(view: CompetitionView, number: int) -> MovedLine | None:
    """Where a match stands that was just moved; None where there is none or it has no place."""
    match = next((match for match in view.matches if match.number == number), None)
    slot = next((slot for slot in standing_slots(view) if match is not None and slot.match_id == match.id), None)
    if slot is None:
        return None
    court = next(court.name for court in view.courts if court.id == slot.court_id)
    place = _("kl. %(time)s, %(court)s", time=clock_time(slot.starts_at), court=court)
    return MovedLine(number, place, slot.is_pinned)


def referee_choices(view: CompetitionView) -> list[SelectChoice]:
    """Nobody, and all who may referee; empty where the day asks nobody to."""
    found = list_referees(view)
    nobody = [SelectChoice("", _("Ingen"))] if found else []
    return nobody + [SelectChoice(key, referee_name(view, key)) for key in found]


def place_keys(places: Iterable[tuple[int, int]]) -> list[str]:
    """Courts and minutes as cells carry them."""
    return [f"{court}.{minute}" for court, minute in places]


def read_minutes(text: str) -> tuple[int, ...]:
    """The minutes of the lines of the page, as its script writes them ("0.15.30"); no more than it has lines."""
    numbers = (read_number(part) for part in text.split(".")[:MOST_LINES])
    return tuple(number for number in numbers if number is not None)
