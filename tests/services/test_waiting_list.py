"""The waiting list: who moves up, when, and when nobody does."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from core.audit import Actor
from core.errors import RuleError
from events.fields import Places
from events.models import Event
from teams.registrations import Change, change_registration, withdraw_registration
from teams.waiting_list import mark_called, promote_by_hand, promote_waiting, set_places_and_promote
from tests import cast, make
from tests.make_teams import cap_id, get_registration, set_cap, signed_up, state_of, taken

LEADER = Actor("team", 1)
Mover = Callable[[datetime], None]


def starts_at(event: Event) -> datetime:
    assert event.starts_at is not None
    return event.starts_at


def test_an_afbud_gives_the_place_to_the_first_in_the_queue(app: Flask) -> None:
    event = make.event(teams=1)
    first, second, third = signed_up(event, "Et", "To", "Tre")
    withdraw_registration(first.registration_id, by=LEADER)
    assert state_of(first.registration_id) == "withdrawn"
    assert state_of(second.registration_id) == "confirmed"
    assert state_of(third.registration_id) == "waiting"
    assert taken(event, "teams") == 1


def test_who_moves_up_is_on_the_call_list_until_somebody_has_rung(app: Flask) -> None:
    event = make.event(teams=1)
    first, second = signed_up(event, "Et", "To")
    withdraw_registration(first.registration_id, by=LEADER)
    assert get_registration(second.registration_id).to_call_reason == "promoted"
    mark_called(second.registration_id, by=cast.organiser_actor())
    mark_called(second.registration_id, by=cast.organiser_actor())
    assert get_registration(second.registration_id).to_call_reason is None


def test_cancelling_twice_frees_one_place(app: Flask) -> None:
    event = make.event(teams=2)
    first, *_rest = signed_up(event, "Et", "To", "Tre", "Fire")
    for _time in range(2):
        withdraw_registration(first.registration_id, by=LEADER)
    assert taken(event, "teams") == 2


def test_a_larger_team_that_does_not_fit_does_not_block_a_smaller_one(app: Flask) -> None:
    event = make.event(teams=None)
    set_cap(event, "people", 8)
    inside = signed_up(event, "Inde", headcount=8)[0]
    large = signed_up(event, "Stor", headcount=9)[0]
    small = signed_up(event, "Lille", headcount=5)[0]
    withdraw_registration(inside.registration_id, by=LEADER)
    assert (state_of(large.registration_id), state_of(small.registration_id)) == ("waiting", "confirmed")


def test_a_team_that_becomes_smaller_lets_the_next_in(app: Flask) -> None:
    event = make.event(teams=None)
    set_cap(event, "people", 10)
    inside = signed_up(event, "Inde", headcount=8)[0]
    waiting = signed_up(event, "Venter", headcount=4)[0]
    change_registration(inside.registration_id, Change("Inde", 6, row="B"), by=LEADER)
    assert state_of(waiting.registration_id) == "confirmed"
    assert taken(event, "people") == 10


def test_a_waiting_team_that_becomes_small_enough_moves_up_itself(app: Flask) -> None:
    event = make.event(teams=None)
    set_cap(event, "people", 10)
    signed_up(event, "Inde", headcount=8)
    waiting = signed_up(event, "Venter", headcount=4)[0]
    change_registration(waiting.registration_id, Change("Venter", 2, row="B"), by=LEADER)
    assert state_of(waiting.registration_id) == "confirmed"


def test_a_change_beyond_the_caps_is_refused_and_changes_nothing(app: Flask) -> None:
    event = make.event(teams=None)
    set_cap(event, "people", 10)
    inside = signed_up(event, "Inde", headcount=8)[0]
    with pytest.raises(RuleError) as refused:
        change_registration(inside.registration_id, Change("Inde", 11, row="A"), by=LEADER)
    assert refused.value.code == "teams.no_room_for_change"
    assert get_registration(inside.registration_id).headcount == 8
    assert (taken(event, "people"), taken(event, "row", "B"), taken(event, "row", "A")) == (8, 1, 0)


def test_orders_follow_a_change(app: Flask) -> None:
    event = make.event()
    lunch = cap_id(event, "meal", "frokost")
    team = signed_up(event, "Inde", options={lunch: 8})[0]
    change_registration(team.registration_id, Change("Inde", 5, row="B", options={lunch: 5}), by=LEADER)
    assert taken(event, "meal", "frokost") == 5
    change_registration(team.registration_id, Change("Inde", 5, row="B"), by=LEADER)
    assert taken(event, "meal", "frokost") == 0


def test_a_leader_is_too_late_after_the_deadlines_and_the_office_is_not(app: Flask, at: Mover) -> None:
    event = make.event()
    team = signed_up(event, "Inde")[0]
    at(starts_at(event) - timedelta(hours=2))
    with pytest.raises(RuleError) as too_late:
        change_registration(team.registration_id, Change("Inde", 6, row="B"), by=LEADER)
    assert too_late.value.code == "teams.change_is_too_late"
    with pytest.raises(RuleError) as no_longer:
        withdraw_registration(team.registration_id, by=LEADER)
    assert no_longer.value.code == "teams.withdrawal_is_too_late"
    change_registration(team.registration_id, Change("Inde", 6, row="B"), by=cast.organiser_actor())
    withdraw_registration(team.registration_id, by=cast.organiser_actor())
    assert state_of(team.registration_id) == "withdrawn"


def test_nobody_moves_up_after_sign_up_has_closed(app: Flask, at: Mover) -> None:
    event = make.event(teams=1)
    first, second = signed_up(event, "Et", "To")
    at(starts_at(event) - timedelta(days=2))
    withdraw_registration(first.registration_id, by=cast.organiser_actor())
    assert state_of(second.registration_id) == "waiting"
    with pytest.raises(RuleError) as refused:
        promote_waiting(event.id, by=cast.organiser_actor())
    assert refused.value.code == "teams.no_promotion_sign_up_is_closed"


def test_nobody_moves_up_by_itself_once_the_event_has_begun_but_the_office_may(app: Flask, at: Mover) -> None:
    event = make.event(teams=1, closes_at=None)
    first, second = signed_up(event, "Et", "To")
    at(starts_at(event) + timedelta(minutes=1))
    withdraw_registration(first.registration_id, by=cast.organiser_actor())
    assert state_of(second.registration_id) == "waiting"
    promote_by_hand(second.registration_id, by=cast.organiser_actor())
    assert state_of(second.registration_id) == "confirmed"


def test_the_office_cannot_promote_beyond_the_caps(app: Flask) -> None:
    event = make.event(teams=1)
    _first, second = signed_up(event, "Et", "To")
    with pytest.raises(RuleError) as refused:
        promote_by_hand(second.registration_id, by=cast.organiser_actor())
    assert refused.value.code == "teams.no_room_to_promote"
    assert str(refused.value.problem.facts["what"]) == "hold"


def test_more_places_let_the_queue_in_at_once(app: Flask) -> None:
    event = make.event(teams=1)
    teams = signed_up(event, "Et", "To", "Tre", "Fire")
    from_events = Places(teams=3, rows={"A": None, "B": None})
    assert set_places_and_promote(event.id, from_events, by=cast.organiser_actor()) == 2
    assert [state_of(team.registration_id) for team in teams] == ["confirmed", "confirmed", "confirmed", "waiting"]
