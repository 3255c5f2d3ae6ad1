"""The vocabulary of criteria: what a chain may name, and the number each gives for a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from tournament.engine.opponents import OPPONENTS
from tournament.engine.outcome import Number
from tournament.engine.scoring import Tally
from tournament.engine.values import Facts

INFINITE = float("inf")


@dataclass(frozen=True, slots=True)
class Figure:
    """A criterion's number for one row: what is compared (higher is better) and what is shown."""

    key: Number
    shown: Number | None


def plain(number: Number) -> Figure:
    """A figure that is compared as it is shown."""
    return Figure(number, number)


def fewest(number: Number) -> Figure:
    """A figure where the smaller number is better."""
    return Figure(-number, number)


def goal_average(tally: Tally) -> Figure:
    """Goals for divided by goals against; undefined, and best, where some were scored and none conceded."""
    if tally.goals_against:
        return plain(Fraction(tally.goals_for, tally.goals_against))
    return Figure(INFINITE if tally.goals_for else 0, None)


TALLIED: Mapping[str, Callable[[Tally], Figure]] = {
    "points": lambda tally: plain(tally.points),
    "wins": lambda tally: plain(tally.won),
    "goal_diff": lambda tally: plain(tally.goals_for - tally.goals_against),
    "goals_for": lambda tally: plain(tally.goals_for),
    "goal_average": goal_average,
    "away_goals": lambda tally: plain(tally.away_goals),
    "away_wins": lambda tally: plain(tally.away_wins),
    "no_shows": lambda tally: fewest(tally.no_shows),
    "point_diff": lambda tally: plain(tally.balls_for - tally.balls_against),
    "points_for": lambda tally: plain(tally.balls_for),
}
HEAD_TO_HEAD: Mapping[str, Callable[[Tally], Figure]] = {
    f"h2h_{code}": TALLIED[code] for code in ("points", "wins", "goal_diff", "goals_for", "away_goals", "points_for")
}
NUMBER_FACTS = ("fair_play", "coefficient")
ORDER_FACTS = ("ranking", "playoff", "shootout", "lots")
CRITERIA = (*TALLIED, *OPPONENTS, *HEAD_TO_HEAD, *NUMBER_FACTS, *ORDER_FACTS)


def number_fact(facts: Facts, criterion: str, entry: str) -> Number:
    """The number people entered for an entry; 0 where they entered none."""
    numbers = facts.fair_play if criterion == "fair_play" else facts.coefficient
    return numbers.get(entry, 0)


def find_order(facts: Facts, criterion: str, tied: tuple[str, ...]) -> tuple[str, ...] | None:
    """The first order that names all the tied entries, or None; an order for some of them decides nothing."""
    orders: Mapping[str, tuple[tuple[str, ...], ...]] = {
        "ranking": facts.ranking,
        "playoff": facts.playoff,
        "shootout": facts.shootout,
        "lots": facts.lots,
    }
    return next((order for order in orders[criterion] if set(tied) <= set(order)), None)
