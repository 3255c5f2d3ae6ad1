"""What the live page says: pace, tables with reasons, brackets, the champion; and what a row does not show."""

from datetime import timedelta

import pytest
from flask import Flask

from core import clock
from tests import make, make_day
from tournament.live import LivePage, live_page
from tournament.page_rows import Bracket, Table
from tournament.store_cache import find_view

MINUTE = timedelta(minutes=1)


def page_of(day: make_day.Day, minutes: int = 0, own: str | None = None) -> LivePage:
    return live_page(make_day.event_of(day), day.view, make_day.START + minutes * MINUTE, own)


def tables_of(page: LivePage) -> list[Table]:
    return [table for block in page.divisions[0].blocks for table in block.tables]


def bracket_of(page: LivePage) -> Bracket:
    return next(bracket for block in page.divisions[0].blocks for bracket in block.brackets)


def test_an_event_without_a_published_plan_says_so(app: Flask) -> None:
    day = make_day.day(is_published=False)
    page = page_of(day)
    assert (page.phase, page.courts, page.coming) == ("unplanned", (), ())


def test_an_event_without_a_competition_has_a_page(app: Flask) -> None:
    event = make.event()
    assert live_page(event, find_view(event.id), clock.now()).phase == "unplanned"


def test_before_the_first_match_the_page_says_when_it_is(app: Flask) -> None:
    page = page_of(make_day.day(), minutes=-30)
    assert page.phase == "before"
    assert "Første kamp er torsdag kl. 10.00." in page.summary


def test_a_court_shows_what_is_on_with_its_running_score_and_what_is_next(app: Flask) -> None:
    day = make_day.day()
    make_day.begin(day, 1)
    make_day.count(day, 1, 2, 1)
    court = page_of(day).courts[0]
    assert court.match is not None
    assert court.next is not None
    assert (court.match.home.score, court.match.away.score, court.match.state) == ("2", "1", "now")
    assert court.next.number == 3


@pytest.mark.parametrize(("minutes", "words"), [(4, "Vi holder tiden."), (5, "Ca. 5 min"), (14, "Ca. 10 min")])
def test_a_match_that_is_waited_for_makes_the_day_late(app: Flask, minutes: int, words: str) -> None:
    day = make_day.day()
    assert words in page_of(day, minutes).summary


def test_the_page_changes_by_the_clock_when_the_delay_grows(app: Flask) -> None:
    day = make_day.day()
    assert page_of(day, 7).changes_at == make_day.START + 10 * MINUTE


def test_a_match_under_way_is_as_late_as_it_began(app: Flask) -> None:
    day = make_day.day()
    with clock.frozen(make_day.START + 6 * MINUTE):
        make_day.begin(day, 1)
        make_day.begin(day, 2)
    assert "Ca. 5 min forsinket." in page_of(day, 12).summary


def test_one_late_court_is_named(app: Flask) -> None:
    day = make_day.day()
    make_day.begin(day, 1)
    assert "Bane 2 er ca. 5 min forsinket." in page_of(day, 8).summary


def test_every_place_in_a_table_has_its_reason(app: Flask) -> None:
    day = make_day.day()
    make_day.play_pools(day)
    rows = tables_of(page_of(day))[0].rows
    assert [row.rank for row in rows] == [1, 2, 3, 4]
    assert rows[0].why == "Flest point"
    assert rows[1].why == "Støberiet er foran på point: 9 mod 6"
    assert [row.line for row in rows] == ["through", "through", "", ""]
    assert [row.is_cut for row in rows] == [False, True, False, False]


def test_a_table_without_matches_gives_no_reason(app: Flask) -> None:
    rows = tables_of(page_of(make_day.day()))[0].rows
    assert {row.why for row in rows} == {""}


def test_the_bracket_names_its_rounds_and_where_the_teams_come_from(app: Flask) -> None:
    bracket = bracket_of(page_of(make_day.day()))
    assert [found.name for found in bracket.rounds] == ["Semifinaler", "Finale"]
    assert bracket.rounds[0].matches[0].home.name == "Nr. 1 i pulje A"
    assert [match.stage for match in bracket.extra] == ["Bronzekamp"]
    assert bracket.rounds[1].matches[0].home.name == "Vinder af kamp 13"


def test_the_champion_stands_on_the_page_with_every_place(app: Flask) -> None:
    day = make_day.day()
    make_day.play_pools(day)
    for number in (13, 14, 15, 16):
        make_day.play(day, number, 2, 1)
    page = page_of(day)
    division = page.divisions[0]
    assert (page.phase, division.champion) == ("over", "Støberiet")
    assert [place.places for place in division.places[:4]] == ["1", "2", "3", "4"]
    assert division.places[0].reason == "Vandt finalen"
    assert "Alle 16 kampe er spillet." in page.summary


def test_there_is_no_champion_before_the_last_match(app: Flask) -> None:
    day = make_day.day()
    make_day.play_pools(day)
    assert page_of(day).divisions[0].champion is None


def test_a_shoot_out_is_told_beside_the_score(app: Flask) -> None:
    day = make_day.day()
    make_day.play_pools(day)
    make_day.play(day, 13, 2, 2, "away")
    match = bracket_of(page_of(day)).rounds[0].matches[0]
    assert (match.score, match.note, match.away.won) == ("2–2", "efter straffespark", True)


def test_a_row_that_does_not_show_its_table_shows_results_only(app: Flask) -> None:
    day = make_day.day(shows="no_table")
    make_day.play(day, 1, 3, 1)
    page = page_of(day)
    assert tables_of(page) == []
    assert page.divisions[0].places == ()
    assert page.played[0].score == "3–1"


def test_a_row_without_results_shows_neither_scores_nor_winners(app: Flask) -> None:
    day = make_day.day(shows="no_results")
    make_day.begin(day, 2)
    make_day.count(day, 2, 5, 4)
    make_day.play(day, 1, 3, 1)
    page = page_of(day)
    shown = page.played[0]
    assert (shown.score, shown.home.score, shown.home.won, page.announce) == ("", "", False, "")
    assert page.courts[1].match is not None
    assert page.courts[1].match.home.score == ""


def test_the_own_team_is_marked_everywhere(app: Flask) -> None:
    day = make_day.day()
    page = page_of(day, own=f"e{day.entry_ids[0]}")
    assert page.own == "Støberiet"
    assert [row.team for row in tables_of(page)[0].rows if row.own] == ["Støberiet"]
    assert page.coming[0].home.own


def test_a_team_that_is_not_here_marks_nothing(app: Flask) -> None:
    assert page_of(make_day.day(), own="e999999").own == ""


def test_the_newest_result_is_read_aloud(app: Flask) -> None:
    day = make_day.day()
    make_day.play(day, 1, 3, 1)
    assert page_of(day).announce == "Kamp 1 er slut: Støberiet – Nordlyset 3–1."
