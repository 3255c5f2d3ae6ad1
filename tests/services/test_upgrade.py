"""A database from before every format keeps its rows, and what was chosen there still stands."""

import json
import sqlite3
from pathlib import Path

from sqlalchemy import select

from core.db import session
from core.serve import upgrade_database
from tests.conftest import settings_for_tests
from tournament.models import Stage
from tournament.scheme import StageChoice
from wsgi import create_app

OLD = (
    (1, "A-pools", "round_robin", {"legs": 2, "pool_count": 3, "best": {"compare": "drop_last"}}),
    (2, "A-final", "knockout", {"bronze": True, "per_pool": 2, "best_next": 1, "allocation": "apart"}),
    (3, "A-file", "round_robin", {"legs": 1}),
)


def test_what_was_chosen_before_is_chosen_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    app = create_app(settings_for_tests(tmp_path, f"sqlite:///{path}"))
    with app.app_context():
        upgrade_database("0001")
    with sqlite3.connect(path) as raw:
        for number, key, code, options in OLD:
            raw.execute(
                "INSERT INTO stages (id, division_id, key, name_da, name_en, format, options, sort)"
                " VALUES (?, 1, ?, 'Navn', '', ?, ?, ?)",
                (number, key, code, json.dumps(options), number),
            )
    raw.close()
    with app.app_context():
        upgrade_database()
        pools, final, file = session().scalars(select(Stage).order_by(Stage.id)).all()
        choice = StageChoice.from_json(pools.options["choice"])
        assert choice == StageChoice(3, options={"legs": 2}, per_pool=2, best_next=1, compare="drop_last")
        assert final.options == {"bronze": True, "allocation": "apart"}
        assert file.options == {"legs": 1}
        session().rollback()
    app.extensions["database"].engine.dispose()
