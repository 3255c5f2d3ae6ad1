"""What the office's pages of measured stages show: the sheet of a stage, and one entry with its history."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tournament.forms_marks import TypedMark
from tournament.mark_lines import Heat, MarkLine, MeasuredTable
from tournament.mark_rows import mark_text, measured_table, scale_of
from tournament.marks import list_mark_rows
from tournament.measures import Scale
from tournament.models import MarkRow
from tournament.queries_results import HistoryLine, who
from tournament.store import mark_value
from tournament.store_view import CompetitionView, StageView


@dataclass(frozen=True, slots=True)
class StageCard:
    """A measured stage on the page of results: how far it is, and how many wait for a decision."""

    name: str
    row: str
    progress: str
    is_complete: bool
    disputed: int
    href: str


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line to type in: a text for each attempt, what happened, and what is wrong with it."""

    line: MarkLine
    attempts: tuple[str, ...]
    status: str
    error: str
    href: str


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """A heat, or everybody (title "")."""

    title: str
    has_lanes: bool
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A measured stage to type in."""

    stage_id: int
    row: str
    table: MeasuredTable
    groups: tuple[SheetGroup, ...]

    @property
    def wrong(self) -> tuple[SheetLine, ...]:
        """The lines with something to mend."""
        return tuple(line for group in self.groups for line in group.lines if line.error)


def stage_cards(view: CompetitionView, slug: str) -> list[StageCard]:
    """The measured stages of a competition."""
    cards = []
    for stage in view.measured:
        table = measured_table(view, stage, for_staff=True)
        cards.append(
            StageCard(
                name=table.name,
                row=_row_name(view, stage),
                progress=table.progress,
                is_complete=table.is_complete,
                disputed=sum(line.is_disputed for line in table.lines),
                href=url_for("tournament_office.marks", slug=slug, stage_id=stage.id),
            )
        )
    return cards


def _row_name(view: CompetitionView, stage: StageView) -> str:
    return view.get_division(stage.division_id).name if len(view.divisions) > 1 else ""


def office_sheet(view: CompetitionView, stage: StageView, slug: str, typed: Mapping[int, TypedMark]) -> Sheet:
    """The sheet of a stage; `typed` is what was typed for entries that have something to mend."""
    table = measured_table(view, stage, for_staff=True)
    heats = table.heats or (Heat(0, "", tuple((0, line) for line in table.by_name)),)
    return Sheet(
        stage_id=stage.id,
        row=_row_name(view, stage),
        table=table,
        groups=tuple(
            SheetGroup(
                title=heat.title,
                has_lanes=any(line.lane for line in heat.lines),
                lines=tuple(_sheet_line(table, line, slug, typed.get(line.entry_id)) for line in heat.lines),
            )
            for heat in heats
        ),
    )


def _sheet_line(table: MeasuredTable, line: MarkLine, slug: str, typed: TypedMark | None) -> SheetLine:
    return SheetLine(
        line=line,
        attempts=table.fields(typed.attempts if typed is not None else line.typed),
        status=typed.status if typed is not None else line.status,
        error=typed.error if typed is not None else "",
        href=url_for("tournament_office.mark", slug=slug, stage_id=table.stage_id, entry_id=line.entry_id),
    )


def sheet_line(
    view: CompetitionView, stage: StageView, line: MarkLine, slug: str, typed: TypedMark | None, error: str
) -> SheetLine:
    """One entry to type in, with what was typed and what is wrong with it."""
    table = measured_table(view, stage, for_staff=True)
    return _sheet_line(table, line, slug, replace(typed, error=error) if typed is not None else None)


def mark_history(view: CompetitionView, stage: StageView, line: MarkLine) -> list[HistoryLine]:
    """Every mark an entry ever had in a stage, the newest first, each with what it took the place of."""
    rows = list_mark_rows(stage.id, line.entry_id)
    scale = scale_of(view.state.competition.get_stage(stage.key))
    texts = {row.id: _row_text(row, scale) for row in rows}
    return [
        HistoryLine(
            id=row.id,
            text=_change_text(texts.get(row.supersedes_id or 0, ""), texts[row.id]),
            who=who(row.actor),
            at=row.at,
            reason=row.reason,
            is_current=row.id == line.seen,
            waits=row.disputes_id is not None and row.settled_at is None,
        )
        for row in reversed(rows)
    ]


def _row_text(row: MarkRow, scale: Scale) -> str:
    return _("Taget tilbage") if row.is_open else mark_text(mark_value(row), scale)


def _change_text(before: str, after: str) -> str:
    return _("%(after)s i stedet for %(before)s", after=after, before=before) if before else after


def saved_text(count: int) -> str:
    """What the sheet says after numbers were stored."""
    return ngettext("%(num)s hold er gemt.", "%(num)s hold er gemt.", count)


def disputed_text(names: list[str]) -> str:
    """What the sheet says where somebody else had sent another number meanwhile."""
    return _("To har hver sit tal for %(teams)s. Vælg det rigtige.", teams=", ".join(names))
