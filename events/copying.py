"""Copying: one event to another day, or last year's whole season to the same weekdays of the next."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core import clock
from core.audit import Actor, record
from core.db import session, take_turns, transaction
from core.errors import MissingError, RuleError
from core.revision import raise_revision
from events.models import Cap, Event, ProgrammeItem, Season, Series
from events.naming import free_slug, new_uid, slug_of

# What a copy keeps; the rest is its own (names, state, counts) or moved in time.
KEPT = (
    *("sport_id", "region_id", "venue_id", "kind", "scope", "is_external", "title_da", "title_en", "timing", "place"),
    *("city", "takes_sign_up", "has_waiting_list", "rows", "format_text", "summary_da", "summary_en", "audience_da"),
    *("audience_en", "food_da", "food_en", "bring_da", "bring_en", "fee_da", "fee_en", "contact_phone", "notes"),
)
SERIES_KEPT = ("sport_id", "name_da", "name_en", "slug", "scoring", "place_points", "started", "best", "promoted")
MOMENTS = ("starts_at", "ends_at", "opens_at", "closes_at", "change_until", "cancel_until")
SAME_WEEKDAY_NEXT_YEAR = 364


def later(moment: datetime | None, days: int) -> datetime | None:
    """The same time on the wall some days later, whatever the clocks did in between."""
    if moment is None:
        return None
    local = clock.local(moment)
    return clock.wall(local.date() + timedelta(days=days), local.time())


def copy_event(event_id: int, starts_on: date, *, by: Actor, uid: str | None = None) -> Event:
    """Make a draft like an event, on another day: texts, places, programme and deadlines come along, teams do not.

    Raises RuleError("events.no_season") when no season holds the day. With the `uid` of a form a second sending finds
    the first copy.
    """
    with transaction() as db:
        take_turns("year")
        if uid is not None:
            made = db.scalar(select(Event).where(Event.uid == uid))
            if made is not None:
                return made
        original = _get_with_parts(event_id)
        season = db.scalar(
            select(Season)
            .where(Season.starts_on <= starts_on, Season.ends_on >= starts_on)
            .order_by(Season.id != original.season_id, Season.starts_on)
        )
        if season is None:
            raise RuleError("events.no_season", field="starts_on")
        days = (starts_on - original.starts_on).days
        series_id = original.series_id if season.id == original.season_id else None
        copy = _copied(original, season.id, series_id, days, uid)
        record("copy_event", copy.revision_subject, by=by, original=original.id)
        raise_revision(copy.revision_subject)
    return copy


def copy_season(season_id: int, name: str, *, by: Actor, days: int = SAME_WEEKDAY_NEXT_YEAR) -> Season:
    """Make the next season out of one: the same weekdays 52 weeks later, everything as drafts, cancelled ones not.

    Raises RuleError("events.season_exists") when its name is taken: a second press makes no second season.
    """
    with transaction() as db:
        take_turns("year")
        old = db.get(Season, season_id)
        if old is None:
            raise MissingError
        if db.scalar(select(Season.id).where((Season.name == name) | (Season.slug == slug_of(name)))) is not None:
            raise RuleError("events.season_exists", field="name")
        span = old.ends_on - old.starts_on
        starts_on = old.ends_on + timedelta(days=1)
        season = Season(name=name, slug=slug_of(name), starts_on=starts_on, ends_on=starts_on + span)
        db.add(season)
        db.flush()
        series = _copy_series(old.id, season.id)
        events = db.scalars(
            select(Event)
            .where(Event.season_id == old.id, Event.state != "cancelled")
            .options(selectinload(Event.caps), selectinload(Event.programme))
            .order_by(Event.starts_on, Event.id)
        ).all()
        for original in events:
            _copied(original, season.id, series.get(original.series_id or 0), days, None)
        record("copy_season", f"season:{season.id}", by=by, original=old.id, events=len(events))
        raise_revision("calendar")
    return season


def _copy_series(old_id: int, new_id: int) -> dict[int, int]:
    """The series of a season once more; which became which."""
    db = session()
    found: dict[int, int] = {}
    for series in db.scalars(select(Series).where(Series.season_id == old_id)):
        copy = Series(season_id=new_id, **{name: getattr(series, name) for name in SERIES_KEPT})
        db.add(copy)
        db.flush()
        found[series.id] = copy.id
    return found


def _get_with_parts(event_id: int) -> Event:
    event = session().scalar(
        select(Event).where(Event.id == event_id).options(selectinload(Event.caps), selectinload(Event.programme))
    )
    if event is None:
        raise MissingError
    return event


def _copied(original: Event, season_id: int, series_id: int | None, days: int, uid: str | None) -> Event:
    now = clock.now()
    copy = Event(
        season_id=season_id,
        series_id=series_id,
        uid=uid or new_uid(),
        state="draft",
        created_at=now,
        calendar_changed_at=now,
        starts_on=original.starts_on + timedelta(days=days),
        ends_on=original.ends_on + timedelta(days=days),
        **{name: getattr(original, name) for name in KEPT},
        **{name: later(getattr(original, name), days) for name in MOMENTS},
    )
    copy.slug = free_slug(f"{copy.title_da} {copy.starts_on.year}")
    copy.caps = [
        Cap(kind=cap.kind, key=cap.key, label_da=cap.label_da, label_en=cap.label_en, cap=cap.cap, sort=cap.sort)
        for cap in original.caps
    ]
    copy.programme = [
        ProgrammeItem(starts_at=later(item.starts_at, days), text_da=item.text_da, text_en=item.text_en)
        for item in original.programme
    ]
    session().add(copy)
    session().flush()
    return copy
