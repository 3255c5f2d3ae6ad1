"""What the office is told when the referees have been shared out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from tournament.planning_sharing import ALL_BUSY
from tournament.queries_timetable import teams_of
from tournament.store_view import CompetitionView


@dataclass(frozen=True, slots=True)
class AloneLine:
    """A match that nobody can referee, and why."""

    number: int
    teams: str
    reason: str


def list_alone(view: CompetitionView, result: Mapping[str, Any]) -> list[AloneLine]:
    """The matches that were left without a referee, by their number."""
    lines = []
    for match_id, why in result["alone"].items():
        match = view.get_match(int(match_id))
        reason = (
            _("De, der kan, dømmer en anden kamp imens.")
            if why == ALL_BUSY
            else _("Alle spiller imens eller er her ikke.")
        )
        lines.append(AloneLine(match.number, teams_of(view, match), reason))
    return sorted(lines, key=lambda line: line.number)
