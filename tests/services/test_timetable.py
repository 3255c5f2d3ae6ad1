"""The day: laid by the planner, moved by hand, published."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from core import clock
from core.audit import Actor
from core.errors import MissingError, RuleError
from tests.at_once import at_once
from tests.make_planning import ready_day, show_plan
from tournament import draw_changes, planning, planning_moves, planning_publish, planning_run, results
from tournament.announcing import Told
from tournament.engine.values import Policy, Result
from tournament.file_day_matches import Duration
from tournament.planning_day import read_day
from tournament.planning_draft import find_draft, list_slots, stamp_of, standing_slots
from tournament.planning_settings import DaySettings, save_day
from tournament.queries_timetable import certificate_lines
from tournament.store_cache import get_view
from tournament.store_view import CompetitionView, MatchView

OFFICE = Actor("user", 1)
TEN = datetime(2026, 10, 10, 10, 0, tzinfo=clock.COPENHAGEN)


@pytest.fixture
def event_id(app: Flask) -> int:
    """Eight teams in two pools, semi-finals, bronze and final: 16 matches, drawn and published, on two courts."""
    return ready_day()


def laid(event_id: int) -> CompetitionView:
    """The competition after its timetable was laid and published."""
    show_plan(event_id)
    return get_view(event_id)


def first_of(view: CompetitionView) -> MatchView:
    """The first match of the day."""
    return min(view.matches, key=lambda match: (match.starts_at or TEN + timedelta(days=1), match.number))


def test_the_plan_is_a_draft_until_it_is_published(event_id: int) -> None:
    assert planning_run.lay_timetable(event_id, by=OFFICE).chosen == 0
    assert not get_view(event_id).is_published
    view = laid(event_id)
    assert view.is_published
    assert all(match.court is not None and match.starts_at is not None for match in view.matches)
    assert first_of(view).starts_at == TEN


def test_the_bound_and_the_checkers_verdict_are_kept(event_id: int) -> None:
    planning_run.lay_timetable(event_id, by=OFFICE)
    draft = find_draft(get_view(event_id).id)
    assert draft is not None
    assert draft.certificate["violations"] == 0
    assert draft.certificate["lower_bound"] <= draft.certificate["makespan"]
    assert draft.certificate["not_placed"] == []


def test_nothing_is_said_about_the_end_of_a_day_while_matches_have_no_place(event_id: int) -> None:
    planning_run.lay_timetable(event_id, by=OFFICE)
    view = get_view(event_id)
    draft = find_draft(view.id)
    assert draft is not None
    day = read_day(view, list_slots(draft.id))
    assert certificate_lines(draft, day) is not None
    draft.certificate = draft.certificate | {"not_placed": ["m1"]}
    assert certificate_lines(draft, day) is None


def test_breaks_and_durations_are_kept(event_id: int) -> None:
    view = get_view(event_id)
    durations = {"A-pools": Duration(12, 3), "A-final": Duration(20, 5)}
    save_day(view.id, DaySettings(TEN, 10, (("12:00", "12:30"),), durations), by=OFFICE)
    for match in laid(event_id).matches:
        assert match.starts_at is not None
        assert match.planned_end is not None
        begins, ends = clock.local(match.starts_at), clock.local(match.planned_end)
        assert ends - begins == timedelta(minutes=20 if match.stage == "A-final" else 12)
        assert f"{ends:%H:%M}" <= "12:00" or f"{begins:%H:%M}" >= "12:30"


def test_a_day_that_is_too_short_says_so(event_id: int) -> None:
    view = get_view(event_id)
    for court in planning.list_courts(event_id):
        planning.save_court(view.id, court.id, name=court.name, hall="", windows=[["10:00", "11:00"]], by=OFFICE)
    run = planning_run.lay_timetable(event_id, by=OFFICE)
    assert (run.state, run.chosen) == ("conflict", None)
    assert run.conflicts is not None
    assert run.conflicts["findings"]
    assert find_draft(view.id) is None


def test_a_day_without_courts_cannot_be_planned(event_id: int) -> None:
    view = get_view(event_id)
    for court in planning.list_courts(event_id):
        planning.remove_court(view.id, court.id, by=OFFICE)
    with pytest.raises(RuleError, match="no_courts"):
        planning_run.lay_timetable(event_id, by=OFFICE)


def test_a_court_with_matches_stays(event_id: int) -> None:
    view = laid(event_id)
    with pytest.raises(RuleError, match="court_in_use"):
        planning.remove_court(view.id, view.courts[0].id, by=OFFICE)


def test_a_match_moves_to_a_free_place_and_back(event_id: int) -> None:
    view = laid(event_id)
    final = view.matches[-1]
    assert final.starts_at is not None
    assert final.court is not None
    later = final.starts_at + timedelta(minutes=30)
    assert planning_moves.move_match(event_id, final.id, final.court.id, later, by=OFFICE) == ()
    assert get_view(event_id).get_match(final.id).starts_at == final.starts_at
    draft = find_draft(view.id)
    assert draft is not None
    changed = planning_publish.list_changes(get_view(event_id), list_slots(draft.id))
    assert [(c.match.id, c.after_at) for c in changed] == [(final.id, later)]
    assert planning_moves.undo_change(event_id, by=OFFICE) == 0
    assert find_draft(view.id) is None, "it says no more than what is shown"
    with pytest.raises(RuleError, match="nothing_to_undo"):
        planning_moves.undo_change(event_id, by=OFFICE)


def test_two_matches_never_stand_in_one_place(event_id: int) -> None:
    view = laid(event_id)
    one, other = (match for match in view.matches if match.starts_at == TEN)
    assert one.court is not None
    assert other.starts_at is not None
    with pytest.raises(RuleError, match="place_is_taken"):
        planning_moves.move_match(event_id, other.id, one.court.id, other.starts_at, by=OFFICE)
    with pytest.raises(MissingError):
        planning_moves.move_match(event_id, other.id, 999_999, other.starts_at, by=OFFICE)


def test_a_broken_rest_is_named_and_published_only_knowingly(event_id: int) -> None:
    view = laid(event_id)
    one = first_of(view)
    mate = next(m for m in view.matches if m.id != one.id and m.plays(str(one.home.entry)) and m.pool)
    assert one.planned_end is not None
    verdicts = [
        (court.id, planning_moves.judge_move(view, mate.id, court.id, one.planned_end + timedelta(minutes=3)))
        for court in view.courts
    ]
    court_id = next((court_id for court_id, verdict in verdicts if verdict.is_allowed), None)
    if court_id is None:
        court_id = planning.save_court(view.id, None, name="Bane 9", hall="", windows=[["10:00", "16:00"]], by=OFFICE)
    found = planning_moves.move_match(event_id, mate.id, court_id, one.planned_end + timedelta(minutes=3), by=OFFICE)
    assert "team_rest" in {str(finding.code) for finding in found}
    draft = find_draft(view.id)
    assert draft is not None
    with pytest.raises(RuleError, match="plan_breaks_rules"):
        planning_publish.publish_timetable(event_id, number=draft.number, by=OFFICE)
    planning_publish.publish_timetable(event_id, number=draft.number, by=OFFICE, despite=True)
    assert find_draft(view.id) is None


def test_a_final_before_its_semi_finals_is_never_published(event_id: int) -> None:
    view = laid(event_id)
    final = view.matches[-1]
    court_id = planning.save_court(view.id, None, name="Bane 9", hall="", windows=[["10:00", "16:00"]], by=OFFICE)
    planning_moves.move_match(event_id, final.id, court_id, TEN, by=OFFICE)
    draft = find_draft(view.id)
    assert draft is not None
    with pytest.raises(RuleError, match="plan_is_impossible"):
        planning_publish.publish_timetable(event_id, number=draft.number, by=OFFICE, despite=True)


def test_a_pinned_match_stays_when_the_day_is_planned_again(event_id: int) -> None:
    view = laid(event_id)
    final = view.matches[-1]
    assert final.court is not None
    assert final.starts_at is not None
    late = final.starts_at + timedelta(minutes=60)
    planning_moves.move_match(event_id, final.id, final.court.id, late, by=OFFICE)
    planning_moves.pin_match(event_id, final.id, True, by=OFFICE)
    planning_run.lay_timetable(event_id, by=OFFICE)
    draft = find_draft(view.id)
    assert draft is not None
    slot = next(slot for slot in list_slots(draft.id) if slot.match_id == final.id)
    assert (slot.starts_at, slot.court_id, slot.is_pinned) == (late, final.court.id, True)


def test_planning_again_can_be_undone_as_one_step(event_id: int) -> None:
    view = laid(event_id)
    last = view.matches[-1]
    assert last.court is not None
    assert last.starts_at is not None
    planning_moves.move_match(event_id, last.id, last.court.id, last.starts_at + timedelta(minutes=25), by=OFFICE)
    draft = find_draft(view.id)
    assert draft is not None
    before = [(slot.match_id, slot.court_id, slot.starts_at) for slot in list_slots(draft.id)]
    planning_run.lay_timetable(event_id, by=OFFICE)
    planning_moves.undo_change(event_id, by=OFFICE)
    again = find_draft(view.id)
    assert again is not None
    assert sorted((s.match_id, s.court_id, s.starts_at) for s in list_slots(again.id)) == sorted(before)


def test_what_was_played_stays_where_it_was(event_id: int) -> None:
    view = laid(event_id)
    one = first_of(view)
    results.record_result(one.id, Result(home=1, away=0), by=OFFICE)
    assert one.court is not None
    with pytest.raises(RuleError, match="match_is_held"):
        planning_moves.move_match(event_id, one.id, one.court.id, TEN + timedelta(hours=3), by=OFFICE)
    planning_run.lay_timetable(event_id, by=OFFICE)
    draft = find_draft(view.id)
    assert draft is not None
    slot = next(slot for slot in list_slots(draft.id) if slot.match_id == one.id)
    assert (slot.starts_at, slot.court_id) == (TEN, one.court.id)


def test_a_match_that_begins_while_the_draft_has_it_elsewhere_stays_where_it_began(event_id: int) -> None:
    view = laid(event_id)
    one = first_of(view)
    assert one.court is not None
    later = TEN + timedelta(hours=3)
    planning_moves.move_match(event_id, one.id, one.court.id, later, by=OFFICE)
    results.start_match(one.id, by=OFFICE)
    results.record_result(one.id, Result(home=1, away=0), by=OFFICE)
    assert planning_publish.list_changes(get_view(event_id), standing_slots(get_view(event_id))) == []
    assert planning_moves.judge_move(get_view(event_id), view.matches[-1].id, one.court.id, later).is_allowed
    assert not planning_moves.judge_move(get_view(event_id), view.matches[-1].id, one.court.id, TEN).is_allowed
    draft = find_draft(view.id)
    assert draft is not None
    planning_publish.publish_timetable(event_id, number=draft.number, by=OFFICE)
    after = get_view(event_id).get_match(one.id)
    assert (after.court, after.starts_at) == (one.court, TEN)
    assert get_view(event_id).timetable_number == 2


@pytest.mark.commits
def test_who_shows_a_draft_while_a_colleague_moves_a_match_shows_what_was_looked_at(app: Flask, event_id: int) -> None:
    view = laid(event_id)
    one, other = max(view.matches, key=lambda match: match.number), first_of(view)
    assert one.court is not None
    court = one.court.id
    planning_moves.move_match(event_id, one.id, court, TEN + timedelta(hours=5), by=OFFICE)
    draft = find_draft(view.id)
    assert draft is not None
    number, seen = draft.number, stamp_of(draft)
    shown, _moved = at_once(
        app,
        [
            lambda: planning_publish.publish_timetable(event_id, number=number, seen=seen, despite=True, by=OFFICE),
            lambda: planning_moves.move_match(event_id, other.id, court, TEN + timedelta(hours=6), by=OFFICE),
        ],
    )
    after = get_view(event_id)
    if isinstance(shown, RuleError):
        assert shown.code == "tournament.changed_meanwhile"
        assert after.get_match(one.id).starts_at == one.starts_at
    else:
        assert after.get_match(one.id).starts_at == TEN + timedelta(hours=5)
    assert after.get_match(other.id).starts_at == other.starts_at, "nobody has looked at that"


def test_a_draft_somebody_changed_is_not_published_unseen(event_id: int) -> None:
    planning_run.lay_timetable(event_id, by=OFFICE)
    with pytest.raises(RuleError, match="changed_meanwhile"):
        planning_publish.publish_timetable(event_id, number=99, by=OFFICE)
    view = laid(event_id)
    assert view.timetable_number is not None
    assert planning_publish.publish_timetable(event_id, number=view.timetable_number, by=OFFICE) == Told()


def test_a_withdrawn_team_gives_walkovers_and_can_come_back(event_id: int) -> None:
    view = laid(event_id)
    entry = view.divisions[0].entries[0]
    own = view.of_entry(entry)
    before = view.pool_states("A-pools")
    preview = draw_changes.preview_withdrawal(view.id, int(entry[1:]), Policy.FORFEIT)
    draw_changes.withdraw_entry(view.id, int(entry[1:]), Policy.FORFEIT, by=OFFICE)
    after = get_view(event_id)
    assert {after.get_match(match.id).state for match in own} == {"done"}
    assert after.pool_states("A-pools") == preview.after.get_stage("A-pools").pools
    draw_changes.reinstate_entry(view.id, int(entry[1:]), by=OFFICE)
    assert get_view(event_id).pool_states("A-pools") == before


def test_another_team_takes_a_place(event_id: int) -> None:
    view = laid(event_id)
    entry = view.divisions[0].entries[0]
    results.record_result(view.of_entry(entry)[0].id, Result(home=1, away=1), by=OFFICE)
    draw_changes.replace_entry(view.id, int(entry[1:]), label="De nye", organisation="Havnen", by=OFFICE)
    after = get_view(event_id)
    assert after.labels[entry] == "De nye"
    assert after.of_entry(entry)[0].result == Result(home=1, away=1)
    with pytest.raises(RuleError, match="label_taken"):
        draw_changes.replace_entry(view.id, int(entry[1:]), label="Hold 2", organisation="", by=OFFICE)
