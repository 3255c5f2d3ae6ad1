"""The project's own Python files and templates, read once for the house tests."""

import ast
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {"core": 1, "events": 2, "teams": 3, "tournament": 4, "wsgi": 5}
PURE = ("tournament/engine", "tournament/timetable")


@lru_cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Every Python file below some folders (all rooms and the roof unless told)."""
    places = folders or (*FLOORS, "migrations")
    found: list[Path] = []
    for place in places:
        path = ROOT / place
        found += sorted(path.rglob("*.py")) if path.is_dir() else [ROOT / f"{place}.py"]
    return tuple(path for path in found if "versions" not in path.parts)


@lru_cache
def parsed(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """A path as messages show it."""
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> list[tuple[int, str, str]]:
    """What a file imports: (line, module, imported name or "")."""
    found = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(node.lineno, node.module or ".", alias.name) for alias in node.names]
    return found


def templates() -> list[Path]:
    """Every template."""
    return sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "templates").rglob("*.txt"))
