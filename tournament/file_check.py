"""The engine's half of the command `check`: what is broken in a file that can be read."""

from collections.abc import Iterator

from tournament.engine.formats.registry import find_format
from tournament.engine.formats.round_robin import FORMAT as ROUND_ROBIN
from tournament.engine.formats.round_robin import legs_of
from tournament.engine.outcome import State
from tournament.engine.recompute import recompute
from tournament.engine.selectors import BestOfRank, Bye, LoserOf, PoolRank, Selector, WinnerOf
from tournament.engine.values import Competition, Facts
from tournament.file_check_open import open_decisions
from tournament.file_faults import Fault
from tournament.file_stages import names_on
from tournament.file_words import ORDER_FACT_WORDS


def broken_rules(competition: Competition) -> list[Fault]:
    """Every broken rule of the competition itself, with its path; the timetable is checked elsewhere."""
    state = recompute(competition)
    return [
        *too_many_meetings(competition),
        *twice_in_a_round(competition),
        *used_twice(competition),
        *contradicting_orders(competition.facts),
        *played_too_early(state),
        *open_decisions(state),
    ]


def too_many_meetings(competition: Competition) -> Iterator[Fault]:
    """Pairs that meet more often in a pool than the legs of the stage."""
    legs = {stage.id: legs_of(stage.options) for stage in competition.stages if stage.format == ROUND_ROBIN.code}
    met: dict[tuple[str, str | None, frozenset[Selector]], int] = {}
    for number, match in enumerate(competition.matches):
        if match.stage not in legs:
            continue
        key = (match.stage, match.pool, frozenset((match.home, match.away)))
        met[key] = met.get(key, 0) + 1
        if met[key] == legs[match.stage] + 1:
            text = f"{match.home} and {match.away} meet more than {legs[match.stage]} time(s) in the pool"
            yield Fault(f"matches[{number}]", text)


def twice_in_a_round(competition: Competition) -> Iterator[Fault]:
    """Entries with two matches in a round of a stage that is drawn round by round, and matches of nobody."""
    seen: dict[tuple[str, int, str], str] = {}
    for number, match in enumerate(competition.matches):
        path = f"matches[{number}]"
        if isinstance(match.home, Bye) and isinstance(match.away, Bye):
            yield Fault(path, "a bye meets a bye")
        format_ = find_format(competition.get_stage(match.stage).format)
        if format_ is None or not format_.in_rounds:
            continue
        for name in (*names_on(match.home), *names_on(match.away)):
            key = (match.stage, match.round, name)
            if key in seen:
                yield Fault(path, f"{name!r} is in round {match.round} twice, here and in {seen[key]}")
            seen.setdefault(key, path)


def used_twice(competition: Competition) -> Iterator[Fault]:
    """Winners, losers and ranks that go on to two places in one stage."""
    seen: dict[tuple[str, Selector], str] = {}
    for number, match in enumerate(competition.matches):
        stage = competition.get_stage(match.stage)
        format_ = find_format(stage.format)
        if format_ is None or not format_.is_elimination:
            continue
        for name, side in (("home", match.home), ("away", match.away)):
            path = f"matches[{number}].{name}"
            if not isinstance(side, PoolRank | BestOfRank | WinnerOf | LoserOf):
                continue
            if (match.stage, side) in seen:
                yield Fault(path, f"{side} stands on {seen[match.stage, side]} too")
            seen.setdefault((match.stage, side), path)


def contradicting_orders(facts: Facts) -> Iterator[Fault]:
    """Orders for the same entries that say different things."""
    for word in ORDER_FACT_WORDS:
        first: dict[frozenset[str], tuple[int, tuple[str, ...]]] = {}
        for number, order in enumerate(getattr(facts, word)):
            earlier = first.setdefault(frozenset(order), (number, order))
            if earlier[1] != order:
                yield Fault(f"facts.{word}[{number}]", f"says otherwise than facts.{word}[{earlier[0]}]")


def played_too_early(state: State) -> Iterator[Fault]:
    """Matches with a result whose sides are not known."""
    for number, match in enumerate(state.matches):
        if match.match.result is None:
            continue
        for name, entry, side in (("home", match.home, match.match.home), ("away", match.away, match.match.away)):
            if entry is None:
                text = f"the match has a result, but {side} is not known"
                yield Fault(f"matches[{number}].{name}", text)
