"""Who did what: one row a command, in the command's own transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, session

ActorKind = Literal["user", "device", "team", "visitor", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as commands get it in `by=`: the kind and the number of the row that stands for them."""

    kind: ActorKind
    id: int | None = None

    def __str__(self) -> str:
        return self.kind if self.id is None else f"{self.kind}:{self.id}"


def read_actor(written: str) -> Actor:
    """The actor that a row keeps as a text ("user:3")."""
    kind, _colon, number = written.partition(":")
    kinds: dict[str, ActorKind] = {known: known for known in get_args(ActorKind)}
    return Actor(kinds[kind], int(number) if number else None)


SYSTEM = Actor("system")
VISITOR = Actor("visitor")


class AuditRow(Base):
    """One command that changed something. Facts hold no name, phone or mail of a person, only numbers of rows."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject_at", "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    facts: Mapped[dict[str, Any]]


def record(action: str, subject: str, *, by: Actor, **facts: Any) -> None:
    """Write the audit row of the running command.

    `action` is the command's name, `subject` what it touched ("event:12"), `facts` JSON values (before, after).
    """
    session().add(AuditRow(at=clock.now(), actor=str(by), action=action, subject=subject, facts=facts))
