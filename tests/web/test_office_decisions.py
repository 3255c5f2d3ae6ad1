"""What the office decides beside the matches: orders for ties, fair play, a ranking; and the rules of a row."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.audit import SYSTEM
from core.db import session
from events.reference import SPORTS
from tests import cast
from tests.conftest import login_as
from tests.engine.competitions import pools_and_knockout
from tests.make_formats import Laid, enter, in_pools, lay, level, played_in_order
from tournament.engine.presets import PRESETS
from tournament.engine.values import Competition, Rules
from tournament.facts import store_order
from tournament.forms_division import PRESETS as CHOICES
from tournament.models import Division, Fact
from tournament.queries_facts import shared_places
from tournament.setup_rules import CHAINS, chain_of, preset_of
from tournament.stars import give_stars


def tied(rules: Rules) -> Competition:
    """Two pools where all matches ended level, and the first two of each go on."""
    competition = in_pools("round_robin", 2, 3, per_pool=2, rules=rules)
    pools = {match.id for match in competition.matches if match.pool}
    return replace(
        competition,
        matches=tuple(replace(m, result=level(1)) if m.id in pools else m for m in competition.matches),
    )


def with_chain(*chain: str) -> Rules:
    return replace(PRESETS["fifa"], tiebreak=chain)


def results_page(laid: Laid) -> str:
    return f"/kontor/staevner/{laid.slug}/resultater"


def division_of(laid: Laid) -> Division:
    division = session().get(Division, laid.view.divisions[0].id, populate_existing=True)
    assert division is not None
    return division


def facts(kind: str) -> list[dict[str, Any]]:
    return list(session().scalars(select(Fact.value).where(Fact.kind == kind).order_by(Fact.id)))


@pytest.mark.parametrize(
    ("kind", "word"), [("playoff", "Omkamp"), ("shootout", "Straffespark"), ("lots", "Lodtrækning")]
)
def test_a_tie_is_decided_the_way_the_chain_asks_and_can_be_taken_back(
    office: FlaskClient, kind: str, word: str
) -> None:
    laid = lay(tied(with_chain("points", "playoff", "shootout", "lots")))
    page = office.get(results_page(laid)).text
    assert "Hvordan blev det afgjort?" in page
    order = [row.entry for row in laid.view.pool_states("puljer")[0].rows][::-1]
    data = {"division": division_of(laid).id, "kind": kind, "order": order}
    for _time in (1, 2):
        office.post(f"{results_page(laid)}/lod", data=data)
    assert [row.entry for row in laid.view.pool_states("puljer")[0].rows] == order
    assert facts(kind) == [{"order": order}]
    assert f"{word}: " in office.get(results_page(laid)).text
    fact = session().scalars(select(Fact.id).where(Fact.kind == kind)).one()
    office.post(f"{results_page(laid)}/afgoerelse/{fact}/fjern")
    assert len({row.rank for row in laid.view.pool_states("puljer")[0].rows}) == 1


def test_a_chain_without_any_order_gets_lots_when_they_are_drawn(office: FlaskClient) -> None:
    laid = lay(tied(PRESETS["petanque"]), result_kind="points")
    order = [row.entry for row in laid.view.pool_states("puljer")[0].rows][::-1]
    office.post(f"{results_page(laid)}/lod", data={"division": division_of(laid).id, "order": order})
    assert division_of(laid).rules["tiebreak"][-1] == "lots"
    assert [row.entry for row in laid.view.pool_states("puljer")[0].rows] == order


def test_a_tie_among_the_best_of_a_rank_can_be_decided(app: Flask) -> None:
    # The seconds of both pools have the same numbers: who stands two places earlier wins by two.
    laid = lay(played_in_order(pools_and_knockout(2, 3, per_pool=1, best=1)))
    ties = [place for place in shared_places(laid.view) if place.table == "De bedste nr. 2"]
    assert [place.matters for place in ties] == [True]
    order = [entry for entry, _name in ties[0].teams][::-1]
    store_order(division_of(laid).id, "lots", order, by=SYSTEM)
    assert [best.row.entry for best in laid.view.state.get_stage("pools").best[2]] == order


def test_teams_that_are_not_level_are_not_drawn(office: FlaskClient) -> None:
    laid = lay(played_in_order(in_pools("round_robin", 1, 4)))
    order = [row.entry for row in laid.view.pool_states("puljer")[0].rows][:2]
    page = office.post(
        f"{results_page(laid)}/lod", data={"division": division_of(laid).id, "order": order}, follow_redirects=True
    )
    assert facts("lots") == []
    assert "notice--stop" in page.text


def test_a_ranking_from_outside_decides_where_the_chain_asks_for_it(office: FlaskClient) -> None:
    laid = lay(tied(with_chain("points", "ranking")))
    page = office.get(results_page(laid)).text
    assert "Skriv hvert holds plads på ranglisten." in page
    entries = laid.view.divisions[0].entries
    typed = {f"plads-{entry}": str(len(entries) - place) for place, entry in enumerate(entries)}
    office.post(f"{results_page(laid)}/rangliste", data={"division": division_of(laid).id, **typed})
    assert facts("ranking") == [{"order": list(reversed(entries))}]
    ranks = [row.rank for row in laid.view.pool_states("puljer")[0].rows]
    assert ranks == [1, 2, 3]


@pytest.mark.parametrize("typed", [{}, {0: "1"}, {0: "1", 1: "1"}])
def test_a_ranking_that_says_nothing_is_refused(office: FlaskClient, typed: Mapping[int, str]) -> None:
    laid = lay(tied(with_chain("points", "ranking")))
    entries = laid.view.divisions[0].entries
    data = {f"plads-{entries[place]}": rank for place, rank in typed.items()}
    page = office.post(
        f"{results_page(laid)}/rangliste", data={"division": division_of(laid).id, **data}, follow_redirects=True
    )
    assert facts("ranking") == []
    assert "notice--stop" in page.text


def test_fair_play_is_a_number_or_comes_from_the_stars_in_one_click(office: FlaskClient) -> None:
    laid = lay(tied(with_chain("points", "fair_play")))
    one, other = laid.numbered(1).home.entry, laid.numbered(1).away.entry
    give_stars(laid.numbered(1).id, {"home": 2, "away": 5}, by=SYSTEM)
    page = office.get(results_page(laid)).text
    assert "Brug stjernerne som tal" in page
    for _time in (1, 2):
        office.post(f"{results_page(laid)}/fairplay", data={"division": division_of(laid).id, "stars": "1"})
    assert sorted((value["entry"], value["number"]) for value in facts("fair_play")) == sorted([(one, 2), (other, 5)])
    rows = laid.view.pool_states("puljer")[0].rows
    assert rows[0].entry == other
    office.post(f"{results_page(laid)}/fairplay", data={"division": division_of(laid).id, "entry": one, "number": "9"})
    assert laid.view.pool_states("puljer")[0].rows[0].entry == one
    assert "Fair play for" in office.get(results_page(laid)).text


def test_what_the_chain_does_not_ask_for_is_not_offered(office: FlaskClient) -> None:
    page = office.get(results_page(lay(tied(with_chain("points", "lots"))))).text
    assert "Skriv hvert holds plads på ranglisten." not in page
    assert "Tal for fair play" not in page


@pytest.mark.parametrize("tail", ["lod", "rangliste", "fairplay"])
def test_only_the_office_decides(app: Flask, tail: str) -> None:
    laid = lay(tied(with_chain("points", "lots")))
    path = f"{results_page(laid)}/{tail}"
    assert app.test_client().post(path).status_code == 303
    assert login_as(app.test_client(), cast.stranger().id).post(path).status_code == 403
    assert session().scalars(select(Fact.id)).all() == []


@pytest.mark.parametrize("tail", ["lod", "rangliste", "fairplay"])
def test_a_row_of_another_event_is_not_found(office: FlaskClient, tail: str) -> None:
    laid, other = lay(tied(with_chain("points"))), lay(tied(with_chain("points")))
    answer = office.post(f"{results_page(laid)}/{tail}", data={"division": division_of(other).id})
    assert answer.status_code == 404


# -- the rules of a row


def rules_form(laid: Laid) -> str:
    return f"/kontor/staevner/{laid.slug}/opsaetning/raekke/{division_of(laid).id}"


FORM: dict[str, Any] = {
    **{"name": "", "preset": "own", "win": "1", "draw": "½", "loss": "0", "shows": "all"},
    **{"shootout_win": "2", "shootout_loss": "1", "walkover_for": "13", "walkover_against": "0"},
    **{"bye_for": "13", "bye_against": "7"},
}


def test_a_pétanque_row_has_its_target_its_time_and_its_bye(office: FlaskClient) -> None:
    laid = lay(in_pools("round_robin", 1, 4), result_kind="points", rules={"odd": "kept"})
    page = office.get(rules_form(laid)).text
    assert 'name="target"' in page
    assert 'name="best_of"' not in page
    office.post(rules_form(laid), data=FORM | {"target": "11", "timed": "y", "has_bye_score": "y"})
    rules = division_of(laid).rules
    assert (rules["target"], rules["timed"], rules["bye"], rules["odd"]) == (11, True, [13, 7], "kept")
    assert rules["points"] == {"win": 1, "draw": 0.5, "loss": 0}
    office.post(rules_form(laid), data=FORM | {"target": "0"})
    assert not {"target", "timed", "exact", "bye"} & division_of(laid).rules.keys()


def test_a_row_in_sets_has_a_number_of_them(office: FlaskClient) -> None:
    laid = lay(in_pools("round_robin", 1, 4), result_kind="sets", rules={"best_of": 3})
    page = office.get(rules_form(laid)).text
    assert 'name="best_of"' in page
    assert 'name="has_shootout"' not in page
    office.post(rules_form(laid), data=FORM | {"best_of": "5"})
    assert division_of(laid).rules["best_of"] == 5
    wrong = office.post(rules_form(laid), data=FORM | {"best_of": "4"})
    assert wrong.status_code == 422


def test_a_football_row_keeps_what_its_form_does_not_ask(office: FlaskClient) -> None:
    laid = lay(in_pools("round_robin", 1, 4), rules={"target": 5})
    page = office.get(rules_form(laid)).text
    assert 'name="target"' not in page
    office.post(rules_form(laid), data=FORM)
    assert division_of(laid).rules["target"] == 5


@pytest.mark.parametrize("typed", ["to", "-1", "0,3", "21", "1/0", "½½"])
def test_points_are_whole_or_half_and_what_was_typed_stays(office: FlaskClient, typed: str) -> None:
    laid = lay(in_pools("round_robin", 1, 4))
    answer = office.post(rules_form(laid), data=FORM | {"win": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert division_of(laid).rules["points"]["win"] == 3


@pytest.mark.parametrize("typed", ["½", "0,5", "0.5"])
def test_half_a_point_can_be_typed_in_every_way(office: FlaskClient, typed: str) -> None:
    laid = lay(in_pools("round_robin", 1, 4))
    office.post(rules_form(laid), data=FORM | {"draw": typed})
    assert division_of(laid).rules["points"]["draw"] == 0.5
    assert 'value="½"' in office.get(rules_form(laid)).text


def test_every_chain_of_a_sport_has_a_name_and_stays_as_it_is() -> None:
    names = {choice.value for choice in CHOICES}
    assert names >= CHAINS.keys()
    for sport in SPORTS:
        rules = sport[-1]
        if rules and rules["tiebreak"]:
            found = preset_of(rules)
            assert found in CHAINS, sport[0]
            assert chain_of(found, rules)["tiebreak"] == rules["tiebreak"]


def test_a_chosen_chain_is_stored(office: FlaskClient) -> None:
    laid = lay(in_pools("round_robin", 1, 4))
    office.post(rules_form(laid), data=FORM | {"preset": "monrad"})
    assert tuple(division_of(laid).rules["tiebreak"]) == PRESETS["monrad"].tiebreak
    enter(laid, 1, 2, 1)
    assert "Korrektion" in office.get(f"/staevner/{laid.slug}/live").text
