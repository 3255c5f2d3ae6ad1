"""From a measured stage to the rows that pages show: who has what mark, on which place, in which heat and lane."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from events.folding import fold
from tournament.engine.formats import measured
from tournament.engine.outcome import Decision, PoolState, Row
from tournament.engine.selectors import StageRank
from tournament.engine.values import Mark, MarkStatus
from tournament.engine.values import Stage as StageValue
from tournament.mark_lines import Heat, MarkLine, MeasuredTable
from tournament.measures import Scale, points_text, unit_name, unit_short
from tournament.naming import stage_name
from tournament.store_view import CompetitionView, StageView
from tournament.units import Number, attempts_of, decimals_of, unit_of
from tournament.wording import decided_text

MEDALS = {1: "gold", 2: "silver", 3: "bronze"}


def status_text(status: MarkStatus) -> str:
    """Why there is no mark, in plain words; "" where there is one."""
    return {
        MarkStatus.OK: "",
        MarkStatus.DNS: _("Kom ikke til start"),
        MarkStatus.DNF: _("Gennemførte ikke"),
        MarkStatus.DSQ: _("Diskvalificeret"),
    }[status]


def mark_text(mark: Mark, scale: Scale) -> str:
    """A mark in one line: "8,50 m · 9 m", "Kom ikke til start"."""
    return " · ".join(filter(None, (*map(scale.said, mark.attempts), status_text(mark.status))))


def how_text(stage: StageValue) -> str:
    """Who wins, and which attempts count, in one or two short sentences."""
    unit, is_low, count = unit_of(stage.options), measured.is_low(stage.options), attempts_of(stage.options)
    if unit.is_place:
        return _("Kun placeringen bliver skrevet.")
    wins = {
        "seconds": _("Den korteste tid vinder.") if is_low else _("Den længste tid vinder."),
        "metres": _("Den korteste længde vinder.") if is_low else _("Den længste længde vinder."),
        "kilometres": _("Færrest kilometer vinder.") if is_low else _("Flest kilometer vinder."),
    }
    most = _("Det laveste tal vinder.") if is_low else _("Det højeste tal vinder.")
    text = wins.get(unit.code, most)
    if stage.options.get(measured.COUNTS.code) == "sum":
        return f"{text} " + _("Alle forsøg bliver lagt sammen.")
    return f"{text} " + _("Det bedste af %(count)s forsøg tæller.", count=count) if count > 1 else text


def scale_of(stage: StageValue) -> Scale:
    """How the numbers of a stage are shown, all alike."""
    made: list[Number] = [attempt for mark in stage.marks for attempt in mark.attempts if attempt is not None]
    return Scale(unit_of(stage.options), decimals_of(made))


def measured_table(
    view: CompetitionView, stage: StageView, *, own: frozenset[str] = frozenset(), for_staff: bool = False
) -> MeasuredTable:
    """A measured stage as pages show it; who works with it (`for_staff`) sees what the row hides from guests."""
    value = view.state.competition.get_stage(stage.key)
    shows = "all" if for_staff else view.get_division(stage.division_id).shows
    pool = view.pool_states(stage.key)[0]
    lines = _lines(view, value, pool, own)
    if shows == "no_results":
        lines = tuple(_without_marks(line) for line in lines)
    elif shows == "no_table":
        lines = tuple(replace(line, rank="", why="", medal="", points="", goes_on=False) for line in lines)
    if shows != "all":
        lines = tuple(sorted(lines, key=lambda line: fold(line.label)))
    return MeasuredTable(
        key=stage.key,
        stage_id=stage.id,
        name=stage_name(stage),
        unit=unit_name(unit_of(value.options)),
        short=unit_short(unit_of(value.options)),
        how=how_text(value),
        scale=scale_of(value),
        attempts=attempts_of(value.options),
        lines=lines,
        heats=_heats(value, {line.entry: line for line in lines}),
        is_complete=pool.complete,
        has_points=value.formula is not None and shows == "all",
        shows_places=shows == "all",
    )


def _without_marks(line: MarkLine) -> MarkLine:
    return replace(
        line, rank="", value="", said="", attempts=(), status="ok", note="", why="", points="", medal="", goes_on=False
    )


def _lines(view: CompetitionView, stage: StageValue, pool: PoolState, own: frozenset[str]) -> tuple[MarkLine, ...]:
    marks = {mark.entry: mark for mark in stage.marks}
    scale, feeds = scale_of(stage), fed_ranks(view, stage.id)
    made = []
    for position, row in enumerate(pool.rows):
        mark, seen = marks.get(row.entry), view.marks.get((stage.id, row.entry))
        has_value = row.played > 0
        value = row.metrics.get(measured.MARK)
        is_out = row.entry in view.state.competition.facts.withdrawn
        made.append(
            MarkLine(
                entry=row.entry,
                label=view.labels.get(row.entry, row.entry),
                own=row.entry in own,
                rank=str(row.rank) if has_value else "",
                value=scale.text(value) if has_value else "",
                said=scale.said(value) if has_value else "",
                attempts=tuple(scale.text(attempt) for attempt in mark.attempts) if mark else (),
                status=mark.status.value if mark else MarkStatus.OK.value,
                note=_note(mark, attempts_of(stage.options), is_out=is_out),
                why=why_text(view, pool, position, scale) if has_value else "",
                points=points_text(row.points) if stage.formula else "",
                medal=MEDALS.get(row.rank, "") if has_value and pool.complete else "",
                goes_on=has_value and row.rank in feeds,
                is_out=is_out,
                is_made=mark is not None and measured.is_settled(mark, stage.options),
                is_disputed=seen is not None and seen.is_disputed,
                seen=seen.id if seen is not None else 0,
            )
        )
    return tuple(made)


def _note(mark: Mark | None, count: int, *, is_out: bool) -> str:
    """What the number does not say."""
    if mark is None:
        return _("Trukket ud") if is_out else ""
    if mark.status is not MarkStatus.OK:
        return status_text(mark.status)
    if len(mark.attempts) < count:
        return _("%(made)s af %(count)s forsøg", made=len(mark.attempts), count=count)
    return "" if any(attempt is not None for attempt in mark.attempts) else _("Intet gyldigt forsøg")


def why_text(view: CompetitionView, pool: PoolState, position: int, scale: Scale) -> str:
    """Why an entry with a mark stands where it stands; "" for the first."""
    row: Row = pool.rows[position]
    if sum(other.rank == row.rank for other in pool.rows) > 1:
        return _("Deler pladsen")
    if row.decided_by is None:
        return ""
    above = pool.rows[position - 1].entry
    return mark_decision_text(row.decided_by, view.labels.get(above, above), scale)


def mark_decision_text(decision: Decision, team_above: str, scale: Scale) -> str:
    """Why a mark stands below another."""
    if decision.criterion != measured.MARK or decision.above is None or decision.here is None:
        return decided_text(decision, team_above)
    above, here = scale.text(decision.above), scale.said(decision.here)
    return _("%(team)s er foran: %(above)s mod %(here)s", team=team_above, above=above, here=here)


def fed_ranks(view: CompetitionView, stage_key: str) -> set[int]:
    """The places of a stage that a match waits for."""
    selectors = (side.selector for match in view.matches for side in (match.home, match.away))
    return {side.rank for side in selectors if isinstance(side, StageRank) and side.stage == stage_key}


def _heats(stage: StageValue, lines: Mapping[str, MarkLine]) -> tuple[Heat, ...]:
    """The heats as drawn; after them those who are in none."""
    made = []
    for number, drawn in enumerate(stage.heats, start=1):
        lanes = tuple(
            (lane, replace(lines[entry], lane=lane) if entry in lines else None)
            for lane, entry in enumerate(drawn, start=1)
        )
        made.append(Heat(number, _("Heat %(number)s", number=number), lanes))
    in_heats = {line.entry for heat in made for line in heat.lines}
    left = [line for entry, line in lines.items() if entry not in in_heats]
    if made and left:
        made.append(Heat(0, _("Uden heat"), tuple((0, line) for line in sorted(left, key=lambda one: fold(one.label)))))
    return tuple(made)


def newest_mark(view: CompetitionView) -> tuple[datetime, str]:
    """When the latest mark came, and what it says as a sentence; "" where the row does not show it or there is none."""
    shown = {stage.key: stage for stage in view.measured}
    (stage_key, entry), seen = max(view.marks.items(), key=lambda item: (item[1].at, item[1].id))
    stage = shown.get(stage_key)
    if stage is None or view.get_division(stage.division_id).shows == "no_results":
        return seen.at, ""
    line = measured_table(view, stage).get_line(entry)
    if line is None:
        return seen.at, ""
    result = line.said or line.note
    return seen.at, _("%(team)s: %(result)s i %(stage)s.", team=line.label, result=result, stage=stage_name(stage))
