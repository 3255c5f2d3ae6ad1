"""The values of the timetable: what a day asks for, what a plan answers.

Times are whole minutes from the start of the day; no clock, no time zone, no language. A plan is counted
as "How a plan is counted" in the tournament file's document says. Every part of the input carries its
``source``, the path it came from (``day.wishes[1]``), so that an answer can point back to the question.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tournament.timetable.codes import Code

VERSION = "1"
"""The planner's version, stored in every certificate."""

FAR = 1 << 30
"""Later than any day lasts."""

Span = tuple[int, int]
"""From and to, in minutes from the start of the day; the end is not part of it."""


def cut_out(windows: Iterable[Span], closed: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of windows when times are cut out of them."""
    pieces = set(windows)
    for start, end in closed:
        pieces = {
            piece
            for opens, closes in pieces
            for piece in ((opens, min(closes, start)), (max(opens, end), closes))
            if piece[0] < piece[1]
        }
    return tuple(sorted(pieces))


@dataclass(frozen=True, slots=True)
class At:
    """A moment in a fact: minutes from the start of the day, shown as the clock on the wall."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Ref:
    """Something in a fact that has a name: kind is ``match entry person court hall stage``."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Court:
    """A court: its hall, its opening windows, and the stages it takes (None: all of them)."""

    id: str
    windows: tuple[Span, ...]
    hall: str | None = None
    stages: frozenset[str] | None = None
    source: str = "day.courts"


@dataclass(frozen=True, slots=True)
class Match:
    """A match to be placed.

    ``entries`` are the sides that are known by name; ``feeders`` the matches that must have ended before
    the other sides are known. The court is taken for ``play + changeover``, a team for ``play``.
    """

    id: str
    stage: str
    discipline: str
    play: int
    changeover: int = 0
    entries: tuple[str, ...] = ()
    feeders: tuple[str, ...] = ()
    pool: str | None = None
    round: int = 1


@dataclass(frozen=True, slots=True)
class Rests:
    """Least minutes between two matches of a team, within a discipline and when it changes discipline."""

    same: int = 0
    other: int = 0


@dataclass(frozen=True, slots=True)
class Break:
    """Nobody plays from ``start`` to ``end``."""

    start: int
    end: int
    source: str = "day.breaks"


@dataclass(frozen=True, slots=True)
class Meal:
    """A team must be free for ``minutes`` in one piece between ``start`` and ``end``."""

    start: int
    end: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish for the matches that name an entry, or for a whole stage. It is kept, or there is a conflict.

    ``not_before`` bounds the start, ``leaves`` the end of play; ``after`` are matches that must have ended.
    """

    entry: str | None = None
    stage: str | None = None
    not_before: int | None = None
    leaves: int | None = None
    meal: Meal | None = None
    after: tuple[str, ...] = ()
    source: str = "day.wishes"

    @property
    def whom(self) -> Ref:
        """The entry or the stage that it is a wish for."""
        return Ref("entry", self.entry) if self.entry else Ref("stage", self.stage or "")


@dataclass(frozen=True, slots=True)
class Pin:
    """A match that has its court, its start, or both; or must not start until ``after`` have ended."""

    match: str
    court: str | None = None
    start: int | None = None
    after: tuple[str, ...] = ()
    source: str = "day.pins"


@dataclass(frozen=True, slots=True)
class Slack:
    """How far a repair may move a match: it starts at ``first`` at the earliest, at ``last`` at the latest."""

    match: str
    first: int
    last: int | None = None
    source: str = "day.max_shift_minutes"


@dataclass(frozen=True, slots=True)
class Closing:
    """A time that something which happened has cut out of a court's windows; ``opens`` is what it took of them."""

    court: str
    start: int
    end: int
    opens: tuple[Span, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Longer:
    """A match under way that takes so many minutes more; they are part of its ``play`` already."""

    match: str
    minutes: int
    source: str


@dataclass(frozen=True, slots=True)
class Walk:
    """Minutes from one hall to another, either way; they come on top of the rest."""

    halls: frozenset[str]
    minutes: int


@dataclass(frozen=True, slots=True)
class Referees:
    """Who referees: the teams themselves (``teams``) or the named people (``people``)."""

    mode: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """A match on a court at a start."""

    match: str
    court: str
    start: int
    referee: str | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """All that is asked of one day.

    ``people`` maps an entry to the persons it shares with others. ``frozen`` are matches that are played,
    running or held fast: they stay as they are and the others keep clear of them. ``same_time`` are groups
    of matches with one start. ``max_wait`` is a wish unless ``max_wait_is_hard``. ``frozen_until`` and
    ``max_shift`` bound a repair; in the day that it asks for they have become pins and ``slacks``. In a time of
    ``no_starts`` nothing begins, while what is under way goes on. ``closings`` and ``longer`` tell what has happened to
    windows and matches that were otherwise once: they hold nothing back themselves.
    """

    courts: tuple[Court, ...]
    matches: tuple[Match, ...]
    grid: int = 5
    rests: Rests = Rests()
    breaks: tuple[Break, ...] = ()
    wishes: tuple[Wish, ...] = ()
    pins: tuple[Pin, ...] = ()
    same_time: tuple[tuple[str, ...], ...] = ()
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    walks: tuple[Walk, ...] = ()
    max_wait: int | None = None
    max_wait_is_hard: bool = False
    referees: Referees | None = None
    frozen: tuple[Placement, ...] = ()
    frozen_until: int | None = None
    max_shift: int | None = None
    slacks: tuple[Slack, ...] = ()
    no_starts: tuple[Break, ...] = ()
    closings: tuple[Closing, ...] = ()
    longer: tuple[Longer, ...] = ()

    @property
    def closes(self) -> int:
        """The minute by which the last court has closed."""
        return max((closes for court in self.courts for _, closes in court.windows), default=0)

    def together(self, matches: Container[str]) -> tuple[tuple[str, ...], ...]:
        """The groups with one start, cut down to some matches; one match alone is no group."""
        groups = (tuple(match for match in group if match in matches) for group in self.same_time)
        return tuple(group for group in groups if len(group) > 1)


Fact = int | str | At | Ref | tuple[Ref, ...] | tuple["Finding", ...]
"""A fact may be findings of its own: their sentences stand in the place of the fact."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say: a code, its facts, and the paths of the input it comes from."""

    code: Code
    facts: Mapping[str, Fact]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """A match without a place, and the rule that stopped it."""

    match: str
    reason: Finding


@dataclass(frozen=True, slots=True)
class Plan:
    """A timetable: each match has one placement, or stands under ``not_placed``."""

    placements: tuple[Placement, ...]
    not_placed: tuple[NotPlaced, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """No plan ends before ``minutes``; ``kind`` is ``courts``, ``team:<id>``, ``chain:<ids>`` or ``solver``."""

    minutes: int
    kind: str
    reason: Finding


class Aim(StrEnum):
    """What an alternative is best at."""

    FINISH = "finish"
    WAITS = "waits"
    COURTS = "courts"


@dataclass(frozen=True, slots=True)
class Alternative:
    """A plan worth choosing, and what it is best at among those that are offered beside it."""

    plan: Plan
    aims: tuple[Aim, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a day: a plan and its bound, or the conflicts that forbid one (then both are None).

    ``plan`` is the one to recommend. ``alternatives`` are plans that differ from each other in what they are best
    at, the recommended one first; empty when nobody searched for any. ``is_stopped``: the search was ended early.
    ``least_wait`` is a proved bound on the sum of waits with the end that was reached; None where nobody looked.
    """

    plan: Plan | None
    bound: Bound | None
    conflicts: tuple[Finding, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    is_stopped: bool = False
    least_wait: int | None = None


class Phase(StrEnum):
    """What a search is at: a first plan by rules, the earliest end, the least waiting, few changes of court."""

    RULES = "rules"
    FINISH = "finish"
    WAITS = "waits"
    COURTS = "courts"


@dataclass(frozen=True, slots=True)
class Step:
    """A search that came a step further, ``seconds`` after it began.

    ``best`` is the end of play of the best plan so far (None: there is none), ``bound`` the earliest end that is
    not ruled out, both in minutes from the start of the day; ``total_wait`` is the waiting of the best plan.
    ``plan`` is that plan where it is a new one.
    """

    seconds: float
    phase: Phase
    best: int | None
    bound: int
    total_wait: int | None = None
    plan: Plan | None = None

    @property
    def gap_pct(self) -> float | None:
        """How far the best plan may be from the earliest end, in percent of the bound."""
        return 100 * (self.best - self.bound) / self.bound if self.best is not None and self.bound else None


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is known about a plan: its figures, its bound and its proof.

    ``proof`` is ``analytic`` when the makespan equals the analytic bound, ``cp-sat`` when it equals the solver's, else
    None. ``wait_bound`` is the least possible ``total_wait`` with this end. ``seconds`` is given by
    the caller, who has a clock.
    """

    makespan: int
    lower_bound: int
    bound_kind: str
    gap_pct: float
    proof: str | None
    violations: int
    max_wait: int
    total_wait: int
    wait_bound: int
    seconds: float
    seed: int
    version: str = VERSION
