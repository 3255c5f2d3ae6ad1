"""Where there is no way out of what has happened: what would help, and what the office makes of it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit import AuditRow
from core.db import session
from core.errors import MissingError, RuleError
from tests.make_situations import OFFICE, TEN, asked, at_minute, by_time, late, places, published_day, stuck
from tournament import situations
from tournament.models_situation import Situation
from tournament.planning import list_courts
from tournament.planning_draft import standing_slots
from tournament.queries_situation import situation_page
from tournament.situation_day import read_case
from tournament.situation_options import write_options
from tournament.store_cache import get_view
from tournament.store_view import CompetitionView
from tournament.timetable.codes import Code
from tournament.timetable.model import At, Finding
from tournament.timetable.model import Court as PlannedCourt
from tournament.timetable.options import Change, Explanation, Option


@pytest.fixture
def view(app: Flask) -> CompetitionView:
    """Eight teams in two pools, semi-finals, bronze and final on two courts, with a published timetable."""
    return published_day()


def test_the_record_of_a_situation_names_nobody(view: CompetitionView) -> None:
    situation = stuck(view)
    session().refresh(situation)
    eased = next(n for n, o in enumerate(situation.options) if any(i["kind"] == "eased" for i in o["news"]))
    situations.take_situation_option(view.event_id, situation.id, eased, by=OFFICE)
    facts = session().scalars(select(AuditRow.facts).where(AuditRow.action == "ask_situation")).all()
    assert len(facts) == 2
    assert not any(word in str(facts) for word in ("text_da", "text_en", *view.labels.values()))


def test_where_there_is_no_way_out_each_option_that_is_taken_finds_one(view: CompetitionView) -> None:
    situation = stuck(view)
    session().refresh(situation)
    assert situation.offers == []
    reasons = [row for row in situation.conflicts if "match" not in row]
    unplaced = [row for row in situation.conflicts if "match" in row]
    assert all(row["text_da"] and row["text_en"] for row in (*reasons, *unplaced, *situation.options))
    assert {view.get_match(row["match"]).starts_at is not None for row in unplaced} == {True}
    kinds = set()
    for number, option in enumerate(situation.options):
        if not option["news"]:
            with pytest.raises(RuleError, match="nothing_happened"):
                situations.take_situation_option(view.event_id, situation.id, number, by=OFFICE)
            continue
        taken = situations.take_situation_option(view.event_id, situation.id, number, by=OFFICE)
        assert session().get_one(Situation, taken).offers, option["text_da"]
        kinds |= {item["kind"] for item in option["news"]}
    assert kinds >= {"delay_all", "eased"}
    with pytest.raises(MissingError):
        situations.take_situation_option(view.event_id, situation.id, 99, by=OFFICE)


def test_a_court_more_is_one_of_the_ways_out(view: CompetitionView) -> None:
    stuck(view)
    shut = {"from": TEN.isoformat(), "to": (TEN + timedelta(hours=8)).isoformat()}
    situation = asked(
        get_view(view.event_id), {"kind": "court_closed", "court": list_courts(view.event_id)[0].id, **shut}
    )
    session().refresh(situation)
    numbers = [n for n, o in enumerate(situation.options) if any(i["kind"] == "extra_court" for i in o["news"])]
    taken = situations.take_situation_option(view.event_id, situation.id, numbers[0], by=OFFICE)
    situations.publish_situation(view.event_id, taken, 0, by=OFFICE)
    assert len(list_courts(view.event_id)) == 3


def test_a_second_court_more_is_a_way_out_too(view: CompetitionView) -> None:
    stuck(view)
    hours = {"from": at_minute(0), "to": at_minute(480)}
    news = [
        *({"kind": "court_closed", "court": court.id, **hours} for court in list_courts(view.event_id)),
        {"kind": "extra_court", "name": "Bane 3", "hall": "", **hours},
    ]
    case = read_case(get_view(view.event_id), standing_slots(get_view(view.event_id)), news, TEN)
    more = Change("day.courts[2]", PlannedCourt("+", ((0, 480),), None, None))
    option = Option(Finding(Code.EASE_MORE_COURTS, {"courts": 1}), (more,))
    (row,) = write_options(case, view.event_id, news, Explanation((), (option,)))
    assert [item["name"] for item in row["news"] if item["kind"] == "extra_court"] == ["Bane 3", "Bane 4"]
    situation = asked(get_view(view.event_id), *row["news"])
    number = situation.id
    assert {place[1] for place in situation.offers[0]["places"]} == {0, -1}
    assert set(situation_page(view, situation).ways[0].courts) >= {"Bane 3", "Bane 4"}
    situations.publish_situation(view.event_id, number, 0, by=OFFICE)
    courts = {court.name: court.id for court in list_courts(view.event_id)}
    assert {court for court, _start in places(view).values()} == {courts["Bane 3"], courts["Bane 4"]}
    situations.undo_situation(view.event_id, number, by=OFFICE)
    assert [court.windows for court in list_courts(view.event_id) if court.name in ("Bane 3", "Bane 4")] == [[], []]


def test_an_option_that_takes_back_all_leaves_the_programme_as_it_is(view: CompetitionView) -> None:
    news = [late(TEN)]
    case = read_case(view, standing_slots(view), news, TEN)
    option = Option(Finding(Code.EASE_DELAY, {"start": At(0)}), (Change("disturbances[0]", None),))
    (row,) = write_options(case, view.event_id, news, Explanation((), (option,)))
    situation = asked(view, *news)
    situation.options = [row]
    assert situation_page(view, situation).options[0].is_all
    session().rollback()


def test_what_the_office_will_have_otherwise_is_stored_with_the_way_out_and_taken_back(view: CompetitionView) -> None:
    situation = stuck(view)
    before, hours = get_view(view.event_id).day, [court.windows for court in list_courts(view.event_id)]
    for number, option in enumerate(situation.options):
        if not any(item["kind"] == "eased" for item in option["news"]):
            continue
        taken = situations.take_situation_option(view.event_id, situation.id, number, by=OFFICE)
        assert get_view(view.event_id).day == before
        situations.publish_situation(view.event_id, taken, 0, by=OFFICE)
        now = (get_view(view.event_id).day, [court.windows for court in list_courts(view.event_id)])
        assert now != (before, hours)
        situations.undo_situation(view.event_id, taken, by=OFFICE)
        assert get_view(view.event_id).day == before
        assert [court.windows for court in list_courts(view.event_id)] == hours
        return
    pytest.fail("no option changes the day")


def test_a_match_that_is_left_out_leaves_the_programme_and_its_teams_are_told(view: CompetitionView) -> None:
    last = by_time(view)[-1]
    situation = asked(view, late(TEN), {"kind": "left_out", "match": last.id})
    assert last.id not in {row[0] for row in situation.offers[0]["places"]}
    situations.publish_situation(view.event_id, situation.id, 0, by=OFFICE)
    assert last.id not in places(view)
    situations.undo_situation(view.event_id, situation.id, by=OFFICE)
    assert last.id in places(view)
