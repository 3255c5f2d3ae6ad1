"""A file has at most 400 lines, a function 60, a view 30; whatever is public says in a sentence what it does."""

import ast
from pathlib import Path

import pytest

from tests.house.tree import FLOORS, ROOT, name_of, parsed, python_files, templates

MOST_FILE_LINES = 400
MOST_FUNCTION_LINES = 60
MOST_VIEW_LINES = 30
SOURCES = [
    *python_files(*FLOORS, "tests"),
    *templates(),
    *sorted((ROOT / "static/js").rglob("*.js")),
    *sorted((ROOT / "static/css").rglob("*.css")),
]


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef)]


def is_view(node: ast.FunctionDef) -> bool:
    verbs = {"get", "post", "route"}
    return any(
        isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr in verbs
        for mark in node.decorator_list
    )


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_files_can_be_read_in_one_go(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_FILE_LINES, f"{name_of(path)} has {lines} lines"


@pytest.mark.parametrize("path", python_files(*FLOORS, "tests"), ids=name_of)
def test_functions_can_be_seen_whole(path: Path) -> None:
    long = []
    for node in functions(path):
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        most = MOST_VIEW_LINES if is_view(node) and "views" in path.parts else MOST_FUNCTION_LINES
        if length > most:
            long.append(f"{node.name} ({length} lines, at most {most})")
    assert not long, f"{name_of(path)}: {long}"


@pytest.mark.parametrize("path", python_files(*FLOORS), ids=name_of)
def test_whatever_is_public_says_what_it_does(path: Path) -> None:
    tree = parsed(path)
    silent = [] if ast.get_docstring(tree) else ["the file itself"]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            silent += [] if ast.get_docstring(node) else [node.name]
            if isinstance(node, ast.ClassDef):
                silent += [
                    f"{node.name}.{method.name}"
                    for method in node.body
                    if isinstance(method, ast.FunctionDef)
                    and not method.name.startswith("_")
                    and not ast.get_docstring(method)
                ]
    assert not silent, f"{name_of(path)} has no docstring for {silent}"
