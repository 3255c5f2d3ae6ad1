"""A search in a thread of its own, so that the work around it can store how far it is and be asked to stop.

The search is pure and knows neither the database nor the request; what it tells waits here until it is taken.
"""

from threading import Event, Lock, Thread

from core import clock
from tournament.timetable.explain import EXPLAIN_SECONDS, explain_outcome
from tournament.timetable.model import Day, Outcome, Step
from tournament.timetable.options import Explanation
from tournament.timetable.search import search_day


class SearchThread(Thread):
    """One search of a day, begun with `start()`. It ends with the process: a worker that is stopped waits for none."""

    def __init__(self, day: Day, *, seed: int, seconds: float) -> None:
        super().__init__(daemon=True)
        self.day, self.seed, self.seconds = day, seed, seconds
        self.ended = Event()
        self._stopped = Event()
        self._steps: list[Step] = []
        self._lock = Lock()
        self._outcome: Outcome | None = None
        self._explanation: Explanation | None = None
        self._error: Exception | None = None

    def run(self) -> None:
        """Search; called by the thread."""
        try:
            self._outcome = search_day(
                self.day,
                seed=self.seed,
                seconds=self.seconds,
                clock=clock.seconds,
                tell=self._hear,
                stop=self._stopped.is_set,
            )
            if not self._stopped.is_set():
                self._explanation = explain_outcome(
                    self.day, self._outcome, seconds=EXPLAIN_SECONDS, clock=clock.seconds
                )
        except Exception as error:  # it is raised where the result is asked for
            self._error = error
        finally:
            self.ended.set()

    def stop(self) -> None:
        """Ask the search to end with what it has."""
        self._stopped.set()

    def take_steps(self) -> list[Step]:
        """What was told since the last time: all new plans, and the last step."""
        with self._lock:
            steps, self._steps = self._steps, []
        return [step for place, step in enumerate(steps, 1) if step.plan is not None or place == len(steps)]

    def result(self) -> tuple[Outcome, Explanation | None]:
        """What the ended search found, and why there is no plan where there is none; a fault of it is raised here."""
        if self._error is not None:
            raise self._error
        if self._outcome is None:
            raise ValueError("the search has not ended")
        if self._outcome.plan is None and self._explanation is None:
            return self._outcome, Explanation(self._outcome.conflicts, ())
        return self._outcome, self._explanation

    def _hear(self, step: Step) -> None:
        with self._lock:
            self._steps.append(step)
