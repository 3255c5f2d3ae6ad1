"""The one clock: what time it is, and the wall clock in Copenhagen. Nothing else in the tree asks the machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic as machine_seconds
from time import process_time
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
YEARS = range(2000, 2101)

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)
_ahead = timedelta()


def now() -> datetime:
    """The present moment as an aware UTC time."""
    return _frozen.get() or datetime.now(UTC) + _ahead


def run_ahead(seconds: int) -> None:
    """Let this process's clock run ahead of the machine's, so a journey can happen on the day of its event."""
    global _ahead
    _ahead = timedelta(seconds=seconds)


def today() -> date:
    """The date on the wall in Copenhagen."""
    return now().astimezone(COPENHAGEN).date()


def local(moment: datetime) -> datetime:
    """An aware time as the clock on the wall in Copenhagen shows it."""
    return moment.astimezone(COPENHAGEN)


def wall(day: date, at: time) -> datetime:
    """The aware UTC time of a date and a clock in Copenhagen (of a repeated hour the first one)."""
    return datetime.combine(day, at, COPENHAGEN).astimezone(UTC)


def is_in_reach(day: date) -> bool:
    """True for a day of this century; at the edges of the calendar a week or an hour more would be no date at all."""
    return day.year in YEARS


def midnight_after(moment: datetime) -> datetime:
    """The next midnight in Copenhagen: when pages that say "today" change by themselves."""
    tomorrow = date.fromordinal(local(moment).date().toordinal() + 1)
    return wall(tomorrow, time.min)


def seconds() -> float:
    """Seconds from an arbitrary start, for measuring how long something takes."""
    return machine_seconds()


def cpu_seconds() -> float:
    """CPU seconds this process has used, for benchmarks: unlike the wall clock it does not count what others do."""
    return process_time()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Hold the clock at an aware moment, for tests and for laying the demo season."""
    if moment.tzinfo is None:
        raise ValueError("the clock is frozen at an aware time")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
