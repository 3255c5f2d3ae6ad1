"""The referee's tablet without script: pair, start, count, read back, save, undo, a missing team, practice."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.audit import SYSTEM
from core.db import session
from core.devices import revoke_device
from tests import cast, make_day
from tests.conftest import login_as, login_office
from tournament.models import ResultRow

WRITES = ("start", "resultat", "fortryd")


def results() -> int:
    return session().scalar(select(func.count()).select_from(ResultRow)) or 0


def test_an_unpaired_tablet_is_led_to_pairing(client: FlaskClient) -> None:
    day = make_day.day()
    answers = [client.get("/dommer"), client.get(f"/dommer/kamp/{day.match_id(1)}"), client.get("/dommer/oev")]
    answers += [client.post(f"/dommer/kamp/{day.match_id(1)}/{tail}") for tail in WRITES]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, "/par")}
    assert results() == 0


@pytest.mark.parametrize("tail", WRITES)
def test_a_login_is_no_tablet(app: Flask, tail: str) -> None:
    day = make_day.day()
    for client in (login_office(app.test_client()), login_as(app.test_client(), cast.stranger().id)):
        answer = client.post(f"/dommer/kamp/{day.match_id(1)}/{tail}", data={"home": 1, "away": 0, "confirmed": 1})
        assert (answer.status_code, answer.location) == (303, "/par")
    assert results() == 0


def test_a_gates_device_is_no_referees(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.paired(client, "gate", f"event:{day.event_id}:gate:A")
    assert client.get("/dommer").location == "/par"


def test_a_revoked_tablet_is_led_to_pairing_at_its_next_step(client: FlaskClient) -> None:
    day = make_day.day()
    device = make_day.referee(client, day)
    assert client.get("/dommer").status_code == 200
    revoke_device(device, by=SYSTEM)
    assert client.post(f"/dommer/kamp/{day.match_id(1)}/start").location == "/par"


def test_the_first_screen_shows_the_next_match_and_the_day(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.referee(client, day)
    page = client.get("/dommer").text
    assert "Støberiet" in page
    assert "Nordlyset" in page
    assert "Start kampen" in page
    assert "Dagens kampe. 0 af 8 er spillet" in page


def test_without_a_plan_there_is_something_to_do(client: FlaskClient) -> None:
    day = make_day.day(is_published=False)
    make_day.referee(client, day)
    page = client.get("/dommer").text
    assert "Der er ikke lagt kampe her endnu" in page
    assert "/dommer/oev" in page


def test_a_match_is_started_counted_read_back_and_stored(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.referee(client, day)
    here = f"/dommer/kamp/{day.match_id(1)}"
    assert client.post(f"{here}/start").location == here
    pad = client.get(here).text
    assert "Tid tilbage" in pad
    read_back = client.post(f"{here}/resultat", data={"home": "3", "away": "1", "seen": "0"})
    assert read_back.status_code == 200
    assert "Er det rigtigt?" in read_back.text
    assert "Støberiet vandt." in read_back.text
    assert results() == 0
    saved = client.post(f"{here}/resultat", data={"home": "3", "away": "1", "seen": "0", "confirmed": "1"})
    assert (saved.status_code, saved.location) == (303, here)
    done = client.get(here).text
    assert "3–1" in done
    assert "Næste kamp kl. 10.15" in done
    assert results() == 1


def test_saving_twice_stores_once(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.referee(client, day)
    data = {"home": "3", "away": "1", "seen": "0", "confirmed": "1"}
    for _time in (1, 2):
        assert client.post(f"/dommer/kamp/{day.match_id(1)}/resultat", data=data).status_code == 303
    assert results() == 1


def test_a_wrong_number_is_said_and_nothing_typed_is_lost(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.referee(client, day)
    answer = client.post(f"/dommer/kamp/{day.match_id(1)}/resultat", data={"home": "tre", "away": "1"})
    assert answer.status_code == 422
    assert 'value="tre"' in answer.text
    assert "Skriv et helt tal" in answer.text
    assert results() == 0


def test_another_result_from_a_second_tablet_is_shown_as_a_conflict(app: Flask) -> None:
    day = make_day.day()
    first, second = app.test_client(), app.test_client()
    for client in (first, second):
        make_day.referee(client, day)
    here = f"/dommer/kamp/{day.match_id(1)}"
    first.post(f"{here}/resultat", data={"home": "3", "away": "1", "seen": "0", "confirmed": "1"})
    second.post(f"{here}/resultat", data={"home": "2", "away": "2", "seen": "0", "confirmed": "1"})
    page = second.get(here).text
    assert "Kontoret afgør kampen" in page
    assert "Begge er gemt." in page
    assert results() == 2


def test_the_last_result_is_taken_back_and_the_match_is_open(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.referee(client, day)
    here = f"/dommer/kamp/{day.match_id(1)}"
    client.post(f"{here}/start")
    client.post(f"{here}/resultat", data={"home": "3", "away": "1", "seen": "0", "confirmed": "1"})
    seen = str(day.view.get_match(day.match_id(1)).result_id)
    for _time in (1, 2):
        assert client.post(f"{here}/fortryd", data={"seen": seen}).location == here
    page = client.get(here).text
    assert "Kampen er slut" in page
    assert 'value="3"' in page
    assert results() == 2


def test_a_knock_out_draw_asks_who_won_the_shoot_out(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.play_pools(day)
    make_day.referee(client, day)
    here = f"/dommer/kamp/{day.match_id(13)}/resultat"
    read_back = client.post(here, data={"home": "2", "away": "2", "seen": "0"})
    assert "Hvem vandt på straffespark?" in read_back.text
    missing = client.post(here, data={"home": "2", "away": "2", "seen": "0", "confirmed": "1"})
    assert missing.status_code == 422
    assert results() == 12
    client.post(here, data={"home": "2", "away": "2", "seen": "0", "confirmed": "1", "shootout": "away"})
    done = client.get(f"/dommer/kamp/{day.match_id(13)}").text
    assert "Stalden IF vandt efter straffespark." in done
    assert "Vinderen går til Finale" in done


def test_a_missing_team_is_chosen_read_back_and_stored(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.referee(client, day)
    here = f"/dommer/kamp/{day.match_id(1)}"
    assert "Nordlyset er her ikke" in client.get(f"{here}/mangler").text
    read_back = client.post(f"{here}/resultat", data={"kind": "walkover_home", "seen": "0"}).text
    assert "Støberiet vinder uden kamp." in read_back
    client.post(f"{here}/resultat", data={"kind": "walkover_home", "seen": "0", "confirmed": "1"})
    assert "Støberiet vinder uden kamp." in client.get(here).text


def test_another_courts_match_says_where_it_is(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.referee(client, day, court=1)
    answer = client.get(f"/dommer/kamp/{day.match_id(1)}")
    assert answer.status_code == 409
    assert "Bane 1" in answer.text


def test_another_events_match_is_not_found(client: FlaskClient) -> None:
    day, other = make_day.day(), make_day.day()
    make_day.referee(client, other)
    assert client.get(f"/dommer/kamp/{day.match_id(1)}").status_code == 404


def test_practice_stores_nothing(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.referee(client, day)
    assert "Øvelse: intet bliver gemt" in client.get("/dommer/oev").text
    assert "Er det rigtigt?" in client.post("/dommer/oev", data={"home": "2", "away": "1"}).text
    done = client.post("/dommer/oev", data={"home": "2", "away": "1", "confirmed": "1"})
    assert "Intet er gemt." in done.text
    assert results() == 0


def test_when_all_is_played_the_screen_says_thanks(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.play_pools(day)
    for number in (13, 14, 15, 16):
        make_day.play(day, number, 2, 1)
    make_day.referee(client, day)
    assert "Tak for hjælpen." in client.get("/dommer").text
