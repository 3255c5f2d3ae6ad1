"""`flask bench`: the pages that hundreds of phones poll, measured against a bare Flask on the same server."""

import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from core.bench import Figure, Target, free_port, measure, middleware_microseconds, served

MOST_MICROSECONDS = 60.0
CACHED = 0.8
UNCACHED = 0.2


@click.command("bench")
@with_appcontext
def bench_command() -> None:
    """Measure on a demo season of its own; exit 1 where a goal is missed."""
    microseconds = middleware_microseconds(current_app)
    with tempfile.TemporaryDirectory() as folder:
        figures = _measure_pages(Path(folder))
    for figure in figures:
        _print(figure.name, f"{figure.ratio:6.2f} x hello", f"goal {figure.at_least:.2f}", is_met=figure.is_met)
    is_cheap = microseconds <= MOST_MICROSECONDS
    _print("middleware", f"{microseconds:6.0f} µs CPU ", f"goal {MOST_MICROSECONDS:.0f}", is_met=is_cheap)
    raise SystemExit(not (is_cheap and all(figure.is_met for figure in figures)))


def _print(name: str, figure: str, goal: str, *, is_met: bool) -> None:
    click.echo(f"{name:<22} {figure}   ({goal}){'' if is_met else '   missed'}")


def _measure_pages(folder: Path) -> list[Figure]:
    """The figures of a site with the demo season in a folder of its own; the caller's data is not touched."""
    port, hello_port = free_port(), free_port()
    environ = {"DATA_DIR": str(folder), "PORT": str(port), "APP_ENV": "local", "DATABASE_URL": ""}
    for words in (("upgrade",), ("demo", "lay")):
        subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", *words], env=os.environ | environ, check=True)
    with served("wsgi:create_app()", port, environ), served("core.bench:hello_app()", hello_port, environ):
        live = re.search(r"/staevner/([^/\"]+)/live", _fetch(port, "/live")[1])
        if live is None:
            raise RuntimeError("the demo season has no event today")
        tag = _fetch(port, "/kalender.ics")[0]
        targets = [
            Target("live page, cached", live.group(), (), 200, CACHED),
            Target("feed, unchanged", "/kalender.ics", (("If-None-Match", tag),), 304, CACHED),
            Target("event page, uncached", f"/staevner/{live.group(1)}?n={{n}}", (), 200, UNCACHED),
        ]
        return measure(port, hello_port, targets)


def _fetch(port: int, path: str) -> tuple[str, str]:
    """A page's ETag and text."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.headers.get("ETag", ""), answer.read().decode()
