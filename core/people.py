"""Who may log in: office accounts, their roles and their revocable login sessions."""

from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask_login import UserMixin
from sqlalchemy import ForeignKey, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import clock
from core.attempts import count_attempt
from core.audit import Actor, read_actor, record
from core.db import Base, change, session, transaction
from core.errors import MissingError, RuleError
from core.tokens import hashed, new_token

SESSION_LASTS = timedelta(hours=12)
SHORTEST_PASSWORD = 12
LOGIN_ATTEMPTS_PER_ACCOUNT = 10
LOGIN_ATTEMPTS_PER_ADDRESS = 50

_hasher = PasswordHasher()


class User(Base, UserMixin):
    """An account of the office. Name and e-mail are personal data: purpose "to log in", deleted with the account."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    roles: Mapped[list["UserRole"]] = relationship(back_populates="user", lazy="raise")


class UserRole(Base):
    """What an account may do: a role ("office") and, as a plain string, where ("*" for everywhere)."""

    __tablename__ = "user_roles"
    __table_args__ = (UniqueConstraint("user_id", "role", "scope"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    role: Mapped[str]
    scope: Mapped[str] = mapped_column(default="*")
    user: Mapped[User] = relationship(back_populates="roles", lazy="raise")


class LoginSession(Base):
    """One login on one browser: an opaque token in the cookie, its hash here, revocable at any time."""

    __tablename__ = "login_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    browser: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class LoggedIn(UserMixin):
    """The person of a valid login session, as pages see them (plain values, no row)."""

    def __init__(self, user: User, roles: frozenset[str], session_id: int, token: str) -> None:
        self.id = user.id
        self.name = user.name
        self.email = user.email
        self.roles = roles
        self.session_id = session_id
        self._token = token

    def get_id(self) -> str:
        """What the cookie holds: the opaque token, never the number of a user."""
        return self._token

    @property
    def actor(self) -> Actor:
        """This person as commands get them."""
        return Actor("user", self.id)


def add_user(email: str, name: str, password: str, *, by: Actor, role: str = "office") -> int:
    """Make an account with a role everywhere; returns its number.

    Raises RuleError("core.password_short") or RuleError("core.email_taken").
    """
    _check_password(password)
    with transaction() as db:
        address = email.strip().lower()
        if db.scalar(select(User.id).where(User.email == address)):
            raise RuleError("core.email_taken", field="email")
        user = User(email=address, name=name, password_hash=_hasher.hash(password), created_at=clock.now())
        db.add(user)
        db.flush()
        db.add(UserRole(user_id=user.id, role=role, scope="*"))
        record("add_user", f"user:{user.id}", by=by, role=role)
        return user.id


def log_in(email: str, password: str, *, address: str, browser: str) -> str:
    """Check an e-mail and a password and open a login session; returns the session's token.

    `address` is where the attempt comes from, `browser` a few words to recognise the session by.
    Raises RuleError("core.login_wrong") or RuleError("core.too_many_attempts").
    """
    mail = email.strip().lower()
    count_attempt("login", mail, highest=LOGIN_ATTEMPTS_PER_ACCOUNT)
    count_attempt("login-from", address, highest=LOGIN_ATTEMPTS_PER_ADDRESS)
    user = session().scalar(select(User).where(User.email == mail, User.closed_at.is_(None)))
    nobodys = _nobodys_hash()
    try:
        _hasher.verify(user.password_hash if user else nobodys, password)
    except VerificationError:
        raise RuleError("core.login_wrong") from None
    if user is None:
        raise RuleError("core.login_wrong")
    return open_session(user.id, browser=browser)


@cache
def _nobodys_hash() -> str:
    """Verified when an account is unknown, so the answer takes as long as for a known one."""
    return _hasher.hash("nobody has this password")


def open_session(user_id: int, *, browser: str) -> str:
    """Open a login session for an account and return its token."""
    token = new_token()
    with transaction() as db:
        now = clock.now()
        opened = LoginSession(
            user_id=user_id,
            token_hash=hashed(token),
            browser=browser[:60],
            created_at=now,
            expires_at=now + SESSION_LASTS,
        )
        db.add(opened)
        db.flush()
        record("log_in", f"user:{user_id}", by=Actor("user", user_id), session=opened.id)
    return token


def find_logged_in(token: str) -> LoggedIn | None:
    """The person behind a session's token, or None where it ended, was revoked or never was."""
    row = (
        session()
        .execute(
            select(LoginSession, User)
            .join(User, User.id == LoginSession.user_id)
            .where(
                LoginSession.token_hash == hashed(token),
                LoginSession.revoked_at.is_(None),
                LoginSession.expires_at > clock.now(),
                User.closed_at.is_(None),
            )
        )
        .first()
    )
    if row is None:
        return None
    roles = session().scalars(select(UserRole.role).where(UserRole.user_id == row.User.id))
    return LoggedIn(row.User, frozenset(roles), row.LoginSession.id, token)


def name_of_actor(actor: str) -> str:
    """The name of the person behind an actor as rows keep it ("user:3"); "" where it is nobody with a login."""
    who = read_actor(actor)
    found = session().get(User, who.id) if who.kind == "user" and who.id is not None else None
    return found.name if found is not None else ""


def list_sessions(user_id: int) -> list[LoginSession]:
    """The open login sessions of an account, newest first."""
    query = select(LoginSession).where(
        LoginSession.user_id == user_id, LoginSession.revoked_at.is_(None), LoginSession.expires_at > clock.now()
    )
    return list(session().scalars(query.order_by(LoginSession.created_at.desc())))


def revoke_session(session_id: int, *, by: Actor) -> None:
    """End a login session of the actor's own account at once. Raises MissingError where it is not theirs."""
    with transaction():
        ended = change(
            update(LoginSession)
            .where(LoginSession.id == session_id, LoginSession.user_id == by.id, LoginSession.revoked_at.is_(None))
            .values(revoked_at=clock.now())
        )
        if not ended:
            raise MissingError
        record("revoke_session", f"user:{by.id}", by=by, session=session_id)


def change_password(user_id: int, old: str, new: str, *, keep_session: int, by: Actor) -> None:
    """Set a new password and end the account's other login sessions.

    Raises RuleError("core.password_wrong"), RuleError("core.password_short") or RuleError("core.too_many_attempts").
    """
    count_attempt("password", str(user_id), highest=LOGIN_ATTEMPTS_PER_ACCOUNT)
    _check_password(new)
    with transaction() as db:
        user = db.get_one(User, user_id)
        try:
            _hasher.verify(user.password_hash, old)
        except VerificationError:
            raise RuleError("core.password_wrong", field="old") from None
        user.password_hash = _hasher.hash(new)
        db.execute(
            update(LoginSession)
            .where(LoginSession.user_id == user_id, LoginSession.id != keep_session, LoginSession.revoked_at.is_(None))
            .values(revoked_at=clock.now())
        )
        record("change_password", f"user:{user_id}", by=by)


def _check_password(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise RuleError("core.password_short", field="new", least=SHORTEST_PASSWORD)
