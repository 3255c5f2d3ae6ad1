"""Commands of the office on one event: create it, edit it, its texts, places, programme and news."""

from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import fields as dataclass_fields
from datetime import date, datetime, timedelta

from sqlalchemy import select

from core import clock
from core.audit import Actor, record
from core.db import session, take_turns, transaction
from core.errors import RuleError
from core.revision import raise_revision
from events.entry import changing
from events.fields import Basics, Places, Texts, WhenWhere, times_of
from events.models import Cap, Event, Notice, ProgrammeItem, Season, Venue
from events.naming import free_slug, new_uid
from events.rules import FieldProblem, cap_problems, event_problems
from events.stamps import refuse_unseen


def refuse(problems: list[FieldProblem]) -> None:
    """Raise the first of some problems as a RuleError beside its field; nothing where there is none."""
    for found in problems:
        raise RuleError(found.problem.code, field=found.field, **found.problem.facts)


def create_event(basics: Basics, spot: WhenWhere, *, by: Actor, uid: str | None = None) -> Event:
    """Make a draft. With the `uid` of a form, sending the form again finds the event it made the first time.

    Raises RuleError for times that do not fit together or the season.
    """
    with transaction() as db:
        take_turns("year")
        if uid is not None:
            made = db.scalar(select(Event).where(Event.uid == uid))
            if made is not None:
                return made
        now = clock.now()
        event = Event(
            uid=uid or new_uid(),
            slug="",
            state="draft",
            created_at=now,
            calendar_changed_at=now,
            rows=[],
            **asdict(basics),
        )
        put_when_where(event, basics, spot)
        event.slug = free_slug(f"{event.title_da} {event.starts_on.year}")
        db.add(event)
        db.flush()
        record("create_event", event.revision_subject, by=by)
        raise_revision(event.revision_subject)
    return event


def put_when_where(event: Event, basics: Basics, spot: WhenWhere) -> None:
    """Set an event's time and place after judging them; the dates are those on the wall in Copenhagen."""
    times = times_of(basics, spot)
    first, last = days_of(spot)
    season = session().get(Season, basics.season_id)
    if season is None:
        raise RuleError("events.no_season", field="season_id")
    refuse(event_problems(times, (season.starts_on, season.ends_on), first))
    event.timing = spot.timing
    event.starts_at, event.ends_at = times.starts_at, times.ends_at
    if first is not None and last is not None:
        event.starts_on, event.ends_on = first, last
    venue = session().get(Venue, spot.venue_id) if spot.venue_id else None
    event.venue_id = venue.id if venue else None
    event.place = venue.name if venue else spot.place
    event.city = venue.city if venue else spot.city
    event.region_id = spot.region_id or (venue.region_id if venue else None)


def days_of(spot: WhenWhere) -> tuple[date | None, date | None]:
    """The first and last day on the wall; an event that ends at midnight ends on the day before."""
    if spot.timing != "timed":
        return spot.starts_on, spot.ends_on
    if spot.starts_at is None or spot.ends_at is None:
        return None, None
    return clock.local(spot.starts_at).date(), clock.local(spot.ends_at - timedelta(microseconds=1)).date()


def edit_event(
    event_id: int, basics: Basics, spot: WhenWhere | None, *, by: Actor, seen: Mapping[str, str] | None = None
) -> None:
    """Change what an event is; `spot` only while it is a draft, afterwards it is moved.

    `seen` are the stamps of what the form was filled from. Raises RuleError for times that do not fit together, when
    a published event would change time or place, and "events.changed_meanwhile".
    """
    with changing(event_id, "edit_event", by=by) as event:
        refuse_unseen(event, seen or {}, asdict(basics) | (asdict(spot) if spot is not None else {}))
        if spot is not None and event.state != "draft":
            raise RuleError("events.move_instead", field="starts_at")
        put_when_where(event, basics, spot or spot_of(event))
        for name, value in asdict(basics).items():
            setattr(event, name, value)


def spot_of(event: Event) -> WhenWhere:
    """When and where an event is, as the commands take it."""
    return WhenWhere(
        timing=event.timing,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        venue_id=event.venue_id,
        place=event.place,
        city=event.city,
        region_id=event.region_id,
    )


def basics_of(event: Event) -> Basics:
    """What an event is, as the commands take it."""
    return Basics(**{field.name: getattr(event, field.name) for field in dataclass_fields(Basics)})


def write_texts(event_id: int, texts: Texts, *, by: Actor, seen: Mapping[str, str] | None = None) -> None:
    """Set what the event page says.

    `seen` are the stamps of the texts that were there. RuleError("events.changed_meanwhile") where they are others now.
    """
    with changing(event_id, "write_texts", by=by) as event:
        refuse_unseen(event, seen or {}, asdict(texts))
        for name, value in asdict(texts).items():
            setattr(event, name, value)


def set_places(event_id: int, places: Places, *, by: Actor) -> None:
    """Set all caps of an event.

    Raises RuleError("events.cap_below_taken") for a cap below what is taken, ("events.option_taken") when a meal or
    bed or row that somebody has chosen would go.
    """
    with changing(event_id, "set_places", by=by, on_card=True) as event:
        known = {(cap.kind, cap.key): cap for cap in event.caps}
        wanted = _wanted_caps(places)
        names = {(kind, key): _cap_field(kind, key) for kind, key, *_rest in wanted}
        taken = {names[place]: cap.taken for place, cap in known.items() if place in names}
        refuse(cap_problems([(names[kind, key], cap) for kind, key, _da, _en, cap in wanted], taken))
        for place, cap in known.items():
            if place not in names:
                _drop_cap(event, cap)
        for sort, (kind, key, label_da, label_en, number) in enumerate(wanted):
            cap = known.get((kind, key)) or Cap(event_id=event.id, kind=kind, key=key, taken=0)
            cap.label_da, cap.label_en, cap.cap, cap.sort = label_da, label_en, number, sort
            if (kind, key) not in known:
                event.caps.append(cap)
        event.rows = list(places.rows)


def _wanted_caps(places: Places) -> list[tuple[str, str, str, str, int | None]]:
    return [
        ("teams", "", "", "", places.teams),
        ("people", "", "", "", places.people),
        *(("row", row, "", "", cap) for row, cap in places.rows.items()),
        *((option.kind, option.key, option.label_da, option.label_en, option.cap) for option in places.options),
    ]


def _cap_field(kind: str, key: str) -> str:
    return kind if not key else f"{kind}_{key}"


def _drop_cap(event: Event, cap: Cap) -> None:
    if cap.taken:
        raise RuleError("events.option_taken", field=_cap_field(cap.kind, cap.key), taken=cap.taken)
    event.caps.remove(cap)


def add_programme_item(event_id: int, starts_at: datetime, text_da: str, text_en: str, *, by: Actor) -> None:
    """Add a line to the day's programme; the same line at the same time is there once."""
    with changing(event_id, "add_programme_item", by=by) as event:
        if not any((item.starts_at, item.text_da) == (starts_at, text_da) for item in event.programme):
            event.programme.append(ProgrammeItem(starts_at=starts_at, text_da=text_da, text_en=text_en))


def remove_programme_item(event_id: int, item_id: int, *, by: Actor) -> None:
    """Take a line out of the programme; one that is gone already stays gone."""
    with changing(event_id, "remove_programme_item", by=by) as event:
        event.programme[:] = [item for item in event.programme if item.id != item_id]


def put_up_notice(event_id: int, text_da: str, text_en: str, *, by: Actor) -> None:
    """Tell those who come something new; the same words as the latest news are put up once."""
    with changing(event_id, "put_up_notice", by=by) as event:
        if not event.notices or event.notices[0].text_da != text_da:
            event.notices.insert(0, Notice(at=clock.now(), text_da=text_da, text_en=text_en))


def take_down_notice(event_id: int, notice_id: int, *, by: Actor) -> None:
    """Take news down; what is gone already stays gone."""
    with changing(event_id, "take_down_notice", by=by) as event:
        event.notices[:] = [notice for notice in event.notices if notice.id != notice_id]
