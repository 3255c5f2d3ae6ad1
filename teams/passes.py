"""A team's card: the token in its QR code and the short code one can read aloud. Only their hashes are stored."""

from sqlalchemy import select, update

from core import clock
from core.attempts import count_attempt
from core.audit import Actor, record
from core.db import session, transaction
from core.errors import MissingError, RuleError
from core.site import current_settings
from core.tokens import hashed, keyed_hash, new_code, new_token, tidy_code
from teams.models import Pass, Registration

CODE_ATTEMPTS = 10


def code_hash(code: str) -> str:
    """The hash of a short code as stored: keyed, because a code is short enough to be guessed from a plain one."""
    return keyed_hash(current_settings().secret_key, tidy_code(code))


def check_code(registration: Registration, typed: str) -> None:
    """Check the short code that goes with a pass; each try counts.

    Raises RuleError("teams.code_is_wrong") or RuleError("core.too_many_attempts").
    """
    stored = registration.code_hash
    count_attempt("team-code", str(registration.id), highest=CODE_ATTEMPTS)
    if code_hash(typed) != stored:
        raise RuleError("teams.code_is_wrong", field="code")


def add_pass(registration_id: int, token: str) -> None:
    """Give a registration a pass with a token, inside a transaction."""
    session().add(Pass(registration_id=registration_id, token_hash=hashed(token), created_at=clock.now()))


def reprint_pass(registration_id: int, *, by: Actor) -> tuple[str, str]:
    """Make a new pass and short code and revoke the old; returns the token and the code, to be shown once.

    Raises MissingError.
    """
    token, code = new_token(), new_code()
    with transaction() as db:
        registration = db.scalar(select(Registration).where(Registration.id == registration_id).with_for_update())
        if registration is None:
            raise MissingError
        now = clock.now()
        old = update(Pass).where(Pass.registration_id == registration_id, Pass.revoked_at.is_(None))
        db.execute(old.values(revoked_at=now))
        add_pass(registration_id, token)
        registration.code_hash = code_hash(code)
        record("reprint_pass", f"event:{registration.event_id}", by=by, registration=registration_id)
    return token, code
