"""The results of one match as the chain that the ledger keeps."""

from sqlalchemy import select

from core.audit import Actor
from core.db import session
from tournament.engine.values import Result, ResultKind
from tournament.ledger import Chain, Ledger
from tournament.models import OPEN, ResultRow
from tournament.store import result_value


def list_result_rows(match_id: int) -> list[ResultRow]:
    """Every result a match ever had, oldest first."""
    return list(session().scalars(select(ResultRow).where(ResultRow.match_id == match_id).order_by(ResultRow.id)))


def result_chain(match_id: int) -> Chain[ResultRow]:
    """The results of a match as a chain."""
    return Chain(list_result_rows(match_id))


def result_ledger(match_id: int, event_id: int, by: Actor) -> Ledger[ResultRow, Result]:
    """The results of a match, inside a transaction that holds it."""
    return Ledger(
        chain=result_chain(match_id),
        event_id=event_id,
        word="result",
        about={"match": match_id},
        by=by,
        value_of=result_value,
        make=lambda entered: _row(match_id, entered),
    )


def _row(match_id: int, entered: Result | None) -> ResultRow:
    """A row that says what was entered, None where it takes a result back."""
    if entered is None:
        return ResultRow(match_id=match_id, kind=OPEN)
    played = entered.kind is ResultKind.PLAYED
    return ResultRow(
        match_id=match_id,
        kind=entered.kind.value,
        home=entered.home if played else None,
        away=entered.away if played else None,
        shootout=entered.shootout if played else None,
        sets=[list(one) for one in entered.sets] or None,
    )
