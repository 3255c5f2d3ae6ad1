"""Several disciplines put together, as rows that pages show: medals, points, and each discipline with its podium."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from core.language import in_language
from tournament.engine.outcome import Row
from tournament.engine.overall import MEDALS as MEDAL_METRICS
from tournament.engine.overall import Finish, finishes, place_points
from tournament.engine.values import Overall
from tournament.mark_lines import MeasuredTable
from tournament.mark_rows import MEDALS, measured_table
from tournament.measures import points_text
from tournament.naming import stage_name
from tournament.store_view import CompetitionView, DivisionView, StageView
from tournament.wording import decided_text


@dataclass(frozen=True, slots=True)
class OverallRow:
    """What one has won over all disciplines; `medals` are gold, silver and bronze."""

    rank: int
    team: str
    own: bool
    medals: tuple[int, int, int]
    points: str
    disciplines: int
    why: str


@dataclass(frozen=True, slots=True)
class OverallTable:
    """The medal table or the points, best first; in `without` how many stand in no row because they have no medal."""

    title: str
    is_medals: bool
    rows: tuple[OverallRow, ...]
    without: str = ""


@dataclass(frozen=True, slots=True)
class Together:
    """The disciplines put together: the tables, how many disciplines are done, and who won it all."""

    tables: tuple[OverallTable, ...]
    done: int
    count: int
    champion: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """A place on the podium."""

    medal: str
    team: str
    own: bool
    value: str


@dataclass(frozen=True, slots=True)
class DisciplineBlock:
    """A discipline: its podium once it is done, and what was measured (nothing where matches are played)."""

    key: str
    name: str
    progress: str
    is_done: bool
    podium: tuple[Step, ...]
    tables: tuple[MeasuredTable, ...]


def stages_by_discipline(view: CompetitionView) -> dict[tuple[int, str], list[StageView]]:
    """The stages of each discipline, by division and key; a measured stage alone is one of its own."""
    found: dict[tuple[int, str], list[StageView]] = {}
    for stage in view.stages:
        value = view.state.competition.get_stage(stage.key)
        if value.discipline or (stage.is_measured and value.entries):
            found.setdefault((stage.division_id, value.discipline or stage.key), []).append(stage)
    return found


def discipline_blocks(
    view: CompetitionView, division: DivisionView, own: frozenset[str] = frozenset()
) -> tuple[DisciplineBlock, ...]:
    """The disciplines of a row in their order; the last stage of each comes first."""
    return tuple(
        _block(view, division, key, stages, own)
        for (division_id, key), stages in stages_by_discipline(view).items()
        if division_id == division.id
    )


def _block(
    view: CompetitionView, division: DivisionView, key: str, stages: list[StageView], own: frozenset[str]
) -> DisciplineBlock:
    tables = tuple(measured_table(view, stage, own=own) for stage in reversed(stages) if stage.is_measured)
    is_done = view.state.get_stage(stages[-1].key).complete
    return DisciplineBlock(
        key=f"{division.key}-{key}",
        name=discipline_name(view, division.id, key, stages),
        progress=_progress(view, stages, tables, is_done=is_done),
        is_done=is_done,
        podium=_podium(view, stages[-1], own) if is_done and division.shows == "all" else (),
        tables=tables,
    )


def discipline_name(view: CompetitionView, division_id: int, key: str, stages: list[StageView]) -> str:
    """What a discipline is called: its own name, else that of its only stage."""
    named = next((found for found in view.disciplines if (found.division_id, found.key) == (division_id, key)), None)
    return in_language(named.name_da, named.name_en) if named is not None else stage_name(stages[0])


def _progress(
    view: CompetitionView, stages: list[StageView], tables: tuple[MeasuredTable, ...], *, is_done: bool
) -> str:
    if is_done:
        return _("Færdig")
    keys = {stage.key for stage in stages}
    has_begun = any(match.stage in keys and match.result_id is not None for match in view.matches)
    for table in tables:
        if table.made and not table.is_complete:
            return table.progress
        has_begun = has_begun or table.made > 0
    return _("I gang") if has_begun else _("Ikke begyndt")


def medal_name(medal: str) -> str:
    """The word for a medal."""
    return {"gold": _("Guld"), "silver": _("Sølv"), "bronze": _("Bronze")}[medal]


def _podium(view: CompetitionView, stage: StageView, own: frozenset[str]) -> tuple[Step, ...]:
    table = measured_table(view, stage) if stage.is_measured else None
    values = {line.entry: line.said for line in table.lines} if table is not None else {}
    return tuple(
        Step(
            MEDALS[finish.place],
            view.labels.get(finish.entry, finish.entry),
            finish.entry in own,
            values.get(finish.entry, ""),
        )
        for finish in _finishes(view, stage)
        if finish.place in MEDALS
    )


def _finishes(view: CompetitionView, stage: StageView) -> list[Finish]:
    value, state = view.state.competition.get_stage(stage.key), view.state.get_stage(stage.key)
    found = (finish for finish in finishes(value, state) if finish.place is not None)
    return sorted(found, key=lambda finish: finish.place or 0)


def points_won(view: CompetitionView, stage: StageView) -> Mapping[str, str]:
    """The points that each entry has for a discipline that is done; empty where there are none for places."""
    overall = view.state.competition.overall
    value, state = view.state.competition.get_stage(stage.key), view.state.get_stage(stage.key)
    if overall is None or overall.formula or overall.by != "entry" or not overall.points or not state.complete:
        return {}
    return {
        finish.entry: points_text(place_points(finish, overall) + overall.started) for finish in finishes(value, state)
    }


def put_together(view: CompetitionView, own: frozenset[str] = frozenset()) -> Together | None:
    """The disciplines put together; None where they are not, or where a row hides its places."""
    state, overall = view.state.overall, view.state.competition.overall
    if state is None or overall is None or any(division.shows != "all" for division in view.divisions):
        return None
    last = {stage.discipline or stage.id: stage.id for stage in view.state.competition.stages}
    done = sum(view.state.get_stage(stage_id).complete for stage_id in last.values())
    first = state.rows[0] if state.complete and state.rows and 1 not in state.undecided else None
    mine = _competitors(view, overall, own)
    return Together(
        tables=tuple(_tables(view, overall, state.rows, mine)) if done else (),
        done=done,
        count=len(last),
        champion=view.labels.get(first.entry, first.entry) if first is not None else None,
    )


def _competitors(view: CompetitionView, overall: Overall, own: frozenset[str]) -> frozenset[str]:
    """As what the reader's entries stand in the tables: as themselves, or as their organisation."""
    if overall.by == "entry":
        return own
    return frozenset(entry.organisation or entry.id for entry in view.state.competition.entries if entry.id in own)


def _tables(
    view: CompetitionView, overall: Overall, rows: tuple[Row, ...], mine: frozenset[str]
) -> Iterable[OverallTable]:
    has_points = bool(overall.points or overall.started or overall.formula)
    if overall.medals:
        made = _rows(view, rows, mine)
        shown = tuple(row for row in made if any(row.medals) or row.own)
        left = len(made) - len(shown)
        without = ngettext("%(num)s hold har ingen medalje.", "%(num)s hold har ingen medalje.", left) if left else ""
        yield OverallTable(_("Medaljer"), True, shown, without)
    if has_points and overall.medals:
        yield OverallTable(_("Samlet stilling"), False, _rows(view, _by_points(rows), mine, has_reasons=False))
    elif has_points or not overall.medals:
        yield OverallTable(_("Samlet stilling"), False, _rows(view, rows, mine))


def _by_points(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The same rows in the order of their points."""
    return tuple(sorted(rows, key=lambda row: (-row.points, row.entry)))


def _rows(
    view: CompetitionView, rows: tuple[Row, ...], mine: frozenset[str], *, has_reasons: bool = True
) -> tuple[OverallRow, ...]:
    """Without reasons the rank is counted from the points."""
    made = []
    for position, row in enumerate(rows):
        above = rows[position - 1].entry if position else ""
        why = ""
        if has_reasons and row.decided_by is not None:
            why = decided_text(row.decided_by, view.labels.get(above, above))
        elif has_reasons and sum(other.rank == row.rank for other in rows) > 1:
            why = _("Deler pladsen")
        gold, silver, bronze = (int(row.metrics[medal] or 0) for medal in MEDAL_METRICS)
        made.append(
            OverallRow(
                rank=row.rank if has_reasons else 1 + sum(other.points > row.points for other in rows),
                team=view.labels.get(row.entry, row.entry),
                own=row.entry in mine,
                medals=(gold, silver, bronze),
                points=points_text(row.points),
                disciplines=row.played,
                why=why,
            )
        )
    return tuple(made)


def disciplines_text(view: CompetitionView) -> str:
    """How many disciplines there are, and how many of them are done, in one sentence."""
    found = stages_by_discipline(view).values()
    done = sum(view.state.get_stage(stages[-1].key).complete for stages in found)
    if len(found) < 2:
        return ""
    if done == len(found):
        return _("Alle %(count)s discipliner er færdige.", count=len(found))
    return _("%(done)s af %(count)s discipliner er færdige.", done=done, count=len(found))
