"""What each kind of file may do: one place commits, one clock, no chance, no request in a command, no SQL in a view."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import FLOORS, PURE, imports, name_of, parsed, python_files

ROOMS = [floor for floor in FLOORS if floor != "wsgi"]
# Chance for secrets, for ids of calendar entries and for the seed of a draw, each made where it is stored.
CHANCE_FILES = {"core/tokens.py", "core/settings.py", "core/security.py", "events/naming.py"}
WEB_NAMES = {"request", "current_user", "flash", "url_for", "abort", "redirect", "render_template", "g"}
# Page rows may carry addresses, so queries may know url_for; a command never does.
NO_WEB = re.compile(r"(^|/)(rules|service\w*|queries\w*|forms|models|access|store\w*)\.py$")


def calls(path: Path) -> list[tuple[int, str]]:
    """Every call in a file as (line, dotted name); what was itself called ends in "()": `session().add`."""
    return [(node.lineno, dotted(node.func)) for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)]


def dotted(target: ast.expr) -> str:
    if isinstance(target, ast.Attribute):
        return f"{dotted(target.value)}.{target.attr}"
    if isinstance(target, ast.Call):
        return f"{dotted(target.func)}()"
    return target.id if isinstance(target, ast.Name) else "…"


def test_one_place_commits() -> None:
    places = [name_of(path) for path in python_files(*ROOMS) for _, name in calls(path) if name.endswith(".commit")]
    assert places == ["core/db.py"]


@pytest.mark.parametrize("path", python_files(*FLOORS), ids=name_of)
def test_only_the_clock_asks_the_machine_for_the_time(path: Path) -> None:
    if name_of(path) == "core/clock.py":
        return
    forbidden = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.monotonic"}
    asked = [f"{line}: {name}" for line, name in calls(path) if name in forbidden or name.endswith("time.now")]
    assert not asked, f"{name_of(path)}: {asked}"


@pytest.mark.parametrize("path", python_files(*FLOORS), ids=name_of)
def test_chance_comes_in_as_an_argument(path: Path) -> None:
    if name_of(path) in CHANCE_FILES:
        return
    used = [f"{line}: {module}" for line, module, _ in imports(path) if module in {"secrets", "uuid"}]
    drawn = [f"{line}: {name}" for line, name in calls(path) if re.fullmatch(r"random\.(?!Random)\w+", name)]
    assert not used + drawn + unseeded(path), f"{name_of(path)}: {used + drawn + unseeded(path)}"


def unseeded(path: Path) -> list[str]:
    """Generators made without a seed: what they draw can never be shown again."""
    return [
        f"{node.lineno}: Random()"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and dotted(node.func) in {"Random", "random.Random"} and not node.args
    ]


@pytest.mark.parametrize("path", [p for p in python_files(*ROOMS) if NO_WEB.search(name_of(p))], ids=name_of)
def test_commands_rules_and_queries_know_no_request(path: Path) -> None:
    names = WEB_NAMES - ({"url_for"} if path.name.startswith("queries") else set())
    known = [name for _, module, name in imports(path) if module in {"flask", "flask_login"} and name in names]
    assert not known, f"{name_of(path)} knows the web: {known}"


@pytest.mark.parametrize("path", [p for p in python_files(*ROOMS) if p.name.startswith("queries")], ids=name_of)
def test_queries_write_nothing(path: Path) -> None:
    verbs = {"transaction", "session().add", "session().delete", "session().flush", "session().merge"}
    writing = [f"{line}: {name}" for line, name in calls(path) if name in verbs]
    assert not writing, f"{name_of(path)}: {writing}"


@pytest.mark.parametrize("path", [p for p in python_files(*ROOMS) if p.name == "rules.py"], ids=name_of)
def test_rules_get_facts_and_now_as_arguments(path: Path) -> None:
    known = [module for _, module, _ in imports(path) if module.startswith(("flask", "sqlalchemy"))]
    asked = [name for _, name in calls(path) if name in {"clock.now", "clock.today", "session"}]
    assert not known + asked, f"{name_of(path)}: {known + asked}"


@pytest.mark.parametrize("path", [p for p in python_files(*ROOMS) if "views" in p.parts], ids=name_of)
def test_views_write_no_sql(path: Path) -> None:
    known = [module for _, module, _ in imports(path) if module.startswith("sqlalchemy")]
    assert not known, f"{name_of(path)} writes SQL: {known}"


@pytest.mark.parametrize("path", [p for p in python_files(*ROOMS) if p.name.startswith("forms")], ids=name_of)
def test_forms_know_no_database(path: Path) -> None:
    known = [module for _, module, _ in imports(path) if module.startswith("sqlalchemy") or module == "core.db"]
    assert not known, f"{name_of(path)} knows the database: {known}"


@pytest.mark.parametrize("path", python_files(*PURE), ids=name_of)
def test_the_engine_keeps_no_state_between_calls(path: Path) -> None:
    kept = [node.lineno for node in ast.walk(parsed(path)) if isinstance(node, ast.Global)]
    assert not kept, f"{name_of(path)}: {kept}"
