"""Many at once, with real commits on both databases: nothing lost, nobody in twice, the queue has one order."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.audit import VISITOR, Actor
from core.db import session
from events.models import Event
from teams.gate import check_in
from teams.models import Attendance, Registration
from teams.registrations import withdraw_registration
from teams.sign_up import SignUpWish, sign_up
from tests import make
from tests.at_once import at_once
from tests.conftest import NOW
from tests.make_teams import gate, sign_up_wish, signed_up, state_of, taken, team_wish

pytestmark = pytest.mark.commits
CLIENTS = 20


def test_twenty_clients_want_the_last_three_places(app: Flask) -> None:
    event = make.event(teams=3)
    places = [make.organisation(f"Sted {number}") for number in range(CLIENTS)]
    wishes = [sign_up_wish(event, team_wish(f"Hold {n}"), organisation=place) for n, place in enumerate(places)]

    def client(wish: SignUpWish) -> Callable[[], object]:
        return lambda: [team.state for team in sign_up(wish, by=VISITOR)]

    results = at_once(app, [client(wish) for wish in wishes])
    states = sorted(str(result) for result in results)
    assert states == ["['confirmed']"] * 3 + ["['waiting']"] * 17
    session().rollback()
    rows = session().execute(
        select(Registration.queue_number, Registration.state)
        .where(Registration.event_id == event.id)
        .order_by(Registration.queue_number)
    )
    assert [tuple(row) for row in rows] == [(n, "confirmed" if n <= 3 else "waiting") for n in range(1, 21)]
    found = session().scalars(select(Event).where(Event.id == event.id).execution_options(populate_existing=True)).one()
    assert (found.team_count, found.waiting_count, taken(event, "teams")) == (3, 17, 3)


def test_a_double_click_is_one_sign_up(app: Flask) -> None:
    event = make.event()
    wish = sign_up_wish(event)
    first, second = at_once(app, [lambda: sign_up(wish, by=VISITOR)] * 2)
    assert first == second
    session().rollback()
    assert len(session().scalars(select(Registration.id)).all()) == 1


def test_two_afbud_at_once_let_two_different_teams_in(app: Flask) -> None:
    event = make.event(teams=2)
    one, two, three, four, five = signed_up(event, "Et", "To", "Tre", "Fire", "Fem")

    def leaves(number: int) -> Callable[[], object]:
        return lambda: withdraw_registration(number, by=Actor("team", number))

    assert at_once(app, [leaves(one.registration_id), leaves(two.registration_id)]) == [None, None]
    session().rollback()
    assert [state_of(team.registration_id) for team in (three, four, five)] == ["confirmed", "confirmed", "waiting"]


def test_two_gates_that_scan_one_card_let_the_team_in_once(app: Flask) -> None:
    event = make.event(starts_at=NOW, closes_at=None, cancel_until=None, change_until=None)
    wish = sign_up_wish(event)
    # Signed up the moment before it began.
    with clock.frozen(NOW.replace(hour=9)):
        sign_up(wish, by=VISITOR)
    doors = [gate(event, label)[0] for label in ("dør A", "dør B")]
    token = wish.teams[0].token

    def scan(number: int) -> Callable[[], object]:
        return lambda: check_in(event.id, token, by=doors[number].actor).outcome

    assert sorted(str(outcome) for outcome in at_once(app, [scan(0), scan(1)])) == ["in", "refused"]
    session().rollback()
    rows = session().execute(select(Attendance.outcome, Attendance.reason).order_by(Attendance.outcome))
    assert [tuple(row) for row in rows] == [("in", None), ("refused", "allerede_inde")]
