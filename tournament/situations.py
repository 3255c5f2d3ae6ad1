"""Something has happened on the day: find ways out, publish one, take it back.

The first answer is found at once by rules. The worker betters and proves it; nothing here waits for that.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from core.db import session, transaction
from core.errors import MissingError, RuleError
from core.jobs import ask_for
from tournament.announcing import Told, announce_changes, list_moved
from tournament.models import Competition, Slot, Timetable
from tournament.models_situation import Situation
from tournament.planning import day_start
from tournament.planning_draft import drop_draft, list_slots, new_draft, show_to_all
from tournament.situation_day import Case, News, on_its_day, read_case, read_offer, write_offer
from tournament.situation_effects import change_day, put_day_back
from tournament.situation_options import has_news, write_options
from tournament.store_cache import find_published, get_view
from tournament.store_change import changing
from tournament.store_view import CompetitionView
from tournament.timetable.explain import EXPLAIN_SECONDS
from tournament.timetable.explain_repair import explain_repair, list_unplaced
from tournament.timetable.repair import RepairOutcome, first_repair, repair_day
from tournament.wording_plan import finding_in_both

JOB = "repair_day"
FIRST_SECONDS, MOST_SECONDS = 0.25, 1.0
"""How long a first answer is bettered while somebody waits, and after which even a first one is left to the worker."""
SECONDS_IN_JOB = 15.0
PATIENCE = timedelta(minutes=2)
"""After which its worker is taken for lost: the search and the explanation take less than half of it."""
LONGEST_DAY = timedelta(days=2)
"""What happens later than so long after the day's start has nothing to do with the day."""
TOO_OLD = timedelta(minutes=15)
"""A way out that would let a match begin so long ago is no way out any more."""
EXTRA = "extra_court"
MOMENTS = {"team_late": ("until",), "withdrawn": ("from",), "delay_all": ("from",), EXTRA: ("from", "to")}
"""What is measured from the start of the day; a court may be closed for as long as anybody likes."""


def ask_situation(event_id: int, news: Sequence[News], at: datetime, *, by: Actor) -> int:
    """Find ways out of what has happened by a moment; returns the situation's number.

    A first answer is stored with it, or why there is none; the worker goes on from there. Raises RuleError:
    tournament.nothing_happened, tournament.not_published, tournament.not_on_the_day.
    """
    if not has_news(news):
        raise RuleError("tournament.nothing_happened")
    view = get_view(event_id)
    published = find_published(view.id)
    if published is None:
        raise RuleError("tournament.not_published")
    number, slots = published.number, list_slots(published.id)
    _refuse_other_days(on_its_day(view, slots), news, at)
    news = [*news, *_still_running(view, news)]
    case = read_case(view, slots, news, at)
    began = clock.seconds()
    outcome = first_repair(
        case.question,
        Random(1),
        stop=lambda: clock.seconds() - began > FIRST_SECONDS,
        in_hurry=lambda: clock.seconds() - began > MOST_SECONDS,
    )
    with changing(view.id, "ask_situation", by=by, news=[_for_audit(item) for item in news]) as (db, _competition):
        situation = Situation(
            **{"competition_id": view.id, "timetable_number": number, "at": at, "news": list(news)},
            **_found(case, outcome),
        )
        db.add(situation)
        db.flush()
        if outcome.answer is None or outcome.answer.new_starts:
            situation.job_id = ask_for(JOB, situation_id=situation.id)
        return situation.id


def better_situation(situation_id: int) -> dict[str, Any]:
    """The worker's part: the fewest moves, proved, and other ways out. An answer that is no longer open stays."""
    situation = session().get(Situation, situation_id)
    if situation is None or situation.state != "open":
        return {"refused": "closed"}
    competition = session().get_one(Competition, situation.competition_id)
    view = get_view(competition.event_id)
    published = find_published(view.id)
    if published is None or published.number != situation.timetable_number:
        return {"refused": "changed_meanwhile"}
    case = read_case(view, list_slots(published.id), situation.news, situation.at)
    outcome = repair_day(case.question, seed=1, seconds=SECONDS_IN_JOB, clock=clock.seconds)
    found = _found(case, outcome) | _why_not(case, competition.event_id, situation.news, outcome)
    with transaction() as db:
        row = db.get_one(Situation, situation_id, with_for_update=True)
        if row.state == "open":
            row.offers, row.fewest, row.proof = found["offers"], found["fewest"], found["proof"]
            row.conflicts, row.options = found["conflicts"], found["options"]
    return {"offers": len(found["offers"]), "options": len(found["options"]), "proof": found["proof"]}


def _refuse_other_days(view: CompetitionView, news: Sequence[News], at: datetime) -> None:
    """Everything is counted in minutes of the day: a court that is open until next year would be a plan of a year."""
    moments = [datetime.fromisoformat(item[key]) for item in news for key in MOMENTS.get(item["kind"], ())]
    last = day_start(view.day) + LONGEST_DAY
    spans = [[datetime.fromisoformat(item[key]) for key in ("from", "to")] for item in news if item["kind"] == EXTRA]
    if max([at, *moments]) > last or any(closes > opens + timedelta(days=1) for opens, closes in spans):
        raise RuleError("tournament.not_on_the_day")


def _for_audit(item: News) -> dict[str, Any]:
    """What has happened by its numbers and moments; sentences name teams, and a record is kept for ever."""
    return {key: value for key, value in item.items() if key not in ("text_da", "text_en", "changes")}


def take_situation_option(
    event_id: int, situation_id: int, number: int, *, by: Actor, version: int | None = None
) -> int:
    """Ask about what has happened as a way out of a conflict would have it; the new situation's number.

    Nothing else is changed. `version` is that of the situation that was looked at. Raises MissingError, RuleError:
    tournament.changed_meanwhile, tournament.ways_changed.
    """
    situation = get_situation(get_view(event_id).id, situation_id)
    if not 0 <= number < len(situation.options):
        raise MissingError
    _refuse_unseen(situation, version)
    return ask_situation(event_id, situation.options[number]["news"], situation.at, by=by)


def get_situation(competition_id: int, situation_id: int) -> Situation:
    """A situation of a competition; MissingError where there is none."""
    found = session().get(Situation, situation_id)
    if found is None or found.competition_id != competition_id:
        raise MissingError
    return found


def _refuse_unseen(situation: Situation, version: int | None) -> None:
    """The worker puts better ways out in the place of those that were shown; what is pressed must be what is meant."""
    if version is not None and version != situation.version:
        raise RuleError("tournament.ways_changed")


def publish_situation(event_id: int, situation_id: int, choice: int, *, by: Actor, version: int | None = None) -> Told:
    """Publish a way out by its place among the offers, with all that it brings; twice is harmless.

    `version` is that of the situation that was looked at. Returns who was told. Raises MissingError,
    RuleError: tournament.changed_meanwhile, tournament.ways_changed, tournament.situation_outdated,
    tournament.way_in_the_past.
    """
    view = get_view(event_id)
    with changing(view.id, "publish_situation", by=by, situation=situation_id, choice=choice) as (db, row):
        situation = get_situation(view.id, situation_id)
        published = find_published(view.id)
        if situation.state == "published" and published and published.number == situation.published_number:
            return Told()
        if situation.state != "open" or published is None or published.number != situation.timetable_number:
            raise RuleError("tournament.changed_meanwhile")
        _refuse_unseen(situation, version)
        if not 0 <= choice < len(situation.offers):
            raise MissingError
        fresh, standing = get_view(event_id), list_slots(published.id)
        offer = situation.offers[choice]
        case = read_case(fresh, standing, situation.news, situation.at)
        if case.broken(read_offer(case, offer)):
            # A match has begun, or a result has come, since the ways out were found.
            raise RuleError("tournament.situation_outdated")
        _refuse_the_past(fresh, offer)
        new = change_day(db, row, situation, on_its_day(fresh, standing), by=by)
        slots = {
            match: (court if court > 0 else new[-court], datetime.fromisoformat(at), referee)
            for match, court, at, referee in offer["places"]
        }
        let_go = {row[0] for row in offer["moved"]}
        pinned = {slot.match_id for slot in standing if slot.is_pinned}
        timetable = _new_timetable(db, row, slots, pinned - let_go)
        situation.state, situation.published_number = "published", timetable.number
        return announce_changes(db, fresh, standing, list_slots(timetable.id), by=by)


def _refuse_the_past(view: CompetitionView, offer: Mapping[str, Any]) -> None:
    """Nobody can be told to come to a match a while ago."""
    for match, _court, _at, _new_court, starts_at in offer["moved"]:
        if datetime.fromisoformat(starts_at) < clock.now() - TOO_OLD:
            raise RuleError("tournament.way_in_the_past", number=view.get_match(match).number)


def undo_situation(event_id: int, situation_id: int, *, by: Actor) -> Told:
    """Put the timetable back as it was before a way out was published, and tell the teams again.

    Returns who was told; twice is harmless. Raises RuleError: tournament.changed_meanwhile,
    tournament.moved_match_has_begun.
    """
    view = get_view(event_id)
    with changing(view.id, "undo_situation", by=by, situation=situation_id) as (db, row):
        situation = get_situation(view.id, situation_id)
        published = find_published(view.id)
        if situation.state == "undone":
            return Told()
        if situation.state != "published" or published is None or published.number != situation.published_number:
            raise RuleError("tournament.changed_meanwhile")
        before = db.scalars(
            select(Timetable).where(Timetable.competition_id == row.id, Timetable.number == situation.timetable_number)
        ).one()
        standing, earlier = list_slots(published.id), list_slots(before.id)
        fresh = get_view(event_id)
        moved = list_moved(fresh, standing, earlier)
        begun = [m for match in moved if (m := fresh.get_match(match)).status != "planned" or m.result_id is not None]
        if begun:
            raise RuleError("tournament.moved_match_has_begun", number=begun[0].number)
        put_day_back(db, row, situation, by=by)
        slots = {slot.match_id: (slot.court_id, slot.starts_at, slot.referee) for slot in earlier}
        _new_timetable(db, row, slots, {slot.match_id for slot in earlier if slot.is_pinned})
        situation.state = "undone"
        return announce_changes(db, fresh, standing, earlier, by=by)


def _still_running(view: CompetitionView, news: Sequence[News]) -> list[News]:
    """Overruns that were told of before, of matches that have not ended since."""
    told = {item["match"] for item in news if item["kind"] == "overrun"}
    query = select(Situation).where(Situation.competition_id == view.id, Situation.state == "published")
    earlier = session().scalars(query).all()
    overruns = [item for row in earlier for item in row.news if item["kind"] == "overrun"]
    running = {match.id for match in view.matches if match.result is None}
    return [item for item in overruns if item["match"] in running - told]


def _found(case: Case, outcome: RepairOutcome) -> dict[str, Any]:
    """What was found, as it is stored; the check shares no code with the repair and has the last word."""
    for found in outcome.alternatives:
        if wrong := case.broken(found):
            raise ValueError(f"the repair made a plan that breaks {wrong[0].code}: {wrong[0].facts}")
    return {
        "offers": [write_offer(case, found) for found in outcome.alternatives],
        "fewest": outcome.fewest,
        "proof": outcome.proof,
        "conflicts": [finding_in_both(finding, case.planning.names) for finding in outcome.conflicts],
    }


def _why_not(case: Case, event_id: int, news: Sequence[News], outcome: RepairOutcome) -> dict[str, Any]:
    """Why there is no way out, who gets no place, and what the office can do about it; nothing where there is one."""
    if outcome.answer is not None:
        return {"options": []}
    explanation = explain_repair(outcome, seconds=EXPLAIN_SECONDS, clock=clock.seconds)
    names = case.planning.names
    unplaced = [
        {"match": case.planning.matches[one.match].id, **finding_in_both(one.reason, names)}
        for one in list_unplaced(case.question.day)
    ]
    return {
        "conflicts": [*(finding_in_both(finding, names) for finding in explanation.findings), *unplaced],
        "options": write_options(case, event_id, news, explanation),
    }


def _new_timetable(
    db: Session, row: Competition, slots: Mapping[int, tuple[int, datetime, str | None]], pinned: set[int]
) -> Timetable:
    """Publish these places; a draft is thrown away: it was made for another day."""
    drop_draft(db, row.id)
    timetable = new_draft(db, row, {})
    for match_id, (court_id, starts_at, referee) in slots.items():
        place = {"match_id": match_id, "court_id": court_id, "starts_at": starts_at, "referee": referee}
        db.add(Slot(timetable_id=timetable.id, is_pinned=match_id in pinned, **place))
    show_to_all(db, timetable)
    return timetable
