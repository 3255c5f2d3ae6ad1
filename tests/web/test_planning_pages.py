"""The pages of a planning run: how far it is, the plans to choose from, what forbids one, and the way back to all."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.db import session, transaction
from core.jobs import LONG_AT_ONCE, JobRun
from events.models import Event
from tests import cast
from tests.conftest import NOW, login_as
from tests.make_planning import OFFICE, Stop, Tell, by_rules, ready_day, three_plans
from tournament import planning
from tournament.models import Court, Timetable
from tournament.models_planning import CONFLICT, DONE, RUNNING, PlanRun
from tournament.planning_run import JOB
from tournament.store_cache import get_view
from tournament.timetable.model import Day, Outcome

Search = Callable[..., Outcome]


@pytest.fixture
def event_id(app: Flask) -> int:
    """A day ready to be planned."""
    return ready_day()


@pytest.fixture
def url(event_id: int) -> str:
    """The address of its timetable."""
    return f"/kontor/staevner/{session().get_one(Event, event_id).slug}/kampprogram"


def three(day: Day, *, tell: Tell, stop: Stop, **_known: Any) -> Outcome:
    return three_plans(day, tell, stop)


def pressed(office: FlaskClient, url: str) -> str:
    """Press "Læg program"; gives the address of the run."""
    answer = office.post(f"{url}/laeg")
    assert answer.status_code == 303
    return answer.headers["Location"]


def only_run() -> PlanRun:
    session().rollback()
    session().expire_all()
    return session().scalars(select(PlanRun)).one()


def found_on_its_way() -> None:
    """The run as its worker leaves it after the first steps."""
    run_id = only_run().id
    with transaction() as db:
        run = db.get_one(PlanRun, run_id)
        run.state, run.began_at, run.attempts, run.changes = RUNNING, run.asked_at, 1, 2
        run.steps = [
            {"t": 0.1, "phase": "rules", "best": 150, "bound": 100, "gap": 50.0, "total_wait": 300},
            {"t": 4.0, "phase": "finish", "best": 120, "bound": 110, "gap": 9.1, "total_wait": 200},
        ]
        places = [[f"m{number}", f"c{court}", 0, None] for number, court in enumerate(db.scalars(select(Court.id)), 1)]
        run.best = {"places": places, "not_placed": []}


def test_the_office_is_led_to_the_draft_when_the_plan_is_there(
    office: FlaskClient, url: str, searching: Callable[[Search], None]
) -> None:
    searching(by_rules)
    run_url = pressed(office, url)
    answer = office.get(run_url)
    assert (answer.status_code, answer.headers["Location"]) == (303, url)
    page = office.get(url).text
    assert "Programmet er lagt som kladde" in page
    assert "Vis programmet for alle" in page


def test_the_page_shows_best_and_bound_in_words_and_pictures(office: FlaskClient, url: str, no_worker: None) -> None:
    run_url = pressed(office, url)
    page = office.get(run_url).text
    assert "Vi begynder om lidt" in page
    assert "Brug denne nu" not in page
    tag = office.get(f"{run_url}/nu").headers["ETag"]
    with transaction() as db:
        for number in range(LONG_AT_ONCE):
            known = {"kind": JOB, "arguments": {"run_id": 1000 + number}, "created_at": NOW, "heartbeat_at": NOW}
            db.add(JobRun(**known, state="running", attempts=1))
    part = office.get(f"{run_url}/nu", headers={"If-None-Match": tag})
    assert "Andre programmer bliver lagt lige nu" in part.text
    found_on_its_way()
    page = office.get(run_url).text
    for text in ("Bedste program slutter kl. 12.00", "Brug denne nu", "Stop, og lad alt være", "Tidligere slut"):
        assert text in page
    assert re.search(r"4 sekunder</th><td[^>]*>12\.00</td><td[^>]*>11\.50", page)
    assert '<polyline class="search__best"' in page
    assert page.count('class="gantt__bar') == 2
    assert "2 kampe på 2 baner" in page


def test_a_polled_page_is_the_same_page_and_costs_nothing_when_it_stands(
    office: FlaskClient, url: str, no_worker: None
) -> None:
    run_url = pressed(office, url)
    first = office.get(f"{run_url}/nu")
    again = office.get(f"{run_url}/nu", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    found_on_its_way()
    after = office.get(f"{run_url}/nu", headers={"If-None-Match": first.headers["ETag"]})
    assert after.status_code == 200
    blocks = re.sub(r'value="[^"]{40,}"', "", after.text).strip()
    assert blocks in re.sub(r'value="[^"]{40,}"', "", office.get(run_url).text)
    assert 'data-announce="Vi prøver at slutte dagen tidligere."' in after.text


def test_a_page_that_polls_is_led_on_when_the_run_is_over(office: FlaskClient, url: str, no_worker: None) -> None:
    run_url = pressed(office, url)
    assert office.post(f"{run_url}/stands").status_code == 303
    assert f'data-go="{run_url}"' in office.get(f"{run_url}/nu").text
    assert office.get(run_url).headers["Location"] == url
    assert "Intet er ændret" in office.get(url).text
    assert session().scalars(select(Timetable)).all() == []


def test_a_wish_to_use_the_best_is_noted_and_shown(office: FlaskClient, url: str, no_worker: None) -> None:
    run_url = pressed(office, url)
    found_on_its_way()
    office.post(f"{run_url}/brug-nu")
    assert only_run().wish == "use_now"
    page = office.get(run_url).text
    assert "Vi gemmer det bedste program" in page
    assert "Brug denne nu" not in page


def test_a_colleague_is_led_to_the_run_that_is_on(app: Flask, office: FlaskClient, url: str, no_worker: None) -> None:
    run_url = pressed(office, url)
    assert pressed(office, url) == run_url
    page = office.get(run_url).text
    assert f"Programmet bliver lagt allerede. {cast.organiser().name} begyndte kl. 10.00." in page
    timetable = office.get(url).text
    assert "Programmet bliver lagt" in timetable
    assert f'href="{run_url}"' in timetable
    assert only_run()


def test_plans_stand_side_by_side_until_one_is_chosen(
    office: FlaskClient, url: str, searching: Callable[[Search], None]
) -> None:
    searching(three)
    run_url = pressed(office, url)
    page = office.get(run_url).text
    for text in ("Tidligst færdig", "Mindst ventetid", "Færrest baneskift", "Vi foreslår", "Længste ventetid"):
        assert text in page
    assert page.count("Vælg dette program") == 3
    assert page.count('class="gantt"') == 3
    # Only the end differs between these plans, so nothing else is marked.
    assert page.count("bedst</span>") == 1
    assert "Der er 3 programmer at vælge imellem." in office.get(url).text
    assert office.post(f"{run_url}/vaelg/1").headers["Location"] == run_url
    assert office.get(run_url).headers["Location"] == url
    page = office.get(url).text
    assert "Programmet er lagt som kladde" in page
    assert f'href="{run_url}?vis=alle"' in page
    chosen = office.get(f"{run_url}?vis=alle").text
    assert "Valgt" in chosen
    assert office.post(f"{run_url}/vaelg/9").status_code == 404


def test_a_conflict_is_said_in_sentences_and_changes_nothing(office: FlaskClient, url: str, event_id: int) -> None:
    view = get_view(event_id)
    for court in planning.list_courts(event_id):
        hours = {"hall": "", "windows": [["10:00", "11:00"]]}
        planning.save_court(view.id, court.id, name=court.name, **hours, by=OFFICE)
    run_url = pressed(office, url)
    page = office.get(run_url).text
    assert "Dagen kan ikke lægges sådan" in page
    assert re.search(r"<li>[^<]*(skal nå \d|\d kampe skal)[^<]*kl\. 1\d\.\d\d", page)
    assert "Dagen kan ikke lægges, som den er sat op." in office.get(url).text
    office.set_cookie("sprog", "en")
    assert "The day cannot be planned like this" in office.get(run_url).text


def test_an_option_is_pressed_said_and_planned(
    office: FlaskClient, url: str, event_id: int, searching: Callable[[Search], None]
) -> None:
    searching(by_rules)
    run_url = pressed(office, url)
    run_id = only_run().id
    finding = {"code": "in_break", "facts": {"match": {"kind": "match", "id": "m1"}}, "sources": []}
    finding["facts"] |= {"start": {"at": 0}, "end": {"at": 10}, "from": {"at": 0}, "until": {"at": 20}}
    option = {"finding": finding, "changes": [{"path": "day.rest_minutes", "value": 6}]}
    with transaction() as db:
        run = db.get_one(PlanRun, run_id)
        run.state, run.conflicts = CONFLICT, {"findings": [finding], "options": [option]}
    page = office.get(run_url).text
    assert "Gør det, og læg program" in page
    second = office.post(f"{run_url}/udvej/0").headers["Location"]
    assert second != run_url
    assert get_view(event_id).day["rest_minutes"] == 6
    assert session().get_one(PlanRun, run_id + 1).state == DONE
    office.get(second)
    changed = office.get(url).text
    assert re.search(r"Dagen er ændret</h2>\s*<p>Kamp 1 kl. 10.00", changed)
    undo = f"{run_url}/fortryd-udvej"
    assert undo in changed
    assert undo in office.get(url.replace("/kampprogram", "/dag")).text
    assert office.post(undo).headers["Location"] == run_url
    assert "rest_minutes" not in get_view(event_id).day or get_view(event_id).day["rest_minutes"] != 6
    again = office.get(run_url).text
    assert "Dagen er som før." in again
    assert "Gør det, og læg program" in again
    assert undo not in again


def test_a_day_that_is_too_short_is_mended_by_a_press(office: FlaskClient, url: str, event_id: int) -> None:
    view = get_view(event_id)
    for court in planning.list_courts(event_id):
        hours = {"hall": "", "windows": [["10:00", "11:00"]]}
        planning.save_court(view.id, court.id, name=court.name, **hours, by=OFFICE)
    run_url = pressed(office, url)
    assert "Gør det, og læg program" in office.get(run_url).text
    planned = office.post(f"{run_url}/udvej/0").headers["Location"]
    run = session().get_one(PlanRun, int(planned.rpartition("/")[-1]))
    assert (run.state, bool(run.alternatives)) == (DONE, True)
    assert any(court.windows != [["10:00", "11:00"]] for court in planning.list_courts(event_id))
    assert session().scalars(select(Timetable.state)).all() == (["draft"] if run.chosen is not None else [])


def test_nobody_but_the_office_plans(app: Flask, office: FlaskClient, url: str, no_worker: None) -> None:
    run_url = pressed(office, url)
    stranger, nobody = login_as(app.test_client(), cast.stranger().id), app.test_client()
    for path in (run_url, f"{run_url}/nu"):
        assert nobody.get(path).status_code == 303
        assert stranger.get(path).status_code == 403
    for path in ("/laeg", f"{run_url.removeprefix(url)}/stands", f"{run_url.removeprefix(url)}/brug-nu"):
        assert nobody.post(url + path).status_code == 303
        assert stranger.post(url + path).status_code == 403
    assert only_run().state == "waiting"
    assert office.get(run_url.replace("laegning/", "laegning/9")).status_code == 404
