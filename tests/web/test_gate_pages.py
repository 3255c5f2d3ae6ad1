"""The gate's screens without script, on a paired device."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.audit import VISITOR
from core.db import session
from events.models import Event
from teams.models import Attendance
from teams.sign_up import sign_up
from tests import cast, make
from tests.make_teams import gate, sign_up_wish, signed_up


@pytest.fixture
def event(app: Flask) -> Event:
    return make.event()


@pytest.fixture
def door(app: Flask, event: Event, client: FlaskClient, at: Callable[[datetime], None]) -> FlaskClient:
    """A paired gate on the morning of the event."""
    client.set_cookie("indgang", gate(event)[1])
    assert event.starts_at is not None
    cast.lighthouse()
    return client


def morning(event: Event, at: Callable[[datetime], None]) -> None:
    assert event.starts_at is not None
    at(event.starts_at - timedelta(minutes=30))


def scan(door: FlaskClient, code: str, client_id: str = "scan-1") -> str:
    answer = door.post(f"/indgang/kort/{client_id}", data={"code": code})
    assert answer.status_code == 303
    return answer.headers["Location"]


def attempts() -> int:
    return session().scalar(select(func.count()).select_from(Attendance)) or 0


def test_an_unpaired_device_is_sent_to_pairing(app: Flask, client: FlaskClient) -> None:
    assert client.get("/indgang").headers["Location"].endswith("/par")
    assert client.post("/indgang/kort/x", data={"code": "222222"}).headers["Location"].endswith("/par")


def test_a_scan_shows_welcome_with_people_and_lunches(
    door: FlaskClient, event: Event, at: Callable[[datetime], None]
) -> None:
    wish = sign_up_wish(event)
    sign_up(wish, by=VISITOR)
    morning(event, at)
    page = door.get(scan(door, f"http://localhost/hold/{wish.teams[0].token}")).get_data(as_text=True)
    assert "Velkommen" in page
    assert "gate--ok" in page
    assert "Hele holdet er her" in page
    assert "8 af 8 er inde" in page


def test_the_same_form_sent_twice_is_one_attempt(
    door: FlaskClient, event: Event, at: Callable[[datetime], None]
) -> None:
    wish = sign_up_wish(event)
    sign_up(wish, by=VISITOR)
    morning(event, at)
    assert scan(door, wish.teams[0].token) == scan(door, wish.teams[0].token)
    assert attempts() == 1


def test_a_second_scan_is_orange_and_says_when_and_where(
    door: FlaskClient, event: Event, at: Callable[[datetime], None]
) -> None:
    wish = sign_up_wish(event)
    sign_up(wish, by=VISITOR)
    morning(event, at)
    scan(door, wish.teams[0].token)
    page = door.get(scan(door, wish.teams[0].token, "scan-2")).get_data(as_text=True)
    assert "gate--again" in page
    assert "kl. 09.30 ved dør A" in page


def test_an_unknown_card_is_red_with_a_way_on(door: FlaskClient, event: Event, at: Callable[[datetime], None]) -> None:
    morning(event, at)
    page = door.get(scan(door, "http://localhost/hold/not-a-token-of-ours")).get_data(as_text=True)
    assert "gate--no" in page
    assert "Vi kender ikke kortet" in page
    assert "Nye gæster" in page


def test_a_name_in_the_code_field_becomes_a_search(
    door: FlaskClient, event: Event, at: Callable[[datetime], None]
) -> None:
    team = signed_up(event, "Ærø Ålekongerne")[0]
    morning(event, at)
    found = door.get(scan(door, "aalekong")).get_data(as_text=True)
    assert "Ærø Ålekongerne" in found
    assert attempts() == 0
    done = door.post(f"/indgang/hold/{team.registration_id}/by-name")
    assert "Velkommen" in door.get(done.headers["Location"]).get_data(as_text=True)


def test_only_some_are_here(door: FlaskClient, event: Event, at: Callable[[datetime], None]) -> None:
    wish = sign_up_wish(event)
    sign_up(wish, by=VISITOR)
    morning(event, at)
    answer = scan(door, wish.teams[0].token)
    wrong = door.post(f"{answer}/antal", data={"headcount": "mange"})
    assert wrong.status_code == 422
    assert 'value="mange"' in wrong.get_data(as_text=True)
    right = door.post(f"{answer}/antal", data={"headcount": "5"})
    page = door.get(right.headers["Location"]).get_data(as_text=True)
    assert "3 af holdet mangler endnu." in page
    assert "5 af 8 er inde" in page


def test_undo_takes_the_team_out_again(door: FlaskClient, event: Event, at: Callable[[datetime], None]) -> None:
    wish = sign_up_wish(event)
    sign_up(wish, by=VISITOR)
    morning(event, at)
    answer = scan(door, wish.teams[0].token)
    for _time in range(2):
        assert door.post(f"{answer}/fortryd").status_code == 303
    assert "0 af 8 er inde" in door.get("/indgang").get_data(as_text=True)


def test_guests_and_a_late_team(door: FlaskClient, event: Event, at: Callable[[datetime], None]) -> None:
    morning(event, at)
    door.post("/indgang/gaester", data={"headcount": "4", "client_id": "guests"})
    late = {"organisation": "Fyrtårnet", "name": "De sene", "headcount": "6", "client_id": "late"}
    assert door.post("/indgang/nyt-hold", data=late | {"organisation": "Månen"}).status_code == 422
    for _time in range(2):
        done = door.post("/indgang/nyt-hold", data=late)
    assert "De sene" in door.get(done.headers["Location"]).get_data(as_text=True)
    assert "10 af 10 er inde" in door.get("/indgang").get_data(as_text=True)


def test_who_is_missing_is_listed_without_a_number(
    door: FlaskClient, event: Event, at: Callable[[datetime], None]
) -> None:
    signed_up(event, "Kommer nok")
    morning(event, at)
    page = door.get("/indgang/mangler").get_data(as_text=True)
    assert "Kommer nok" in page
    assert "12 34 56 70" not in page


def test_a_gate_sees_nothing_of_another_events_attempts(
    door: FlaskClient, event: Event, app: Flask, at: Callable[[datetime], None]
) -> None:
    other = make.event("Et andet stævne", starts_at=event.starts_at)
    wish = sign_up_wish(other)
    sign_up(wish, by=VISITOR)
    neighbour = app.test_client()
    neighbour.set_cookie("indgang", gate(other, "dør X")[1])
    morning(event, at)
    theirs = scan(neighbour, wish.teams[0].token)
    assert door.get(theirs).status_code == 404
    assert door.post(f"{theirs}/fortryd").status_code == 404


def test_the_camera_field_and_the_targets_are_there_without_script(door: FlaskClient, event: Event) -> None:
    page = door.get("/indgang").get_data(as_text=True)
    assert re.search(r'<form class="scanner" method="post"', page)
    assert 'data-module="scan"' in page
    assert 'name="code"' in page
