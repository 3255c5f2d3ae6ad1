"""Commands for what events stand on: seasons, series, venues with their courts, regions."""

from dataclasses import asdict, dataclass
from datetime import date
from itertools import chain, count

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core import clock
from core.audit import Actor, record
from core.db import session, take_turns, transaction
from core.errors import MissingError, RuleError
from core.revision import raise_revision
from events.entry import changing
from events.fields import SeriesCounting
from events.models import Event, Region, Season, Series, Venue, VenueCourt
from events.naming import slug_of
from events.rules import series_problems


@dataclass(frozen=True, slots=True)
class VenueFields:
    """A place to play. `courts` are (hall, name) in their order; coordinates in degrees."""

    name: str
    city: str
    region_id: int | None = None
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    way_da: str = ""
    way_en: str = ""
    access_da: str = ""
    access_en: str = ""
    courts: tuple[tuple[str, str], ...] = ()


PLAIN = (
    *("name", "city", "region_id", "address", "latitude", "longitude"),
    *("way_da", "way_en", "access_da", "access_en"),
)


def save_season(season_id: int | None, name: str, starts_on: date, ends_on: date, *, by: Actor) -> Season:
    """Make a season (id None) or change one; its address stays.

    Raises RuleError("events.season_exists"), ("events.ends_before_start"), ("events.season_too_short") when events
    would fall outside.
    """
    with transaction() as db:
        if ends_on <= starts_on:
            raise RuleError("events.ends_before_start", field="ends_on")
        take_turns("year")
        twins = db.scalars(select(Season.id).where((Season.name == name) | (Season.slug == slug_of(name))))
        if any(twin != season_id for twin in twins):
            raise RuleError("events.season_exists", field="name")
        season = db.get(Season, season_id) if season_id else Season(slug=slug_of(name))
        if season is None:
            raise MissingError
        if season_id and _has_events_outside(season_id, starts_on, ends_on):
            raise RuleError("events.season_too_short", field="ends_on")
        season.name, season.starts_on, season.ends_on = name, starts_on, ends_on
        db.add(season)
        db.flush()
        record("save_season", f"season:{season.id}", by=by, starts_on=str(starts_on), ends_on=str(ends_on))
        raise_revision("calendar")
    return season


def _has_events_outside(season_id: int, starts_on: date, ends_on: date) -> bool:
    outside = (Event.starts_on < starts_on) | (Event.starts_on > ends_on)
    return session().scalar(select(Event.id).where(Event.season_id == season_id, outside).limit(1)) is not None


def save_series(
    series_id: int | None,
    season_id: int,
    sport_id: int | None,
    name_da: str,
    name_en: str,
    *,
    by: Actor,
    counting: SeriesCounting | None = None,
) -> Series:
    """Make a series of rounds in a season (id None) or change one; its address stays with it in its season.

    Without `counting` it counts as it did. Raises RuleError("events.series_exists") and those of series_problems.
    """
    with transaction() as db:
        take_turns("year")
        if find_series_named(season_id, name_da) not in (None, series_id):
            raise RuleError("events.series_exists", field="name_da")
        series = db.get(Series, series_id) if series_id else Series()
        if series is None:
            raise MissingError
        if counting is not None:
            _put_counting(series, counting)
        if series.season_id != season_id:
            series.season_id, series.slug = season_id, _free_series_slug(season_id, name_da)
        series.sport_id, series.name_da, series.name_en = sport_id, name_da, name_en
        db.add(series)
        db.flush()
        facts = {} if counting is None else asdict(counting)
        record("save_series", series.revision_subject, by=by, season=season_id, **facts)
        # Its name and its table stand on the pages of every round.
        rounds = db.scalars(select(Event.id).where(Event.series_id == series.id))
        raise_revision("calendar", series.revision_subject, *(f"event:{event_id}" for event_id in rounds))
    return series


def find_series_named(season_id: int, name: str) -> int | None:
    """The number of the series of a season that is called so, however it is written."""
    rows = session().execute(select(Series.id, Series.name_da).where(Series.season_id == season_id))
    return next((row.id for row in rows if slug_of(row.name_da) == slug_of(name)), None)


def _free_series_slug(season_id: int, name: str) -> str:
    """An address for a series: one that was renamed keeps the address of its old name."""
    taken = set(session().scalars(select(Series.slug).where(Series.season_id == season_id)))
    numbered = (f"{slug_of(name)}-{number}" for number in count(2))
    return next(slug for slug in chain([slug_of(name)], numbered) if slug not in taken)


def _put_counting(series: Series, counting: SeriesCounting) -> None:
    for found in series_problems(**asdict(counting)):
        raise RuleError(found.problem.code, field=found.field, **found.problem.facts)
    series.scoring, series.place_points = counting.scoring, list(counting.place_points)
    series.started, series.best, series.promoted = counting.started, counting.best, counting.promoted


def save_venue(venue_id: int | None, fields: VenueFields, *, by: Actor) -> Venue:
    """Make a venue (id None) or change one with its courts; events to come that are there follow its name.

    Raises RuleError("events.venue_exists") or ("events.court_twice").
    """
    with transaction() as db:
        take_turns("year")
        twins = db.scalars(select(Venue.id).where(Venue.name == fields.name, Venue.city == fields.city))
        if any(twin != venue_id for twin in twins):
            raise RuleError("events.venue_exists", field="name")
        if len(set(fields.courts)) < len(fields.courts):
            raise RuleError("events.court_twice", field="courts")
        venue = _get_venue(venue_id) if venue_id else Venue(courts=[])
        is_renamed = venue_id is not None and (venue.name, venue.city) != (fields.name, fields.city)
        for name in PLAIN:
            setattr(venue, name, getattr(fields, name))
        _put_courts(venue, fields.courts)
        db.add(venue)
        db.flush()
        record("save_venue", f"venue:{venue.id}", by=by, courts=len(fields.courts))
        _tell_events(venue, is_renamed=is_renamed, by=by)
    return venue


def _get_venue(venue_id: int) -> Venue:
    venue = session().scalar(select(Venue).where(Venue.id == venue_id).options(selectinload(Venue.courts)))
    if venue is None:
        raise MissingError
    return venue


def _put_courts(venue: Venue, courts: tuple[tuple[str, str], ...]) -> None:
    known = {(court.hall, court.name): court for court in venue.courts}
    venue.courts[:] = [known.get(place) or VenueCourt(hall=place[0], name=place[1]) for place in courts]
    for sort, court in enumerate(venue.courts):
        court.sort = sort


def _tell_events(venue: Venue, *, is_renamed: bool, by: Actor) -> None:
    """The way and the access stand on the pages of every event there; a new name also in the calendar."""
    coming = select(Event.id, Event.ends_on).where(Event.venue_id == venue.id)
    for event_id, ends_on in session().execute(coming).all():
        if is_renamed and ends_on >= clock.today():
            with changing(event_id, "follow_venue", by=by) as event:
                event.place, event.city = venue.name, venue.city
        else:
            raise_revision(f"event:{event_id}")


def save_region(region_id: int, name_da: str, name_en: str, *, by: Actor) -> None:
    """Change what a region is called."""
    with transaction() as db:
        region = db.get(Region, region_id)
        if region is None:
            raise MissingError
        region.name_da, region.name_en = name_da, name_en
        record("save_region", f"region:{region.id}", by=by)
        raise_revision("calendar")
