"""The solver is for the worker and the commands: the application is whole without having loaded it.

That no page loads it while it is served is looked at where pages are served, in `tests/journeys/test_planning.py`.
"""

import subprocess
import sys

from tests.house.tree import ROOT, imports, name_of, python_files

LOADED = (
    "import sys, wsgi; wsgi.create_app(); print('ortools' in sys.modules, 'tournament.timetable.search' in sys.modules)"
)


def test_the_application_is_made_without_the_solver(tmp_path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        env={"APP_ENV": "test", "DATA_DIR": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["False", "True"]


def test_one_file_imports_the_solver() -> None:
    using = [name_of(path) for path in python_files() if any(m.split(".")[0] == "ortools" for _, m, _ in imports(path))]
    assert using == ["tournament/timetable/cpsat.py"]
