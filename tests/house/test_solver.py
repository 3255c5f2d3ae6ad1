"""The solver is for the worker and the commands: it is loaded where it works, never where pages are served.

Processes that really serve pages are looked at in `tests/journeys/test_planning.py`.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT, imports, name_of, python_files


def test_a_web_process_never_loads_the_solver(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "DATA_DIR": str(tmp_path),
        "APP_ENV": "test",
        "JOBS_AT_ONCE": "0",
    }
    command = [sys.executable, "-m", "tests.web_process"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout == ""


def test_one_file_imports_the_solver() -> None:
    using = [name_of(path) for path in python_files() if any(m.split(".")[0] == "ortools" for _, m, _ in imports(path))]
    assert using == ["tournament/timetable/cpsat.py"]
