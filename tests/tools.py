"""What tests need beside Python: PostgreSQL and Chromium. Brought from Debian's packages where that is allowed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.postgres import find_programs

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find_chromium() -> str | None:
    """The path of a Chromium, None where there is none."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given if Path(given).exists() else None
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def missing_packages() -> list[str]:
    """Debian's names of what is not here yet."""
    missing = [] if find_programs() else ["postgresql"]
    return missing if find_chromium() else [*missing, "chromium"]


def bring() -> None:
    """Install what is missing where this user may; say in one line where not."""
    missing = missing_packages()
    if not missing:
        return
    if not (shutil.which("apt-get") and os.geteuid() == 0):
        return
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    print(f"Installing {' and '.join(missing)} from Debian's packages …", flush=True)
    subprocess.run(["apt-get", "update", "-q"], check=False, **quiet)
    subprocess.run(["apt-get", "install", "-q", "-y", "--no-install-recommends", *missing], check=False, **quiet)


def report() -> int:
    """Say what cannot be run here; with CI=true that is a failure."""
    missing = missing_packages()
    not_run = {"postgresql": "the tests on PostgreSQL", "chromium": "the journeys in a browser"}
    for package in missing:
        print(f"Not run: {not_run[package]}, because {package} is not on this machine.")
    return 1 if missing and os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["bring"]:
        bring()
    else:
        raise SystemExit(report())
