"""The one computation: from a competition with its results to every side, table and place.

A correction is a recompute, never a patch; the same input gives the same state in whatever order it stands.
"""

from collections.abc import Mapping

from tournament.engine.bracket import Spot, first_meeting, read_bracket
from tournament.engine.dependencies import order_of_work
from tournament.engine.formats.format import PoolPlay
from tournament.engine.formats.registry import get_format
from tournament.engine.outcome import BestRow, DivisionState, Note, PoolState, ResolvedMatch, StageState, State
from tournament.engine.overall import rank_overall
from tournament.engine.places import elimination_places, entry_at_place, table_places
from tournament.engine.ranking import rank_divisions
from tournament.engine.runners_up import OpenSide, allocate, best_of_rank, entry_among_best
from tournament.engine.scoring import lines_of, winner_and_loser
from tournament.engine.selectors import (
    NOBODY,
    BestOfRank,
    EntrySide,
    LoserOf,
    PoolRank,
    RoundSide,
    Selector,
    StageRank,
    TeamSide,
    WinnerOf,
)
from tournament.engine.values import Competition, Match, Pool, ResultKind, Rules, Stage
from tournament.engine.withdrawals import counting_result


def recompute(competition: Competition) -> State:
    """Work everything out. CircleError when matches wait for each other; ValueError for an unknown format."""
    return Computation(competition).run()


def linked_stages(competition: Competition) -> dict[str, tuple[str, ...]]:
    """For each elimination stage the stages that share its bracket: those that take its winners or losers."""
    group = {stage.id: {stage.id} for stage in competition.stages if get_format(stage.format).is_elimination}
    home_of = {match.id: match.stage for match in competition.matches}
    for match in competition.matches:
        for side in (match.home, match.away):
            if isinstance(side, WinnerOf | LoserOf):
                mine, other = group.get(match.stage), group.get(home_of.get(side.match, ""))
                if mine is not None and other is not None and mine is not other:
                    mine |= other
                    group.update(dict.fromkeys(other, mine))
    order = [stage.id for stage in competition.stages]
    return {stage_id: tuple(sorted(members, key=order.index)) for stage_id, members in group.items()}


def tables_of(stage: Stage) -> tuple[Pool, ...]:
    """The pools that have a table; a stage whose teams stand in a line and have one table is a pool of its own."""
    if get_format(stage.format).has_one_table:
        return (Pool(stage.id, tuple(EntrySide(entry) for entry in stage.entries)),)
    return stage.pools


class Computation:
    """The state of one recompute while it is being worked out."""

    def __init__(self, competition: Competition) -> None:
        self.competition = competition
        self.stages: Mapping[str, Stage] = {stage.id: stage for stage in competition.stages}
        self.given: Mapping[str, Match] = {match.id: match for match in competition.matches}
        self.linked = linked_stages(competition)
        self.order = order_of_work(competition, self.linked)
        self.in_pool: dict[tuple[str, str | None], list[str]] = {}
        self.in_stage: dict[str, list[str]] = {stage.id: [] for stage in competition.stages}
        for match in sorted(competition.matches, key=lambda match: match.id):
            self.in_pool.setdefault((match.stage, match.pool), []).append(match.id)
            self.in_stage.setdefault(match.stage, []).append(match.id)
        self.spots: dict[str, Spot] = {}
        for members in set(self.linked.values()):
            ids = (match_id for stage_id in members for match_id in self.in_stage[stage_id])
            self.spots |= read_bracket([self.given[match_id] for match_id in ids])
        self.resolved: dict[str, ResolvedMatch] = {}
        self.pools: dict[str, dict[str, PoolState]] = {stage.id: {} for stage in competition.stages}
        self.states: dict[str, StageState] = {}
        self.allocated: dict[str, dict[str, str | None]] = {}
        self.notes: list[Note] = []

    def run(self) -> State:
        """Work through matches, pools and stages in the order in which they wait for each other."""
        for kind, name, pool_id in self.order:
            if kind == "match" and name in self.given:
                self.resolve_match(self.given[name])
            elif kind == "pool" and name in self.stages:
                self.rank_pool(self.stages[name], pool_id)
            elif kind == "stage" and name in self.stages:
                self.close_stage(self.stages[name])
        stages = tuple(self.states[stage.id] for stage in self.competition.stages)
        matches = tuple(self.resolved[match.id] for match in self.competition.matches)
        overall = rank_overall(self.competition, self.states) if self.competition.overall else None
        return State(
            competition=self.competition,
            matches=matches,
            stages=stages,
            divisions=(
                (DivisionState(None, table_places(overall, len(overall.rows))),)
                if overall
                else rank_divisions(self.competition, self.states, self.resolved, self.spots, self.linked)
            ),
            notes=tuple(self.notes),
            overall=overall,
        )

    def resolve_match(self, match: Match) -> None:
        """Find both sides, the result that counts, and who goes on."""
        allocated = self.allocation_for(match)
        keys = (f"{match.id}:home", match.home), (f"{match.id}:away", match.away)
        home, away = (allocated[key] if key in allocated else self.entry_on(side) for key, side in keys)
        spot = self.spots.get(match.id)
        if spot and first_meeting(match) is not None:
            home, away = (
                NOBODY if isinstance(side, LoserOf) and self.is_out(entry, match.stage) else entry
                for entry, side in ((home, match.home), (away, match.away))
            )
        result = counting_result(match, home, away, self.competition.facts.withdrawn, in_table=spot is None)
        winner, loser = winner_and_loser(home, away, result)
        if spot and result and result.kind is ResultKind.PLAYED and home and away and winner is None:
            self.notes.append(Note("draw_needs_shootout", {"match": match.id}))
        places = spot.places if spot else None
        self.resolved[match.id] = ResolvedMatch(match, home, away, result, winner, loser, places)

    def is_out(self, entry: str | None, stage_id: str) -> bool:
        """Whether an entry has lost twice in the bracket that a stage belongs to, so far as it is worked out."""
        ids = (match_id for member in self.linked[stage_id] for match_id in self.in_stage[member])
        known = (self.resolved[match_id] for match_id in ids if match_id in self.resolved)
        return sum(match.result is not None and match.loser == entry for match in known) > 1

    def entry_on(self, side: Selector) -> str | None:
        """The entry on a side, "bye" where nobody will come, None while it is open."""
        match side:
            case EntrySide(entry):
                return entry
            case TeamSide():
                return str(side)
            case PoolRank(stage_id, pool_id, rank):
                return self.entry_in_pool(stage_id, pool_id, rank)
            case BestOfRank(stage_id, rank, number):
                rows = self.states[stage_id].best.get(rank, ()) if stage_id in self.states else ()
                return entry_among_best(rows, number)
            case StageRank(stage_id, rank):
                return entry_at_place(self.states[stage_id].places, rank) if stage_id in self.states else None
            case WinnerOf(match_id):
                return self.resolved[match_id].winner if match_id in self.resolved else None
            case LoserOf(match_id):
                return self.resolved[match_id].loser if match_id in self.resolved else None
            case RoundSide():
                return None
        return NOBODY

    def entry_in_pool(self, stage_id: str, pool_id: str, rank: int) -> str | None:
        """The entry on a rank of a pool that is complete; a rank that is shared asks for a decision."""
        pool = self.pools.get(stage_id, {}).get(pool_id)
        if pool is None:
            return None
        self.note_if_shared(stage_id, pool, rank)
        return pool.entry_at(rank)

    def note_if_shared(self, stage_id: str, pool: PoolState, rank: int) -> None:
        """Note that a rank somebody waits for is shared when nothing is left to play for it."""
        note = Note("rank_is_shared", {"stage": stage_id, "pool": pool.id, "rank": rank})
        if pool.complete and rank in pool.undecided and note not in self.notes:
            self.notes.append(note)

    def rank_pool(self, stage: Stage, pool_id: str) -> None:
        """Put a pool in order; a team whose withdrawal changed one of its matches here stands last."""
        pool = next((pool for pool in tables_of(stage) if pool.id == pool_id), None)
        rank = get_format(stage.format).rank_pool
        if pool is None or rank is None:
            return
        key = None if get_format(stage.format).has_one_table else pool_id
        matches = tuple(self.resolved[match_id] for match_id in self.in_pool.get((stage.id, key), ()))
        sides = [self.entry_on(side) for side in pool.sides]
        changed = {side for m in matches if m.result != m.match.result for side in (m.home, m.away) if side}
        facts = self.competition.facts
        self.pools[stage.id][pool_id] = rank(
            PoolPlay(
                stage=stage,
                pool=pool,
                entries=tuple(entry for entry in sides if entry is not None and entry != NOBODY),
                matches=matches,
                rules=self.rules_of(stage),
                facts=facts,
                put_last=frozenset(changed & set(facts.withdrawn)),
                is_known=None not in sides,
            )
        )

    def rules_of(self, stage: Stage) -> Rules:
        """The stage's own rules, or the competition's."""
        return stage.rules or self.competition.rules

    def close_stage(self, stage: Stage) -> None:
        """Gather a stage: its tables and the comparisons others ask for, or the places of an elimination."""
        over = all(self.resolved[match_id].is_over for match_id in self.in_stage[stage.id])
        if stage.id in self.linked:
            ids = [match_id for member in self.linked[stage.id] for match_id in self.in_stage[member]]
            places = elimination_places([self.resolved[match_id] for match_id in ids], self.spots)
            has_matches = bool(self.in_stage[stage.id])
            self.states[stage.id] = StageState(stage.id, places=places, complete=has_matches and over)
            return
        has_one_table = get_format(stage.format).has_one_table
        if has_one_table:
            self.rank_pool(stage, stage.id)
        pools = self.pools[stage.id]
        in_order = tuple(pools[pool.id] for pool in tables_of(stage))
        self.states[stage.id] = StageState(
            stage.id,
            pools=in_order,
            best={rank: self.compare_rank(stage, rank) for rank in self.compared_ranks(stage)},
            places=table_places(in_order[0], len(stage.entries)) if has_one_table else (),
            complete=bool(in_order) and all(pool.complete for pool in in_order),
        )

    def compared_ranks(self, stage: Stage) -> list[int]:
        """The ranks of a stage of which somebody asks for the best."""
        sides = (side for match in self.competition.matches for side in (match.home, match.away))
        return sorted({side.rank for side in sides if isinstance(side, BestOfRank) and side.stage == stage.id})

    def compare_rank(self, stage: Stage, rank: int) -> tuple[BestRow, ...]:
        """The teams on one rank over all pools of a stage, best first."""
        rules = self.rules_of(stage)
        for pool_state in self.pools[stage.id].values():
            self.note_if_shared(stage.id, pool_state, rank)
        lines = {
            pool.id: [
                line
                for match_id in self.in_pool.get((stage.id, pool.id), ())
                for line in lines_of(self.resolved[match_id], rules)
            ]
            for pool in stage.pools
        }
        return best_of_rank(rank, self.pools[stage.id], lines, rules, self.competition.facts, stage.best)

    def allocation_for(self, match: Match) -> dict[str, str | None]:
        """Which of the best of a rank stand on which sides of the match's stage; empty without allocation."""
        stage = self.stages.get(match.stage)
        waiting = [side for side in (match.home, match.away) if isinstance(side, BestOfRank)]
        if stage is None or stage.allocation is None or not waiting or waiting[0].stage not in self.states:
            return {}
        wanted = waiting[0]
        key = f"{stage.id}:{wanted.stage}:{wanted.rank}"
        if key not in self.allocated:
            self.allocated[key] = allocate(
                self.open_sides(stage, wanted),
                self.states[wanted.stage].best.get(wanted.rank, ()),
                wanted.rank,
                None if stage.allocation == "apart" else stage.allocation,
            )
        return self.allocated[key]

    def open_sides(self, stage: Stage, wanted: BestOfRank) -> list[OpenSide]:
        """The sides of a stage that wait for the best of the same rank, by their number."""
        found: list[tuple[int, OpenSide]] = []
        for match_id in self.in_stage[stage.id]:
            match = self.given[match_id]
            for name, side, other in (("home", match.home, match.away), ("away", match.away, match.home)):
                if isinstance(side, BestOfRank) and (side.stage, side.rank) == (wanted.stage, wanted.rank):
                    meets = other if isinstance(other, PoolRank) and other.stage == wanted.stage else None
                    open_side = OpenSide(
                        f"{match_id}:{name}", meets.rank if meets else None, meets.pool if meets else None
                    )
                    found.append((side.number, open_side))
        return [side for _, side in sorted(found, key=lambda item: (item[0], item[1].key))]
