"""A season as a spreadsheet, in the columns that the import reads: what goes out comes in again as it was."""

from datetime import datetime

from core import clock
from core.sheets import Cell
from events.models import Cap, Event
from events.season_sheet import COLUMNS


def season_rows(events: list[Event]) -> list[list[Cell]]:
    """The rows of some events (sport, region, caps and series loaded) in the order of COLUMNS."""
    return [[_cells(event)[name] for name in COLUMNS] for event in events]


def _cells(event: Event) -> dict[str, Cell]:
    is_timed = event.timing == "timed"
    return {
        "name": event.title_da,
        "sport": event.sport.name_da,
        "kind": event.kind,
        "region": event.region.name_da if event.region else "",
        "city": event.city,
        "venue": event.place,
        "month": event.starts_on.month,
        "teams": _number(event, "teams"),
        "format": event.format_text,
        "notes": event.notes,
        "name_en": event.title_en,
        "date": event.starts_on.isoformat(),
        "end_date": event.ends_on.isoformat(),
        "start": _clock(event.starts_at) if is_timed else "",
        "end": _clock(event.ends_at) if is_timed else "",
        "timing": event.timing,
        "scope": event.scope,
        "series": event.series.name_da if event.series else "",
        "external": "ja" if event.is_external else "nej",
        "sign_up": "ja" if event.takes_sign_up else "nej",
        "opens": _moment(event.opens_at),
        "closes": _moment(event.closes_at),
        "people": _number(event, "people"),
        "rows": " ".join(event.rows),
        "meals": _options(event, "meal"),
        "beds": _options(event, "bed"),
        "summary": event.summary_da,
        "summary_en": event.summary_en,
    }


def _number(event: Event, kind: str) -> int | None:
    return next((cap.cap for cap in event.caps if cap.kind == kind), None)


def _options(event: Event, kind: str) -> str:
    return "; ".join(_option(cap) for cap in event.caps if cap.kind == kind)


def _option(cap: Cap) -> str:
    label = f"{cap.label_da}|{cap.label_en}" if cap.label_en else cap.label_da
    return label if cap.cap is None else f"{label}={cap.cap}"


def _clock(moment: datetime | None) -> str:
    return f"{clock.local(moment):%H:%M}" if moment else ""


def _moment(moment: datetime | None) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}" if moment else ""
