"""Ways of playing for what somebody wants: all play alike, one winner, even matches, so many hours and courts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tournament.consequence import Consequence, choice_problems, consequence_of
from tournament.day_length import Pace, court_minutes, least_minutes
from tournament.engine.formats.format import Ground
from tournament.engine.formats.poule import pools_for
from tournament.engine.formats.swiss import FEW_TEAMS, recommended_rounds
from tournament.scheme import MOST_FINALS, StageChoice, pool_sizes

MOST_OFFERED = 8
MOST_SUMMED_UP = 2 * MOST_OFFERED
"""So many are looked at closely: how long they take with all their rests."""
LARGEST_SINGLE_POOL = 10
LARGEST_BRACKET = 64


class Goal(StrEnum):
    """What the office wants of a day."""

    ALIKE = "alike"
    ONE_WINNER = "one_winner"
    EVERY_PLACE = "every_place"
    EVEN_MATCHES = "even_matches"
    NEW_PARTNERS = "new_partners"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the office wants: goals, minutes there are on so many courts, and matches that everybody should get."""

    goals: frozenset[Goal] = frozenset()
    minutes: int | None = None
    courts: int = 1
    least_matches: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """A way of playing: what it means, about how long it takes, the goals it meets, and what it misses."""

    consequence: Consequence
    minutes: int
    meets: frozenset[Goal]
    misses: frozenset[Goal]
    is_too_long: bool
    has_too_few: bool

    @property
    def choice(self) -> StageChoice:
        """The choice to make."""
        return self.consequence.choice

    @property
    def fits(self) -> bool:
        """Whether nothing that was wanted is missed."""
        return not (self.misses or self.is_too_long or self.has_too_few)


def offers(teams: int, pace: Pace, wanted: Wanted, *, people: bool = False) -> list[Offer]:
    """The ways that suit best, best first; those that miss something come after those that do not.

    `people` when everybody plays for themselves, so that partners can change.
    """

    def best(found: Iterable[Offer], most: int) -> list[Offer]:
        order = sorted(found, key=lambda offer: (not offer.fits, *missed(offer), spare(offer, wanted)))
        return order[:most]

    every = (
        consequence_of(teams, choice)
        for choice in candidates(teams, people=people)
        if not choice_problems(teams, choice)
    )
    rough = best((offer_of(one, court_minutes(one, pace, wanted.courts), wanted) for one in every), MOST_SUMMED_UP)
    close = (offer.consequence for offer in rough)
    return best((offer_of(one, least_minutes(one, pace, wanted.courts), wanted) for one in close), MOST_OFFERED)


def offer_of(consequence: Consequence, minutes: int, wanted: Wanted) -> Offer:
    """A way of playing that takes so many minutes, beside what is wanted."""
    met = goals_met(consequence)
    return Offer(
        consequence=consequence,
        minutes=minutes,
        meets=met & wanted.goals,
        misses=wanted.goals - met,
        is_too_long=wanted.minutes is not None and minutes > wanted.minutes,
        has_too_few=consequence.count.least < wanted.least_matches,
    )


def missed(offer: Offer) -> tuple[int, bool, bool]:
    """How much of what is wanted an offer misses."""
    return len(offer.misses), offer.is_too_long, offer.has_too_few


def spare(offer: Offer, wanted: Wanted) -> tuple[int, int]:
    """What separates offers that miss equally much: use of the time there is, else many matches for all."""
    if wanted.minutes is not None:
        return abs(wanted.minutes - offer.minutes), -offer.consequence.count.least
    return -offer.consequence.count.least, offer.minutes


def goals_met(consequence: Consequence) -> frozenset[Goal]:
    """The goals that a way of playing meets."""
    choice, count = consequence.choice, consequence.count
    one_table = choice.how.has_one_table or (choice.how.ground is Ground.POOLS and len(consequence.sizes) == 1)
    ends_in_one = one_table or choice.how.is_elimination or choice.has_finals
    plays_all_places = choice.format == "placement" or (choice.final_format == "placement" and goes_all(consequence))
    met = {
        Goal.ALIKE: count.most - count.least <= (1 if sum(consequence.sizes) % 2 else 0),
        Goal.ONE_WINNER: ends_in_one,
        Goal.EVERY_PLACE: plays_all_places or (one_table and not choice.has_finals),
        Goal.EVEN_MATCHES: choice.format in ("swiss", "placement") or (choice.finals > 1 and goes_all(consequence)),
        Goal.NEW_PARTNERS: choice.format == "supermelee",
    }
    return frozenset(goal for goal, is_met in met.items() if is_met)


def goes_all(consequence: Consequence) -> bool:
    """Whether everybody plays on after the first part."""
    return consequence.choice.has_finals and consequence.going_on == consequence.teams


def candidates(teams: int, *, people: bool = False) -> Iterator[StageChoice]:
    """Usual ways for so many teams."""
    if people:
        yield from (StageChoice(format="supermelee", options={"rounds": rounds}) for rounds in (3, 4, 5, 6))
    if teams <= LARGEST_SINGLE_POOL:
        yield StageChoice(1)
        yield StageChoice(1, options={"legs": 2})
        yield StageChoice(1, per_pool=2, bronze=False)
    yield from pool_choices(teams)
    if teams > FEW_TEAMS:
        usual = recommended_rounds(teams)
        for rounds in sorted({usual - 1, usual, usual + 1}):
            yield StageChoice(format="swiss", options={"rounds": rounds})
        if teams >= 16:
            yield StageChoice(format="swiss", options={"rounds": usual}, per_pool=8, finals=min(2, teams // 8))
    if teams <= LARGEST_BRACKET:
        yield StageChoice(format="placement")
        yield StageChoice(format="double_elimination")
        yield StageChoice(format="knockout", options={"bronze": True})


def pool_choices(teams: int) -> Iterator[StageChoice]:
    """Pools of three to six: alone, with a knock-out, with A and B, with a play-off for each rank."""
    for count in range(2, teams // 3 + 1):
        sizes = pool_sizes(teams, count)
        if max(sizes) > 6:
            continue
        yield StageChoice(count)
        yield knockout_after(count, sizes)
        if min(sizes) > 3:
            yield StageChoice(count, per_pool=2, finals=2)
            yield StageChoice(count, per_pool=1, finals=min(MOST_FINALS, min(sizes)), final_format="placement")
    if teams >= 6:
        yield StageChoice(pools_for(teams), format="poule", per_pool=2, finals=2)


def knockout_after(count: int, sizes: Sequence[int]) -> StageChoice:
    """Two of each pool to a knock-out, and the best thirds where one or two of them fill the bracket."""
    going_on = count * 2
    more = (1 << (going_on - 1).bit_length()) - going_on
    best = more if 0 < more < count and more <= sum(size > 2 for size in sizes) else 0
    return StageChoice(count, per_pool=2, best_next=best, bronze=going_on + best >= 4)
