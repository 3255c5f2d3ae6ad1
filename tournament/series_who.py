"""Who is who, and which row is which, over the rounds of a series. Pure: facts come in, keys go out.

A team is known by its place and its own name, however they are written; a person of a row that people play in by the
label alone. Two of the same round are never one.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from events.folding import fold


@dataclass(frozen=True, slots=True)
class Appearance:
    """One that played in a round: its entry ("e12"), its public label there and what it is known by.

    A team that signed up has a `team_id` and its own `name`; one that was added by hand has only its label.
    """

    entry: str
    label: str
    organisation: str = ""
    name: str = ""
    team_id: int | None = None
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class RowSeen:
    """A row of one round, by its key and its name."""

    key: str
    name: str


def who_is_who(rounds: Sequence[Sequence[Appearance]]) -> tuple[dict[str, str], ...]:
    """For each round the competitor, by a key of its own, that each entry is."""
    homes = _homes(rounds)
    twins = {
        key for there in rounds for key, number in Counter(_known_as(one, homes) for one in there).items() if number > 1
    }
    return tuple(_of_round(there, homes, twins) for there in rounds)


def _of_round(
    there: Sequence[Appearance], homes: dict[str, frozenset[str]], twins: set[tuple[str, ...]]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in there:
        parts = _known_as(one, homes)
        if parts in twins:
            parts = (*parts, str(one.team_id) if one.team_id is not None else (one.name or one.label).strip())
        key = "|".join(parts)
        found[one.entry] = key if key not in found.values() else f"{key}|{one.entry}"
    return found


def _known_as(one: Appearance, homes: dict[str, frozenset[str]]) -> tuple[str, ...]:
    if one.is_person:
        return ("person", plain(one.label))
    name, home = plain(one.name or one.label), plain(one.organisation)
    known = homes.get(name, frozenset())
    # Somebody who was written in without a place is the team of that name where there is only one.
    return ("team", next(iter(known)) if not home and len(known) == 1 else home, name)


def _homes(rounds: Sequence[Sequence[Appearance]]) -> dict[str, frozenset[str]]:
    """The places that teams of a name come from."""
    found: dict[str, set[str]] = {}
    for one in (one for there in rounds for one in there):
        if not one.is_person and plain(one.organisation):
            found.setdefault(plain(one.name or one.label), set()).add(plain(one.organisation))
    return {name: frozenset(homes) for name, homes in found.items()}


def plain(text: str) -> str:
    """A name as it is compared: small letters, æ, ø, å as ae, oe, aa, and single spaces."""
    return " ".join(fold(text).split())


def same_rows(rounds: Sequence[Sequence[RowSeen]]) -> tuple[tuple[int, ...], ...]:
    """For each round and each of its rows the number of the row of the series, from 0, the highest row first.

    Where no round has more than one row they all are the same. Else rows are the same by their key, or by their name.
    """
    if all(len(rows) < 2 for rows in rounds):
        return tuple((0,) * len(rows) for rows in rounds)
    found: list[list[RowSeen]] = []
    given: list[list[int]] = []
    for rows in rounds:
        numbers: list[int] = []
        for row in rows:
            numbers.append(_number_of(row, found, numbers))
        given.append(numbers)
    largest = max(given, key=len)
    order = [*largest, *(number for number in range(len(found)) if number not in largest)]
    return tuple(tuple(order.index(number) for number in numbers) for numbers in given)


def _number_of(row: RowSeen, found: list[list[RowSeen]], taken: Sequence[int]) -> int:
    """The number of a row among those found so far and not taken in this round; a new one where it is none of them."""
    free = [number for number in range(len(found)) if number not in taken]
    by_key = [n for n in free if any(plain(row.key) == plain(seen.key) for seen in found[n])]
    by_name = [n for n in free if row.name and any(plain(row.name) == plain(seen.name) for seen in found[n])]
    number = next(iter((*by_key, *by_name)), len(found))
    if number == len(found):
        found.append([])
    found[number].append(row)
    return number
