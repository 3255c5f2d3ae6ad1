"""Names for life: the address and the calendar's id of an event. Neither changes when the event does."""

import re
import uuid

from sqlalchemy import select

from core.db import session
from events.folding import fold
from events.models import Event


def new_uid() -> str:
    """A calendar id: opaque, and the same in every feed for the event's life."""
    return str(uuid.uuid4())


def is_uid(text: str) -> bool:
    """True for an id of the form that new_uid makes."""
    return re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text) is not None


def slug_of(text: str) -> str:
    """A text as part of an address: small letters, digits and dashes, æøå as ae, oe, aa."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-") or "arrangement"


def free_slug(text: str) -> str:
    """An address of an event that none has yet; call it inside a transaction."""
    base = slug_of(text)
    taken = set(session().scalars(select(Event.slug).where(Event.slug.startswith(base))))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
