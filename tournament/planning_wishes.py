"""What a stored day wishes, as a tournament file writes it: only of teams, stages, matches and halls that are there.

The office chooses some things for all teams at once (a time to eat, the last round of a pool together); they are
written out here for the teams and matches of the moment, so that a late team has them too.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from tournament.file_clock import CLOCK
from tournament.store_view import CompetitionView

# What the office chooses for all and a file says team by team, match by match.
CHOICES = ("meal", "same_last_round")
ROUND_ROBIN = "round_robin"


def wishes_of(view: CompetitionView) -> list[dict[str, Any]]:
    """The wishes of a day, those to eat among them."""
    kept = [wish for wish in view.day.get("wishes", ()) if is_known(view, wish)]
    return [*kept, *_meals_of(view)]


def is_known(view: CompetitionView, wish: Mapping[str, Any]) -> bool:
    """Whether everything that a wish names is still in the competition."""
    stages = {stage.key for stage in view.stages}
    later = wish.get("not_before")
    return (
        wish.get("entry", next(iter(view.labels), None)) in view.labels
        and wish.get("stage", next(iter(stages), None)) in stages
        and (later is None or bool(CLOCK.fullmatch(later)) or later in stages)
        and ("after" not in wish or wish["after"] in stages | {match.key for match in view.matches})
    )


def _meals_of(view: CompetitionView) -> list[dict[str, Any]]:
    meal = view.day.get("meal")
    if not meal:
        return []
    chosen = meal.get("entries")
    entries = [entry for entry in view.labels if chosen is None or entry in chosen]
    return [{"entry": entry, "meal": meal["between"], "minutes": meal["minutes"]} for entry in entries]


def same_time_of(view: CompetitionView) -> list[list[str]]:
    """Matches with one start: those that are named, and the last round of each pool where that was chosen."""
    known = {match.key for match in view.matches}
    groups = [[key for key in group if key in known] for group in view.day.get("same_time", ())]
    if view.day.get("same_last_round"):
        groups += _last_rounds(view)
    return [group for group in groups if len(group) > 1]


def _last_rounds(view: CompetitionView) -> list[list[str]]:
    pools: dict[tuple[str, str], dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    tables = {stage.key for stage in view.stages if stage.format == ROUND_ROBIN}
    for match in view.matches:
        if match.stage in tables and match.pool is not None and not match.is_bye:
            pools[match.stage, match.pool][match.round].append(match.key)
    return [rounds[max(rounds)] for rounds in pools.values()]


def pins_of(view: CompetitionView, courts: Collection[str]) -> list[dict[str, Any]]:
    """What is held fast without standing in a plan."""
    known = {match.key for match in view.matches}
    return [
        pin
        for pin in view.day.get("pins", ())
        if pin["match"] in known and pin.get("court", next(iter(courts), None)) in courts
    ]


def walks_of(view: CompetitionView, halls: Collection[str]) -> dict[str, int]:
    """The minutes between halls that courts stand in."""
    return {
        pair: minutes
        for pair, minutes in view.day.get("walk_minutes", {}).items()
        if all(hall in halls for hall in pair.split("|"))
    }
