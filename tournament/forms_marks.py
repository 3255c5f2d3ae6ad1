"""The shape of a mark as people type it: a field for each attempt, what happened, and the mark the page showed."""

from collections.abc import Mapping
from dataclasses import dataclass

from tournament.engine.values import Mark, MarkStatus
from tournament.measures import read_number
from tournament.rules import MOST_ATTEMPTS
from tournament.units import Unit

STATUSES = frozenset(status.value for status in MarkStatus)


@dataclass(frozen=True, slots=True)
class TypedMark:
    """What was typed for one entry; `error` is what a rule said about it."""

    attempts: tuple[str, ...]
    status: str
    seen: int | None
    error: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not self.attempts and self.status == MarkStatus.OK.value

    def to_mark(self, entry: str, unit: Unit) -> Mark:
        """The mark as commands take it: a field left empty before another is an attempt that does not count.

        Raises RuleError("tournament.mark_unclear").
        """
        numbers = tuple(read_number(text, unit) if text else None for text in self.attempts)
        return Mark(entry, numbers, MarkStatus(self.status))


def read_typed(sent: Mapping[str, str], entry_id: int) -> TypedMark | None:
    """What a form says of one entry; None where the page had no line for it."""
    if f"seen-{entry_id}" not in sent:
        return None
    texts = [sent.get(f"attempt-{entry_id}-{number}", "").strip() for number in range(1, MOST_ATTEMPTS + 1)]
    while texts and not texts[-1]:
        texts.pop()
    status, seen = sent.get(f"status-{entry_id}", ""), sent.get(f"seen-{entry_id}", "")
    is_number = seen.isascii() and seen.isdigit() and len(seen) < 10
    return TypedMark(
        attempts=tuple(texts),
        status=status if status in STATUSES else MarkStatus.OK.value,
        seen=(int(seen) or None) if is_number else None,
    )
