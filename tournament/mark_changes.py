"""What a change would do to places, medals and points, as tables of before and after."""

from collections.abc import Iterable

from flask_babel import gettext as _

from tournament.changed_rows import ChangedLine, ChangedNumbers
from tournament.engine.correction import Impact
from tournament.engine.formats import measured
from tournament.engine.outcome import PoolState, Row
from tournament.engine.overall import MEDALS
from tournament.mark_rows import scale_of
from tournament.measures import Scale, points_text, unit_name
from tournament.naming import stage_name
from tournament.store_view import CompetitionView, StageView


def changed_numbers(view: CompetitionView, impact: Impact) -> tuple[ChangedNumbers, ...]:
    """The measured stages that change, then the table over all disciplines."""
    changed = dict.fromkeys(change.stage for change in impact.changes.rows)
    tables = [_stage_table(view, stage, impact) for stage in view.measured if stage.key in changed]
    return (*tables, *_overall_table(view, impact))


def _stage_table(view: CompetitionView, stage: StageView, impact: Impact) -> ChangedNumbers:
    scale = scale_of(impact.after.competition.get_stage(stage.key))
    before = _by_entry(impact.before.get_stage(stage.key).pools[0])
    after = impact.after.get_stage(stage.key).pools[0]
    lines = tuple(
        ChangedLine(
            view.labels.get(row.entry, row.entry),
            (
                (_rank(before.get(row.entry)), _rank(row)),
                (_value(before.get(row.entry), scale), _value(row, scale)),
            ),
        )
        for row in after.rows
    )
    return ChangedNumbers(stage_name(stage), (_("Plads"), unit_name(scale.unit)), lines)


def _overall_table(view: CompetitionView, impact: Impact) -> Iterable[ChangedNumbers]:
    if impact.before.overall is None or impact.after.overall is None:
        return
    before = _by_entry(impact.before.overall)
    lines = tuple(
        line
        for row in impact.after.overall.rows
        if (
            line := ChangedLine(view.labels.get(row.entry, row.entry), _overall_cells(before[row.entry], row))
        ).is_changed
    )
    if lines:
        heads = (_("Plads"), _("Guld"), _("Sølv"), _("Bronze"), _("Point"))
        yield ChangedNumbers(_("Samlet"), heads, lines)


def _overall_cells(before: Row, after: Row) -> tuple[tuple[str, str], ...]:
    return (
        (str(before.rank), str(after.rank)),
        *((str(before.metrics[medal]), str(after.metrics[medal])) for medal in MEDALS),
        (points_text(before.points), points_text(after.points)),
    )


def told_overall(impact: Impact) -> tuple[str, ...]:
    """Those who stand on another place over all disciplines."""
    if impact.before.overall is None or impact.after.overall is None:
        return ()
    before = _by_entry(impact.before.overall)
    return tuple(row.entry for row in impact.after.overall.rows if before[row.entry].rank != row.rank)


def _by_entry(pool: PoolState) -> dict[str, Row]:
    return {row.entry: row for row in pool.rows}


def _rank(row: Row | None) -> str:
    return str(row.rank) if row is not None and row.played else "–"


def _value(row: Row | None, scale: Scale) -> str:
    return scale.text(row.metrics.get(measured.MARK)) if row is not None else "–"
