"""Results: stored once, corrected by a new row, two different ones kept side by side."""

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit import Actor
from core.db import session
from core.errors import MissingError, RuleError
from tests import make_tournament
from tournament import result_ledger, results
from tournament.engine.correction import Reach
from tournament.engine.values import Result, ResultKind
from tournament.models import Competition, Match, ResultRow
from tournament.store_cache import get_view
from tournament.store_view import CompetitionView

OFFICE = Actor("user", 1)
TABLET = Actor("device", 1)
OTHER = Actor("device", 2)


def match_ids() -> list[int]:
    """The matches of the one competition, by number."""
    return list(session().scalars(select(Match.id).order_by(Match.number)))


def played(home: int, away: int, shootout: str | None = None) -> Result:
    """A result of goals."""
    return Result(home=home, away=away, shootout=shootout)  # type: ignore[arg-type]  # "home" or "away" in tests


def view() -> CompetitionView:
    """The competition as pages see it now."""
    return get_view(session().scalars(select(Competition.event_id)).one())


@pytest.fixture(autouse=True)
def competition(app: Flask) -> int:
    """A pool of four and its final in a fresh event."""
    return make_tournament.competition()


def test_a_result_is_stored_and_the_table_follows() -> None:
    first = match_ids()[0]
    recorded = results.record_result(first, played(2, 0), by=TABLET)
    shown = view()
    assert recorded.outcome == "ok"
    assert shown.get_match(first).state == "done"
    assert shown.pool_states("A-pools")[0].rows[0].points == 3


def test_the_same_result_sent_twice_is_stored_once() -> None:
    first = match_ids()[0]
    one = results.record_result(first, played(2, 0), by=TABLET)
    two = results.record_result(first, played(2, 0), by=OTHER)
    assert (two.outcome, two.result_id) == ("duplicate", one.result_id)
    assert len(result_ledger.list_result_rows(first)) == 1


def test_a_different_result_by_another_tablet_waits_for_the_office() -> None:
    first = match_ids()[0]
    one = results.record_result(first, played(2, 0), by=TABLET)
    two = results.record_result(first, played(2, 1), by=OTHER)
    again = results.record_result(first, played(2, 1), by=OTHER)
    match = view().get_match(first)
    assert (two.outcome, again.result_id) == ("conflict", two.result_id)
    assert match.result == played(2, 0)
    assert match.state == "unresolved"
    results.settle_dispute(first, two.result_id, by=OFFICE)
    settled = view().get_match(first)
    assert settled.result == played(2, 1)
    assert settled.state == "done"
    assert session().get_one(ResultRow, one.result_id).home == 2


def test_the_first_result_can_be_chosen_too() -> None:
    first = match_ids()[0]
    one = results.record_result(first, played(2, 0), by=TABLET)
    results.record_result(first, played(2, 1), by=OTHER)
    results.settle_dispute(first, one.result_id, by=OFFICE)
    assert view().get_match(first).result == played(2, 0)
    with pytest.raises(RuleError, match="nothing_to_settle"):
        results.settle_dispute(first, one.result_id, by=OFFICE)


def test_who_saw_the_result_corrects_it() -> None:
    first = match_ids()[0]
    one = results.record_result(first, played(2, 0), by=TABLET)
    two = results.record_result(first, played(3, 0), by=TABLET, seen=one.result_id)
    assert two.outcome == "ok"
    assert view().get_match(first).result == played(3, 0)
    assert [row.supersedes_id for row in result_ledger.list_result_rows(first)] == [None, one.result_id]


def test_a_correction_of_an_old_number_is_refused() -> None:
    first = match_ids()[0]
    one = results.record_result(first, played(2, 0), by=TABLET)
    results.record_result(first, played(3, 0), by=TABLET, seen=one.result_id)
    with pytest.raises(RuleError, match="result_changed_meanwhile"):
        results.correct_result(first, played(4, 0), seen=one.result_id, by=OFFICE)


def test_a_result_taken_back_leaves_the_match_open_and_can_be_entered_again() -> None:
    first = match_ids()[0]
    results.start_match(first, by=TABLET)
    one = results.record_result(first, played(2, 0), by=TABLET)
    results.undo_result(first, seen=one.result_id, by=TABLET)
    opened = view().get_match(first)
    assert (opened.state, opened.running) == ("now", (2, 0))
    assert results.record_result(first, played(1, 0), by=TABLET).outcome == "ok"
    assert len(result_ledger.list_result_rows(first)) == 3


def test_a_match_without_teams_cannot_be_started_or_decided() -> None:
    final = match_ids()[-1]
    with pytest.raises(RuleError, match="sides_unknown"):
        results.start_match(final, by=TABLET)
    with pytest.raises(RuleError, match="sides_unknown"):
        results.record_result(final, played(1, 0), by=TABLET)


def test_a_final_needs_a_winner_and_a_device_may_not_change_what_was_played_on() -> None:
    *pool, final = match_ids()
    for number, match_id in enumerate(pool):
        results.record_result(match_id, played(number + 1, 0), by=TABLET)
    with pytest.raises(RuleError, match="needs_winner"):
        results.record_result(final, played(1, 1), by=TABLET)
    results.record_result(final, played(1, 1, "home"), by=TABLET)
    shown = view()
    home, away = shown.get_match(final).home.entry, shown.get_match(final).away.entry
    changed = next(m for m in shown.matches if m.pool and m.plays(str(home)) and not m.plays(str(away)))
    lost = played(0, 60) if changed.home.entry == home else played(60, 0)
    impact = results.preview_result(changed.id, lost)
    assert impact.reach in (Reach.NUMBERS, Reach.PLAYED_MATCH)
    for other in shown.matches:
        if other.pool is None or not other.plays(str(home)):
            continue
        loses = played(0, 60) if other.home.entry == home else played(60, 0)
        if results.preview_result(other.id, loses).reach is Reach.PLAYED_MATCH:
            with pytest.raises(RuleError, match="correction_needs_office"):
                results.record_result(other.id, loses, by=TABLET, seen=other.result_id)
            assert results.record_result(other.id, loses, by=OFFICE, seen=other.result_id).outcome == "ok"
            break
    else:
        pytest.fail("no correction reached the final")


def test_a_walkover_is_one_action_and_so_is_taking_it_back() -> None:
    first = match_ids()[0]
    one = results.record_result(first, Result(ResultKind.WALKOVER_HOME), by=OFFICE)
    assert view().pool_states("A-pools")[0].rows[0].goals_for == 3
    results.undo_result(first, seen=one.result_id, by=OFFICE)
    assert view().get_match(first).state == "planned"


def test_a_running_score_is_shown_and_is_no_result() -> None:
    first = match_ids()[0]
    results.set_running_score(first, 1, 0, by=TABLET)
    assert view().get_match(first).running is None
    results.start_match(first, by=TABLET)
    results.set_running_score(first, 1, 0, by=TABLET)
    match = view().get_match(first)
    assert (match.running, match.result) == ((1, 0), None)


def test_an_unknown_match_is_missing() -> None:
    with pytest.raises(MissingError):
        results.start_match(999_999, by=TABLET)
