"""Reading the year: which events, with what of them loaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from core import clock
from core.db import session
from core.errors import MissingError
from core.language import in_language
from events.folding import fold
from events.models import Event, Region, Season, SeasonImport, Series, Sport, Venue
from events.rules import KINDS
from events.search import CalendarFilter, Found, matches

SHOWN = ("published", "cancelled", "postponed", "finished")


def _with_cards(*where: ColumnElement[bool]) -> Select[tuple[Event]]:
    """Events with what a card needs: sport, region, venue, caps."""
    return (
        select(Event)
        .where(*where)
        .options(joinedload(Event.sport), joinedload(Event.region), joinedload(Event.venue), selectinload(Event.caps))
        .order_by(Event.starts_on, Event.starts_at, Event.title_da, Event.id)
    )


def get_event(slug: str) -> Event:
    """An event of any state with everything its pages show; MissingError when there is none."""
    event = session().scalar(
        _with_cards(Event.slug == slug).options(
            joinedload(Event.season),
            joinedload(Event.series).joinedload(Series.season),
            joinedload(Event.venue).selectinload(Venue.courts),
            selectinload(Event.programme),
            selectinload(Event.notices),
        )
    )
    if event is None:
        raise MissingError
    return event


def get_public_event(slug: str) -> Event:
    """An event that visitors may see; MissingError for a draft."""
    event = get_event(slug)
    if event.state not in SHOWN:
        raise MissingError
    return event


def find_revision_subject(slug: str) -> str | None:
    """What core.revision knows a public event by, read as cheaply as can be; None where visitors may not see it."""
    event_id = session().scalar(select(Event.id).where(Event.slug == slug, Event.state.in_(SHOWN)))
    return None if event_id is None else f"event:{event_id}"


def list_seasons() -> Sequence[Season]:
    """All seasons, the newest first."""
    return session().scalars(select(Season).order_by(Season.starts_on.desc())).all()


def find_season(slug: str) -> Season | None:
    """A season by its address."""
    return session().scalar(select(Season).where(Season.slug == slug))


def current_season() -> Season | None:
    """The season of today, else the next one, else the last one."""
    today = clock.today()
    seasons = list_seasons()
    running = [season for season in seasons if season.starts_on <= today <= season.ends_on]
    coming = [season for season in seasons if season.starts_on > today]
    return next(iter(running or coming[-1:] or seasons), None)


def list_calendar(season: Season | None) -> list[Event]:
    """The events visitors see: of one season, or of this one and all later ones."""
    if season is not None:
        return list(session().scalars(_with_cards(Event.state.in_(SHOWN), Event.season_id == season.id)))
    current = current_season()
    since = current.starts_on if current else clock.today() - timedelta(days=365)
    return list(session().scalars(_with_cards(Event.state.in_(SHOWN), Event.ends_on >= since)))


def list_feed() -> list[Event]:
    """Every event that was ever published: a subscribed calendar keeps what is past."""
    return list(session().scalars(_with_cards(Event.state.in_(SHOWN))))


def list_coming(limit: int, *, after: date | None = None) -> list[Event]:
    """The next events that have not ended, for the front page and the office."""
    since = after or clock.today()
    return list(session().scalars(_with_cards(Event.state.in_(SHOWN), Event.ends_on >= since).limit(limit)))


def list_on(day: date) -> list[Event]:
    """The timed and all-day events of a day that are not cancelled, for "today" pages."""
    return list(
        session().scalars(
            _with_cards(
                Event.state.in_(("published", "finished")),
                Event.timing != "window",
                Event.starts_on <= day,
                Event.ends_on >= day,
            )
        )
    )


def filtered(events: Sequence[Event], wanted: CalendarFilter) -> list[Event]:
    """Those of some events that a filter wants."""
    return [event for event in events if matches(wanted, found_of(event))]


def found_of(event: Event) -> Found:
    """What of an event a filter looks at."""
    region = event.region
    texts = (event.title_da, event.title_en, event.sport.name_da, event.sport.name_en, event.place, event.city)
    return Found(
        sport=event.sport.slug,
        region=region.slug if region else "",
        kind=event.kind,
        months=months_of(event),
        words=" ".join((*texts, region.name_da if region else "", region.name_en if region else "")),
    )


def months_of(event: Event) -> tuple[str, ...]:
    """The months an event touches, as "2026-11"."""
    first = event.starts_on.replace(day=1)
    found = []
    while first <= event.ends_on:
        found.append(f"{first:%Y-%m}")
        first = (first + timedelta(days=32)).replace(day=1)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class FilterNames:
    """What can be filtered by: the sports and regions, and the names people may write for them."""

    sports: Sequence[Sport]
    regions: Sequence[Region]

    @property
    def by_name(self) -> dict[str, dict[str, str]]:
        """Per part of a filter: folded names and slugs → slug."""
        return {
            "sport": _names(self.sports),
            "region": _names(self.regions),
            "kind": {kind: kind for kind in KINDS},
        }

    def knows(self, wanted: CalendarFilter) -> bool:
        """True where every chosen value is the name of something."""
        names = self.by_name
        return all(set(getattr(wanted, part)) <= set(names[part].values()) for part in names)


def _names(rows: Sequence[Sport] | Sequence[Region]) -> dict[str, str]:
    return {fold(name): row.slug for row in rows for name in (row.name_en, row.name_da, row.slug)}


def filter_names() -> FilterNames:
    """The sports and regions, in the order of a list in the visitor's language."""
    return FilterNames(list_sports(), list_regions())


def list_sports() -> list[Sport]:
    """All sports by name in the visitor's language."""
    return sorted(session().scalars(select(Sport)), key=lambda sport: fold(in_language(sport.name_da, sport.name_en)))


def list_regions() -> list[Region]:
    """The regions in their own order."""
    return list(session().scalars(select(Region).order_by(Region.sort, Region.id)))


def list_venues() -> list[Venue]:
    """All venues with their courts, by town and name."""
    venues = session().scalars(select(Venue).options(selectinload(Venue.courts), joinedload(Venue.region)))
    return sorted(venues, key=lambda venue: (fold(venue.city), fold(venue.name)))


def get_venue(venue_id: int) -> Venue:
    """A venue with its courts; MissingError when there is none."""
    venue = session().scalar(select(Venue).where(Venue.id == venue_id).options(selectinload(Venue.courts)))
    if venue is None:
        raise MissingError
    return venue


def list_series(season_id: int | None = None) -> list[Series]:
    """The series of a season, or all, with their season."""
    query = select(Series).options(joinedload(Series.season)).order_by(Series.season_id.desc(), Series.name_da)
    return list(session().scalars(query if season_id is None else query.where(Series.season_id == season_id)))


def list_office_events(season_id: int | None) -> list[Event]:
    """The office's list: every state, of one season or all."""
    where = [] if season_id is None else [Event.season_id == season_id]
    return list(session().scalars(_with_cards(*where).options(joinedload(Event.season), joinedload(Event.series))))


def count_events_by_season() -> dict[int, int]:
    """How many events each season has, by the season's number."""
    rows = session().execute(select(Event.season_id, func.count()).group_by(Event.season_id))
    return {row.season_id: row[1] for row in rows}


def get_import(import_id: int) -> SeasonImport:
    """A stored preview with its season; MissingError when there is none."""
    found = session().scalar(
        select(SeasonImport).where(SeasonImport.id == import_id).options(joinedload(SeasonImport.season))
    )
    if found is None:
        raise MissingError
    return found
