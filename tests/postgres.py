"""A PostgreSQL of our own for the length of a test run, on a free port, gone afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Debian keeps the server's programs outside PATH.
DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def find_programs() -> Path | None:
    """The folder with initdb and pg_ctl, None where there is no PostgreSQL."""
    for folder in DEBIAN:
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found and shutil.which("pg_ctl") else None


@contextmanager
def postgres(programs: Path) -> Iterator[str]:
    """Start a server and give its address without a database's name at the end."""
    folder = Path(tempfile.mkdtemp(prefix="sport-postgres-"))
    as_user: list[str] = []
    if os.geteuid() == 0:
        # The server refuses to run as root.
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(program: str, *arguments: str) -> None:
        subprocess.run([*as_user, str(programs / program), *arguments], check=True, capture_output=True, cwd="/")

    data = str(folder / "data")
    fast = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=120"
    run("initdb", "-D", data, "-U", "sport", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
    # The log goes to a file: a server that inherits our pipe would keep it open for ever.
    log = str(folder / "log")
    run("pg_ctl", "-D", data, "-w", "-l", log, "-o", f"-k {folder} -h 127.0.0.1 -p {port} {fast}", "start")
    try:
        yield f"postgresql+psycopg://sport@127.0.0.1:{port}/"
    finally:
        run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
