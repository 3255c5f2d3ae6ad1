"""What a referee's screen shows of the disciplines that are measured; every device of the event has them all."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from core.errors import MissingError
from tournament.mark_lines import Heat, MarkLine, MeasuredTable
from tournament.mark_rows import measured_table
from tournament.naming import stage_name
from tournament.referee import read_scope
from tournament.store_cache import find_view
from tournament.store_view import CompetitionView, StageView


@dataclass(frozen=True, slots=True)
class DisciplineCard:
    """A discipline on the first screen."""

    stage_id: int
    name: str
    progress: str
    is_complete: bool


@dataclass(frozen=True, slots=True)
class MeasureScreen:
    """A discipline to measure: in heats, or everybody by name (one group without a title)."""

    title: str
    table: MeasuredTable
    groups: tuple[Heat, ...]

    @property
    def has_lanes(self) -> bool:
        """Whether it is measured heat by heat."""
        return bool(self.table.heats)


def get_measured_duty(scope_text: str, stage_id: int) -> tuple[CompetitionView, StageView]:
    """A measured stage of the event that a device is for; MissingError for any other."""
    view = find_view(read_scope(scope_text).event_id)
    if view is None:
        raise MissingError
    return view, view.get_measured(stage_id)


def discipline_cards(scope_text: str) -> tuple[DisciplineCard, ...]:
    """The disciplines of the event, those still to be measured first."""
    view = find_view(read_scope(scope_text).event_id)
    if view is None:
        return ()
    cards = []
    for stage in view.measured:
        table = measured_table(view, stage, for_staff=True)
        cards.append(DisciplineCard(stage.id, title_of(view, stage), table.progress, table.is_complete))
    return tuple(sorted(cards, key=lambda card: card.is_complete))


def title_of(view: CompetitionView, stage: StageView) -> str:
    """What a stage is called on a screen; with its row where there are several."""
    name = stage_name(stage)
    return f"{view.get_division(stage.division_id).name} · {name}" if len(view.divisions) > 1 else name


def measure_screen(view: CompetitionView, stage: StageView) -> MeasureScreen:
    """A discipline as the referee sees it."""
    table = measured_table(view, stage, for_staff=True)
    by_name = Heat(0, "", tuple((0, line) for line in table.by_name))
    return MeasureScreen(title_of(view, stage), table, table.heats or (by_name,))


@dataclass(frozen=True, slots=True)
class EntryScreen:
    """One to measure, on the plain form: a text for each attempt, what happened, and what is wrong with it."""

    title: str
    table: MeasuredTable
    line: MarkLine
    where: str
    attempts: tuple[str, ...]
    status: str
    error: str = ""


def entry_screen(
    view: CompetitionView,
    stage: StageView,
    entry_id: int,
    typed: tuple[Sequence[str], str] | None = None,
    error: str = "",
) -> EntryScreen:
    """One entry of a discipline, with what was typed; MissingError where it does not take part."""
    screen = measure_screen(view, stage)
    line = screen.table.get_line(f"e{entry_id}")
    if line is None:
        raise MissingError
    texts, status = typed if typed is not None else (line.typed, line.status)
    return EntryScreen(
        title=screen.title,
        table=screen.table,
        line=line,
        where=screen.table.where(line.entry),
        attempts=screen.table.fields(tuple(texts)),
        status=status,
        error=error,
    )


def heard_text(view: CompetitionView, stage: StageView, entry: str) -> str:
    """What a tablet hears when a mark was stored: the value and where it stands."""
    line = measured_table(view, stage, for_staff=True).get_line(entry)
    if line is None:
        return ""
    rank = _("Nr. %(rank)s indtil nu", rank=line.rank) if line.rank else ""
    return f"{line.label}: " + " · ".join(filter(None, (line.said, line.note, rank)))
