"""The day as the office sets it up: what is chosen is stored as a tournament file writes it, and read back the same."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from core import clock
from core.audit import SYSTEM, Actor
from core.db import session, transaction
from core.errors import RuleError
from core.retention import delete_due, due_for_deletion
from teams.models import Registration
from teams.personal_data import LEADERS_KEPT_DAYS
from tests import make, make_day, make_tournament
from tests.make_day import START
from tournament.file_day_matches import Duration
from tournament.models import Competition, Court, Entry, Slot
from tournament.planning import list_courts, save_court
from tournament.planning_costs import costs_of, try_day
from tournament.planning_day import read_day
from tournament.planning_settings import DaySettings, Meal, StageStart, Stay, save_day, settings_of
from tournament.planning_store import standing_day
from tournament.queries_day import signed_up_stays
from tournament.store_cache import get_view
from tournament.store_file import export_competition, import_competition
from tournament.store_view import CompetitionView
from tournament.timetable.model import Wish

OFFICE = Actor("user", 1)


@pytest.fixture
def view(app: Flask) -> CompetitionView:
    """Two pools of four and a knock-out on two courts."""
    return make_day.day().view


def chosen_of(view: CompetitionView) -> DaySettings:
    """Everything chosen at once."""
    first, second, third = list(view.labels)[:3]
    return replace(
        settings_of(view),
        rest_minutes=10,
        rest_other=20,
        breaks=(("12:00", "12:30"),),
        max_wait=60,
        max_wait_is_hard=True,
        meal=Meal("11:00", "13:00", 20),
        stays={first: Stay("10:30", None), second: Stay(None, "15:10"), third: Stay("10:15", "15:00")},
        stage_starts={"final": StageStart("13:00", "pools")},
        same_last_round=True,
        referees="people",
        referee_count=3,
    )


def test_what_is_chosen_is_read_back(view: CompetitionView) -> None:
    chosen = chosen_of(view)
    save_day(view.id, chosen, by=OFFICE)
    assert settings_of(get_view(view.event_id)) == chosen


def test_the_grid_fits_matches_and_rests_and_what_is_held(view: CompetitionView) -> None:
    lengths = dict.fromkeys(settings_of(view).durations, Duration(40, 0))
    save_day(view.id, replace(settings_of(view), rest_minutes=5, rest_other=5, durations=lengths), by=OFFICE)
    changed = get_view(view.event_id)
    # On a grid of 40 minutes a team that plays on would rest for 40.
    assert (read_day(changed).day.grid, "grid_minutes" in changed.day) == (5, False)
    save_day(view.id, replace(settings_of(view), rest_minutes=0, rest_other=0, durations=lengths), by=OFFICE)
    held = Slot(match_id=view.matches[0].id, court_id=view.courts[0].id, starts_at=START, is_pinned=True)
    grids = []
    for minutes in (0, 30):
        held.starts_at = START + timedelta(minutes=minutes)
        grids.append(read_day(get_view(view.event_id), [held]).day.grid)
    assert grids == [40, 10]


def test_what_is_chosen_reaches_the_planner(view: CompetitionView) -> None:
    save_day(view.id, chosen_of(view), by=OFFICE)
    day = read_day(get_view(view.event_id)).day
    first, second, *_others = view.labels
    assert (day.rests.same, day.rests.other, day.max_wait, day.max_wait_is_hard) == (10, 20, 60, True)
    assert len([wish for wish in day.wishes if wish.meal]) == len(view.labels) == 8
    assert Wish(entry=first, not_before=30, source="day.wishes[0]") in day.wishes
    assert Wish(entry=second, leaves=310, source="day.wishes[1]") in day.wishes
    stage = next(wish for wish in day.wishes if wish.stage == "final")
    assert (stage.not_before, len(stage.after)) == (180, 12)
    assert day.same_time == (("m9", "m11"), ("m10", "m12"))
    assert day.referees is not None
    assert day.referees.people == ("Dommer 1", "Dommer 2", "Dommer 3")


def test_a_late_team_eats_too_and_a_team_that_is_gone_has_no_wish(view: CompetitionView) -> None:
    save_day(view.id, chosen_of(view), by=OFFICE)
    save_day(view.id, replace(settings_of(get_view(view.event_id)), stays={"e999999": Stay("11:00")}), by=OFFICE)
    with transaction() as db:
        division = view.divisions[0].id
        db.add(Entry(division_id=division, label="Kom sent"))
    day = read_day(get_view(view.event_id)).day
    assert len([wish for wish in day.wishes if wish.meal]) == 9
    assert not [wish for wish in day.wishes if wish.entry == "e999999"]


def test_a_court_takes_only_what_it_is_for(view: CompetitionView) -> None:
    court = list_courts(view.event_id)[0]
    save_court(view.id, court.id, name="Bane 1", hall="Hal A", windows=court.windows, stages=["pools"], by=OFFICE)
    day = read_day(get_view(view.event_id)).day
    assert [court.stages for court in day.courts] == [frozenset({"pools"}), None]


def test_two_halls_have_a_way_between_them_until_one_is_gone(view: CompetitionView) -> None:
    for court, hall in zip(list_courts(view.event_id), ("Hal A", "Hal B"), strict=True):
        save_court(view.id, court.id, name=court.name, hall=hall, windows=court.windows, by=OFFICE)
    save_day(view.id, replace(settings_of(view), walks={"Hal A|Hal B": 5}), by=OFFICE)
    (walk,) = read_day(get_view(view.event_id)).day.walks
    assert (walk.halls, walk.minutes) == (frozenset({"Hal A", "Hal B"}), 5)
    court = list_courts(view.event_id)[1]
    save_court(view.id, court.id, name=court.name, hall="Hal A", windows=court.windows, by=OFFICE)
    assert read_day(get_view(view.event_id)).day.walks == ()


def test_the_second_to_save_is_told_and_nothing_of_the_first_is_lost(view: CompetitionView) -> None:
    seen = session().get_one(Competition, view.id).version
    save_day(view.id, replace(settings_of(view), rest_minutes=25), by=OFFICE, version=seen)
    with pytest.raises(RuleError, match="day_changed_meanwhile"):
        save_day(view.id, replace(settings_of(view), rest_minutes=5), by=OFFICE, version=seen)
    assert settings_of(get_view(view.event_id)).rest_minutes == 25


def test_costs_are_known_before_there_is_a_plan(app: Flask) -> None:
    view = make_day.day(is_published=False).view
    chosen = replace(settings_of(view), rest_minutes=0, breaks=(("10:36", "11:00"),))
    costs = costs_of(try_day(view, chosen))
    assert costs.end is not None
    assert {line.sources: line.end for line in costs.lines}["day.breaks[0]",] == costs.end - 24
    assert get_view(view.event_id).day == view.day


def test_a_day_the_clock_knows_nothing_of_is_refused(view: CompetitionView) -> None:
    spring = datetime(2027, 3, 28, 1, 30, tzinfo=clock.COPENHAGEN)
    with pytest.raises(RuleError, match="day_unreadable"):
        try_day(view, replace(settings_of(view), start=spring, breaks=(("02:10", "03:30"),)))
    save_day(view.id, replace(settings_of(view), start=spring, breaks=()), by=OFFICE)
    court = list_courts(view.event_id)[0]
    known = {"name": court.name, "hall": court.hall, "by": OFFICE}
    with pytest.raises(RuleError, match="hours_doubtful"):
        save_court(view.id, court.id, windows=[["02:10", "05:00"]], **known)
    with transaction() as db:
        # However such hours got there: pages say it, and nobody is told that it is a fault of ours.
        db.get_one(Court, court.id).windows = [["02:10", "05:00"]]
    with pytest.raises(RuleError, match="day_unreadable"):
        standing_day(view.event_id)


def test_wishes_are_read_from_the_sign_up(app: Flask) -> None:
    made, _token, registration = make_day.day_with_team()
    with transaction() as db:
        row = db.get_one(Registration, registration)
        row.here_from, row.leaves_at = "10:30", "15:10"
    assert signed_up_stays(get_view(made.event_id)) == {f"e{made.entry_ids[0]}": Stay("10:30", "15:10")}


def test_a_teams_times_go_when_the_leader_does(app: Flask, at: Callable[[datetime], None]) -> None:
    event = make.event()
    make_tournament.confirmed(event, 1)
    with transaction() as db:
        db.execute(update(Registration).values(here_from="10:30"))
    assert event.starts_at is not None
    at(event.starts_at + timedelta(days=LEADERS_KEPT_DAYS))
    assert due_for_deletion()["team_times"] == 0
    at(event.starts_at + timedelta(days=LEADERS_KEPT_DAYS + 1))
    assert due_for_deletion()["team_times"] == 1
    delete_due()
    assert due_for_deletion()["team_times"] == 0


def test_a_day_goes_into_a_file_and_back(app: Flask) -> None:
    view = make_day.day(is_published=False).view
    for court, hall in zip(list_courts(view.event_id), ("Hal A", "Hal B"), strict=True):
        stages = ["pools", "final"] if hall == "Hal A" else ["pools"]
        save_court(view.id, court.id, name=court.name, hall=hall, windows=court.windows, stages=stages, by=OFFICE)
    save_day(view.id, replace(chosen_of(view), walks={"Hal A|Hal B": 5}), by=OFFICE)
    document = export_competition(view.event_id)
    made = import_competition(document, by=SYSTEM, event_id=make.event("Kopi").id)
    again = export_competition(made)
    before, after = read_day(get_view(view.event_id)).day, read_day(get_view(made)).day
    assert before.rests == after.rests
    assert [(c.hall, c.windows, c.stages) for c in before.courts] == [
        (c.hall, c.windows, c.stages) for c in after.courts
    ]
    assert before.same_time == after.same_time
    assert before.walks == after.walks
    assert before.referees == after.referees
    assert [_without_name(wish) for wish in before.wishes] == [_without_name(wish) for wish in after.wishes]
    names = [dict(view.labels)[wish["entry"]] for wish in document["day"]["wishes"] if "entry" in wish]
    labels = get_view(made).labels
    assert [labels[wish["entry"]] for wish in again["day"]["wishes"] if "entry" in wish] == names


def _without_name(wish: Wish) -> Wish:
    return replace(wish, entry=None if wish.entry is None else "somebody")


def test_names_of_referees_in_a_file_become_numbers(view: CompetitionView) -> None:
    document = export_competition(view.event_id)
    document["day"]["referees"] = {"mode": "people", "people": ["Karen Jensen", "Bo Bech"]}
    document["timetable"][0]["referee"] = "Bo Bech"
    made = import_competition(document, by=SYSTEM, event_id=make.event("Kopi").id)
    assert get_view(made).day["referees"]["people"] == ["Dommer 1", "Dommer 2"]
    slots = session().scalars(select(Slot).where(Slot.referee.is_not(None))).all()
    assert [slot.referee for slot in slots] == ["Dommer 2"]
