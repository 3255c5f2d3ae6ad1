"""The ground holds: transactions, attempts, devices, inbox, revisions, login."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock, devices, people, revision
from core.attempts import count_attempt
from core.audit import AuditRow
from core.db import session, transaction
from core.errors import MissingError, RuleError
from core.inbox import Answer, Received, take_item
from tests import cast
from tests.conftest import NOW


def test_a_failed_command_leaves_nothing_behind(app: Flask) -> None:
    with pytest.raises(RuntimeError), transaction():
        revision.raise_revision("thing:1")
        raise RuntimeError
    assert revision.get_standing("thing:1").number == 0


def test_a_transaction_inside_another_joins_it(app: Flask) -> None:
    with pytest.raises(RuntimeError), transaction():
        with transaction():
            revision.raise_revision("thing:1")
        raise RuntimeError
    assert revision.get_standing("thing:1").number == 0


def test_each_change_raises_the_revision_by_one(app: Flask) -> None:
    for _ in range(3):
        with transaction():
            revision.raise_revision("thing:1")
    assert revision.get_standing("thing:1").number == 3


def test_attempts_over_the_limit_are_refused_until_the_quarter_is_over(app: Flask, at) -> None:
    for _ in range(3):
        count_attempt("code", "card", highest=3)
    with pytest.raises(RuleError, match="too_many_attempts"):
        count_attempt("code", "card", highest=3)
    count_attempt("code", "another card", highest=3)
    at(NOW + timedelta(minutes=15))
    count_attempt("code", "card", highest=3)


def test_a_wrong_password_and_an_unknown_mail_sound_the_same(app: Flask) -> None:
    cast.organiser()
    said = set()
    for mail in (cast.ORGANISER_MAIL, "nobody@example.org"):
        with pytest.raises(RuleError) as refusal:
            people.log_in(mail, "wrong", address="1.2.3.4", browser="test")
        said.add(refusal.value.text)
    assert len(said) == 1


def test_a_revoked_session_is_nobody(app: Flask) -> None:
    user = cast.organiser()
    token = people.log_in(cast.ORGANISER_MAIL, cast.PASSWORD, address="1.2.3.4", browser="test")
    logged_in = people.find_logged_in(token)
    assert logged_in is not None
    assert logged_in.roles == {"office"}
    people.revoke_session(logged_in.session_id, by=logged_in.actor)
    assert people.find_logged_in(token) is None
    assert user.id == logged_in.id


def test_a_session_ends_by_itself(app: Flask, at) -> None:
    cast.organiser()
    token = people.log_in(cast.ORGANISER_MAIL, cast.PASSWORD, address="1.2.3.4", browser="test")
    at(NOW + people.SESSION_LASTS)
    assert people.find_logged_in(token) is None


def test_nobody_ends_a_session_of_another(app: Flask) -> None:
    token = people.open_session(cast.organiser().id, browser="test")
    theirs = people.find_logged_in(token)
    assert theirs is not None
    with pytest.raises(MissingError):
        people.revoke_session(theirs.session_id, by=people.Actor("user", cast.stranger().id))
    assert people.find_logged_in(token) is not None


def test_a_new_password_ends_the_other_sessions(app: Flask) -> None:
    user = cast.organiser()
    kept, other = (people.open_session(user.id, browser="test") for _ in range(2))
    keep = people.find_logged_in(kept)
    assert keep is not None
    people.change_password(user.id, cast.PASSWORD, "fire helt andre ord", keep_session=keep.session_id, by=keep.actor)
    assert people.find_logged_in(kept) is not None
    assert people.find_logged_in(other) is None


def test_one_code_pairs_one_tablet(app: Flask) -> None:
    by = cast.organiser_actor()
    _number, code = devices.add_device(
        "referee", "event:1:court:1", "Bane 1", expires_at=clock.now() + timedelta(days=1), by=by
    )
    device, token = devices.pair(f" {code[:4].lower()} {code[4:]}")
    assert devices.find_device(token, "referee") == device
    assert devices.find_device(token, "gate") is None
    with pytest.raises(RuleError, match="pairing_code_unknown"):
        devices.pair(code)


def test_a_revoked_or_expired_device_may_do_nothing(app: Flask, at) -> None:
    by = cast.organiser_actor()
    ends = clock.now() + timedelta(hours=8)
    tokens = []
    for label in ("Bane 1", "Bane 2"):
        number, code = devices.add_device("referee", "event:1:court:1", label, expires_at=ends, by=by)
        tokens.append(devices.pair(code)[1])
    devices.revoke_device(number, by=by)
    assert devices.find_device(tokens[1], "referee") is None
    assert devices.find_device(tokens[0], "referee") is not None
    at(NOW + timedelta(hours=8))
    assert devices.find_device(tokens[0], "referee") is None


def paired() -> devices.PairedDevice:
    by = cast.organiser_actor()
    _id, code = devices.add_device("gate", "event:1:gate:A", "A", expires_at=clock.now() + timedelta(days=1), by=by)
    return devices.pair(code)[0]


def test_a_replayed_item_gets_the_first_answer_and_works_once(app: Flask) -> None:
    item = Received(paired(), "item-1", {}, clock.now())
    worked = []

    def handler(received: Received) -> Answer:
        worked.append(received.client_id)
        return Answer("ok", {"number": len(worked)})

    first = take_item(item, "count", {"count": handler})
    again = take_item(item, "count", {"count": handler})
    assert first == {"id": "item-1", "outcome": "ok", "number": 1}
    assert again == {"id": "item-1", "outcome": "duplicate", "first": "ok", "number": 1}
    assert worked == ["item-1"]


def test_a_refused_item_changes_nothing_and_stays_refused(app: Flask) -> None:
    item = Received(paired(), "item-1", {}, None)

    def handler(_received: Received) -> Answer:
        revision.raise_revision("thing:1")
        raise RuleError("core.too_many_attempts", minutes=3)

    for _ in range(2):
        answer = take_item(item, "count", {"count": handler})
        assert answer["outcome"] == "refused"
        assert answer["code"] == "core.too_many_attempts"
    assert revision.get_standing("thing:1").number == 0


def test_an_item_of_an_unknown_kind_is_refused_with_a_sentence(app: Flask) -> None:
    answer = take_item(Received(paired(), "item-1", {}, None), "dance", {})
    assert answer["outcome"] == "refused"
    assert "dance" in answer["text"]


def test_the_audit_names_who_and_what(app: Flask) -> None:
    cast.organiser()
    row = session().scalars(select(AuditRow).where(AuditRow.action == "add_user")).one()
    assert (row.actor, row.facts) == ("system", {"role": "office"})
