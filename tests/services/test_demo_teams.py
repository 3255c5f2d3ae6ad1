"""The demo season's teams: enough of them, the same from the same chance, never more than there is room for."""

from datetime import timedelta
from random import Random

from flask import Flask
from sqlalchemy import func, select

from core import clock
from core.db import Base, session
from events.models import Cap, Event
from teams.demo import DemoLeader, lay_demo_teams
from teams.models import Leader, Organisation, Registration
from teams.queries import find_registration_by_token
from tests import make


def lay(seed: int = 1) -> tuple[DemoLeader, Event]:
    now = clock.now()
    today = make.event("I dag", teams=16, starts_at=now, closes_at=None, change_until=None, cancel_until=None)
    make.event("Før", teams=10, state="finished", starts_at=now - timedelta(days=20))
    make.event("Ikke åben", opens_at=now + timedelta(days=3))
    for number in range(6):
        make.event(f"Kommer {number}", teams=4)
    return lay_demo_teams(make.season().id, today.id, Random(seed)), today


def listed() -> list[tuple[str, str, int, str]]:
    query = select(Registration.name, Registration.state, Registration.headcount, Registration.row_wish)
    return [tuple(row) for row in session().execute(query.order_by(Registration.id))]


def test_two_hundred_places_and_todays_fourteen_teams(app: Flask) -> None:
    leader, today = lay()
    assert session().scalar(select(func.count()).select_from(Organisation)) == 200
    counts = session().scalars(select(Event.team_count).where(Event.id == today.id)).one()
    assert counts == 14
    found = find_registration_by_token(leader.token)
    assert found is not None
    assert (found.event_id, found.name) == (today.id, leader.team)


def test_no_cap_is_overrun_and_somebody_waits(app: Flask) -> None:
    lay()
    caps = session().execute(select(Cap.taken, Cap.cap)).all()
    assert all(cap is None or taken <= cap for taken, cap in caps)
    assert "waiting" in {state for _name, state, _people, _row in listed()}


def test_nobody_is_signed_up_where_sign_up_has_not_opened(app: Flask) -> None:
    lay()
    assert session().scalars(select(Event.team_count).where(Event.title_da == "Ikke åben")).one() == 0


def empty_tables() -> None:
    session().rollback()
    for table in reversed(Base.metadata.sorted_tables):
        session().execute(table.delete())
    session().commit()


def test_the_same_chance_gives_the_same_season(app: Flask) -> None:
    lay(seed=5)
    first = listed()
    empty_tables()
    lay(seed=5)
    assert listed() == first
    empty_tables()
    lay(seed=6)
    assert listed() != first


def test_every_number_is_one_that_nobody_has(app: Flask) -> None:
    lay()
    phones = [*session().scalars(select(Leader.phone)), *session().scalars(select(Organisation.contact_phone))]
    assert all(phone.startswith("12 34 ") for phone in phones)
