"""Is it alive, and how much does it do: /healthz for a supervisor, /metrics for a monitor on the same machine."""

from flask import Flask, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlalchemy import func, select, text

from core import clock
from core.db import session
from core.guards import blueprint
from core.jobs import JobRun
from core.outbox import OutboxMail
from core.security import STARTED
from core.site import current_settings

bp = blueprint("core_health", __name__, "public")

PASSED_ON = {"X-Forwarded-For", "Forwarded", "Via"}
REGISTRY = CollectorRegistry()
REQUESTS = Counter("http_requests_total", "Answers by rule and status", ["rule", "status"], registry=REGISTRY)
SECONDS = Histogram("http_request_seconds", "Seconds a request took", registry=REGISTRY)
MAIL = Gauge("outbox_mails", "Mails by state", ["state"], registry=REGISTRY)
JOBS = Gauge("job_runs", "Jobs by state", ["state"], registry=REGISTRY)


def plug_in_health(app: Flask) -> None:
    """Count and time every request of this process."""

    known: dict[tuple[str, int], Counter] = {}

    @app.after_request
    def count(response: Response) -> Response:
        rule = request.url_rule.rule if request.url_rule else "-"
        key = (rule, response.status_code)
        counter = known.get(key)
        if counter is None:
            counter = known[key] = REQUESTS.labels(rule, str(response.status_code))
        counter.inc()
        SECONDS.observe(clock.seconds() - request.environ[STARTED])
        return response


@bp.get("/healthz")
def healthz() -> Response:
    """200 "ok" when the database answers, 500 otherwise."""
    session().execute(text("SELECT 1"))
    response = Response("ok\n", mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/metrics")
def metrics() -> Response:
    """Figures of this process in Prometheus' format; in production only to the machine itself."""
    # Behind a proxy on this machine everybody comes from here; only what came through none is the machine itself.
    is_here = request.remote_addr in {"127.0.0.1", "::1"} and not PASSED_ON & {name for name, _ in request.headers}
    if current_settings().is_production and not is_here:
        return Response(status=404)
    for gauge, model in ((MAIL, OutboxMail), (JOBS, JobRun)):
        gauge.clear()
        for state, count in session().execute(select(model.state, func.count()).group_by(model.state)):
            gauge.labels(state).set(count)
    return Response(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)
