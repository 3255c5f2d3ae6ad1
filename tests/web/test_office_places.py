"""The office sets the places; more room lets the waiting list move up at once."""

from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.make_teams import signed_up, state_of

FORM = {"people": "", "rows": "A B"}


def test_a_raised_cap_lets_the_first_that_waits_move_up(app: Flask, office: FlaskClient) -> None:
    event = make.event(teams=1)
    _first, second, third = signed_up(event, "Et", "To", "Tre")
    answer = office.post(f"/kontor/staevner/{event.slug}/pladser", data={**FORM, "teams": "2"}, follow_redirects=True)
    assert answer.status_code == 200
    assert "Et hold rykkede op" in answer.text
    assert (state_of(second.registration_id), state_of(third.registration_id)) == ("confirmed", "waiting")


def test_a_cap_below_what_is_taken_is_refused_and_keeps_what_was_typed(app: Flask, office: FlaskClient) -> None:
    event = make.event(teams=3)
    signed_up(event, "Et", "To")
    answer = office.post(f"/kontor/staevner/{event.slug}/pladser", data={**FORM, "teams": "1"})
    assert answer.status_code == 422
    assert 'value="1"' in answer.text


def test_twice_is_harmless(app: Flask, office: FlaskClient) -> None:
    event = make.event(teams=1)
    _first, second = signed_up(event, "Et", "To")
    for _ in range(2):
        office.post(f"/kontor/staevner/{event.slug}/pladser", data={**FORM, "teams": "2"})
    assert state_of(second.registration_id) == "confirmed"


def test_strangers_are_asked_to_log_in(app: Flask, client: FlaskClient) -> None:
    event = make.event(teams=1)
    assert client.post(f"/kontor/staevner/{event.slug}/pladser", data=FORM).status_code == 303
