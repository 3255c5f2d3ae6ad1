"""Importing a season: the sheet is read and kept as a preview, and written once when somebody says so."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from core import clock
from core.audit import Actor, record
from core.db import session, transaction
from core.errors import MissingError, Problem, RuleError
from core.sheets import read_sheet
from events.fields import Basics, OptionFields, Places, Texts, WhenWhere
from events.ground import VenueFields, find_series_named, save_series, save_venue
from events.models import Event, Region, Season, SeasonImport, Sport, Venue
from events.naming import slug_of
from events.queries import filter_names
from events.season_sheet import NEEDED, Known, Planned, read_rows
from events.service import create_event, set_places, write_texts


def preview_import(season_id: int, file_name: str, content: bytes, *, by: Actor) -> SeasonImport:
    """Read a CSV or XLSX file into a stored preview; no event is written.

    Raises RuleError for a file that cannot be read (core.sheet_…) or lacks a column ("events.import_no_column").
    """
    rows = read_sheet(file_name, content)
    for column in NEEDED:
        if column not in rows[0]:
            raise RuleError("events.import_no_column", field="file", column=column)
    with transaction() as db:
        season = db.get(Season, season_id)
        if season is None:
            raise MissingError
        planned = read_rows(rows, _known(season))
        stored = SeasonImport(
            season_id=season.id,
            file_name=file_name[:200],
            rows=[_stored(row) for row in planned],
            created_at=clock.now(),
        )
        db.add(stored)
        db.flush()
        faults = sum(bool(row.faults) for row in planned)
        record("preview_import", f"season:{season.id}", by=by, rows=len(planned), faults=faults)
    return stored


def _known(season: Season) -> Known:
    names = filter_names().by_name
    rows = session().execute(select(Event.title_da, Event.starts_on).where(Event.season_id == season.id))
    return Known(
        sports=names["sport"],
        regions=names["region"],
        starts_on=season.starts_on,
        ends_on=season.ends_on,
        taken=frozenset((title, starts_on.isoformat()) for title, starts_on in rows),
    )


def _stored(row: Planned) -> dict[str, Any]:
    faults = [{"code": fault.code, "facts": fault.facts} for fault in row.faults]
    return {"number": row.number, "cells": row.cells, "plan": row.values, "faults": faults}


def faults_of(row: Mapping[str, Any]) -> list[Problem]:
    """The faults of a stored row, as problems with their texts."""
    return [Problem(**fault) for fault in row["faults"]]


def apply_import(import_id: int, *, by: Actor) -> int:
    """Write the rows of a preview that have no fault, as drafts; returns how many.

    A second call writes nothing and returns the same number. What came into the season since the preview is not made
    twice: such rows are left out.
    """
    with transaction() as db:
        stored = db.scalar(select(SeasonImport).where(SeasonImport.id == import_id).with_for_update())
        if stored is None:
            raise MissingError
        if stored.applied_at is not None:
            return stored.made_count
        season = db.get_one(Season, stored.season_id)
        taken = _known(season).taken
        good = [row["plan"] for row in stored.rows if not row["faults"]]
        new = [plan for plan in good if (plan["title_da"], plan["starts_on"]) not in taken]
        make_events(season, new, by=by)
        stored.applied_at = clock.now()
        stored.made_count = len(new)
        record("apply_import", f"season:{season.id}", by=by, events=len(new), import_id=stored.id)
    return len(new)


def make_events(season: Season, plans: Sequence[Mapping[str, Any]], *, by: Actor) -> list[Event]:
    """Make drafts from planned rows (values of season_sheet.Planned) inside the running transaction."""
    db = session()
    sports = dict(db.execute(select(Sport.slug, Sport.id)).all())
    regions = dict(db.execute(select(Region.slug, Region.id)).all())
    made = []
    for plan in plans:
        region_id = regions.get(plan["region"]) if plan["region"] else None
        sport_id = sports[plan["sport"]]
        basics = Basics(
            season_id=season.id,
            sport_id=sport_id,
            series_id=_series_id(season.id, sport_id, plan["series"], by=by),
            opens_at=_aware(plan["opens_at"]),
            closes_at=_aware(plan["closes_at"]),
            **{name: plan[name] for name in ("kind", "title_da", "title_en", "scope", "is_external")},
            **{name: plan[name] for name in ("takes_sign_up", "format_text", "notes")},
        )
        event = create_event(basics, _spot(plan, region_id, by=by), by=by)
        set_places(event.id, _places(plan), by=by)
        if plan["summary_da"] or plan["summary_en"]:
            write_texts(event.id, Texts(summary_da=plan["summary_da"], summary_en=plan["summary_en"]), by=by)
        made.append(event)
    return made


def _aware(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _spot(plan: Mapping[str, Any], region_id: int | None, *, by: Actor) -> WhenWhere:
    return WhenWhere(
        timing=plan["timing"],
        starts_at=_aware(plan["starts_at"]),
        ends_at=_aware(plan["ends_at"]),
        starts_on=date.fromisoformat(plan["starts_on"]),
        ends_on=date.fromisoformat(plan["ends_on"]),
        venue_id=_venue_id(plan, region_id, by=by) if plan["has_venue"] else None,
        place=plan["place"],
        city=plan["city"],
        region_id=region_id,
    )


def _venue_id(plan: Mapping[str, Any], region_id: int | None, *, by: Actor) -> int:
    known = session().scalar(select(Venue.id).where(Venue.name == plan["place"], Venue.city == plan["city"]))
    return known or save_venue(None, VenueFields(plan["place"], plan["city"], region_id), by=by).id


def _series_id(season_id: int, sport_id: int, name: str, *, by: Actor) -> int | None:
    if not name:
        return None
    return find_series_named(season_id, name) or save_series(None, season_id, sport_id, name, "", by=by).id


def _places(plan: Mapping[str, Any]) -> Places:
    options = [("meal", option) for option in plan["meals"]] + [("bed", option) for option in plan["beds"]]
    return Places(
        teams=plan["teams"],
        people=plan["people"],
        rows=dict.fromkeys(plan["rows"]),
        options=tuple(OptionFields(kind=kind, key=slug_of(option["label_da"]), **option) for kind, option in options),
    )


def rows_to_show(stored: SeasonImport) -> list[tuple[Mapping[str, Any], list[Problem]]]:
    """The rows of a preview with their day and faults, the faulty ones first."""
    rows = [({**row, "day": _day(row["plan"])}, faults_of(row)) for row in stored.rows]
    return sorted(rows, key=lambda pair: (not pair[1], pair[0]["number"]))


def _day(plan: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(plan["starts_on"]) if "starts_on" in plan else None
