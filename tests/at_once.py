"""Several calls let go at the same moment, each in a thread and a session of its own."""

from collections.abc import Callable
from threading import Barrier, Thread

from flask import Flask

from core import clock
from core.db import session
from tests.conftest import NOW


def at_once(app: Flask, calls: list[Callable[[], object]]) -> list[object]:
    """Run each call in a thread of its own, all let go at the same moment; returns what each gave or raised."""
    barrier = Barrier(len(calls))
    results: list[object] = [None] * len(calls)

    def run(number: int) -> None:
        with clock.frozen(NOW), app.app_context():
            barrier.wait()
            try:
                results[number] = calls[number]()
            except Exception as error:  # what came out is what the test looks at
                results[number] = error

    threads = [Thread(target=run, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    session().rollback()
    session().expire_all()
    return results


def pressed_twice(app: Flask, call: Callable[[], object]) -> list[str]:
    """The same call twice at once; what came of each as a sorted list of texts, a refusal by its code."""
    return sorted(str(result) for result in at_once(app, [call, call]))
