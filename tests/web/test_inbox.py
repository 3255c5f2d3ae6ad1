"""The inbox of all devices: one answer per item, once, in order; nothing acknowledged is lost."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.audit import SYSTEM
from core.db import session
from core.devices import revoke_device
from tests import make_day
from tournament.models import ResultRow

INBOX = "/api/v1/inbox"


def send(client: FlaskClient, *items: Any) -> TestResponse:
    return client.post(INBOX, json={"sent_at": "2026-10-01T10:00:00Z", "items": list(items)})


def outcomes(client: FlaskClient, *items: Any) -> list[str]:
    return [item["outcome"] for item in send(client, *items).get_json()["items"]]


def result(name: str, day: make_day.Day, number: int, home: int = 2, away: int = 1, **more: Any) -> dict[str, Any]:
    match = str(day.match_id(number))
    return {"id": name, "kind": "result", "match": match, "home": home, "away": away, "seen_version": 0, **more}


def stored() -> int:
    return session().scalar(select(func.count()).select_from(ResultRow)) or 0


def test_an_unknown_device_gets_401(client: FlaskClient) -> None:
    answer = send(client)
    assert answer.status_code == 401
    assert answer.get_json()["code"] == "core.device_unknown"


def test_a_revoked_device_gets_401(client: FlaskClient) -> None:
    day = make_day.day()
    device = make_day.referee(client, day)
    revoke_device(device, by=SYSTEM)
    assert send(client, result("a", day, 1)).status_code == 401
    assert stored() == 0


def test_a_result_is_stored_and_says_what_happens_next(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.referee(client, day)
    answer = send(client, result("a", day, 1)).get_json()["items"][0]
    assert (answer["id"], answer["outcome"]) == ("a", "ok")
    assert answer["text"] == "Støberiet vandt."
    assert day.view.get_match(day.match_id(1)).result_id == answer["version"]


def test_a_replay_gets_the_first_answer_again(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.referee(client, day)
    first = send(client, result("a", day, 1)).get_json()["items"][0]
    again = send(client, result("a", day, 1, home=9)).get_json()["items"][0]
    assert again == first | {"outcome": "duplicate", "first": "ok"}
    assert stored() == 1


def test_one_bad_item_never_blocks_the_next(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.referee(client, day)
    items = [
        result("1", day, 1, home=-4),
        {"id": "2", "kind": "unheard of"},
        "not an item",
        {"kind": "result"},
        {"id": "5", "kind": "result", "match": "999999999", "home": 1, "away": 0},
        result("6", day, 2),
        {"id": "7", "kind": "result", "match": [1], "home": True, "away": None},
        result("8", day, 3),
    ]
    answer = send(client, *items).get_json()["items"]
    assert [item["outcome"] for item in answer] == ["refused"] * 7 + ["ok"]
    assert [item["id"] for item in answer] == ["1", "2", None, None, "5", "6", "7", "8"]
    assert all(item["code"] for item in answer[:7])
    assert stored() == 1


def test_two_tablets_with_different_results_hear_of_the_conflict(app: Flask) -> None:
    day = make_day.day()
    first, second = app.test_client(), app.test_client()
    for client in (first, second):
        make_day.referee(client, day)
    assert outcomes(first, result("a", day, 1, 3, 1)) == ["ok"]
    assert outcomes(second, result("a", day, 1, 1, 3)) == ["conflict"]
    assert day.view.get_match(day.match_id(1)).state == "unresolved"


def test_two_tablets_with_the_same_result_store_it_once(app: Flask) -> None:
    day = make_day.day()
    for name in ("a", "b"):
        client = app.test_client()
        make_day.referee(client, day)
        assert outcomes(client, result(name, day, 1)) == ["ok"]
    assert stored() == 1


def test_a_correction_from_the_queue_names_the_item_before_it(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.referee(client, day)
    wanted = outcomes(client, result("a", day, 1, 3, 1), result("b", day, 1, 2, 2, after="a"))
    assert wanted == ["ok", "ok"]
    found = day.view.get_match(day.match_id(1)).result
    assert found is not None
    assert (found.home, found.away) == (2, 2)


def test_start_and_running_score_show_on_the_live_page(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.referee(client, day)
    match = str(day.match_id(1))
    wanted = outcomes(
        client,
        {"id": "a", "kind": "start", "match": match},
        {"id": "b", "kind": "score", "match": match, "home": 4, "away": 2},
    )
    assert wanted == ["ok", "ok"]
    found = day.view.get_match(day.match_id(1))
    assert (found.state, found.running, found.result) == ("now", (4, 2), None)


def test_a_walkover_and_a_shoot_out_come_through(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.play_pools(day)
    make_day.referee(client, day, scope=f"event:{day.event_id}")
    wanted = outcomes(
        client,
        {"id": "a", "kind": "result", "match": str(day.match_id(14)), "result_kind": "walkover_home"},
        result("b", day, 13, 2, 2, shootout="home"),
        result("c", day, 15, 1, 1),
        {"id": "d", "kind": "result", "match": str(day.match_id(16)), "result_kind": "annulled"},
    )
    assert wanted == ["ok", "ok", "refused", "refused"]


@pytest.mark.parametrize(
    ("body", "mimetype", "status"),
    [
        ("{", "application/json", 400),
        ("[]", "application/json", 400),
        ('{"items": 3}', "application/json", 400),
        ('{"items": []}', "text/plain", 415),
        ("items=1", "application/x-www-form-urlencoded", 415),
    ],
)
def test_what_cannot_be_read_is_told_apart(client: FlaskClient, body: str, mimetype: str, status: int) -> None:
    day = make_day.day()
    make_day.referee(client, day)
    answer = client.post(INBOX, data=body, content_type=mimetype)
    assert answer.status_code == status
    assert answer.get_json()["text"]


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "soon", 5, None])
def test_a_clock_that_is_far_off_holds_no_result_back(client: FlaskClient, at: Any) -> None:
    day = make_day.day()
    make_day.referee(client, day)
    assert outcomes(client, result("a", day, 1, at=at)) == ["ok"]


@pytest.mark.parametrize("name", ["", "\x00", "\ud800", "a b", "x" * 65])
def test_an_id_that_cannot_be_kept_is_refused_and_the_next_is_taken(client: FlaskClient, name: str) -> None:
    day = make_day.day()
    make_day.referee(client, day)
    assert outcomes(client, result(name, day, 1), result("b", day, 1)) == ["refused", "ok"]


@pytest.mark.parametrize("code", ["\x00", "\ud800", "x" * 301, 7])
def test_a_card_that_cannot_be_read_is_refused(client: FlaskClient, code: Any) -> None:
    day = make_day.day()
    make_day.paired(client, "gate", f"event:{day.event_id}:gate:dør A")
    assert outcomes(client, {"id": "a", "kind": "check_in", "code": code}) == ["refused"]


def test_more_than_two_hundred_items_are_refused_as_a_whole(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.referee(client, day)
    assert send(client, *[{"id": str(number)} for number in range(201)]).status_code == 413


def test_a_gate_checks_in_and_may_not_send_results(client: FlaskClient) -> None:
    day, token, _registration = make_day.day_with_team(headcount=7)
    make_day.paired(client, "gate", f"event:{day.event_id}:gate:A")
    answer = send(
        client,
        {"id": "a", "kind": "check_in", "code": token},
        {"id": "b", "kind": "check_in", "code": "unknown"},
        result("c", day, 1),
    ).get_json()["items"]
    assert [item["outcome"] for item in answer] == ["ok", "refused", "refused"]
    assert (answer[0]["headcount"], answer[1]["reason"]) == (7, "ukendt")
    assert stored() == 0


def test_the_inbox_needs_no_csrf_token_and_takes_no_form(app: Flask, client: FlaskClient) -> None:
    day = make_day.day()
    make_day.referee(client, day)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert send(client, result("a", day, 1)).status_code == 200
        assert client.post(INBOX, data={"items": "1"}).status_code == 415
        assert client.post(f"/dommer/kamp/{day.match_id(3)}/start").status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
