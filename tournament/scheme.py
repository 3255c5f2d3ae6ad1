"""How a row is played, as values: what the office chooses, and the stages and matches that follow from it.

The same steps count what a choice means for made-up teams and make the real thing when a draw is published.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from tournament.engine.draw import pool_id
from tournament.engine.formats.format import Format, Ground, Text
from tournament.engine.formats.registry import get_format
from tournament.engine.formats.swiss import rounds_of
from tournament.engine.generate import make_matches
from tournament.engine.play_offs import LETTERS, pool_slots, second_pools, table_slots
from tournament.engine.qualifying import consolation_slots, slots_from_pools
from tournament.engine.selectors import EntrySide, RoundSide, Selector
from tournament.engine.values import Compare, Competition, Entry, Match, OptionValue, Pool, Stage

MOST_FINALS = 4
SECOND_GO_ON = 2
"""How many of each pool inside a play-off go on to its knock-out."""


@dataclass(frozen=True, slots=True)
class StageChoice:
    """What the office chooses for a row or one of its disciplines.

    All play in `format` with its `options`, in `pool_count` pools where it has pools. Then `per_pool` of each pool (of
    one table: in all) go to each of `finals` play-offs; 0 means none. Of several the last takes all that are left in
    the pools. `best_next` more come from the rank below. Inside a play-off there may be `second_pools`; with
    `has_consolation` those who lose their first match there play on in one of their own.
    """

    pool_count: int = 1
    format: str = "round_robin"
    options: Mapping[str, OptionValue] = field(default_factory=dict)
    per_pool: int = 0
    best_next: int = 0
    finals: int = 1
    second_pools: int = 0
    has_consolation: bool = False
    final_format: str = "knockout"
    bronze: bool = True
    compare: str = "per_match"

    @property
    def has_finals(self) -> bool:
        """Whether anybody goes on."""
        return self.per_pool > 0

    @property
    def how(self) -> Format:
        """The format that all begin in."""
        return get_format(self.format)

    def to_json(self) -> dict[str, Any]:
        """The choice as it is stored with the stage that it begins with."""
        return {**asdict(self), "options": dict(self.options)}

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> "StageChoice":
        """The choice that was stored."""
        return StageChoice(**stored)


@dataclass(frozen=True, slots=True)
class NamedStage:
    """A stage with its names for the page and what it is in the row: "main", "second", "final" or "consolation"."""

    stage: Stage
    name: Text
    role: str


def pool_sizes(teams: int, pools: int) -> tuple[int, ...]:
    """The sizes of pools that differ by one at most, the larger first: 14 teams in 4 are 4, 4, 3, 3."""
    share, more = divmod(teams, pools)
    return tuple(share + (number < more) for number in range(pools))


def main_stage(choice: StageChoice, prefix: str, **known: Any) -> NamedStage:
    """The stage that all begin in; `known` are fields of its value such as `pools` or `entries`."""
    how = choice.how
    in_pools = how.ground is Ground.POOLS
    stage = Stage(
        id=f"{prefix}-pools" if in_pools else f"{prefix}-{choice.format.replace('_', '-')}",
        format=choice.format,
        options=dict(choice.options),
        pool_count=choice.pool_count if in_pools else None,
        best=Compare(choice.compare) if choice.has_finals else Compare.TOTAL,
        **known,
    )
    return NamedStage(stage, Text("Puljer", "Pools") if in_pools else how.name, "main")


def made_up(choice: StageChoice, teams: int) -> Competition:
    """A competition of so many made-up teams in the main stage of a choice, its matches not made yet."""
    entries = tuple(Entry(f"e{number}") for number in range(1, teams + 1))
    if choice.how.ground is not Ground.POOLS:
        main = main_stage(choice, "A", entries=tuple(entry.id for entry in entries))
        return Competition(entries, (main.stage,), ())
    names = iter(entries)
    pools = tuple(
        Pool(pool_id(number), tuple(EntrySide(next(names).id) for _ in range(size)))
        for number, size in enumerate(pool_sizes(teams, choice.pool_count))
    )
    return Competition(entries, (main_stage(choice, "A", pools=pools).stage,), ())


def planned_rounds(stage: Stage, teams: int, first_number: int) -> tuple[Match, ...]:
    """The matches of a format in rounds that are paired later, so that the day can be planned before."""
    made: list[Match] = []
    for number in range(1, rounds_of(stage.options) + 1):
        for place in range(teams // 2):
            home, away = (RoundSide(stage.id, number, 2 * place + side) for side in (1, 2))
            printed = first_number + len(made)
            made.append(Match(f"m{printed}", stage.id, home, away, round=number, number=printed))
    return tuple(made)


def with_finals(
    competition: Competition, main_id: str, choice: StageChoice, prefix: str, **known: Any
) -> tuple[Competition, tuple[NamedStage, ...]]:
    """The competition with the play-offs of a choice and their matches, and those stages.

    ValueError where the main stage does not have the teams.
    """
    if not choice.has_finals:
        return competition, ()
    main = competition.get_stage(main_id)
    finals: list[NamedStage] = []
    for letter, slots in zip(LETTERS, slots_of(main, choice), strict=False):
        own = letter if choice.finals > 1 else ""
        if choice.second_pools:
            competition, named = _with_second_pools(competition, own, slots, choice, prefix, known)
            finals.append(named)
            slots = slots_from_pools(named.stage, min(SECOND_GO_ON, min(len(p.sides) for p in named.stage.pools)))
        competition, named = _with_final(competition, own, slots, choice, prefix, known)
        finals.append(named)
    if choice.has_consolation:
        for named in [found for found in finals if found.role == "final"]:
            competition, consolation = _with_consolation(competition, named, len(finals), choice, prefix, known)
            finals.append(consolation)
    return competition, tuple(finals)


def slots_of(main: Stage, choice: StageChoice) -> tuple[tuple[Selector, ...], ...]:
    """Who goes to each play-off. ValueError where the main stage does not have the teams."""
    if choice.how.ground is Ground.POOLS:
        slots = pool_slots(main, choice.per_pool, choice.finals, choice.best_next)
    else:
        starts = range(1, choice.finals * choice.per_pool + 1, choice.per_pool)
        slots = tuple(table_slots(main.id, len(main.entries), start, choice.per_pool) for start in starts)
    if any(len(own) < 2 for own in slots):
        raise ValueError("a play-off needs two teams")
    return slots


def _with_second_pools(
    competition: Competition,
    letter: str,
    slots: Sequence[Selector],
    choice: StageChoice,
    prefix: str,
    known: Mapping[str, Any],
) -> tuple[Competition, NamedStage]:
    pools = second_pools(letter, slots, choice.second_pools)
    stage = Stage(f"{prefix}-second{_tail(letter)}", "round_robin", pools=pools, **known)
    name = Text(f"{letter}-puljer", f"Pools {letter}") if letter else Text("Nye puljer", "New pools")
    return _with_matches(competition, stage), NamedStage(stage, name, "second")


def _with_final(
    competition: Competition,
    letter: str,
    slots: Sequence[Selector],
    choice: StageChoice,
    prefix: str,
    known: Mapping[str, Any],
) -> tuple[Competition, NamedStage]:
    options: dict[str, OptionValue] = {}
    if choice.final_format == "knockout":
        options["bronze"] = choice.bronze and len(slots) > 3
    has_best = choice.best_next > 0 and not choice.second_pools
    stage = Stage(
        f"{prefix}-final{_tail(letter)}",
        choice.final_format,
        slots=tuple(slots),
        options=options,
        allocation="apart" if has_best else None,
        **known,
    )
    name = Text(f"{letter}-slutspil", f"Final {letter}") if letter else Text("Slutspil", "Knock-out")
    return _with_matches(competition, stage), NamedStage(stage, name, "final")


def _with_consolation(
    competition: Competition, final: NamedStage, number: int, choice: StageChoice, prefix: str, known: Mapping[str, Any]
) -> tuple[Competition, NamedStage]:
    """The play-off of those who lose their first match in another: C below A, D below B."""
    matches = [match for match in competition.matches if match.stage == final.stage.id]
    letter = LETTERS[number]
    slots = consolation_slots(matches)
    if len(slots) < 2:
        raise ValueError("a play-off needs two teams")
    stage = Stage(f"{prefix}-final{_tail(letter)}", "knockout", slots=slots, options={"bronze": False}, **known)
    return _with_matches(competition, stage), NamedStage(
        stage, Text(f"{letter}-slutspil", f"Final {letter}"), "consolation"
    )


def _with_matches(competition: Competition, stage: Stage) -> Competition:
    grown = replace(competition, stages=(*competition.stages, stage))
    return replace(grown, matches=(*grown.matches, *make_matches(grown, stage.id)))


def _tail(letter: str) -> str:
    return f"-{letter}" if letter else ""
