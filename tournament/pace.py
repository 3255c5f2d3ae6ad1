"""How the day keeps its times: how late each court is, computed from what has happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tournament.store_view import CompetitionView, MatchView

STEP_MINUTES = 5
LATEST_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Pace:
    """How late the day is: courts that are, with minutes in whole steps of five; `courts` still have matches.

    `changes_at` is when the next step is reached if nothing happens.
    """

    late: tuple[tuple[str, int], ...]
    courts: int
    changes_at: datetime | None

    @property
    def minutes(self) -> int:
        """The minutes of the court that is latest."""
        return max((minutes for _name, minutes in self.late), default=0)

    @property
    def is_everywhere(self) -> bool:
        """Whether every court that still has matches is late."""
        return len(self.late) == self.courts


def lateness(matches: Sequence[MatchView], now: datetime) -> tuple[int, datetime | None]:
    """How many minutes a court is late, in steps of five, and when that grows by itself.

    A match under way is as late as it began; where none is, the next one is as late as it is waited for.
    """
    under_way = next((m for m in matches if m.state == "now" and m.starts_at and m.started_at), None)
    if under_way is not None and under_way.starts_at is not None and under_way.started_at is not None:
        return _steps(under_way.started_at - under_way.starts_at), None
    waited_for = next((m for m in matches if m.is_to_play and m.starts_at is not None), None)
    if waited_for is None or waited_for.starts_at is None:
        return 0, None
    if waited_for.starts_at > now:
        return 0, waited_for.starts_at + timedelta(minutes=STEP_MINUTES)
    minutes = _steps(now - waited_for.starts_at)
    return minutes, waited_for.starts_at + timedelta(minutes=minutes + STEP_MINUTES)


def _steps(late: timedelta) -> int:
    whole = int(late.total_seconds() // 60)
    return max(0, min(whole, LATEST_MINUTES) // STEP_MINUTES * STEP_MINUTES)


def measure_pace(view: CompetitionView, now: datetime) -> Pace:
    """The pace of a day at a moment."""
    late: list[tuple[str, int]] = []
    changes: list[datetime] = []
    courts = 0
    if view.is_next_free:
        # Times are about times, and a match may go to any court: no court is late.
        return Pace((), 0, None)
    for court in view.courts:
        matches = view.on_court(court.id)
        if not any(match.is_to_play for match in matches):
            continue
        courts += 1
        minutes, changes_at = lateness(matches, now)
        if minutes:
            late.append((court.name, minutes))
        if changes_at is not None:
            changes.append(changes_at)
    return Pace(tuple(late), courts, min(changes, default=None))
