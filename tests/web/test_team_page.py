"""The team's own page: private, fresh, and right before, on and after the day."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from core import clock
from core.audit import SYSTEM
from core.db import transaction
from events.models import Event, ProgrammeItem
from teams.passes import reprint_pass
from teams.registrations import withdraw_registration
from tests import make, make_day, make_teams
from tournament.store_cache import get_view


def open_page(client: FlaskClient, token: str, minutes: int = 0) -> str:
    with clock.frozen(make_day.START + timedelta(minutes=minutes)):
        answer = client.get(f"/hold/{token}")
    assert answer.status_code == 200
    return answer.text


def test_the_page_shows_the_next_match_its_court_and_the_minutes(client: FlaskClient) -> None:
    _day, token, _registration = make_day.day_with_team()
    page = open_page(client, token, minutes=-9)
    assert '<span data-clock-number="">9</span>' in page.replace("data-clock-number>", 'data-clock-number="">')
    assert "mod Nordlyset" in page
    assert 'data-at="2026-10-01T08:00:00+00:00"' in page


def test_while_the_team_plays_the_page_shows_the_score(client: FlaskClient) -> None:
    day, token, _registration = make_day.day_with_team()
    make_day.begin(day, 1)
    make_day.count(day, 1, 2, 0)
    page = open_page(client, token, minutes=3)
    assert "I spiller nu på Bane 1" in page


@pytest.mark.parametrize(
    ("home", "away", "words", "score"),
    [(3, 1, "Vandt over Nordlyset", "3–1"), (1, 3, "Tabte til Nordlyset", "1–3"), (2, 2, "Lige mod Nordlyset", "2–2")],
)
def test_a_result_is_said_from_the_teams_side(
    client: FlaskClient, home: int, away: int, words: str, score: str
) -> None:
    day, token, _registration = make_day.day_with_team()
    make_day.play(day, 1, home, away)
    page = open_page(client, token, minutes=14)
    assert words in page
    assert score in page


def test_the_standing_comes_with_its_reason(client: FlaskClient) -> None:
    day, token, _registration = make_day.day_with_team()
    make_day.play(day, 1, 3, 1)
    page = open_page(client, token, minutes=14)
    assert "Nr. 1 i pulje A" in page
    assert "I har 3 point efter 1 kamp. Flest point." in page
    assert f"/live?hold={day.entry_ids[0]}" in page


def test_the_page_says_where_the_day_may_lead(client: FlaskClient) -> None:
    day, token, _registration = make_day.day_with_team()
    assert "Bliver I nr. 1: Semifinale 1" in open_page(client, token)
    make_day.play_pools(day)
    page = open_page(client, token, minutes=90)
    assert "Vinder I: Finale" in page
    assert "Taber I: Bronzekamp" in page


def test_after_the_last_match_the_page_shows_the_place(client: FlaskClient) -> None:
    day, token, _registration = make_day.day_with_team()
    make_day.play_pools(day)
    for number in (13, 14, 15, 16):
        make_day.play(day, number, 2, 1)
    page = open_page(client, token, minutes=170)
    assert "I blev nr. 1" in page
    assert "Vandt finalen." in page


def test_before_the_draw_the_page_says_when_and_where(client: FlaskClient) -> None:
    event = make.event("Indestævne i Kolding", place="Kolding Hallerne", city="Kolding")
    wish = make_teams.team_wish("Fyrtårnet")
    make_teams.sign_up(make_teams.sign_up_wish(event, wish), by=SYSTEM)
    page = client.get(f"/hold/{wish.token}").text
    assert "I er med." in page
    assert "lørdag den 10. oktober kl. 10.00" in page
    assert "Kolding Hallerne, Kolding" in page
    assert "Kampene er ikke lagt endnu." in page


def test_the_programme_stands_in_the_day_line(client: FlaskClient) -> None:
    day, token, _registration = make_day.day_with_team()
    with transaction() as db:
        starts_at = make_day.START + timedelta(hours=2)
        db.add(ProgrammeItem(event_id=day.event_id, starts_at=starts_at, text_da="Frokost i caféen"))
    assert "Frokost i caféen" in open_page(client, token)


def test_a_late_court_is_said_in_words(client: FlaskClient) -> None:
    _day, token, _registration = make_day.day_with_team()
    assert "Bane 1 er ca. 10 min forsinket." in open_page(client, token, minutes=11)


def test_a_team_that_waits_sees_its_place_in_the_queue(client: FlaskClient) -> None:
    event = make.event(teams=1)
    make_teams.signed_up(event, "Først")
    wish = make_teams.team_wish("Anden")
    make_teams.sign_up(make_teams.sign_up_wish(event, wish), by=SYSTEM)
    assert "I er nr. 1 på ventelisten." in client.get(f"/hold/{wish.token}").text


def test_a_withdrawn_team_and_a_cancelled_event_say_so(client: FlaskClient) -> None:
    event = make.event()
    wish = make_teams.team_wish("Fyrtårnet")
    signed = make_teams.sign_up(make_teams.sign_up_wish(event, wish), by=SYSTEM)
    with transaction() as db:
        db.execute(update(Event).where(Event.id == event.id).values(state="cancelled"))
    assert "Stævnet er aflyst." in client.get(f"/hold/{wish.token}").text
    with transaction() as db:
        db.execute(update(Event).where(Event.id == event.id).values(state="published"))
    withdraw_registration(signed[0].registration_id, by=SYSTEM)
    assert "I har meldt afbud." in client.get(f"/hold/{wish.token}").text


def test_the_card_and_the_ways_to_change_are_there(client: FlaskClient) -> None:
    _day, token, _registration = make_day.day_with_team()
    page = open_page(client, token)
    assert '<svg class="qr"' in page
    assert f"/hold/{token}/ret" in page
    assert f"/hold/{token}/afbud" in page


@pytest.mark.parametrize("tail", ["", "/nu"])
def test_an_unknown_card_is_told_what_to_do(client: FlaskClient, tail: str) -> None:
    answer = client.get(f"/hold/findes-ikke{tail}")
    assert answer.status_code == 404
    assert "Vi kender ikke kortet" in answer.text
    assert "Find jeres hold" in answer.text


@pytest.mark.parametrize("tail", ["", "/nu"])
def test_a_replaced_card_is_told_what_to_do(client: FlaskClient, tail: str) -> None:
    _day, token, registration = make_day.day_with_team()
    new, _code = reprint_pass(registration, by=SYSTEM)
    answer = client.get(f"/hold/{token}{tail}")
    assert answer.status_code == 410
    assert "I har fået et nyt kort" in answer.text
    assert client.get(f"/hold/{new}{tail}").status_code == 200


def test_nobody_may_keep_the_page(client: FlaskClient) -> None:
    _day, token, _registration = make_day.day_with_team()
    for path in (f"/hold/{token}", f"/hold/{token}/nu", "/hold/findes-ikke"):
        headers = client.get(path).headers
        assert headers["Cache-Control"] == "private, no-store"
        # The address is the key to the team: no other site may learn it from a link. Our own forms need it.
        assert headers.getlist("Referrer-Policy") == ["same-origin"]


def test_the_page_holds_exactly_what_its_part_answers(client: FlaskClient) -> None:
    _day, token, _registration = make_day.day_with_team()
    part = client.get(f"/hold/{token}/nu").text
    assert part in client.get(f"/hold/{token}").text.partition("<div data-live-body>")[2]


def test_the_part_costs_a_304_until_something_happens(client: FlaskClient) -> None:
    day, token, _registration = make_day.day_with_team()
    etag = client.get(f"/hold/{token}/nu").headers["ETag"]
    again = {"If-None-Match": etag}
    assert client.get(f"/hold/{token}/nu", headers=again).status_code == 304
    make_day.play(day, 1, 3, 1)
    assert client.get(f"/hold/{token}/nu", headers=again).status_code == 200


def test_no_other_teams_card_is_on_the_page(app: Flask, client: FlaskClient) -> None:
    day, token, _registration = make_day.day_with_team()
    assert get_view(day.event_id).labels[f"e{day.entry_ids[1]}"] == "Solsikken"
    page = open_page(client, token)
    assert page.count('class="pass__name"') == 1
    assert "Bo" not in page.split()
