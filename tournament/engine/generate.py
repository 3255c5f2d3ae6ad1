"""Making the matches of a stage, and checking first that the format can."""

from dataclasses import replace
from random import Random

from tournament.engine.formats.format import CannotDrawError, Format, StageDraw
from tournament.engine.formats.registry import get_format
from tournament.engine.outcome import Note, ResolvedMatch, State
from tournament.engine.recompute import recompute
from tournament.engine.selectors import RoundSide
from tournament.engine.values import Competition, Match


def make_matches(
    competition: Competition, stage_id: str, *, state: State | None = None, rng: Random | None = None
) -> tuple[Match, ...]:
    """The new matches of a stage, or of its next round, numbered after those the competition has.

    `state` is the recomputed competition, for formats whose next round follows from the results so far.
    KeyError for an unknown stage, CannotDrawError when there is nothing to be made.
    """
    stage = competition.get_stage(stage_id)
    format_ = get_format(stage.format)
    return format_.make_matches(stage_draw(competition, stage_id, state, rng))


def stage_draw(competition: Competition, stage_id: str, state: State | None, rng: Random | None) -> StageDraw:
    """What the format of a stage needs to make its next matches."""
    stage = competition.get_stage(stage_id)
    played = tuple(match for match in state.matches if match.match.stage == stage_id) if state else ()
    format_ = get_format(stage.format)
    number = next_round(format_, played)
    tables = state.get_stage(stage_id).pools if state and format_.has_one_table else ()
    return StageDraw(
        stage=stage,
        first_number=next_number(competition),
        played=tuple(match for match in played if match.match.round < number),
        rng=rng,
        round=number,
        planned=tuple(match.match for match in played if match.match.round == number and is_unpaired(match.match)),
        field=tuple(entry for entry in stage.entries if entry not in competition.facts.withdrawn),
        rows=tables[0].rows if tables else (),
        entries=competition.entries,
        rules=stage.rules or competition.rules,
    )


def next_round(format_: Format, played: tuple[ResolvedMatch, ...]) -> int:
    """The round to be made: the one after the last with a result, which must be over; always 1 without rounds."""
    if not format_.in_rounds:
        return 1
    last = max((match.match.round for match in played if match.match.result), default=0)
    if not all(match.is_over for match in played if match.match.round <= last):
        raise CannotDrawError(Note("round_not_finished", {"round": last}))
    return last + 1


def is_unpaired(match: Match) -> bool:
    """Whether a match was planned before its round was paired."""
    return isinstance(match.home, RoundSide) and isinstance(match.away, RoundSide)


def draw_matches(competition: Competition, stage_id: str, rng: Random) -> tuple[Competition, tuple[Note, ...]]:
    """The competition with a stage's matches, or its next round, made anew, and what there is to say about it.

    Matches planned with open sides stay and are filled; of a format in rounds those with results stay too.
    KeyError for an unknown stage, CannotDrawError when the next matches cannot be made.
    """
    format_ = get_format(competition.get_stage(stage_id).format)
    before = tuple(match for match in recompute(competition).matches if match.match.stage == stage_id)
    number = next_round(format_, before)
    kept = replace(
        competition,
        matches=tuple(
            match
            for match in competition.matches
            if match.stage != stage_id or (format_.in_rounds and (match.round < number or is_unpaired(match)))
        ),
    )
    draw = stage_draw(kept, stage_id, recompute(kept), rng)
    made = format_.make_matches(draw)
    filled = {match.id for match in made}
    stayed = tuple(match for match in kept.matches if match.id not in filled)
    return replace(kept, matches=stayed + made), format_.remarks(draw, made)


def next_number(competition: Competition) -> int:
    """The first printed number, and number in an id of the form m12, that no match of the competition has."""
    taken = [match.number for match in competition.matches if match.number is not None]
    taken += [int(match.id[1:]) for match in competition.matches if match.id[:1] == "m" and match.id[1:].isdecimal()]
    return max(taken, default=0) + 1
