"""What must be known before what: matches wait for pools, pools for their matches."""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from tournament.engine.selectors import BestOfRank, LoserOf, PoolRank, Selector, StageRank, WinnerOf
from tournament.engine.values import Competition

Node = tuple[Literal["match", "pool", "stage"], str, str]


class CircleError(ValueError):
    """Matches that wait for each other in a circle; `match_ids` are those in it."""

    def __init__(self, match_ids: tuple[str, ...]) -> None:
        super().__init__(f"matches wait for each other in a circle: {', '.join(match_ids)}")
        self.match_ids = match_ids


def match_node(match_id: str) -> Node:
    """The node of a match."""
    return "match", match_id, ""


def pool_node(stage_id: str, pool_id: str) -> Node:
    """The node of a pool's final table."""
    return "pool", stage_id, pool_id


def stage_node(stage_id: str) -> Node:
    """The node of a whole stage."""
    return "stage", stage_id, ""


def waits_for(side: Selector) -> Node | None:
    """What a side waits for, None where it names a team or nobody."""
    match side:
        case PoolRank(stage, pool, _):
            return pool_node(stage, pool)
        case BestOfRank(stage, _, _) | StageRank(stage, _):
            return stage_node(stage)
        case WinnerOf(match_id) | LoserOf(match_id):
            return match_node(match_id)
    return None


def all_waits(sides: Iterable[Selector]) -> list[Node]:
    """What several sides wait for."""
    return [node for side in sides if (node := waits_for(side))]


def order_of_work(competition: Competition, linked: Mapping[str, tuple[str, ...]]) -> tuple[Node, ...]:
    """All matches, pools and stages in an order in which each can be worked out; CircleError without one.

    `linked` names for each elimination stage the stages whose matches share its bracket.
    """
    sorter: TopologicalSorter[Node] = TopologicalSorter()
    in_stage: dict[str, list[Node]] = {stage.id: [] for stage in competition.stages}
    for match in competition.matches:
        sorter.add(match_node(match.id), *all_waits((match.home, match.away)))
        in_stage.setdefault(match.stage, []).append(match_node(match.id))
        if match.pool is not None:
            sorter.add(pool_node(match.stage, match.pool), match_node(match.id))
    for stage in competition.stages:
        for pool in stage.pools:
            sorter.add(pool_node(stage.id, pool.id), *all_waits(pool.sides))
            sorter.add(stage_node(stage.id), pool_node(stage.id, pool.id))
        for other in linked.get(stage.id, (stage.id,)):
            sorter.add(stage_node(stage.id), *in_stage[other])
    try:
        return tuple(sorter.static_order())
    except CycleError as circle:
        nodes: list[Node] = circle.args[1]
        raise CircleError(tuple(dict.fromkeys(node[1] for node in nodes if node[0] == "match"))) from circle
