"""The rules of a row: points, what decides between teams that are level, how a match is counted, what is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.audit import Actor
from events import reference
from events.models import Sport
from tournament.engine.criteria import CRITERIA
from tournament.engine.presets import PRESETS
from tournament.engine.values import Restart, Rules
from tournament.models import Division
from tournament.scoring import EXTRAS
from tournament.store_change import changing, competition_of_division

OWN_CHAIN = "own"


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain of criteria by its name; `also` are chains of sports that people call the same."""

    tiebreak: tuple[str, ...]
    restart: Restart = Restart.BLOCK
    also: tuple[tuple[str, ...], ...] = ()


# The engine's presets, and the chains that only the sports of the reference data have.
CHAINS: Mapping[str, Chain] = {
    **{name: Chain(rules.tiebreak, rules.h2h_restart) for name, rules in PRESETS.items()},
    "chess": Chain(PRESETS["chess"].tiebreak, also=(reference.CHESS,)),
    "sets": Chain(reference.SETS),
    "legs": Chain(tuple(reference.LEGS["tiebreak"])),
    "ends": Chain(tuple(reference.ENDS["tiebreak"])),
    "exact_21": Chain(tuple(reference.LADDER["tiebreak"])),
    "places": Chain(reference.PLACES),
}


@dataclass(frozen=True, slots=True)
class DivisionRules:
    """What the office decides about a row: its name, points, chain of criteria, walkover score and what is shown.

    `preset` names a chain, or is "own" to keep the one the row has. `counting` are those of `target`, `timed`, `exact`,
    `best_of` and `bye` that the sport has; None takes one away.
    """

    name: str
    preset: str
    win: float
    draw: float
    loss: float
    shootout_win: float | None
    shootout_loss: float | None
    walkover: tuple[int, int] | None
    shows: str = "all"
    counting: Mapping[str, Any] = field(default_factory=dict)


def usual_rules(sport: Sport) -> dict[str, Any]:
    """The rules of a sport in the form of a tournament file, without what only people need."""
    written = dict(sport.rules)
    chain = [criterion for criterion in written.get("tiebreak", ()) if criterion in CRITERIA]
    preset = PRESETS.get(str(written.get("preset")))
    return {
        "points": written.get("points", {"win": 3, "draw": 1, "loss": 0}),
        "tiebreak": chain or list((preset or Rules()).tiebreak),
        "h2h_restart": written.get("h2h_restart", "block"),
        "walkover": written.get("walkover"),
        **{name: written[name] for name in ("bye", *EXTRAS) if written.get(name)},
    }


def save_division(division_id: int, chosen: DivisionRules, *, by: Actor) -> None:
    """Set a row's rules. Results stay; the tables follow the new rules at once. Keys nobody chose stay as they are."""
    competition_id = competition_of_division(division_id)
    with changing(competition_id, "save_division", by=by, division=division_id) as (db, _competition):
        division = db.get_one(Division, division_id)
        points = {"win": chosen.win, "draw": chosen.draw, "loss": chosen.loss}
        if chosen.shootout_win is not None:
            points |= {"shootout_win": chosen.shootout_win, "shootout_loss": chosen.shootout_loss or 0}
        division.name = chosen.name
        division.shows = chosen.shows
        rules = {
            **division.rules,
            **chain_of(chosen.preset, division.rules),
            "points": points,
            "walkover": list(chosen.walkover) if chosen.walkover is not None else None,
            **chosen.counting,
        }
        gone = {name for name, value in chosen.counting.items() if value is None}
        division.rules = {name: value for name, value in rules.items() if name not in gone}


def chain_of(preset: str, rules: Mapping[str, Any]) -> dict[str, Any]:
    """The chain of criteria of a preset as stored; the one that is there where it is the preset's, or it is unknown."""
    found = CHAINS.get(preset)
    if found is None or preset == preset_of(rules):
        return {"tiebreak": rules.get("tiebreak"), "h2h_restart": rules.get("h2h_restart", "block")}
    return {"tiebreak": list(found.tiebreak), "h2h_restart": str(found.restart)}


def preset_of(rules: Mapping[str, Any]) -> str:
    """The name of the preset with the same chain, "own" where there is none."""
    written: Sequence[str] = tuple(rules.get("tiebreak") or ())
    return next((name for name, chain in CHAINS.items() if written in (chain.tiebreak, *chain.also)), OWN_CHAIN)
