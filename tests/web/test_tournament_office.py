"""The office's pages of a competition: for the office only, nothing lost, twice is harmless, a day played through."""

import re
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core import clock
from core.audit import Actor
from core.db import session
from events.models import Event
from tests import cast, make, make_tournament
from tests.conftest import login_as
from tournament.engine.values import Result
from tournament.models import Competition, Court, Division, Draw, Entry, Match, Timetable
from tournament.planning_draft import stamp_of
from tournament.results import record_result
from tournament.store_cache import get_view

OFFICE = Actor("user", 1)
TABLET, OTHER = Actor("device", 1), Actor("device", 2)
DAY = datetime(2026, 10, 10, 11, 0, tzinfo=clock.COPENHAGEN)


@pytest.fixture
def event(app: Flask) -> Event:
    """A published event of one row with eight teams."""
    made = make.event(rows=[])
    make_tournament.confirmed(made, 8, places=4)
    return make_tournament.event_of(made.id)


def base(event: Event) -> str:
    """The address all the event's pages begin with."""
    return f"/kontor/staevner/{event.slug}"


def row_id() -> int:
    """The number of the one row."""
    return session().scalars(select(Division.id)).one()


def set_up(office: FlaskClient, event: Event) -> str:
    """A competition made, stages chosen, drawn and shown through the pages."""
    url = base(event)
    office.post(f"{url}/opsaetning")
    row = row_id()
    answer = office.post(
        f"{url}/opsaetning/raekke/{row}/spil",
        data={
            "pool_count": "2",
            "option_legs": "1",
            "finals": "1",
            "per_pool": "2",
            "best_next": "0",
            "compare": "per_match",
            "bronze": "y",
        },
    )
    assert answer.status_code == 303
    office.post(f"{url}/lodtraekning/{row}/traek")
    office.post(f"{url}/lodtraekning/{row}/offentliggoer")
    return url


def laid_out(office: FlaskClient, event: Event) -> str:
    """The same with a published timetable."""
    url = set_up(office, event)
    office.post(f"{url}/kampprogram/laeg")
    office.post(f"{url}/kampprogram/vis", data=seen())
    return url


def seen() -> dict[str, object]:
    """What the forms of the draft carry: its number and stamp as they are now."""
    session().rollback()
    draft = session().scalars(select(Timetable).where(Timetable.state == "draft")).one()
    return {"number": draft.number, "seen": stamp_of(draft)}


def pages(url: str) -> list[str]:
    """Every page that can be asked for without changing anything."""
    row = session().scalar(select(Division.id))
    entry = session().scalar(select(Entry.id))
    court = session().scalar(select(Court.id))
    found = [
        *("", "/opsaetning", "/opsaetning/hold/nyt", "/lodtraekning", "/kampprogram", "/resultater", "/tavler"),
        *("/aflysning", "/udsaettelse", "/flytning", "/kopi"),
    ]
    if row is not None:
        found += [
            *(f"/opsaetning/raekke/{row}", f"/opsaetning/raekke/{row}/spil", f"/opsaetning/hold/{entry}"),
            *(f"/lodtraekning/{row}/hold/{entry}", f"/hold/{entry}/traek-ud", f"/hold/{entry}/med-igen"),
            *(f"/hold/{entry}/afloes", "/dag", "/dag/bane/ny", f"/dag/bane/{court}"),
        ]
    if session().scalar(select(Match.id)) is not None:
        found += ["/resultater/1", "/resultater?vis=missing", "/kampprogram/kamp/1", "/ny-situation"]
    return [url + part for part in found]


def test_every_page_opens_before_and_after_the_draw(office: FlaskClient, event: Event) -> None:
    url = base(event)
    for path in [p for p in pages(url) if not p.endswith("hold/nyt")]:
        assert office.get(path).status_code == 200, path
    laid_out(office, event)
    for path in [*pages(url), "/kontor"]:
        assert office.get(path).status_code == 200, path


def test_the_pages_are_in_english_too(office: FlaskClient, event: Event) -> None:
    url = laid_out(office, event)
    office.set_cookie("sprog", "en")
    for path in [*pages(url), "/kontor"]:
        assert office.get(path).status_code == 200, path


def test_nobody_but_the_office_sees_or_changes_anything(app: Flask, office: FlaskClient, event: Event) -> None:
    url = laid_out(office, event)
    row = row_id()
    stranger = login_as(app.test_client(), cast.stranger().id)
    nobody = app.test_client()
    for path in [*pages(url), "/kontor"]:
        assert nobody.get(path).status_code == 303, path
        assert stranger.get(path).status_code == 403, path
    for path in (
        *(
            f"{url}/opsaetning",
            f"{url}/opsaetning/slet",
            f"{url}/opsaetning/tag-med",
            f"{url}/lodtraekning/{row}/traek",
        ),
        *(f"{url}/kampprogram/laeg", f"{url}/kampprogram/flyt", f"{url}/kampprogram/vis", f"{url}/ny-situation"),
        *(f"{url}/resultater/1", f"{url}/resultater/1/vaelg", f"{url}/resultater/lod", f"{url}/tavler"),
    ):
        assert nobody.post(path).status_code == 303, path
        assert stranger.post(path).status_code == 403, path


def test_an_unknown_event_is_missing(office: FlaskClient, app: Flask) -> None:
    for part in ("", "/opsaetning", "/lodtraekning", "/kampprogram", "/resultater", "/tavler", "/aflysning"):
        assert office.get(f"/kontor/staevner/findes-ikke{part}").status_code == 404, part


def test_a_choice_is_counted_before_it_is_made(office: FlaskClient, event: Event) -> None:
    url = base(event)
    office.post(f"{url}/opsaetning")
    row = row_id()
    choice = {
        "pool_count": "2",
        "option_legs": "1",
        "finals": "1",
        "per_pool": "2",
        "best_next": "0",
        "compare": "per_match",
        "bronze": "y",
    }
    answer = office.post(f"{url}/opsaetning/raekke/{row}/spil", data={**choice, "show": "1"})
    assert answer.status_code == 200
    assert not get_view(event.id).stages
    assert "kampe i alt" in answer.text
    assert "16 kampe i alt" in answer.text


def test_a_choice_that_cannot_be_played_keeps_what_was_typed(office: FlaskClient, event: Event) -> None:
    url = base(event)
    office.post(f"{url}/opsaetning")
    data = {
        "pool_count": "5",
        "option_legs": "1",
        "finals": "1",
        "per_pool": "2",
        "best_next": "0",
        "compare": "per_match",
    }
    answer = office.post(f"{url}/opsaetning/raekke/{row_id()}/spil", data=data)
    assert answer.status_code == 422
    assert 'value="5"' in answer.text


def test_a_draw_is_shown_again_and_says_it_is_the_same(office: FlaskClient, event: Event) -> None:
    url = set_up(office, event)
    draw_id = session().scalars(select(Draw.id)).one()
    assert "Det blev det samme" in office.get(f"{url}/lodtraekning/vis/{draw_id}").text


def test_a_place_is_given_to_a_team_that_has_a_name(office: FlaskClient, event: Event) -> None:
    url = laid_out(office, event)
    entry = session().scalars(select(Entry)).first()
    assert entry is not None
    before = entry.label
    answer = office.post(f"{url}/hold/{entry.id}/afloes", data={"reserve_id": "0", "label": " ", "organisation": "Nyt"})
    assert answer.status_code == 422
    assert "Vælg et hold, eller skriv et navn." in answer.text
    assert 'value="Nyt"' in answer.text
    session().refresh(entry)
    assert entry.label == before
    assert office.post(f"{url}/hold/{entry.id}/afloes", data={"reserve_id": "0", "label": "De nye"}).status_code == 303


def test_a_place_is_checked_and_a_match_moved_by_drag_and_by_form(office: FlaskClient, event: Event) -> None:
    url = laid_out(office, event)
    view = get_view(event.id)
    final = view.matches[-1]
    assert final.court is not None
    court = final.court.id
    assert office.get(f"{url}/kampprogram/tjek?piece={final.id}&place={court}.300").json == {
        "allowed": True,
        "problems": [],
    }
    taken = office.get(f"{url}/kampprogram/tjek?piece={final.id}&place={court}.0").json
    assert taken is not None
    assert taken["allowed"] is False
    assert taken["problems"]
    assert office.post(f"{url}/kampprogram/flyt", data={"piece": final.id, "place": f"{court}.300"}).status_code == 303
    assert "Kladde" in office.get(f"{url}/kampprogram").text
    office.post(f"{url}/kampprogram/kladde/fortryd", data=seen())
    form = {"court_id": court, "starts_at": "2026-10-10T14:30"}
    assert office.post(f"{url}/kampprogram/kamp/{final.number}", data=form).status_code == 303
    wrong = office.post(f"{url}/kampprogram/kamp/{final.number}", data={"court_id": court, "starts_at": "i morgen"})
    assert wrong.status_code == 422
    assert "i morgen" in wrong.text
    known = seen()
    for _time in range(2):
        assert office.post(f"{url}/kampprogram/kladde/kasser", data=known).status_code == 303


def test_a_draft_that_a_colleague_has_changed_is_looked_at_again(office: FlaskClient, event: Event) -> None:
    url = laid_out(office, event)
    final, court = get_view(event.id).matches[-1], get_view(event.id).courts[0].id
    office.post(f"{url}/kampprogram/flyt", data={"piece": final.id, "place": f"{court}.300"})
    mine = seen()
    page = office.get(f"{url}/kampprogram").text
    assert page.count(f'name="seen" value="{mine["seen"]}"') == 3
    office.post(f"{url}/kampprogram/flyt", data={"piece": final.id, "place": f"{court}.330"})
    theirs = seen()
    assert theirs != mine
    for step in ("vis", "kladde/fortryd", "kladde/kasser"):
        for stale in (mine, {}, {"number": "²", "seen": "9" * 5000}):
            answer = office.post(f"{url}/kampprogram/{step}", data=stale, follow_redirects=True)
            assert "Nogen har ændret det imens" in answer.text
    assert seen() == theirs
    office.post(f"{url}/kampprogram/kladde/fortryd", data=theirs)
    assert get_view(event.id).timetable_number == 1
    office.post(f"{url}/kampprogram/vis", data=seen())
    assert get_view(event.id).timetable_number == 2


def test_what_no_page_sends_is_not_found_and_no_fault_of_ours(office: FlaskClient, event: Event) -> None:
    url = laid_out(office, event)
    final, court = get_view(event.id).matches[-1].id, get_view(event.id).courts[0].id
    for place in (
        "",
        "²",
        "²." + "³",
        f"{court}.²",
        f"{court}." + "9" * 5000,
        "9" * 5000 + ".0",
        "9" * 9 + ".0",
        "1.1.1",
    ):
        assert office.get(f"{url}/kampprogram/tjek", query_string={"piece": final, "place": place}).status_code == 404
        assert office.post(f"{url}/kampprogram/flyt", data={"piece": final, "place": place}).status_code == 404
    far = office.get(f"{url}/kampprogram/tjek?piece={final}&place={court}.{'9' * 9}").json
    assert far is not None
    assert far["allowed"] is False
    minutes = ".".join(["9" * 5000, "9" * 9, "²", "-1", "0"] * 100)
    assert office.get(f"{url}/kampprogram/steder", query_string={"piece": final, "minutes": minutes}).status_code == 200
    assert office.get(f"{url}/kampprogram?flyttet={'9' * 30}&bane=²").status_code == 200
    for number in ("²", "9" * 30, "-1"):
        assert office.post(f"{url}/koe/kald/{court}", data={"number": number}).status_code == 404
    assert office.post(f"{url}/dag", data={"version": "9" * 5000}).status_code == 422


def test_all_places_are_marked_at_once_and_a_move_offers_its_way_back(office: FlaskClient, event: Event) -> None:
    url = laid_out(office, event)
    final = get_view(event.id).matches[-1]
    assert final.court is not None
    court = final.court.id
    found = office.get(f"{url}/kampprogram/steder?piece={final.id}&minutes=0.300.x.99999").json
    assert found is not None
    assert {f"{court}.0", f"{court}.99999"} <= set(found["forbidden"])
    assert f"{court}.300" not in [*found["forbidden"], *found["costly"]]
    assert office.get(f"{url}/kampprogram/steder?piece=0&minutes=0").status_code == 404
    moved = office.post(f"{url}/kampprogram/flyt", data={"piece": final.id, "place": f"{court}.300"})
    assert moved.location.endswith(f"#kamp-{final.id}")
    page = office.get(moved.location).text
    assert f"Kamp {final.number} står nu kl. 15.00" in page
    assert "Hold fast her" in page
    office.post(f"{url}/kampprogram/kamp/{final.number}/hold-fast", data={"pinned": "1"})
    assert "Den holdes fast." in office.get(moved.location).text
    assert "står nu" not in office.get(f"{url}/kampprogram?flyttet=999").text


def test_a_result_is_written_then_corrected_after_a_look(office: FlaskClient, event: Event) -> None:
    url = laid_out(office, event)
    assert office.post(f"{url}/resultater/1", data={"kind": "played", "home": "2"}).status_code == 422
    assert office.post(f"{url}/resultater/1", data={"kind": "played", "home": "2", "away": "1"}).status_code == 303
    match = get_view(event.id).get_numbered(1)
    assert match.result == Result(home=2, away=1)
    again = {"kind": "played", "home": "1", "away": "1"}
    looked = office.post(f"{url}/resultater/1", data=again)
    assert looked.status_code == 200
    assert "Det ændrer sig" in looked.text
    assert get_view(event.id).get_numbered(1).result == Result(home=2, away=1)
    assert office.post(f"{url}/resultater/1", data={**again, "seen": match.result_id}).status_code == 303
    assert get_view(event.id).get_numbered(1).result == Result(home=1, away=1)
    old = office.post(f"{url}/resultater/1", data={"kind": "played", "home": "9", "away": "0", "seen": match.result_id})
    assert old.status_code == 200
    assert get_view(event.id).get_numbered(1).result == Result(home=1, away=1)


def test_two_results_that_differ_need_the_office(office: FlaskClient, event: Event, app: Flask) -> None:
    url = laid_out(office, event)
    match = get_view(event.id).get_numbered(1)
    record_result(match.id, Result(home=0, away=0), by=TABLET)
    second = record_result(match.id, Result(home=1, away=0), by=OTHER)
    assert "To har hver sit tal" in office.get(f"{url}").text
    office.post(f"{url}/resultater/1/vaelg", data={"chosen": second.result_id})
    assert get_view(event.id).get_numbered(1).result == Result(home=1, away=0)
    assert office.post(f"{url}/resultater/1/vaelg", data={"chosen": second.result_id}).status_code == 303


def test_a_team_is_taken_out_after_a_look_and_comes_back(office: FlaskClient, event: Event) -> None:
    url = laid_out(office, event)
    entry = session().scalars(select(Entry.id)).first()
    assert office.post(f"{url}/hold/{entry}/traek-ud", data={"policy": "annul"}).status_code == 200
    assert session().scalar(select(Entry.withdrawn_at).where(Entry.id == entry)) is None
    office.post(f"{url}/hold/{entry}/traek-ud", data={"policy": "annul", "confirmed": "1"})
    assert session().scalar(select(Entry.withdrawn_at).where(Entry.id == entry)) is not None
    office.post(f"{url}/hold/{entry}/med-igen")
    assert session().scalar(select(Entry.withdrawn_at).where(Entry.id == entry)) is None


def test_a_tablet_is_paired_by_the_code_that_is_shown_once(office: FlaskClient, event: Event, app: Flask) -> None:
    url = laid_out(office, event)
    court = session().scalars(select(Court.id)).first()
    shown = office.post(f"{url}/tavler", data={"audience": "referee", "court_id": court, "label": ""})
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-store"
    code = re.search(r"kode=([0-9A-Z]+)", shown.text)
    assert code is not None
    tablet = app.test_client()
    assert tablet.post("/par", data={"code": code[1]}).status_code in (200, 303, 404)
    assert office.post(f"{url}/tavler", data={"audience": "gate", "court_id": "0", "label": ""}).status_code == 422


def test_lots_decide_a_shared_place(office: FlaskClient, event: Event) -> None:
    url = laid_out(office, event)
    view = get_view(event.id)
    for match in view.of_stage("A-pools"):
        record_result(match.id, Result(home=1, away=1), by=OFFICE)
    page = office.get(f"{url}/resultater").text
    assert "deler plads 1" in page
    tied = [row.entry for row in get_view(event.id).pool_states("A-pools")[0].rows]
    answer = office.post(f"{url}/resultater/lod", data={"division": row_id(), "order": tied})
    assert answer.status_code == 303
    assert [row.entry for row in get_view(event.id).pool_states("A-pools")[0].rows] == tied


def test_a_copy_takes_the_set_up_along(office: FlaskClient, event: Event) -> None:
    url = set_up(office, event)
    answer = office.post(f"{url}/kopi", data={"starts_on": "2027-01-16"})
    assert answer.status_code == 303
    days = [competition.day["start"] for competition in session().scalars(select(Competition).order_by(Competition.id))]
    assert days == ["2026-10-10T10:00", "2027-01-16T10:00"]


def test_cancelling_mails_or_calls_every_leader(office: FlaskClient, event: Event) -> None:
    url = set_up(office, event)
    assert office.post(f"{url}/aflysning", data={"reason_da": ""}).status_code == 422
    assert office.post(f"{url}/aflysning", data={"reason_da": "Hallen er oversvømmet."}).status_code == 303
    assert "Ring til" in office.get("/kontor").text
