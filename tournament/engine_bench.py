"""What the engine is measured by: cases with a goal in CPU time, each made once and run several times.

Machines differ, so beside its milliseconds every figure has its loops: how often a calibration loop could have run in
the same time, taken turn by turn so that a slow moment of the machine meets both. Loops are compared with those that
were committed; milliseconds with the goal.
"""

import gc
import statistics
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from random import Random

from core import clock
from tournament.engine.generate import draw_matches, make_matches
from tournament.engine.presets import PRESETS
from tournament.engine.qualifying import slots_from_pools
from tournament.engine.recompute import recompute
from tournament.engine.selectors import EntrySide
from tournament.engine.values import Competition, Entry, Pool, Result, Stage

TOLERANCE = 0.5
"""How much above the committed loops a figure may be: it is noise up to there."""
SEED = 20260901
CALIBRATION_STEPS = 40_000

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Case:
    """Something to measure: `make` prepares it and gives back the work, of which the goal is in milliseconds."""

    code: str
    title: str
    goal: float
    make: Callable[[], Work]
    turns: int = 7


@dataclass(frozen=True, slots=True)
class Figure:
    """The medians of a case: CPU milliseconds and loops, beside the goal and the committed loops (None: not yet)."""

    code: str
    title: str
    milliseconds: float
    goal: float
    loops: float
    committed: float | None

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached."""
        return self.milliseconds <= self.goal

    @property
    def is_slower(self) -> bool:
        """Whether the work takes longer than what was committed, by more than noise."""
        return self.committed is not None and self.loops > self.committed * (1 + TOLERANCE)


def measure(cases: Iterable[Case], committed: Mapping[str, float]) -> list[Figure]:
    """The figure of every case."""
    return [measure_case(case, committed.get(case.code)) for case in cases]


def measure_case(case: Case, committed: float | None) -> Figure:
    """The medians over the turns of a case, after one turn that warms up."""
    work = case.make()
    work()
    calibrate()
    turns = [(seconds_of(calibrate), seconds_of(work)) for _ in range(case.turns)]
    return Figure(
        code=case.code,
        title=case.title,
        milliseconds=1000 * statistics.median(spent for _, spent in turns),
        goal=case.goal,
        loops=statistics.median(spent / loop for loop, spent in turns),
        committed=committed,
    )


def seconds_of(work: Work) -> float:
    """The CPU seconds of some work, with no litter of what came before in its way."""
    gc.collect()
    started = clock.cpu_seconds()
    work()
    return clock.cpu_seconds() - started


def calibrate() -> object:
    """A loop of the kind the engine is made of: counting, comparing and sorting small values."""
    counts: dict[int, int] = {}
    for number in range(CALIBRATION_STEPS):
        key = number * 7919 % 1009
        counts[key] = counts.get(key, 0) + number
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def some_entries(count: int) -> tuple[Entry, ...]:
    """Entries t1, t2 and on."""
    return tuple(Entry(f"t{number}", seed=number) for number in range(1, count + 1))


def in_pools(pools: int, size: int) -> Competition:
    """Pools of equal size with all their matches."""
    entries = some_entries(pools * size)
    dealt = tuple(
        Pool(f"p{number}", tuple(EntrySide(entry.id) for entry in entries[number::pools])) for number in range(pools)
    )
    return with_matches(Competition(entries, (Stage("pools", "round_robin", pools=dealt),), ()), "pools")


def with_matches(competition: Competition, stage_id: str) -> Competition:
    """The competition with the matches of a stage made."""
    return replace(competition, matches=competition.matches + make_matches(competition, stage_id))


def played(competition: Competition, rng: Random) -> Competition:
    """The competition with every match played that can be played, round after round; a draw has a shoot-out winner."""
    while True:
        results = {
            match.id: Result(home=home, away=away, shootout="home" if home == away else None)
            for match in recompute(competition).matches
            if match.is_playable
            for home, away in [(rng.randint(0, 4), rng.randint(0, 4))]
        }
        if not results:
            return competition
        competition = replace(
            competition,
            matches=tuple(
                replace(match, result=results[match.id]) if match.id in results else match
                for match in competition.matches
            ),
        )


def thousand_groups() -> Work:
    """The tables of 1,000 groups of 4."""
    competition = played(in_pools(1000, 4), Random(SEED))
    return lambda: recompute(competition)


def one_league() -> Work:
    """The table of 36 teams that have all met once, 630 matches."""
    competition = played(in_pools(1, 36), Random(SEED))
    return lambda: recompute(competition)


def double_elimination() -> Work:
    """256 teams in a double elimination: drawn, and worked out when all is played."""
    entries = some_entries(256)
    names = tuple(entry.id for entry in entries)
    stage = Stage("cup", "double_elimination", entries=names, options={"grand_final": "reset"})
    bare = Competition(entries, (stage,), ())
    competition = played(with_matches(bare, "cup"), Random(SEED))

    def work() -> object:
        return with_matches(bare, "cup"), recompute(competition)

    return work


def swiss_round(teams: int, number: int) -> Work:
    """The draw of a round of Monrad after those before it."""
    rng, entries = Random(SEED), some_entries(teams)
    stage = Stage("monrad", "swiss", entries=tuple(entry.id for entry in entries), options={"rounds": number})
    competition = Competition(entries, (stage,), (), PRESETS["monrad"])
    for _ in range(number - 1):
        competition = played(draw_matches(competition, "monrad", rng)[0], rng)
    return lambda: draw_matches(competition, "monrad", Random(SEED))


def whole_competition() -> Work:
    """A whole competition of 256 matches: 16 pools of 6, and a knock-out with bronze for the winners."""
    competition = in_pools(16, 6)
    pools = competition.stages[0]
    final = Stage("final", "knockout", slots=slots_from_pools(pools, 1), options={"bronze": True})
    competition = with_matches(replace(competition, stages=(pools, final)), "final")
    competition = played(competition, Random(SEED))
    return lambda: recompute(competition)


ENGINE_CASES = (
    Case("groups", "tables of 1,000 groups of 4", 1000, thousand_groups),
    Case("league", "table of 36 teams and 630 matches", 50, one_league),
    Case("double_elimination", "double elimination of 256", 60, double_elimination),
    Case("recompute", "recompute of a competition of 256 matches", 20, whole_competition),
    Case("monrad_128", "round 7 of Monrad with 128", 500, lambda: swiss_round(128, 7)),
    Case("monrad_1000", "round 6 of Monrad with 1,000", 5000, lambda: swiss_round(1000, 6), turns=3),
)
