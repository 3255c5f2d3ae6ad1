"""What a visitor has answered so far, and the cards just made: in the signed session of their own browser only.

Nothing is stored with us before the sign-up is sent, and "Jeg er færdig" leaves nothing on a shared phone.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field

from flask import session

from core.tokens import new_code, new_token

DRAFT = "sign_up"
CARDS = "cards"


@dataclass(slots=True)
class Answers:
    """A sign-up on its way: who as typed, the place that was recognised, the teams as typed, a token and code each."""

    slug: str
    client_id: str
    organisation_id: int | None = None
    who: dict[str, str] = field(default_factory=dict)
    teams: list[dict[str, str]] = field(default_factory=list)
    secrets: list[list[str]] = field(default_factory=list)

    @property
    def seen(self) -> str:
        """What stands on the review page, as a short hash: what is sent is what was read."""
        content = json.dumps([self.organisation_id, self.who, self.teams], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:16]

    def keep(self) -> None:
        """Write the answers to the session, with a token and a code for every team."""
        while len(self.secrets) < len(self.teams):
            self.secrets.append([new_token(), new_code()])
        session[DRAFT] = asdict(self)


@dataclass(frozen=True, slots=True)
class Card:
    """One team's card while its secrets may still be shown."""

    registration_id: int
    token: str
    code: str


def find_answers(slug: str) -> Answers | None:
    """The answers on their way to an event, None where there are none."""
    kept = session.get(DRAFT)
    return Answers(**kept) if kept and kept["slug"] == slug else None


def start_answers(slug: str) -> Answers:
    """The answers so far, or new ones."""
    return find_answers(slug) or Answers(slug, new_token())


def keep_cards(slug: str, client_id: str, cards: list[Card]) -> None:
    """Keep the cards until "Jeg er færdig"; the answers have done their work."""
    session.pop(DRAFT, None)
    session[CARDS] = {"slug": slug, "sent": client_id, "cards": [[c.registration_id, c.token, c.code] for c in cards]}


def list_cards(slug: str) -> list[Card]:
    """The cards made in this browser for an event, empty where there are none."""
    kept = session.get(CARDS)
    return [Card(*card) for card in kept["cards"]] if kept and kept["slug"] == slug else []


def was_sent(client_id: str) -> bool:
    """True where this browser has just sent the sign-up with this id."""
    kept = session.get(CARDS)
    return bool(kept and kept["sent"] == client_id)


def forget_all() -> None:
    """Leave nothing of a sign-up in this browser; a login of the office stays."""
    for key in (DRAFT, CARDS, "_flashes"):
        session.pop(key, None)
