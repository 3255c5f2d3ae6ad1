"""The shape of an elimination, read from which match feeds which, and the places it gives.

Matches joined by `winner:` form a tree; its root is a final. Trees fed by the losers of one round of another
tree are played for the places below it: a bronze match, a placement bracket, a B play-off. A `Bracket` is the
set of trees that stand beside each other on one level, and its `depth` counts rounds back from the final (0).
Where losers drop into a match of their own tree, as in a double elimination, only a second loss gives a place.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from tournament.engine.outcome import Note
from tournament.engine.selectors import Bye, LoserOf, WinnerOf
from tournament.engine.values import Match

PlaceRange = tuple[int, int]
T = TypeVar("T")


@dataclass(slots=True)
class Bracket:
    """The trees on one level: their finals, the teams that leave at each depth, and the brackets below."""

    finals: int = 0
    matches: int = 0
    leaving: dict[int, int] = field(default_factory=dict)
    below: dict[int, list["Bracket"]] = field(default_factory=dict)
    winner_places: PlaceRange = (1, 1)
    loser_places: dict[int, PlaceRange] = field(default_factory=dict)
    drop_places: dict[int, PlaceRange] = field(default_factory=dict)
    last_from: dict[int, int] = field(default_factory=dict)
    is_main: bool = True
    is_double: bool = False

    @property
    def is_bronze(self) -> bool:
        """Whether this is the one match for the third place."""
        return not self.is_main and self.matches == 1 and self.winner_places == (3, 3)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a match stands in its bracket, and where its winner and its loser go on (None: nowhere).

    `worst` are the worst places after a win and after a loss here, where losers drop into the same tree.
    """

    bracket: Bracket
    depth: int
    winner_to: str | None
    loser_to: str | None
    worst: PlaceRange | None = None

    @property
    def winner_places(self) -> PlaceRange:
        """The places that the winner can still get."""
        if self.worst is not None:
            return self.bracket.winner_places[0], self.worst[0]
        return self.bracket.winner_places[0], self.bracket.last_from[self.depth]

    @property
    def loser_places(self) -> PlaceRange:
        """The places that the loser can still get."""
        if self.loser_to is None:
            return self.bracket.loser_places[self.depth]
        if self.worst is not None:
            return self.bracket.winner_places[0], self.worst[1]
        # Losers of two rounds may drop into one bracket; it hangs below the round nearest the final.
        return self.bracket.drop_places[max(depth for depth in self.bracket.drop_places if depth <= self.depth)]

    @property
    def places(self) -> PlaceRange:
        """The places that are played for here."""
        return self.winner_places[0], max(self.winner_places[1], self.loser_places[1])

    @property
    def won(self) -> Note:
        """Why the winner stands where it stands, when this was its last match."""
        first, last = self.bracket.winner_places
        if self.bracket.is_main and first == last:
            return Note("final_won")
        if self.bracket.is_bronze:
            return Note("bronze_won")
        return Note("placement_won", {"first": first, "last": last})

    @property
    def lost(self) -> Note:
        """Why the loser stands where it stands, when this was its last match."""
        first, last = self.bracket.loser_places[self.depth]
        if not self.bracket.is_main:
            if self.bracket.is_bronze:
                return Note("bronze_lost")
            return Note("placement_lost", {"first": first, "last": last})
        if self.bracket.is_double and self.depth > 0:
            return Note("second_loss", {"first": first, "last": last})
        names = ("lost_final", "lost_semi_final", "lost_quarter_final")
        if self.depth < len(names):
            return Note(names[self.depth])
        return Note("lost_round", {"round_of": 2 ** (self.depth + 1)})


def read_bracket(matches: Iterable[Match]) -> Mapping[str, Spot]:
    """The spot of every match of an elimination, by match id; matches never feed each other in a circle."""
    by_id = {match.id: match for match in matches}
    winner_to, loser_to = links(by_id)
    depths, roots = depths_and_roots(by_id, winner_to)
    main, brackets = brackets_of_roots(by_id, roots, depths)
    for match in by_id.values():
        bracket, depth = brackets[roots[match.id]], depths[match.id]
        bracket.finals += match.id not in winner_to
        bracket.matches += 1
        has_loser = not isinstance(match.home, Bye) and not isinstance(match.away, Bye)
        bracket.is_double |= loser_to.get(match.id) in roots and roots[loser_to[match.id]] == roots[match.id]
        bracket.leaving[depth] = bracket.leaving.get(depth, 0) + (has_loser and match.id not in loser_to)
    give_places(main)
    spots = {
        match_id: Spot(brackets[roots[match_id]], depths[match_id], winner_to.get(match_id), loser_to.get(match_id))
        for match_id in by_id
    }
    return {
        match_id: replace(spot, worst=worst_places(spot, spots)) if spot.bracket.is_double else spot
        for match_id, spot in spots.items()
    }


def worst_places(spot: Spot, spots: Mapping[str, Spot]) -> PlaceRange:
    """The worst place after winning and after losing a match in whose tree losers drop."""

    def after_losing(lost: Spot) -> int:
        target = lost if lost.loser_to is None else spots[lost.loser_to]
        return target.bracket.loser_places[target.depth][1]

    won = spot.bracket.winner_places[1] if spot.winner_to is None else after_losing(spots[spot.winner_to])
    return won, after_losing(spot)


def first_meeting(match: Match) -> str | None:
    """The match whose winner and loser meet here again, as in a grand final with reset; None for any other match."""
    sides = (match.home, match.away)
    won = {side.match for side in sides if isinstance(side, WinnerOf)}
    lost = {side.match for side in sides if isinstance(side, LoserOf)}
    return won.pop() if won and won == lost else None


def links(by_id: Mapping[str, Match]) -> tuple[dict[str, str], dict[str, str]]:
    """Where the winner and the loser of each match go on."""
    winner_to: dict[str, str] = {}
    loser_to: dict[str, str] = {}
    for match in by_id.values():
        for side in (match.home, match.away):
            if isinstance(side, WinnerOf) and side.match in by_id:
                winner_to.setdefault(side.match, match.id)
            elif isinstance(side, LoserOf) and side.match in by_id:
                loser_to.setdefault(side.match, match.id)
    return winner_to, loser_to


def depths_and_roots(by_id: Mapping[str, Match], winner_to: Mapping[str, str]) -> tuple[dict[str, int], dict[str, str]]:
    """How many rounds each match stands before the root of its tree, and which match that is."""
    depths: dict[str, int] = {}
    roots: dict[str, str] = {}
    for match_id in by_id:
        path = [match_id]
        while path[-1] not in depths and path[-1] in winner_to:
            path.append(winner_to[path[-1]])
        last = path[-1]
        depth, root = depths.get(last, 0), roots.get(last, last)
        for step in reversed(path):
            depths[step], roots[step] = depth, root
            depth += 1
    return depths, roots


def brackets_of_roots(
    by_id: Mapping[str, Match], roots: Mapping[str, str], depths: Mapping[str, int]
) -> tuple[Bracket, dict[str, Bracket]]:
    """The main bracket and that of each tree; trees fed by losers hang below the round nearest the final."""
    feeders: dict[str, list[str]] = {root: [] for root in roots.values()}
    for match in by_id.values():
        for side in (match.home, match.away):
            if isinstance(side, LoserOf) and side.match in by_id and roots[side.match] != roots[match.id]:
                feeders[roots[match.id]].append(side.match)
    main = Bracket()
    made: dict[tuple[int, int], Bracket] = {}
    found: dict[str, Bracket] = {}

    def settle(root: str) -> Iterator[str]:
        found[root] = main
        if feeders[root]:
            feeder = min(feeders[root], key=lambda match_id: (depths[match_id], match_id))
            if roots[feeder] not in found:
                yield roots[feeder]
            parent, depth = found[roots[feeder]], depths[feeder]
            if (id(parent), depth) not in made:
                made[id(parent), depth] = Bracket(is_main=False)
                parent.below.setdefault(depth, []).append(made[id(parent), depth])
            found[root] = made[id(parent), depth]

    for root in feeders:
        if root not in found:
            go_down(root, settle)
    return main, found


def give_places(main: Bracket) -> None:
    """Give a bracket its places from the first on, and those below theirs."""
    free = 1

    def give(bracket: Bracket) -> Iterator[Bracket]:
        nonlocal free
        bracket.winner_places = (free, free + max(bracket.finals, 1) - 1)
        free += bracket.finals
        for depth in range(max({0, *bracket.leaving, *bracket.below}) + 1):
            bracket.last_from[depth] = free - 1
            start = free
            yield from bracket.below.get(depth, ())
            if free > start:
                bracket.drop_places[depth] = (start, free - 1)
            if leaving := bracket.leaving.get(depth, 0):
                bracket.loser_places[depth] = (free, free + leaving - 1)
                free += leaving
            else:
                bracket.loser_places.setdefault(depth, (start, max(start, free - 1)))

    go_down(main, give)


def go_down(top: T, steps: Callable[[T], Iterator[T]]) -> None:
    """Run through the steps of something; where they name another, its steps come first, however deep that goes."""
    under_way = [steps(top)]
    while under_way:
        lower = next(under_way[-1], None)
        if lower is None:
            under_way.pop()
        else:
            under_way.append(steps(lower))
