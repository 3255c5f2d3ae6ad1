"""Sets, points up to a target, shoot-outs and stars: on the referee's plain form, in the inbox and in the office."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.db import session
from tests import cast
from tests.conftest import login_as
from tests.make_formats import Laid, enter, in_a_line, in_pools, lay, tablet, teams
from tournament.engine.presets import PRESETS
from tournament.engine.values import Points, Result, ResultKind, Rules
from tournament.models import Fact, ResultRow
from tournament.stars import list_stars

WIN_ONLY = Rules(Points(1, 0, 0))
INBOX = "/api/v1/inbox"


def volley(best_of: int = 3, **more: Any) -> Laid:
    return lay(in_pools("round_robin", 1, 4, rules=WIN_ONLY), result_kind="sets", rules={"best_of": best_of, **more})


def boules(code: str = "round_robin", **more: Any) -> Laid:
    competition = in_pools(code, 1, 4, rules=PRESETS["petanque"])
    return lay(competition, result_kind="points", rules={"target": 13, **more})


def stored() -> int:
    return session().scalar(select(func.count()).select_from(ResultRow)) or 0


def result_of(laid: Laid, number: int = 1) -> Result | None:
    return laid.numbered(number).result


def address(laid: Laid, tail: str = "resultat", number: int = 1) -> str:
    return f"/dommer/kamp/{laid.numbered(number).id}/{tail}"


def outcome(client: FlaskClient, laid: Laid, **fields: Any) -> dict[str, Any]:
    match = str(laid.numbered(1).id)
    item = {"id": f"i-{stored()}-{len(str(fields))}", "kind": "result", "match": match, "seen_version": 0, **fields}
    answer = client.post(INBOX, json={"sent_at": "2026-10-01T10:00:00Z", "items": [item]})
    found: dict[str, Any] = answer.get_json()["items"][0]
    return found


SETS = {"set_home": ["25", "21", "15"], "set_away": ["20", "25", "11"], "seen": "0"}


def test_sets_are_written_read_back_and_stored(client: FlaskClient) -> None:
    laid = volley()
    tablet(client, laid)
    client.post(address(laid, "start"))
    pad = client.get(f"/dommer/kamp/{laid.numbered(1).id}").text
    assert pad.count('name="set_home"') == 3
    read_back = client.post(address(laid), data=SETS)
    assert "2–1" in read_back.text
    assert "25–20, 21–25, 15–11" in read_back.text
    assert "Støberiet vandt." in read_back.text
    assert stored() == 0
    for _time in (1, 2):
        assert client.post(address(laid), data=SETS | {"confirmed": "1"}).status_code == 303
    assert stored() == 1
    assert result_of(laid) == Result(home=2, away=1, sets=((25, 20), (21, 25), (15, 11)))
    done = client.get(f"/dommer/kamp/{laid.numbered(1).id}").text
    assert "25–20, 21–25, 15–11" in done


@pytest.mark.parametrize(
    ("home", "away", "words"),
    [
        (["25", ""], ["20", ""], "Der mangler et sæt."),
        (["25", "25"], ["20", "25"], "Sæt 2 står lige."),
        (["25", "25", "15"], ["20", "21", "11"], "Kampen var slut efter sæt 2."),
        ([], [], "Skriv tallene for hvert sæt."),
    ],
)
def test_sets_that_make_no_result_are_said_and_kept(
    client: FlaskClient, home: list[str], away: list[str], words: str
) -> None:
    laid = volley()
    tablet(client, laid)
    answer = client.post(address(laid), data={"set_home": home, "set_away": away, "confirmed": "1"})
    assert answer.status_code == 422
    assert words in answer.text
    for points in filter(None, home):
        assert f'name="set_home" value="{points}"' in answer.text
    assert stored() == 0


def test_a_wrong_number_in_a_set_stays_in_its_field(client: FlaskClient) -> None:
    laid = volley()
    tablet(client, laid)
    answer = client.post(address(laid), data={"set_home": ["25", "ti"], "set_away": ["20", "25"]})
    assert answer.status_code == 422
    assert 'value="ti"' in answer.text
    assert 'value="25"' in answer.text
    half = client.post(address(laid), data={"set_home": ["25", "21"], "set_away": ["20", ""]})
    assert "Skriv begge tal i sæt 2." in half.text


def test_a_set_on_time_may_end_level(client: FlaskClient) -> None:
    laid = volley(1, timed=True)
    tablet(client, laid)
    client.post(address(laid), data={"set_home": ["18"], "set_away": ["18"], "confirmed": "1"})
    assert result_of(laid) == Result(home=0, away=0, sets=((18, 18),))
    assert "18–18" in client.get(f"/staevner/{laid.slug}/live").text


def test_the_inbox_takes_sets_once_and_counts_them(client: FlaskClient) -> None:
    laid = volley()
    tablet(client, laid)
    answer = outcome(client, laid, sets=[[25, 20], [25, 21]])
    assert (answer["outcome"], answer["text"]) == ("ok", "Støberiet vandt.")
    assert outcome(client, laid, sets=[[25, 20], [25, 21]])["outcome"] == "ok"
    assert stored() == 1


@pytest.mark.parametrize("sets", [[[25]], [25, 20], "25-20", [["x", 1]], [[-1, 4]], [[1, 2]] * 10, {}])
def test_the_inbox_refuses_what_are_no_sets(client: FlaskClient, sets: Any) -> None:
    laid = volley()
    tablet(client, laid)
    answer = outcome(client, laid, sets=sets)
    assert (answer["outcome"], answer["code"]) == ("refused", "tournament.inbox_field_unclear")
    assert stored() == 0


def test_the_inbox_refuses_sets_where_goals_are_counted(client: FlaskClient) -> None:
    laid = lay(in_pools("round_robin", 1, 4))
    tablet(client, laid)
    assert outcome(client, laid, sets=[[25, 20]])["code"] == "tournament.no_sets_here"


@pytest.mark.parametrize(
    ("home", "away", "code"),
    [(13, 7, ""), (12, 7, "target_missed"), (14, 7, "target_passed"), (13, 13, "target_twice")],
)
def test_points_go_up_to_the_target(client: FlaskClient, home: int, away: int, code: str) -> None:
    laid = boules()
    tablet(client, laid)
    answer = outcome(client, laid, home=home, away=away)
    assert answer.get("code", "").removeprefix("tournament.") == code
    assert stored() == (0 if code else 1)


def test_a_timed_match_may_stop_before_the_target(client: FlaskClient) -> None:
    laid = boules(timed=True)
    tablet(client, laid)
    assert outcome(client, laid, home=9, away=7)["outcome"] == "ok"


def test_the_pad_has_keys_for_the_ends_of_a_target(client: FlaskClient) -> None:
    laid = boules()
    tablet(client, laid)
    client.post(address(laid, "start"))
    page = client.get(f"/dommer/kamp/{laid.numbered(1).id}").text
    assert 'data-target="13"' in page
    assert page.count('class="key-end"') == 12
    assert "data-exact" not in page


def test_a_level_match_of_a_poule_asks_who_won_the_extra_end(client: FlaskClient) -> None:
    laid = boules("poule", timed=True)
    tablet(client, laid)
    level = {"home": "9", "away": "9", "seen": "0"}
    assert "Hvem vandt den ekstra omgang?" in client.post(address(laid), data=level).text
    assert client.post(address(laid), data=level | {"confirmed": "1"}).status_code == 422
    client.post(address(laid), data=level | {"confirmed": "1", "shootout": "away"})
    assert result_of(laid) == Result(home=9, away=9, shootout="away")
    assert "efter en ekstra omgang" in client.get(f"/staevner/{laid.slug}/live").text


def test_a_device_cannot_annul(client: FlaskClient) -> None:
    laid = boules()
    tablet(client, laid)
    assert outcome(client, laid, result_kind="annulled")["outcome"] == "refused"
    client.post(address(laid), data={"kind": "annulled", "confirmed": "1"})
    assert stored() == 0


def office_address(laid: Laid, number: int = 1) -> str:
    return f"/kontor/staevner/{laid.slug}/resultater/{number}"


def test_the_office_writes_sets_and_keeps_what_is_wrong(office: FlaskClient) -> None:
    laid = volley()
    wrong = office.post(office_address(laid), data={"kind": "played", **SETS, "set_away": ["20", "25", "15"]})
    assert wrong.status_code == 422
    assert "Sæt 3 står lige." in wrong.text
    assert 'value="21"' in wrong.text
    for _time in (1, 2):
        office.post(office_address(laid), data={"kind": "played", **SETS})
    assert stored() == 1
    page = office.get(office_address(laid)).text
    assert 'name="set_away" value="11"' in page


def test_a_correction_of_sets_is_previewed_with_its_sets(office: FlaskClient) -> None:
    laid = volley()
    enter(laid, 1, sets=((25, 20), (25, 21)))
    seen = laid.numbered(1).result_id
    data = {"kind": "played", "set_home": ["20", "21", ""], "set_away": ["25", "25", ""]}
    shown = office.post(office_address(laid), data=data).text
    assert "Er det rigtigt?" in shown
    assert '<input type="hidden" name="set_away" value="25">' in shown
    assert "Forskel i sæt" in shown
    office.post(office_address(laid), data=data | {"seen": str(seen)})
    assert result_of(laid) == Result(home=0, away=2, sets=((20, 25), (21, 25)))


@pytest.mark.parametrize("kind", ["walkover_home", "walkover_away", "both_no_show", "annulled"])
def test_the_office_writes_every_kind_and_uses_the_first_result_again(office: FlaskClient, kind: str) -> None:
    laid = boules()
    enter(laid, 1, 13, 7)
    seen = laid.numbered(1).result_id
    office.post(office_address(laid), data={"kind": kind, "seen": str(seen)})
    assert result_of(laid) == Result(ResultKind(kind))
    page = office.get(office_address(laid)).text
    assert "Brug dette igen" in page
    again = {"kind": "played", "home": "13", "away": "7", "seen": str(laid.numbered(1).result_id)}
    office.post(office_address(laid), data=again)
    assert result_of(laid) == Result(home=13, away=7)


def test_stars_are_given_after_a_match_and_only_the_office_sees_them(app: Flask, office: FlaskClient) -> None:
    laid = lay(in_pools("round_robin", 1, 4))
    client = app.test_client()
    tablet(client, laid)
    early = client.post(address(laid, "stjerner"), data={"home": "4"})
    assert early.status_code == 422
    assert "Kamp 1 er ikke slut endnu." in early.text
    enter(laid, 1, 2, 1)
    for _time in (1, 2):
        assert client.post(address(laid, "stjerner"), data={"home": "4", "away": "5"}).status_code == 303
    assert session().scalar(select(func.count()).select_from(Fact).where(Fact.kind == "stars")) == 2
    enter(laid, 3, 0, 0)
    assert "4 af 5 i 1 kamp" in office.get(f"/kontor/staevner/{laid.slug}/resultater").text
    assert "af 5 i" not in client.get(f"/staevner/{laid.slug}/live").text


def test_new_stars_for_a_match_take_the_place_of_the_old(client: FlaskClient) -> None:
    laid = lay(in_pools("round_robin", 1, 4))
    tablet(client, laid)
    enter(laid, 1, 2, 1)
    for stars in ("2", "5"):
        client.post(address(laid, "stjerner"), data={"home": stars})
    home = laid.numbered(1).home.entry or ""
    found = list_stars(laid.view.id)
    assert (found[home].average, found[home].matches, len(found)) == (5, 1, 1)


@pytest.mark.parametrize("stars", ["0", "6", "fem"])
def test_stars_are_one_to_five(client: FlaskClient, stars: str) -> None:
    laid = lay(in_pools("round_robin", 1, 4))
    tablet(client, laid)
    enter(laid, 1, 2, 1)
    answer = client.post(address(laid, "stjerner"), data={"home": stars})
    assert answer.status_code == 422
    assert "Vælg fra 1 til 5 stjerner." in answer.text


def test_only_the_courts_tablet_gives_stars(app: Flask) -> None:
    laid = lay(in_pools("round_robin", 1, 4))
    enter(laid, 1, 2, 1)
    for client in (app.test_client(), login_as(app.test_client(), cast.stranger().id)):
        for answer in (client.get(address(laid, "stjerner")), client.post(address(laid, "stjerner"))):
            assert (answer.status_code, answer.location) == (303, "/par")


def test_a_double_elimination_is_refereed_to_its_end(client: FlaskClient) -> None:
    laid = lay(in_a_line("double_elimination", teams(4), grand_final="reset"))
    tablet(client, laid)
    page = client.post(address(laid), data={"home": "1", "away": "0", "confirmed": "1"}, follow_redirects=True).text
    assert "Vinderen går til Vindersiden, runde 2" in page
    assert "Taberen går til Anden chance, runde 1" in page
