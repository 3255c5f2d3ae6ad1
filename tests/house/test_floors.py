"""Imports point down and stand at the top of a file; the engine and the planner are pure; nothing private is shared."""

import ast

import pytest

from tests.house.tree import FLOORS, PURE, imports, name_of, parsed, python_files

# Solvers weigh a lot and are loaded by the worker alone: these files import them when they are called.
LATE_IMPORTS = {"tournament/timetable/cpsat.py": "ortools"}
STANDARD = {"__future__", "abc", "bisect", "collections", "contextlib", "dataclasses", "datetime", "enum", "fractions"}
STANDARD |= {
    "functools",
    "graphlib",
    "hashlib",
    "heapq",
    "itertools",
    "json",
    "math",
    "operator",
    "random",
    "queue",
    "re",
    "threading",
    "typing",
    "types",
}
STANDARD |= {"statistics", "string", "zoneinfo", "time"}
NETWORKX_FILE_COUNT = 1
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "base", "misc"}


def room(module: str) -> str:
    return module.split(".")[0]


@pytest.mark.parametrize("path", python_files(*FLOORS), ids=name_of)
def test_imports_point_down(path) -> None:
    own = FLOORS[name_of(path).split("/")[0].removesuffix(".py")]
    up = [f"{line}: {module}" for line, module, _ in imports(path) if FLOORS.get(room(module), 0) > own]
    assert not up, f"{name_of(path)} imports from a higher floor: {up}"


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_imports_stand_at_the_top(path) -> None:
    inside = [
        node.lineno
        for scope in ast.walk(parsed(path))
        if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for node in ast.walk(scope)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert bool(inside) == (name_of(path) in LATE_IMPORTS), f"{name_of(path)}: imports inside a function: {inside}"


@pytest.mark.parametrize("path", python_files(*PURE), ids=name_of)
def test_engine_and_planner_know_only_themselves(path) -> None:
    package = ".".join(name_of(path).split("/")[:2])
    allowed = {*STANDARD, "networkx"}
    foreign = [
        f"{line}: {module}"
        for line, module, _ in imports(path)
        if not module.startswith(package)
        and room(module) not in allowed
        and LATE_IMPORTS.get(name_of(path)) != room(module)
    ]
    assert not foreign, f"{name_of(path)} is not pure: {foreign}"


def test_networkx_is_imported_in_one_engine_file_only() -> None:
    using = [name_of(path) for path in python_files() if any(room(m) == "networkx" for _, m, _ in imports(path))]
    assert len(using) <= NETWORKX_FILE_COUNT, using


@pytest.mark.parametrize("path", python_files(*FLOORS, "tests"), ids=name_of)
def test_nothing_private_is_imported_across_files(path) -> None:
    private = [f"{module}.{name}" for _, module, name in imports(path) if name.startswith("_") and name != "_"]
    private = [name for name in private if not name.startswith("__future__")]
    assert not private, f"{name_of(path)}: {private}"


def test_package_files_hold_a_docstring_only() -> None:
    for path in python_files(*FLOORS):
        if path.name == "__init__.py":
            assert len(parsed(path).body) == 1, f"{name_of(path)} holds more than a docstring"
            assert ast.get_docstring(parsed(path)), f"{name_of(path)} has no docstring"


def test_files_say_their_role() -> None:
    vague = [name_of(path) for path in python_files(*FLOORS, "tests") if path.stem in FORBIDDEN_NAMES]
    assert not vague, vague
