"""The demo season: the sixty events of a real-looking year, laid so that one of them is today."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core import clock
from core.audit import SYSTEM
from core.db import session, transaction
from events.demo_texts import COURTS_USUAL, MOMENTS, PLACES_ON_THE_MAP, WAY, texts_for
from events.fields import OptionFields, Places, SeriesCounting
from events.folding import fold
from events.ground import VenueFields, save_season, save_series, save_venue
from events.importing import make_events
from events.models import Event, Season
from events.planning import lay_days
from events.queries import filter_names, get_event, list_series, list_venues
from events.reference import lay_reference_data
from events.rules import PLAYED
from events.season_sheet import Known, read_rows
from events.service import add_programme_item, put_up_notice, set_places, spot_of, write_texts
from events.states import cancel_event, finish_event, move_event, postpone_event, publish_event

SHEET = Path(__file__).parent / "data" / "season60.csv"
TEXTS = Path(__file__).parent / "data" / "season60_texts.csv"
TODAY_EVENT = "Regionalt indestævne Hovedstaden"
TODAY_ROOM = 16
SERIES = {
    "DM i indendørs fodbold": ("Danish indoor football championship", SeriesCounting(promoted=2)),
    "Dart-liga": ("Dart league", SeriesCounting("place_points", (10, 8, 6, 5, 4, 3, 2, 1), started=1, best=3)),
}
CANCELLED, MOVED, POSTPONED = "Regional bordcurling Vest", "Badmintonstævne", "Floorballstævne"
LENGTH = timedelta(hours=6)

Row = Mapping[str, str]


def demo_rows(path: Path = SHEET) -> list[dict[str, str]]:
    """The rows of a season's spreadsheet (comma-separated, UTF-8)."""
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def lay_demo_season(rows: Path | Sequence[Row], today: date) -> Season:
    """Lay a season from a spreadsheet or its rows: published, what is past finished, one event on `today`.

    The whole season is shifted by full weeks, so every other event keeps its weekday. One event is cancelled, one
    moved, one postponed. Returns the season; the event of today is the one called TODAY_EVENT.
    """
    sheet = demo_rows(rows) if isinstance(rows, Path) else [dict(row) for row in rows]
    lay_reference_data()
    dated = _dated(sheet, today)
    days = [date.fromisoformat(row["date"]) for row in dated]
    with transaction():
        with clock.frozen(clock.wall(min(min(days), today) - timedelta(days=70), time(9))):
            season = _save_season(min(days), max(days))
            events = _make(season, dated)
            _dress_venues(sheet)
            _dress_series(season)
            for event, row in zip(events, dated, strict=True):
                _dress(event.id, row, is_today=event.title_da == TODAY_EVENT)
                publish_event(event.id, by=SYSTEM)
        for event in events:
            if event.ends_on < today:
                finish_event(event.id, by=SYSTEM)
        _make_changes(events, today)
    return season


def _dated(sheet: Sequence[Row], today: date) -> list[dict[str, str]]:
    """The rows with the columns date, end_date, start and end, shifted by whole weeks around today's event."""
    laid = lay_days([(int(row["month"]), row["notes"]) for row in sheet], today.year)
    ours = next(days.first for row, days in zip(sheet, laid, strict=True) if row["name"] == TODAY_EVENT)
    shift = timedelta(weeks=round((today - ours).days / 7))
    texts = {row["name"]: row for row in csv.DictReader(TEXTS.read_text(encoding="utf-8").splitlines(), delimiter=";")}
    found = []
    for row, days in zip(sheet, laid, strict=True):
        is_today = row["name"] == TODAY_EVENT
        first, last = (today, today) if is_today else (days.first + shift, days.last + shift)
        words = texts.get(row["name"], {})
        hours = dict(zip(("start", "end"), _hours_around_now(today), strict=True)) if is_today else {}
        wide = {name: words.get(name, "") for name in ("name_en", "summary", "summary_en")}
        found.append({**row, **wide, "date": first.isoformat(), "end_date": last.isoformat(), **hours})
    return found


def _hours_around_now(today: date) -> tuple[str, str]:
    """Ten to four, or six hours around this moment where that would already be over or not have begun."""
    now = clock.local(clock.now())
    usual = datetime.combine(today, time(10), clock.COPENHAGEN)
    if now.date() != today or usual + timedelta(minutes=30) <= now <= usual + timedelta(hours=4):
        return "10:00", "16:00"
    latest = datetime.combine(today, time(23, 55), clock.COPENHAGEN) - LENGTH
    earliest = datetime.combine(today, time.min, clock.COPENHAGEN)
    start = min(max(now - timedelta(hours=3), earliest), latest)
    start = start.replace(minute=start.minute // 5 * 5)
    return f"{start:%H:%M}", f"{start + LENGTH:%H:%M}"


def _save_season(first: date, last: date) -> Season:
    starts_on = first.replace(day=1)
    ends_on = (last.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    name = f"{starts_on.year}/{ends_on:%y}" if starts_on.year != ends_on.year else str(starts_on.year)
    return save_season(None, name, starts_on, ends_on, by=SYSTEM)


def _make(season: Season, rows: Sequence[Row]) -> list[Event]:
    names = filter_names().by_name
    known = Known(names["sport"], names["region"], season.starts_on, season.ends_on, frozenset())
    planned = read_rows(rows, known)
    wrong = [row for row in planned if row.faults]
    if wrong:
        raise ValueError(f"line {wrong[0].number} of the demo season: {wrong[0].faults[0].code}")
    return make_events(season, [row.values for row in planned], by=SYSTEM)


def _dress(event_id: int, row: Row, *, is_today: bool) -> None:
    """Texts, places and programme, as the sheet's notes and the kind of event suggest."""
    event = session().get_one(Event, event_id)
    sport = fold(row["sport"])
    write_texts(event_id, texts_for(event, sport), by=SYSTEM)
    set_places(event_id, _places(event, row, is_today=is_today), by=SYSTEM)
    if event.starts_at is None or event.ends_at is None or event.kind not in PLAYED:
        return
    first_day_end = clock.wall(event.starts_on, time(16)) if event.starts_on != event.ends_on else event.ends_at
    for from_start, from_end, danish, english in MOMENTS:
        base = event.starts_at if from_end is None else first_day_end
        moment = base + timedelta(minutes=from_start if from_end is None else -from_end)
        add_programme_item(event_id, moment, danish, english, by=SYSTEM)


def _places(event: Event, row: Row, *, is_today: bool) -> Places:
    teams = int(row["teams"]) if event.takes_sign_up else None
    named = re.search(r"ca\. (\d+) (deltagere|spillere)", row["notes"])
    people = int(named.group(1)) if named else None
    options = []
    if event.kind in PLAYED and event.takes_sign_up:
        options.append(OptionFields("meal", "frokost", "Frokost", "Lunch", people + 15 if people else None))
    if "overnatning" in row["notes"] and event.takes_sign_up:
        options.append(OptionFields("bed", "seng", "Seng", "Bed", people if event.kind == "games" else teams))
    rows: dict[str, int | None] = dict.fromkeys(event.rows)
    return Places(TODAY_ROOM if is_today else teams, None, rows, tuple(options))


def _dress_series(season: Season) -> None:
    """How the rounds of the year's series count."""
    for series in list_series(season.id):
        if series.name_da in SERIES:
            english, counting = SERIES[series.name_da]
            names = (series.name_da, english)
            save_series(series.id, season.id, series.sport_id, *names, by=SYSTEM, counting=counting)


def _dress_venues(sheet: Sequence[Row]) -> None:
    """Courts, the way and the access of the venues that the import made."""
    notes = {(row["venue"], row["city"]): row for row in sheet}
    for venue in list_venues():
        row = notes.get((venue.name, venue.city))
        if row is None:
            continue
        named = re.search(r"(\d+) (baner|borde)\b", row["notes"])
        word, usual = COURTS_USUAL.get(fold(row["sport"]), ("Bane", 3))
        count = int(named.group(1)) if named else usual
        spot = PLACES_ON_THE_MAP.get(venue.name, (None, None))
        fields = VenueFields(
            venue.name,
            venue.city,
            venue.region_id,
            latitude=spot[0],
            longitude=spot[1],
            courts=tuple(("", f"{word} {number}") for number in range(1, count + 1)),
            **WAY,
        )
        save_venue(venue.id, fields, by=SYSTEM)


def _make_changes(events: Sequence[Event], today: date) -> None:
    """What happens in a year: one is cancelled, one moved a week, one has lost its date; there is news today."""
    by_title = {event.title_da: event for event in events}
    coming = {title: event for title, event in by_title.items() if event.starts_on > today}
    if CANCELLED in coming:
        reason = ("Hallen er lukket på grund af vand. Vi prøver igen til næste år.", "The hall is closed after a leak.")
        cancel_event(coming[CANCELLED].id, *reason, by=SYSTEM)
    if POSTPONED in coming:
        reason = (
            "Banen er ikke ledig den dag. Vi finder en ny.",
            "The court is taken that day. We are finding a new one.",
        )
        postpone_event(coming[POSTPONED].id, *reason, by=SYSTEM)
    if MOVED in coming:
        _move_a_week(coming[MOVED].slug)
    if TODAY_EVENT in by_title:
        text = ("Døren ved parkeringspladsen er åben. Gå ind der.", "The door by the car park is open. Go in there.")
        put_up_notice(by_title[TODAY_EVENT].id, *text, by=SYSTEM)


def _move_a_week(slug: str) -> None:
    event = get_event(slug)
    spot = spot_of(event)
    if spot.starts_at is None or spot.ends_at is None:
        return
    day = event.starts_on + timedelta(days=7)
    times: dict[str, Any] = {
        name: clock.wall(day, clock.local(moment).time())
        for name, moment in (("starts_at", spot.starts_at), ("ends_at", spot.ends_at))
    }
    move_event(event.id, replace(spot, **times), by=SYSTEM)


def find_today_event(season_id: int) -> Event | None:
    """The event of a demo season that is laid on its day."""
    return session().scalar(select(Event).where(Event.season_id == season_id, Event.title_da == TODAY_EVENT))
