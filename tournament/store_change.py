"""The one way to change a competition: its row is locked, the change is recorded, the event's pages are renewed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import Actor, record
from core.db import transaction
from core.errors import MissingError, Problem, RuleError
from core.revision import raise_revision
from tournament.models import Competition, Division


@contextmanager
def changing(competition_id: int, action: str, *, by: Actor, **facts: Any) -> Iterator[tuple[Session, Competition]]:
    """Change a competition in one transaction; two of the office wait for each other. MissingError for none."""
    with transaction() as db:
        competition = db.scalar(select(Competition).where(Competition.id == competition_id).with_for_update())
        if competition is None:
            raise MissingError
        subject = f"event:{competition.event_id}"
        yield db, competition
        record(action, subject, by=by, competition=competition_id, **facts)
        raise_revision(subject)


def competition_of_division(division_id: int) -> int:
    """The competition of a division; MissingError where there is none."""
    with transaction() as db:
        found = db.scalar(select(Division.competition_id).where(Division.id == division_id))
    if found is None:
        raise MissingError
    return found


def refuse(problems: list[Problem], field: str | None = None) -> None:
    """Raise the first of some problems as a RuleError, beside a field where one is named; nothing for none."""
    if problems:
        raise RuleError(problems[0].code, field=field, **problems[0].facts)
