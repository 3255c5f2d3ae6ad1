"""The table over the rounds of a series: join, skip, best rounds, cancelled rounds, shared ranks, up and down."""

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit import SYSTEM
from core.db import session, transaction
from core.errors import RuleError
from core.revision import raise_revision
from events.copying import copy_season
from events.fields import SeriesCounting
from events.ground import save_series
from events.models import Series
from events.queries_series import find_series_of, get_series
from tests import make, make_series, make_teams
from tournament.models import Competition, Division, Entry, Stage
from tournament.series_place import find_series_place
from tournament.series_table import SeriesPage, SeriesTable, series_page

ABC = ["Solen@Broen", "Månen@Broen", "Havnen@Havnen"]


def page_of(series: Series, *, for_office: bool = False) -> SeriesPage:
    return series_page(get_series(series.id), for_office=for_office)


def lines(table: SeriesTable) -> list[tuple[int, str, str]]:
    return [(line.rank, line.name, line.total) for line in table.lines]


def cells(table: SeriesTable) -> dict[str, list[str]]:
    return {line.name: [cell.text if cell.counts else f"({cell.text})" for cell in line.cells] for line in table.lines}


def test_points_of_matches_add_up_over_the_rounds(app: Flask) -> None:
    series = make_series.series()
    make_series.played(series, 1, {"A": ABC})
    make_series.played(series, 2, {"A": ["Havnen@Havnen", "Solen@Broen", "Månen@Broen"]})
    page = page_of(series)
    assert lines(page.tables[0]) == [(1, "Solen", "9"), (2, "Havnen", "6"), (3, "Månen", "3")]
    assert cells(page.tables[0])["Solen"] == ["6", "3"]
    assert page.numbers == (1, 2)
    assert page.tables[0].name == ""


def test_a_team_may_join_later_and_skip_a_round(app: Flask) -> None:
    series = make_series.series()
    make_series.played(series, 1, {"A": ABC})
    make_series.played(series, 2, {"A": ["Ny@Sydens", "Solen@Broen"]})
    make_series.played(series, 3, {"A": ["Månen@Broen", "Ny@Sydens"]})
    page = page_of(series)
    assert cells(page.tables[0]) == {
        "Solen": ["6", "0", ""],
        "Månen": ["3", "", "3"],
        "Ny": ["", "3", "0"],
        "Havnen": ["0", "", ""],
    }


def test_only_the_best_rounds_count_and_the_others_stand_in_brackets(app: Flask) -> None:
    series = make_series.series(best=1)
    make_series.played(series, 1, {"A": ABC})
    make_series.played(series, 2, {"A": ["Månen@Broen", "Solen@Broen", "Havnen@Havnen"]})
    table = page_of(series).tables[0]
    assert cells(table)["Solen"] == ["6", "(3)"]
    assert table.has_brackets
    assert "Den bedste runde tæller." in page_of(series).rules


LEVEL = [
    ([["a", "b"], ["b", "a"]], None, [(1, "a", ""), (1, "b", "")]),
    (
        [["a", "b", "c"], ["b", "a"]],
        None,
        [(1, "a", ""), (2, "b", "a har bedste enkelte runde: 6 mod 3"), (3, "c", "")],
    ),
    (
        [["a", "b", "c"], ["b", "c", "a"]],
        1,
        [(1, "b", ""), (2, "a", "b har næste bedste runde: 3 mod 0"), (3, "c", "")],
    ),
]


@pytest.mark.parametrize(("rounds", "best", "rows"), LEVEL, ids=["shared", "best round", "next best round"])
def test_who_is_level_shares_the_rank_or_is_told_why_not(
    app: Flask, rounds: list[list[str]], best: int | None, rows: list[tuple[int, str, str]]
) -> None:
    series = make_series.series(best=best)
    for number, teams in enumerate(rounds, 1):
        make_series.played(series, number, {"A": teams})
    assert [(line.rank, line.name, line.why) for line in page_of(series).tables[0].lines] == rows


def test_places_give_points_and_taking_part_gives_more(app: Flask) -> None:
    series = make_series.series(scoring="place_points", place_points=(10, 8), started=1)
    make_series.played(series, 1, {"A": ABC})
    page = page_of(series)
    assert lines(page.tables[0]) == [(1, "Solen", "11"), (2, "Månen", "9"), (3, "Havnen", "1")]
    assert "Hver runde giver point for pladsen: 10, 8." in page.rules
    assert "Alle, der er med, får 1 oveni." in page.rules


def test_who_shares_a_place_shares_its_points_and_decimals_are_danish(app: Flask) -> None:
    series = make_series.series(scoring="place_points", place_points=(10, 5, 2))
    make_series.played(series, 1, {"A": ABC}, is_level=True)
    make_series.played(series, 2, {"A": ABC}, is_level=True)
    assert [line.total for line in page_of(series).tables[0].lines] == ["11,33"] * 3


def test_a_final_gives_places_but_no_points_of_matches(app: Flask) -> None:
    by_match, by_place = make_series.series(), make_series.series("Cup", scoring="place_points", place_points=(10, 8))
    for series in (by_match, by_place):
        make_series.played(series, 1, {"A": ABC}, has_final=True)
    assert lines(page_of(by_match).tables[0])[0] == (1, "Solen", "6")
    assert lines(page_of(by_place).tables[0])[0] == (1, "Månen", "10")


def test_a_cancelled_round_is_shown_and_counts_nothing(app: Flask) -> None:
    series = make_series.series()
    make_series.played(series, 1, {"A": ABC})
    make_series.played(series, 2, {"A": ABC}, state="cancelled")
    make_series.event(series, 3, "published")
    page = page_of(series)
    assert page.numbers == (1,)
    assert page.played == "1 af 2 runder er spillet."
    assert [card.tag.text for card in page.rounds] == ["Spillet", "Aflyst", "Åben"]
    assert page.next_slug == page.rounds[2].slug


def test_a_round_counts_when_all_of_it_is_played(app: Flask) -> None:
    series = make_series.series()
    make_series.played(series, 1, {"A": ABC}, is_over=False)
    page = page_of(series)
    assert (page.tables, page.numbers, page.played) == ((), (), "")
    assert page.rounds[0].tag.line == "Resultaterne er ikke klar endnu"
    competition_id = session().scalars(select(Competition.id)).one()
    make_series.play(competition_id)
    assert page_of(series).numbers == (1,)


def test_a_row_that_waits_for_its_draw_holds_the_round_back(app: Flask) -> None:
    series = make_series.series()
    made = make_series.played(series, 1, {"A": ABC})
    with transaction() as db:
        competition_id = db.scalars(select(Competition.id).where(Competition.event_id == made.id)).one()
        division = Division(competition_id=competition_id, key="B", name="B-rækken", rules={}, sort=1)
        db.add(division)
        db.flush()
        db.add(Entry(division_id=division.id, label="b1"))
        db.add(Stage(division_id=division.id, key="B-pools", name_da="Puljer", format="round_robin", options={}))
        raise_revision(made.revision_subject)
    assert page_of(series).numbers == ()


def test_drafts_and_what_others_stand_for_are_no_rounds(app: Flask) -> None:
    series = make_series.series()
    make_series.played(series, 1, {"A": ABC}, state="draft")
    other = make_series.played(series, 2, {"A": ABC}, is_external=True)
    assert page_of(series).rounds == ()
    assert find_series_of(other.slug) is None


def test_each_row_has_a_table_and_the_place_in_the_round_moves_teams(app: Flask) -> None:
    series = make_series.series(promoted=1)
    make_series.played(series, 1, {"A": ["a1", "a2", "a3"], "B": ["b1", "b2", "b3"]})
    make_series.played(series, 2, {"A": ["a3", "a2", "a1"], "B": ["b2", "b3"]})
    page = page_of(series)
    assert [table.name for table in page.tables] == ["A-rækken", "B-rækken"]
    moved = {line.name: line.move for table in page.tables for line in table.lines if line.move}
    assert moved == {"a1": "down", "b2": "up"}
    assert page.moved_after == 2
    assert [line.text for line in page.moves] == ["Op til A-rækken: b2.", "Ned til B-rækken: a1."]
    assert "Efter hver runde rykker 1 op og 1 ned." in page.rules


def test_the_office_chooses_among_those_who_are_level_in_the_round(app: Flask) -> None:
    series = make_series.series(scoring="place_points", place_points=(3, 3), promoted=1)
    make_series.played(series, 1, {"A": ["a1", "a2"], "B": ["b1", "b2"]}, is_level=True)
    page = page_of(series)
    assert {line.move for table in page.tables for line in table.lines} == {"maybe_up", "maybe_down"}
    assert [line.kind for line in page.moves] == ["open", "open"]
    assert page.moves[0].text == "1 af dem, der står lige, skal op til A-rækken: b1 og b2."


def test_a_row_for_fun_is_for_the_office_alone(app: Flask) -> None:
    series = make_series.series(promoted=1)
    make_series.played(series, 1, {"A": ["a1", "a2"], "B": ["b1", "b2"]}, shows={"B": "no_table"})
    guest, office = page_of(series), page_of(series, for_office=True)
    assert [len(table.lines) for table in guest.tables] == [2, 0]
    assert (guest.moves, {line.move for line in guest.tables[0].lines}) == ((), {""})
    assert [len(table.lines) for table in office.tables] == [2, 2]
    assert len(office.moves) == 2


def test_the_finals_are_named_before_and_ranked_after(app: Flask) -> None:
    series = make_series.series()
    make_series.played(series, 1, {"A": ABC})
    assert page_of(series).finals is None
    make_series.played(series, 2, {"A": ABC}, has_final=True, is_over=False, state="published")
    before = page_of(series).finals
    assert before is not None
    assert (before.text, before.rows) == ("Finalerne afgøres i runde 2.", ())
    make_series.played(series, 3, {"A": ABC}, has_final=True)
    after = page_of(series).finals
    assert after is not None
    assert after.text == "Finalerne blev afgjort i runde 3."
    assert [(place.places, place.team) for place in after.rows[0][1]][:2] == [("1", "Månen"), ("2", "Solen")]


def test_a_team_is_itself_by_its_sign_up_or_by_hand(app: Flask) -> None:
    series = make_series.series()
    first = make_series.event(series, 9, "published")
    signed = make_teams.signed_up(first, "FC Fyrtårnet")
    known = {"FC Fyrtårnet": signed[0].registration_id}
    make_series.played(series, 1, {"A": ["FC Fyrtårnet", "Solen"]}, registrations=known)
    make_series.played(series, 2, {"A": ["fc fyrtaarnet@stedet fc fyrtårnet", "Solen"]})
    make_series.played(series, 3, {"A": ["FC Fyrtårnet@Et andet sted", "Solen"]})
    assert cells(page_of(series).tables[0]) == {
        "fc fyrtaarnet, stedet fc fyrtårnet": ["3", "3", ""],
        "FC Fyrtårnet, Et andet sted": ["", "", "3"],
        "Solen": ["0", "0", "0"],
    }


def test_people_are_known_by_their_label_and_have_what_their_drawn_team_has(app: Flask) -> None:
    series = make_series.series()
    for number in (1, 2):
        made = make_series.played(series, number, {"A": ["Hold 1", "Hold 2", "Hold 3"]})
        with transaction() as db:
            division = db.scalars(
                select(Division)
                .join(Competition, Competition.id == Division.competition_id)
                .where(Competition.event_id == made.id)
            ).one()
            division.takes = "mixed"
            teams = db.scalars(select(Entry).where(Entry.division_id == division.id).order_by(Entry.id)).all()
            people = [("Bo", 0), ("Åse", 0), ("Kim", 1)] if number == 1 else [("aase", 1), ("Bo", 0)]
            db.add_all(
                Entry(division_id=division.id, label=label, is_person=True, team_id=teams[team].id)
                for label, team in people
            )
    table = page_of(series).tables[0]
    assert cells(table) == {"Bo": ["6", "6"], "aase": ["6", "3"], "Kim": ["3", ""]}


def test_the_team_page_says_where_the_team_stands(app: Flask) -> None:
    series = make_series.series()
    coming = make_series.event(series, 2, "published")
    signed = make_teams.signed_up(coming, "Solen")
    registration = make_teams.get_registration(signed[0].registration_id)
    session().refresh(registration, ["event", "organisation"])
    assert find_series_place(registration) is None
    make_series.played(series, 1, {"A": ["Månen", "Solen@Stedet Solen"]})
    place = find_series_place(registration)
    assert place is not None
    assert place.text == "I er nr. 2 i den samlede stilling"
    make_series.played(series, 3, {"A": ["Havnen"], "B": ["Solen@Stedet Solen", "Månen"]})
    place = find_series_place(registration)
    assert place is not None
    assert place.text == "I er nr. 1 i den samlede stilling i B-rækken"


def test_a_series_keeps_its_address_and_its_counting_when_it_is_renamed(app: Flask) -> None:
    series = make_series.series("Dart-liga", best=2)
    save_series(series.id, series.season_id, None, "Pileliga", "", by=SYSTEM)
    found = get_series(series.id)
    assert (found.slug, found.name_da, found.best) == ("dart-liga", "Pileliga", 2)
    second = make_series.series("Dart-liga")
    assert second.slug == "dart-liga-2"
    with pytest.raises(RuleError, match="series_exists"):
        make_series.series("pileLIGA")


def test_wrong_counting_is_refused_and_nothing_is_stored(app: Flask) -> None:
    series = make_series.series()
    wrong = SeriesCounting(scoring="place_points", place_points=(1, 2))
    with pytest.raises(RuleError, match="series_points_rise"):
        save_series(series.id, series.season_id, None, "Nyt navn", "", by=SYSTEM, counting=wrong)
    found = get_series(series.id)
    assert (found.name_da, found.scoring) == (make_series.NAME, "match_points")


def test_next_year_counts_as_this_one(app: Flask) -> None:
    make_series.series(scoring="place_points", place_points=(10, 8), started=1, best=3, promoted=2)
    season = copy_season(make.season().id, "2027/28", by=SYSTEM)
    copy = session().scalars(select(Series).where(Series.season_id == season.id)).one()
    assert (copy.scoring, copy.place_points, copy.started) == ("place_points", [10, 8], 1)
    assert (copy.best, copy.promoted) == (3, 2)
