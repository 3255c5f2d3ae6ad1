"""What a team is measured in, on its own page: its heat, its marks, its places, and what they give over all."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from tournament.disciplines import (
    OverallRow,
    discipline_name,
    medal_name,
    points_won,
    put_together,
    stages_by_discipline,
)
from tournament.mark_lines import MarkLine, MeasuredTable
from tournament.mark_rows import measured_table
from tournament.measures import points_text
from tournament.store_view import CompetitionView


@dataclass(frozen=True, slots=True)
class TeamMark:
    """One discipline of a team: `who` where it plays as several, `where` its heat and lane, `gives` what it won."""

    name: str
    who: str
    value: str
    place: str
    where: str
    medal: str
    gives: str


@dataclass(frozen=True, slots=True)
class TeamMarks:
    """All that a team is measured in; `together` is where it stands over all disciplines, "" before that is known."""

    marks: tuple[TeamMark, ...]
    together: str
    has_waiting: bool


def team_marks(view: CompetitionView | None, entries: tuple[str, ...]) -> TeamMarks | None:
    """What a team's entries are measured in, discipline by discipline; None where that is nothing."""
    if view is None:
        return None
    made: list[TeamMark] = []
    has_waiting = False
    for (division_id, key), stages in stages_by_discipline(view).items():
        name = discipline_name(view, division_id, key, stages)
        for stage in (stage for stage in stages if stage.is_measured):
            table = measured_table(view, stage, own=frozenset(entries))
            points = points_won(view, stage) if table.shows_places else {}
            title = name if len(stages) == 1 else f"{name}, {table.name}"
            for line in (line for line in table.lines if line.own):
                has_waiting = has_waiting or not (line.is_made or line.is_out)
                made.append(_mark(table, line, title, points.get(line.entry, ""), names_who=len(entries) > 1))
    if not made:
        return None
    row = overall_row(view, entries)
    return TeamMarks(tuple(made), overall_text(row) if row is not None else "", has_waiting)


def _mark(table: MeasuredTable, line: MarkLine, name: str, points: str, *, names_who: bool) -> TeamMark:
    return TeamMark(
        name=name,
        who=line.label if names_who else "",
        value=" · ".join(filter(None, (line.said, line.note))),
        place=_place(table, line),
        where="" if line.is_made else table.where(line.entry),
        medal=line.medal,
        gives=" · ".join(
            filter(None, (medal_name(line.medal) if line.medal else "", _points(points), _points(line.points)))
        ),
    )


def _points(text: str) -> str:
    return _("%(points)s point", points=text) if text else ""


def _place(table: MeasuredTable, line: MarkLine) -> str:
    if not line.rank:
        return ""
    if table.is_complete:
        return _("Nr. %(rank)s af %(count)s", rank=line.rank, count=len(table.lines))
    return _("Nr. %(rank)s indtil nu", rank=line.rank)


def overall_row(view: CompetitionView, entries: tuple[str, ...]) -> OverallRow | None:
    """Where a team stands over all disciplines, the best of its entries; None before anything is done."""
    together = put_together(view, frozenset(entries))
    rows = together.tables[0].rows if together is not None and together.tables else ()
    return next((row for row in rows if row.own), None)


def overall_text(row: OverallRow) -> str:
    """What a team has won over all disciplines: "Nr. 2: 1 guld, 1 bronze, 27 point"."""
    golds, silvers, bronzes = row.medals
    parts = [
        _("%(count)s guld", count=golds) if golds else "",
        _("%(count)s sølv", count=silvers) if silvers else "",
        _("%(count)s bronze", count=bronzes) if bronzes else "",
        _points(row.points) if row.points != points_text(0) else "",
    ]
    won = ", ".join(filter(None, parts)) or ngettext("%(num)s disciplin", "%(num)s discipliner", row.disciplines)
    return _("Nr. %(rank)s: %(won)s", rank=row.rank, won=won)
