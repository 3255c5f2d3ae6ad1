"""The office's pages of a new situation: for the office only, nothing typed is lost, twice is harmless."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from core import clock
from core.audit import SYSTEM
from core.db import session, transaction
from core.jobs import JobRun
from tests import cast, make_formats
from tests.conftest import login_as
from tests.make_formats import Laid
from tournament.models import Court, Timetable
from tournament.models_situation import Situation
from tournament.planning_moves import pin_match
from tournament.results import start_match


@pytest.fixture
def day(app: Flask) -> tuple[Laid, str, str]:
    """Two pools of four with their timetable, the address of the page, and the pass of a team."""
    laid, token = make_formats.lay_with_team(make_formats.in_pools("round_robin", 2, 4), 0, slug="fodbold")
    return laid, f"/kontor/staevner/{laid.slug}/ny-situation", token


def form_of(**changes: object) -> dict[str, object]:
    """The form as it stands now, with something filled in."""
    at = f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"
    return {"at": at, "late_entry": "0", "gone_entry": "0", "match": "0", **changes}


def asked(office: FlaskClient, url: str, **changes: object) -> str:
    """The address of a situation that was asked about."""
    answer = office.post(url, data=form_of(**changes))
    assert answer.status_code == 303
    return answer.headers["Location"]


def late(office: FlaskClient, url: str) -> str:
    """Everything is 15 minutes late."""
    return asked(office, url, all_minutes="15")


def press(office: FlaskClient, ways: str, step: str, **more: Any) -> TestResponse:
    """Press a button of a situation as its page is now."""
    version = re.search(r'name="version" value="([0-9]+)"', office.get(ways).text)
    return office.post(f"{ways}/{step}", data={"version": version[1] if version else ""}, **more)


def test_ways_out_stand_side_by_side_and_one_is_published(
    office: FlaskClient, client: FlaskClient, day: tuple[Laid, str, str]
) -> None:
    _laid, url, token = day
    ways = late(office, url)
    assert "Der ligger en kladde" not in office.get(ways).text
    pin_match(day[0].event_id, day[0].view.matches[0].id, True, by=SYSTEM)
    shown = office.get(ways)
    assert shown.status_code == 200
    assert "Der ligger en kladde" in shown.text, "a colleague's work goes, and that is said before"
    assert "Færrest ændringer" in shown.text
    assert "flytter så få kampe som muligt" in shown.text
    assert "Refresh" not in shown.headers
    for _time in range(2):
        assert press(office, ways, "vis/0").status_code == 303
    assert session().scalars(select(Timetable.number).order_by(Timetable.number)).all() == [1, 2]
    assert "Det nye program er vist" in office.get(ways).text
    assert "er flyttet" in client.get(f"/hold/{token}").text
    assert "Se den sidste ændring" in office.get(url).text
    for _time in range(2):
        assert office.post(f"{ways}/fortryd").status_code == 303
    assert session().scalars(select(Timetable.number).order_by(Timetable.number)).all() == [1, 2, 3]
    assert "Ændringen er taget tilbage" in office.get(ways).text


def test_the_page_leads_on_by_itself_while_the_worker_is_at_it(office: FlaskClient, day: tuple[Laid, str, str]) -> None:
    ways = late(office, day[1])
    with transaction() as db:
        situation = db.scalars(select(Situation)).one()
        assert situation.job_id is not None
        db.get_one(JobRun, situation.job_id).state = "running"
    shown = office.get(ways)
    assert shown.headers["Refresh"] == "3"
    assert "Vi leder efter noget bedre" in shown.text
    assert "Vis det nye program" in shown.text


def test_nothing_and_half_of_something_are_refused_and_keep_what_was_typed(
    office: FlaskClient, day: tuple[Laid, str, str]
) -> None:
    laid, url, _token = day
    nothing = office.post(url, data=form_of())
    assert nothing.status_code == 422
    assert "Skriv, hvad der er sket." in nothing.text
    court = str(laid.view.courts[0].id)
    wrong = form_of(courts=court, closed_from="2026-10-01T12:00", closed_to="2026-10-01T11:00")
    backwards = office.post(url, data=wrong)
    assert backwards.status_code == 422
    assert "2026-10-01T12:00" in backwards.text
    entry = laid.view.divisions[0].entries[0][1:]
    for half in ({"late_entry": entry}, {"all_minutes": "mange"}, {"match_minutes": "10"}, {"court_name": "Bane 9"}):
        answer = office.post(url, data=form_of(**half))
        assert answer.status_code == 422
        assert "Not a valid" not in answer.text
    assert session().scalars(select(Situation.id)).all() == []


def test_the_match_that_is_on_is_proposed_and_counts_only_with_minutes(
    office: FlaskClient, day: tuple[Laid, str, str]
) -> None:
    laid, url, _token = day
    first = min(laid.view.matches, key=lambda match: (match.starts_at or clock.now(), match.number))
    start_match(first.id, by=SYSTEM)
    assert f'<option selected value="{first.id}">' in office.get(url).text
    ways = asked(office, url, match=str(first.id), all_minutes="15")
    assert "varer" not in office.get(ways).text
    assert "varer 10 minutter længere" in office.get(asked(office, url, match=str(first.id), match_minutes="10")).text


def test_what_cannot_be_done_is_said(office: FlaskClient, day: tuple[Laid, str, str]) -> None:
    laid, url, _token = day
    courts = [str(court.id) for court in laid.view.courts]
    times = {"closed_from": "2026-10-01T00:00", "closed_to": "2026-10-03T23:00"}
    ways = asked(office, url, courts=courts, **times)
    assert "Det kan ikke lade sig gøre" in office.get(ways).text


def test_what_would_help_can_be_pressed_and_leads_to_a_way_out(office: FlaskClient, day: tuple[Laid, str, str]) -> None:
    laid, url, _token = day
    ends = clock.local(max(match.planned_end for match in laid.view.matches if match.planned_end is not None))
    with transaction() as db:
        for court in db.scalars(select(Court)):
            court.windows = [[court.windows[0][0], f"{ends:%H:%M}"]]
    ways = asked(office, url, all_minutes="30")
    page = office.get(ways).text
    assert "Det kan du gøre" in page
    assert "får ingen plads" in page
    assert "Prøv det" in page
    assert "gælder det viste program" in page, "where the delay is no delay, nothing is to be shown"
    first = re.search(r"/udvej/([0-9]+)", page)
    assert first is not None
    taken = press(office, ways, f"udvej/{first[1]}")
    assert taken.status_code == 303
    assert taken.headers["Location"] != ways
    assert "Vis det nye program" in office.get(taken.headers["Location"]).text
    assert office.post(f"{ways}/udvej/99").status_code == 404


def test_an_answer_that_is_old_gets_a_clear_word(office: FlaskClient, day: tuple[Laid, str, str]) -> None:
    _laid, url, _token = day
    one, other = late(office, url), late(office, url)
    press(office, one, "vis/0")
    answer = press(office, other, "vis/0", follow_redirects=True)
    assert "ændret" in answer.text
    moved = session().scalars(select(Situation)).first()
    assert moved is not None
    start_match(moved.offers[0]["moved"][0][0], by=SYSTEM)
    assert "Derfor kan programmet ikke sættes tilbage" in office.post(f"{one}/fortryd", follow_redirects=True).text


def test_what_the_worker_found_meanwhile_is_looked_at_before_it_is_shown(
    office: FlaskClient, day: tuple[Laid, str, str]
) -> None:
    ways = late(office, day[1])
    shown = re.search(r'name="version" value="([0-9]+)"', office.get(ways).text)
    assert shown is not None
    with transaction() as db:
        situation = db.scalars(select(Situation)).one()
        situation.offers = situation.offers[::-1] + situation.offers
    for version in (shown[1], "", "²", "9" * 5000):
        answer = office.post(f"{ways}/vis/0", data={"version": version}, follow_redirects=True)
        assert "Der er kommet nye forslag" in answer.text
    assert session().scalars(select(Timetable.number)).all() == [1]
    assert "Det nye program er vist" in press(office, ways, "vis/0", follow_redirects=True).text
    again = office.post(f"{ways}/vis/0", data={"version": shown[1]}, follow_redirects=True)
    assert "0 hold" not in again.text


def test_where_nothing_is_known_the_page_waits_for_the_worker_and_says_when_nothing_came_of_it(
    office: FlaskClient, day: tuple[Laid, str, str], at: Callable[[datetime], None], no_worker: None
) -> None:
    ways = late(office, day[1])
    with transaction() as db:
        situation = db.scalars(select(Situation)).one()
        situation.offers, situation.conflicts = [], []
        job = db.get_one(JobRun, situation.job_id)
    at(clock.now() + timedelta(minutes=5))
    assert "Refresh" in office.get(ways).headers
    with transaction() as db:
        db.get_one(JobRun, job.id).state = "failed"
    failed = office.get(ways)
    assert "Refresh" not in failed.headers
    assert "Vi nåede ikke at finde et svar" in failed.text


def test_another_day_is_no_part_of_the_day(office: FlaskClient, day: tuple[Laid, str, str]) -> None:
    far = {"open_from": "2026-10-01T12:00", "open_to": "2099-12-31T12:00"}
    longer = {"open_from": "2026-10-01T12:00", "open_to": "2026-10-02T12:01"}
    entry = day[0].view.divisions[0].entries[0][1:]
    courts = ({"court_name": "Bane 9", **hours} for hours in (far, longer))
    for late_by in (*courts, {"late_entry": entry, "late_until": "2099-01-01T10:00"}):
        answer = office.post(day[1], data=form_of(**late_by))
        assert answer.status_code == 422
        assert "hører ikke til dagen" in answer.text
    assert office.post(day[1], data=form_of(at="2099-01-01T10:00", all_minutes="15")).status_code == 422


def test_nobody_but_the_office(app: Flask, office: FlaskClient, day: tuple[Laid, str, str]) -> None:
    ways = late(office, day[1])
    stranger, nobody = login_as(app.test_client(), cast.stranger().id), app.test_client()
    for path in (day[1], ways):
        assert nobody.get(path).status_code == 303
        assert stranger.get(path).status_code == 403
    for path in (day[1], f"{ways}/vis/0", f"{ways}/fortryd"):
        assert nobody.post(path).status_code == 303
        assert stranger.post(path).status_code == 403
    assert office.get(f"{day[1]}/999").status_code == 404


def test_where_everything_was_made_later_leads_here(office: FlaskClient, day: tuple[Laid, str, str]) -> None:
    old = office.get(f"/kontor/staevner/{day[0].slug}/kampprogram/senere")
    assert (old.status_code, old.headers["Location"]) == (303, day[1])


def test_the_pages_are_in_english_too(office: FlaskClient, day: tuple[Laid, str, str]) -> None:
    ways = late(office, day[1])
    office.set_cookie("sprog", "en")
    assert "What has happened?" in office.get(day[1]).text
    assert "Fewest changes" in office.get(ways).text
