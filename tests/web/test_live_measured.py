"""What is measured on the pages for everyone and on a team's own page: never more than the row wants to show."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core import clock
from core.audit import SYSTEM
from teams.sign_up import sign_up
from tests import make, make_day, make_marks, make_teams
from tests.make_marks import DANCE, RUN, THROW, Games, measure


def live(client: FlaskClient, games: Games, tail: str = "/nu") -> str:
    """The live page's blocks as one line of words, a second later than before."""
    client.application.extensions["page_cache"].standings.clear()
    answer = client.get(f"/staevner/{games.slug}/live{tail}")
    assert answer.status_code == 200
    return words(answer.text)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_before_anything_is_measured_the_page_shows_heats_with_lanes(client: FlaskClient) -> None:
    page = live(client, make_marks.games())
    assert "Snart i gang" in page
    assert "Heat 1 Bane 1 Støberiet Bane 2 Solsikken Bane 3 Kajens Kometer" in page
    assert "Medaljer og point kommer, når den første disciplin er færdig." in page
    assert "Den korteste tid vinder. Ikke begyndt." in page
    assert "Se de 6, der er med" in page
    assert "0 af 3 discipliner er færdige." in page
    assert "Alle kampe" not in page


def test_a_stage_without_anybody_is_not_shown(client: FlaskClient) -> None:
    day = make_day.day(is_published=False)
    assert "Der er ikke lagt kampe endnu" in client.get(f"/staevner/{day.slug}/live").text


def test_while_it_is_measured_the_best_stands_first_with_the_reason(client: FlaskClient) -> None:
    games = make_marks.games()
    measure(games, RUN, 0, 62.5)
    measure(games, RUN, 3, 59.25)
    measure(games, RUN, 4, status="dns")
    page = live(client, games)
    assert "I gang" in page
    assert "Den korteste tid vinder. 3 af 6 er målt." in page
    assert page.index("1 Nordlyset") < page.index("2 Støberiet")
    assert "Nordlyset er foran: 59,25 mod 1:02,50 min." in page
    assert "Lygten Kom ikke til start" in page
    assert "Heat 2" in page


def test_attempts_are_on_tap_and_what_is_missing_is_said(client: FlaskClient) -> None:
    games = make_marks.games()
    measure(games, THROW, 0, 8, None)
    page = live(client, games)
    assert "2 af 3 forsøg" in page
    assert "Se 2 forsøg 8 – Tæller ikke" in page
    assert "Den længste længde vinder. Det bedste af 3 forsøg tæller. Ikke begyndt." in page


def test_when_a_discipline_is_done_it_has_a_podium_and_the_medals_count(client: FlaskClient) -> None:
    games = make_marks.games()
    make_marks.run_all(games)
    page = live(client, games)
    assert "Guld Kajens Kometer 8,95 sek. Sølv Støberiet 9,10 sek. Bronze Solsikken 9,40 sek. Bronze Nordlyset" in page
    assert "1 af 3 discipliner er færdige." in page
    assert "1 Kajens Kometer 1 Guld 0 Sølv 0 Bronze" in page
    assert "2 hold har ingen medalje." in page
    assert "Samlet stilling" in page
    assert "Solsikken Bronze Deler pladsen" in page


def test_when_all_is_done_the_winner_of_it_all_stands_on_top(client: FlaskClient) -> None:
    games = make_marks.games()
    make_marks.run_all(games)
    make_marks.throw_all(games)
    make_marks.dance_all(games)
    page = live(client, games)
    assert "Slut" in page
    assert "Alle 3 discipliner er færdige." in page
    assert "Samlet vinder" in page
    assert "Samlet vinder" in live(client, games, "/kort")


def test_one_discipline_alone_has_a_winner_and_no_second_list_of_places(client: FlaskClient) -> None:
    games = make_marks.games([RUN], overall=None)
    make_marks.run_all(games)
    page = live(client, games)
    assert "Vinder Kajens Kometer" in page
    assert "Placeringer" not in page
    assert "Samlet" not in page


def test_what_a_match_waits_for_is_marked_and_a_disputed_mark_says_so(client: FlaskClient) -> None:
    games = make_marks.games(final=True)
    make_marks.throw_all(games)
    assert "Solsikken Guld , videre" in live(client, games)
    measure(games, THROW, 5, 1, 2, 3)
    assert "Stalden IF Uafklaret" in live(client, games)


@pytest.mark.parametrize(
    ("shows", "seen", "hidden"),
    [
        ("no_table", ["9,10"], ["Guld", "Deler pladsen", "er foran"]),
        ("no_results", ["Støberiet"], ["9,1", "Guld", "Deler pladsen", "Kom ikke til start", "er foran"]),
    ],
)
def test_a_row_shows_no_more_than_it_wants(client: FlaskClient, shows: str, seen: list[str], hidden: list[str]) -> None:
    games = make_marks.games(shows=shows)
    make_marks.run_all(games)
    measure(games, DANCE, 0, status="dns")
    for tail in ("", "/nu", f"?hold={games.entry_ids[0]}"):
        page = live(client, games, tail)
        assert all(text in page for text in seen), shows
        assert not any(text in page for text in hidden), shows
        assert "Samlet" not in page


def test_the_reader_own_team_is_marked(client: FlaskClient) -> None:
    games = make_marks.games()
    make_marks.run_all(games)
    page = client.get(f"/staevner/{games.slug}/live?hold={games.entry_ids[2]}").text
    assert "Kajens Kometer er markeret med gult" in words(page)
    # Its line in the medals, in the points, on the podium and in the table.
    assert len(re.findall(r'class="[^"]*\bown\b', page)) >= 4


def test_a_mark_makes_a_new_page_and_is_read_aloud(app: Flask, client: FlaskClient) -> None:
    games = make_marks.games()
    first = client.get(f"/staevner/{games.slug}/live/nu")
    measure(games, RUN, 0, 9.1)
    app.extensions["page_cache"].standings.clear()
    again = client.get(f"/staevner/{games.slug}/live/nu", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert 'data-announce="Støberiet: 9,1 sek. i 60 meter løb."' in again.text


def test_the_page_speaks_english(client: FlaskClient) -> None:
    games = make_marks.games()
    make_marks.run_all(games)
    measure(games, THROW, 0, status="dsq")
    client.set_cookie("sprog", "en")
    page = live(client, games)
    assert "60 metres Gold Kajens Kometer 8.95 sec." in page
    assert "Disqualified" in page
    assert "Guld" not in page


@pytest.fixture
def team(app: Flask) -> tuple[Games, str]:
    """Games whose first team signed up; with the token of its pass."""
    with clock.frozen(make_day.START - timedelta(days=20)):
        event = make.event("Mini-lege i Kolding", starts_at=make_day.START)
        wish = make_teams.team_wish("Støberiet")
        signed = sign_up(make_teams.sign_up_wish(event, wish), by=SYSTEM)
    return make_marks.games(event=event, registrations=[signed[0].registration_id]), wish.token


def team_page(client: FlaskClient, token: str) -> str:
    answer = client.get(f"/hold/{token}")
    assert answer.status_code == 200
    return words(answer.text)


def test_a_team_reads_its_heat_and_that_it_will_be_called(client: FlaskClient, team: tuple[Games, str]) -> None:
    page = team_page(client, team[1])
    assert "60 meter løb Heat 1, bane 1" in page
    assert "Kuglestød Ikke målt endnu" in page
    assert "Her er ikke faste tider. Hør efter på pladsen, så bliver I kaldt op." in page


def test_a_team_reads_its_marks_places_and_points(client: FlaskClient, team: tuple[Games, str]) -> None:
    games, token = team
    measure(games, THROW, 0, 8, 8.5)
    make_marks.run_all(games)
    page = team_page(client, token)
    assert "60 meter løb 9,10 sek. Nr. 2 af 6 · Sølv · 9 point" in page
    assert "Kuglestød 8,5 m · 2 af 3 forsøg Nr. 1 indtil nu" in page
    assert "Samlet. Nr. 2: 1 sølv, 9 point" in page


def test_at_the_end_a_team_reads_its_place_in_all(client: FlaskClient, team: tuple[Games, str]) -> None:
    games, token = team
    make_marks.run_all(games)
    make_marks.throw_all(games)
    make_marks.dance_all(games)
    page = team_page(client, token)
    assert "I blev nr. 1" in page
    assert "1 guld, 2 sølv" in page
    assert "Hør efter på pladsen" not in page


def test_a_team_whose_row_hides_results_reads_no_numbers(client: FlaskClient, app: Flask) -> None:
    with clock.frozen(make_day.START - timedelta(days=20)):
        event = make.event("Leg", starts_at=make_day.START)
        wish = make_teams.team_wish("Støberiet")
        signed = sign_up(make_teams.sign_up_wish(event, wish), by=SYSTEM)
    games = make_marks.games(event=event, registrations=[signed[0].registration_id], shows="no_results")
    make_marks.run_all(games)
    page = team_page(client, wish.token)
    assert "60 meter løb" in page
    assert "9,1" not in page
    assert "Nr. " not in page
