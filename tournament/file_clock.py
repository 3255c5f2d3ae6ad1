"""The clock of a day plan: "HH:MM" on the wall in Copenhagen against minutes from the start of the day."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.clock import COPENHAGEN
from tournament.file_faults import Reader, join
from tournament.timetable.model import Day, Plan, Span

CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
WALL = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{CLOCK.pattern}(:00)?")
A_DAY = 24 * 60
NO_SUCH_TIME = "the clock is changed then: the time is skipped or comes twice"


@dataclass(frozen=True, slots=True)
class DayClock:
    """Minutes from `start`, a date and time on the wall without a zone."""

    start: datetime

    def minutes(self, text: str) -> int:
        """Minutes from the start to a clock; one before the start's clock is on the next day."""
        since = self._on_the_date(text)
        return since if since >= 0 else since + A_DAY

    def span(self, begins: str, ends: str) -> Span:
        """From and to in minutes; an end that is not after its beginning is on the next day.

        A span that was over before the start is on the next day as well; one that has begun goes on.
        """
        first, last = self._on_the_date(begins), self._on_the_date(ends)
        if last <= first:
            last += A_DAY
        if last <= 0:
            first, last = first + A_DAY, last + A_DAY
        return max(first, 0), last

    def wall(self, minutes: int) -> datetime:
        """The date and time on the wall so many minutes after the start."""
        return self.start + timedelta(minutes=minutes)

    def text(self, minutes: int) -> str:
        """The clock so many minutes after the start, as "10:30"."""
        return f"{self.wall(minutes):%H:%M}"

    def minutes_to(self, wall: datetime) -> int:
        """Minutes from the start to a date and time on the wall."""
        return int((wall - self.start).total_seconds()) // 60

    def is_doubtful(self, minutes: int) -> bool:
        """Whether the clock on the wall skips or repeats that minute."""
        return is_doubtful(self.wall(minutes))

    def _on_the_date(self, text: str) -> int:
        hours, minutes = text.split(":")
        return int(hours) * 60 + int(minutes) - self.start.hour * 60 - self.start.minute


def is_doubtful(wall: datetime) -> bool:
    """Whether a time on the wall in Copenhagen does not exist or exists twice."""
    first, second = (wall.replace(tzinfo=COPENHAGEN, fold=fold) for fold in (0, 1))
    return first.utcoffset() != second.utcoffset()


def read_wall(reader: Reader, value: object, path: str) -> datetime | None:
    """A date and time on the wall, "2026-10-03T10:00"; None when it is none or the clock skips or repeats it."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) and WALL.fullmatch(value) else None
    except ValueError:
        read = None
    if read is None:
        reader.shape(path, "must be a date and time as in '2026-10-03T10:00'")
        return None
    if is_doubtful(read):
        reader.shape(path, NO_SUCH_TIME)
        return None
    return read


def read_minutes(reader: Reader, clock: DayClock, given: dict[str, object], key: str, path: str) -> int | None:
    """A clock inside an object as minutes from the start; None when it is left out or none."""
    if given.get(key) is None:
        return None
    text, where = given[key], join(path, key)
    if not isinstance(text, str) or not CLOCK.fullmatch(text):
        reader.shape(where, "must be a time as in '10:30'")
        return None
    minutes = clock.minutes(text)
    if clock.is_doubtful(minutes):
        reader.shape(where, NO_SUCH_TIME)
    return minutes


def read_span(reader: Reader, clock: DayClock, value: object, path: str) -> Span | None:
    """Two clocks, ["10:00", "16:00"], as minutes from the start; None when they are not."""
    if not isinstance(value, list) or len(value) != 2:
        reader.shape(path, "must be two times as in ['10:00', '16:00']")
        return None
    for number, text in enumerate(value):
        if not isinstance(text, str) or not CLOCK.fullmatch(text):
            reader.shape(f"{path}[{number}]", "must be a time as in '10:30'")
            return None
    span = clock.span(*value)
    for number, minutes in enumerate(span):
        if clock.is_doubtful(minutes):
            reader.shape(f"{path}[{number}]", NO_SUCH_TIME)
    return span


def check_clock(reader: Reader, clock: DayClock, day: Day, plan: Plan) -> None:
    """Refuse a plan in which a match is played while the clock is changed."""
    play = {match.id: match.play for match in day.matches}
    for placement in plan.placements:
        minutes = range(placement.start, placement.start + play[placement.match])
        if any(clock.is_doubtful(minute) for minute in (*minutes[::15], minutes[-1])):
            reader.shape("day.start", f"match {placement.match!r} would be played while {NO_SUCH_TIME}")
