"""The cheapest way to give each of n workers one of n jobs (the Hungarian method)."""

from collections.abc import Sequence


def cheapest_assignment(costs: Sequence[Sequence[int]]) -> list[int]:
    """The job of each worker so that the sum of `costs[worker][job]` is the least; O(n³)."""
    size = len(costs)
    nobody = size
    worker_price, job_price = [0] * (size + 1), [0] * (size + 1)
    worker_on = [nobody] * (size + 1)
    for newcomer in range(size):
        worker_on[size] = newcomer
        job = size
        slack = [float("inf")] * size
        came_from = [size] * size
        used = [False] * (size + 1)
        while worker_on[job] != nobody:
            used[job] = True
            worker = worker_on[job]
            for other in range(size):
                if not used[other]:
                    reduced = costs[worker][other] - worker_price[worker] - job_price[other]
                    if reduced < slack[other]:
                        slack[other], came_from[other] = reduced, job
            nearest = min((other for other in range(size) if not used[other]), key=lambda other: slack[other])
            step = int(slack[nearest])
            for other in range(size + 1):
                if used[other]:
                    worker_price[worker_on[other]] += step
                    job_price[other] -= step
                elif other < size:
                    slack[other] -= step
            job = nearest
        while job != size:
            worker_on[job] = worker_on[came_from[job]]
            job = came_from[job]
    jobs = [0] * size
    for job in range(size):
        jobs[worker_on[job]] = job
    return jobs
