"""A team's card ready for a template."""

from dataclasses import dataclass

from markupsafe import Markup

from teams.models import Registration
from teams.queries import queue_place
from teams.wording import room_words, spaced_code


@dataclass(frozen=True, slots=True)
class CardView:
    """One card: what stands on it, and the secrets while they may be shown."""

    registration_id: int
    name: str
    event: str
    state: str
    queue_place: int
    line: str
    token: str
    code: str
    qr: Markup


def card_view(registration: Registration, *, token: str, code: str, qr: Markup) -> CardView:
    """A card of a registration whose event and orders are loaded."""
    return CardView(
        registration_id=registration.id,
        name=registration.name,
        event=registration.event.title_da,
        state=registration.state,
        queue_place=queue_place(registration) if registration.state == "waiting" else 0,
        line=" · ".join(card_words(registration)),
        token=token,
        code=spaced_code(code),
        qr=qr,
    )


def card_words(registration: Registration) -> list[str]:
    """What a team comes with: "8 folk", "8 frokost", "række B"."""
    words = [f"{registration.headcount} {room_words('people')}"]
    for line in registration.options:
        if line.quantity:
            cap = line.cap
            words.append(f"{line.quantity} {room_words(cap.kind, cap.label_da, cap.label_en, cap.key)}")
    if registration.row_wish:
        words.append(room_words("row", key=registration.row_wish))
    return words
