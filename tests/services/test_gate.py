"""The gate: who comes in, who does not and why, and every attempt a row."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.audit import VISITOR, Actor
from core.db import session, transaction
from core.errors import RuleError
from events.models import Event
from teams.gate import (
    check_in,
    check_in_by_name,
    correct_headcount,
    count_walk_ups,
    go_in_again,
    undo,
)
from teams.gate_queries import count_inside, list_gate_teams, list_missing, search_teams
from teams.late_teams import let_in_late_team
from teams.models import Attendance, Registration
from teams.passes import reprint_pass
from teams.registrations import withdraw_registration
from teams.sign_up import SignUpWish, sign_up
from tests import cast, make
from tests.make_teams import gate, sign_up_wish, signed_up, taken, team_wish

Mover = Callable[[datetime], None]


@pytest.fixture
def event(app: Flask) -> Event:
    """An event that has a place for two teams, nine days from now."""
    return make.event(teams=2)


def arrive(event: Event, at: Mover) -> None:
    """It is the morning of the event."""
    assert event.starts_at is not None
    at(event.starts_at - timedelta(minutes=30))


def one_team(event: Event, **changes: object) -> tuple[SignUpWish, int]:
    wish = sign_up_wish(event, **changes)
    return wish, sign_up(wish, by=VISITOR)[0].registration_id


def door(event: Event, label: str = "dør A") -> Actor:
    return gate(event, label)[0].actor


def outcomes() -> list[tuple[str, str | None]]:
    return [
        tuple(row) for row in session().execute(select(Attendance.outcome, Attendance.reason).order_by(Attendance.id))
    ]


def test_one_scan_lets_the_whole_team_in(event: Event, at: Mover) -> None:
    wish, number = one_team(event)
    arrive(event, at)
    row = check_in(event.id, f"https://sport.example/hold/{wish.teams[0].token}", by=door(event))
    assert (row.outcome, row.headcount, row.registration_id) == ("in", 8, number)


def test_the_short_code_works_in_small_letters_and_with_a_space(event: Event, at: Mover) -> None:
    wish, _number = one_team(event)
    arrive(event, at)
    code = wish.teams[0].code.lower()
    assert check_in(event.id, f"{code[:3]} {code[3:]}", by=door(event)).outcome == "in"


def test_a_second_scan_is_told_who_came_first(event: Event, at: Mover) -> None:
    wish, _number = one_team(event)
    arrive(event, at)
    check_in(event.id, wish.teams[0].token, by=door(event))
    again = check_in(event.id, wish.teams[0].token, by=door(event, "dør B"))
    assert (again.outcome, again.reason) == ("refused", "allerede_inde")
    assert go_in_again(again.id, by=door(event, "dør B")).outcome == "again"
    assert count_inside(event.id, list_gate_teams(event.id)).people_in == 8


def test_every_refusal_has_its_reason_and_its_row(event: Event, at: Mover) -> None:
    wish, number = one_team(event)
    signed_up(event, "Fylder op")
    waiting = sign_up_wish(event, team_wish("Venter"), organisation=cast.bridge())
    sign_up(waiting, by=VISITOR)
    elsewhere, _other = one_team(make.event("Et andet stævne"), organisation=cast.bridge())
    gone, gone_number = one_team(make.event("Afbud"), organisation=make.organisation("Havnen"))
    by = door(event)
    check_in(event.id, wish.teams[0].token, by=by)
    arrive(event, at)
    new_token, _code = reprint_pass(number, by=cast.organiser_actor())
    for text in ("nobody-has-this-token-0000", "222222", waiting.teams[0].token, elsewhere.teams[0].token):
        check_in(event.id, text, by=by)
    check_in(event.id, wish.teams[0].token, by=by)
    check_in(event.id, new_token, by=by)
    assert [reason for _outcome, reason in outcomes()] == [
        "forkert_dag",
        "ukendt",
        "ukendt",
        "venteliste",
        "forkert_arrangement",
        "tilbagekaldt",
        None,
    ]
    withdraw_registration(gone_number, by=cast.organiser_actor())
    gone_event = session().scalars(select(Registration.event_id).where(Registration.id == gone_number)).one()
    assert check_in(gone_event, gone.teams[0].token, by=by).reason == "afbud"


@pytest.mark.parametrize(("state", "reason"), [("cancelled", "aflyst"), ("finished", "lukket")])
def test_a_cancelled_or_finished_event_lets_nobody_in(event: Event, at: Mover, state: str, reason: str) -> None:
    wish, _number = one_team(event)
    arrive(event, at)
    with transaction() as db:
        db.get_one(Event, event.id).state = state
    assert check_in(event.id, wish.teams[0].token, by=door(event)).reason == reason


def test_an_undo_is_a_row_of_its_own_and_the_team_can_come_again(event: Event, at: Mover) -> None:
    wish, _number = one_team(event)
    arrive(event, at)
    by = door(event)
    row = check_in(event.id, wish.teams[0].token, by=by)
    assert undo(row.id, by=by).id == undo(row.id, by=by).id
    assert check_in(event.id, wish.teams[0].token, by=by).outcome == "in"
    assert [outcome for outcome, _reason in outcomes()] == ["in", "out", "in"]


def test_only_some_are_here_and_then_more_come(event: Event, at: Mover) -> None:
    wish, _number = one_team(event)
    arrive(event, at)
    by = door(event)
    row = check_in(event.id, wish.teams[0].token, by=by)
    correct_headcount(row.id, 5, by=by)
    assert count_inside(event.id, list_gate_teams(event.id)).people_in == 5
    correct_headcount(row.id, 9, by=by)
    assert count_inside(event.id, list_gate_teams(event.id)).people_in == 9


def test_a_gate_cannot_count_a_team_of_another_event(event: Event, at: Mover) -> None:
    other = make.event("Et andet stævne", teams=2, starts_at=event.starts_at)
    wish, _registration = one_team(other)
    arrive(event, at)
    inside = check_in(other.id, wish.teams[0].token, by=door(other))
    refused = check_in(event.id, wish.teams[0].token, by=door(event))
    assert refused.reason == "forkert_arrangement"
    with pytest.raises(RuleError, match="nothing_to_undo"):
        correct_headcount(refused.id, 1, by=door(event))
    session().expire_all()
    assert session().get_one(Attendance, inside.id).undone_by_id is None
    assert count_inside(other.id, list_gate_teams(other.id)).people_in == wish.teams[0].headcount


def test_a_refused_attempt_cannot_be_undone(event: Event, at: Mover) -> None:
    arrive(event, at)
    by = door(event)
    row = check_in(event.id, "222222", by=by)
    with pytest.raises(RuleError) as refused:
        undo(row.id, by=by)
    assert refused.value.code == "teams.nothing_to_undo"


def test_guests_are_counted_and_can_be_taken_back(event: Event, at: Mover) -> None:
    arrive(event, at)
    by = door(event)
    row = count_walk_ups(event.id, 3, by=by)
    assert count_inside(event.id, list_gate_teams(event.id)).guests == 3
    undo(row.id, by=by)
    assert count_inside(event.id, list_gate_teams(event.id)).guests == 0


def test_a_late_team_is_signed_up_and_inside_in_one_step(event: Event, at: Mover) -> None:
    arrive(event, at)
    by, place = door(event), cast.lighthouse()
    first = let_in_late_team(event.id, place.id, "Sent på den", 5, "same-form", by=by)
    assert let_in_late_team(event.id, place.id, "Sent på den", 5, "same-form", by=by).id == first.id
    late = session().scalars(select(Registration)).one()
    assert (late.state, late.is_late, late.headcount, taken(event, "people")) == ("confirmed", True, 5, 5)
    assert count_inside(event.id, list_gate_teams(event.id)).people_in == 5


def test_a_late_team_that_does_not_fit_is_refused_and_leaves_nothing(event: Event, at: Mover) -> None:
    signed_up(event, "Et", "To")
    arrive(event, at)
    by, place = door(event), cast.lighthouse()
    with pytest.raises(RuleError) as refused:
        let_in_late_team(event.id, place.id, "Sent på den", 5, "form", by=by)
    assert refused.value.code == "teams.no_room_for_team"
    assert outcomes() == []


def test_a_team_is_found_by_name_however_it_is_typed(event: Event, at: Mover) -> None:
    signed_up(event, "Ærø Ålekongerne")
    for typed in ("aero", "aalekongerne", "Åle", "ærø ålekongerne"):
        assert [team.name for team in search_teams(list_gate_teams(event.id), typed)] == ["Ærø Ålekongerne"]


def test_who_is_missing_shrinks_as_teams_come(event: Event, at: Mover) -> None:
    first, _second = signed_up(event, "Et", "To")
    arrive(event, at)
    check_in_by_name(event.id, first.registration_id, by=door(event))
    assert [team.name for team in list_missing(list_gate_teams(event.id))] == ["To"]


def test_a_gate_keeps_the_devices_own_time_too(event: Event, at: Mover) -> None:
    wish, _number = one_team(event)
    arrive(event, at)
    said = clock.now() - timedelta(minutes=20)
    row = check_in(event.id, wish.teams[0].token, by=door(event), client_at=said)
    assert (row.client_at, row.at) == (said, clock.now())
