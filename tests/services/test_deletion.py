"""Personal data ends when its time is up, the dry run says so before, and everything else keeps working."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from core.audit import VISITOR, AuditRow
from core.db import session
from core.retention import delete_due, due_for_deletion, list_personal_data
from teams.models import Leader, Organisation
from teams.office_queries import list_office_teams
from teams.organisations import set_active
from teams.personal_data import LEADERS_KEPT_DAYS
from teams.sign_up import sign_up
from tests import cast, make
from tests.make_teams import sign_up_wish


def leader() -> Leader:
    return session().scalars(select(Leader).execution_options(populate_existing=True)).one()


def test_a_leader_is_emptied_after_the_event_and_not_before(app: Flask, at: Callable[[datetime], None]) -> None:
    event = make.event()
    sign_up(sign_up_wish(event, leader_name="Bodil", email="bodil@example.org"), by=VISITOR)
    assert event.starts_at is not None
    at(event.starts_at + timedelta(days=LEADERS_KEPT_DAYS))
    assert due_for_deletion()["leaders"] == 0
    at(event.starts_at + timedelta(days=LEADERS_KEPT_DAYS + 1))
    assert due_for_deletion()["leaders"] == 1
    assert delete_due()["leaders"] == 1
    row = leader()
    assert (row.name, row.phone, row.email) == ("", "", "")
    assert row.emptied_at is not None
    assert due_for_deletion()["leaders"] == 0


def test_the_dry_run_deletes_nothing(app: Flask, at: Callable[[datetime], None]) -> None:
    event = make.event()
    sign_up(sign_up_wish(event), by=VISITOR)
    assert event.starts_at is not None
    at(event.starts_at + timedelta(days=LEADERS_KEPT_DAYS + 1))
    due_for_deletion()
    assert leader().name == "Bo"


def test_the_offices_list_works_without_the_leader(app: Flask, at: Callable[[datetime], None]) -> None:
    event = make.event()
    sign_up(sign_up_wish(event), by=VISITOR)
    assert event.starts_at is not None
    at(event.starts_at + timedelta(days=LEADERS_KEPT_DAYS + 1))
    delete_due()
    team = list_office_teams(event.id)[0]
    assert (team.leader, team.name) == ("", "Fyrtårnets Fodboldhold")


def test_the_contact_of_a_closed_place_goes_the_next_night(app: Flask) -> None:
    place = make.organisation("Lukker snart", contact_name="Kirsten")
    set_active(place.id, False, by=cast.organiser_actor())
    assert due_for_deletion()["organisation_contacts"] == 1
    delete_due()
    found = session().scalars(select(Organisation).where(Organisation.id == place.id)).one()
    assert (found.contact_name, found.contact_phone, found.name) == ("", "", "Lukker snart")


def test_a_deletion_is_recorded_as_a_number(app: Flask) -> None:
    place = make.organisation("Lukker snart", contact_name="Kirsten")
    set_active(place.id, False, by=cast.organiser_actor())
    delete_due()
    row = session().scalars(select(AuditRow).where(AuditRow.subject == "personal_data:organisation_contacts")).one()
    assert row.facts == {"rows": 1}


def test_every_kind_of_personal_data_says_why_and_until_when(app: Flask) -> None:
    kinds = {data.name: data for data in list_personal_data()}
    assert {"leaders", "organisation_contacts"} <= set(kinds)
    assert all(data.fields and str(data.purpose) and str(data.kept_for) for data in kinds.values())
