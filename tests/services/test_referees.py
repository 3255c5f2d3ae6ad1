"""Who referees: set by hand in the draft, judged, taken back, and shown wherever the match is."""

from dataclasses import replace

import pytest
from flask import Flask

from core import clock
from core.audit import Actor
from core.errors import MissingError
from events.queries import get_event
from tests import make_day
from tests.make_day import Day
from tournament.match_rows import match_row
from tournament.planning_draft import find_draft, list_slots, standing_slots
from tournament.planning_moves import undo_change
from tournament.planning_publish import publish_timetable
from tournament.planning_referees import list_referees, save_referee
from tournament.planning_settings import save_day, settings_of
from tournament.planning_sharing import ask_for_referees, get_sharing, list_lacking, share_referees
from tournament.printing_series import court_series, referee_series, team_series
from tournament.situations import ask_situation, publish_situation, undo_situation
from tournament.store_cache import get_view
from tournament.store_file import export_competition
from tournament.team_day import day_lines
from tournament.timetable.codes import Code

OFFICE = Actor("user", 1)


@pytest.fixture
def day(app: Flask) -> Day:
    """A published day on which teams referee for each other."""
    made = make_day.day()
    save_day(made.view.id, replace(settings_of(made.view), referees="teams"), by=OFFICE)
    return made


def publish(day: Day) -> None:
    draft = find_draft(day.view.id)
    assert draft is not None
    publish_timetable(day.event_id, number=draft.number, despite=True, by=OFFICE)


def team(day: Day, place: int) -> str:
    return f"e{day.entry_ids[place]}"


def test_a_team_referees_a_match_it_does_not_play_in(day: Day) -> None:
    assert save_referee(day.event_id, day.match_id(1), team(day, 1), by=OFFICE) == ()
    draft = find_draft(day.view.id)
    assert draft is not None
    assert {slot.match_id: slot.referee for slot in list_slots(draft.id)}[day.match_id(1)] == team(day, 1)
    assert day.view.get_match(day.match_id(1)).referee is None, "a draft is nobody's business"
    publish(day)
    assert day.view.get_match(day.match_id(1)).referee == team(day, 1)


def test_a_team_that_plays_at_that_time_is_named_and_nothing_is_hidden(day: Day) -> None:
    findings = save_referee(day.event_id, day.match_id(1), team(day, 0), by=OFFICE)
    assert [finding.code for finding in findings] == [Code.REFEREE_BUSY]


def test_a_referee_is_taken_back_and_taken_away(day: Day) -> None:
    match = day.match_id(1)
    save_referee(day.event_id, match, team(day, 1), by=OFFICE)
    save_referee(day.event_id, match, team(day, 2), by=OFFICE)
    undo_change(day.event_id, by=OFFICE)
    draft = find_draft(day.view.id)
    assert draft is not None
    assert {slot.match_id: slot.referee for slot in list_slots(draft.id)}[match] == team(day, 1)
    save_referee(day.event_id, match, None, by=OFFICE)
    assert {slot.match_id: slot.referee for slot in list_slots(draft.id)}[match] is None


def test_only_who_the_day_asks_may_referee(day: Day) -> None:
    with pytest.raises(MissingError):
        save_referee(day.event_id, day.match_id(1), "Dommer 1", by=OFFICE)
    chosen = replace(settings_of(day.view), referees="people", referee_count=2)
    save_day(day.view.id, chosen, by=OFFICE)
    assert list_referees(day.view) == ["Dommer 1", "Dommer 2"]
    assert save_referee(day.event_id, day.match_id(1), "Dommer 1", by=OFFICE) == ()
    findings = save_referee(day.event_id, day.match_id(2), "Dommer 1", by=OFFICE)
    assert [finding.code for finding in findings] == [Code.REFEREE_BUSY]


def test_a_referee_stays_when_everything_is_later_and_goes_into_the_file(day: Day) -> None:
    save_referee(day.event_id, day.match_id(16), team(day, 1), by=OFFICE)
    publish(day)
    news = [{"kind": "delay_all", "from": make_day.START.isoformat(), "minutes": 10}]
    situation = ask_situation(day.event_id, news, make_day.START, by=OFFICE)
    publish_situation(day.event_id, situation, 0, by=OFFICE)
    assert day.view.get_match(day.match_id(16)).referee == team(day, 1)
    undo_situation(day.event_id, situation, by=OFFICE)
    assert day.view.get_match(day.match_id(16)).referee == team(day, 1)
    rows = {row["match"]: row for row in export_competition(day.event_id)["timetable"]}
    assert rows["m16"]["referee"] == team(day, 1)


def test_a_referee_is_shown_on_every_plan(app: Flask, day: Day) -> None:
    save_referee(day.event_id, day.match_id(3), team(day, 1), by=OFFICE)
    publish(day)
    view = get_view(day.event_id)
    with app.test_request_context():
        assert match_row(view, view.get_match(day.match_id(3))).referee == "Solsikken"
        lines = day_lines(view, {team(day, 1): view.of_entry(team(day, 1))}, get_event(day.slug), clock.now())
        assert "I dømmer kamp 3 på Bane 1" in [line.text for line in lines]
        courts = {page.title: page for page in court_series(view)}
        assert [line.referee for line in courts["Bane 1"].lines][1] == "Solsikken"
        assert "referee" not in courts["Bane 2"].shows
        own = next(page for page in team_series(view) if page.title == "Solsikken")
        assert [line.number for line in own.lines if line.is_duty] == [3]
        assert [line.at for line in own.lines] == sorted(line.at for line in own.lines)
        (page,) = referee_series(view)
        assert (page.title, [line.number for line in page.lines]) == ("Solsikken", [3])


def test_a_match_whose_teams_are_not_known_begins_at_the_earliest(app: Flask, day: Day) -> None:
    with app.test_request_context():
        lines = {line.number: line for page in court_series(day.view) for line in page.lines}
    assert (lines[1].is_earliest, lines[13].is_earliest) == (False, True)


def referees(day: Day) -> dict[int, str | None]:
    return {slot.match_id: slot.referee for slot in standing_slots(day.view)}


def test_the_worker_shares_the_referees_out_and_one_step_takes_it_back(day: Day) -> None:
    save_referee(day.event_id, day.match_id(1), team(day, 1), by=OFFICE)
    before, where = (
        referees(day),
        {slot.match_id: (slot.court_id, slot.starts_at) for slot in standing_slots(day.view)},
    )
    lacking = {slot.match_id for slot in list_lacking(day.view, standing_slots(day.view))}
    result = get_sharing(day.event_id, ask_for_referees(day.event_id, by=OFFICE)).result
    assert result is not None
    after = referees(day)
    assert result["shared"] == sum(1 for match in lacking if after[match])
    assert {int(match) for match in result["alone"]} == {match for match in lacking if after[match] is None}
    assert after[day.match_id(1)] == team(day, 1), "what was set by hand stays"
    assert {slot.match_id: (slot.court_id, slot.starts_at) for slot in standing_slots(day.view)} == where
    assert share_referees(day.event_id, "user:1")["shared"] == 0, "twice is harmless"
    undo_change(day.event_id, by=OFFICE)
    assert referees(day) == before


def test_matches_that_nobody_can_referee_are_told_with_the_reason(day: Day) -> None:
    chosen = replace(settings_of(day.view), referees="people", referee_count=1)
    save_day(day.view.id, chosen, by=OFFICE)
    result = get_sharing(day.event_id, ask_for_referees(day.event_id, by=OFFICE)).result
    assert result is not None
    assert result["shared"] > 0
    assert set(result["alone"].values()) == {"all_busy"}
    with pytest.raises(MissingError):
        get_sharing(day.event_id, 999)


def test_a_day_that_asks_for_no_referees_shares_none(day: Day) -> None:
    save_day(day.view.id, replace(settings_of(day.view), referees=""), by=OFFICE)
    assert share_referees(day.event_id, "user:1") == {"shared": 0, "alone": {}}
