"""A real server for journeys: gunicorn in processes of its own, on a database of its own, on the day of our choice."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError

from tests.house.tree import ROOT
from tests.waiting import wait_until


@dataclass
class Server:
    """A site that can be started, killed and started again on the same data."""

    folder: Path
    today: datetime | None = None
    port: int = 0
    environ: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        ahead = int((self.today - datetime.now(UTC)).total_seconds()) if self.today else 0
        self.environ = {
            **os.environ,
            "APP_ENV": "test",
            "DATA_DIR": str(self.folder),
            "PORT": str(self.port),
            "CLOCK_AHEAD_SECONDS": str(ahead),
            "JOBS_AT_ONCE": "1",
        }

    @property
    def url(self) -> str:
        """The site's address."""
        return f"http://127.0.0.1:{self.port}"

    def flask(self, *words: str) -> str:
        """Run a `flask` command on the site's data and give what it printed."""
        return self._run("flask", "--app", "wsgi", *words)

    def lay(self, what: str) -> dict[str, Any]:
        """Lay a day or a year by the application's own commands (tests.site_writer) and give what it tells of it."""
        told: dict[str, Any] = json.loads(self._run("tests.site_writer", what))
        return told

    def _run(self, module: str, *words: str) -> str:
        command = [sys.executable, "-m", module, *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def start(self) -> None:
        """Start gunicorn and wait until it answers."""
        command = [
            *(sys.executable, "-m", "gunicorn", "wsgi:create_app()", "--bind", f"127.0.0.1:{self.port}"),
            *("--workers", "2", "--worker-class", "gthread", "--threads", "4", "--no-control-socket"),
        ]
        with (self.folder / "server.log").open("ab") as log:
            # A process group of its own, so that one signal reaches the workers too.
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environ, stdout=log, stderr=log, start_new_session=True
            )
        wait_until(self.answers, "the server answers", seconds=30)

    @contextmanager
    def worker(self, module: str) -> Iterator[None]:
        """A worker of the site in a process of its own, for as long as it is needed; ended as a power cut would."""
        with (self.folder / "worker.log").open("ab") as log:
            command = [sys.executable, "-m", *module.split()]
            with subprocess.Popen(command, cwd=ROOT, env=self.environ, stdout=log, stderr=log) as worker:
                try:
                    yield
                finally:
                    worker.kill()

    def answers(self) -> bool:
        """True when /healthz says ok."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def kill(self) -> None:
        """End the server and its workers at once, as a power cut would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def people(self) -> dict[str, dict[str, str | None]]:
        """How to be each person, from demo.json, by role."""
        listed = json.loads((self.folder / "demo.json").read_text())
        return {person["role"]: person for person in reversed(listed)}

    def faults(self) -> list[str]:
        """What the server logged as a fault of ours."""
        lines = (self.folder / "server.log").read_text().splitlines()
        return [line for line in lines if '"error"' in line or "Traceback" in line]
