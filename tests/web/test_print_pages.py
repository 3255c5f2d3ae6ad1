"""Paper for the day the net is down: plans, score sheets and the gate list, for the office only."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import cast, make_day, make_marks
from tests.conftest import login_as
from tournament.printing import grid, score_sheets
from tournament.printing_marks import measure_sheets

PAGES = ("baner", "hold", "kampsedler", "stilling", "indgang")
ALL = [*PAGES, "maaleskemaer", "dommere", ""]


@pytest.mark.parametrize("page", PAGES)
def test_the_office_prints(office: FlaskClient, page: str) -> None:
    day, _token, _registration = make_day.day_with_team()
    answer = office.get(f"/kontor/staevner/{day.slug}/print/{page}")
    assert answer.status_code == 200
    assert "Støberiet" in answer.text


@pytest.mark.parametrize("page", ALL)
def test_others_do_not(app: Flask, page: str) -> None:
    day = make_day.day()
    path = f"/kontor/staevner/{day.slug}/print/{page}".rstrip("/")
    assert app.test_client().get(path).status_code == 303
    assert login_as(app.test_client(), cast.stranger().id).get(path).status_code == 403
    tablet = app.test_client()
    make_day.referee(tablet, day)
    assert tablet.get(path).status_code == 303


def test_a_page_offers_a_sheet_for_each_court_team_and_referee(office: FlaskClient) -> None:
    day = make_day.day()
    base = f"/kontor/staevner/{day.slug}/print"
    page = office.get(base).text
    for part in ("baner", "hold", "dommere"):
        assert f'href="{base}/{part}"' in page
    assert office.get(f"{base}/hold").text.count("page-break") == len(day.entry_ids)
    assert office.get(f"{base}/baner").text.count("page-break") == 1 + len(day.court_ids)
    assert "Her er ingen dommere endnu" in office.get(f"{base}/dommere").text


def test_the_grid_has_a_row_per_start_and_a_cell_per_court(app: Flask) -> None:
    names, rows = grid(make_day.day().view)
    assert names == ["Bane 1", "Bane 2"]
    assert len(rows) == 8
    assert [match.number if match else None for match in rows[0][1]] == [1, 2]


def test_a_score_sheet_leads_to_its_match_and_only_while_it_is_to_play(app: Flask) -> None:
    day = make_day.day()
    make_day.play(day, 1, 2, 1)
    with app.test_request_context():
        sheets = score_sheets(day.view)
    assert [sheet.match.number for sheet in sheets] == list(range(2, 17))
    assert all("<svg" in sheet.qr for sheet in sheets)


def test_a_measuring_sheet_has_a_box_for_each_attempt_and_leads_to_its_heat(office: FlaskClient) -> None:
    games = make_marks.games()
    for place in range(3):
        make_marks.measure(games, make_marks.RUN, place, 9 + place)
    page = office.get(f"/kontor/staevner/{games.slug}/print/maaleskemaer").text
    assert "60 meter løb, heat 2" in page
    assert "60 meter løb, heat 1" not in page
    assert page.count("Forsøg 3") == 1
    assert page.count("QR-kode til") == 3
    assert "Måleskemaer" in office.get(f"/kontor/staevner/{games.slug}").text


def test_the_qr_of_a_heat_opens_it_on_the_tablet(app: Flask, client: FlaskClient) -> None:
    games = make_marks.games()
    with app.test_request_context():
        sheets = measure_sheets(games.view)
    assert [(sheet.title, sheet.heat.number, sheet.boxes) for sheet in sheets] == [
        ("60 meter løb", 1, 1),
        ("60 meter løb", 2, 1),
        ("Kuglestød", 0, 3),
        ("Dans", 0, 1),
    ]
    make_day.paired(client, "referee", f"event:{games.event_id}")
    assert 'id="heat-2"' in client.get(f"/dommer/disciplin/{games.stage_ids[make_marks.RUN]}").text


def test_without_anything_to_measure_the_page_says_so_and_nothing_leads_to_it(office: FlaskClient) -> None:
    day = make_day.day()
    assert "Der er ikke noget at måle" in office.get(f"/kontor/staevner/{day.slug}/print/maaleskemaer").text
    assert "Måleskemaer" not in office.get(f"/kontor/staevner/{day.slug}").text


def test_an_event_without_a_competition_has_no_plan_to_print(office: FlaskClient) -> None:
    day = make_day.day(is_published=False)
    answer = office.get(f"/kontor/staevner/{day.slug}/print/baner")
    assert "Der er ikke noget at printe endnu" in answer.text
    assert office.get("/kontor/staevner/findes-ikke/print/indgang").status_code == 404


def test_the_gate_list_counts_people_and_names_none(office: FlaskClient) -> None:
    day, _token, _registration = make_day.day_with_team(headcount=7)
    page = office.get(f"/kontor/staevner/{day.slug}/print/indgang").text
    assert "1 hold, 7 personer" in page
    assert "Bo" not in page.split()


def test_the_offices_event_page_leads_to_the_paper(office: FlaskClient) -> None:
    day = make_day.day()
    page = office.get(f"/kontor/staevner/{day.slug}").text
    assert all(f"/kontor/staevner/{day.slug}/print/{name}" in page for name in PAGES)
