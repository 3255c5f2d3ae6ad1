"""The page that sets a day up: for the office only, nothing lost, two at once, what each input costs without saving."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.db import session, transaction
from core.revision import raise_revision
from teams.models import Registration
from tests import cast, make_day
from tests.conftest import login_as
from tests.make_day import Day
from tournament.models import Competition, Court, Stage
from tournament.planning import list_courts
from tournament.store_cache import get_view

BASIC = {
    **{"start": "2026-10-01T10:00", "rest": "15", "rest_other": "20", "breaks": "", "max_wait": "0"},
    **{"play_0": "12", "changeover_0": "3", "play_1": "12", "changeover_1": "3", "after_0": "", "after_1": ""},
    **{"meal_who": "", "meal_minutes": "30", "referees": "", "referee_count": "0"},
}


@pytest.fixture
def day(app: Flask) -> Day:
    """A day whose first team wrote when it comes and leaves."""
    made, _token, registration = make_day.day_with_team()
    with transaction() as db:
        row = db.get_one(Registration, registration)
        row.here_from, row.leaves_at = "10:30", "15:10"
    return made


def url(day: Day) -> str:
    return f"/kontor/staevner/{day.slug}/dag"


def version_on(page: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert found is not None
    return found[1]


def filled(office: FlaskClient, day: Day, **changes: str) -> dict[str, str]:
    """The form as it is sent, from the page as it stands."""
    return {**BASIC, "version": version_on(office.get(url(day)).text), **changes}


def test_everything_of_a_day_is_saved_on_one_page(office: FlaskClient, day: Day) -> None:
    entry = f"e{day.entry_ids[1]}"
    answer = office.post(
        url(day),
        data=filled(office, day, breaks="12.00-12.30", begins_1="13.00", after_1="pools", same_last_round="y")
        | {f"first_{entry}": "10.15", f"leaves_{entry}": "kl. 15", "meal_who": "all"}
        | {"meal_from": "11.30", "meal_until": "13.00", "referees": "people", "referee_count": "2"},
    )
    assert answer.status_code == 303
    stored = get_view(day.event_id).day
    assert stored["rest_minutes"] == {"same_stage": 15, "other_stage": 20}
    assert stored["breaks"] == [["12:00", "12:30"]]
    assert {"entry": entry, "not_before": "10:15", "leaves": "15:00"} in stored["wishes"]
    assert {"stage": "final", "not_before": "13:00", "after": "pools"} in stored["wishes"]
    assert stored["meal"] == {"between": ["11:30", "13:00"], "minutes": 30, "entries": None}
    assert stored["referees"] == {"mode": "people", "people": ["Dommer 1", "Dommer 2"]}
    page = office.get(url(day)).text
    assert 'value="10.15"' in page
    assert 'value="12.00–12.30"' in page


def test_what_cannot_be_read_is_said_and_nothing_is_lost(office: FlaskClient, day: Day) -> None:
    before = get_view(day.event_id).day
    answer = office.post(url(day), data=filled(office, day, breaks="middag", begins_1="25.70", rest="7"))
    assert answer.status_code == 422
    assert "Skriv et klokkeslæt" in answer.text
    assert 'value="middag"' in answer.text
    assert 'value="7"' in answer.text
    answer = office.post(url(day), data=filled(office, day, meal_who="all"))
    assert answer.status_code == 422
    assert "fra hvornår og til hvornår" in answer.text
    assert get_view(day.event_id).day == before


def test_what_cannot_be_meant_is_said_beside_its_field(office: FlaskClient, day: Day) -> None:
    one, two = (f"e{entry}" for entry in day.entry_ids[1:3])
    meal = {"meal_who": "some", "meal_from": "11.30", "meal_until": "11.50"}
    slips = {
        "Det er før første kamp kl. 10.00. Lad feltet stå tomt.": {f"first_{one}": "9"},
        "Holdet skal hjem kl. 09.30 og når ikke at spille.": {f"leaves_{two}": "9.30"},
        "Holdet skal hjem kl. 10.30 og når ikke at spille.": {f"first_{one}": "15", f"leaves_{one}": "10.30"},
        "Pausen kl. 12.30–12.00 varer til næste dag.": {"breaks": "12.30-12.00"},
        "Vælg de hold, der spiser på skift.": meal,
        "Så længe er der ikke mad.": meal,
        "Skriv et tidspunkt, der er senere end det første.": meal | {"meal_until": "10.30"},
        "Skriv, hvor mange dommere der er.": {"referees": "people"},
    }
    for said, typed in slips.items():
        answer = office.post(url(day), data=filled(office, day) | typed)
        assert answer.status_code == 422
        assert said in answer.text
    stage = office.post(url(day), data=filled(office, day, begins_0="8.15"))
    assert re.search(r'id="begins_0-error".*?Det er før første kamp', stage.text, re.DOTALL)
    assert "wishes" not in get_view(day.event_id).day


def test_a_team_that_is_there_before_the_first_match_needs_no_field_for_it(office: FlaskClient, day: Day) -> None:
    entry = f"e{day.entry_ids[0]}"
    typed = filled(office, day, start="2026-10-01T11:00")
    taken = office.post(url(day), data=typed | {"take": "all"})
    assert taken.status_code == 200
    assert re.search(rf'name="first_{entry}"[^>]*value=""', taken.text)
    assert re.search(rf'name="leaves_{entry}"[^>]*value="15.10"', taken.text)
    one = office.post(url(day), data=typed | {"take": entry})
    assert one.status_code == 422
    assert "Det er før første kamp kl. 11.00." in one.text


def test_past_midnight_a_clock_is_one_of_the_next_day(office: FlaskClient, day: Day) -> None:
    court = list_courts(day.event_id)[0]
    data = {"name": court.name, "hall": "", "windows": "22.00-04.00", "everywhere": "y"}
    assert office.post(f"{url(day)}/bane/{court.id}", data=data).status_code == 303
    entry = f"e{day.entry_ids[0]}"
    typed = filled(office, day, start="2026-10-01T22:00", breaks="23.45-00.15") | {f"first_{entry}": "0.30"}
    assert office.post(url(day), data=typed).status_code == 303
    assert get_view(day.event_id).day["wishes"] == [{"entry": entry, "not_before": "00:30"}]


def test_two_at_once_get_a_clear_word_and_lose_nothing(office: FlaskClient, day: Day) -> None:
    mine, theirs = filled(office, day, rest="5"), filled(office, day, rest="25")
    assert office.post(url(day), data=theirs).status_code == 303
    answer = office.post(url(day), data=mine)
    assert answer.status_code == 422
    assert "En anden har gemt dagen imens" in answer.text
    assert re.search(r'name="rest"[^>]*value="5"', answer.text)
    # What is kept in the browser is not laid over what the other saved.
    assert "data-draft" in answer.text
    assert re.search(r'<input data-seen=""[^>]*name="version"', answer.text), "a draft knows what it was filled from"
    assert f'href="{url(day)}?vis=gemt"' in answer.text
    assert "data-draft" not in office.get(f"{url(day)}?vis=gemt").text
    assert get_view(day.event_id).day["rest_minutes"] == {"same_stage": 25, "other_stage": 20}
    again = mine | {"version": version_on(answer.text)}
    assert office.post(url(day), data=again).status_code == 303
    assert get_view(day.event_id).day["rest_minutes"] == {"same_stage": 5, "other_stage": 20}


def parts_open(page: str) -> list[str]:
    return re.findall(r'<details class="day-part panel" id="del-(\w+)" open', page)


def test_each_part_is_folded_says_what_stands_in_it_and_opens_where_something_was_typed(
    office: FlaskClient, day: Day
) -> None:
    page = office.get(url(day)).text
    assert parts_open(page) == []
    for says in ("Ingen pause for alle", "2 baner · 10.00–", "Ingen tider · 1 hold skrev en", "står ikke i programmet"):
        assert says in page
    assert re.search(r"\d+ minutter pr. kamp · \d til at skifte hold", page)
    typed = filled(office, day, breaks="12.00-12.30", meal_who="all", meal_from="11.30", meal_until="13.00")
    tried = office.post(url(day), data=typed | {"try": "1"}).text
    assert "Pause kl. 12.00–12.30" in tried
    assert "Alle hold · 30 minutter kl. 11.30–13.00" in tried
    assert {"time", "meal"} <= set(parts_open(tried))
    assert "held" not in parts_open(tried)
    assert "er ikke gemt endnu" in tried
    entry = f"e{day.entry_ids[3]}"
    wrong = office.post(url(day), data=filled(office, day, **{f"first_{entry}": "tidligt"})).text
    assert "teams" in parts_open(wrong)
    assert re.search(r"<details class=\"disclose\" open>\s*<summary>[^<]*<svg[^>]*>.*?</svg>De andre hold", wrong)


def test_clocks_are_written_as_the_visitor_writes_them(office: FlaskClient, day: Day) -> None:
    entry = f"e{day.entry_ids[1]}"
    data = filled(office, day, breaks="12.00-12.30") | {f"first_{entry}": "10.15"}
    assert office.post(url(day), data=data).status_code == 303
    office.set_cookie("sprog", "en")
    page = office.get(url(day)).text
    for written in ('value="12:00–12:30"', 'value="10:15"', "10:00–", "The team wrote: from 10:30, until 15:10"):
        assert written in page
    assert not re.search(r"\d\.\d\d–", page)
    court = list_courts(day.event_id)[0].id
    assert re.search(r'name="windows"[^>]*value="\d\d:\d\d–\d\d:\d\d"', office.get(f"{url(day)}/bane/{court}").text)
    assert office.post(url(day), data=filled(office, day, breaks="12:00–12:30")).status_code == 303


def test_doing_the_sums_saves_nothing(office: FlaskClient, day: Day) -> None:
    before = session().get_one(Competition, day.view.id).version
    answer = office.post(url(day), data=filled(office, day, breaks="10.30-11.30") | {"try": "1"})
    assert answer.status_code == 200
    assert "Uden pausen kl. 10.30–11.30" in answer.text
    assert 'value="10.30-11.30"' in answer.text
    assert session().get_one(Competition, day.view.id).version == before
    assert "breaks" not in get_view(day.event_id).day


def test_the_costs_follow_the_form(office: FlaskClient, day: Day) -> None:
    answer = office.post(f"{url(day)}/regn", data=filled(office, day, breaks="10.30-11.30"))
    assert answer.status_code == 200
    assert "Tidligst færdig" in answer.text
    assert "Uden pausen kl. 10.30–11.30" in answer.text
    assert "Med 3 baner" in answer.text
    assert "<h1" not in answer.text
    faulty = office.post(f"{url(day)}/regn", data=filled(office, day, breaks="x"))
    assert faulty.status_code == 422
    assert "Vi kan ikke læse “x”." in faulty.json["first"]


def test_a_day_that_is_too_short_says_what_forbids_it(office: FlaskClient, day: Day) -> None:
    answer = office.post(f"{url(day)}/regn", data=filled(office, day, play_0="60"))
    assert "Dagen kan ikke lade sig gøre" in answer.text
    assert "12 kampe skal være spillet kl. 14.50, men 2 baner når 8." in answer.text
    assert "så går det" in answer.text


def test_a_teams_own_times_stand_beside_it_and_are_taken_or_left(office: FlaskClient, day: Day) -> None:
    page = office.get(url(day)).text
    assert "Holdet skrev: fra kl. 10.30, til kl. 15.10" in page
    assert "wishes" not in get_view(day.event_id).day
    entry = f"e{day.entry_ids[0]}"
    answer = office.post(url(day), data=filled(office, day) | {"take": "all"})
    assert answer.status_code == 200
    assert re.search(rf'name="first_{entry}"[^>]*value="10.30"', answer.text)
    assert "wishes" not in get_view(day.event_id).day
    one = office.post(url(day), data=filled(office, day, **{f"leaves_{entry}": "14.00"}) | {"take": "all"})
    assert re.search(rf'name="leaves_{entry}"[^>]*value="14.00"', one.text)
    only = office.post(url(day), data=filled(office, day, **{f"leaves_{entry}": "14.00"}) | {"take": entry})
    assert re.search(rf'name="leaves_{entry}"[^>]*value="15.10"', only.text)


def test_a_court_takes_chosen_stages(office: FlaskClient, day: Day) -> None:
    court = list_courts(day.event_id)[0]
    path = f"{url(day)}/bane/{court.id}"
    for faulty in ("10-", "10.00-10.00", "10.00-25.00", "10-16-18", "10.0-16.0"):
        answer = office.post(path, data={"name": "Bane 1", "hall": "", "windows": faulty, "stages": ["pools"]})
        assert answer.status_code == 422
        assert f'value="{faulty}"' in answer.text
    hours = "kl. 9 til 12.30; 13-24"
    answer = office.post(path, data={"name": "Bane 1", "hall": "", "windows": hours, "stages": ["pools"]})
    assert answer.status_code == 303
    assert list_courts(day.event_id)[0].windows == [["09:00", "12:30"], ["13:00", "00:00"]]
    assert list_courts(day.event_id)[0].stages == ["pools"]
    assert "kun Puljer" in office.get(url(day)).text


def test_what_forbids_a_day_names_its_stages_in_the_visitors_language(office: FlaskClient, day: Day) -> None:
    with transaction() as db:
        stage = db.scalars(select(Stage).where(Stage.key == "pools")).one()
        stage.name_da, stage.name_en = "Formiddag", "Morning"
    for court in list_courts(day.event_id):
        data = {"name": court.name, "hall": "", "windows": "10.00-16.00", "stages": ["final"]}
        assert office.post(f"{url(day)}/bane/{court.id}", data=data).status_code == 303
    assert "Ingen bane tager kampe fra Formiddag." in office.get(url(day)).text
    office.set_cookie("sprog", "en")
    assert "No court takes matches of Morning." in office.get(url(day)).text


def test_a_new_court_has_a_name_and_hours_to_begin_with_and_hours_are_set_for_all_at_once(
    office: FlaskClient, day: Day
) -> None:
    path = f"{url(day)}/bane/ny"
    new = office.get(path).text
    hours = ", ".join(f"{a}–{b}".replace(":", ".") for a, b in list_courts(day.event_id)[0].windows)
    assert 'value="Bane 3"' in new
    assert f'value="{hours}"' in new
    data = {"name": "Bane 3", "hall": "", "windows": "9-17"}
    assert office.post(path, data=data).headers["Location"].endswith("/dag#baner")
    assert [court.windows == [["09:00", "17:00"]] for court in list_courts(day.event_id)] == [False, False, True]
    office.post(f"{url(day)}/bane/{list_courts(day.event_id)[2].id}", data=data | {"everywhere": "y"})
    assert [court.windows == [["09:00", "17:00"]] for court in list_courts(day.event_id)] == [True, True, True]


def test_a_referee_is_chosen_on_the_page_of_a_match(office: FlaskClient, day: Day) -> None:
    path = f"/kontor/staevner/{day.slug}/kampprogram/kamp/16"
    assert "Gem dommeren" not in office.get(path).text
    office.post(url(day), data=filled(office, day, referees="people", referee_count="2"))
    assert "Gem dommeren" in office.get(path).text
    assert office.post(f"{path}/dommer", data={"referee": "Dommer 2"}).status_code == 303
    assert "Dommer: Dommer 2" in office.get(f"/kontor/staevner/{day.slug}/kampprogram").text
    assert office.post(f"{path}/dommer", data={"referee": "Karen"}).status_code == 404
    assert office.post(f"{path}/dommer", data={"referee": ""}).status_code == 303
    assert "Dommer: Dommer 2" not in office.get(f"/kontor/staevner/{day.slug}/kampprogram").text


def test_only_the_office_sees_and_changes_the_day(app: Flask, office: FlaskClient, day: Day) -> None:
    data = filled(office, day)
    nobody, stranger = app.test_client(), login_as(app.test_client(), cast.stranger().id)
    for path in (url(day), f"{url(day)}/regn"):
        assert nobody.post(path, data=data).status_code == 303
        assert stranger.post(path, data=data).status_code == 403
    assert "rest_minutes" not in get_view(day.event_id).day


def test_a_hundred_halls_are_no_thousands_of_fields(office: FlaskClient, day: Day) -> None:
    walk = {"Hal 1|Hal 2": 5}
    with transaction() as db:
        for number in range(100):
            hours = [["10:00", "16:00"]]
            db.add(Court(event_id=day.event_id, name=f"B{number}", hall=f"Hal {number}", windows=hours, sort=9))
        competition = db.get_one(Competition, day.view.id)
        competition.day = {**competition.day, "walk_minutes": walk}
        raise_revision(f"event:{day.event_id}")
    assert 'name="walk_' not in office.get(url(day)).text
    assert office.post(url(day), data=filled(office, day)).status_code == 303
    assert get_view(day.event_id).day["walk_minutes"] == walk
