"""A published timetable and a disturbance in, the timetable that changes least out: `flask tournament replan`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core import clock
from tournament.file import read_tournament
from tournament.file_clock import DayClock, check_clock, read_minutes
from tournament.file_conflict import find_repair_conflict
from tournament.file_day import DayInput, read_day, timetable_rows
from tournament.file_disturbance import News, read_news
from tournament.file_faults import FaultyFileError, Reader
from tournament.file_timetable import ConflictError, names_of, plan_row
from tournament.timetable.bounds import find_bound
from tournament.timetable.certificate import certify
from tournament.timetable.disturbance import CourtClosed, ExtraCourt, Question, TeamLate, ask
from tournament.timetable.model import Placement
from tournament.timetable.normalise import normalise
from tournament.timetable.repair import Repaired, repair_day
from tournament.timetable.repair_check import check_repair


@dataclass(frozen=True, slots=True)
class _Case:
    """What was read: the day as it was, what happened, and what that asks."""

    given: DayInput
    news: News
    question: Question


def replan_document(
    document: Mapping[str, object], disturbance: Mapping[str, object], *, seed: int, seconds: float | None = None
) -> dict[str, object]:
    """The document with its timetable changed least, `plan`, `moved` and `alternatives`.

    FaultyFileError for either file, ConflictError when no timetable keeps the rules of the day. Without `seconds` the
    search has a fixed length: the same seed, the same answer.
    """
    case = _read(document, disturbance)
    began = clock.seconds()
    outcome = repair_day(case.question, seed=seed, seconds=seconds, clock=clock.seconds)
    changed = {**document, **_changed(document, disturbance, case)}
    names = names_of(changed, case.given)
    if outcome.answer is None:
        raise ConflictError(find_repair_conflict(document, disturbance, case.given.clock, names, outcome))
    reader = Reader()
    for found in outcome.alternatives:
        _refuse_broken(case, found)
        check_clock(reader, case.given.clock, case.question.day, found.plan)
    if reader.faults:
        raise FaultyFileError(reader.faults)
    bound = find_bound(normalise(case.question.day))
    plan = replace(outcome.answer.plan, not_placed=case.given.plan.not_placed)
    certificate = certify(case.question.day, plan, bound, seconds=clock.seconds() - began, seed=seed)
    row = plan_row(replace(certificate, proof=outcome.proof), bound, plan, names)
    return {
        **changed,
        "timetable": timetable_rows(plan, case.given.clock) + _other_rows(document, case),
        "plan": {**row, **_figures(outcome.answer), "fewest_new_starts": outcome.fewest},
        "moved": _moved(outcome.answer, case.given.clock),
        "alternatives": [_alternative(found, case.given.clock) for found in outcome.alternatives[1:]],
    }


def _read(document: Mapping[str, object], disturbance: Mapping[str, object]) -> _Case:
    reader, competition = Reader(), read_tournament(dict(document))
    # What is only announced and to be held is no part of what has begun: the repair tells the two apart.
    day = document.get("day")
    loose = {key: value for key, value in day.items() if key != "frozen_until"} if isinstance(day, dict) else {}
    given = read_day({**document, "day": loose}, competition, reader)
    if not document.get("timetable"):
        reader.shape("timetable", "is missing: there is nothing to repair")
    if given is None or reader.faults:
        raise FaultyFileError(reader.faults)
    until = read_minutes(reader, given.clock, day if isinstance(day, dict) else {}, "frozen_until", "day")
    news = read_news(disturbance, given, competition, reader)
    if reader.faults:
        raise FaultyFileError(reader.faults)
    held = replace(given.day, frozen_until=until)
    return _Case(replace(given, day=held), news, ask(held, given.plan, news.now, news.disturbances))


def _refuse_broken(case: _Case, found: Repaired) -> None:
    """The checker shares no code with the repair: what it refuses is our fault, and nobody is shown it."""
    news = case.news
    wrong = check_repair(case.given.day, case.given.plan, news.now, news.disturbances, found.plan, found.moved)
    if wrong:
        raise ValueError(f"the repair made a plan that breaks {wrong[0].code}: {wrong[0].facts}")


def _changed(document: Mapping[str, object], disturbance: Mapping[str, object], case: _Case) -> dict[str, object]:
    """The parts of the document that what happened changes, so that the next repair knows of it."""
    given, news = case.given, case.news
    stored: Any = document
    day = {**stored["day"], "courts": [*stored["day"]["courts"]]}
    closed = {d.court for d in news.disturbances if isinstance(d, CourtClosed)}
    items: Any = disturbance["disturbances"]
    day["courts"] += [items[i]["court"] for i, d in enumerate(news.disturbances) if isinstance(d, ExtraCourt)]
    windows = {court.id: court.windows for court in case.question.day.courts}
    day["courts"] = [
        {**court, "windows": [[given.clock.text(at) for at in window] for window in windows[court["id"]]]}
        if court["id"] in closed
        else court
        for court in day["courts"]
    ]
    late = [d for d in news.disturbances if isinstance(d, TeamLate)]
    if late:
        wishes = [{"entry": d.entry, "not_before": given.clock.text(d.until)} for d in late]
        day["wishes"] = [*day.get("wishes", ()), *wishes]
    if (begun := max(news.now, given.day.frozen_until or 0)) > 0:
        day["frozen_until"] = given.clock.text(begun)
    gone = set(case.question.gone)
    matches = [{**row, "status": "cancelled"} if row["id"] in gone else row for row in stored["matches"]]
    return {"day": day, "matches": matches}


def _other_rows(document: Mapping[str, object], case: _Case) -> list[Any]:
    """Rows of matches that the day does not plan: they stand as they did."""
    rows: Any = document["timetable"]
    planned = {match.id for match in case.given.day.matches}
    return [row for row in rows if row["match"] not in planned]


def _alternative(found: Repaired, clock_: DayClock) -> dict[str, object]:
    return {
        "best_at": [str(aim) for aim in found.aims],
        **_figures(found),
        "timetable": timetable_rows(found.plan, clock_),
        "moved": _moved(found, clock_),
    }


def _figures(found: Repaired) -> dict[str, object]:
    return {
        "new_starts": found.new_starts,
        "delay_minutes": found.minutes,
        "new_courts": found.new_courts,
        "end": found.end,
    }


def _moved(found: Repaired, clock_: DayClock) -> list[dict[str, object]]:
    def place(placement: Placement) -> dict[str, str]:
        return {"court": placement.court, "start": clock_.wall(placement.start).isoformat(timespec="minutes")}

    return [{"match": was.match, "from": place(was), "to": place(is_now)} for was, is_now in found.moved]
