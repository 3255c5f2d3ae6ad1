"""What is entered about one thing (a match, a mark) as a chain of rows where nothing is overwritten.

A correction supersedes the row before it. A second, different entry by somebody who did not see the first disputes it:
it is kept beside it, without effect, until the office chooses.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Literal, Protocol, TypeVar

from core import clock
from core.audit import Actor, record
from core.db import session
from core.errors import MissingError
from core.revision import raise_revision

Outcome = Literal["ok", "duplicate", "conflict"]


class Link(Protocol):
    """A row of a chain; `is_open` where it took back what was entered."""

    id: Any
    supersedes_id: Any
    disputes_id: Any
    settled_at: Any

    @property
    def is_open(self) -> bool:
        """Whether nothing counts once this row is the last."""


Row = TypeVar("Row", bound=Link)
Value = TypeVar("Value")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Chain(Generic[Row]):
    """All rows about one thing, oldest first."""

    rows: Sequence[Row]

    @property
    def last(self) -> Row | None:
        """The row nobody supersedes and that disputes none, also where it took everything back."""
        superseded = {row.supersedes_id for row in self.rows}
        return next((row for row in self.rows if row.disputes_id is None and row.id not in superseded), None)

    @property
    def current(self) -> Row | None:
        """The row that counts."""
        last = self.last
        return None if last is None or last.is_open else last

    @property
    def waiting(self) -> list[Row]:
        """The rows that dispute the one that counts and wait for the office."""
        return [row for row in self.rows if row.disputes_id is not None and row.settled_at is None]


def chains(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, Chain[Row]]:
    """Rows about several things, oldest first, as a chain for each."""
    found: dict[Key, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return {name: Chain(of_one) for name, of_one in found.items()}


@dataclass(frozen=True, slots=True)
class Ledger(Generic[Row, Value]):
    """The chain of one thing inside a running transaction that holds its competition; every change leaves its trace.

    `word` names what is entered in the audit ("result"), `about` the thing itself. `value_of` reads a row, `make`
    writes a value (None: taken back) into a new row.
    """

    chain: Chain[Row]
    event_id: int
    word: str
    about: dict[str, int]
    by: Actor
    value_of: Callable[[Row], Value]
    make: Callable[[Value | None], Row]

    def counts(self, entered: Value) -> Row | None:
        """The row that counts, if it says just what is entered now."""
        current = self.chain.current
        return current if current is not None and self.value_of(current) == entered else None

    def store(self, entered: Value, *, client_at: datetime | None = None, reason: str = "") -> Row:
        """Let a value count from now on."""
        current = self.chain.current
        stored = self._add(entered, client_at=client_at, reason=reason, supersedes=self.chain.last)
        self._trace(f"record_{self.word}", {self.word: stored.id, "before": current and current.id})
        return stored

    def dispute(self, entered: Value, current: Row, *, client_at: datetime | None = None) -> Row:
        """Keep a different value beside the one that counts; the same one twice is kept once."""
        for row in self.chain.waiting:
            if self.value_of(row) == entered:
                return row
        stored = self._add(entered, client_at=client_at, disputes=current)
        self._trace(f"dispute_{self.word}", {self.word: stored.id, "against": current.id})
        return stored

    def settle(self, chosen_id: int) -> bool:
        """Choose the one that counts or one that disputes it; False where nothing waits, MissingError for no such."""
        current, waiting = self.chain.current, self.chain.waiting
        if current is None or not waiting:
            return False
        chosen = next((row for row in (current, *waiting) if row.id == chosen_id), None)
        if chosen is None:
            raise MissingError
        self.close_disputes()
        if chosen is not current:
            self._add(self.value_of(chosen), supersedes=current)
        self._trace("settle_dispute", {"before": current.id, "chosen": chosen_id})
        return True

    def take_back(self, current: Row) -> None:
        """Let nothing count any more; every row is kept."""
        self.close_disputes()
        self._add(None, supersedes=current)
        self._trace(f"undo_{self.word}", {"before": current.id})

    def close_disputes(self) -> None:
        """Nobody needs to choose any more."""
        for row in self.chain.waiting:
            row.settled_at = clock.now()

    def _add(
        self,
        entered: Value | None,
        *,
        supersedes: Row | None = None,
        disputes: Row | None = None,
        client_at: datetime | None = None,
        reason: str = "",
    ) -> Row:
        row: Any = self.make(entered)
        row.at, row.client_at, row.actor, row.reason = clock.now(), client_at, str(self.by), reason
        row.supersedes_id = supersedes and supersedes.id
        row.disputes_id = disputes and disputes.id
        session().add(row)
        session().flush()
        made: Row = row
        return made

    def _trace(self, action: str, facts: dict[str, Any]) -> None:
        subject = f"event:{self.event_id}"
        record(action, subject, by=self.by, **self.about, **facts)
        raise_revision(subject)
