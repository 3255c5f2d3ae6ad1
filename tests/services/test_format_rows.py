"""What the live page says of each format: names, rounds, tables with columns and reasons, places, what is to come."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from flask import Flask

from core import clock
from tests import make_formats
from tests.engine.competitions import pools_and_knockout
from tests.make_formats import Laid, in_a_line, in_pools, lay, monrad, people, played, played_in_order, teams
from tournament.engine.generate import draw_matches
from tournament.engine.presets import PRESETS
from tournament.engine.values import Compare, Competition, Points, Rules
from tournament.live import LivePage, live_page
from tournament.match_rows import match_row
from tournament.naming import match_name, side_name
from tournament.page_rows import StageBlock, Table

MUST_WIN = Rules(Points(1, 0, 0))


def page_of(laid: Laid, own: str | None = None) -> LivePage:
    return live_page(laid.event, laid.view, clock.now(), own)


def blocks_of(laid: Laid) -> list[StageBlock]:
    return list(page_of(laid).divisions[0].blocks)


def names_of(laid: Laid) -> list[str]:
    return [match_name(laid.view, match) for match in laid.view.matches]


def headings(table: Table) -> list[str]:
    return [column.long for column in table.columns]


@pytest.mark.parametrize(
    ("count", "first", "last"),
    [
        (4, "Semifinale 1", "Finale"),
        (8, "Kvartfinale 1", "Finale"),
        (16, "1/8-finale 1", "Finale"),
        (22, "Indledende kamp 1", "Finale"),
        (32, "1/16-finale 1", "Finale"),
        (64, "1/32-finale 1", "Finale"),
    ],
)
def test_a_knock_out_names_its_rounds(app: Flask, count: int, first: str, last: str) -> None:
    names = names_of(lay(in_a_line("knockout", teams(count), bronze=True)))
    assert (names[0], names[-1], names[-2]) == (first, last, "Bronzekamp")


def test_before_the_first_match_nobody_is_said_to_go_on(app: Flask) -> None:
    rows = blocks_of(lay(in_pools("round_robin", 2, 4, per_pool=2)))[0].tables[0].rows
    assert {(row.goes_to, row.line, row.why) for row in rows} == {("", "", "")}


def test_a_cadrage_says_who_waits(app: Flask) -> None:
    first = blocks_of(lay(in_a_line("knockout", teams(12))))[0].brackets[0].rounds[0]
    assert (first.name, len(first.matches)) == ("Indledende runde", 4)
    assert first.note == "Cadrage: de bedste venter. Vinderne møder dem i næste runde."


def test_a_loser_of_the_cadrage_has_its_reason(app: Flask) -> None:
    laid = lay(played(in_a_line("knockout", teams(12)), 9))
    reasons = {row.places: row.reason for row in page_of(laid).divisions[0].places}
    assert reasons["9–12"] == "Tabte i den indledende runde"
    assert reasons["5–8"] == "Tabte kvartfinalen"


def test_each_play_off_has_its_name_and_the_table_says_who_goes_where(app: Flask) -> None:
    laid = lay(played_in_order(in_pools("round_robin", 2, 8, per_pool=2)))
    blocks = blocks_of(laid)
    assert [block.name for block in blocks] == [*(f"{letter}-slutspil" for letter in "ABCD"), "Alle mod alle i puljer"]
    rows = blocks[-1].tables[0].rows
    assert [row.goes_to for row in rows] == [f"{letter}-slutspil" for letter in "AABBCCDD"]
    assert [row.line for row in rows[:3]] == ["through", "through", ""]
    assert blocks[-1].through == "Videre til A-slutspil"
    assert "A-slutspil · Semifinale 1" in names_of(laid)
    assert "B-slutspil · Finale" in names_of(laid)


def test_places_of_several_play_offs_say_which_one(app: Flask) -> None:
    laid = lay(played(in_pools("round_robin", 2, 4, per_pool=2, rules=PRESETS["fifa"]), 9))
    places = page_of(laid).divisions[0].places
    assert places[0].reason == "A-slutspil · Vandt finalen"
    assert places[4].reason == "B-slutspil · Vandt finalen"


def test_a_double_elimination_has_two_sides_and_a_final_that_may_be_played_twice(app: Flask) -> None:
    laid = lay(in_a_line("double_elimination", teams(8), grand_final="reset"))
    brackets = blocks_of(laid)[0].brackets
    assert [bracket.name for bracket in brackets] == ["Vindersiden", "Anden chance", "Finale"]
    assert [found.name for found in brackets[2].rounds] == ["Finale", "Ekstra finale"]
    assert brackets[2].rounds[1].matches[0].note == "Spilles kun, hvis det bliver nødvendigt"
    assert "Vindersiden, runde 1" in names_of(laid)
    assert "Anden chance, runde 3" in names_of(laid)


def test_a_final_that_was_not_needed_says_so(app: Flask) -> None:
    for seed in range(20):
        competition = in_a_line("double_elimination", teams(4), grand_final="reset")
        while (after := make_formats.play_on(competition, Random(seed))) != competition:
            competition = after
        laid = lay(competition)
        last = laid.view.matches[-1]
        if last.is_empty:
            assert match_row(laid.view, last).note == "Blev ikke nødvendig"
            assert last.number not in [row.number for row in page_of(laid).played]
            return
    raise AssertionError("no final was decided at once")


def test_every_match_of_a_full_placement_says_which_places_it_is_about(app: Flask) -> None:
    laid = lay(in_a_line("placement", teams(8)))
    assert names_of(laid) == [
        *["Om plads 1–8"] * 4,
        *["Om plads 5–8"] * 2,
        *["Om plads 1–4"] * 2,
        *("Om plads 7–8", "Om plads 5–6", "Om plads 3–4", "Finale"),
    ]
    assert [bracket.name for bracket in blocks_of(laid)[0].brackets] == [
        *("Om plads 1–8", "Om plads 3–4", "Om plads 5–8", "Om plads 7–8")
    ]


def test_places_below_a_play_off_are_counted_over_the_whole_row(app: Flask) -> None:
    competition = in_pools("round_robin", 2, 4, per_pool=2)
    as_placement = replace(
        competition,
        stages=tuple(replace(s, format="placement", options={}) if s.id == "B" else s for s in competition.stages),
        matches=tuple(match for match in competition.matches if match.stage != "B"),
    )
    laid = lay(draw_matches(as_placement, "B", Random(1))[0])
    assert {"B-slutspil · Om plads 5–8", "B-slutspil · Om plads 7–8"} <= set(names_of(laid))


def test_a_monrad_shows_the_round_on_now_first_and_who_sits_out(app: Flask) -> None:
    block = blocks_of(lay(monrad(9, rounds=5, played=2)))[0]
    assert [(found.name, found.state) for found in block.rounds] == [
        ("Runde 3", "now"),
        ("Runde 2", "over"),
        ("Runde 1", "over"),
    ]
    assert all(len(found.matches) == 4 and len(found.pauses) == 1 for found in block.rounds)
    assert "er oversidder og får en sejr. Tag en pause." in block.rounds[0].pauses[0]
    assert block.coming == "Runde 4 af 5 trækkes, når runde 3 er spillet."
    assert block.explanation.startswith("I hver runde møder I et hold, der har vundet lige så meget")


def test_a_monrad_between_two_rounds_is_still_going_on(app: Flask) -> None:
    laid = lay(played(monrad(8, rounds=5, played=1), 1))
    page = page_of(laid)
    assert (page.phase, page.divisions[0].champion) == ("running", None)
    assert page.divisions[0].blocks[0].coming == "Runde 3 af 5 trækkes nu. Den står her om lidt."
    assert page.courts[0].note == "Der kommer flere kampe."


def test_a_monrad_table_has_wins_and_correction_with_a_reason_for_each_place(app: Flask) -> None:
    table = blocks_of(lay(monrad(8, rounds=5, played=3)))[0].tables[0]
    assert table.name == "Stilling"
    assert headings(table)[-1] == "Sejre"
    assert [c.long for c in table.columns if not c.is_wide] == [
        *("Kampe", "Korrektion: det, modstanderne har vundet", "Sejre")
    ]
    assert all(row.why for row in table.rows)


def test_people_with_changing_partners_stand_alone_and_play_together(app: Flask) -> None:
    laid = lay(played(in_a_line("supermelee", people(12), PRESETS["supermelee"], rounds=3), 1), result_kind="points")
    block = blocks_of(laid)[0]
    assert block.tables[0].who == "Deltager"
    assert len(block.tables[0].rows) == 12
    assert " + " in block.rounds[0].matches[0].home.name
    assert page_of(laid).summary.startswith("12 deltagere.")
    own = laid.view.divisions[0].entries[0]
    rows = page_of(laid, own).divisions[0].blocks[0].rounds[0].matches
    assert sum(row.home.own or row.away.own for row in rows) == 1


def test_a_poule_has_its_five_matches_by_name(app: Flask) -> None:
    laid = lay(played(in_pools("poule", 1, 4, rules=MUST_WIN), 3), result_kind="points")
    table = blocks_of(laid)[0].tables[0]
    assert [match.stage for match in table.matches] == [
        *("Åbningskamp", "Åbningskamp", "Vindere mødes", "Tabere mødes", "Omkamp")
    ]
    assert names_of(laid)[0] == "Pulje A · Åbningskamp"
    assert [row.cells[-1] for row in table.rows] == ["2", "2", "1", "0"]
    assert "Uafgjort" not in headings(table)
    assert table.rows[0].why == "Færrest nederlag"


def test_a_pool_of_three_in_poules_is_a_plain_pool(app: Flask) -> None:
    laid = lay(in_pools("poule", 1, 3, rules=MUST_WIN), result_kind="points")
    assert set(names_of(laid)) == {"Pulje A"}


@pytest.mark.parametrize(
    ("rules", "kind", "narrow", "wide"),
    [
        (PRESETS["dbu_indoor"], "goals", ["Kampe", "Målforskel", "Point"], ["Vundet", "Uafgjort", "Tabt"]),
        (PRESETS["petanque"], "points", ["Kampe", "Forskel i point", "Sejre"], ["Tabt", "Point for og imod"]),
        (
            PRESETS["street_football"],
            "goals",
            ["Kampe", "Målforskel", "Point"],
            ["Vundet", "Vundet på straffespark", "Tabt på straffespark", "Tabt", "Mål for og imod"],
        ),
        (
            PRESETS["chess"],
            "points",
            ["Kampe", "Korrektion uden den svageste modstander", "Point"],
            ["Vundet", "Uafgjort", "Tabt"],
        ),
        (
            Rules(Points(1, 0, 0), ("points", "wins", "goal_diff", "point_diff", "goals_for", "lots")),
            "sets",
            ["Kampe", "Forskel i sæt", "Point"],
            ["Vundet", "Tabt", "Vundne og tabte sæt", "Forskel i bolde i sættene"],
        ),
    ],
)
def test_columns_follow_the_rules(app: Flask, rules: Rules, kind: str, narrow: list[str], wide: list[str]) -> None:
    table = blocks_of(lay(in_pools("round_robin", 1, 4, rules=rules), result_kind=kind))[0].tables[0]
    assert [column.long for column in table.columns if not column.is_wide] == narrow
    found = [column.long for column in table.columns if column.is_wide]
    assert found[: len(wide)] == wide
    assert all(len(column.short) <= 6 for column in table.columns)


def test_half_points_are_written_as_halves(app: Flask) -> None:
    competition = in_pools("round_robin", 1, 3, rules=PRESETS["chess"])
    drawn = replace(
        competition, matches=tuple(replace(m, result=make_formats.level(0)) for m in competition.matches[:1])
    )
    table = blocks_of(lay(drawn, result_kind="points"))[0].tables[0]
    assert sorted(row.cells[-1] for row in table.rows) == ["0", "½", "½"]


def test_shared_places_say_so(app: Flask) -> None:
    competition = in_pools("round_robin", 1, 4)
    drawn = replace(competition, matches=tuple(replace(m, result=make_formats.level(1)) for m in competition.matches))
    rows = blocks_of(lay(drawn))[0].tables[0].rows
    assert {row.why for row in rows} == {"Deler pladsen"}


def best_next(compare: Compare) -> Competition:
    """Two pools of four and one of three: three winners and one of the seconds go on."""
    competition = pools_and_knockout(3, 4, per_pool=1, best=1)
    stages = (replace(competition.stages[0], best=compare), *competition.stages[1:])
    return replace(competition, stages=stages)


@pytest.mark.parametrize("compare", list(Compare))
def test_the_best_of_a_rank_have_a_table_of_their_own(app: Flask, compare: Compare) -> None:
    waiting = blocks_of(lay(best_next(compare)))[0].compared[0]
    assert waiting.name == "De bedste nr. 2"
    assert waiting.notes[-1] == "Vi kan sammenligne, når alle puljer er spillet."
    done = blocks_of(lay(played(best_next(compare), 1)))
    table = next(block for block in done if block.kind == "tables").compared[0]
    assert len(table.rows) == 3
    assert table.notes == ("Alle kampe i puljen tæller med.",)
    assert next(row.line for row in table.rows if row.rank == 1) == "through"


def test_points_from_the_office_are_told_under_the_table(app: Flask) -> None:
    competition = in_pools("round_robin", 1, 3)
    facts = replace(competition.facts, adjust={"t2": -3})
    table = blocks_of(lay(replace(competition, facts=facts)))[0].tables[0]
    assert table.notes == ("Solsikken: −3 point fra kontoret.",)


def test_a_stage_that_is_not_drawn_has_a_kind_word(app: Flask) -> None:
    competition = in_pools("round_robin", 1, 4, per_pool=2)
    undrawn = replace(competition, matches=tuple(m for m in competition.matches if m.stage == "puljer"))
    blocks = blocks_of(lay(undrawn))
    assert [block.kind for block in blocks] == ["tables", "waiting", "waiting"]
    assert blocks[1].coming == "Kampene her bliver lagt, når de første kampe er spillet."


def test_the_final_ranking_is_there_while_it_is_going_on(app: Flask) -> None:
    division = page_of(lay(played(in_a_line("knockout", teams(8)), 1))).divisions[0]
    assert not division.is_decided
    assert [row.places for row in division.places[:4]] == ["1–4"] * 4
    assert division.places[4].reason == "Tabte kvartfinalen"
    assert page_of(lay(in_a_line("knockout", teams(8)))).divisions[0].places == ()


def test_a_finished_monrad_has_a_champion_and_reasons(app: Flask) -> None:
    laid = lay(played(monrad(8, rounds=3, played=2), 1))
    division = page_of(laid).divisions[0]
    assert division.is_decided
    assert division.places[0].places.startswith("1")
    assert division.places[1].reason.startswith("Nr. ")
    assert ". " in division.places[1].reason


@pytest.mark.parametrize(
    ("competition", "number", "home"),
    [
        (in_pools("round_robin", 2, 4, per_pool=2), 13, "Nr. 1 i pulje A"),
        (in_a_line("double_elimination", teams(4)), 3, "Vinder af kamp 1"),
        (in_a_line("placement", teams(4)), 3, "Taber af kamp 1"),
    ],
)
def test_sides_say_where_they_come_from(app: Flask, competition: Any, number: int, home: str) -> None:
    laid = lay(competition)
    assert side_name(laid.view, laid.numbered(number).home) == home
