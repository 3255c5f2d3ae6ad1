"""A season's spreadsheet: what its rows mean and what is wrong with them. Nothing is written here.

The columns are those of `COLUMNS`; only name, sport, kind and either month or date are needed. What a row leaves out
follows from its notes ("onsdag eftermiddag", "A/B-række", "frokost") or is usual.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from core import clock
from core.errors import Problem
from events.folding import fold
from events.naming import slug_of
from events.planning import Days, lay_days, length_in
from events.rules import KINDS, SCOPES, TIMINGS, EventTimes, event_problems

COLUMNS = (
    *("name", "sport", "kind", "region", "city", "venue", "month", "teams", "format", "notes"),
    *("name_en", "date", "end_date", "start", "end", "timing", "scope", "series", "external", "sign_up"),
    *("opens", "closes", "people", "rows", "meals", "beds", "summary", "summary_en"),
)
# The short names of the sheet in words the office can read and change; what stands in other words stays as it is.
FORMATS = {
    "none": "",
    "groups": "Puljer",
    "groups+AB": "Puljer, derefter A og B",
    "groups+knockout": "Puljer og slutspil",
    "groups+groups+knockout": "Puljer to gange og slutspil",
    "poule4_barrage+AB": "Puljer à 4 med omkamp, derefter A og B",
    "round_robin": "Alle mod alle",
    "mixed_draw+round_robin": "Blandede hold, alle mod alle",
    "knockout_double": "Slutspil med to chancer",
    "placement_bracket": "Kamp om alle pladser",
    "monrad_4": "Monrad, 4 runder",
    "monrad_5+AB_top8": "Monrad, 5 runder, derefter A og B",
    "supermelee_4": "Supermêlée, 4 runder",
    "multi_discipline": "Flere discipliner",
    "total_score": "Flest point i alt",
    "total_low": "Færrest slag i alt",
    "timed_heats": "Løb på tid",
    "distance_total": "Længst i alt",
}
NEEDED = ("name", "sport", "kind")
NOWHERE = ("hele-landet", "udland")
USUAL_START, USUAL_END = time(10), time(16)
AFTERNOON_START, AFTERNOON_END = time(13), time(17)
OPENS_BEFORE = timedelta(weeks=8)
CLOSES_BEFORE = timedelta(days=5)
MOST_PLACES = 9999
ROUND = re.compile(r"^(.*?)\s*[–-]?\s*\d+\. runde", re.IGNORECASE)


@dataclass(slots=True)
class Planned:
    """One row as it would become: JSON values only (ISO dates, UTC moments, slugs), and what is wrong with it."""

    number: int
    cells: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Problem] = field(default_factory=list)

    def fault(self, code: Problem) -> None:
        """Add something that is wrong."""
        self.faults.append(code)


@dataclass(frozen=True, slots=True)
class Known:
    """What a row may refer to: folded names → slugs, the season's span, and what is in the season already."""

    sports: Mapping[str, str]
    regions: Mapping[str, str]
    starts_on: date
    ends_on: date
    taken: frozenset[tuple[str, str]]


def read_rows(rows: Sequence[Mapping[str, str]], known: Known) -> list[Planned]:
    """What each row of a spreadsheet would become, in the order of the sheet; line 2 is the first."""
    # A row without a usable month gets its fault below; until then it stands in January.
    days = lay_days([(_month(row) or 1, row.get("notes", "")) for row in rows], known.starts_on.year)
    found = [
        _read_row(number, {name: row[name] for name in COLUMNS if name in row}, laid, known)
        for number, (row, laid) in enumerate(zip(rows, days, strict=True), 2)
    ]
    _find_twins(found, known)
    return found


def _read_row(number: int, cells: dict[str, str], laid: Days, known: Known) -> Planned:
    planned = Planned(number, cells)
    _read_names(planned, known)
    _read_when(planned, laid, known)
    _read_sign_up(planned)
    _read_places(planned)
    if not planned.faults:
        _judge_times(planned, known)
    return planned


def _read_names(planned: Planned, known: Known) -> None:
    cells, values = planned.cells, planned.values
    values["title_da"], values["title_en"] = cells.get("name", ""), cells.get("name_en", "")
    if not values["title_da"]:
        planned.fault(Problem("events.import_no_name"))
    values["sport"] = known.sports.get(fold(cells.get("sport", "")))
    if values["sport"] is None:
        planned.fault(Problem("events.import_unknown_sport", {"value": cells.get("sport", "")}))
    values["kind"] = cells.get("kind", "").lower()
    if values["kind"] not in KINDS:
        planned.fault(Problem("events.import_unknown_kind", {"value": cells.get("kind", "")}))
    values["region"] = known.regions.get(fold(cells.get("region", "")))
    if values["region"] is None and cells.get("region"):
        planned.fault(Problem("events.import_unknown_region", {"value": cells["region"]}))
    notes = cells.get("notes", "").lower()
    values["place"], values["city"] = cells.get("venue", ""), cells.get("city", "")
    if values["region"] in NOWHERE and fold(values["city"]) == fold(cells["region"]):
        # "Hele landet" is no town.
        values["city"] = ""
    values["has_venue"] = bool(values["place"]) and values["region"] not in NOWHERE
    values["scope"] = cells.get("scope", "").lower() or _scope_in(notes)
    if values["scope"] not in SCOPES:
        planned.fault(Problem("events.import_unknown_scope", {"value": cells["scope"]}))
    values["series"] = cells["series"] if "series" in cells else _series_in(values["kind"], values["title_da"])
    form_of_play = cells.get("format", "")
    values["format_text"], values["notes"] = FORMATS.get(form_of_play, form_of_play), cells.get("notes", "")
    values["summary_da"], values["summary_en"] = cells.get("summary", ""), cells.get("summary_en", "")


def _scope_in(notes: str) -> str:
    words = {"international": "international", "landsdækkende": "national", "lokal": "local"}
    return next((scope for word, scope in words.items() if word in notes), "regional")


def _series_in(kind: str, title: str) -> str:
    found = ROUND.match(title) if kind == "series_round" else None
    return found.group(1) if found else ""


def _read_when(planned: Planned, laid: Days, known: Known) -> None:
    cells, values = planned.cells, planned.values
    notes = cells.get("notes", "").lower()
    first = _date(planned, "date")
    if first is None:
        if cells.get("date"):
            return
        if _month(cells) is None:
            planned.fault(Problem("events.import_no_day"))
            return
        first = laid.first
    last = _date(planned, "end_date") or first + timedelta(days=length_in(notes) - 1)
    if last < first:
        planned.fault(Problem("events.ends_before_start"))
        return
    if not known.starts_on <= first <= known.ends_on:
        planned.fault(Problem("events.import_outside_season", {"day": f"{first:%d.%m.%Y}"}))
    timing = cells.get("timing", "").lower() or _usual_timing(values["kind"], notes, (last - first).days + 1)
    if timing not in TIMINGS:
        planned.fault(Problem("events.import_unknown_timing", {"value": cells["timing"]}))
    values.update(timing=timing, starts_on=first.isoformat(), ends_on=last.isoformat(), starts_at=None, ends_at=None)
    if timing == "timed":
        _read_clock(planned, first, last, "eftermiddag" in notes)


def _usual_timing(kind: str, notes: str, length: int) -> str:
    if length >= 14 or "vindue" in notes:
        return "window"
    return "all_day" if kind in ("camp", "activity") else "timed"


def _read_clock(planned: Planned, first: date, last: date, is_afternoon: bool) -> None:
    start = _time(planned, "start", AFTERNOON_START if is_afternoon else USUAL_START)
    end = _time(planned, "end", AFTERNOON_END if is_afternoon else USUAL_END)
    if start is None or end is None:
        return
    starts_at, ends_at = clock.wall(first, start), clock.wall(last, end)
    if ends_at <= starts_at:
        planned.fault(Problem("events.ends_before_start"))
        return
    planned.values.update(starts_at=starts_at.isoformat(), ends_at=ends_at.isoformat())


def _read_sign_up(planned: Planned) -> None:
    cells, values = planned.cells, planned.values
    notes = cells.get("notes", "").lower()
    is_external = "ekstern" in notes or ("kun kalenderpost" in notes and "tilmelding" not in notes)
    values["is_external"] = _yes(cells["external"]) if "external" in cells else is_external
    values["takes_sign_up"] = _yes(cells["sign_up"]) if "sign_up" in cells else not values["is_external"]
    if "starts_on" not in values:
        return
    first = date.fromisoformat(values["starts_on"])
    opens = clock.wall(first - OPENS_BEFORE, time(9))
    closes = clock.wall(first - CLOSES_BEFORE, time(23, 59))
    values["opens_at"] = _moment(planned, "opens", opens if values["takes_sign_up"] else None)
    values["closes_at"] = _moment(planned, "closes", closes if values["takes_sign_up"] else None)


def _judge_times(planned: Planned, known: Known) -> None:
    """What the command would refuse, said while the row can still be mended."""
    values = planned.values
    first, last = date.fromisoformat(values["starts_on"]), date.fromisoformat(values["ends_on"])
    moments = {
        name: datetime.fromisoformat(values[name]) if values[name] else None
        for name in ("starts_at", "ends_at", "opens_at", "closes_at")
    }
    times = EventTimes(timing=values["timing"], starts_on=first, ends_on=last, **moments)
    for found in event_problems(times, (known.starts_on, known.ends_on), first):
        planned.fault(found.problem)


def _read_places(planned: Planned) -> None:
    cells, values = planned.cells, planned.values
    notes = cells.get("notes", "").lower()
    for name in ("teams", "people"):
        values[name] = _whole(cells.get(name, ""))
        if cells.get(name) and values[name] is None:
            planned.fault(Problem("events.import_bad_number", {"value": cells[name]}))
    letters = "A B C" if "a/b/c-r" in notes else "A B" if re.search(r"a/b-r|a-række|a- og b-række", notes) else ""
    values["rows"] = cells.get("rows", letters).upper().split()
    values["meals"] = _options(cells, "meals", "Frokost|Lunch" if re.search("frokost|sandwich", notes) else "")
    values["beds"] = _options(cells, "beds", "Seng|Bed" if "overnatning" in notes else "")


def _options(cells: Mapping[str, str], name: str, usual: str) -> list[dict[str, Any]]:
    """Meals or beds as a cell says them: "Frokost|Lunch=120; Aftensmad|Dinner"."""
    found: list[dict[str, Any]] = []
    for part in cells.get(name, usual).split(";"):
        label, _sign, number = part.strip().partition("=")
        danish, _bar, english = label.partition("|")
        if danish and all(slug_of(option["label_da"]) != slug_of(danish) for option in found):
            found.append({"label_da": danish.strip(), "label_en": english.strip(), "cap": _whole(number)})
    return found


def _find_twins(planned: Sequence[Planned], known: Known) -> None:
    seen: set[tuple[str, str]] = set()
    for row in planned:
        name = (row.values["title_da"], row.values.get("starts_on", ""))
        if name in known.taken:
            row.fault(Problem("events.import_exists"))
        elif name in seen:
            row.fault(Problem("events.import_twice"))
        seen.add(name)


def _month(cells: Mapping[str, str]) -> int | None:
    month = _whole(cells.get("month", ""))
    return month if month in range(1, 13) else None


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and int(text) <= MOST_PLACES else None


def _yes(text: str) -> bool:
    return text.strip().lower() in ("ja", "yes", "1", "x")


def _date(planned: Planned, name: str) -> date | None:
    text = planned.cells.get(name, "").strip()
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y"):
        try:
            found = datetime.strptime(text, form).replace(tzinfo=clock.COPENHAGEN).date()
        except ValueError:
            continue
        if clock.is_in_reach(found):
            return found
    if text:
        planned.fault(Problem("events.import_bad_date", {"value": text}))
    return None


def _time(planned: Planned, name: str, usual: time) -> time | None:
    text = planned.cells.get(name, "").strip().replace(".", ":")
    if not text:
        return usual
    try:
        return time.fromisoformat(text.zfill(5))
    except ValueError:
        planned.fault(Problem("events.import_bad_time", {"value": text}))
        return None


def _moment(planned: Planned, name: str, usual: datetime | None) -> str | None:
    """A deadline: what the column says; without the column what is usual, with an empty cell none."""
    if name not in planned.cells:
        return usual.isoformat() if usual else None
    text = planned.cells[name].strip()
    if not text:
        return None
    try:
        naive = datetime.fromisoformat(text)
        if not clock.is_in_reach(naive.date()):
            raise ValueError(text)
    except ValueError:
        planned.fault(Problem("events.import_bad_time", {"value": text}))
        return None
    return clock.wall(naive.date(), naive.time()).isoformat()
