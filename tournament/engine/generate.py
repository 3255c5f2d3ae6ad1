"""Making the matches of a stage, and checking first that the format can."""

from random import Random

from tournament.engine.formats.format import StageDraw
from tournament.engine.formats.registry import get_format
from tournament.engine.outcome import State
from tournament.engine.values import Competition, Match


def make_matches(
    competition: Competition, stage_id: str, *, state: State | None = None, rng: Random | None = None
) -> tuple[Match, ...]:
    """The new matches of a stage, or of its next round, numbered after those the competition has.

    `state` is the recomputed competition, for formats whose next round follows from the results so far.
    KeyError for an unknown stage.
    """
    stage = competition.get_stage(stage_id)
    played = tuple(match for match in state.matches if match.match.stage == stage_id) if state else ()
    draw = StageDraw(stage, next_number(competition), played, rng)
    return get_format(stage.format).make_matches(draw)


def next_number(competition: Competition) -> int:
    """The first printed number, and number in an id of the form m12, that no match of the competition has."""
    taken = [match.number for match in competition.matches if match.number is not None]
    taken += [int(match.id[1:]) for match in competition.matches if match.id[:1] == "m" and match.id[1:].isdecimal()]
    return max(taken, default=0) + 1
