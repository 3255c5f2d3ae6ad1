"""What a change would do, drawn for the office before it is done: tables before and after, matches with other teams."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from tournament.engine.changes import MatchChange
from tournament.engine.correction import Impact, Reach
from tournament.engine.outcome import Row
from tournament.engine.selectors import NOBODY
from tournament.mark_changes import ChangedNumbers, changed_numbers, told_overall
from tournament.naming import table_name
from tournament.store_view import CompetitionView
from tournament.wording import reach_text


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A team's line in a table before and after; ranks are None where it was not or will not be in it."""

    team: str
    rank_before: int | None
    rank_after: int | None
    points_before: int | None
    points_after: int | None
    difference_before: int | None
    difference_after: int | None

    @property
    def is_changed(self) -> bool:
        """Whether anything of it differs."""
        before = (self.rank_before, self.points_before, self.difference_before)
        return before != (self.rank_after, self.points_after, self.difference_after)


@dataclass(frozen=True, slots=True)
class ChangedTable:
    """A table that changes."""

    name: str
    rows: tuple[ChangedRow, ...]


@dataclass(frozen=True, slots=True)
class ChangedMatch:
    """A match that gets other teams."""

    number: int | None
    before: str
    after: str
    is_played: bool


@dataclass(frozen=True, slots=True)
class ImpactPage:
    """A change as it is shown: how far it reaches in a sentence, and what differs."""

    reach: Reach
    text: str
    tables: tuple[ChangedTable, ...]
    matches: tuple[ChangedMatch, ...]
    to_tell: tuple[str, ...]
    numbers: tuple[ChangedNumbers, ...]


def impact_page(view: CompetitionView, impact: Impact) -> ImpactPage:
    """An impact worked out by the engine, with the names of a view."""
    return ImpactPage(
        reach=impact.reach,
        text=reach_text(impact.reach),
        tables=tuple(_tables(view, impact)),
        matches=tuple(_match(view, change, impact) for change in impact.affected),
        to_tell=tuple(dict.fromkeys(_to_tell(view, impact))),
        numbers=changed_numbers(view, impact),
    )


def _to_tell(view: CompetitionView, impact: Impact) -> Iterator[str]:
    yield from (view.labels[entry] for entry in impact.changes.entries_to_tell if entry in view.labels)
    # Over all disciplines an organisation stands under its own name.
    yield from (view.labels.get(name, name) for name in told_overall(impact))


def _tables(view: CompetitionView, impact: Impact) -> list[ChangedTable]:
    measured = {stage.key for stage in view.measured}
    changed = dict.fromkeys((change.stage, change.pool) for change in impact.changes.rows)
    found = []
    for stage, pool in (table for table in changed if table[0] not in measured):
        before = {row.entry: row for row in impact.before.get_pool(stage, pool).rows}
        after = {row.entry: row for row in impact.after.get_pool(stage, pool).rows}
        rows = tuple(
            _row(view, entry, before.get(entry), after.get(entry)) for entry in dict.fromkeys((*after, *before))
        )
        found.append(ChangedTable(table_name(view, view.get_stage(stage), pool), rows))
    return found


def _row(view: CompetitionView, entry: str, before: Row | None, after: Row | None) -> ChangedRow:
    return ChangedRow(
        team=view.labels.get(entry, entry),
        rank_before=before.rank if before else None,
        rank_after=after.rank if after else None,
        points_before=before.points if before else None,
        points_after=after.points if after else None,
        difference_before=before.goals_for - before.goals_against if before else None,
        difference_after=after.goals_for - after.goals_against if after else None,
    )


def _match(view: CompetitionView, change: MatchChange, impact: Impact) -> ChangedMatch:
    played = {other.id for other in impact.played}
    return ChangedMatch(
        number=change.after.match.number,
        before=_sides(view, change.before.home, change.before.away),
        after=_sides(view, change.after.home, change.after.away),
        is_played=change.id in played,
    )


def _sides(view: CompetitionView, *sides: str | None) -> str:
    return " – ".join(_side(view, side) for side in sides)


def _side(view: CompetitionView, side: str | None) -> str:
    if side is None:
        return _("ikke fundet endnu")
    return _("ingen") if side == NOBODY else view.labels.get(side, side)
