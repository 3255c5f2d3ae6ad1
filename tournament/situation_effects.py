"""What a situation changes beside the timetable: hours, a new court, a late team, a team that is gone; and back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from core.errors import RuleError
from tournament.draw_changes import reinstate_entry, usual_policy, withdraw_entry
from tournament.file_clock import DayClock
from tournament.models import Competition, Court, Entry
from tournament.models_situation import Situation
from tournament.planning import list_courts
from tournament.planning_day import clock_text
from tournament.situation_day import News
from tournament.situation_options import ease_day
from tournament.store import entry_key
from tournament.store_view import CompetitionView
from tournament.timetable.model import cut_out


def change_day(db: Session, row: Competition, situation: Situation, view: CompetitionView, *, by: Actor) -> list[int]:
    """Do what the news say; what was before and what is now are kept. The numbers of the new courts, in their order."""
    before: dict[str, Any] = {"courts": [], "wishes": [], "entries": [], **ease_day(db, row, view, situation.news)}
    courts = {court.id: court for court in list_courts(row.event_id)}
    for item in situation.news:
        if item["kind"] == "court_closed" and item["court"] in courts:
            court = courts[item["court"]]
            before["windows"].setdefault(str(court.id), court.windows)
            court.windows = _cut(court.windows, item, view.day["start"])
        elif item["kind"] == "team_late":
            wish = {"entry": entry_key(item["entry"]), "not_before": clock_text(datetime.fromisoformat(item["until"]))}
            before["wishes"].append(wish)
        elif item["kind"] == "withdrawn" and db.get_one(Entry, item["entry"]).withdrawn_at is None:
            before["entries"].append(item["entry"])
            withdraw_entry(row.id, item["entry"], usual_policy(row.id, item["entry"]), by=by)
        elif item["kind"] == "extra_court":
            before["courts"].append(_open_court(db, row, item))
    if before["wishes"]:
        row.day = {**row.day, "wishes": [*row.day.get("wishes", ()), *before["wishes"]]}
    shown = {court.id: court for court in list_courts(row.event_id)}
    before["after"] = {
        "windows": {str(number): shown[int(number)].windows for number in (*before["windows"], *before["courts"])},
        "stages": {number: shown[int(number)].stages for number in before["stages"]},
        "day": {key: row.day.get(key) for key in before["day"]},
    }
    situation.before = before
    db.flush()
    return list(before["courts"])


def _open_court(db: Session, row: Competition, item: News) -> int:
    """The new court; one of that name that has no hours is opened again."""
    hours = [[clock_text(datetime.fromisoformat(item[key])) for key in ("from", "to")]]
    courts = list_courts(row.event_id)
    court = next((court for court in courts if court.name == item["name"] and not court.windows), None)
    if court is None:
        if any(court.name.lower() == item["name"].lower() for court in courts):
            raise RuleError("tournament.court_name_taken", name=item["name"])
        court = Court(event_id=row.event_id, name=item["name"], sort=1 + max((c.sort for c in courts), default=0))
        db.add(court)
    court.hall, court.windows = item["hall"], hours
    db.flush()
    return court.id


def put_day_back(db: Session, row: Competition, situation: Situation, *, by: Actor) -> None:
    """Undo `change_day`; what the office has changed by hand since stays as it is."""
    before, after = situation.before, situation.before["after"]
    for court in list_courts(row.event_id):
        if court.windows == after["windows"].get(str(court.id)):
            # A new court stands in a timetable of before, so it is closed and not gone.
            court.windows = before["windows"].get(str(court.id), [])
        if str(court.id) in after["stages"] and court.stages == after["stages"][str(court.id)]:
            court.stages = before["stages"][str(court.id)]
    day = dict(row.day)
    for wish in before["wishes"]:
        if wish in day.get("wishes", ()):
            left = list(day["wishes"])
            left.remove(wish)
            day["wishes"] = left
    day |= {key: value for key, value in before["day"].items() if row.day.get(key) == after["day"][key]}
    row.day = {key: value for key, value in day.items() if value is not None}
    for entry_id in before["entries"]:
        reinstate_entry(row.id, entry_id, by=by)
    db.flush()


def _cut(windows: Sequence[Sequence[str]], item: News, start: str) -> list[list[str]]:
    """Hours of a court without the time in which it is closed."""
    day = DayClock(datetime.fromisoformat(start))
    walls = (clock.local(datetime.fromisoformat(item[key])).replace(tzinfo=None) for key in ("from", "to"))
    first, last = map(day.minutes_to, walls)
    pieces = cut_out([day.span(opens, closes) for opens, closes in windows], [(first, last)])
    return [[day.text(minute) for minute in piece] for piece in pieces]
