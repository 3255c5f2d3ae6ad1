"""OR-Tools' CP-SAT: loaded when a solver is wanted and not before, and run so that one can watch and stop it.

This is the only file that imports OR-Tools. It is large, and the processes that serve pages never need it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

LISTEN = 0.05
"""Seconds between two looks at the wish to stop while the solver is silent."""

Model = Any
"""A ``cp_model.CpModel``."""
Literal = Any
"""A Boolean variable of a model or its negation."""
Expression = Any
"""A variable, a constant, or a sum of them."""


class Verdict(StrEnum):
    """How a search ended: the best is found, something is found, it is impossible, or nobody knows."""

    PROVED = "proved"
    FOUND = "found"
    IMPOSSIBLE = "impossible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Effort:
    """How long a solver may search: seconds of the clock, or steps that are the same on every machine.

    ``steps`` are CP-SAT's deterministic time, near a second each on a usual machine; with one worker the answer is
    then the same for a seed. None: no limit. ``is_brief`` is for a question that is answered sooner than prepared:
    the model is taken as it is, and its relaxation is leant on.
    """

    seconds: float | None = None
    steps: float | None = None
    workers: int = 2
    seed: int = 1
    is_brief: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A solution: the values of the watched variables, its objective and the bound known by then."""

    values: tuple[int, ...]
    objective: float
    bound: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of a search: the verdict, the best solution, and the bound on the objective."""

    verdict: Verdict
    best: Found | None
    bound: float


def new_model() -> Model:
    """An empty model."""
    return load().CpModel()


def load() -> Any:
    """The module ``cp_model``."""
    from ortools.sat.python import cp_model

    return cp_model


def solve(
    model: Model,
    watched: list[Any],
    effort: Effort,
    *,
    tell: Callable[[Found], None] = lambda found: None,
    tell_bound: Callable[[float], None] = lambda bound: None,
    stop: Callable[[], bool] = lambda: False,
) -> Answer:
    """Search a model; ``tell`` hears of each solution and ``stop`` is asked often, both in the caller's thread."""
    cp_model = load()
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers, parameters.random_seed = effort.workers, effort.seed
    if effort.is_brief:
        parameters.symmetry_level, parameters.cp_model_probing_level, parameters.linearization_level = 0, 0, 2
        parameters.max_presolve_iterations = 1
    if effort.seconds is not None:
        parameters.max_time_in_seconds = max(effort.seconds, 0.01)
    if effort.steps is not None:
        parameters.max_deterministic_time = effort.steps
    heard: SimpleQueue[tuple[str, Any]] = SimpleQueue()
    solver.best_bound_callback = lambda bound: heard.put(("bound", bound))
    watcher = _watcher(cp_model, watched, heard)
    thread = Thread(target=partial(_run, solver, model, watcher, heard), daemon=True)
    thread.start()
    best: Found | None = None
    while True:
        try:
            kind, value = heard.get(timeout=LISTEN)
        except Empty:
            kind, value = "", None
        if kind == "found":
            best = value
            tell(value)
        elif kind == "bound":
            tell_bound(value)
        elif kind == "end":
            break
        if stop():
            solver.stop_search()
    thread.join()
    if isinstance(value, BaseException):
        raise value
    verdicts = {
        cp_model.OPTIMAL: Verdict.PROVED,
        cp_model.FEASIBLE: Verdict.FOUND,
        cp_model.INFEASIBLE: Verdict.IMPOSSIBLE,
        cp_model.UNKNOWN: Verdict.UNKNOWN,
    }
    if value not in verdicts:
        raise ValueError(f"the solver refuses the model: {model.validate()}")
    return Answer(verdicts[value], best, solver.best_objective_bound if best else float("-inf"))


def _run(solver: Any, model: Model, watcher: Any, heard: SimpleQueue[tuple[str, Any]]) -> None:
    try:
        heard.put(("end", solver.solve(model, watcher)))
    except Exception as error:  # It is raised again where somebody waits for it.
        heard.put(("end", error))


def _watcher(cp_model: Any, watched: list[Any], heard: SimpleQueue[tuple[str, Any]]) -> Any:
    """The callback that hands every solution over."""

    class Watcher(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]  # the class comes with the late import
        def on_solution_callback(self) -> None:
            values = tuple(self.value(variable) for variable in watched)
            heard.put(("found", Found(values, self.objective_value, self.best_objective_bound)))

    return Watcher()
