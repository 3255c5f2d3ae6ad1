"""The live pages as browsers get them: what is polled is what the page shows, and a repeat costs a 304."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core import clock
from tests import make, make_day

BODY = "<div data-live-body>"


def test_the_live_page_holds_exactly_what_its_part_answers(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.begin(day, 1)
    page = client.get(f"/staevner/{day.slug}/live").text
    part = client.get(f"/staevner/{day.slug}/live/nu").text
    assert "Støberiet" in part
    assert "<html" not in part
    assert part in page.partition(BODY)[2]


@pytest.mark.parametrize("tail", ["live", "live/nu", "live/kort"])
def test_a_repeated_question_costs_a_304(client: FlaskClient, tail: str) -> None:
    day = make_day.day()
    first = client.get(f"/staevner/{day.slug}/{tail}")
    again = client.get(f"/staevner/{day.slug}/{tail}", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


def test_a_result_makes_a_new_page(app: Flask, client: FlaskClient) -> None:
    day = make_day.day()
    first = client.get(f"/staevner/{day.slug}/live/nu")
    make_day.play(day, 1, 3, 1)
    app.extensions["page_cache"].standings.clear()
    again = client.get(f"/staevner/{day.slug}/live/nu", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert "3–1" in again.text


def test_the_delay_makes_a_new_page_without_any_change(client: FlaskClient) -> None:
    day = make_day.day()
    first = client.get(f"/staevner/{day.slug}/live/nu")
    with clock.frozen(make_day.START + timedelta(minutes=6)):
        later = client.get(f"/staevner/{day.slug}/live/nu", headers={"If-None-Match": first.headers["ETag"]})
    assert later.status_code == 200
    assert "min forsinket" in later.text


def test_the_own_team_follows_the_page_to_its_part(client: FlaskClient) -> None:
    day = make_day.day()
    page = client.get(f"/staevner/{day.slug}/live?hold={day.entry_ids[0]}").text
    assert f"/staevner/{day.slug}/live/nu?hold={day.entry_ids[0]}" in page
    assert "er markeret med gult" in page


def test_a_strange_own_team_is_no_error(client: FlaskClient) -> None:
    day = make_day.day()
    assert client.get(f"/staevner/{day.slug}/live?hold=%3Cscript%3E").status_code == 200


@pytest.mark.parametrize("tail", ["live", "live/nu", "live/kort"])
def test_a_draft_has_no_live_page(client: FlaskClient, tail: str) -> None:
    event = make.event(state="draft")
    assert client.get(f"/staevner/{event.slug}/{tail}").status_code == 404
    assert client.get(f"/staevner/findes-ikke/{tail}").status_code == 404


def test_an_event_without_matches_leads_on(client: FlaskClient) -> None:
    event = make.event()
    page = client.get(f"/staevner/{event.slug}/live")
    assert page.status_code == 200
    assert "Der er ikke lagt kampe endnu" in page.text
    assert f"/staevner/{event.slug}" in page.text


def test_a_row_without_results_does_not_leak_them_into_the_page(client: FlaskClient) -> None:
    day = make_day.day(shows="no_results")
    make_day.play(day, 1, 7, 6)
    page = client.get(f"/staevner/{day.slug}/live").text
    assert "7–6" not in page
    assert "Derfor viser vi ikke resultater." in page


def test_the_page_speaks_english(client: FlaskClient) -> None:
    day = make_day.day()
    client.set_cookie("sprog", "en")
    page = client.get(f"/staevner/{day.slug}/live").text
    assert "All matches" in page
    assert "Alle kampe" not in page


def test_what_is_played_without_a_plan_is_shown_all_the_same(client: FlaskClient) -> None:
    day = make_day.day(is_published=False)
    make_day.play(day, 1, 2, 1)
    page = client.get(f"/staevner/{day.slug}/live").text
    assert "Der er ikke lagt kampe endnu" not in page
    assert "1 af 16 kampe er spillet." in page
