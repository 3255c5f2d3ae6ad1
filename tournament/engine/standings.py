"""Putting a table in order by a chain of criteria, with the reason for every row.

The chain is applied to whole groups of teams that are level, never to pairs: three teams can beat each other
in a circle. A run of head-to-head criteria is one block, counted over the teams that were level when it began;
only when the block is exhausted and a strictly smaller tie is left does it start again for that one (where the
rules say so).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from tournament.engine.criteria import (
    HEAD_TO_HEAD,
    NUMBER_FACTS,
    ORDER_FACTS,
    TALLIED,
    Figure,
    find_order,
    number_fact,
    plain,
)
from tournament.engine.opponents import OPPONENTS, Opposition, make_opposition
from tournament.engine.outcome import Decision, Number, Row
from tournament.engine.scoring import Line, Tally, tally_of
from tournament.engine.values import Facts, Restart, Rules

WITHDRAWN = "withdrawn"

Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """Entries that share a rank, and why they stand below the entries before them."""

    entries: Group
    decided_by: Decision | None


@dataclass(slots=True)
class Table:
    """The work of ordering one set of entries; `metrics` fills up as criteria are asked."""

    entries: Group
    lines: Sequence[Line]
    rules: Rules
    facts: Facts
    per_match: bool = False
    shown: Sequence[str] = ()
    tallies: dict[str, Tally] = field(default_factory=dict)
    metrics: dict[str, dict[str, Number | None]] = field(default_factory=dict)
    met: Opposition | None = None

    def __post_init__(self) -> None:
        """Sum up every entry's lines, and add what people counted beside the matches."""
        self.tallies = tallies_of(self.entries, self.lines)
        for entry, tally in self.tallies.items():
            tally.points += self.facts.adjust.get(entry, 0)
            tally.no_shows += self.facts.no_shows.get(entry, 0)
        chain = dict.fromkeys((*self.rules.tiebreak, *self.shown))
        self.metrics = {entry: dict.fromkeys(chain) for entry in self.entries}
        for criterion in chain:
            if figure_of := self.whole_table_figure(criterion):
                for entry in self.entries:
                    self.metrics[entry][criterion] = figure_of(entry).shown

    def whole_table_figure(self, criterion: str) -> Callable[[str], Figure] | None:
        """How to find an entry's figure where it does not depend on who else is level; else None."""
        if criterion in TALLIED:
            if criterion == "goal_average":
                return lambda entry: TALLIED[criterion](self.tallies[entry])
            return lambda entry: self.scaled(TALLIED[criterion](self.tallies[entry]), entry)
        if criterion in NUMBER_FACTS:
            return lambda entry: plain(number_fact(self.facts, criterion, entry))
        if criterion in OPPONENTS:
            opposition = self.met = self.met or make_opposition(self.tallies, self.lines, self.rules.tiebreak)
            return lambda entry: self.scaled(plain(OPPONENTS[criterion](opposition, entry)), entry)
        return None

    def scaled(self, figure: Figure, entry: str) -> Figure:
        """The figure per match played where the table compares like that."""
        played = self.tallies[entry].played
        if not self.per_match or not played or figure.shown is None:
            return figure
        return Figure(Fraction(figure.key) / played, Fraction(figure.shown) / played)

    def in_order(self, group: Group, position: int = 0) -> list[Tie]:
        """Split a group that is level by the chain from `position` on, best first."""
        if len(group) == 1:
            return [Tie(group, None)]
        chain = self.rules.tiebreak
        while position < len(chain):
            criterion = chain[position]
            if criterion in HEAD_TO_HEAD:
                end = position
                while end < len(chain) and chain[end] in HEAD_TO_HEAD:
                    end += 1
                parts = self.split_by_block(group, chain[position:end])
                position, again = end, position
            else:
                parts = self.split_by_figure(group, criterion)
                position = again = position + 1
            if len(parts) > 1:
                start = again if self.rules.h2h_restart is Restart.BLOCK else position
                return [tie for part in parts for tie in self.finish(part, start)]
        return [Tie(tuple(sorted(group)), None)]

    def finish(self, part: Tie, position: int) -> list[Tie]:
        """Split a part further; its first tie keeps the reason that separates the part from those above."""
        first, *others = self.in_order(part.entries, position)
        return [replace(first, decided_by=part.decided_by), *others]

    def split_by_figure(self, group: Group, criterion: str) -> list[Tie]:
        """Split a group by one criterion that is no head-to-head."""
        if criterion in ORDER_FACTS:
            order = find_order(self.facts, criterion, group)
            if order is None:
                return [Tie(group, None)]
            figures = {entry: Figure(-order.index(entry), order.index(entry) + 1) for entry in group}
            for entry, figure in figures.items():
                self.metrics[entry][criterion] = figure.shown
        else:
            figure_of = self.whole_table_figure(criterion)
            if figure_of is None:
                raise ValueError(f"unknown criterion {criterion!r}")
            figures = {entry: figure_of(entry) for entry in group}
        return split(group, (criterion,), {entry: (figure,) for entry, figure in figures.items()})

    def split_by_block(self, group: Group, block: Sequence[str]) -> list[Tie]:
        """Split a group by a head-to-head block, counted over the matches inside the group."""
        inside = set(group)
        lines = [line for line in self.lines if line.entry in inside and line.opponent in inside]
        tallies = tallies_of(group, lines)
        figures = {entry: tuple(HEAD_TO_HEAD[criterion](tallies[entry]) for criterion in block) for entry in group}
        for entry in group:
            for criterion, figure in zip(block, figures[entry], strict=True):
                self.metrics[entry][criterion] = figure.shown
        parts = split(group, block, figures)
        if len(group) == 2 and len(parts) == 2 and parts[1].decided_by:
            above = tallies[parts[0].entries[0]]
            score = (above.goals_for, above.goals_against)
            parts[1] = replace(parts[1], decided_by=replace(parts[1].decided_by, score=score))
        return parts


def split(group: Group, criteria: Sequence[str], figures: Mapping[str, tuple[Figure, ...]]) -> list[Tie]:
    """Split a group by figures compared one by one; each part but the first says what put it below."""
    keys = {entry: tuple(figure.key for figure in figures[entry]) for entry in group}
    parts: list[Tie] = []
    for key in sorted(set(keys.values()), reverse=True):
        members = tuple(entry for entry in group if keys[entry] == key)
        decision = None
        if parts:
            above, here = figures[parts[-1].entries[0]], figures[members[0]]
            at = next(i for i in range(len(criteria)) if above[i].key != here[i].key)
            decision = Decision(criteria[at], above[at].shown, here[at].shown, tuple(sorted(group)))
        parts.append(Tie(members, decision))
    return parts


def tallies_of(entries: Iterable[str], lines: Iterable[Line]) -> dict[str, Tally]:
    """A tally for each of the entries, from lines that may also name others."""
    by_entry: dict[str, list[Line]] = {entry: [] for entry in entries}
    for line in lines:
        if line.entry in by_entry:
            by_entry[line.entry].append(line)
    return {entry: tally_of(own) for entry, own in by_entry.items()}


def rank_rows(
    entries: Iterable[str],
    lines: Sequence[Line],
    rules: Rules,
    facts: Facts,
    *,
    put_last: frozenset[str] = frozenset(),
    per_match: bool = False,
    shown: Sequence[str] = (),
) -> tuple[Row, ...]:
    """The rows of a table by rank, then id.

    `put_last` are entries that stand last whatever their numbers; with `per_match` every number that grows
    with the matches is divided by those played. `shown` are criteria whose numbers the rows carry beside those of the
    chain. Shared ranks skip: 1, 2, 2, 4. ValueError for an unknown criterion.
    """
    table = Table(tuple(sorted(entries)), lines, rules, facts, per_match, shown)
    staying = tuple(entry for entry in table.entries if entry not in put_last)
    leaving = tuple(entry for entry in table.entries if entry in put_last)
    ties = table.in_order(staying) if staying else []
    if leaving:
        decision = Decision(WITHDRAWN, None, None, table.entries) if ties else None
        ties += table.finish(Tie(leaving, decision), 0)
    rows: list[Row] = []
    for tie in ties:
        rank = len(rows) + 1
        for place, entry in enumerate(sorted(tie.entries)):
            rows.append(make_row(table, rank, entry, tie.decided_by if place == 0 else None))
    return tuple(rows)


def make_row(table: Table, rank: int, entry: str, decided_by: Decision | None) -> Row:
    """The row of one entry."""
    tally = table.tallies[entry]
    return Row(
        rank=rank,
        entry=entry,
        played=tally.played,
        won=tally.won,
        drawn=tally.drawn,
        lost=tally.lost,
        goals_for=tally.goals_for,
        goals_against=tally.goals_against,
        points=tally.points,
        metrics=table.metrics[entry],
        decided_by=decided_by,
    )
