"""A changed timetable is published: who hears of it, and by which way."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.db import session, transaction
from core.outbox import OutboxMail
from teams.models import Leader, Registration
from tests.make_planning import OFFICE, ready_day
from tournament import planning_publish, planning_run, results
from tournament.announcing import Told, told_text
from tournament.engine.values import Result
from tournament.models import Competition, Entry
from tournament.models_situation import TeamMessage
from tournament.planning_draft import find_draft, list_slots, open_draft, put_back, saved_slot
from tournament.store_cache import find_published, get_view
from tournament.store_view import MatchView
from tournament.team_messages import entries_of

Mover = Callable[[datetime], None]
TEN = datetime(2026, 10, 10, 10, 0, tzinfo=clock.COPENHAGEN)
DAY_BEFORE = TEN - timedelta(hours=20)
ADDRESS = "leder@example.org"


@pytest.fixture
def event_id(app: Flask) -> int:
    """A published day of eight teams; a team in each of the first two matches has the leader with an address."""
    made = ready_day()
    planning_run.lay_timetable(made, by=OFFICE)
    publish(made)
    one, other = (entries_of(match)[0] for match in first_two(made))
    with transaction() as db:
        first, second = (db.get_one(Registration, db.get_one(Entry, entry).registration_id) for entry in (one, other))
        second.leader_id = first.leader_id
        db.get_one(Leader, first.leader_id).email = ADDRESS
    return made


def publish(event_id: int) -> Told:
    draft = find_draft(get_view(event_id).id)
    assert draft is not None
    return planning_publish.publish_timetable(event_id, number=draft.number, despite=True, by=OFFICE)


def first_two(event_id: int) -> list[MatchView]:
    """The matches the day begins with."""
    view = get_view(event_id)
    return sorted((match for match in view.matches if match.starts_at == TEN), key=lambda match: match.number)


def trade_courts(event_id: int) -> None:
    """In the draft the first two matches of the day stand on each other's courts."""
    view = get_view(event_id)
    with transaction() as db:
        draft = open_draft(db, db.get_one(Competition, view.id), find_published(view.id))
        one, other = [saved_slot(slot) for slot in list_slots(draft.id) if slot.starts_at == TEN]
        one[1], other[1] = other[1], one[1]
        put_back(db, draft, [one, other])


def mails() -> list[OutboxMail]:
    return list(session().scalars(select(OutboxMail).order_by(OutboxMail.id)))


def to_call() -> int:
    return len(session().scalars(select(Registration.id).where(Registration.to_call_reason == "matches_moved")).all())


def test_the_first_timetable_is_news_to_nobody_in_particular(event_id: int) -> None:
    assert mails() == []
    assert session().scalars(select(TeamMessage.id)).all() == []


def test_long_before_the_day_the_page_and_the_calendar_say_it_alone(event_id: int) -> None:
    trade_courts(event_id)
    assert publish(event_id) == Told(teams=4)
    told = session().scalars(select(TeamMessage)).all()
    assert {(message.entry_id, message.facts[0]["number"]) for message in told} == {
        (entry, match.number) for match in first_two(event_id) for entry in entries_of(match)
    }
    assert (mails(), to_call()) == ([], 0)


def test_near_the_day_a_leader_gets_one_mail_for_all_teams_and_who_has_no_address_is_rung(
    event_id: int, at: Mover
) -> None:
    at(DAY_BEFORE)
    trade_courts(event_id)
    assert publish(event_id) == Told(teams=4, mailed=1, to_call=2)
    assert to_call() == 2
    (mail,) = mails()
    assert mail.recipient == ADDRESS
    view = get_view(event_id)
    for match in first_two(event_id):
        assert match.court is not None
        assert f"Kamp {match.number} kl. 10.00 er flyttet til {match.court.name}." in mail.body
        assert f"\n{view.labels[f'e{entries_of(match)[0]}']}\n" in mail.body
    assert publish_again(event_id) == Told()
    assert len(mails()) == 1


def publish_again(event_id: int) -> Told:
    """The second press on a page that was open."""
    number = get_view(event_id).timetable_number
    assert number is not None
    return planning_publish.publish_timetable(event_id, number=number, by=OFFICE)


def test_a_sign_up_that_somebody_is_changing_is_not_in_the_way(event_id: int, at: Mover) -> None:
    at(DAY_BEFORE)
    trade_courts(event_id)
    versions = select(Registration.version).order_by(Registration.id)
    held = session().scalars(versions).all()
    assert publish(event_id).to_call == 2
    assert session().scalars(versions).all() == held, "who holds the form finds it as it was"


def test_once_the_day_has_begun_nobody_is_rung_but_the_mails_go_out(event_id: int, at: Mover) -> None:
    at(TEN)
    trade_courts(event_id)
    assert publish(event_id) == Told(teams=4, mailed=1)
    assert (len(mails()), to_call()) == (1, 0)


def test_who_is_to_be_rung_for_something_else_keeps_that_reason(event_id: int, at: Mover) -> None:
    at(DAY_BEFORE)
    with transaction() as db:
        for row in db.scalars(select(Registration)):
            row.to_call_reason, row.to_call_since = "promoted", clock.now()
    trade_courts(event_id)
    assert publish(event_id).to_call == 2
    assert to_call() == 0


def test_a_match_with_a_result_is_no_news(event_id: int, at: Mover) -> None:
    at(DAY_BEFORE)
    trade_courts(event_id)
    for match in first_two(event_id):
        results.record_result(match.id, Result(home=1, away=0), by=OFFICE)
    assert publish(event_id) == Told()
    assert mails() == []


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Told(), ""),
        (Told(1), "1 hold ser det på sin side."),
        (Told(4, 1, 2), "4 hold ser det på deres side. 1 holdleder får en mail. Ring til 2 holdledere."),
    ],
)
def test_the_office_reads_who_heard(app: Flask, told: Told, words: str) -> None:
    with app.test_request_context():
        assert told_text(told) == words
