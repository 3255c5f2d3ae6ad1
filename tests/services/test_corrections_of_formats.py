"""A correction in every format: what it says beforehand, what becomes of matches played on, and each way back."""

from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit import Actor
from core.db import session
from tests import make
from tests.engine.competitions import play_on
from tests.make_formats import Laid, in_a_line, in_pools, lay, lay_with_team, monrad, played_in_order, teams
from tournament.engine.correction import Reach
from tournament.engine.generate import draw_matches
from tournament.engine.selectors import members_of
from tournament.engine.values import Competition, Result, ResultKind
from tournament.facts import remove_fact
from tournament.models import Fact, Match
from tournament.played_on import KEPT, PlayedOn
from tournament.queries_changes import ImpactPage, impact_page
from tournament.queries_facts import kept_matches
from tournament.results import correct_result, preview_result, record_result, undo_result

OFFICE = Actor("user", 1)


def turned(laid: Laid, number: int) -> Result:
    """The result of a match with the other side as the winner."""
    result = laid.numbered(number).result
    assert result is not None
    return Result(home=result.away, away=result.home)


def previewed(laid: Laid, number: int) -> ImpactPage:
    return impact_page(laid.view, preview_result(laid.numbered(number).id, turned(laid, number)))


def correct(laid: Laid, number: int, played_on: PlayedOn = "keep") -> None:
    match = laid.numbered(number)
    assert match.result_id is not None
    correct_result(match.id, turned(laid, number), seen=match.result_id, by=OFFICE, played_on=played_on)


def rounds_of(competition: Competition, count: int) -> Competition:
    """Played so many rounds in the order of the list, so that nothing is level."""
    for _round in range(count):
        competition = played_in_order(competition)
    return competition


def sides(laid: Laid, number: int) -> tuple[str | None, str | None]:
    match = laid.numbered(number)
    return match.home.label, match.away.label


def test_a_monrad_round_that_is_drawn_keeps_its_pairs(app: Flask) -> None:
    competition = monrad(8, played=0)
    competition = rounds_of(competition, 1)
    laid = lay(draw_matches(competition, "alle", Random(3))[0])
    page = previewed(laid, 1)
    assert page.reach is Reach.NUMBERS
    assert page.stays == ("Runde 2 er trukket. Parrene bliver, som de er.",)
    assert page.matches == ()
    assert [table.name for table in page.numbers] == ["Stilling"]
    assert page.numbers[0].heads == ("Plads", "Korrektion: det, modstanderne har vundet", "Sejre")
    before = [sides(laid, number) for number in range(5, 9)]
    correct(laid, 1)
    assert [sides(laid, number) for number in range(5, 9)] == before


@pytest.mark.parametrize(
    ("competition", "name"),
    [
        (in_a_line("double_elimination", teams(8)), "Anden chance, runde 1"),
        (in_a_line("placement", teams(8)), "Om plads 5–8"),
        (in_a_line("knockout", teams(8), bronze=True), "Semifinale 1"),
        (in_pools("poule", 1, 4), "Pulje A · Tabere mødes"),
    ],
)
def test_who_plays_next_changes_and_is_named(app: Flask, competition: Competition, name: str) -> None:
    laid = lay(rounds_of(competition, 1))
    page = previewed(laid, 1)
    assert page.reach is Reach.OPEN_MATCH
    assert name in [match.name for match in page.matches]
    assert {one.name for one in page.to_tell} >= set(filter(None, sides(laid, 1)))


def test_the_places_that_change_are_told(app: Flask) -> None:
    laid = lay(rounds_of(in_a_line("knockout", teams(8)), 1))
    table = next(table for table in previewed(laid, 1).numbers if table.name == "Slutstilling")
    assert sorted(line.cells for line in table.lines) == [((("1–4", "5–8"),)), ((("5–8", "1–4"),))]


def test_whom_to_tell_comes_with_the_phone_of_the_place(app: Flask) -> None:
    laid, _token = lay_with_team(rounds_of(in_a_line("knockout", teams(4)), 1), 0)
    page = previewed(laid, 1)
    phones = {one.name: one.phones for one in page.to_tell}
    assert phones["Støberiet"] == ("12 34 56 78",)
    assert phones["Nordlyset"] == ()
    make.organisation("Nordlyset", contact_phone="87 65 43 21")
    assert {one.name: one.phones for one in previewed(laid, 1).to_tell}["Nordlyset"] == ("87 65 43 21",)


PLAYED: list[Any] = [
    in_a_line("double_elimination", teams(8)),
    in_a_line("placement", teams(8)),
    in_a_line("knockout", teams(8)),
    in_pools("poule", 1, 4),
]


@pytest.mark.parametrize("competition", PLAYED)
def test_matches_played_on_stand_and_are_marked_until_it_is_taken_back(app: Flask, competition: Competition) -> None:
    laid = lay(rounds_of(competition, 2))
    page = previewed(laid, 1)
    reached = [match.number for match in page.matches if match.is_played and match.number]
    assert page.reach is Reach.PLAYED_MATCH
    before = {number: (sides(laid, number), laid.numbered(number).result) for number in reached}
    correct(laid, 1)
    assert {number: (sides(laid, number), laid.numbered(number).result) for number in reached} == before
    assert kept_matches(laid.view) == set(reached)
    for fact in session().scalars(select(Fact.id).where(Fact.kind == KEPT)).all():
        remove_fact(laid.view.id, fact, by=OFFICE)
    assert kept_matches(laid.view) == set()
    for number in reached:
        assert laid.numbered(number).result is None
        assert sides(laid, number) != before[number][0]


@pytest.mark.parametrize("competition", PLAYED)
def test_correcting_back_takes_the_mark_off(app: Flask, competition: Competition) -> None:
    laid = lay(rounds_of(competition, 2))
    before = _written(laid)
    correct(laid, 1)
    assert kept_matches(laid.view)
    correct(laid, 1)
    assert kept_matches(laid.view) == set()
    assert _written(laid) == before


def _written(laid: Laid) -> list[tuple[str, str]]:
    query = select(Match.home, Match.away).where(Match.competition_id == laid.view.id).order_by(Match.number)
    return [(home, away) for home, away in session().execute(query)]


def test_matches_played_on_can_be_played_again(app: Flask) -> None:
    laid = lay(rounds_of(in_a_line("knockout", teams(8)), 2))
    correct(laid, 1, "again")
    semi_final = laid.numbered(5)
    assert (semi_final.state, semi_final.home.label) == ("planned", "Bålet BK")
    assert kept_matches(laid.view) == set()


def test_matches_played_on_can_be_left_out_and_come_back(app: Flask) -> None:
    laid = lay(rounds_of(in_a_line("placement", teams(8)), 2))
    reached = next(m.number for m in previewed(laid, 1).matches if m.is_played and m.number)
    result = laid.numbered(reached).result
    correct(laid, 1, "annul")
    left_out = laid.numbered(reached)
    assert left_out.state == "off"
    assert left_out.result is not None
    assert left_out.result.kind is ResultKind.ANNULLED
    assert result is not None
    record_result(left_out.id, result, by=OFFICE, seen=left_out.result_id)
    assert laid.numbered(reached).state == "done"


def test_taking_a_result_back_leaves_what_was_played_on_as_it_is(app: Flask) -> None:
    laid = lay(rounds_of(in_a_line("knockout", teams(8)), 2))
    before = sides(laid, 5)
    first = laid.numbered(1)
    result = first.result
    assert first.result_id is not None
    assert result is not None
    undo_result(first.id, seen=first.result_id, by=OFFICE)
    assert sides(laid, 5) == before
    assert kept_matches(laid.view) == {5}
    record_result(first.id, result, by=OFFICE)
    assert kept_matches(laid.view) == set()


def test_a_change_among_people_is_told_to_each_of_them(app: Flask) -> None:
    from_people = lay(
        play_on(in_a_line("supermelee", teams(8), rounds=2, team_size=2), Random(1)), result_kind="points"
    )
    match = next(m for m in from_people.view.matches if m.result and m.resolved.winner)
    impact = preview_result(match.id, turned(from_people, match.number))
    told = {one.name for one in impact_page(from_people.view, impact).to_tell}
    winners = {from_people.view.labels[name] for name in members_of(match.resolved.winner or "")}
    assert winners <= told <= set(from_people.view.labels.values())
