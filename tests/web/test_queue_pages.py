"""The organiser's queue page: for the office only, one press calls, hop over, take back; teams see where to come."""

import re
from datetime import timedelta

from flask.testing import FlaskClient

from core import clock
from tests import cast, make_day
from tests.conftest import login_as
from tests.make_day import START, Day


def base(day: Day) -> str:
    return f"/kontor/staevner/{day.slug}/koe"


def in_the_office(client: FlaskClient) -> FlaskClient:
    return login_as(client, cast.organiser().id)


def run_from_queue(client: FlaskClient, day: Day) -> None:
    answer = client.post(f"{base(day)}/maade", data={"mode": "next_free"}, follow_redirects=True)
    assert "Kald næste kamp" in answer.text


def call(client: FlaskClient, day: Day, number: int, court: int = 0) -> str:
    url = f"{base(day)}/kald/{day.court_ids[court]}"
    return client.post(url, data={"number": number}, follow_redirects=True).text


def test_the_queue_is_for_the_office(client: FlaskClient) -> None:
    day = make_day.day()
    assert client.get(base(day)).status_code in (302, 303)
    login_as(client, cast.stranger().id)
    assert client.get(base(day)).status_code in (403, 404)
    assert client.post(f"{base(day)}/kald/{day.court_ids[0]}", data={"number": 1}).status_code in (403, 404)


def test_a_match_is_called_by_one_press_and_again_is_harmless(client: FlaskClient) -> None:
    day = make_day.day()
    run_from_queue(in_the_office(client), day)
    for _press in range(2):
        page = call(client, day, 1)
        assert "Kamp 1 er kaldt." in page
        assert "Fortryd kald" in page
    assert "Kamp 1 er allerede kaldt til Bane 1." in call(client, day, 1, court=1)
    assert client.post(f"{base(day)}/kald/{day.court_ids[0]}", data={"number": 99}).status_code == 404


def test_a_call_is_taken_back_and_a_match_hopped_over_and_put_back(client: FlaskClient) -> None:
    day = make_day.day()
    run_from_queue(in_the_office(client), day)
    call(client, day, 1)
    step = f"{base(day)}/kamp/1"
    assert "er taget tilbage" in client.post(f"{step}/tilbage", follow_redirects=True).text
    assert "Vælg, hvorfor" in client.post(f"{step}/spring", follow_redirects=True).text
    hopped = client.post(f"{step}/spring", data={"reason": "team_eating"}, follow_redirects=True).text
    assert "Kamp 1 er sprunget over." in hopped
    assert re.search(r"Et hold spiser</span>\s*</div>", hopped)
    client.set_cookie("sprog", "en")
    assert re.search(r"A team is eating</span>\s*</div>", client.get(base(day)).text)
    client.delete_cookie("sprog")
    assert "Sæt i køen igen" in hopped
    assert "Kamp 1 er i køen igen." in client.post(f"{step}/ind", follow_redirects=True).text
    assert client.post(f"{step}/hjem").status_code == 404


def test_the_blocks_that_are_fetched_are_those_of_the_page(client: FlaskClient) -> None:
    day = make_day.day()
    run_from_queue(in_the_office(client), day)
    blocks = client.get(f"{base(day)}/nu").text
    assert blocks.strip() in client.get(base(day)).text
    assert "csrf_token" not in blocks


def test_the_team_is_told_to_come(client: FlaskClient) -> None:
    day, token, _registration = make_day.day_with_team()
    run_from_queue(in_the_office(client), day)
    with clock.frozen(START - timedelta(minutes=5)):
        before = client.get(f"/hold/{token}").text
        assert "ca. kl. 10.00" in before
        assert "I bliver kaldt til en bane." in before
        call(client, day, 1, court=1)
        after = client.get(f"/hold/{token}").text
    assert "Kom til Bane 2 nu" in after


def test_the_live_page_promises_no_court_before_the_call(client: FlaskClient) -> None:
    day = make_day.day()
    run_from_queue(in_the_office(client), day)
    with clock.frozen(START):
        assert "Bane 1" not in client.get(f"/staevner/{day.slug}/live").text.split("Alle kampe</h2>")[-1]


def test_the_live_page_shows_who_is_called(client: FlaskClient) -> None:
    day = make_day.day()
    run_from_queue(in_the_office(client), day)
    with clock.frozen(START):
        call(client, day, 1)
        assert "Bane 1 · kaldt nu" in client.get(f"/staevner/{day.slug}/live").text
