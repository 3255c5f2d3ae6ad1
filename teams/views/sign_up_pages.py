"""What the steps of sign-up share: their pages, and the way from what was typed to the command."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from core.errors import Problem
from events.models import Event
from teams.forms import TeamForm, TeamForms, WhoForm
from teams.models import Organisation
from teams.personal_data import LEADERS_KEPT_DAYS
from teams.queries import get_place, list_places, place_label
from teams.rules import MOST_TEAMS, Room, place
from teams.sign_up import SignedUp, SignUpWish
from teams.views.answers import Answers, Card, keep_cards
from teams.wording import SpokenRoom, arrival_words, row_words, stay_words


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One team on the page that is read through; `lacks` says what there is no room for, None where it fits."""

    number: int
    name: str
    headcount: int
    row: str
    arrival: str
    stay: str
    options: tuple[tuple[str, int], ...]
    lacks: SpokenRoom | None
    may_wait: bool


def closed_page(event: Event, problems: Sequence[Problem]) -> ResponseReturnValue:
    """Why nobody can be signed up now, with the way on."""
    return render_template("teams/sign_up_closed.html", event=event, problems=[problem.text for problem in problems])


def who_page(
    event: Event, form: WhoForm, matches: Sequence[Organisation] = (), *, status: int = 200
) -> ResponseReturnValue:
    """Step 1. A place that was not recognised, or could be several, is asked about again."""
    is_unsure = status == 422 and not form.organisation.errors and len(matches) != 1
    labels = [place_label(known) for known in list_places()]
    page = render_template(
        "teams/sign_up.html", event=event, form=form, labels=labels, is_unsure=is_unsure, matches=matches
    )
    return page, status


def review_page(
    event: Event, answers: Answers, forms: TeamForms, rooms: Sequence[Room], *, refused: str = ""
) -> ResponseReturnValue:
    """Step 3, with what the command said no to."""
    page = render_template(
        "teams/sign_up_review.html",
        event=event,
        answers=answers,
        place=place_label(get_place(answers.organisation_id or 0)),
        rows=review_rows(rooms, forms, has_waiting_list=event.has_waiting_list),
        refused=refused,
        kept_days=LEADERS_KEPT_DAYS,
    )
    return page, 422 if refused else 200


def asked_for(form: WhoForm) -> dict[str, str]:
    """What was typed in step 1, good or not."""
    names = ("organisation", "leader", "phone", "email")
    return {name: (form[name].data or "")[:120] for name in names}


def changed_teams(
    teams: list[dict[str, str]], wanted: str, last_names: Sequence[str]
) -> tuple[list[dict[str, str]], str]:
    """The typed teams after a button ("add", "remove-1", "copy"), and the part of the page to show."""
    if wanted == "add" and len(teams) < MOST_TEAMS:
        teams = [*teams, {}]
    elif wanted == "copy":
        kept = [typed for typed in teams if typed.get("name", "").strip()]
        known = {typed["name"].strip() for typed in kept}
        teams = [*kept, *({"name": name} for name in last_names if name not in known)][:MOST_TEAMS]
    elif wanted.startswith("remove-") and len(teams) > 1:
        gone = wanted.removeprefix("remove-")
        teams = [typed for number, typed in enumerate(teams) if str(number) != gone]
    return teams, "hold-1" if wanted == "copy" else f"hold-{len(teams)}"


def to_command(event_id: int, answers: Answers, forms: TeamForms) -> SignUpWish:
    """The sign-up as the command takes it; the secrets were made when the teams were first typed."""
    answers.keep()
    return SignUpWish(
        event_id=event_id,
        organisation_id=answers.organisation_id or 0,
        client_id=answers.client_id,
        leader_name=answers.who["leader"],
        phone=answers.who["phone"],
        email=answers.who["email"],
        teams=[form.to_wish(*pair) for form, pair in zip(forms.forms, answers.secrets, strict=False)],
    )


def keep_made_cards(slug: str, answers: Answers, done: Sequence[SignedUp]) -> None:
    """Keep the cards of a sent sign-up for the receipt."""
    made = zip(done, answers.secrets, strict=False)
    keep_cards(slug, answers.client_id, [Card(team.registration_id, *pair) for team, pair in made])


def review_rows(rooms: Sequence[Room], forms: TeamForms, *, has_waiting_list: bool) -> list[ReviewRow]:
    """Each team as it will be sent, with what it lacks: which ones fit is decided in their order (decision 11)."""
    wishes = [form.to_wish("", "").wish for form in forms.forms]
    lacking = place(rooms, wishes)
    found = []
    for number, (form, lacks) in enumerate(zip(forms.forms, lacking, strict=True)):
        spoken = SpokenRoom(lacks.kind, lacks.key, lacks.label_da, lacks.label_en) if lacks else None
        found.append(_review_row(number, form, spoken, has_waiting_list))
    return found


def _review_row(number: int, form: TeamForm, lacks: SpokenRoom | None, may_wait: bool) -> ReviewRow:
    return ReviewRow(
        number=number,
        name=form.name.data or "",
        headcount=form.headcount.data or 0,
        row=row_words(form.chosen_row),
        arrival=arrival_words(form.arrival.data or ""),
        stay=stay_words(form.here_from.data, form.leaves_at.data),
        options=tuple((field.label.text, field.data or 0) for field in form.option_fields),
        lacks=lacks,
        may_wait=may_wait,
    )
