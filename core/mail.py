"""Sending mail by SMTP; without a MAIL_URL mails are kept as files in DATA_DIR/mail, to be read while developing."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import current_app

from core.outbox import OutboxMail, claim_mail, list_due_mail, mark_failed, mark_sent
from core.settings import Settings
from core.texts import tidy_line

SMTP_SECONDS = 20


def send_due_mail() -> int:
    """Send every mail that is due; returns how many went out. A failed one waits longer and is tried again."""
    sent = 0
    for mail_id in list_due_mail():
        mail = claim_mail(mail_id)
        if mail is None:
            continue
        try:
            _deliver(mail)
        except Exception as error:
            # Whatever is wrong with one mail (its address may be no address at all), those behind it go out.
            mark_failed(mail_id, _what_went_wrong(error))
        else:
            mark_sent(mail_id)
            sent += 1
    return sent


def _what_went_wrong(error: Exception) -> str:
    """The kind of a fault and the server's code: its words repeat the address, and that ends with the mail."""
    code = getattr(error, "smtp_code", None)
    return type(error).__name__ if code is None else f"{type(error).__name__} {code}"


def _deliver(mail: OutboxMail) -> None:
    settings: Settings = current_app.extensions["settings"]
    message = _message(mail, settings)
    if settings.mail_url is None:
        _keep_as_file(message, settings.data_dir / "mail", mail.id)
        return
    url = urlsplit(settings.mail_url)
    host = url.hostname or ""
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, url.port or 465, timeout=SMTP_SECONDS, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, url.port or 587, timeout=SMTP_SECONDS)
    with server:
        server.ehlo()
        if url.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)


def _message(mail: OutboxMail, settings: Settings) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = mail.recipient
    message["Subject"] = tidy_line(mail.subject)
    message["Message-ID"] = make_msgid(idstring=f"outbox-{mail.id}", domain=urlsplit(settings.base_url).hostname)
    message.set_content(mail.body)
    if mail.attachment is not None:
        message.add_attachment(
            mail.attachment.encode(),
            maintype="text",
            subtype="calendar",
            filename=mail.attachment_name,
            params={"method": "PUBLISH", "charset": "utf-8"},
        )
    return message


def _keep_as_file(message: EmailMessage, folder: Path, mail_id: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{mail_id:06d}.eml").write_bytes(bytes(message))
