"""Live, team, print and office pages of every format as browsers get them, in both languages."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make_formats
from tests.engine.competitions import play_on
from tests.make_formats import in_a_line, in_pools, lay, lay_with_team, monrad, people, played, teams
from tests.site_writer import FORMATS
from tournament.engine.presets import PRESETS
from tournament.engine.values import Competition, Points, Rules

WORDS = {
    "monrad": ("Runde 4 af 5 trækkes, når runde 3 er spillet.", "Round 4 of 5 is drawn when round 3 is played."),
    "double_elimination": ("Anden chance, runde 2", "Second chance, round 2"),
    "placement": ("Om plads 9–12", "For places 9–12"),
    "poule": ("Tabere mødes", "Losers meet"),
    "supermelee": ("Hver person tæller sine egne sejre.", "Each person counts their own wins."),
    "knockout": ("Cadrage: de bedste venter.", "Cadrage: the best wait."),
}


@pytest.mark.parametrize("code", FORMATS)
def test_the_live_page_has_the_words_of_its_format(app: Flask, code: str) -> None:
    laid = lay(FORMATS[code]())
    for language, words in zip(("da", "en"), WORDS[code], strict=True):
        client = app.test_client()
        client.set_cookie("sprog", language)
        page = client.get(f"/staevner/{laid.slug}/live")
        assert page.status_code == 200
        assert words in page.text


@pytest.mark.parametrize("code", FORMATS)
def test_the_part_that_is_polled_is_what_the_page_holds(client: FlaskClient, code: str) -> None:
    laid = lay(FORMATS[code]())
    part = client.get(f"/staevner/{laid.slug}/live/nu").text
    assert part in client.get(f"/staevner/{laid.slug}/live").text


@pytest.mark.parametrize("code", FORMATS)
def test_paper_and_office_pages_hold_every_format(office: FlaskClient, code: str) -> None:
    laid = lay(FORMATS[code]())
    for tail in ("print/baner", "print/hold", "print/stilling", "resultater"):
        page = office.get(f"/kontor/staevner/{laid.slug}/{tail}")
        assert page.status_code == 200
        assert "Støberiet" in page.text
    sheets = office.get(f"/kontor/staevner/{laid.slug}/print/kampsedler")
    assert sheets.text.count('class="sheet"') == sum(match.is_to_play for match in laid.view.matches)


def test_score_sheets_have_boxes_for_sets_and_for_ends(office: FlaskClient) -> None:
    in_sets = lay(in_pools("round_robin", 1, 3), result_kind="sets", rules={"best_of": 3})
    page = office.get(f"/kontor/staevner/{in_sets.slug}/print/kampsedler").text
    assert "Sæt 3" in page
    assert "Sæt i alt" in page
    in_ends = lay(in_pools("round_robin", 1, 3), result_kind="points", rules={"target": 13})
    page = office.get(f"/kontor/staevner/{in_ends.slug}/print/kampsedler").text
    assert "Der spilles til 13." in page


TEAM_WORDS: dict[str, tuple[Callable[[], Competition], str, str]] = {
    "monrad": (
        monrad,
        "Runde 4: modstander findes, når runde 3 er spillet",
        "Round 4: your opponent is found when round 3 is played",
    ),
    "double": (lambda: in_a_line("double_elimination", teams(8)), "Taber I: Anden chance, runde 1", "Second chance"),
    "placement": (lambda: in_a_line("placement", teams(8)), "Taber I: Om plads 5–8", "For places 5–8"),
    "poule": (lambda: in_pools("poule", 1, 4), "Vinder I: Pulje A · Vindere mødes", "Winners meet"),
    "play-offs": (
        lambda: in_pools("round_robin", 2, 4, per_pool=2),
        "Bliver I nr. 3: B-slutspil · Semifinale",
        "B play-off",
    ),
}


@pytest.mark.parametrize("code", TEAM_WORDS)
def test_a_team_sees_where_its_day_may_lead(app: Flask, code: str) -> None:
    make_competition, danish, english = TEAM_WORDS[code]
    _laid, token = lay_with_team(make_competition(), 0)
    for language, words in (("da", danish), ("en", english)):
        client = app.test_client()
        client.set_cookie("sprog", language)
        assert words in client.get(f"/hold/{token}").text


def test_a_team_that_sits_out_takes_a_break(client: FlaskClient) -> None:
    competition = monrad(9, played=0)
    resting = next(str(match.home) for match in competition.matches if str(match.away) == "bye")
    _laid, token = lay_with_team(competition, int(resting[1:]) - 1)
    assert "Runde 1: I er oversidder. Tag en pause" in client.get(f"/hold/{token}").text


def test_several_people_of_one_place_are_all_on_its_page(client: FlaskClient) -> None:
    competition = in_a_line("supermelee", people(12), PRESETS["supermelee"], rounds=3)
    laid, token = lay_with_team(competition, 0, 1, 2, result_kind="points")
    page = client.get(f"/hold/{token}").text
    names = [laid.view.labels[key] for key in laid.view.divisions[0].entries[:3]]
    assert "I spiller som 3" in page
    assert all(f"<b>{name}</b>" in page for name in names)
    assert page.count("Se stillingen for") == 3
    assert "Makker: " in page


def test_the_soonest_of_several_stands_in_the_header(client: FlaskClient) -> None:
    laid, token = lay_with_team(in_pools("round_robin", 2, 4), 0, 5)
    view = laid.view
    keys = [view.divisions[0].entries[n] for n in (0, 5)]
    starts = {key: min(match.starts_at for match in view.of_entry(key) if match.starts_at) for key in keys}
    soonest = view.labels[min(starts, key=lambda key: (starts[key], keys.index(key)))]
    assert f"Spiller som {soonest}" in client.get(f"/hold/{token}").text


def test_a_poule_loser_waits_and_is_not_done(client: FlaskClient) -> None:
    competition = played(in_pools("poule", 3, 4, 2), 2)
    _laid, token = lay_with_team(competition, 0)
    page = client.get(f"/hold/{token}").text
    assert "I har spillet alle jeres kampe." not in page


def test_after_an_early_loss_the_place_is_told_at_once(client: FlaskClient) -> None:
    competition = make_formats.played_in_order(in_a_line("knockout", teams(8)))
    _laid, token = lay_with_team(competition, 7)
    page = client.get(f"/hold/{token}").text
    assert "I blev nr. 5–8" in page
    assert "Tabte kvartfinalen." in page


def test_while_it_plays_on_a_team_knows_the_places_it_plays_for(client: FlaskClient) -> None:
    _laid, token = lay_with_team(make_formats.played_in_order(in_a_line("placement", teams(8))), 7)
    assert "I spiller om plads 5–8" in client.get(f"/hold/{token}").text


def test_in_a_monrad_the_standing_counts_wins(client: FlaskClient) -> None:
    _laid, token = lay_with_team(monrad(8, played=2), 0)
    page = client.get(f"/hold/{token}").text
    assert "i stillingen" in page
    assert "efter 2 kampe." in page


def test_sets_are_told_from_the_teams_side(client: FlaskClient) -> None:
    competition = in_pools("round_robin", 1, 4, rules=Rules(Points(1, 0, 0)))
    laid, token = lay_with_team(competition, 3, result_kind="sets", rules={"best_of": 3})
    make_formats.enter(laid, 1, sets=((25, 20), (21, 25), (11, 15)))
    page = client.get(f"/hold/{token}").text
    assert "20–25, 25–21, 15–11" in page or "25–20, 21–25, 11–15" in page
    live = client.get(f"/staevner/{laid.slug}/live").text
    assert "1–2" in live
    assert "25–20, 21–25, 11–15" in live


def test_the_round_after_is_announced_on_the_small_board_too(client: FlaskClient) -> None:
    laid = lay(play_on(monrad(8, played=1), make_formats.Random(1)))
    assert client.get(f"/staevner/{laid.slug}/live/kort").status_code == 200
    assert "I gang" in client.get(f"/staevner/{laid.slug}/live").text
