"""What is logged when something goes wrong on our side holds nothing of a person."""

import json

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from core.db import transaction
from core.logs import JsonLines, log_fault
from teams.models import Leader
from tournament.views import leader

NAME, PHONE = "Bodil Hemmelig", "87 65 43 21"


def test_a_fault_of_the_database_is_logged_without_what_was_to_be_stored(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(IntegrityError) as fault, transaction() as db:
        db.add(Leader(organisation_id=1, name=NAME, phone=PHONE, created_at=None))
        db.flush()
    app.logger.addHandler(caplog.handler)
    try:
        log_fault(app, fault.value)
    finally:
        app.logger.removeHandler(caplog.handler)
    line = JsonLines().format(caplog.records[-1])
    assert "leaders" in json.loads(line)["error"]
    assert NAME not in line
    assert PHONE not in line


def test_a_fault_on_a_teams_page_is_logged_without_the_cards_token(
    app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_token: str) -> None:
        raise ArithmeticError("our fault")

    monkeypatch.setattr(leader, "find_pass", fail)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    app.logger.addHandler(caplog.handler)
    try:
        answer = app.test_client().get("/hold/secret-token-of-a-card")
    finally:
        app.logger.removeHandler(caplog.handler)
    lines = [JsonLines().format(record) for record in caplog.records]
    assert answer.status_code == 500
    assert "our fault" not in answer.text
    assert any("our fault" in line for line in lines)
    assert not any("secret-token" in line for line in lines)
