"""Which colour a pool has where matches are drawn in time, and what the colours mean."""

from flask_babel import gettext as _

from tournament.naming import pool_name
from tournament.store_view import CompetitionView, MatchView

COLOURS = 6
NO_POOL = "a"

Colours = dict[tuple[str, str | None], str]


def pool_colours(view: CompetitionView) -> Colours:
    """(stage, pool) → colour, in the order of the matches; what stands outside pools has `NO_POOL`."""
    pools = dict.fromkeys((match.stage, match.pool) for match in view.matches if match.pool)
    return {pool: str(place % COLOURS + 1) for place, pool in enumerate(pools)}


def colour_of(colours: Colours, match: MatchView) -> str:
    """The colour of a match."""
    return colours.get((match.stage, match.pool), NO_POOL)


def colour_key(view: CompetitionView) -> list[tuple[str, str]]:
    """(colour, name) of all pools, and of the play-offs where there are some."""
    several = len(view.divisions) > 1
    found = []
    for (stage, pool), colour in pool_colours(view).items():
        division = view.get_division(view.get_stage(stage).division_id).name
        found.append((colour, f"{division} · {pool_name(str(pool))}" if several else pool_name(str(pool))))
    if any(match.pool is None for match in view.matches):
        found.append((NO_POOL, _("Slutspil")))
    return found
