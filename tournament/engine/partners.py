"""Teams of changing partners: who plays with whom, and which teams meet, so that as little as possible repeats."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from random import Random

from tournament.engine.matching import heaviest_matching

Team = tuple[str, ...]
Pair = frozenset[str]
MOST_NODES = 20_000
"""How many choices the search for a round without repeated partners makes before it settles for the least bad."""
MOST_SEARCHED = 1000
"""The largest crowd that is searched through; in a larger one changing places finds new partners at once."""
MOST_SWAPS = 150


def team_sizes(people: int, preferred: int) -> tuple[int, int] | None:
    """How many doublets and triplets, an even number of teams in all, or None where that cannot be.

    As many teams of the preferred size (2 or 3) as can be: 31 people are 5 doublets and 7 triplets; 7 cannot be split.
    """
    possible = [teams for teams in range(2, people // 2 + 1, 2) if 2 * teams <= people <= 3 * teams]
    if not possible:
        return None
    teams = min(possible) if preferred == 3 else max(possible)
    return 3 * teams - people, people - 2 * teams


@dataclass(slots=True)
class Past:
    """How often two have been partners, and how often opponents."""

    partners: Counter[Pair] = field(default_factory=Counter)
    opponents: Counter[Pair] = field(default_factory=Counter)

    def add(self, one: Team, other: Team) -> None:
        """Count a match between two teams."""
        for team in (one, other):
            self.partners.update(frozenset(pair) for pair in combinations(team, 2))
        self.opponents.update(frozenset((a, b)) for a in one for b in other)

    def repeats(self, teams: Iterable[Team]) -> int:
        """How many pairs of partners in the teams have been partners before."""
        return sum(frozenset(pair) in self.partners for team in teams for pair in combinations(team, 2))


def make_round(people: Sequence[str], sizes: tuple[int, int], past: Past, rng: Random) -> list[tuple[Team, Team]]:
    """The matches of a round: no repeated partners where that can be found, then few repeated opponents."""
    order = sorted(people)
    rng.shuffle(order)
    search = Search(past, rng)
    found = search.teams(order, *sizes) if len(order) <= MOST_SEARCHED else None
    teams = found or least_bad(order, sizes, past, rng)
    return meetings(teams, past)


def all_doublets(people: Sequence[str], rng: Random) -> list[list[Team]]:
    """As many rounds of doublets as there can be without repeated partners: one less than the people (even)."""
    order = sorted(people)
    rng.shuffle(order)
    still, turning = order[0], order[1:]
    rounds: list[list[Team]] = []
    for number in range(len(turning)):
        turned = turning[number:] + turning[:number]
        middle = [(turned[i], turned[-i]) for i in range(1, len(order) // 2)]
        rounds.append([(still, turned[0]), *middle])
    return rounds


@dataclass(slots=True)
class Search:
    """A search through all splits into teams, given up after a number of choices."""

    past: Past
    rng: Random
    nodes: int = 0

    def teams(self, left: Sequence[str], doublets: int, triplets: int) -> list[Team] | None:
        """Teams without repeated partners from those left, None where none are found."""
        self.nodes += 1
        if not left:
            return []
        if self.nodes > MOST_NODES:
            return None
        first, others = left[0], left[1:]
        free = [other for other in others if frozenset((first, other)) not in self.past.partners]
        for team in self.teams_of(first, free, doublets, triplets):
            rest = [other for other in others if other not in team]
            found = self.teams(rest, doublets - (len(team) == 2), triplets - (len(team) == 3))
            if found is not None:
                return [team, *found]
        return None

    def teams_of(self, first: str, free: Sequence[str], doublets: int, triplets: int) -> Iterable[Team]:
        """The teams that one can be in, triplets first."""
        if triplets:
            for one, other in combinations(free, 2):
                if frozenset((one, other)) not in self.past.partners:
                    yield first, one, other
        if doublets:
            for other in free:
                yield first, other


def least_bad(people: Sequence[str], sizes: tuple[int, int], past: Past, rng: Random) -> list[Team]:
    """Teams with few repeated partners: from any split, people change places while that helps or does no harm."""
    doublets, triplets = sizes
    queue = list(people)
    teams = [[queue.pop() for _ in range(size)] for size in [3] * triplets + [2] * doublets]

    def cost(team: Sequence[str], without: str, newcomer: str) -> int:
        return sum(past.partners[frozenset((newcomer, mate))] for mate in team if mate != without)

    for _ in range(MOST_SWAPS):
        tired = [(team, name) for team in teams for name in team if cost(team, name, name)]
        if not tired:
            break
        team, name = rng.choice(tired)
        choices = [
            (cost(team, name, other) + cost(mates, other, name) - cost(team, name, name) - cost(mates, other, other))
            for mates in teams
            if mates is not team
            for other in mates
        ]
        places = [(mates, other) for mates in teams if mates is not team for other in mates]
        best = min(choices)
        if best > 0:
            continue
        mates, other = places[rng.choice([i for i, change in enumerate(choices) if change == best])]
        team[team.index(name)], mates[mates.index(other)] = other, name
    return [tuple(team) for team in teams]


def meetings(teams: Sequence[Team], past: Past) -> list[tuple[Team, Team]]:
    """Which teams meet: equal sizes as far as can be, then those who have met least."""
    weights: dict[tuple[int, int], int] = {}
    unequal = 1 + sum(len(team) for team in teams) ** 2 * (1 + max(past.opponents.values(), default=0)) ** 2
    for one, other in combinations(range(len(teams)), 2):
        met = sum(past.opponents[frozenset((a, b))] ** 2 for a in teams[one] for b in teams[other])
        weights[one, other] = -met - unequal * (len(teams[one]) != len(teams[other]))
    return [(teams[one], teams[other]) for one, other in heaviest_matching(weights)]


def past_of(matches: Iterable[tuple[Team, Team]]) -> Past:
    """What has been, from the teams that have met."""
    past = Past()
    for one, other in matches:
        past.add(one, other)
    return past


def repeats_in(rounds: Mapping[int, Sequence[tuple[Team, Team]]]) -> int:
    """How many partnerships in some rounds are repeated."""
    partners = Counter(
        frozenset(pair)
        for matches in rounds.values()
        for match in matches
        for t in match
        for pair in combinations(t, 2)
    )
    return sum(times - 1 for times in partners.values())
