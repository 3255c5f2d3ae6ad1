"""Waiting for a condition: never a sleep in place of one."""

import threading
import time
from collections.abc import Callable

_pause = threading.Event()


def wait_until(condition: Callable[[], bool], what: str, *, seconds: float = 25) -> None:
    """Look again and again until a condition holds; fail with what was waited for."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"waited {seconds} s in vain: {what}"
        _pause.wait(0.05)
