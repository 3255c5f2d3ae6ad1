"""Who must hear that matches of a published timetable have moved, and by which way.

Every team's page and calendar tell it. A calendar may be a day behind, so when a match is near, leaders with an
address get a mail too, and the others go on the office's call list; once the day has begun they are in the hall.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import render_template
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from core import clock
from core.audit import Actor, record
from core.db import change
from core.outbox import put_mail
from core.site import absolute_url, current_settings
from events.models import Event
from teams.models import Registration
from teams.rules import LIVE
from tournament.models import Entry, Slot
from tournament.planning import list_courts
from tournament.store import entry_key
from tournament.store_view import CompetitionView
from tournament.team_messages import Place, change_text, tell_teams

REASON = "matches_moved"
"""Why a leader is on the call list (teams.wording.call_words)."""
SOON = timedelta(hours=48)
"""A match so near may be played before a subscribed calendar is read again."""


@dataclass(frozen=True, slots=True)
class Told:
    """How many teams read of a change on their page, and how many leaders get a mail or must be rung."""

    teams: int = 0
    mailed: int = 0
    to_call: int = 0


def announce_changes(
    db: Session, view: CompetitionView, before: Sequence[Slot], after: Sequence[Slot], *, by: Actor
) -> Told:
    """Tell of each match that is to be played and moved, came or went; inside the caller's transaction."""
    moved = list_moved(view, before, after)
    left = {match: places for match, places in moved.items() if view.get_match(match).result_id is None}
    facts_of = tell_teams(db, view, left)
    event = db.get_one(Event, view.event_id)
    now = clock.now()
    near = {entry: facts for entry, facts in facts_of.items() if any(_is_near(fact, now) for fact in facts)}
    has_begun = min((slot.starts_at for slot in before), default=now) <= now
    mails: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    called: set[int] = set()
    for entry_id, row in _registrations(db, near):
        if row.leader.email:
            with force_locale("da"):
                lines = [change_text(fact) for fact in near[entry_id]]
            mails[row.leader.email].append((view.labels[entry_key(entry_id)], lines))
        elif not has_begun:
            called.add(row.leader_id)
            # Decided by the database: somebody may be changing the sign-up, and another reason to ring stays.
            unless_known = (Registration.id == row.id, Registration.to_call_reason.is_(None))
            change(update(Registration).where(*unless_known).values(to_call_reason=REASON, to_call_since=now))
    for recipient, teams in mails.items():
        _mail(event, recipient, teams)
    if mails or called:
        record("tell_leaders", event.revision_subject, by=by, what=REASON, mailed=len(mails), to_call=len(called))
    return Told(len(facts_of), len(mails), len(called))


def list_moved(view: CompetitionView, before: Sequence[Slot], after: Sequence[Slot]) -> dict[int, tuple[Place, Place]]:
    """By match where it stood and where it stands, of those that moved, came or went."""
    names = {court.id: court.name for court in list_courts(view.event_id)}
    was, is_now = (
        {slot.match_id: (names[slot.court_id], slot.starts_at) for slot in slots} for slots in (before, after)
    )
    return {
        match: (was.get(match), is_now.get(match))
        for match in dict.fromkeys((*was, *is_now))
        if was.get(match) != is_now.get(match)
    }


def told_text(told: Told) -> str:
    """Who heard, in one sentence for each way; empty where nobody had to."""
    words = []
    if told.teams:
        words.append(ngettext("%(num)s hold ser det på sin side.", "%(num)s hold ser det på deres side.", told.teams))
    if told.mailed:
        words.append(ngettext("%(num)s holdleder får en mail.", "%(num)s holdledere får en mail.", told.mailed))
    if told.to_call:
        words.append(ngettext("Ring til %(num)s holdleder.", "Ring til %(num)s holdledere.", told.to_call))
    return " ".join(words)


def _is_near(fact: Mapping[str, Any], now: datetime) -> bool:
    times = [datetime.fromisoformat(place[1]) for place in (fact["before"], fact["after"]) if place is not None]
    return min(times) < now + SOON


def _registrations(db: Session, entries: Mapping[int, object]) -> list[tuple[int, Registration]]:
    """The live registration of each entry: its own, or the one that a person came with."""
    query = (
        select(Entry.id, Registration)
        .join(Registration, Registration.id == func.coalesce(Entry.registration_id, Entry.came_with_id))
        .where(Entry.id.in_(entries), Registration.state.in_(LIVE))
        .options(joinedload(Registration.leader))
        .order_by(Registration.queue_number, Entry.id)
    )
    return [(entry_id, row) for entry_id, row in db.execute(query)]


def _mail(event: Event, recipient: str, teams: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Tell one leader, in Danish: which language a leader reads is not known."""
    with force_locale("da"):
        subject = _("Nye tider: %(event)s", event=event.title_da)
        body = render_template(
            f"mail/tournament/{REASON}.txt",
            event=event,
            teams=teams,
            live_address=absolute_url("tournament_public.live", slug=event.slug),
            phone=event.contact_phone or current_settings().phone,
        )
    put_mail(recipient, subject, body)
