"""Messages to teams about their matches: one a team, with only what changed; in words when they are read."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.db import session
from core.language import clock_time
from tournament.engine.selectors import members_of
from tournament.models_situation import TeamMessage
from tournament.store_view import CompetitionView, MatchView

Place = tuple[str, datetime] | None
"""The name of a court and a start; None where a match has no place."""


def tell_teams(
    db: Session, view: CompetitionView, changes: Mapping[int, tuple[Place, Place]]
) -> dict[int, list[dict[str, Any]]]:
    """Write to each team of the matches (by row number: before, after); inside the caller's transaction.

    Returns by entry what it is told (see ``change_text``).
    """
    told: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for match_id, (before, after) in changes.items():
        match = view.get_match(match_id)
        for entry_id in entries_of(match):
            told[entry_id].append({"number": match.number, "before": _written(before), "after": _written(after)})
    now = clock.now()
    for entry_id, facts in told.items():
        facts.sort(key=lambda fact: ((fact["after"] or fact["before"])[1], fact["number"]))
        db.add(TeamMessage(entry_id=entry_id, at=now, facts=facts))
    db.flush()
    return dict(told)


def entries_of(match: MatchView) -> list[int]:
    """The row numbers of the entries that are known to play a match."""
    sides = (match.home.entry, match.away.entry)
    names = [name for side in sides if side for name in members_of(side)]
    return [int(name[1:]) for name in names if name[1:].isdigit()]


def list_messages(entries: Collection[str]) -> list[tuple[datetime, str]]:
    """What entries (by their keys) were told, in words, the latest first."""
    ids = [int(key[1:]) for key in entries if key[1:].isdigit()]
    if not ids:
        return []
    query = select(TeamMessage).where(TeamMessage.entry_id.in_(ids)).order_by(TeamMessage.id.desc())
    return [(row.at, " ".join(map(change_text, row.facts))) for row in session().scalars(query)]


def change_text(fact: Mapping[str, Any]) -> str:
    """A change of a match in one sentence or two."""
    before, after = fact["before"], fact["after"]
    words = {"number": fact["number"]}
    if after is None:
        return _("Kamp %(number)s bliver ikke spillet.", **words)
    words |= {"court": after[0], "time": clock_time(datetime.fromisoformat(after[1]))}
    if before is None:
        return _("Kamp %(number)s er kl. %(time)s på %(court)s.", **words)
    if before[1] == after[1]:
        return _("Kamp %(number)s kl. %(time)s er flyttet til %(court)s.", **words)
    words |= {"old_court": before[0], "old": clock_time(datetime.fromisoformat(before[1]))}
    if before[0] == after[0]:
        return _("Kamp %(number)s på %(court)s er flyttet fra kl. %(old)s til kl. %(time)s.", **words)
    return _("Kamp %(number)s er flyttet til kl. %(time)s på %(court)s. Før: kl. %(old)s på %(old_court)s.", **words)


def _written(place: Place) -> Sequence[str] | None:
    return [place[0], place[1].isoformat()] if place is not None else None
