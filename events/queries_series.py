"""Reading a series: its rounds in order, and what its pages are known by."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, selectinload

from core.db import session
from core.errors import MissingError
from core.revision import together
from events.models import Event, Season, Series
from events.queries import SHOWN

ROUND_NUMBER = re.compile(r"\b([1-9]\d?)\. runde\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SeriesAddress:
    """A series as links name it: where its page is and what it is called."""

    season: str
    slug: str
    name_da: str
    name_en: str


def get_series(series_id: int) -> Series:
    """A series with its season; MissingError when there is none."""
    series = session().scalar(_with_season(Series.id == series_id))
    if series is None:
        raise MissingError
    return series


def find_series(season: str, slug: str) -> Series | None:
    """A series with its season, by the address of both."""
    return session().scalar(_with_season(Season.slug == season, Series.slug == slug))


def _with_season(*where: ColumnElement[bool]) -> Select[Series]:
    return select(Series).join(Season, Season.id == Series.season_id).where(*where).options(joinedload(Series.season))


def find_series_of(slug: str) -> SeriesAddress | None:
    """The series that an event is a public round of; None where it is in none, or where others stand for it."""
    row = session().execute(
        select(Season.slug.label("season"), Series.slug, Series.name_da, Series.name_en)
        .join(Series, Series.season_id == Season.id)
        .join(Event, Event.series_id == Series.id)
        .where(Event.slug == slug, *_is_round())
    )
    found = row.first()
    return SeriesAddress(**found._mapping) if found is not None else None


def list_rounds(series_id: int) -> list[Event]:
    """The rounds of a series that visitors may see, by date, with what cards need; not those that others stand for."""
    return list(
        session().scalars(
            select(Event)
            .where(Event.series_id == series_id, *_is_round())
            .options(
                joinedload(Event.sport), joinedload(Event.region), joinedload(Event.venue), selectinload(Event.caps)
            )
            .order_by(Event.starts_on, Event.starts_at, Event.id)
        )
    )


def _is_round() -> tuple[ColumnElement[bool], ...]:
    return (Event.state.in_(SHOWN), Event.is_external.is_(False))


def series_subject(season: str, slug: str) -> str | None:
    """What core.revision knows a series' page by: itself, the calendar and all its rounds; None without any round."""
    rows = session().execute(
        select(Series.id, Event.id)
        .join(Season, Season.id == Series.season_id)
        .join(Event, Event.series_id == Series.id)
        .where(Season.slug == season, Series.slug == slug, *_is_round())
        .order_by(Event.id)
    )
    found = [(f"series:{series_id}", f"event:{event_id}") for series_id, event_id in rows]
    return together(["calendar", found[0][0], *(event for _series, event in found)]) if found else None


def round_numbers(titles: Sequence[str]) -> list[int]:
    """The number of each round, in order of date: as its title says ("3. runde"), or simply counted."""
    counted = list(range(1, len(titles) + 1))
    named = [ROUND_NUMBER.search(title) for title in titles]
    numbers = [int(found[1]) if found else number for found, number in zip(named, counted, strict=True)]
    return numbers if len(set(numbers)) == len(numbers) else counted
