"""Something happens on the day: ways out are found, one is published, teams are told, and it can be taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import session, transaction
from core.errors import MissingError, RuleError
from tests.at_once import at_once
from tests.make_situations import OFFICE, TEN, asked, at_minute, by_time, entry_of, late, places, published_day
from tournament import results, situations
from tournament.announcing import Told
from tournament.engine.values import Result
from tournament.models import Court, Entry, Timetable
from tournament.models_situation import TeamMessage
from tournament.planning import list_courts, remove_court, save_court
from tournament.planning_draft import list_slots
from tournament.planning_settings import save_day, settings_of
from tournament.queries_situation import situation_page
from tournament.store_cache import find_published, get_view
from tournament.store_change import changing
from tournament.store_view import CompetitionView
from tournament.team_messages import list_messages


@pytest.fixture
def view(app: Flask) -> CompetitionView:
    """Eight teams in two pools, semi-finals, bronze and final on two courts, with a published timetable."""
    return published_day()


def test_a_first_answer_is_there_at_once_and_the_worker_proves_the_fewest_moves(view: CompetitionView) -> None:
    situation = asked(view, late(TEN))
    session().refresh(situation)
    assert situation.proof in ("analytic", "cp-sat")
    assert situation.offers[0]["aims"][0] == "fewest"
    assert situation.offers[0]["new_starts"] == situation.fewest
    before = places(view)
    for match, court, at, new_court, new_at in situation.offers[0]["moved"]:
        assert before[match] == (court, datetime.fromisoformat(at))
        assert datetime.fromisoformat(new_at) >= before[match][1]
        assert (new_court, datetime.fromisoformat(new_at)) != before[match]


def test_a_way_out_is_published_and_each_team_gets_one_message(view: CompetitionView) -> None:
    before = places(view)
    situation = asked(view, late(TEN))
    moved = {row[0] for row in situation.offers[0]["moved"]}
    told = situations.publish_situation(view.event_id, situation.id, 0, by=OFFICE)
    after = places(view)
    assert {match for match in after if after[match] != before[match]} == moved
    assert all(start >= TEN + timedelta(minutes=15) for _court, start in after.values())
    messages = session().scalars(select(TeamMessage)).all()
    assert len(messages) == told.teams == len({message.entry_id for message in messages})
    said = list_messages([f"e{messages[0].entry_id}"])[0][1]
    assert "er flyttet" in said
    assert session().scalars(select(Timetable.number).order_by(Timetable.number)).all() == [1, 2]
    assert situations.publish_situation(view.event_id, situation.id, 0, by=OFFICE) == Told()
    assert session().scalars(select(Timetable.number).order_by(Timetable.number)).all() == [1, 2]


def test_it_is_taken_back_in_one_step_and_the_teams_are_told_again(view: CompetitionView) -> None:
    before = places(view)
    situation = asked(view, late(TEN))
    told = situations.publish_situation(view.event_id, situation.id, 0, by=OFFICE)
    assert situations.undo_situation(view.event_id, situation.id, by=OFFICE) == told
    assert places(view) == before
    assert len(session().scalars(select(TeamMessage.id)).all()) == 2 * told.teams
    assert situations.undo_situation(view.event_id, situation.id, by=OFFICE) == Told()


def test_it_is_not_taken_back_once_a_moved_match_has_begun(view: CompetitionView) -> None:
    situation = asked(view, late(TEN))
    situations.publish_situation(view.event_id, situation.id, 0, by=OFFICE)
    moved = situation.offers[0]["moved"][0][0]
    results.start_match(moved, by=OFFICE)
    with pytest.raises(RuleError, match="moved_match_has_begun"):
        situations.undo_situation(view.event_id, situation.id, by=OFFICE)


def test_a_closed_court_is_stored_so_that_the_next_repair_knows(view: CompetitionView) -> None:
    first = list_courts(view.event_id)[0]
    court_id, hours = first.id, first.windows
    shut = {"from": TEN.isoformat(), "to": (TEN + timedelta(minutes=45)).isoformat()}
    situation = asked(view, {"kind": "court_closed", "court": court_id, **shut})
    situations.publish_situation(view.event_id, situation.id, 0, by=OFFICE)
    assert session().get_one(Court, court_id).windows[0][0] == "10:45"
    closed = [start for court, start in places(view).values() if court == court_id]
    assert all(start >= TEN + timedelta(minutes=45) for start in closed)
    situations.undo_situation(view.event_id, situation.id, by=OFFICE)
    assert session().get_one(Court, court_id).windows == hours


def test_a_new_court_is_there_when_the_way_out_is_published(view: CompetitionView) -> None:
    court_id = list_courts(view.event_id)[0].id
    end = (TEN + timedelta(hours=8)).isoformat()
    news = (
        {"kind": "court_closed", "court": court_id, "from": TEN.isoformat(), "to": end},
        {"kind": "extra_court", "name": "Bane 9", "hall": "", "from": TEN.isoformat(), "to": end},
    )
    situation = asked(view, *news)
    assert situation.offers[0]["new_starts"] == 0
    situations.publish_situation(view.event_id, situation.id, 0, by=OFFICE)
    new = next(court for court in list_courts(view.event_id) if court.name == "Bane 9")
    used = {court for court, _start in places(view).values()}
    assert new.id in used
    assert court_id not in used
    situations.undo_situation(view.event_id, situation.id, by=OFFICE)
    assert next(court for court in list_courts(view.event_id) if court.name == "Bane 9").windows == []
    again = asked(view, *news)
    situations.publish_situation(view.event_id, again.id, 0, by=OFFICE)
    assert [court.name for court in list_courts(view.event_id)].count("Bane 9") == 1


def test_a_team_that_is_gone_is_withdrawn_with_its_results_and_comes_back(view: CompetitionView) -> None:
    gone = by_time(view)[0].home.entry
    assert gone is not None
    situation = asked(view, {"kind": "withdrawn", "entry": int(gone[1:]), "from": TEN.isoformat()})
    situations.publish_situation(view.event_id, situation.id, 0, by=OFFICE)
    after = get_view(view.event_id)
    own = [match for match in after.matches if gone in (match.home.entry, match.away.entry)]
    assert own
    assert all(match.starts_at is None and match.result is not None for match in own)
    assert session().get_one(Entry, int(gone[1:])).withdrawn_at is not None
    assert any("bliver ikke spillet" in text for _at, text in list_messages([gone]))
    situations.undo_situation(view.event_id, situation.id, by=OFFICE)
    assert session().get_one(Entry, int(gone[1:])).withdrawn_at is None
    assert all(match.starts_at is not None for match in get_view(view.event_id).matches)


def test_a_late_team_is_remembered_and_forgotten_with_the_change(view: CompetitionView) -> None:
    one = by_time(view)[0]
    assert one.home.entry is not None
    until = TEN + timedelta(minutes=40)
    entry = int(one.home.entry[1:])
    situation = asked(view, {"kind": "team_late", "entry": entry, "until": until.isoformat()})
    situations.publish_situation(view.event_id, situation.id, 0, by=OFFICE)
    after = get_view(view.event_id)
    assert after.day["wishes"][-1] == {"entry": one.home.entry, "not_before": "10:40"}
    own = [match for match in after.matches if match.home.has(one.home.entry) or match.away.has(one.home.entry)]
    assert all(match.starts_at is not None and match.starts_at >= until for match in own)
    situations.undo_situation(view.event_id, situation.id, by=OFFICE)
    assert get_view(view.event_id).day["wishes"] == []


def test_a_match_that_goes_on_pushes_what_comes_after_it(view: CompetitionView) -> None:
    one = by_time(view)[0]
    results.start_match(one.id, by=OFFICE)
    now = TEN + timedelta(minutes=5)
    situation = asked(view, {"kind": "overrun", "match": one.id, "minutes": 30}, at=now)
    situations.publish_situation(view.event_id, situation.id, 0, by=OFFICE)
    court = places(view)[one.id][0]
    ends = TEN + timedelta(minutes=one.play_minutes + 30)
    assert all(start >= ends for match, (c, start) in places(view).items() if c == court and match != one.id)
    # Nobody says it twice: while the match has no result the next situation knows.
    second = asked(get_view(view.event_id), late(now, 5), at=now)
    assert {item["kind"] for item in second.news} == {"delay_all", "overrun"}
    assert situations.better_situation(second.id)["proof"]


def test_what_is_held_fast_stays_and_the_conflict_names_it(view: CompetitionView) -> None:
    first = by_time(view)[0]
    with transaction():
        published = find_published(view.id)
        assert published is not None
        next(slot for slot in list_slots(published.id) if slot.match_id == first.id).is_pinned = True
    held = asked(view, late(TEN), {"kind": "hold_pins"})
    assert held.offers == []
    assert held.conflicts
    assert asked(view, late(TEN)).offers


def test_a_match_that_was_held_and_moves_is_let_go_and_held_again_when_it_is_taken_back(view: CompetitionView) -> None:
    def held() -> set[int]:
        published = find_published(view.id)
        assert published is not None
        return {slot.match_id for slot in list_slots(published.id) if slot.is_pinned}

    with transaction():
        published = find_published(view.id)
        assert published is not None
        for slot in list_slots(published.id):
            slot.is_pinned = True
    everything, first = held(), by_time(view)[0]
    situation = asked(view, {"kind": "team_late", "entry": entry_of(first), "until": at_minute(30)})
    moved = {row[0] for row in situation.offers[0]["moved"]}
    way = situation_page(view, situation).ways[0]
    assert set(way.let_go) == {view.get_match(match).number for match in moved}
    situations.publish_situation(view.event_id, situation.id, 0, by=OFFICE)
    assert held() == everything - moved
    situations.undo_situation(view.event_id, situation.id, by=OFFICE)
    assert held() == everything


@pytest.mark.parametrize("moved", [timedelta(hours=1), timedelta(days=1), timedelta(days=-3000)])
def test_a_day_whose_start_was_moved_after_it_was_shown_is_repaired_where_it_was_shown(
    view: CompetitionView, moved: timedelta
) -> None:
    save_day(view.id, replace(settings_of(view), start=TEN + moved), by=OFFICE)
    before, court = places(view), list_courts(view.event_id)[0].id
    shut = {"kind": "court_closed", "court": court, "from": at_minute(0), "to": at_minute(45)}
    situation = asked(get_view(view.event_id), late(TEN), shut)
    number = situation.id
    assert situation.offers
    situations.publish_situation(view.event_id, number, 0, by=OFFICE)
    assert timedelta(minutes=15) <= min(at for _court, at in places(view).values()) - TEN < timedelta(hours=1)
    assert session().get_one(Court, court).windows[0][0] == "10:45"
    situations.undo_situation(view.event_id, number, by=OFFICE)
    assert places(view) == before


def test_a_way_out_that_was_left_lying_is_too_old(view: CompetitionView, at: Callable[[datetime], None]) -> None:
    situation = asked(view, late(TEN))
    number, first = situation.id, min(datetime.fromisoformat(row[4]) for row in situation.offers[0]["moved"])
    at(first + timedelta(minutes=16))
    with pytest.raises(RuleError, match="way_in_the_past"):
        situations.publish_situation(view.event_id, number, 0, by=OFFICE)
    at(first + timedelta(minutes=14))
    assert situations.publish_situation(view.event_id, number, 0, by=OFFICE)


def test_a_way_out_to_a_court_that_is_gone_is_old(view: CompetitionView) -> None:
    court = save_court(view.id, None, name="Bane 3", hall="", windows=[["10:00", "20:00"]], by=OFFICE)
    shut = {
        "kind": "court_closed",
        "court": list_courts(view.event_id)[0].id,
        "from": at_minute(0),
        "to": at_minute(600),
    }
    situation = asked(get_view(view.event_id), shut)
    number = situation.id
    assert court in {row[1] for row in situation.offers[0]["places"]}
    remove_court(view.id, court, by=OFFICE)
    with pytest.raises(RuleError, match="situation_outdated"):
        situations.publish_situation(view.event_id, number, 0, by=OFFICE)


def test_undo_leaves_alone_what_the_office_changed_since(view: CompetitionView) -> None:
    first = list_courts(view.event_id)[0]
    first_id, wish = first.id, {"entry": f"e{entry_of(by_time(view)[0])}", "not_before": "10:40"}
    save_court(view.id, first_id, name=first.name, hall="", windows=[["10:00", "20:00"]], by=OFFICE)
    with changing(view.id, "save_day", by=OFFICE) as (_db, row):
        row.day = {**row.day, "wishes": [wish]}
    shut = {"kind": "court_closed", "court": first_id, "from": at_minute(0), "to": at_minute(45)}
    said = {"kind": "team_late", "entry": int(wish["entry"][1:]), "until": at_minute(40)}
    number = asked(get_view(view.event_id), shut, said).id
    situations.publish_situation(view.event_id, number, 0, by=OFFICE)
    save_court(view.id, first_id, name=first.name, hall="", windows=[["11:00", "21:00"]], by=OFFICE)
    situations.undo_situation(view.event_id, number, by=OFFICE)
    assert session().get_one(Court, first_id).windows == [["11:00", "21:00"]]
    assert get_view(view.event_id).day["wishes"] == [wish], "the wish of before stays, the one of the situation goes"


def test_two_offices_get_a_clear_word(view: CompetitionView) -> None:
    one, other = asked(view, late(TEN)), asked(view, late(TEN, 30))
    one_id, other_id = one.id, other.id
    situations.publish_situation(view.event_id, one_id, 0, by=OFFICE)
    with pytest.raises(RuleError, match="changed_meanwhile"):
        situations.publish_situation(view.event_id, other_id, 0, by=OFFICE)
    assert situations.better_situation(other_id) == {"refused": "changed_meanwhile"}
    newer = asked(view, late(TEN + timedelta(minutes=15)))
    situations.publish_situation(view.event_id, newer.id, 0, by=OFFICE)
    with pytest.raises(RuleError, match="changed_meanwhile"):
        situations.undo_situation(view.event_id, one_id, by=OFFICE)


@pytest.mark.commits
def test_two_offices_at_the_same_moment_publish_one_programme(app: Flask, view: CompetitionView) -> None:
    one, other = asked(view, late(TEN)).id, asked(view, late(TEN, 30)).id
    event_id = view.event_id
    calls = [partial(situations.publish_situation, event_id, number, 0, by=OFFICE) for number in (one, one, other)]
    came = at_once(app, [*calls])
    assert len(session().scalars(select(Timetable.id)).all()) == 2
    refused = [error for error in came if isinstance(error, RuleError)]
    assert {error.code for error in refused} <= {"tournament.changed_meanwhile"}
    assert sum(isinstance(told, Told) and told != Told() for told in came) == 1


def test_a_match_that_began_meanwhile_makes_the_answer_old(view: CompetitionView) -> None:
    situation = asked(view, late(TEN))
    number, moved = situation.id, situation.offers[0]["moved"][0][0]
    results.start_match(moved, by=OFFICE)
    with pytest.raises(RuleError, match="situation_outdated"):
        situations.publish_situation(view.event_id, number, 0, by=OFFICE)


def test_what_cannot_be_asked(view: CompetitionView) -> None:
    with pytest.raises(RuleError, match="nothing_happened"):
        situations.ask_situation(view.event_id, [{"kind": "hold_pins"}], TEN, by=OFFICE)
    situation = asked(view, late(TEN))
    with pytest.raises(MissingError):
        situations.publish_situation(view.event_id, situation.id, 99, by=OFFICE)
    with pytest.raises(MissingError):
        situations.get_situation(view.id + 1, situation.id)


def test_a_result_that_was_entered_stands(view: CompetitionView) -> None:
    first = by_time(view)[0]
    results.record_result(first.id, Result(home=1, away=0), by=OFFICE)
    before = places(view)[first.id]
    situation = asked(view, late(TEN))
    situations.publish_situation(view.event_id, situation.id, 0, by=OFFICE)
    assert places(view)[first.id] == before
