"""A discipline on the referee's tablet without script, and what its inbox takes."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.audit import SYSTEM
from core.db import session
from core.devices import revoke_device
from tests import cast, make_day, make_marks
from tests.conftest import login_as, login_office
from tests.make_marks import DANCE, RUN, THROW, Games, measure
from tournament.engine.values import Result
from tournament.models import MarkRow
from tournament.results import record_result

INBOX = "/api/v1/inbox"


@pytest.fixture
def games(app: Flask) -> Games:
    """Six teams that run, throw and dance."""
    return make_marks.games()


@pytest.fixture
def tablet(client: FlaskClient, games: Games) -> FlaskClient:
    """A tablet paired with the whole event."""
    make_day.paired(client, "referee", f"event:{games.event_id}")
    return client


def sheet(games: Games, stage: str) -> str:
    return f"/dommer/disciplin/{games.stage_ids[stage]}"


def entry(games: Games, stage: str, place: int) -> str:
    return f"{sheet(games, stage)}/hold/{games.entry_ids[place]}"


def typed(games: Games, place: int, *texts: str, status: str = "ok", seen: int = 0, **more: str) -> dict[str, str]:
    """What the plain form sends."""
    number = games.entry_ids[place]
    sent = {f"attempt-{number}-{at}": text for at, text in enumerate(texts, start=1)}
    return {**sent, f"status-{number}": status, f"seen-{number}": str(seen), **more}


def rows() -> int:
    return session().scalar(select(func.count()).select_from(MarkRow)) or 0


def attempts(games: Games, stage: str, place: int) -> tuple[float | None, ...] | None:
    known = games.seen(stage, place)
    return known.value.attempts if known is not None else None


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_first_screen_lists_the_disciplines_and_nothing_else_is_missing(tablet: FlaskClient, games: Games) -> None:
    page = tablet.get("/dommer")
    assert "Discipliner 60 meter løb Ikke begyndt Kuglestød Ikke begyndt Dans Ikke begyndt" in words(page.text)
    assert "Der er ikke lagt kampe her endnu" not in page.text


def test_a_court_of_the_event_has_the_disciplines_too(client: FlaskClient, app: Flask) -> None:
    day = make_day.day()
    make_day.referee(client, day)
    assert "Discipliner" not in client.get("/dommer").text
    games = make_marks.games()
    make_day.paired(client, "referee", f"event:{games.event_id}:hall:Hal 1")
    assert "60 meter løb" in client.get("/dommer").text


def test_a_discipline_is_listed_heat_by_heat_or_by_name(tablet: FlaskClient, games: Games) -> None:
    measure(games, RUN, 1, 9.4)
    measure(games, THROW, 1, 9.4, None)
    page = words(tablet.get(sheet(games, RUN)).text)
    assert "Heat 1 Bane 1 Støberiet – Bane 2 Solsikken 9,4 Bane 3 Kajens Kometer –" in page
    page = words(tablet.get(sheet(games, THROW)).text)
    assert "Kajens Kometer – Lygten – Nordlyset – Solsikken 9,4 · x Stalden IF – Støberiet –" in page


def test_a_number_is_written_read_back_and_stored(tablet: FlaskClient, games: Games) -> None:
    here = entry(games, RUN, 3)
    assert "Heat 2, bane 1" in tablet.get(here).text
    read_back = tablet.post(here, data=typed(games, 3, "1:02,35"))
    assert read_back.status_code == 200
    assert "Er det rigtigt? Nordlyset Heat 2, bane 1 1:02,35 min." in words(read_back.text)
    assert rows() == 0
    saved = tablet.post(here, data=typed(games, 3, "1:02,35", confirmed="1"))
    assert (saved.status_code, saved.location) == (303, sheet(games, RUN))
    page = tablet.get(sheet(games, RUN)).text
    assert "Nordlyset er gemt." in page
    assert "1:02,35" in page


def test_saving_twice_stores_once(tablet: FlaskClient, games: Games) -> None:
    for _time in (1, 2):
        answer = tablet.post(entry(games, RUN, 0), data=typed(games, 0, "9,1", confirmed="1"))
        assert answer.status_code == 303
    assert rows() == 1


def test_no_ret_tallet_brings_what_was_typed_back(tablet: FlaskClient, games: Games) -> None:
    answer = tablet.post(entry(games, RUN, 0), data=typed(games, 0, "9,1", confirmed="1", edit="1"))
    assert 'value="9,1"' in answer.text
    assert rows() == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [("ni", "Vi kan ikke læse “ni”."), ("0", "Tallet er for lille."), ("", "Skriv et tal, eller vælg")],
)
def test_a_wrong_number_is_said_before_the_reading_back_and_kept(
    tablet: FlaskClient, games: Games, text: str, said: str
) -> None:
    answer = tablet.post(entry(games, RUN, 0), data=typed(games, 0, text))
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{text}"' in answer.text
    assert rows() == 0


def test_somebody_who_did_not_come_is_said_in_words(tablet: FlaskClient, games: Games) -> None:
    read_back = tablet.post(entry(games, RUN, 0), data=typed(games, 0, status="dns")).text
    assert "Kom ikke til start" in read_back
    tablet.post(entry(games, RUN, 0), data=typed(games, 0, status="dns", confirmed="1"))
    assert "Støberiet Kom ikke til start" in words(tablet.get(sheet(games, RUN)).text)


def test_another_number_from_a_second_tablet_is_kept_beside_the_first(app: Flask, games: Games) -> None:
    one, two = app.test_client(), app.test_client()
    for client, text in ((one, "9,1"), (two, "9,7")):
        make_day.paired(client, "referee", f"event:{games.event_id}")
        client.post(entry(games, RUN, 0), data=typed(games, 0, text, confirmed="1"))
    page = two.get(sheet(games, RUN)).text
    assert "Begge er gemt. Gå til kontoret." in page
    assert "Uafklaret" in page
    assert attempts(games, RUN, 0) == (9.1,)


def test_undo_takes_the_last_attempt_back_and_leaves_the_one_before(tablet: FlaskClient, games: Games) -> None:
    here = entry(games, THROW, 0)
    tablet.post(here, data=typed(games, 0, "8,5", confirmed="1"))
    first = games.seen(THROW, 0)
    assert first is not None
    tablet.post(here, data=typed(games, 0, "8,5", "9", seen=first.id, confirmed="1"))
    second = games.seen(THROW, 0)
    assert second is not None
    for _time in (1, 2):
        tablet.post(f"{here}/fortryd", data={"seen": str(second.id)})
        assert attempts(games, THROW, 0) == (8.5,)
    assert "Tallet er ændret imens" in tablet.get(here).text


def test_undo_of_the_only_number_leaves_none(tablet: FlaskClient, games: Games) -> None:
    tablet.post(entry(games, RUN, 0), data=typed(games, 0, "9,1", confirmed="1"))
    known = games.seen(RUN, 0)
    assert known is not None
    answer = tablet.post(f"{entry(games, RUN, 0)}/fortryd", data={"seen": str(known.id)}, follow_redirects=True)
    assert "Tallet er taget tilbage." in answer.text
    assert attempts(games, RUN, 0) is None


def test_what_another_wrote_is_for_the_office_to_take_back(tablet: FlaskClient, games: Games) -> None:
    recorded = measure(games, RUN, 0, 9.1)
    tablet.post(f"{entry(games, RUN, 0)}/fortryd", data={"seen": str(recorded.mark_id)})
    assert "Kun kontoret kan tage det tilbage." in tablet.get(entry(games, RUN, 0)).text
    assert attempts(games, RUN, 0) == (9.1,)


def test_the_tablet_speaks_english(tablet: FlaskClient, games: Games) -> None:
    measure(games, RUN, 0, 62.35)
    tablet.set_cookie("sprog", "en")
    page = tablet.get(sheet(games, RUN)).text
    assert "The shortest time wins." in page
    assert "1:02.35" in page


def test_nobody_else_measures(app: Flask, games: Games) -> None:
    other = make_marks.games()
    unpaired, office, stranger, gate, elsewhere = (app.test_client() for _person in range(5))
    login_office(office)
    login_as(stranger, cast.stranger().id)
    make_day.paired(gate, "gate", f"event:{games.event_id}:gate:A")
    make_day.paired(elsewhere, "referee", f"event:{other.event_id}")
    data = typed(games, 0, "9,1", confirmed="1")
    for client in (unpaired, office, stranger, gate):
        for path in (sheet(games, RUN), entry(games, RUN, 0)):
            assert client.get(path).location == "/par"
        for path in (entry(games, RUN, 0), f"{entry(games, RUN, 0)}/fortryd"):
            assert client.post(path, data=data).location == "/par"
    for path in (sheet(games, RUN), entry(games, RUN, 0)):
        assert elsewhere.get(path).status_code == 404
    for path in (entry(games, RUN, 0), f"{entry(games, RUN, 0)}/fortryd"):
        assert elsewhere.post(path, data=data).status_code == 404
    assert rows() == 0


def test_a_revoked_tablet_is_led_to_pairing(client: FlaskClient, games: Games) -> None:
    device = make_day.paired(client, "referee", f"event:{games.event_id}")
    revoke_device(device, by=SYSTEM)
    assert client.post(entry(games, RUN, 0), data=typed(games, 0, "9,1", confirmed="1")).location == "/par"
    assert rows() == 0


def mark(name: str, games: Games, stage: str, place: int, *texts: Any, **more: Any) -> dict[str, Any]:
    """A mark as a tablet's outbox sends it."""
    about = {"stage": str(games.stage_ids[stage]), "entry": str(games.entry_ids[place])}
    return {"id": name, "kind": "mark", **about, "attempts": list(texts), "status": "ok", "seen_version": 0, **more}


def send(client: FlaskClient, *items: Any) -> list[dict[str, Any]]:
    answer = client.post(INBOX, json={"sent_at": "2026-10-01T10:00:00Z", "items": list(items)})
    found: list[dict[str, Any]] = answer.get_json()["items"]
    return found


def outcomes(client: FlaskClient, *items: Any) -> list[str]:
    return [item["outcome"] for item in send(client, *items)]


def test_the_inbox_stores_a_mark_and_says_where_it_stands(tablet: FlaskClient, games: Games) -> None:
    measure(games, RUN, 1, 60)
    answer = send(tablet, mark("a", games, RUN, 0, "1:02,35"))[0]
    known = games.seen(RUN, 0)
    assert known is not None
    assert (answer["outcome"], answer["version"]) == ("ok", known.id)
    assert answer["text"] == "Støberiet: 1:02,35 min. · Nr. 2 indtil nu"
    assert known.value.attempts == (62.35,)


def test_a_replay_gets_the_first_answer_again(tablet: FlaskClient, games: Games) -> None:
    first = send(tablet, mark("a", games, RUN, 0, "9,1"))[0]
    again = send(tablet, mark("a", games, RUN, 0, "9,9"))[0]
    assert again == first | {"outcome": "duplicate", "first": "ok"}
    assert rows() == 1


def test_attempts_come_as_text_as_numbers_or_not_at_all(tablet: FlaskClient, games: Games) -> None:
    wanted = outcomes(
        tablet,
        mark("a", games, THROW, 0, "8,5", None, 9),
        mark("b", games, THROW, 1, "x", "7", 6.25),
        mark("c", games, THROW, 2, status="dns"),
    )
    assert wanted == ["ok"] * 3
    assert attempts(games, THROW, 0) == (8.5, None, 9)
    assert attempts(games, THROW, 1) == (None, 7, 6.25)


def test_one_bad_mark_never_blocks_the_next(tablet: FlaskClient, games: Games) -> None:
    other = make_marks.games()
    items = [
        mark("1", games, RUN, 0, "ni"),
        mark("2", games, RUN, 0, True),
        mark("3", games, RUN, 0, {"text": "9"}),
        mark("4", games, RUN, 0, "9,1", status="ill"),
        mark("5", games, RUN, 0, "9,1", attempts="9,1"),
        mark("6", games, RUN, 0, "9,1", entry="999999"),
        mark("7", games, RUN, 0, "9,1") | {"stage": "999999"},
        mark("8", other, RUN, 0, "9,1"),
        mark("9", games, DANCE, 0, 1.5),
        mark("10", games, RUN, 0, *["9"] * 21),
        mark("11", games, RUN, 0, 10**30),
        mark("12", games, RUN, 0, "9,1") | {"stage": [1]},
        mark("13", games, RUN, 0, "9,1"),
    ]
    answer = send(tablet, *items)
    assert [item["outcome"] for item in answer] == ["refused"] * 12 + ["ok"]
    assert all(item["code"] for item in answer[:12])
    assert rows() == 1


def test_two_tablets_with_different_marks_hear_of_the_conflict(app: Flask, games: Games) -> None:
    first, second = app.test_client(), app.test_client()
    for client in (first, second):
        make_day.paired(client, "referee", f"event:{games.event_id}")
    assert outcomes(first, mark("a", games, RUN, 0, "9,1")) == ["ok"]
    assert outcomes(second, mark("a", games, RUN, 0, "9,1")) == ["ok"]
    answer = send(second, mark("b", games, RUN, 0, "9,7"))[0]
    assert (answer["outcome"], "Begge er gemt" in answer["text"]) == ("conflict", True)
    known = games.seen(RUN, 0)
    assert known is not None
    assert known.is_disputed


def test_a_queue_of_attempts_is_taken_in_order(tablet: FlaskClient, games: Games) -> None:
    wanted = outcomes(
        tablet,
        mark("a", games, THROW, 0, "8"),
        mark("b", games, THROW, 0, "8", "9", after="a"),
        mark("c", games, THROW, 0, "8", "9", "x", after="b"),
    )
    assert wanted == ["ok"] * 3
    assert attempts(games, THROW, 0) == (8, 9, None)


def test_the_latest_is_taken_back_and_entered_anew_from_the_queue(tablet: FlaskClient, games: Games) -> None:
    wanted = outcomes(
        tablet,
        mark("a", games, RUN, 0, "9,1"),
        mark("b", games, RUN, 0, status="open", after="a"),
        mark("c", games, RUN, 1, "9,1"),
        mark("d", games, RUN, 0, "9,4", after="b"),
    )
    assert wanted == ["ok"] * 4
    assert (attempts(games, RUN, 0), attempts(games, RUN, 1)) == ((9.4,), (9.1,))


def test_only_ones_own_can_be_taken_back(tablet: FlaskClient, games: Games) -> None:
    recorded = measure(games, RUN, 0, 9.1)
    answer = send(tablet, mark("a", games, RUN, 0, status="open", seen_version=recorded.mark_id))[0]
    assert (answer["outcome"], answer["code"]) == ("refused", "tournament.mark_of_another")
    assert attempts(games, RUN, 0) == (9.1,)


def test_a_mark_that_others_have_played_on_is_for_the_office(client: FlaskClient, app: Flask) -> None:
    games = make_marks.games(final=True)
    make_marks.throw_all(games)
    record_result(games.view.get_numbered(1).id, Result(home=2, away=1), by=SYSTEM)
    make_day.paired(client, "referee", f"event:{games.event_id}")
    known = games.seen(THROW, 2)
    assert known is not None
    answer = send(client, mark("a", games, THROW, 2, "7", "12", "x", seen_version=known.id))[0]
    assert (answer["outcome"], answer["code"]) == ("refused", "tournament.mark_played_on")


def test_a_gate_may_not_send_marks(client: FlaskClient, games: Games) -> None:
    make_day.paired(client, "gate", f"event:{games.event_id}:gate:A")
    assert outcomes(client, mark("a", games, RUN, 0, "9,1")) == ["refused"]
    assert rows() == 0
