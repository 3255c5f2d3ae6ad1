"""Outgoing mail: a row in the transaction of the change, sent by a job afterwards, tried again when it fails."""

from datetime import datetime, timedelta

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, session, transaction

TRIES = 8
FIRST_WAIT = timedelta(minutes=1)


class OutboxMail(Base):
    """A mail to send. The address is personal data (purpose: this one mail); address and body are emptied after it."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_waiting", "state", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    attachment: Mapped[str | None]
    attachment_name: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


def put_mail(
    recipient: str, subject: str, body: str, *, attachment: str | None = None, attachment_name: str | None = None
) -> None:
    """Put a mail (plain text, with at most one attached calendar file) into the outbox of the running transaction."""
    now = clock.now()
    session().add(
        OutboxMail(
            recipient=recipient,
            subject=subject,
            body=body,
            attachment=attachment,
            attachment_name=attachment_name,
            created_at=now,
            next_try_at=now,
        )
    )


def list_due_mail() -> list[int]:
    """The numbers of mails to send now, oldest first."""
    query = select(OutboxMail.id).where(OutboxMail.state == "waiting", OutboxMail.next_try_at <= clock.now())
    return list(session().scalars(query.order_by(OutboxMail.id).limit(200)))


def claim_mail(mail_id: int) -> OutboxMail | None:
    """Take a mail for one try, counted and put off before it is made, so that no other worker tries it too."""
    with transaction() as db:
        mail = db.scalar(
            select(OutboxMail)
            .where(OutboxMail.id == mail_id, OutboxMail.state == "waiting", OutboxMail.next_try_at <= clock.now())
            .with_for_update(skip_locked=True)
        )
        if mail is None:
            return None
        mail.attempts += 1
        mail.next_try_at = clock.now() + FIRST_WAIT * 2 ** (mail.attempts - 1)
        db.flush()
    return mail


def mark_sent(mail_id: int) -> None:
    """Note that a mail went out, and empty what is personal or secret in it."""
    with transaction() as db:
        mail = db.get_one(OutboxMail, mail_id)
        mail.state = "sent"
        mail.sent_at = clock.now()
        _empty(mail)


def mark_failed(mail_id: int, error: str) -> None:
    """Note why a try failed; after the last one the mail is given up and emptied, and the office sees it.

    `error` names nobody: it stays when the mail is emptied.
    """
    with transaction() as db:
        mail = db.get_one(OutboxMail, mail_id)
        mail.last_error = error[:200]
        if mail.attempts >= TRIES:
            mail.state = "failed"
            _empty(mail)


def _empty(mail: OutboxMail) -> None:
    mail.recipient = ""
    mail.body = ""
    mail.attachment = None
