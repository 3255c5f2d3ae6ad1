"""Alembic's way in: the models of all rooms, on the connection that the application hands over."""

from alembic import context

import events.models
import teams.models
import tournament.models
import tournament.models_calls
import tournament.models_planning
import tournament.models_situation
from core import attempts, audit, devices, inbox, jobs, outbox, people, revision
from core.db import Base

MODELS = (
    *(attempts, audit, devices, inbox, jobs, outbox, people, revision),
    *(events.models, teams.models, tournament.models, tournament.models_calls, tournament.models_planning),
    tournament.models_situation,
)


def render_type(kind: str, value: object, _autogen: object) -> str | bool:
    """Write our own column type by its name in a migration."""
    return "UtcDateTime()" if kind == "type" and type(value).__name__ == "UtcDateTime" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_type,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
