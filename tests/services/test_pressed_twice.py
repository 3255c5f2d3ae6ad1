"""The office presses twice, or two of the office at once, with real commits: one effect, and no fault."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from core import clock
from core.audit import VISITOR, Actor
from core.db import session, transaction
from core.outbox import OutboxMail
from events import copying, ground, service
from events.models import Event, Season
from events.naming import new_uid
from teams.models import Organisation
from teams.organisation_import import import_members
from teams.sign_up import sign_up
from tests import make, make_events, make_tournament
from tests.at_once import at_once, pressed_twice
from tests.make_teams import sign_up_wish
from tournament import draw, draw_changes, event_commands, planning_publish, planning_run, results, setup
from tournament.announcing import Told
from tournament.engine.values import Result
from tournament.models import Competition, Court, Division, Draw, Entry, Match, ResultRow, Timetable
from tournament.models_planning import PlanRun
from tournament.planning_options import take_option
from tournament.planning_taken import undo_option
from tournament.setup_entries import add_entry
from tournament.setup_stages import StageChoice, choose_stages

pytestmark = pytest.mark.commits
OFFICE, TABLET = Actor("user", 1), Actor("device", 1)
DAY = date(2026, 12, 5)


def number_of(model: type) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def division(app: Flask) -> int:
    """A row of eight teams, ready to be drawn in two pools."""
    event = make.event(teams=40, rows=[])
    make_tournament.confirmed(event, 8)
    setup.create_competition(event.id, by=OFFICE)
    division_id = session().scalars(select(Division.id)).one()
    choose_stages(division_id, StageChoice(2), by=OFFICE)
    return division_id


def first_match(division: int) -> int:
    draw.draw_division(division, by=OFFICE)
    draw.publish_draw(division, by=OFFICE)
    return session().scalars(select(Match.id).order_by(Match.number)).first() or 0


def test_a_new_event_is_made_once(app: Flask) -> None:
    make_events.year()
    uid, basics, spot = new_uid(), make_events.basics(), make_events.spot(DAY)
    first, second = pressed_twice(app, lambda: service.create_event(basics, spot, by=OFFICE, uid=uid).id)
    assert first == second
    assert number_of(Event) == 1


def test_two_events_of_one_name_get_addresses_of_their_own(app: Flask) -> None:
    make_events.year()
    basics, spot = make_events.basics(), make_events.spot(DAY)
    slugs = pressed_twice(app, lambda: service.create_event(basics, spot, by=OFFICE).slug)
    assert slugs == ["indestaevne-i-kolding-2026", "indestaevne-i-kolding-2026-2"]


def test_an_event_is_copied_once(app: Flask) -> None:
    event_id, uid = make_events.published().id, new_uid()
    first, second = pressed_twice(app, lambda: event_commands.copy_event(event_id, DAY, by=OFFICE, uid=uid).id)
    assert first == second


def test_a_season_is_copied_once(app: Flask) -> None:
    season_id = make_events.published().season_id
    said = pressed_twice(app, lambda: copying.copy_season(season_id, "2027/28", by=OFFICE).slug)
    assert said == ["2027-28", "events.season_exists"]
    assert number_of(Season) == 2


def test_a_season_of_one_name_is_made_once(app: Flask) -> None:
    span = (date(2030, 1, 1), date(2030, 12, 31))
    said = pressed_twice(app, lambda: ground.save_season(None, "2030", *span, by=OFFICE).slug)
    assert said == ["2030", "events.season_exists"]


def test_a_sheet_of_members_is_read_in_once(app: Flask) -> None:
    sheet = [{"navn": "Havnen"}, {"navn": "Broen"}]
    assert pressed_twice(app, lambda: import_members(sheet, may_change=False, by=OFFICE)) == ["(0, 0)", "(2, 0)"]
    assert number_of(Organisation) == 2


def test_a_cancelled_event_is_told_once_and_counted_once(app: Flask) -> None:
    event_id = make.event().id
    sign_up(sign_up_wish(session().get_one(Event, event_id), email="leder@example.org"), by=VISITOR)
    before = number_of(OutboxMail)
    pressed_twice(app, lambda: event_commands.cancel_event(event_id, "Hallen er lukket.", "", by=OFFICE))
    assert number_of(OutboxMail) == before + 1
    assert session().get_one(Event, event_id).sequence == 1


def test_a_competition_is_made_once(app: Flask) -> None:
    event = make.event(teams=40)
    make_tournament.confirmed(event, 4)
    first, second = pressed_twice(app, lambda: setup.create_competition(event.id, by=OFFICE))
    assert first == second
    assert number_of(Competition) == 1


def test_a_draw_is_recorded_as_often_as_it_was_made_and_shown_once(app: Flask, division: int) -> None:
    pressed_twice(app, lambda: draw.draw_division(division, by=OFFICE))
    assert number_of(Draw) == 2
    assert pressed_twice(app, lambda: draw.publish_draw(division, by=OFFICE)) == ["0", "12"]
    assert number_of(Match) == 12


def test_a_result_that_was_acknowledged_is_not_lost_to_a_draw_taken_back(app: Flask, division: int) -> None:
    match_id = first_match(division)
    entered, taken_back = at_once(
        app,
        [
            lambda: results.record_result(match_id, Result(home=1, away=0), by=TABLET).outcome,
            lambda: draw.withdraw_draw(division, by=OFFICE),
        ],
    )
    if entered == "ok":
        assert str(taken_back) == "tournament.draw_has_results"
        assert number_of(ResultRow) == 1
    else:
        assert type(entered).__name__ == "MissingError"
        assert number_of(Match) == 0


def test_a_dispute_is_settled_once(app: Flask, division: int) -> None:
    match_id = first_match(division)
    results.record_result(match_id, Result(home=1, away=0), by=TABLET)
    other = results.record_result(match_id, Result(home=2, away=0), by=Actor("device", 2)).result_id
    said = pressed_twice(app, lambda: results.settle_dispute(match_id, other, by=OFFICE))
    assert said == ["None", "tournament.nothing_to_settle"]


def test_a_result_is_corrected_by_the_first(app: Flask, division: int) -> None:
    match_id = first_match(division)
    seen = results.record_result(match_id, Result(home=1, away=0), by=TABLET).result_id
    new = Result(home=3, away=0)
    said = pressed_twice(app, lambda: results.correct_result(match_id, new, seen=seen, by=OFFICE).outcome)
    assert said == ["ok", "tournament.result_changed_meanwhile"]


def test_a_reserve_takes_one_place(app: Flask, division: int) -> None:
    draw.draw_division(division, by=OFFICE)
    competition_id = session().scalars(select(Competition.id)).one()
    reserve = add_entry(competition_id, division, "Reserverne", "", by=OFFICE)
    one, two = session().scalars(select(Entry.id).order_by(Entry.id)).all()[:2]

    def replace(entry: int) -> None:
        values = {"label": "", "organisation": "", "reserve_id": reserve}
        draw_changes.replace_entry(competition_id, entry, **values, by=OFFICE)

    said = at_once(app, [lambda: replace(one), lambda: replace(two)])
    assert sorted(map(str, said)) == ["None", "tournament.not_a_reserve"]


def test_a_timetable_is_laid_and_shown_once(app: Flask, division: int) -> None:
    first_match(division)
    event_id = session().scalars(select(Competition.event_id)).one()
    said = pressed_twice(app, lambda: planning_run.ask_for_plan(event_id, by=OFFICE).is_new)
    assert "True" in said
    runs = session().scalars(select(PlanRun)).all()
    assert len(runs) == said.count("True")
    for run in runs:
        planning_run.choose_plan(event_id, run.id, 0, by=OFFICE)
    number = session().scalars(select(Timetable.number).where(Timetable.state == "draft")).one()

    def publish() -> Told:
        return planning_publish.publish_timetable(event_id, number=number, despite=True, by=OFFICE)

    assert pressed_twice(app, publish) == [str(Told())] * 2
    shown = session().scalars(select(Timetable.number).where(Timetable.state == "published")).all()
    assert shown == [number]


def test_a_way_out_of_a_conflict_is_taken_once_and_taken_back_once(app: Flask, division: int) -> None:
    first_match(division)
    finding = {"code": "ease_more_courts", "facts": {"courts": 1}, "sources": []}
    new = {"path": "day.courts[2]", "value": {"id": "new", "windows": [["10:00", "16:00"]]}}
    with transaction() as db:
        competition = db.scalars(select(Competition)).one()
        event_id = competition.event_id
        conflicts = {"findings": [finding], "options": [{"finding": finding, "changes": [new]}]}
        asked = {"asked_by": "user:1", "asked_at": clock.now(), "seed": 1, "seconds": 1.0}
        run = PlanRun(
            competition_id=competition.id,
            state="conflict",
            conflicts=conflicts,
            **asked,
            for_version=competition.version,
        )
        db.add(run)
        db.flush()
        run_id = run.id
    assert pressed_twice(app, lambda: take_option(event_id, run_id, 0, by=OFFICE)) == ["None"] * 2
    assert number_of(Court) == 3
    assert pressed_twice(app, lambda: undo_option(event_id, run_id, by=OFFICE)) == ["True"] * 2
    assert number_of(Court) == 2
