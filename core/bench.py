"""How fast pages are, as ratios to a bare Flask on the same server in the same run.

Requests per second on a shared machine drift by two or three times, ratios taken turn by turn do not; the median of
several turns is shown. The middleware's own cost is measured without a server, in CPU time.
"""

import os
import socket
import statistics
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Flask

from core import clock

TURNS = 7
TURN_SECONDS = 0.8
CONNECTIONS = 4
CPU_CALLS = 200
CPU_TURNS = 25


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked for again and again: a name, a path (`{n}` counts up, so no cache answers), headers, the goal."""

    name: str
    path: str
    headers: tuple[tuple[str, str], ...]
    status: int
    at_least: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured ratio beside its goal."""

    name: str
    ratio: float
    at_least: float

    @property
    def is_met(self) -> bool:
        """True where the goal is reached."""
        return self.ratio >= self.at_least


def hello_app() -> Flask:
    """A bare Flask that says hello: what everything is measured against."""
    app = Flask("hello")
    app.add_url_rule("/", "hello", lambda: "hello")
    return app


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(application: str, port: int, environ: dict[str, str]) -> Iterator[None]:
    """Serve an application with gunicorn as `flask serve` does, until the block ends."""
    command = [
        *(sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--no-control-socket"),
        *("--workers", "2", "--worker-class", "gthread", "--threads", "4", "--log-level", "error"),
    ]
    with subprocess.Popen(command, env={**os.environ, **environ}) as server:
        try:
            _wait_for(port, server)
            yield
        finally:
            server.terminate()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    pause = threading.Event()
    until = clock.seconds() + 30
    while clock.seconds() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            pause.wait(0.05)
        else:
            return
    raise RuntimeError("the server did not start")


def measure(port: int, hello_port: int, targets: list[Target]) -> list[Figure]:
    """The median over turns of each target's requests per second divided by hello's in the same turn."""
    hello = Target("hello", "/", (), 200, 1.0)
    figures = []
    for target in targets:
        _turn(port, target, TURN_SECONDS / 4)
        ratios = []
        for _ in range(TURNS):
            base = _turn(hello_port, hello, TURN_SECONDS)
            ratios.append(_turn(port, target, TURN_SECONDS) / base)
        figures.append(Figure(target.name, statistics.median(ratios), target.at_least))
    return figures


def _turn(port: int, target: Target, seconds: float) -> float:
    """Requests per second over a few kept-alive connections for a short while."""
    counts = [0] * CONNECTIONS
    faults: list[str] = []
    until = clock.seconds() + seconds

    def ask(place: int) -> None:
        try:
            counts[place] = _ask_until(port, target, until, place)
        except (OSError, ValueError) as error:
            faults.append(str(error))

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(CONNECTIONS)]
    started = clock.seconds()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise RuntimeError(f"{target.name}: {faults[0]}")
    return sum(counts) / (clock.seconds() - started)


def _ask_until(port: int, target: Target, until: float, place: int) -> int:
    lines = "".join(f"{name}: {value}\r\n" for name, value in target.headers)
    done = 0
    with socket.create_connection(("127.0.0.1", port), 10) as connection, connection.makefile("rb") as answer:
        while clock.seconds() < until:
            path = target.path.format(n=f"{os.getpid()}-{place}-{done}-{until}")
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{lines}\r\n".encode())
            status = int(answer.readline().split()[1])
            if status != target.status:
                raise ValueError(f"{path} answered {status}, not {target.status}")
            length = 0
            while (line := answer.readline()) not in (b"\r\n", b""):
                if line[:15].lower() == b"content-length:":
                    length = int(line[15:])
            answer.read(length)
            done += 1
    return done


def middleware_microseconds(app: Flask) -> float:
    """CPU microseconds a request that the application's own hooks cost over a bare Flask, without a server."""

    @app.get("/bench-hello")
    def bench_hello() -> str:
        return "hello"

    bare = hello_app().wsgi_app
    for _ in range(2):
        _cpu_seconds(app.wsgi_app, "/bench-hello")
        _cpu_seconds(bare, "/")
    # Turn by turn, so that a slow moment of the machine meets both.
    turns = [_cpu_seconds(app.wsgi_app, "/bench-hello") - _cpu_seconds(bare, "/") for _ in range(CPU_TURNS)]
    return statistics.median(turns) * 1e6


def _cpu_seconds(application: Callable[..., Any], path: str) -> float:
    def call() -> None:
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "REMOTE_ADDR": "127.0.0.1",
        }
        answer = application(environ, lambda *_ignored: None)
        list(answer)
        answer.close()

    started = clock.cpu_seconds()
    for _ in range(CPU_CALLS):
        call()
    return (clock.cpu_seconds() - started) / CPU_CALLS
