"""Which colour a pool has where matches are drawn in time, and what the colours mean."""

from flask_babel import gettext as _

from tournament.naming import APART, division_name, pool_name, stage_labels
from tournament.store_view import CompetitionView, MatchView

COLOURS = 6
NO_POOL = "a"

Pool = tuple[str, str | None]
Colours = dict[Pool, str]


def pool_colours(view: CompetitionView) -> Colours:
    """(stage, pool) → colour, in the order of the matches; what stands outside pools has `NO_POOL`.

    Where there are more pools than colours, and several stages with pools, all of a stage have one colour.
    """
    names = _names(view)
    order = list(dict.fromkeys(names.values()))
    return {pool: str(order.index(name) % COLOURS + 1) for pool, name in names.items()}


def colour_of(colours: Colours, match: MatchView) -> str:
    """The colour of a match."""
    return colours.get((match.stage, match.pool), NO_POOL)


def colour_key(view: CompetitionView) -> list[tuple[str, str]]:
    """(colour, names) of all pools or stages, and of the play-offs where there are some; a colour stands there once."""
    names = _names(view)
    found: dict[str, dict[str, None]] = {}
    for pool, colour in pool_colours(view).items():
        found.setdefault(colour, {})[names[pool]] = None
    key = [(colour, ", ".join(meant)) for colour, meant in found.items()]
    if any(match.pool is None for match in view.matches):
        key.append((NO_POOL, _("Slutspil")))
    return key


def _names(view: CompetitionView) -> dict[Pool, str]:
    """What is told apart by colour: the pools by their names, or, of many, the stages they are in."""
    pools = list(dict.fromkeys((match.stage, match.pool) for match in view.matches if match.pool))
    stages, rows = stage_labels(view), {key: view.get_stage(key).division_id for key, _pool in pools}
    if len(pools) > COLOURS and len(rows) > 1:
        return {(key, pool): stages[key] for key, pool in pools}
    alone = {key for key, row in rows.items() if list(rows.values()).count(row) == 1}
    before = {key: division_name(view, view.get_division(rows[key])) if key in alone else stages[key] for key in rows}
    return {(key, pool): APART.join(filter(None, [before[key], pool_name(str(pool))])) for key, pool in pools}
