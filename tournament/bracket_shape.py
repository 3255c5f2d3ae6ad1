"""The shape of an elimination as people follow it: its trees, what each match is in them, and cells that line up.

It is read from which match feeds which, so it is the same for a knock-out, a double elimination and a placement
bracket, and for one that came in as a file.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tournament.engine.bracket import Spot, first_meeting, read_bracket
from tournament.engine.outcome import State
from tournament.engine.ranking import make_units, rank_units
from tournament.engine.recompute import linked_stages
from tournament.engine.selectors import LoserOf, WinnerOf
from tournament.engine.values import Match

PLACEMENT = "placement"
FULL_FROM_DEPTH = 2
"""From the quarter-finals on a first round may be partial; a lone semi-final is still called that."""


class Part(StrEnum):
    """What a match belongs to."""

    TREE = "tree"
    BRONZE = "bronze"
    PLACES = "places"
    UPPER = "upper"
    LOWER = "lower"
    FINAL = "final"
    DECIDER = "decider"


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a match stands: its part and tree, the rounds left before the tree's last, and its number among its mates.

    `step` counts the rounds of its part from 1. `is_partial` where the first round is smaller than the one after it
    has room for: some wait (a cadrage). `has_final` where the tree ends in one match.
    """

    part: Part
    root: str
    depth: int
    step: int
    steps: int
    number: int
    mates: int
    is_partial: bool = False
    has_final: bool = True


@dataclass(frozen=True, slots=True)
class Layer:
    """A round of a tree in cells, down the bracket; None is an empty cell.

    `joins` is how many cells here lead to one cell of the next round: 2, or 1 where nobody meets a mate there, or 0
    in the last round.
    """

    round: int
    cells: tuple[str | None, ...]
    joins: int


@dataclass(frozen=True, slots=True)
class Tree:
    """One part of an elimination as it is drawn, its rounds from the first to the last."""

    part: Part
    root: str
    layers: tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """An elimination: a seat for each match, and its trees in the order in which they are shown."""

    seats: Mapping[str, Seat]
    trees: tuple[Tree, ...]


def shape_of(matches: Iterable[Match], format_code: str) -> Shape:
    """The shape of a stage's matches."""
    given = {match.id: match for match in matches}
    spots = read_bracket(given.values())
    parts = {match_id: part_of(match_id, given, spots, format_code) for match_id in given}
    roots = {match_id: root_of(match_id, given, spots, parts) for match_id in given}
    groups: dict[tuple[Part, str], list[Match]] = {}
    for match in given.values():
        # The trees of a play-off that stop before the final stand beside each other as one.
        root = "" if parts[match.id] is Part.TREE else roots[match.id]
        groups.setdefault((parts[match.id], root), []).append(match)
    trees = [
        Tree(part, root or min(roots[m.id] for m in group), layers_of(group)) for (part, root), group in groups.items()
    ]
    seats: dict[str, Seat] = {}
    for group, tree in zip(groups.values(), trees, strict=True):
        seats |= seats_of(group, tree, spots)
    order = list(Part)
    trees.sort(key=lambda tree: (order.index(tree.part), spots[tree.root].bracket.winner_places, _number(tree.root)))
    return Shape(seats, tuple(trees))


def part_of(match_id: str, given: Mapping[str, Match], spots: Mapping[str, Spot], format_code: str) -> Part:
    """What a match belongs to."""
    bracket = spots[match_id].bracket
    if bracket.is_double:
        return _part_of_double(given[match_id], given)
    if bracket.is_main:
        return Part.TREE
    return Part.BRONZE if bracket.is_bronze and format_code != PLACEMENT else Part.PLACES


def _part_of_double(match: Match, given: Mapping[str, Match]) -> Part:
    if first_meeting(match) in given:
        return Part.DECIDER
    if not _has_lost(match, given):
        return Part.UPPER
    sides = [
        given[side.match] for side in (match.home, match.away) if isinstance(side, WinnerOf) and side.match in given
    ]
    levels = {_has_lost(feeder, given) for feeder in sides}
    return Part.FINAL if levels == {True, False} else Part.LOWER


def _has_lost(match: Match, given: Mapping[str, Match]) -> bool:
    """Whether a side of a match has lost before, here in the same elimination."""
    for side in (match.home, match.away):
        if isinstance(side, LoserOf) and side.match in given:
            return True
        if isinstance(side, WinnerOf) and side.match in given and _has_lost(given[side.match], given):
            return True
    return False


def root_of(match_id: str, given: Mapping[str, Match], spots: Mapping[str, Spot], parts: Mapping[str, Part]) -> str:
    """The last match of the tree that a match stands in, within its part."""
    following = spots[match_id].winner_to
    while following is not None and following in given and parts[following] is parts[match_id]:
        match_id, following = following, spots[following].winner_to
    return match_id


def layers_of(group: Sequence[Match]) -> tuple[Layer, ...]:
    """The rounds of a tree in cells, worked out from the last round back."""
    by_id = {match.id: match for match in group}
    rounds = sorted({match.round for match in group}, reverse=True)
    cells: list[str | None] = sorted((m.id for m in group if m.round == rounds[0]), key=_number)
    layers = [Layer(rounds[0], tuple(cells), 0)]
    for number in rounds[1:]:
        feeding = [_feeders(cell, by_id, layers[-1].round) for cell in cells]
        joins = 2 if any(None not in pair for pair in feeding) else 1
        cells = [name for pair in feeding for name in (pair if joins == 2 else _one_of(pair))]
        known = {name for name in cells if name}
        # What feeds nothing here, such as a match of a round without its next one, stands below.
        cells += sorted((m.id for m in group if m.round == number and m.id not in known), key=_number)
        layers.append(Layer(number, tuple(cells), joins))
    return tuple(
        Layer(
            layer.round,
            tuple(name if name and by_id[name].round == layer.round else None for name in layer.cells),
            layer.joins,
        )
        for layer in reversed(layers)
    )


def _feeders(cell: str | None, by_id: Mapping[str, Match], here: int) -> tuple[str | None, str | None]:
    """The matches that lead to a cell; a match of an earlier round waits in its cell."""
    if cell is None:
        return None, None
    if by_id[cell].round < here:
        return cell, None
    home, away = (
        side.match if isinstance(side, WinnerOf) and side.match in by_id else None
        for side in (by_id[cell].home, by_id[cell].away)
    )
    return home, away


def _one_of(pair: tuple[str | None, str | None]) -> tuple[str | None]:
    return (pair[0] or pair[1],)


def seats_of(group: Sequence[Match], tree: Tree, spots: Mapping[str, Spot]) -> dict[str, Seat]:
    """The seats of the matches of a tree."""
    mates = Counter(match.round for match in group)
    steps = sorted(mates)
    sized = {match.round: spots[match.id].depth for match in group}
    has_final = spots[tree.root].bracket.finals == 1
    is_tree = tree.part is Part.TREE and has_final
    seats = {}
    for match in group:
        in_round = sorted((other.id for other in group if other.round == match.round), key=_number)
        full = 2 ** sized[match.round]
        seats[match.id] = Seat(
            part=tree.part,
            root=tree.root,
            depth=spots[match.id].depth if is_tree else len(steps) - 1 - steps.index(match.round),
            step=steps.index(match.round) + 1,
            steps=len(steps),
            number=in_round.index(match.id) + 1,
            mates=mates[match.round],
            is_partial=is_tree and sized[match.round] >= FULL_FROM_DEPTH and mates[match.round] < full,
            has_final=has_final,
        )
    return seats


def _number(match_id: str) -> tuple[int, str]:
    """Matches in the order of their printed numbers."""
    digits = match_id.removeprefix("m")
    return (int(digits), "") if digits.isdigit() else (0, match_id)


def first_places(state: State) -> dict[str, int]:
    """The best place that each stage plays for in its division, by stage: 1, and 9 for a B play-off below eight."""
    competition = state.competition
    linked = linked_stages(competition)
    spots: dict[str, Spot] = {}
    for members in set(linked.values()):
        spots |= read_bracket(match for match in competition.matches if match.stage in members)
    states = {found.id: found for found in state.stages}
    resolved = {match.id: match for match in state.matches}
    found: dict[str, int] = {}
    for division, discipline in dict.fromkeys((stage.division, stage.discipline) for stage in competition.stages):
        stages = [s for s in competition.stages if (s.division, s.discipline) == (division, discipline)]
        units = make_units(competition, stages, states, resolved, spots, linked)
        rank_units(units, set())
        found |= {stage.id: unit.whole[0] for unit in units for stage in unit.stages}
    return found
