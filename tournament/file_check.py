"""The engine's half of the command `check`: what is broken in a file that can be read."""

from collections.abc import Iterator

from tournament.engine.formats.registry import find_format
from tournament.engine.formats.round_robin import FORMAT as ROUND_ROBIN
from tournament.engine.formats.round_robin import legs_of
from tournament.engine.outcome import State
from tournament.engine.recompute import recompute
from tournament.engine.selectors import BestOfRank, LoserOf, PoolRank, Selector, WinnerOf
from tournament.engine.values import Competition, Facts
from tournament.file_faults import Fault
from tournament.file_words import ORDER_FACT_WORDS


def broken_rules(competition: Competition) -> list[Fault]:
    """Every broken rule of the competition itself, with its path; the timetable is checked elsewhere."""
    faults = [*too_many_meetings(competition), *used_twice(competition), *contradicting_orders(competition.facts)]
    state = recompute(competition)
    faults += [*played_too_early(state), *undecided_ranks(state)]
    return faults


def too_many_meetings(competition: Competition) -> Iterator[Fault]:
    """Pairs that meet more often in a pool than the legs of the stage."""
    legs = {stage.id: legs_of(stage.options) for stage in competition.stages if stage.format == ROUND_ROBIN.code}
    met: dict[tuple[str, str | None, frozenset[Selector]], int] = {}
    for number, match in enumerate(competition.matches):
        if match.stage not in legs:
            continue
        key = (match.stage, match.pool, frozenset((match.home, match.away)))
        met[key] = met.get(key, 0) + 1
        if met[key] == legs[match.stage] + 1:
            text = f"{match.home} and {match.away} meet more than {legs[match.stage]} time(s) in the pool"
            yield Fault(f"matches[{number}]", text)


def used_twice(competition: Competition) -> Iterator[Fault]:
    """Winners, losers and ranks that go on to two places in one stage."""
    seen: dict[tuple[str, Selector], str] = {}
    for number, match in enumerate(competition.matches):
        stage = competition.get_stage(match.stage)
        format_ = find_format(stage.format)
        if format_ is None or not format_.is_elimination:
            continue
        for name, side in (("home", match.home), ("away", match.away)):
            path = f"matches[{number}].{name}"
            if not isinstance(side, PoolRank | BestOfRank | WinnerOf | LoserOf):
                continue
            if (match.stage, side) in seen:
                yield Fault(path, f"{side} stands on {seen[match.stage, side]} too")
            seen.setdefault((match.stage, side), path)


def contradicting_orders(facts: Facts) -> Iterator[Fault]:
    """Orders for the same entries that say different things."""
    for word in ORDER_FACT_WORDS:
        first: dict[frozenset[str], tuple[int, tuple[str, ...]]] = {}
        for number, order in enumerate(getattr(facts, word)):
            earlier = first.setdefault(frozenset(order), (number, order))
            if earlier[1] != order:
                yield Fault(f"facts.{word}[{number}]", f"says otherwise than facts.{word}[{earlier[0]}]")


def played_too_early(state: State) -> Iterator[Fault]:
    """Matches with a result whose sides are not known."""
    for number, match in enumerate(state.matches):
        if match.match.result is None:
            continue
        for name, entry, side in (("home", match.home, match.match.home), ("away", match.away, match.match.away)):
            if entry is None:
                text = f"the match has a result, but {side} is not known"
                yield Fault(f"matches[{number}].{name}", text)


def undecided_ranks(state: State) -> Iterator[Fault]:
    """Ranks that somebody waits for and that are shared: a person must decide, and `facts` must say it."""
    paths = {
        (stage.id, pool.id): f"stages[{s}].pools[{p}]"
        for s, stage in enumerate(state.competition.stages)
        for p, pool in enumerate(stage.pools)
    }
    for note in state.notes:
        if note.code != "rank_is_shared":
            continue
        stage_id, pool_id = str(note.facts["stage"]), str(note.facts["pool"])
        rank = note.facts["rank"]
        tied = [row.entry for row in state.get_pool(stage_id, pool_id).rows if row.rank == rank]
        yield Fault(
            paths[stage_id, pool_id],
            f"rank {rank} is shared by {', '.join(tied)}: facts.lots (or playoff, shootout) must say who is first",
        )
    yield from undecided_best(state)


def undecided_best(state: State) -> Iterator[Fault]:
    """Comparisons over pools that leave open who goes through."""
    wanted = {
        (side.stage, side.rank, side.number)
        for match in state.competition.matches
        for side in (match.home, match.away)
        if isinstance(side, BestOfRank)
    }
    for number, stage in enumerate(state.competition.stages):
        for rank, rows in state.get_stage(stage.id).best.items():
            asked = sum(1 for name, asked_rank, _ in wanted if (name, asked_rank) == (stage.id, rank))
            if 0 < asked < len(rows) and rows[asked].row.rank == rows[asked - 1].row.rank:
                level = [best.row.entry for best in rows if best.row.rank == rows[asked].row.rank]
                text = f"{', '.join(level)} are level for the best {asked} of rank {rank}: facts.lots must say"
                yield Fault(f"stages[{number}]", text)
