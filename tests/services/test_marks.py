"""What is measured: stored once, corrected by a new row, two different ones kept side by side."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit import SYSTEM, Actor, AuditRow
from core.db import session
from core.errors import MissingError, RuleError
from core.revision import get_standing
from tests import make_day, make_marks
from tests.at_once import at_once, pressed_twice
from tests.make_marks import DANCE, RUN, THROW, Games, mark_of, measure
from tournament import marks
from tournament.engine.correction import Reach
from tournament.engine.values import Mark, Result
from tournament.models import MarkRow, Match
from tournament.results import record_result, start_match

OFFICE = Actor("user", 1)
TABLET, OTHER = Actor("device", 1), Actor("device", 2)


@pytest.fixture
def games(app: Flask) -> Games:
    """Six teams that run, throw and dance."""
    return make_marks.games()


def rows_of(games: Games, stage: str, place: int) -> list[MarkRow]:
    return marks.list_mark_rows(games.stage_ids[stage], games.entry_ids[place])


def counting(games: Games, stage: str, place: int) -> Mark | None:
    seen = games.seen(stage, place)
    return seen.value if seen is not None else None


def test_a_mark_is_stored_and_the_ranks_follow(games: Games) -> None:
    assert measure(games, RUN, 0, 9.1, by=TABLET).outcome == "ok"
    measure(games, RUN, 1, 8.95, by=TABLET)
    assert games.ranks(RUN)[:2] == [2, 1]
    assert counting(games, RUN, 0) == mark_of(games, 0, 9.1)


def test_the_same_mark_sent_twice_is_stored_once(games: Games) -> None:
    one = measure(games, RUN, 0, 9.1, by=TABLET)
    two = measure(games, RUN, 0, 9.1, by=OTHER)
    assert (two.outcome, two.mark_id) == ("duplicate", one.mark_id)
    assert len(rows_of(games, RUN, 0)) == 1


def test_each_change_is_in_the_audit_and_renews_the_pages_and_a_duplicate_does_neither(games: Games) -> None:
    def traces() -> tuple[int, int]:
        audited = session().scalar(select(func.count()).select_from(AuditRow).where(AuditRow.action == "record_mark"))
        return audited or 0, get_standing(f"event:{games.event_id}").number

    measure(games, RUN, 0, 9.1)
    first = traces()
    measure(games, RUN, 0, 9.1)
    assert traces() == first
    measure(games, RUN, 1, 9.2)
    assert traces() == (first[0] + 1, first[1] + 1)


def test_a_different_mark_by_another_tablet_waits_for_the_office(games: Games) -> None:
    one = measure(games, RUN, 0, 9.1, by=TABLET)
    two = measure(games, RUN, 0, 9.7, by=OTHER)
    again = measure(games, RUN, 0, 9.7, by=OTHER)
    seen = games.seen(RUN, 0)
    assert (two.outcome, again.mark_id) == ("conflict", two.mark_id)
    assert seen is not None
    assert (seen.value.attempts, seen.is_disputed) == ((9.1,), True)
    marks.settle_mark(games.stage_ids[RUN], games.entry_ids[0], two.mark_id, by=OFFICE)
    settled = games.seen(RUN, 0)
    assert settled is not None
    assert (settled.value.attempts, settled.is_disputed) == ((9.7,), False)
    assert session().get_one(MarkRow, one.mark_id).attempts == [9.1]


def test_the_first_mark_can_be_chosen_too_and_only_once(games: Games) -> None:
    one = measure(games, RUN, 0, 9.1, by=TABLET)
    measure(games, RUN, 0, 9.7, by=OTHER)
    where = games.stage_ids[RUN], games.entry_ids[0]
    with pytest.raises(MissingError):
        marks.settle_mark(*where, 999_999, by=OFFICE)
    marks.settle_mark(*where, one.mark_id, by=OFFICE)
    assert counting(games, RUN, 0) == mark_of(games, 0, 9.1)
    with pytest.raises(RuleError, match="mark_settled"):
        marks.settle_mark(*where, one.mark_id, by=OFFICE)


def test_who_saw_the_mark_adds_the_next_attempt(games: Games) -> None:
    one = measure(games, THROW, 0, 8.1, by=TABLET)
    two = measure(games, THROW, 0, 8.1, 8.4, by=OTHER, seen=one.mark_id)
    assert two.outcome == "ok"
    assert [row.supersedes_id for row in rows_of(games, THROW, 0)] == [None, one.mark_id]
    assert not games.view.pool_states(THROW)[0].complete


def test_a_correction_of_an_old_mark_is_refused(games: Games) -> None:
    one = measure(games, RUN, 0, 9.1)
    measure(games, RUN, 0, 9.2, seen=one.mark_id)
    with pytest.raises(RuleError, match="mark_changed_meanwhile"):
        marks.correct_mark(games.stage_ids[RUN], mark_of(games, 0, 9.3), seen=one.mark_id, by=OFFICE)
    with pytest.raises(RuleError, match="mark_changed_meanwhile"):
        marks.undo_mark(games.stage_ids[RUN], games.entry_ids[0], seen=one.mark_id, by=OFFICE)
    assert counting(games, RUN, 0) == mark_of(games, 0, 9.2)


def test_a_correction_by_the_office_decides_what_waited(games: Games) -> None:
    one = measure(games, RUN, 0, 9.1, by=TABLET)
    measure(games, RUN, 0, 9.7, by=OTHER)
    marks.correct_mark(
        games.stage_ids[RUN], mark_of(games, 0, 9.4), seen=one.mark_id, by=OFFICE, reason="Uret gik galt"
    )
    seen = games.seen(RUN, 0)
    assert seen is not None
    assert (seen.value.attempts, seen.is_disputed) == ((9.4,), False)
    assert rows_of(games, RUN, 0)[-1].reason == "Uret gik galt"


def test_a_mark_taken_back_can_be_entered_again_and_nothing_is_lost(games: Games) -> None:
    one = measure(games, RUN, 0, 9.1)
    marks.undo_mark(games.stage_ids[RUN], games.entry_ids[0], seen=one.mark_id, by=OFFICE)
    assert counting(games, RUN, 0) is None
    assert measure(games, RUN, 0, 9.1).outcome == "ok"
    assert len(rows_of(games, RUN, 0)) == 3


@pytest.mark.parametrize(
    ("stage", "attempts", "status", "code"),
    [
        (RUN, (), "ok", "mark_missing"),
        (RUN, (0,), "ok", "mark_too_small"),
        (RUN, (-1.5,), "ok", "mark_too_small"),
        (RUN, (float("nan"),), "ok", "mark_too_small"),
        (RUN, (400_000,), "ok", "mark_too_great"),
        (RUN, (float("inf"),), "ok", "mark_too_great"),
        (THROW, (8.125,), "ok", "mark_too_fine"),
        (THROW, (1, 2, 3, 4), "ok", "mark_too_many"),
        (THROW, (1, 2, 3, 4), "dnf", "mark_too_many"),
        (RUN, (9.0,) * 21, "ok", "mark_too_many"),
        (DANCE, (0,), "ok", "mark_too_small"),
        (DANCE, (1.5,), "ok", "mark_not_whole"),
    ],
)
def test_what_cannot_be_is_refused(games: Games, stage: str, attempts: Any, status: str, code: str) -> None:
    with pytest.raises(RuleError, match=code):
        measure(games, stage, 0, *attempts, status=status)
    assert rows_of(games, stage, 0) == []


@pytest.mark.parametrize("status", ["dns", "dnf", "dsq"])
def test_a_status_needs_no_number_and_completes_the_stage(games: Games, status: str) -> None:
    for place in range(5):
        measure(games, THROW, place, 5, 6, 7)
    measure(games, THROW, 5, status=status)
    assert games.view.pool_states(THROW)[0].complete
    assert games.ranks(THROW) == [1, 1, 1, 1, 1, 6]


def test_only_who_takes_part_is_measured(games: Games) -> None:
    with pytest.raises(RuleError, match="mark_not_in_stage"):
        marks.record_mark(games.stage_ids[RUN], Mark("e999999", (9.1,)), by=OFFICE)


def test_a_stage_with_matches_and_an_unknown_one_are_missing(app: Flask) -> None:
    day = make_day.day()
    pools = day.view.get_stage("pools").id
    for stage_id in (pools, 999_999):
        with pytest.raises(MissingError):
            marks.record_mark(stage_id, Mark(f"e{day.entry_ids[0]}", (9.1,)), by=OFFICE)
        with pytest.raises(MissingError):
            marks.preview_mark(stage_id, "e1", None)


def test_the_preview_tells_ranks_medals_and_who_to_tell(games: Games) -> None:
    make_marks.run_all(games)
    entered = mark_of(games, 5, 8.5)
    impact = marks.preview_mark(games.stage_ids[RUN], games.key(5), entered)
    assert impact.reach is Reach.NUMBERS
    assert games.key(5) in impact.changes.entries_to_tell
    golds = [
        {row.entry: row.metrics["gold"] for row in state.overall.rows}
        for state in (impact.before, impact.after)
        if state.overall is not None
    ]
    assert [found[games.key(5)] for found in golds] == [0, 1]
    assert counting(games, RUN, 5) == mark_of(games, 5, 11.25)


@pytest.fixture
def decided(app: Flask) -> Games:
    """The two best throwers have played a final."""
    games = make_marks.games(final=True)
    make_marks.throw_all(games)
    final = session().scalars(select(Match.id)).one()
    record_result(final, Result(home=2, away=1), by=SYSTEM)
    return games


def test_nothing_changes_who_played_without_being_asked(decided: Games) -> None:
    third = decided.seen(THROW, 2)
    first = decided.seen(THROW, 1)
    assert third is not None
    assert first is not None
    better = mark_of(decided, 2, 7, 12, None)
    assert marks.preview_mark(decided.stage_ids[THROW], decided.key(2), better).reach is Reach.PLAYED_MATCH
    for by in (TABLET, OFFICE):
        with pytest.raises(RuleError, match="mark_played_on"):
            marks.record_mark(decided.stage_ids[THROW], better, by=by, seen=third.id)
        with pytest.raises(RuleError, match="mark_played_on"):
            marks.undo_mark(decided.stage_ids[THROW], decided.entry_ids[1], seen=first.id, by=by)
    measure(decided, THROW, 2, 7, 12, None, by=OTHER)
    beside = rows_of(decided, THROW, 2)[-1]
    with pytest.raises(RuleError, match="mark_played_on"):
        marks.settle_mark(decided.stage_ids[THROW], decided.entry_ids[2], beside.id, by=OFFICE)
    harmless = mark_of(decided, 2, 7, 7.75, None)
    assert marks.record_mark(decided.stage_ids[THROW], harmless, by=OFFICE, seen=third.id).outcome == "ok"


@pytest.mark.parametrize(("played_on", "is_played", "home"), [("keep", True, 1), ("again", False, 2)])
def test_a_correction_that_was_asked_for_keeps_the_final_or_plays_it_again(
    decided: Games, played_on: Any, is_played: bool, home: int
) -> None:
    third = decided.seen(THROW, 2)
    assert third is not None
    better = mark_of(decided, 2, 7, 12, None)
    marks.correct_mark(decided.stage_ids[THROW], better, seen=third.id, by=OFFICE, played_on=played_on)
    final = decided.view.get_numbered(1)
    assert (final.result is not None, final.home.entry) == (is_played, decided.key(home))


def test_a_final_that_has_not_begun_just_gets_other_teams(app: Flask) -> None:
    games = make_marks.games(final=True)
    make_marks.throw_all(games)
    third = games.seen(THROW, 2)
    assert third is not None
    better = mark_of(games, 2, 7, 12, None)
    assert marks.preview_mark(games.stage_ids[THROW], games.key(2), better).reach is Reach.OPEN_MATCH
    marks.record_mark(games.stage_ids[THROW], better, by=TABLET, seen=third.id)
    assert games.view.get_numbered(1).home.entry == games.key(2)
    start_match(games.view.get_numbered(1).id, by=SYSTEM)


@pytest.mark.commits
def test_two_tablets_at_the_same_moment_make_one_mark_and_one_dispute(app: Flask) -> None:
    games = make_marks.games()
    stage = games.stage_ids[RUN]
    calls = [
        lambda: marks.record_mark(stage, mark_of(games, 0, 9.1), by=TABLET).outcome,
        lambda: marks.record_mark(stage, mark_of(games, 0, 9.2), by=OTHER).outcome,
    ]
    assert sorted(map(str, at_once(app, calls))) == ["conflict", "ok"]


@pytest.mark.commits
def test_a_button_pressed_twice_has_one_effect(app: Flask) -> None:
    games = make_marks.games()
    where = games.stage_ids[RUN], games.entry_ids[0]
    entered = mark_of(games, 0, 9.1)
    assert pressed_twice(app, lambda: marks.record_mark(where[0], entered, by=TABLET).outcome) == ["duplicate", "ok"]
    seen = games.seen(RUN, 0)
    assert seen is not None
    undone = pressed_twice(app, lambda: marks.undo_mark(*where, seen=seen.id, by=TABLET))
    assert undone == ["None", "tournament.mark_changed_meanwhile"]
