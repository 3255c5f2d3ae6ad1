"""Single people drawn into teams: even in size and strength, places spread, friends together where it can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tournament.engine.draw import count_clashes, places_of
from tournament.engine.outcome import Note
from tournament.engine.spreading import Item, even_share
from tournament.engine.values import Entry
from tournament.engine.version import ENGINE_VERSION
from tournament.engine.wishes import Wish, grant_wishes, open_wishes


@dataclass(frozen=True, slots=True)
class MixedDraw:
    """The teams as ids of people, and what is stored with them so that the draw can be shown again."""

    teams: tuple[tuple[str, ...], ...]
    open_wishes: tuple[Wish, ...]
    engine: str
    notes: tuple[Note, ...] = ()


def draw_teams(people: Sequence[Entry], team_count: int, rng: Random, wishes: Sequence[Wish] = ()) -> MixedDraw:
    """Deal people to teams whose sizes, and numbers of each strength, differ by at most one.

    The strength is the person's `pot` (those without one are a strength of their own). People of the same place are
    spread evenly. `wishes` are sets of friends; one is granted by exchanging people of equal strength, which never
    brings more people of one place together, the friends themselves aside.
    ValueError when there are more teams than people, or none.
    """
    if not 1 <= team_count <= len(people):
        raise ValueError(f"{len(people)} people cannot fill {team_count} teams")
    ordered = sorted(people, key=lambda person: person.id)
    chance = {person.id: rng.random() for person in ordered}
    by_chance = sorted(ordered, key=lambda person: (chance[person.id], person.id))
    places, by_id = places_of(ordered), {person.id: person for person in ordered}
    strengths = {person.id: person.pot or 0 for person in ordered}
    items = [Item(person.id, (f"strength {strengths[person.id]}",), places[person.id]) for person in by_chance]
    dealt = even_share(items, team_count)
    homes = {person.id: person.organisation or person.id for person in ordered}

    def strangers_of_one_place(groups: Sequence[Sequence[str]]) -> tuple[int]:
        together = [[by_id[name] for name in group] for group in groups]
        open_now = open_wishes(groups, wishes)
        friends = sum(
            len(wish) * (len(wish) - 1) // 2 * (len({homes[name] for name in wish}) == 1)
            for wish in wishes
            if wish not in open_now
        )
        return (count_clashes(together) - friends,)

    teams = grant_wishes(dealt, wishes, strengths, strangers_of_one_place)
    left = tuple(open_wishes(teams, wishes))
    sizes = [len(team) for team in teams]
    notes = [Note("mixed_sizes", {"teams": team_count, "least": min(sizes), "most": max(sizes)})]
    if left:
        notes.append(Note("wishes_open", {"wishes": len(left)}))
    return MixedDraw(tuple(tuple(sorted(team)) for team in teams), left, ENGINE_VERSION, tuple(notes))
