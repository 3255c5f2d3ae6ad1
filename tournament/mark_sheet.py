"""Many marks at once, from a sheet: each line that was changed is stored by itself, what is wrong is given back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.audit import Actor
from core.errors import RuleError
from tournament.forms_marks import TypedMark, read_typed
from tournament.marks import record_mark
from tournament.store_view import CompetitionView, StageView
from tournament.units import unit_of


@dataclass(slots=True)
class StoredSheet:
    """What became of a sheet: how many lines were stored, whose mark now waits for a choice, and what is wrong."""

    saved: int = 0
    disputed: list[str] = field(default_factory=list)
    wrong: dict[int, TypedMark] = field(default_factory=dict)


def store_sheet(view: CompetitionView, stage: StageView, sent: Mapping[str, str], *, by: Actor) -> StoredSheet:
    """Store what was typed for the entries of a stage; lines that say what counts already are left alone.

    A number is not taken away here: an emptied line is given back with RuleError("tournament.mark_emptied").
    """
    found = StoredSheet()
    for entry in view.state.competition.get_stage(stage.key).entries:
        entry_id = int(entry.removeprefix("e"))
        typed = read_typed(sent, entry_id)
        if typed is None or (typed.is_empty and typed.seen is None):
            continue
        try:
            _store_line(view, stage, entry, typed, found, by)
        except RuleError as error:
            found.wrong[entry_id] = replace(typed, error=error.text)
    return found


def _store_line(
    view: CompetitionView, stage: StageView, entry: str, typed: TypedMark, found: StoredSheet, by: Actor
) -> None:
    if typed.is_empty:
        raise RuleError("tournament.mark_emptied")
    entered = typed.to_mark(entry, unit_of(view.state.competition.get_stage(stage.key).options))
    recorded = record_mark(stage.id, entered, by=by, seen=typed.seen)
    found.saved += recorded.outcome == "ok"
    if recorded.outcome == "conflict":
        found.disputed.append(view.labels.get(entry, entry))
