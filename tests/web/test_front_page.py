"""The front page and the list of live events, also on a day when nothing is on."""

from datetime import timedelta

from flask.testing import FlaskClient

from core import clock
from tests import make, make_day, make_marks


def test_the_front_page_stands_in_an_empty_house(client: FlaskClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "Godt, du er her." in page.text
    assert "Der er ikke lagt nye stævner endnu" in page.text
    assert "Lige nu" not in page.text


def test_what_is_on_now_is_named_and_its_board_is_fetched(client: FlaskClient) -> None:
    day = make_day.day()
    page = client.get("/").text
    assert "Indestævne i Kolding" in page
    assert f'data-url="/staevner/{day.slug}/live/kort"' in page
    assert f'href="/staevner/{day.slug}/live"' in page


def test_the_small_board_shows_the_match_that_is_on(client: FlaskClient) -> None:
    day = make_day.day()
    make_day.begin(day, 1)
    make_day.count(day, 1, 4, 2)
    board = client.get(f"/staevner/{day.slug}/live/kort").text
    assert "Støberiet" in board
    assert ">4</span>" in board


def test_the_front_page_shows_the_next_events_but_no_cancelled_one(client: FlaskClient) -> None:
    make.event("Indestævne i Vejle")
    make.event("Aflyst stævne", state="cancelled")
    make.event("Gammelt stævne", starts_at=clock.now() - timedelta(days=9))
    page = client.get("/").text
    assert "Indestævne i Vejle" in page
    assert "Aflyst stævne" not in page
    assert "Gammelt stævne" not in page


def test_the_front_page_turns_by_itself_when_an_event_begins(client: FlaskClient) -> None:
    day = make_day.day(starts_at=make_day.START + timedelta(hours=3))
    first = client.get("/")
    assert "live/kort" not in first.text
    with clock.frozen(make_day.START + timedelta(hours=3)):
        later = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert later.status_code == 200
    assert f"/staevner/{day.slug}/live/kort" in later.text


def test_a_repeated_front_page_costs_a_304(client: FlaskClient) -> None:
    etag = client.get("/").headers["ETag"]
    assert client.get("/", headers={"If-None-Match": etag}).status_code == 304


def test_the_live_list_says_when_nothing_is_on_and_what_is_next(client: FlaskClient) -> None:
    make.event("Indestævne i Vejle")
    page = client.get("/live").text
    assert "Der spilles ikke lige nu" in page
    assert "Det næste er Indestævne i Vejle lørdag den 10. oktober." in page


def test_the_live_list_leads_to_what_was_played(client: FlaskClient) -> None:
    day = make_day.day(starts_at=make_day.START - timedelta(days=5))
    page = client.get("/live").text
    assert "Seneste resultater" in page
    assert f"/staevner/{day.slug}/live" in page


def test_the_live_list_leads_to_what_was_measured_without_any_match(client: FlaskClient) -> None:
    measured = make_marks.games(starts_at=make_day.START - timedelta(days=5))
    make_marks.measure(measured, make_marks.RUN, 0, 9.1)
    nothing = make_marks.games(starts_at=make_day.START - timedelta(days=4))
    page = client.get("/live").text
    assert f"/staevner/{measured.slug}/live" in page
    assert f"/staevner/{nothing.slug}/live" not in page
