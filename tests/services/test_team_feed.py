"""What a team's calendar says as the programme is published, moved, repaired and put back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

import icalendar
import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.db import session, transaction
from events.queries import get_public_event
from teams.models import Registration
from teams.queries import get_registration
from tests.at_once import at_once
from tests.make_planning import OFFICE, ready_day
from tournament import draw, draw_changes, planning_publish, planning_run, results, situations
from tournament.engine.values import Policy, Result, ResultKind
from tournament.models import Competition, Division
from tournament.planning_draft import find_draft, list_slots, open_draft, put_back, saved_slot
from tournament.store_cache import find_published, get_view
from tournament.team_feed import team_feed

TEN = datetime(2026, 10, 10, 10, 0, tzinfo=clock.COPENHAGEN)
PAGE = "https://sport.example/hold/kort"
Minute = Callable[[], None]
Seen = tuple[int, str, datetime]


@dataclass
class Team:
    """One registration of a planned day, and its calendar."""

    event_id: int
    registration_id: int

    @property
    def key(self) -> str:
        """The entry it plays as."""
        return get_view(self.event_id).registrations[self.registration_id][0]

    def bytes(self) -> bytes:
        """Its calendar now."""
        registration = get_registration(self.registration_id)
        event = get_public_event(registration.event.slug)
        return team_feed(registration, event, get_view(self.event_id), f"{PAGE}/kampe.ics", PAGE)

    def entries(self) -> dict[str, icalendar.Event]:
        """Its entries by UID."""
        return {str(e["UID"]): e for e in icalendar.Calendar.from_ical(self.bytes()).walk("VEVENT")}

    def seen(self) -> dict[str, Seen]:
        """What a subscriber must notice of each entry: SEQUENCE, STATUS and when it changed."""
        return {uid: (int(e["SEQUENCE"]), str(e["STATUS"]), e["LAST-MODIFIED"].dt) for uid, e in self.entries().items()}


def publish(event_id: int) -> None:
    draft = find_draft(get_view(event_id).id)
    assert draft is not None
    planning_publish.publish_timetable(event_id, number=draft.number, despite=True, by=OFFICE)


@pytest.fixture
def minute(at: Callable[[datetime], None]) -> Minute:
    """Let a minute go by."""
    passed = count(1)
    start = clock.now()
    return lambda: at(start + timedelta(minutes=next(passed)))


@pytest.fixture
def team(app: Flask) -> Team:
    """The first of eight teams, its programme published."""
    event_id = ready_day()
    planning_run.lay_timetable(event_id, by=OFFICE)
    publish(event_id)
    first = session().scalars(select(Registration.id).order_by(Registration.id)).first()
    assert first is not None
    return Team(event_id, first)


def move_first(team: Team) -> str:
    """Let the first match of the team trade courts with the one beside it, and publish; its UID."""
    before = team.seen()
    view = get_view(team.event_id)
    own = view.of_entry(team.key)[0]
    with transaction() as db:
        draft = open_draft(db, db.get_one(Competition, view.id), find_published(view.id))
        one, other = [slot for slot in list_slots(draft.id) if slot.starts_at == own.starts_at]
        here, there = saved_slot(one), saved_slot(other)
        here[1], there[1] = there[1], here[1]
        put_back(db, draft, [here, there])
    assert team.seen() == before, "a draft is nobody's business"
    publish(team.event_id)
    after = team.seen()
    (uid,) = [uid for uid in after if after[uid] != before[uid]]
    return uid


def test_each_match_has_an_entry_with_both_teams_its_court_and_the_day_it_belongs_to(team: Team) -> None:
    event = get_registration(team.registration_id).event
    own = get_view(team.event_id).of_entry(team.key)
    entries = list(team.entries().values())
    assert len(entries) == len(own) == 3
    for match, entry in zip(own, sorted(entries, key=lambda entry: entry["DTSTART"].dt), strict=True):
        assert str(entry["SUMMARY"]) == f"{match.home.label} – {match.away.label}"
        assert match.court is not None
        assert str(entry["LOCATION"]).startswith(f"{match.court.name}, ")
        assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (match.starts_at, match.planned_end)
        assert str(entry["RELATED-TO"]) == event.uid
        assert str(entry["URL"]) == PAGE
        assert (int(entry["SEQUENCE"]), str(entry["STATUS"])) == (0, "CONFIRMED")


def test_the_number_rises_by_move_repair_and_undo_and_only_where_something_changed(team: Team, minute: Minute) -> None:
    minute()
    first = team.seen()
    moved = move_first(team)
    assert team.seen() == {uid: (1, "CONFIRMED", clock.now()) if uid == moved else first[uid] for uid in first}

    minute()
    before = team.seen()
    published = find_published(get_view(team.event_id).id)
    assert published is not None
    court = list_slots(published.id)[0].court_id
    shut = {"from": TEN.isoformat(), "to": (TEN + timedelta(minutes=45)).isoformat()}
    news = [{"kind": "court_closed", "court": court, **shut}]
    situation = situations.ask_situation(team.event_id, news, TEN, by=OFFICE)
    assert team.seen() == before
    situations.publish_situation(team.event_id, situation, 0, by=OFFICE)
    repaired, repaired_at = team.seen(), clock.now()
    for uid, (sequence, status, changed_at) in repaired.items():
        if (sequence, changed_at) != (before[uid][0], before[uid][2]):
            assert (sequence, status, changed_at) == (before[uid][0] + 1, "CONFIRMED", repaired_at)
    touched = {uid for uid in repaired if repaired[uid] != before[uid]}
    assert touched

    minute()
    situations.undo_situation(team.event_id, situation, by=OFFICE)
    after = team.seen()
    for uid in after:
        raised = (repaired[uid][0] + 1, "CONFIRMED", clock.now())
        assert after[uid] == (raised if uid in touched else repaired[uid])


def test_a_team_that_is_gone_has_its_matches_cancelled_and_back_again(team: Team, minute: Minute) -> None:
    before = team.entries()
    minute()
    news = [{"kind": "withdrawn", "entry": int(team.key[1:]), "from": TEN.isoformat()}]
    situation = situations.ask_situation(team.event_id, news, TEN, by=OFFICE)
    situations.publish_situation(team.event_id, situation, 0, by=OFFICE)
    gone = team.entries()
    assert gone.keys() == before.keys()
    for uid, entry in gone.items():
        assert (int(entry["SEQUENCE"]), str(entry["STATUS"])) == (1, "CANCELLED")
        assert str(entry["SUMMARY"]) == f"AFLYST: {before[uid]['SUMMARY']}"
        assert entry["DTSTART"].dt == before[uid]["DTSTART"].dt
    minute()
    situations.undo_situation(team.event_id, situation, by=OFFICE)
    assert {seen[:2] for seen in team.seen().values()} == {(2, "CONFIRMED")}


def test_a_withdrawal_that_is_taken_back_never_lets_the_number_fall(team: Team, minute: Minute) -> None:
    competition, entry = get_view(team.event_id).id, int(team.key[1:])
    assert {seen[:2] for seen in team.seen().values()} == {(0, "CONFIRMED")}
    minute()
    draw_changes.withdraw_entry(competition, entry, Policy.ANNUL, by=OFFICE)
    assert {seen[:2] for seen in team.seen().values()} == {(1, "CANCELLED")}
    minute()
    draw_changes.reinstate_entry(competition, entry, by=OFFICE)
    assert {seen[:2] for seen in team.seen().values()} == {(2, "CONFIRMED")}


def test_a_match_that_nobody_came_to_is_off_until_the_result_is_corrected(team: Team, minute: Minute) -> None:
    match = get_view(team.event_id).of_entry(team.key)[0]
    assert {seen[:2] for seen in team.seen().values()} == {(0, "CONFIRMED")}
    minute()
    results.record_result(match.id, Result(ResultKind.BOTH_NO_SHOW), by=OFFICE)
    assert sorted(seen[:2] for seen in team.seen().values()) == [(0, "CONFIRMED"), (0, "CONFIRMED"), (1, "CANCELLED")]
    minute()
    seen = get_view(team.event_id).get_match(match.id).result_id
    assert seen is not None
    results.undo_result(match.id, seen=seen, by=OFFICE)
    assert sorted(seen[:2] for seen in team.seen().values()) == [(0, "CONFIRMED"), (0, "CONFIRMED"), (2, "CONFIRMED")]


def test_a_played_match_keeps_its_entry_as_it_was(team: Team, minute: Minute) -> None:
    before = team.seen()
    minute()
    results.record_result(get_view(team.event_id).of_entry(team.key)[0].id, Result(home=2, away=1), by=OFFICE)
    assert team.seen() == before


def test_a_match_that_the_team_referees_stands_there_until_another_does(team: Team, minute: Minute) -> None:
    view = get_view(team.event_id)
    published = find_published(view.id)
    assert published is not None
    with transaction():
        slot = next(s for s in list_slots(published.id) if not view.get_match(s.match_id).plays(team.key))
        slot.referee = team.key
        number = view.get_match(slot.match_id).number
    title = f"I dømmer kamp {number}"
    assert title in {str(entry["SUMMARY"]) for entry in team.entries().values()}
    minute()
    with transaction() as db:
        draft = open_draft(db, db.get_one(Competition, view.id), published)
        for copied in list_slots(draft.id):
            copied.referee = None
    publish(team.event_id)
    # That the match is played, with another referee, gives the team nothing back.
    results.record_result(get_view(team.event_id).get_numbered(number).id, Result(home=1, away=0), by=OFFICE)
    off = [entry for entry in team.entries().values() if title in str(entry["SUMMARY"])]
    assert [(str(e["SUMMARY"]), int(e["SEQUENCE"]), str(e["STATUS"])) for e in off] == [
        (f"AFLYST: {title}", 1, "CANCELLED")
    ]


def test_a_team_whose_place_was_given_to_another_is_told_and_keeps_what_it_played(team: Team, minute: Minute) -> None:
    view = get_view(team.event_id)
    entry, first = int(team.key[1:]), view.of_entry(team.key)[0]
    results.record_result(first.id, Result(home=2, away=1), by=OFFICE)
    before = team.entries()
    minute()
    draw_changes.replace_entry(view.id, entry, label="De nye", organisation="", by=OFFICE)
    after = team.entries()
    assert after.keys() == before.keys()
    assert sorted(seen[:2] for seen in team.seen().values()) == [(0, "CONFIRMED"), (1, "CANCELLED"), (1, "CANCELLED")]
    for uid, said in after.items():
        assert said["DTSTART"].dt == before[uid]["DTSTART"].dt
        assert "De nye" not in str(said["SUMMARY"])
        assert str(said["SUMMARY"]).startswith("AFLYST: Kamp ") == (str(said["STATUS"]) == "CANCELLED")


def play_until_final(team: Team) -> tuple[int, int]:
    """Let the team win all it plays before the final; the row of the other semi-final, and that of the final."""
    view = get_view(team.event_id)
    for match in [match for match in view.matches if match.pool is not None]:
        home_wins = match.home.entry == team.key or (
            match.away.entry != team.key and str(match.home.entry) < str(match.away.entry)
        )
        results.record_result(match.id, Result(home=2 * home_wins, away=2 * (not home_wins)), by=OFFICE)
    one, other = (match for match in get_view(team.event_id).matches if match.pool is None and match.home.is_known)
    mine, others = (one, other) if one.plays(team.key) else (other, one)
    home_wins = mine.home.entry == team.key
    results.record_result(mine.id, Result(home=2 * home_wins, away=2 * (not home_wins)), by=OFFICE)
    finals = [match for match in get_view(team.event_id).of_entry(team.key) if match.result is None]
    assert len(finals) == 1
    return others.id, finals[0].id


def test_a_final_that_nobody_reaches_is_off_and_its_number_never_falls(team: Team, minute: Minute) -> None:
    semi, final = play_until_final(team)
    before = team.seen()
    minute()
    results.record_result(semi, Result(ResultKind.BOTH_NO_SHOW), by=OFFICE)
    off = team.seen()
    (uid,) = [uid for uid in off if off[uid] != before[uid]]
    assert (before[uid][:2], off[uid][:2]) == ((0, "CONFIRMED"), (1, "CANCELLED"))
    minute()
    seen = get_view(team.event_id).get_match(semi).result_id
    assert seen is not None
    results.undo_result(semi, seen=seen, by=OFFICE)
    assert team.seen()[uid][:2] == (2, "CONFIRMED")
    minute()
    # A correction puts another team in the final: it is told off, and taken back it is told again.
    mine = next(match for match in get_view(team.event_id).of_entry(team.key) if match.pool is None)
    result = get_view(team.event_id).get_match(mine.id).result_id
    assert result is not None
    results.undo_result(mine.id, seen=result, by=OFFICE)
    assert team.seen()[uid] == (3, "CANCELLED", clock.now())
    assert get_view(team.event_id).get_match(final).home.is_known is False


def test_a_draw_that_is_taken_back_takes_the_matches_along_and_they_are_told_off(team: Team, minute: Minute) -> None:
    before = team.entries()
    minute()
    draw.withdraw_draw(session().scalars(select(Division.id)).one(), by=OFFICE)
    assert get_view(team.event_id).matches == ()
    assert {(uid, seen[:2]) for uid, seen in team.seen().items()} == {(uid, (1, "CANCELLED")) for uid in before}


@pytest.mark.commits
def test_two_phones_that_ask_at_once_count_a_change_once(app: Flask, team: Team) -> None:
    before = team.seen()
    draw_changes.withdraw_entry(get_view(team.event_id).id, int(team.key[1:]), Policy.ANNUL, by=OFFICE)
    at_once(app, [team.bytes] * 3)
    assert {seen[:2] for seen in team.seen().values()} == {(1, "CANCELLED")}
    assert team.seen().keys() == before.keys()


def test_two_readings_are_the_same_bytes_whatever_the_clock_says(team: Team, at: Callable[[datetime], None]) -> None:
    before = team.bytes()
    at(TEN + timedelta(days=200))
    assert team.bytes() == before
