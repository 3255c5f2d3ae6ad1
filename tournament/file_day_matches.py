"""Which matches of a competition a day has to place, and what each of them waits for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tournament.engine import values
from tournament.engine.selectors import (
    BestOfRank,
    Bye,
    LoserOf,
    PoolRank,
    RoundSide,
    Selector,
    StageRank,
    WinnerOf,
)
from tournament.file_stages import names_on
from tournament.timetable.model import Match

GONE = {values.MatchStatus.CANCELLED, values.MatchStatus.POSTPONED}


@dataclass(frozen=True, slots=True)
class Duration:
    """Minutes of play and of changeover of a stage's matches."""

    play: int
    changeover: int = 0


def planned_matches(
    competition: values.Competition, lengths: Mapping[str, Duration], held: frozenset[str]
) -> tuple[Match, ...]:
    """The matches to place, with the matches each waits for.

    `lengths` go by stage; a stage without one is not planned. A match with a bye or a result, a cancelled or a
    postponed one needs no place, unless it is `held`: then it has one. Who waits for a match without a place waits
    for what that one waits for, until it has a result.
    """
    disciplines = {stage.id: stage.discipline or stage.id for stage in competition.stages}
    waits = _Waits(competition)
    planned = {
        match.id: match
        for match in competition.matches
        if match.stage in lengths and (match.id in held or _needs_a_place(match))
    }
    return tuple(
        Match(
            id=match.id,
            stage=match.stage,
            discipline=disciplines.get(match.stage, match.stage),
            play=lengths[match.stage].play,
            changeover=lengths[match.stage].changeover,
            entries=tuple(name for side in (match.home, match.away) for name in names_on(side)),
            feeders=tuple(waits.placed(match, planned)),
            pool=match.pool,
            round=match.round,
        )
        for match in planned.values()
    )


def _needs_a_place(match: values.Match) -> bool:
    is_met = not isinstance(match.home, Bye) and not isinstance(match.away, Bye)
    return is_met and match.result is None and match.status not in GONE


class _Waits:
    """What the sides of matches wait for."""

    def __init__(self, competition: values.Competition) -> None:
        self._matches = {match.id: match for match in competition.matches}

    def placed(self, match: values.Match, planned: Mapping[str, values.Match]) -> Iterator[str]:
        """The planned matches that must end first, each once."""
        seen = {match.id}
        queue = list(self._feeders(match))
        while queue:
            feeder = queue.pop(0)
            if feeder.id in seen:
                continue
            seen.add(feeder.id)
            if feeder.id in planned:
                yield feeder.id
            elif feeder.result is None:
                queue.extend(self._feeders(feeder))

    def _feeders(self, match: values.Match) -> Iterator[values.Match]:
        for side in (match.home, match.away):
            yield from self._of_side(side)

    def _of_side(self, side: Selector) -> Iterator[values.Match]:
        every = self._matches.values()
        match side:
            case PoolRank(stage, pool, _):
                yield from (m for m in every if m.stage == stage and m.pool == pool)
            case BestOfRank(stage, _, _) | StageRank(stage, _):
                yield from (m for m in every if m.stage == stage)
            case RoundSide(stage, number, _):
                yield from (m for m in every if m.stage == stage and m.round == number - 1)
            case WinnerOf(match_id) | LoserOf(match_id) if match_id in self._matches:
                yield self._matches[match_id]
