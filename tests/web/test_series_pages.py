"""A series in the browser: its public page, what leads to it, the office's page, its file and its form."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from core import clock
from core.audit import VISITOR
from core.db import session
from events.models import Series
from events.queries_series import get_series
from teams.sign_up import sign_up
from tests import cast, make, make_day, make_series, make_teams
from tests.conftest import login_as

PAGE = "/serier/2026-27/dm-i-indendoers-fodbold"
FORM = {
    "name_da": "Dart-liga",
    "name_en": "Dart league",
    "scoring": "place_points",
    "place_points": "10, 8-6 5",
    "started": "1",
    "best": "3",
    "promoted": "2",
}


def form_of(series: Series, **changes: str) -> dict[str, str]:
    return FORM | {"season_id": str(series.season_id), "sport_id": str(make.sport().id)} | changes


def two_rounds() -> Series:
    series = make_series.series(best=1, promoted=1)
    make_series.played(series, 1, {"A": ["=Solen", "Månen"], "B": ["Havnen", "Broen"]})
    make_series.played(series, 2, {"A": ["Månen", "=Solen"], "B": ["Broen", "Havnen"]})
    make_series.event(series, 3, "published")
    return series


def test_everybody_sees_the_table_the_rounds_and_who_moves(client: FlaskClient) -> None:
    two_rounds()
    answer = client.get(PAGE)
    assert answer.status_code == 200
    for text in (
        "A-rækken",
        "B-rækken",
        "2 af 3 runder er spillet.",
        "Rykker op",
        "Rykker ned",
        "(0)",
        "de deler pladsen",
    ):
        assert text in answer.text
    assert "Op til A-rækken: Broen." in answer.text
    assert answer.text.count('class="event__name"') == 3


def test_the_page_speaks_english(client: FlaskClient) -> None:
    two_rounds()
    client.set_cookie("sprog", "en")
    page = client.get(PAGE).text
    for text in (
        "Indoor football championship",
        "2 of 3 rounds have been played.",
        "Goes up",
        "The best round counts.",
    ):
        assert text in page
    assert "Samlet stilling" not in page


def test_a_repeat_costs_a_304_until_any_round_changes(app: Flask, client: FlaskClient) -> None:
    series = two_rounds()
    first = client.get(PAGE)
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get(PAGE, headers=known).status_code == 304
    make_series.played(series, 4, {"A": ["Nykommer", "Månen"]})
    app.extensions["page_cache"].standings.clear()
    app.extensions["page_cache"].subjects.clear()
    again = client.get(PAGE, headers=known)
    assert again.status_code == 200
    assert "Nykommer" in again.text


def test_the_page_follows_its_settings_and_a_round_that_leaves(app: Flask, office: FlaskClient) -> None:
    series = two_rounds()
    visitor = app.test_client()
    assert "De 2 bedste" not in visitor.get(PAGE).text
    office.post(f"/kontor/serier/{series.id}/ret", data=form_of(series, name_da=make_series.NAME, best="2"))
    app.extensions["page_cache"].standings.clear()
    assert "De 2 bedste runder tæller." in visitor.get(PAGE).text


def test_there_is_no_page_without_a_round_that_visitors_may_see(client: FlaskClient) -> None:
    series = make_series.series()
    make_series.event(series, 1, "draft")
    assert client.get(PAGE).status_code == 404
    assert client.get("/serier/2026-27/findes-ikke").status_code == 404
    assert client.get("/serier/2030-31/dm-i-indendoers-fodbold").status_code == 404


def test_before_the_first_round_the_page_leads_on(client: FlaskClient) -> None:
    coming = make_series.event(make_series.series(), 1, "published")
    page = client.get(PAGE).text
    assert "Der er ikke spillet en runde endnu" in page
    assert f"/staevner/{coming.slug}" in page


def test_every_round_leads_to_the_table_and_others_do_not(client: FlaskClient) -> None:
    series = make_series.series()
    coming = make_series.event(series, 1, "published")
    external = make_series.event(series, 2, "published", is_external=True)
    page = client.get(f"/staevner/{coming.slug}").text
    assert "Samlet stilling i DM i indendørs fodbold" in page
    assert PAGE in page
    assert PAGE not in client.get(f"/staevner/{external.slug}").text
    assert "Samlet stilling" not in client.get(f"/staevner/{make.event().slug}").text


def test_the_live_page_leads_to_the_table_when_the_day_is_over(client: FlaskClient) -> None:
    series = make_series.series()
    day = make_day.day(series_id=series.id)
    assert PAGE not in client.get(f"/staevner/{day.slug}/live").text
    make_day.play_pools(day)
    for number in range(13, 17):
        make_day.play(day, number, 2, 1)
    with clock.frozen(clock.now() + make_series.WEEK):
        for tail in ("live", "live/nu"):
            assert PAGE in client.get(f"/staevner/{day.slug}/{tail}").text


def test_the_team_page_says_where_the_team_stands(client: FlaskClient) -> None:
    series = make_series.series()
    coming = make_series.event(series, 2, "published")
    wish = make_teams.team_wish("Solen")
    sign_up(make_teams.sign_up_wish(coming, wish), by=VISITOR)
    assert "samlede stilling" not in client.get(f"/hold/{wish.token}").text
    make_series.played(series, 1, {"A": ["Solen@Fyrtårnet", "Månen"]})
    page = client.get(f"/hold/{wish.token}").text
    assert "I er nr. 1 i den samlede stilling" in page
    assert PAGE in page


def test_the_office_reads_who_moves_and_goes_on_to_the_next_round(office: FlaskClient) -> None:
    series = two_rounds()
    page = office.get(f"/kontor/serier/{series.id}").text
    for text in ("Op og ned efter runde 2", "Det sker ikke af sig selv.", "Opsæt den næste runde", PAGE):
        assert text in page
    assert f"/kontor/serier/{series.id}" in office.get("/kontor/saesoner").text
    assert office.get("/kontor/serier/999").status_code == 404


def test_the_office_is_told_how_a_series_gets_rounds(office: FlaskClient) -> None:
    series = make_series.series()
    assert "Serien har ingen runder endnu" in office.get(f"/kontor/serier/{series.id}").text
    make_series.event(series, 1, "published")
    assert "Der er ikke spillet en runde endnu" in office.get(f"/kontor/serier/{series.id}").text


@pytest.mark.parametrize("tail", ["", "/stilling.csv", "/stilling.xlsx", "/ret"])
def test_only_the_office_sees_the_office_pages(app: Flask, tail: str) -> None:
    series = two_rounds()
    stranger = login_as(app.test_client(), cast.stranger().id)
    assert app.test_client().get(f"/kontor/serier/{series.id}{tail}").status_code == 303
    assert stranger.get(f"/kontor/serier/{series.id}{tail}").status_code == 403


def test_the_table_comes_as_a_spreadsheet_without_formulas(office: FlaskClient) -> None:
    series = two_rounds()
    answer = office.get(f"/kontor/serier/{series.id}/stilling.csv")
    lines = answer.get_data().decode("utf-8-sig").splitlines()
    assert lines[0] == "Række;Nr.;Hold;Sted;I alt;R1;R2;Runder, der tæller"
    assert "A-rækken;1;'=Solen;;3;3;0;1" in lines
    book = load_workbook(io.BytesIO(office.get(f"/kontor/serier/{series.id}/stilling.xlsx").get_data()))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert ("A-rækken", 1, "'=Solen", None, 3, 3, 0, "1") in rows
    assert office.get(f"/kontor/serier/{series.id}/stilling.exe").status_code == 404


def test_a_share_of_the_points_has_a_comma_in_a_danish_file(office: FlaskClient) -> None:
    series = make_series.series(scoring="place_points", place_points=(10, 5))
    make_series.played(series, 1, {"A": ["Solen", "Månen"]}, is_level=True)
    text = office.get(f"/kontor/serier/{series.id}/stilling.csv").get_data().decode("utf-8-sig")
    assert "7,5;7,5" in text


def test_how_rounds_count_is_set_in_the_form(office: FlaskClient) -> None:
    series = make_series.series()
    assert office.get(f"/kontor/serier/{series.id}/ret").status_code == 200
    assert office.post(f"/kontor/serier/{series.id}/ret", data=form_of(series)).status_code == 303
    found = get_series(series.id)
    assert (found.scoring, found.place_points, found.started) == ("place_points", [10, 8, 6, 5], 1)
    assert (found.best, found.promoted) == (3, 2)
    assert 'value="10 8 6 5"' in office.get(f"/kontor/serier/{series.id}/ret").text
    office.post(
        f"/kontor/serier/{series.id}/ret", data=form_of(series, best="", place_points="", scoring="match_points")
    )
    found = get_series(series.id)
    assert (found.scoring, found.best) == ("match_points", None)


WRONG = [
    ({"place_points": "ti otte"}, "Skriv hele tal med luft imellem", "ti otte"),
    ({"place_points": "8 10"}, "En bedre plads må ikke give færre point.", "8 10"),
    ({"place_points": ""}, "Skriv point for pladserne", "Dart-liga"),
    ({"place_points": "1001"}, "hvert fra 0 til 1000.", "1001"),
    ({"best": "0"}, "Skriv et tal fra 1 til 50.", "10, 8-6 5"),
    ({"best": "alle"}, "Skriv et helt tal, eller lad feltet være tomt.", "alle"),
    ({"promoted": "11"}, "Skriv et tal fra 0 til 10.", "10, 8-6 5"),
    ({"started": "mange"}, "Skriv et helt tal", "mange"),
    ({"scoring": "held"}, "Vælg, hvad en runde giver.", "10, 8-6 5"),
]


@pytest.mark.parametrize(("changes", "text", "kept"), WRONG, ids=[str(row[0]) for row in WRONG])
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    office: FlaskClient, changes: dict[str, str], text: str, kept: str
) -> None:
    series = make_series.series()
    answer = office.post(f"/kontor/serier/{series.id}/ret", data=form_of(series, **changes))
    assert answer.status_code == 422
    assert text in answer.text
    assert f'value="{kept}"' in answer.text
    assert session().get_one(Series, series.id).name_da == make_series.NAME


def test_a_new_series_counts_from_the_first_time(office: FlaskClient) -> None:
    made = make_series.series()
    assert office.get(f"/kontor/serier/ny?saeson={made.season_id}").status_code == 200
    for status in (303, 422):
        assert office.post("/kontor/serier/ny", data=form_of(made)).status_code == status
    assert get_series(made.id + 1).place_points == [10, 8, 6, 5]
