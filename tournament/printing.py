"""What is put on paper for the day the net is down: the whole plan, score sheets, standings, gate list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from markupsafe import Markup

from core.qr import qr_svg
from core.site import absolute_url
from events.folding import fold
from teams.queries import list_confirmed
from tournament.match_rows import match_row
from tournament.naming import division_name, hall_and_court
from tournament.page_rows import MatchRow, PlaceRow, StageBlock
from tournament.place_rows import place_rows
from tournament.scoring import Scoring
from tournament.stage_blocks import stage_blocks
from tournament.store_view import CompetitionView, MatchView, by_time


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """A match to be written down by hand, by how it is counted; the QR opens it on a paired tablet."""

    match: MatchRow
    qr: Markup
    scoring: Scoring


@dataclass(frozen=True, slots=True)
class WallSheet:
    """How a row stands: its stages as the live page shows them, and its ranking."""

    heading: str
    blocks: tuple[StageBlock, ...]
    places: tuple[PlaceRow, ...]


@dataclass(frozen=True, slots=True)
class GateLine:
    """A team at the gate: its name, its place and how many it said would come."""

    team: str
    organisation: str
    headcount: int


def planned(view: CompetitionView) -> list[MatchView]:
    """The matches that are played, in the order of the day."""
    return sorted((match for match in view.matches if not match.is_empty), key=by_time)


def grid(view: CompetitionView) -> tuple[list[str], list[tuple[datetime, list[MatchRow | None]]]]:
    """The whole day on one sheet: the names of the courts, and per start the match on each."""
    if view.is_next_free:
        return _queue_grid(view)
    courts = [court for court in view.courts if view.on_court(court.id)]
    starts = sorted({match.starts_at for match in view.matches if match.starts_at is not None})
    cells = {(match.starts_at, match.court): match for match in planned(view)}
    rows = []
    for start in starts:
        found = [cells.get((start, court)) for court in courts]
        rows.append((start, [match_row(view, match) if match else None for match in found]))
    return [hall_and_court(court) for court in courts], rows


def _queue_grid(view: CompetitionView) -> tuple[list[str], list[tuple[datetime, list[MatchRow | None]]]]:
    """A day run from a queue: per about time the matches in their order; no court is promised."""
    rows: dict[datetime, list[MatchRow | None]] = {}
    for match in planned(view):
        if match.starts_at is not None:
            rows.setdefault(match.starts_at, []).append(match_row(view, match))
    most = max((len(cells) for cells in rows.values()), default=0)
    names = [_("Nr. %(number)s i køen", number=number) for number in range(1, most + 1)]
    return names, [(start, cells + [None] * (most - len(cells))) for start, cells in rows.items()]


def score_sheets(view: CompetitionView) -> list[ScoreSheet]:
    """A sheet for every match that has no result yet, in the order of the day."""
    sheets = []
    for match in planned(view):
        if match.is_to_play:
            address = absolute_url("tournament_referee.match", match_id=match.id)
            label = _("QR-kode til kamp %(number)s", number=match.number)
            sheets.append(ScoreSheet(match_row(view, match), qr_svg(address, label), view.scoring(match)))
    return sheets


def wall_sheets(view: CompetitionView) -> list[WallSheet]:
    """What hangs on the wall while the net is down: how each row stands; rows that show nothing have none."""
    return [
        WallSheet(division_name(view, division), stage_blocks(view, division), place_rows(view, division))
        for division in view.divisions
        if division.shows != "no_results"
    ]


def gate_lines(event_id: int) -> Sequence[GateLine]:
    """The teams that have a place, by name; no person is on the list."""
    lines = [GateLine(row.name, row.organisation.name, row.headcount) for row in list_confirmed(event_id)]
    return sorted(lines, key=lambda line: fold(line.team))
