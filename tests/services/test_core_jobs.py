"""Jobs and mail: asked for in a transaction, done after it, done once, found again when lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from threading import BoundedSemaphore

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from flask import Flask
from sqlalchemy import select

from core import clock, jobs
from core.bench import free_port
from core.db import session, transaction
from core.mail import send_due_mail
from core.outbox import TRIES, OutboxMail, put_mail
from tests.conftest import NOW


@pytest.fixture
def done(app: Flask) -> Iterator[list[int]]:
    """A kind of work that notes what it did."""
    seen: list[int] = []

    def work(number: int) -> dict[str, int]:
        if number < 0:
            raise ArithmeticError("too small")
        seen.append(number)
        return {"number": number}

    registered = app.extensions["jobs"]["jobs"]
    before = (dict(registered.works), dict(registered.patience), dict(registered.given_up), set(registered.long))
    registered.works["note"] = work
    yield seen
    registered.works, registered.patience, registered.given_up, registered.long = before
    registered.room = None


def row(run_id: int) -> jobs.JobRun:
    session().expire_all()
    return session().get_one(jobs.JobRun, run_id)


def test_work_is_done_after_the_commit_with_its_result(app: Flask, done: list[int]) -> None:
    with transaction():
        run_id = jobs.ask_for("note", number=7)
        assert done == []
    assert done == [7]
    assert (row(run_id).state, row(run_id).result) == ("done", {"number": 7})


def test_work_of_a_failed_command_is_never_done(app: Flask, done: list[int]) -> None:
    with pytest.raises(RuntimeError), transaction():
        jobs.ask_for("note", number=7)
        raise RuntimeError
    assert done == []


def test_failed_work_says_why(app: Flask, done: list[int]) -> None:
    with transaction():
        run_id = jobs.ask_for("note", number=-1)
    assert row(run_id).state == "failed"
    assert "too small" in str(row(run_id).result)


def test_work_runs_once_however_often_it_is_handed_out(app: Flask, done: list[int]) -> None:
    with transaction():
        run_id = jobs.ask_for("note", number=7)
    jobs.run(run_id)
    assert done == [7]


def test_the_sweep_finds_what_a_killed_worker_left(app: Flask, done: list[int], at) -> None:
    with transaction() as db:
        lost = jobs.JobRun(
            kind="note", arguments={"number": 8}, state="running", attempts=1, created_at=NOW, heartbeat_at=NOW
        )
        db.add(lost)
        db.flush()
        run_id = lost.id
    assert jobs.sweep() == 0
    at(NOW + timedelta(minutes=6))
    assert jobs.sweep() == 1
    assert done == [8]
    assert row(run_id).state == "done"


def test_work_that_kills_its_worker_again_and_again_is_given_up(app: Flask, done: list[int], at) -> None:
    with transaction() as db:
        lost = jobs.JobRun(
            kind="note", arguments={"number": 8}, state="running", attempts=3, created_at=NOW, heartbeat_at=NOW
        )
        db.add(lost)
        db.flush()
        run_id = lost.id
    at(NOW + timedelta(minutes=6))
    jobs.sweep()
    assert done == []
    assert row(run_id).state == "failed"


def test_work_that_beats_its_heart_may_be_found_sooner(app: Flask, done: list[int], at) -> None:
    app.extensions["jobs"]["jobs"].register("quick", lambda number: {}, patience=timedelta(seconds=20))
    with transaction() as db:
        for kind in ("note", "quick"):
            db.add(
                jobs.JobRun(
                    kind=kind, arguments={"number": 9}, state="running", attempts=1, created_at=NOW, heartbeat_at=NOW
                )
            )
    at(NOW + timedelta(seconds=20))
    assert jobs.sweep() == 0
    at(NOW + timedelta(seconds=21))
    assert jobs.sweep() == 1
    assert done == []
    states = session().execute(select(jobs.JobRun.kind, jobs.JobRun.state)).all()
    assert {tuple(found) for found in states} == {("note", "running"), ("quick", "done")}


def test_a_worker_that_was_taken_for_lost_stores_nothing_more(app: Flask, done: list[int], at) -> None:
    stored: list[int] = []

    def work(number: int) -> dict[str, int]:
        with transaction():
            jobs.beat()
        with transaction() as db:
            # Another worker has begun the same work anew.
            db.scalars(select(jobs.JobRun)).one().attempts += 1
        with transaction():
            jobs.beat()
            stored.append(number)
        return {"number": number}

    app.extensions["jobs"]["jobs"].works["note"] = work
    with transaction():
        run_id = jobs.ask_for("note", number=7)
    assert stored == []
    assert (row(run_id).state, row(run_id).attempts, row(run_id).result) == ("running", 2, None)


def test_who_asked_is_told_when_nothing_comes_of_it(app: Flask, done: list[int], at) -> None:
    told: list[int] = []
    registered = app.extensions["jobs"]["jobs"]
    registered.register("note", registered.works["note"], given_up=lambda number: told.append(number))
    with transaction():
        jobs.ask_for("note", number=-1)
    assert told == [-1]
    with transaction() as db:
        db.add(
            jobs.JobRun(
                kind="note", arguments={"number": 5}, state="running", attempts=3, created_at=NOW, heartbeat_at=NOW
            )
        )
    at(NOW + timedelta(minutes=6))
    jobs.sweep()
    assert told == [-1, 5]


@pytest.mark.commits
def test_long_work_waits_for_room_and_short_work_goes_by(app: Flask, done: list[int], at) -> None:
    registered = app.extensions["jobs"]["jobs"]
    seen: list[tuple[int, list[int]]] = []
    asked: list[int] = []

    def work(number: int) -> dict[str, int]:
        if number == 1:
            with transaction():
                asked.extend(jobs.ask_for("long", number=other) for other in (2, 3))
                jobs.ask_for("note", number=7)
        seen.append((number, list(done)))
        return {"number": number}

    registered.register("long", work, is_long=True, patience=timedelta(seconds=20))
    registered.room = BoundedSemaphore(1)
    with transaction():
        jobs.ask_for("long", number=1)
    assert seen == [(1, [7]), (2, [7]), (3, [7])]
    assert {row(run_id).state for run_id in asked} == {"done"}


@pytest.mark.commits
def test_long_work_that_waits_is_said_to_and_outlives_its_worker(app: Flask, done: list[int], at) -> None:
    registered = app.extensions["jobs"]["jobs"]
    registered.register("long", registered.works["note"], is_long=True, patience=timedelta(seconds=20))
    registered.room = BoundedSemaphore(1)
    with transaction() as db:
        for number in range(jobs.LONG_AT_ONCE):
            known = {"kind": "long", "arguments": {"number": number}, "attempts": 1, "created_at": NOW}
            db.add(jobs.JobRun(**known, state="running", heartbeat_at=NOW))
    registered.room.acquire()
    with transaction():
        run_id = jobs.ask_for("long", number=9)
    assert (row(run_id).state, done) == ("waiting", [])
    assert jobs.is_behind_others(run_id)
    # The worker is killed with all it had in hand; the next one begins with empty hands.
    registered.room = BoundedSemaphore(1)
    at(NOW + timedelta(seconds=21))
    assert not jobs.is_behind_others(run_id), "who is silent holds up nobody"
    assert jobs.sweep() == jobs.LONG_AT_ONCE + 1
    assert sorted(done) == [*range(jobs.LONG_AT_ONCE), 9]


class Kept(Message):
    """Keeps what it receives."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[object] = []

    def handle_message(self, message: object) -> None:
        self.messages.append(message)


@pytest.fixture
def mail_server(app: Flask) -> Iterator[Kept]:
    """A mail server on this machine that the application sends to."""
    kept = Kept()
    port = free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, mail_url=f"smtp://127.0.0.1:{port}")
    yield kept
    app.extensions["settings"] = before
    controller.stop()


def mails() -> list[OutboxMail]:
    session().expire_all()
    return list(session().scalars(select(OutboxMail)))


def test_a_mail_goes_out_once_with_its_calendar_and_is_emptied(app: Flask, mail_server: Kept) -> None:
    with transaction():
        put_mail(
            "leder@example.org", "Jeres plads", "I er med. Æøå.", attachment="BEGIN:VCALENDAR", attachment_name="a.ics"
        )
    assert send_due_mail() == 1
    assert send_due_mail() == 0
    message = mail_server.messages[0]
    assert message["To"] == "leder@example.org"
    body, calendar = message.get_payload()
    assert "Æøå" in body.get_payload(decode=True).decode()
    assert calendar.get_content_type() == "text/calendar"
    sent = mails()[0]
    assert (sent.state, sent.recipient, sent.body, sent.attachment) == ("sent", "", "", None)


def test_a_mail_that_fails_waits_longer_each_time_and_is_given_up_emptied(app: Flask, at) -> None:
    before = app.extensions["settings"]
    # Nothing listens on the discard port.
    app.extensions["settings"] = replace(before, mail_url="smtp://127.0.0.1:9")
    try:
        with transaction():
            put_mail("leder@example.org", "Jeres plads", "I er med.")
        moment = NOW
        for attempt in range(1, TRIES + 1):
            at(moment)
            send_due_mail()
            waiting = mails()[0]
            assert waiting.attempts == attempt
            assert waiting.next_try_at - clock.now() == timedelta(minutes=2 ** (attempt - 1))
            moment = waiting.next_try_at
    finally:
        app.extensions["settings"] = before
    assert (mails()[0].state, mails()[0].recipient) == ("failed", "")


class Refusing:
    """Accepts nobody, and says whom it refused."""

    async def handle_RCPT(
        self, server: object, session: object, envelope: object, address: str, options: object
    ) -> str:
        return f"550 no mailbox {address}"


def test_why_a_mail_failed_names_nobody(app: Flask) -> None:
    port = free_port()
    controller = Controller(Refusing(), hostname="127.0.0.1", port=port)
    controller.start()
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, mail_url=f"smtp://127.0.0.1:{port}")
    try:
        with transaction():
            put_mail("leder@example.org", "Jeres plads", "I er med.")
        assert send_due_mail() == 0
    finally:
        app.extensions["settings"] = before
        controller.stop()
    assert mails()[0].last_error == "SMTPRecipientsRefused"


@pytest.mark.parametrize("address", ["a@[.b", "=?utf-8?q?=0a?=@b.c", "leder@example.org"])
def test_a_mail_that_cannot_be_made_holds_none_back(app: Flask, mail_server: Kept, address: str) -> None:
    with transaction():
        put_mail(address, "Støberiet\nBcc: all@example.org er meldt fra", "Farvel.")
        put_mail("leder@example.org", "Jeres plads", "I er med.")
    send_due_mail()
    assert mail_server.messages[-1]["Subject"] == "Jeres plads"
    assert all(message["Bcc"] is None for message in mail_server.messages)


def test_without_a_mail_server_mails_are_kept_as_files(app: Flask) -> None:
    with transaction():
        put_mail("leder@example.org", "Jeres plads", "I er med.")
    send_due_mail()
    folder = app.extensions["settings"].data_dir / "mail"
    assert any("Jeres plads" in path.read_text() for path in folder.glob("*.eml"))
