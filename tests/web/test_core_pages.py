"""Login, language, headers, health: what every page stands on."""

import re
import time
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.security import is_own_path
from teams import organisations
from tests import cast
from tests.conftest import login_as


def log_in(client: FlaskClient, password: str, target: str = ""):
    return client.post(f"/login?next={target}", data={"email": cast.ORGANISER_MAIL, "password": password})


def test_the_office_asks_a_stranger_to_log_in_and_brings_them_back(client: FlaskClient) -> None:
    cast.organiser()
    answer = client.get("/kontor/konto")
    assert answer.status_code == 303
    assert answer.location == "/login?next=/kontor/konto"
    assert log_in(client, cast.PASSWORD, "/kontor/konto").location == "/kontor/konto"
    assert client.get("/kontor/konto").status_code == 200


def test_a_login_never_sends_to_another_site(client: FlaskClient) -> None:
    cast.organiser()
    assert log_in(client, cast.PASSWORD, "https://evil.example/").location == "/kontor"


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "/\t/evil.example", "//[", "https://evil.example", "javascript:x", ""],
)
def test_other_addresses_are_not_our_paths(target: str) -> None:
    assert not is_own_path(target)


def test_a_wrong_password_keeps_the_mail_and_says_what_to_do(client: FlaskClient) -> None:
    cast.organiser()
    answer = log_in(client, "forkert")
    assert answer.status_code == 422
    assert cast.ORGANISER_MAIL in answer.text
    assert "E-mail eller adgangskode er forkert" in answer.text


def test_after_ten_wrong_passwords_even_the_right_one_waits(client: FlaskClient) -> None:
    cast.organiser()
    for _ in range(10):
        log_in(client, "forkert")
    assert "prøvet for mange gange" in log_in(client, cast.PASSWORD).text


def test_a_login_without_the_role_is_refused(app: Flask) -> None:
    client = login_as(app.test_client(), cast.stranger().id)
    assert client.get("/kontor/konto").status_code == 403


def test_logging_out_ends_the_session_for_good(app: Flask, office: FlaskClient) -> None:
    with office.session_transaction() as cookie:
        before = dict(cookie)
    assert office.post("/kontor/log-ud").status_code == 303
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(before)
    assert thief.get("/kontor/konto").status_code == 303


def test_every_answer_carries_the_headers(client: FlaskClient) -> None:
    for path in ("/login", "/healthz", "/findes-ikke"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Request-ID"]


@pytest.mark.parametrize("path", ["/kalender", "/live"])
def test_no_header_can_turn_the_links_of_a_shared_page(client: FlaskClient, path: str) -> None:
    # gunicorn takes SCRIPT_NAME from a header; the page made then would be everybody's.
    first = client.get(path, environ_overrides={"SCRIPT_NAME": "//evil.example"}, headers={"Host": "evil.example"})
    for answer in (first, client.get(path), client.get(path)):
        assert answer.status_code == 200
        assert "evil.example" not in answer.text


def test_no_page_of_core_holds_inline_script_or_style(client: FlaskClient, office: FlaskClient) -> None:
    for browser, path in ((client, "/login"), (client, "/privatliv"), (client, "/par"), (office, "/kontor/konto")):
        page = browser.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", page)
        assert not re.search(r"\son\w+=|\sstyle=|<style", page)


def test_a_chosen_language_stays(client: FlaskClient) -> None:
    assert 'lang="da"' in client.get("/login").text
    assert client.get("/sprog/en?next=/login").location == "/login"
    page = client.get("/login").text
    assert 'lang="en"' in page
    assert "Log in" in page


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0", "Chrome, Android"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Edg/131.0",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1", "Safari, iPhone"),
        ("curl/8.9", "Ukendt skærm"),
    ],
)
def test_the_account_page_names_the_screen_one_is_at(app: Flask, agent: str, words: str) -> None:
    cast.organiser()
    client = app.test_client()
    form = {"email": cast.ORGANISER_MAIL, "password": cast.PASSWORD}
    assert client.post("/login", data=form, headers={"User-Agent": agent}).status_code == 303
    assert words in client.get("/kontor/konto").text


def test_an_unknown_language_is_not_found(client: FlaskClient) -> None:
    assert client.get("/sprog/xx").status_code == 404


def test_a_form_without_its_token_is_refused_with_a_way_on(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = client.post("/login", data={"email": "x", "password": "y"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/kalender?saeson=%00", "/staevner/%00", "/staevner/%00.ics", "/hold/%00", "/staevner/%ff/live", "/hold/%ff"],
)
def test_an_address_that_nothing_can_be_stored_under_is_no_fault_of_ours(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code in {200, 400, 404}


@pytest.mark.parametrize("number", [2**31, 2**64, 10**40])
def test_a_number_that_no_row_can_have_is_not_found(office: FlaskClient, number: int) -> None:
    assert office.get(f"/kontor/medlemmer/{number}").status_code == 404


def test_two_who_want_the_same_name_at_once_hear_that_somebody_was_first(
    office: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if the other one's row came between the look and the writing.
    cast.lighthouse()
    monkeypatch.setattr(organisations, "_check_name", lambda _name, _own: None)
    answer = office.post("/kontor/medlemmer/ny", data={"name": "Fyrtårnet", "kind": "vaerested", "region_id": "0"})
    assert answer.status_code == 409
    assert "Nogen kom lige før dig" in answer.text


def test_health_and_figures_answer(client: FlaskClient) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert "http_requests_total" in client.get("/metrics").text


def test_in_production_figures_are_for_the_machine_itself(app: Flask, client: FlaskClient) -> None:
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, environment="production")
    try:
        assert client.get("/metrics").status_code == 200
        assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 404
        assert client.get("/metrics", environ_overrides={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404
    finally:
        app.extensions["settings"] = before


def test_a_form_that_stood_open_through_a_match_is_still_taken(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/par").text)
    assert token is not None
    later = time.time() + 3 * 3600
    monkeypatch.setattr("time.time", lambda: later)
    answer = client.post("/par", data={"csrf_token": token[1], "code": "XXXXXXXX"})
    assert answer.status_code == 422


def test_the_privacy_page_lists_every_kind_of_personal_data(app: Flask, client: FlaskClient) -> None:
    page = client.get("/privatliv").text
    kinds = app.extensions["personal_data"]
    assert kinds
    with app.test_request_context():
        assert all(str(kind.purpose) in page for kind in kinds)
