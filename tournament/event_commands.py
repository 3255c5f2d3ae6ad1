"""What happens to an event when teams must hear of it: cancelled, postponed, moved. And copies of what lies above it.

Leaders with an address get a mail in the same transaction; the others go on the office's call list (decision 13).
"""

from collections.abc import Callable
from datetime import date

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core import clock
from core.audit import Actor, record
from core.db import session, transaction
from core.outbox import put_mail
from core.site import absolute_url, current_settings
from events import copying, states
from events.fields import WhenWhere
from events.models import Event
from teams.models import Registration
from teams.room import lock_event
from teams.rules import LIVE
from tournament.contests import list_contests
from tournament.models import Competition, Court, Division
from tournament.setup_stages import copied_discipline, copied_stages

CANCELLED, POSTPONED, MOVED = "event_cancelled", "event_postponed", "event_moved"


def cancel_event(event_id: int, reason_da: str, reason_en: str, *, by: Actor) -> int:
    """Cancel an event and tell every leader; returns how many must be called. Twice tells nobody again."""
    return _change_and_tell(
        event_id, CANCELLED, lambda: states.cancel_event(event_id, reason_da, reason_en, by=by), by=by
    )


def postpone_event(event_id: int, reason_da: str, reason_en: str, *, by: Actor) -> int:
    """Take an event's date off and tell every leader; returns how many must be called."""
    return _change_and_tell(
        event_id, POSTPONED, lambda: states.postpone_event(event_id, reason_da, reason_en, by=by), by=by
    )


def move_event(event_id: int, spot: WhenWhere, *, by: Actor) -> int:
    """Give an event another time or place and tell every leader; returns how many must be called."""
    return _change_and_tell(event_id, MOVED, lambda: states.move_event(event_id, spot, by=by), by=by)


def copy_event(event_id: int, starts_on: date, *, by: Actor, uid: str | None = None) -> Event:
    """Make a draft like an event on another day, with how its competition is set up; teams and draws stay behind.

    Raises what events.copying.copy_event raises.
    """
    with transaction() as db:
        copy = copying.copy_event(event_id, starts_on, by=by, uid=uid)
        known = db.scalar(select(Competition.id).where(Competition.event_id == copy.id))
        original = db.scalar(select(Competition).where(Competition.event_id == event_id))
        if original is not None and known is None:
            days = (copy.starts_on - db.get_one(Event, event_id).starts_on).days
            _copy_competition(original, copy.id, days)
        return copy


def _copy_competition(original: Competition, event_id: int, days: int) -> None:
    db = session()
    day = dict(original.day)
    day["start"] = f"{date.fromordinal(date.fromisoformat(day['start'][:10]).toordinal() + days)}{day['start'][10:]}"
    # Wishes and pins name teams and matches that are not copied.
    for name in ("wishes", "pins", "same_time"):
        day.pop(name, None)
    copy = Competition(event_id=event_id, sport_id=original.sport_id, day=day, overall=original.overall)
    db.add(copy)
    db.flush()
    for court in db.scalars(select(Court).where(Court.event_id == original.event_id)):
        db.add(Court(event_id=event_id, name=court.name, hall=court.hall, windows=court.windows, sort=court.sort))
    for division in db.scalars(select(Division).where(Division.competition_id == original.id)):
        made = Division(
            competition_id=copy.id,
            key=division.key,
            name=division.name,
            rules=division.rules,
            shows=division.shows,
            takes=division.takes,
            sort=division.sort,
        )
        db.add(made)
        db.flush()
        for contest in list_contests(division):
            discipline = copied_discipline(contest, made)
            if discipline is not None:
                db.add(discipline)
                db.flush()
            db.add_all(copied_stages(contest, made, discipline))
    db.flush()


def _change_and_tell(event_id: int, what: str, change: Callable[[], None], *, by: Actor) -> int:
    """Do a change, then tell the leaders of all live registrations what the event is now."""
    with transaction() as db:
        # Held before it is looked at: of two who press at once the second finds it changed and tells nobody.
        before = _seen(lock_event(event_id))
        change()
        event = db.get_one(Event, event_id)
        if _seen(event) == before:
            return 0
        mailed: set[int] = set()
        called: set[int] = set()
        for row in _live_registrations(event_id):
            if row.leader_id in mailed | called:
                continue
            if row.leader.email:
                _mail(event, what, row.leader.email)
                mailed.add(row.leader_id)
            else:
                row.to_call_reason, row.to_call_since = what, clock.now()
                called.add(row.leader_id)
        record("tell_leaders", event.revision_subject, by=by, what=what, mailed=len(mailed), to_call=len(called))
        return len(called)


def _seen(event: Event) -> tuple[object, ...]:
    """What a leader must hear of when it changes."""
    return event.state, event.starts_at, event.ends_at, event.starts_on, event.ends_on, event.place, event.city


def _live_registrations(event_id: int) -> list[Registration]:
    query = select(Registration).where(Registration.event_id == event_id, Registration.state.in_(LIVE))
    return list(session().scalars(query.options(joinedload(Registration.leader)).order_by(Registration.queue_number)))


def _mail(event: Event, what: str, recipient: str) -> None:
    """Tell one leader, in Danish: which language a leader reads is not known."""
    with force_locale("da"):
        subjects = {
            CANCELLED: _("Aflyst: %(event)s", event=event.title_da),
            POSTPONED: _("Udsat: %(event)s", event=event.title_da),
            MOVED: _("Flyttet: %(event)s", event=event.title_da),
        }
        body = render_template(
            f"mail/tournament/{what}.txt",
            event=event,
            event_address=absolute_url("events_public.event", slug=event.slug),
            phone=event.contact_phone or current_settings().phone,
        )
    put_mail(recipient, subjects[what], body)
