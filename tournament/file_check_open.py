"""The command `check` on what a person must decide before it can go on: shared places that others wait for."""

from collections.abc import Iterator

from tournament.engine.outcome import State
from tournament.engine.selectors import BestOfRank, StageRank
from tournament.engine.values import Stage
from tournament.file_faults import Fault


def open_decisions(state: State) -> Iterator[Fault]:
    """Every shared rank or place that somebody waits for: a person must decide, and `facts` must say it."""
    yield from shared_ranks(state)
    for number, stage in enumerate(state.competition.stages):
        yield from shared_places(state, stage, f"stages[{number}]")
        yield from level_best(state, stage, f"stages[{number}]")


def shared_ranks(state: State) -> Iterator[Fault]:
    """Ranks of pools that are shared and waited for, by a side or by a comparison over the pools."""
    paths = {
        (stage.id, pool.id): f"stages[{s}].pools[{p}]"
        for s, stage in enumerate(state.competition.stages)
        for p, pool in enumerate(stage.pools)
    }
    for note in state.notes:
        if note.code != "rank_is_shared":
            continue
        stage_id, pool_id, rank = str(note.facts["stage"]), str(note.facts["pool"]), note.facts["rank"]
        pool = state.get_pool(stage_id, pool_id)
        # Two on rank 1 share the places 1 and 2: who waits for rank 2 waits for them.
        shared = max(row.rank for row in pool.rows if row.rank <= int(str(rank)))
        tied = [row.entry for row in pool.rows if row.rank == shared]
        yield must_say(paths[stage_id, pool_id], f"rank {rank}", tied)


def shared_places(state: State, stage: Stage, path: str) -> Iterator[Fault]:
    """Places of a whole stage that are shared for good and waited for."""
    own = state.get_stage(stage.id)
    asked = {side.rank for side in all_sides(state) if isinstance(side, StageRank) and side.stage == stage.id}
    for rank in sorted(asked) if own.complete else ():
        tied = [place.entry for place in own.places if place.first <= rank <= place.last and place.first < place.last]
        if tied:
            yield must_say(path, f"place {rank}", tied)


def level_best(state: State, stage: Stage, path: str) -> Iterator[Fault]:
    """Comparisons over pools that leave open who goes through, or, without an allocation, to which side."""
    for rank, rows in state.get_stage(stage.id).best.items():
        asked = {
            (side.number, has_allocation)
            for side, has_allocation in best_sides(state)
            if (side.stage, side.rank) == (stage.id, rank)
        }
        level = {best.row.rank: [other.row.entry for other in rows if other.row.rank == best.row.rank] for best in rows}
        for first, tied in level.items():
            inside = [is_given for number, is_given in asked if first <= number < first + len(tied)]
            is_cut = 0 < len(inside) < len(tied)
            if len(tied) > 1 and (is_cut or not all(inside)):
                text = f"{', '.join(tied)} are level for the best {len(asked)} of rank {rank}: facts.lots must say"
                yield Fault(path, text)


def must_say(path: str, what: str, tied: list[str]) -> Fault:
    """That some share what somebody waits for."""
    text = f"{what} is shared by {', '.join(tied)}: facts.lots (or playoff, shootout) must say who is first"
    return Fault(path, text)


def all_sides(state: State) -> Iterator[object]:
    """Every side of every match, and of every pool and bracket."""
    for match in state.competition.matches:
        yield from (match.home, match.away)
    for stage in state.competition.stages:
        yield from stage.slots
        yield from (side for pool in stage.pools for side in pool.sides)


def best_sides(state: State) -> Iterator[tuple[BestOfRank, bool]]:
    """The sides that wait for the best of a rank, and whether an allocation decides which of them stands where."""
    for match in state.competition.matches:
        has_allocation = state.competition.get_stage(match.stage).allocation is not None
        for side in (match.home, match.away):
            if isinstance(side, BestOfRank):
                yield side, has_allocation
