"""Signing teams up: what fits is confirmed, the rest waits, and nothing is counted twice."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit import VISITOR, AuditRow
from core.db import session
from core.errors import RuleError
from core.outbox import OutboxMail
from core.tokens import hashed
from events.models import Event
from teams.models import Leader, Pass, Registration
from teams.sign_up import sign_up
from tests import cast, make
from tests.make_teams import cap_id, set_cap, sign_up_wish, signed_up, taken, team_wish


def reloaded(event: Event) -> Event:
    return session().scalars(select(Event).where(Event.id == event.id).execution_options(populate_existing=True)).one()


def test_teams_that_fit_are_confirmed_and_the_rest_wait_in_order(app: Flask) -> None:
    event = make.event(teams=2)
    wish = sign_up_wish(event, team_wish("Et"), team_wish("To"), team_wish("Tre"))
    done = sign_up(wish, by=VISITOR)
    assert [(team.name, team.state) for team in done] == [("Et", "confirmed"), ("To", "confirmed"), ("Tre", "waiting")]
    after = reloaded(event)
    assert (after.team_count, after.people_count, after.waiting_count) == (2, 16, 1)


def test_a_large_team_that_does_not_fit_leaves_the_place_to_a_smaller_one(app: Flask) -> None:
    event = make.event(teams=5)
    set_cap(event, "people", 10)
    done = sign_up(sign_up_wish(event, team_wish("Stor", 12), team_wish("Lille", 6)), by=VISITOR)
    assert [team.state for team in done] == ["waiting", "confirmed"]


def test_the_same_sending_twice_is_one_sign_up(app: Flask) -> None:
    event = make.event()
    wish = sign_up_wish(event)
    first, second = sign_up(wish, by=VISITOR), sign_up(wish, by=VISITOR)
    assert first == second
    assert session().scalar(select(func.count()).select_from(Registration)) == 1
    assert taken(event, "teams") == 1


def test_meals_and_beds_are_counted_against_their_caps(app: Flask) -> None:
    event = make.event()
    options = {cap_id(event, "meal", "frokost"): 8, cap_id(event, "bed", "nat"): 4}
    sign_up(sign_up_wish(event, team_wish(options=options)), by=VISITOR)
    assert (taken(event, "meal", "frokost"), taken(event, "bed", "nat"), taken(event, "row", "B")) == (8, 4, 1)


def test_a_full_event_without_a_waiting_list_refuses_and_stores_nothing(app: Flask) -> None:
    event = make.event(teams=1, has_waiting_list=False)
    with pytest.raises(RuleError) as refused:
        sign_up(sign_up_wish(event, team_wish("Et"), team_wish("To")), by=VISITOR)
    assert refused.value.code == "teams.no_room_for_team"
    assert session().scalar(select(func.count()).select_from(Leader)) == 0
    assert taken(event, "teams") == 0


def test_a_closed_event_refuses_a_visitor_but_not_the_office(app: Flask) -> None:
    event = make.event(is_closed_by_hand=True)
    with pytest.raises(RuleError) as refused:
        sign_up(sign_up_wish(event), by=VISITOR)
    assert refused.value.code == "events.sign_up_closed"
    assert sign_up(sign_up_wish(event), by=cast.organiser_actor())[0].state == "confirmed"


def test_a_cancelled_event_refuses_everybody(app: Flask) -> None:
    event = make.event(state="cancelled")
    with pytest.raises(RuleError) as refused:
        sign_up(sign_up_wish(event), by=cast.organiser_actor())
    assert refused.value.code == "events.sign_up_cancelled"


def test_a_team_is_signed_up_once_under_its_name(app: Flask) -> None:
    event = make.event()
    sign_up(sign_up_wish(event, team_wish("Kometerne")), by=VISITOR)
    with pytest.raises(RuleError) as refused:
        sign_up(sign_up_wish(event, team_wish("kometerne")), by=VISITOR)
    assert (refused.value.code, refused.value.field) == ("teams.team_already_signed_up", "team-0-name")


def test_more_lunches_than_people_are_refused(app: Flask) -> None:
    event = make.event()
    lunch = cap_id(event, "meal", "frokost")
    with pytest.raises(RuleError) as refused:
        sign_up(sign_up_wish(event, team_wish(headcount=8, options={lunch: 10})), by=VISITOR)
    assert (refused.value.code, refused.value.field) == ("teams.more_than_people", f"team-0-option_{lunch}")


def test_without_a_phone_the_place_must_have_one(app: Flask) -> None:
    event = make.event()
    silent = make.organisation("Det Stille Sted", contact_phone="")
    with pytest.raises(RuleError) as refused:
        sign_up(sign_up_wish(event, organisation=silent, phone=""), by=VISITOR)
    assert refused.value.code == "teams.phone_is_missing"
    assert sign_up(sign_up_wish(event, phone=""), by=VISITOR)[0].state == "confirmed"


def test_the_audit_names_no_person_and_the_token_is_stored_as_a_hash(app: Flask) -> None:
    event = make.event()
    wish = sign_up_wish(event, leader_name="Bodil Hansen")
    sign_up(wish, by=VISITOR)
    rows = session().scalars(select(AuditRow).where(AuditRow.action == "sign_up")).all()
    assert len(rows) == 1
    assert "Bodil" not in str(rows[0].facts)
    stored = session().scalar(select(Pass.token_hash))
    assert stored == hashed(wish.teams[0].token)


def test_a_mail_with_the_card_goes_only_to_those_who_gave_an_address(app: Flask) -> None:
    event = make.event()
    signed_up(event, "Uden mail")
    assert session().scalar(select(func.count()).select_from(OutboxMail)) == 0
    wish = sign_up_wish(event, email="bo@example.org")
    sign_up(wish, by=VISITOR)
    mail = session().scalars(select(OutboxMail)).one()
    assert mail.recipient == "bo@example.org"
    assert f"/hold/{wish.teams[0].token}" in mail.body
    assert wish.teams[0].code in mail.body
    assert mail.attachment is not None
    assert f"UID:{event.uid}" in mail.attachment
    assert mail.attachment_name == f"{event.slug}.ics"
