"""The page that shares out referees: for the office only, waits for the worker, names who nobody can referee."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.audit import Actor
from core.db import transaction
from core.jobs import JobRun
from tests import cast, make_day, make_events
from tests.conftest import login_as
from tests.make_day import Day
from tournament.planning_settings import save_day, settings_of
from tournament.planning_sharing import JOB


@pytest.fixture
def day(app: Flask) -> Day:
    """A published day on which one person referees."""
    made = make_day.day()
    chosen = replace(settings_of(made.view), referees="people", referee_count=1)
    save_day(made.view.id, chosen, by=Actor("user", 1))
    return made


def url(day: Day) -> str:
    return f"/kontor/staevner/{day.slug}/kampprogram"


def test_the_button_leads_to_what_came_of_it(office: FlaskClient, day: Day) -> None:
    assert "Fordel dommere" in office.get(url(day)).text
    answer = office.post(f"{url(day)}/dommere")
    assert answer.status_code == 303
    page = office.get(answer.headers["Location"]).text
    assert "fik en dommer" in page
    assert "har ingen dommer" in page
    assert "De, der kan, dømmer en anden kamp imens." in page
    assert "Fortryd" in office.get(url(day)).text


def test_where_all_have_a_referee_it_leads_to_the_timetable(office: FlaskClient, day: Day) -> None:
    chosen = replace(settings_of(day.view), referees="people", referee_count=2)
    save_day(day.view.id, chosen, by=Actor("user", 1))
    answer = office.post(f"{url(day)}/dommere", follow_redirects=True)
    assert answer.request.path == url(day)
    assert "fik en dommer" in answer.text
    assert "Fordel dommere" not in answer.text


def test_the_page_leads_on_by_itself_and_says_when_it_failed(office: FlaskClient, day: Day) -> None:
    where = office.post(f"{url(day)}/dommere").headers["Location"]
    for state, is_waiting in (("running", True), ("failed", False)):
        with transaction() as db:
            job = db.scalars(select(JobRun).where(JobRun.kind == JOB)).one()
            job.state, job.result = state, None
        answer = office.get(where)
        assert ("Refresh" in answer.headers) == is_waiting
        assert answer.status_code == (200 if is_waiting else 303)
    assert office.get(f"{url(day)}/dommere/999").status_code == 404
    nothing = make_events.published()
    assert office.post(f"/kontor/staevner/{nothing.slug}/kampprogram/dommere").status_code == 404


def test_nobody_but_the_office(app: Flask, day: Day) -> None:
    anybody = app.test_client()
    assert anybody.post(f"{url(day)}/dommere").status_code == 303
    assert "/dommere/" not in anybody.post(f"{url(day)}/dommere").headers["Location"]
    stranger = login_as(app.test_client(), cast.stranger().id)
    assert stranger.post(f"{url(day)}/dommere").status_code in (403, 404)


def test_a_day_without_referees_has_no_button(office: FlaskClient, day: Day) -> None:
    save_day(day.view.id, replace(settings_of(day.view), referees=""), by=Actor("user", 1))
    assert "Fordel dommere" not in office.get(url(day)).text
