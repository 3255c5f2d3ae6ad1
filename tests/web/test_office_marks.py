"""The office's measured stages: many marks at once, one with its history; nothing typed is lost."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.audit import SYSTEM, Actor
from tests import cast, make_day, make_marks
from tests.conftest import login_as
from tests.make_marks import DANCE, RUN, THROW, Games, measure
from tournament.engine.values import Result
from tournament.results import record_result

TABLET, OTHER = Actor("device", 1), Actor("device", 2)


@pytest.fixture
def games(app: Flask) -> Games:
    """Six teams that run, throw and dance."""
    return make_marks.games()


def sheet(games: Games, stage: str) -> str:
    """The address of a stage's sheet."""
    return f"/kontor/staevner/{games.slug}/resultater/disciplin/{games.stage_ids[stage]}"


def entry(games: Games, stage: str, place: int) -> str:
    """The address of one entry's page."""
    return f"{sheet(games, stage)}/hold/{games.entry_ids[place]}"


def line(
    games: Games, stage: str, place: int, *attempts: str, status: str = "ok", seen: int | None = None
) -> dict[str, Any]:
    """What a line of the sheet sends; it has seen what counts now unless told otherwise."""
    number = games.entry_ids[place]
    known = games.seen(stage, place)
    sent = {f"attempt-{number}-{at}": text for at, text in enumerate(attempts, start=1)}
    return {
        **sent,
        f"status-{number}": status,
        f"seen-{number}": str(known.id if known and seen is None else seen or 0),
    }


def attempts(games: Games, stage: str, place: int) -> tuple[float | None, ...] | None:
    known = games.seen(stage, place)
    return known.value.attempts if known is not None else None


def shown(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_the_page_of_results_leads_to_each_measured_stage(office: FlaskClient, games: Games) -> None:
    measure(games, RUN, 0, 9.1, by=TABLET)
    measure(games, RUN, 0, 9.7, by=OTHER)
    answer = office.get(f"/kontor/staevner/{games.slug}/resultater")
    assert "60 meter løb 1 af 6 er målt 1 uafklaret" in shown(answer)
    assert all(sheet(games, stage) in answer.text for stage in (RUN, THROW, DANCE))
    assert "Der er ingen kampe endnu" not in answer.text
    assert "Træk ud" in answer.text
    page = shown(office.get("/kontor"))
    assert "To har hver sit tal Støberiet i 60 meter løb." in page


def test_the_sheet_has_heats_lanes_and_a_field_for_each_attempt(office: FlaskClient, games: Games) -> None:
    page = office.get(sheet(games, RUN))
    assert "Heat 2 Bane Hold Tid Hvis noget skete Plads 1 Nordlyset" in shown(page)
    assert page.text.count('name="attempt-') == 6
    assert office.get(sheet(games, THROW)).text.count('name="attempt-') == 18


def test_many_are_stored_at_once_as_people_write_them(office: FlaskClient, games: Games) -> None:
    data = line(games, RUN, 0, "1:02,35") | line(games, RUN, 1, "62.4") | line(games, RUN, 2, status="dns")
    answer = office.post(sheet(games, RUN), data=data, follow_redirects=True)
    assert "2 hold er gemt." not in answer.text
    assert "3 hold er gemt." in answer.text
    assert attempts(games, RUN, 0) == (62.35,)
    assert attempts(games, RUN, 1) == (62.4,)
    assert games.ranks(RUN)[:3] == [1, 2, 3]
    assert 'value="1:02,40"' in answer.text


def test_sent_twice_nothing_more_happens(office: FlaskClient, games: Games) -> None:
    data = line(games, RUN, 0, "9,1")
    for _time in (1, 2):
        assert office.post(sheet(games, RUN), data=data).status_code == 303
    page = office.get(entry(games, RUN, 0)).text
    assert page.count("9,1 sek.</b>") == 1


def test_what_is_wrong_is_said_beside_the_field_and_the_rest_is_stored(office: FlaskClient, games: Games) -> None:
    measure(games, THROW, 3, 5)
    data = line(games, THROW, 0, "8,5", "x", "9") | line(games, THROW, 1, "otte") | line(games, THROW, 2, "8,123")
    data |= line(games, THROW, 3, "")
    answer = office.post(sheet(games, THROW), data=data)
    page = shown(answer)
    assert answer.status_code == 422
    assert attempts(games, THROW, 0) == (8.5, None, 9)
    assert attempts(games, THROW, 1) is None
    assert "Solsikken: Vi kan ikke læse “otte”. Skriv for eksempel 12,5." in page
    assert "Kajens Kometer: Skriv højst 2 tal efter kommaet." in page
    assert "Nordlyset: Et tal kan ikke slettes her." in page
    assert 'value="otte"' in answer.text
    assert 'value="8,123"' in answer.text
    assert f'href="#attempt-{games.entry_ids[1]}-1"' in answer.text


def test_a_field_left_empty_before_another_is_an_attempt_that_does_not_count(office: FlaskClient, games: Games) -> None:
    office.post(sheet(games, THROW), data=line(games, THROW, 0, "8,5", "", "9"))
    assert attempts(games, THROW, 0) == (8.5, None, 9)
    assert 'value="x"' in office.get(sheet(games, THROW)).text


def test_a_number_that_came_from_a_tablet_meanwhile_is_not_written_over(office: FlaskClient, games: Games) -> None:
    data = line(games, RUN, 0, "9,5", seen=0)
    measure(games, RUN, 0, 9.1, by=TABLET)
    answer = office.post(sheet(games, RUN), data=data, follow_redirects=True)
    assert "To har hver sit tal for Støberiet. Vælg det rigtige." in answer.text
    assert attempts(games, RUN, 0) == (9.1,)


def test_a_first_number_is_written_on_the_entrys_own_page(office: FlaskClient, games: Games) -> None:
    answer = office.post(entry(games, RUN, 0), data=line(games, RUN, 0, "9,1"))
    assert (answer.status_code, answer.location) == (303, sheet(games, RUN))
    assert attempts(games, RUN, 0) == (9.1,)


def test_a_correction_shows_what_it_changes_before_it_is_made(office: FlaskClient, games: Games) -> None:
    make_marks.run_all(games)
    data = line(games, RUN, 5, "8,5") | {"reason": "Uret gik galt"}
    page = shown(office.post(entry(games, RUN, 5), data=data))
    assert "Er det rigtigt?" in page
    assert "Fortæl det til:" in page
    assert "Stalden IF 6 1 11,25 8,50" in page
    assert "Kajens Kometer 1 2 1 0 0 1 0 11 9" in page
    assert attempts(games, RUN, 5) == (11.25,)
    known = games.seen(RUN, 5)
    assert known is not None
    done = office.post(entry(games, RUN, 5), data=data | {"confirmed": str(known.id)})
    assert done.status_code == 303
    assert attempts(games, RUN, 5) == (8.5,)
    history = shown(office.get(entry(games, RUN, 5)))
    assert "8,50 sek. i stedet for 11,25 sek. Tæller Karen Kontor" in history
    assert "Uret gik galt" in history


def test_a_correction_of_what_has_changed_meanwhile_is_shown_anew(office: FlaskClient, games: Games) -> None:
    first = measure(games, RUN, 0, 9.1)
    measure(games, RUN, 0, 9.2, seen=first.mark_id)
    data = line(games, RUN, 0, "9,9", seen=first.mark_id) | {"confirmed": str(first.mark_id)}
    answer = office.post(entry(games, RUN, 0), data=data)
    assert "Er det rigtigt?" in answer.text
    assert attempts(games, RUN, 0) == (9.2,)


def test_what_cannot_be_is_said_and_kept_on_the_entrys_page(office: FlaskClient, games: Games) -> None:
    measure(games, DANCE, 0, 2)
    answer = office.post(entry(games, DANCE, 0), data=line(games, DANCE, 0, "1,5") | {"reason": "Tastefejl"})
    assert answer.status_code == 422
    assert "Skriv et helt tal" in answer.text
    assert 'value="1,5"' in answer.text
    assert 'value="Tastefejl"' in answer.text


def test_a_correction_after_the_final_asks_what_becomes_of_it(office: FlaskClient, app: Flask) -> None:
    games = make_marks.games(final=True)
    make_marks.throw_all(games)
    record_result(games.view.get_numbered(1).id, Result(home=2, away=1), by=SYSTEM)
    data = line(games, THROW, 2, "7", "12", "x")
    refused = office.post(sheet(games, THROW), data=data)
    assert refused.status_code == 422
    assert "Der er spillet videre på det tal." in refused.text
    page = office.post(entry(games, THROW, 2), data=data).text
    assert "Hvad med de kampe, der er spillet med de forkerte hold?" in page
    known = games.seen(THROW, 2)
    assert known is not None
    office.post(entry(games, THROW, 2), data=data | {"confirmed": str(known.id), "again": "again"})
    final = games.view.get_numbered(1)
    assert (final.result, final.home.entry) == (None, games.key(2))


def test_a_number_is_taken_back_once(office: FlaskClient, games: Games) -> None:
    recorded = measure(games, RUN, 0, 9.1)
    for said in ("er taget tilbage", "Tallet er ændret imens"):
        answer = office.post(f"{entry(games, RUN, 0)}/fortryd", data={"seen": recorded.mark_id}, follow_redirects=True)
        assert said in answer.text
    assert attempts(games, RUN, 0) is None


def test_the_office_chooses_between_two(office: FlaskClient, games: Games) -> None:
    measure(games, RUN, 0, 9.1, by=TABLET)
    other = measure(games, RUN, 0, 9.7, by=OTHER)
    page = shown(office.get(entry(games, RUN, 0)))
    assert "To har hver sit tal" in page
    assert "9,1 sek. En dommer" in page
    office.post(f"{entry(games, RUN, 0)}/vaelg", data={"chosen": other.mark_id})
    assert attempts(games, RUN, 0) == (9.7,)
    again = office.post(f"{entry(games, RUN, 0)}/vaelg", data={"chosen": other.mark_id}, follow_redirects=True)
    assert "Tallet er allerede afgjort." in again.text


def test_nobody_but_the_office_sees_or_changes_anything(app: Flask, games: Games) -> None:
    measure(games, RUN, 0, 9.1)
    tablet = app.test_client()
    make_day.paired(tablet, "referee", f"event:{games.event_id}")
    stranger = login_as(app.test_client(), cast.stranger().id)
    pages = [sheet(games, RUN), entry(games, RUN, 0)]
    for path in pages:
        assert app.test_client().get(path).status_code == 303
        assert tablet.get(path).status_code == 303
        assert stranger.get(path).status_code == 403
    for path in [*pages, f"{entry(games, RUN, 0)}/vaelg", f"{entry(games, RUN, 0)}/fortryd"]:
        assert app.test_client().post(path, data=line(games, RUN, 0, "5")).status_code == 303
        assert tablet.post(path, data=line(games, RUN, 0, "5")).status_code == 303
        assert stranger.post(path, data=line(games, RUN, 0, "5")).status_code == 403
    assert attempts(games, RUN, 0) == (9.1,)


def test_another_events_stage_and_entry_are_missing(office: FlaskClient, games: Games) -> None:
    other = make_marks.games()
    day = make_day.day()
    pools = day.view.get_stage("pools").id
    base = f"/kontor/staevner/{games.slug}/resultater/disciplin"
    for tail in (f"{other.stage_ids[RUN]}", f"{pools}", f"{games.stage_ids[RUN]}/hold/{other.entry_ids[0]}"):
        assert office.get(f"{base}/{tail}").status_code == 404
        assert office.post(f"{base}/{tail}").status_code == 404
    assert office.get(f"/kontor/staevner/{day.slug}/resultater/disciplin/{pools}").status_code == 404


def test_the_pages_are_in_english_too(office: FlaskClient, games: Games) -> None:
    measure(games, RUN, 0, 9.1)
    office.set_cookie("sprog", "en")
    assert "The shortest time wins. 1 of 6 measured." in shown(office.get(sheet(games, RUN)))
    assert "9.1 sec." in office.get(entry(games, RUN, 0)).text


def test_a_stage_where_nobody_takes_part_yet_leads_on(office: FlaskClient, app: Flask) -> None:
    games = make_marks.games(options={DANCE: {"entries": []}})
    page = office.get(sheet(games, DANCE))
    assert page.status_code == 200
    assert "Her er ingen med endnu" in page.text
    assert "Dans" not in office.get(f"/kontor/staevner/{games.slug}/resultater").text


def test_where_attempts_are_free_there_is_always_one_more_field(office: FlaskClient, app: Flask) -> None:
    games = make_marks.games(options={THROW: {"attempts": 0}})
    measure(games, THROW, 0, 8, 9)
    page = office.get(entry(games, THROW, 0)).text
    assert page.count('name="attempt-') == 3
    office.post(sheet(games, THROW), data=line(games, THROW, 0, "8", "9", "10"))
    assert attempts(games, THROW, 0) == (8, 9, 10)


def test_a_stage_is_judged_by_a_sum_of_points(office: FlaskClient, app: Flask) -> None:
    points = {"unit": "points", "better": "high", "counts": "sum", "attempts": 3}
    games = make_marks.games([THROW], options={THROW: points})
    office.post(
        sheet(games, THROW), data=line(games, THROW, 0, "7,5", "8", "6,5") | line(games, THROW, 1, "9", "9", "4,5")
    )
    page = shown(office.get(sheet(games, THROW)))
    assert "Det højeste tal vinder. Alle forsøg bliver lagt sammen." in page
    assert "Solsikken er foran: 22,5 mod 22,0 point" in page
