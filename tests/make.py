"""Rows for tests, each with everything it needs and nothing more; a room's own makers stand in make_<room>.py."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import select

from core import clock
from core.db import session, transaction
from events.models import Cap, Event, Region, Season, Sport, Venue, VenueCourt
from teams.models import Organisation

Row = TypeVar("Row")
_numbers = count(1)


def season(name: str = "2026/27") -> Season:
    """The season of the tests' clock."""
    found = session().scalar(select(Season).where(Season.name == name))
    return found or _stored(
        Season(name=name, slug=name.replace("/", "-"), starts_on=date(2026, 10, 1), ends_on=date(2027, 9, 30))
    )


def region(slug: str = "syddanmark") -> Region:
    """A region."""
    found = session().scalar(select(Region).where(Region.slug == slug))
    return found or _stored(Region(slug=slug, name_da=slug.title(), name_en=slug.title(), sort=1))


def sport(slug: str = "indendoers-fodbold", **changes: Any) -> Sport:
    """Indoor football with its defaults."""
    found = session().scalar(select(Sport).where(Sport.slug == slug))
    values: dict[str, Any] = {
        "slug": slug,
        "name_da": "Indendørs fodbold" if slug == "indendoers-fodbold" else slug,
        "name_en": "Indoor football",
        "icon": "fodbold",
        "hue": "football",
        "court_da": "bane",
        "court_en": "court",
        "result_kind": "goals",
        "play_minutes": 10,
        "changeover_minutes": 2,
        "rules": {"points": {"win": 3, "draw": 1, "loss": 0}, "preset": "dbu", "walkover": [3, 0]},
    }
    return found or _stored(Sport(**(values | changes)))


def venue(name: str = "Kolding Hallerne", city: str = "Kolding", courts: int = 2) -> Venue:
    """A venue with some courts."""
    found = session().scalar(select(Venue).where(Venue.name == name))
    return found or _stored(
        Venue(
            name=name,
            city=city,
            region_id=region().id,
            courts=[VenueCourt(hall="Hal 1", name=f"Bane {number}", sort=number) for number in range(1, courts + 1)],
        )
    )


def event(title: str = "Indestævne i Kolding", teams: int | None = 12, **changes: Any) -> Event:
    """A published indoor football event on 10 October with room for some teams, open for sign-up now."""
    starts_at = changes.pop("starts_at", datetime(2026, 10, 10, 10, 0, tzinfo=clock.COPENHAGEN))
    ends_at = changes.pop("ends_at", starts_at + timedelta(hours=6))
    number = next(_numbers)
    values: dict[str, Any] = {
        "season_id": season().id,
        "sport_id": sport().id,
        "region_id": region().id,
        "venue_id": venue().id,
        "kind": "tournament",
        "state": "published",
        "title_da": title,
        "title_en": "",
        "slug": f"staevne-{number}",
        "uid": f"test-{number}@example.org",
        "calendar_changed_at": clock.now(),
        "created_at": clock.now(),
        "published_at": clock.now(),
        "starts_at": starts_at,
        "ends_at": ends_at,
        "starts_on": clock.local(starts_at).date(),
        "ends_on": clock.local(ends_at).date(),
        "opens_at": clock.now() - timedelta(days=1),
        "closes_at": starts_at - timedelta(days=3),
        "change_until": starts_at - timedelta(days=3),
        "cancel_until": starts_at - timedelta(days=1),
        "rows": ["A", "B"],
    }
    caps = [Cap(kind="teams", cap=teams, sort=0), Cap(kind="people", cap=None, sort=1)]
    caps += [
        Cap(kind="meal", key="frokost", label_da="Frokost", label_en="Lunch", cap=100, sort=2),
        Cap(kind="bed", key="nat", label_da="Overnatning", label_en="Bed", cap=20, sort=3),
    ]
    caps += [Cap(kind="row", key=key, cap=None, sort=4) for key in ("A", "B")]
    return _stored(Event(**(values | changes), caps=caps))


def organisation(name: str, municipality: str = "Odense", **changes: Any) -> Organisation:
    """A member place."""
    found = session().scalar(select(Organisation).where(Organisation.name == name))
    return found or _stored(
        Organisation(name=name, municipality=municipality, **({"contact_phone": "12 34 56 78"} | changes))
    )


def _stored(row: Row) -> Row:
    with transaction() as db:
        db.add(row)
    return row
