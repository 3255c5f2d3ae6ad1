"""What a team's calendar is made of: the published places of its matches, and what kept them from being played."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from core.audit import AuditRow
from core.db import session
from tournament.engine.values import ResultKind
from tournament.match_life import Absence, CalendarPlace, MatchLife, Plan, life_of
from tournament.models import Match, ResultRow, Slot, Timetable
from tournament.store_view import CompetitionView, MatchView
from tournament.team_messages import entries_of

GOING, COMING = "withdraw_entry", ("reinstate_entry", "replace_entry")
NOBODY_CAME = "result"


@dataclass(frozen=True)
class FeedRows:
    """The rows behind a team's calendar.

    `slots` are by timetable and match, `results` are the results and corrections of every match, oldest first, and
    `absences` those of entries.
    """

    timetables: tuple[tuple[int, datetime], ...]
    slots: dict[tuple[int, int], Slot]
    results: dict[int, list[ResultRow]]
    absences: dict[int, list[Absence]]

    def life_of_match(self, match: MatchView) -> MatchLife | None:
        """The life of a match for those who play it."""
        plans = [Plan(at, _place(self.slots.get((number, match.id)))) for number, at in self.timetables]
        return life_of(plans, self._absences_of(match))

    def life_of_duty(self, match: MatchView, entries: Collection[str]) -> MatchLife | None:
        """The life of a match for entries that referee it, or did by an earlier timetable."""
        plans = []
        for number, at in self.timetables:
            slot = self.slots.get((number, match.id))
            plans.append(Plan(at, _place(slot) if slot is not None and slot.referee in entries else None))
        return life_of(plans, self._absences_of(match))

    def last_result_at(self, matches: Collection[MatchView]) -> datetime | None:
        """When the last result of some matches was entered, corrected or taken back."""
        return max((row.at for match in matches for row in self.results.get(match.id, ())), default=None)

    def _absences_of(self, match: MatchView) -> list[Absence]:
        found = [absence for entry in entries_of(match) for absence in self.absences.get(entry, ())]
        found += [
            Absence(row.at, NOBODY_CAME, row.kind != ResultKind.PLAYED and not row.is_open)
            for row in self.results.get(match.id, ())
            if row.disputes_id is None
        ]
        return found


def read_feed_rows(view: CompetitionView, entries: Collection[str]) -> FeedRows:
    """The rows for the calendar of some entries of a competition."""
    published = select(Timetable.id, Timetable.published_at).where(
        Timetable.competition_id == view.id, Timetable.state == "published", Timetable.published_at.is_not(None)
    )
    timetables = [(row.id, row.published_at) for row in session().execute(published.order_by(Timetable.number))]
    own = [match.id for match in view.matches if any(match.plays(entry) for entry in entries)]
    of_them = or_(Slot.match_id.in_(own), Slot.referee.in_(entries))
    # A match that an entry referees in one timetable is asked for in all of them.
    concerned = select(Slot.match_id).where(Slot.timetable_id.in_([number for number, _at in timetables]), of_them)
    slots = session().scalars(
        select(Slot).where(Slot.timetable_id.in_([number for number, _at in timetables]), Slot.match_id.in_(concerned))
    )
    return FeedRows(
        tuple(timetables),
        {(slot.timetable_id, slot.match_id): slot for slot in slots},
        _results(view.id),
        _absences(view),
    )


def _results(competition_id: int) -> dict[int, list[ResultRow]]:
    found: dict[int, list[ResultRow]] = defaultdict(list)
    query = select(ResultRow).join(Match, Match.id == ResultRow.match_id).where(Match.competition_id == competition_id)
    for row in session().scalars(query.order_by(ResultRow.id)):
        found[row.match_id].append(row)
    return found


def _absences(view: CompetitionView) -> dict[int, list[Absence]]:
    """When entries were withdrawn and came back. Their own rows say only how it is now, so the record is read."""
    query = select(AuditRow).where(AuditRow.subject == f"event:{view.event_id}", AuditRow.action.in_([GOING, *COMING]))
    found: dict[int, list[Absence]] = defaultdict(list)
    for row in session().scalars(query.order_by(AuditRow.id)):
        entry = int(row.facts["entry"])
        found[entry].append(Absence(row.at, f"e{entry}", row.action == GOING))
    return found


def _place(slot: Slot | None) -> CalendarPlace | None:
    return CalendarPlace(slot.court_id, slot.starts_at) if slot is not None else None
