"""What devices may send to the inbox: a plain table from kind to who may send it and what it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from core.db import session
from core.devices import Audience
from core.errors import RuleError
from core.inbox import Answer, Handler, InboxItem, Received
from teams.gate import EVENT_LIST, check_in, event_of_scope
from tournament.engine.values import Mark, MarkStatus, Result, ResultKind
from tournament.forms_marks import STATUSES
from tournament.measures import read_number
from tournament.models import OPEN
from tournament.referee import get_duty, match_screen
from tournament.referee_commands import count_along, enter_result, start
from tournament.referee_forms import seen_number
from tournament.referee_mark_commands import enter_mark, take_back_mark
from tournament.referee_marks import get_measured_duty, heard_text
from tournament.rules import MOST_ATTEMPTS, MOST_GOALS
from tournament.scoring import result_in_sets
from tournament.store import entry_key
from tournament.units import Unit, unit_of

LONGEST_CARD = 300
LONGEST_LIST = 40
MOST_SETS = 9


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of item: the devices that may send it and the command that takes it."""

    audience: Audience
    handler: Handler


def take_result(item: Received) -> Answer:
    """A result: {match, home, away, shootout?, result_kind?, seen_version?, after?}, or with `sets` for the score.

    `after` names an earlier item of the same device that this one corrects; it counts as seen once it was stored.
    """
    match_id = _number(item.fields, "match")
    entered = _result(item.fields)
    seen = _seen(item)
    recorded = enter_result(item.device, match_id, entered, seen=seen, client_at=item.client_at)
    if recorded.outcome == "conflict":
        text = _("Der er et andet resultat for kampen. Begge er gemt. Gå til kontoret.")
        return Answer("conflict", {"text": text, "version": seen or 0})
    duty = get_duty(item.device.scope)
    screen = match_screen(duty, duty.get_match(match_id))
    return Answer("ok", {"text": " ".join((screen.outcome, *screen.onward)), "version": recorded.result_id})


def take_start(item: Received) -> Answer:
    """A match has begun: {match}."""
    start(item.device, _number(item.fields, "match"))
    return Answer("ok", {})


def take_score(item: Received) -> Answer:
    """The score while a match is played: {match, home, away}."""
    home, away = _number(item.fields, "home"), _number(item.fields, "away")
    count_along(item.device, _number(item.fields, "match"), min(home, MOST_GOALS), min(away, MOST_GOALS))
    return Answer("ok", {})


def take_mark(item: Received) -> Answer:
    """A mark: {stage, entry, attempts, status?, seen_version?, after?}; the status "open" takes one's latest back."""
    stage_id, entry_id = _number(item.fields, "stage"), _number(item.fields, "entry")
    view, stage = get_measured_duty(item.device.scope, stage_id)
    seen = _seen(item)
    if item.fields.get("status") == OPEN:
        version = take_back_mark(item.device, stage_id, entry_id, seen=seen or 0)
        return Answer("ok", {"text": _("Tallet er taget tilbage."), "version": version})
    entered = _mark(item.fields, entry_key(entry_id), unit_of(view.state.competition.get_stage(stage.key).options))
    recorded = enter_mark(item.device, stage_id, entered, seen=seen, client_at=item.client_at)
    if recorded.outcome == "conflict":
        text = _("Der er et andet tal for holdet. Begge er gemt. Gå til kontoret.")
        return Answer("conflict", {"text": text, "version": seen or 0})
    text = heard_text(*get_measured_duty(item.device.scope, stage_id), entered.entry)
    return Answer("ok", {"text": text, "version": recorded.mark_id})


def _mark(fields: Mapping[str, Any], entry: str, unit: Unit) -> Mark:
    sent, status = fields.get("attempts", []), fields.get("status", MarkStatus.OK.value)
    if not isinstance(sent, list) or len(sent) > MOST_ATTEMPTS:
        raise RuleError("tournament.inbox_field_unclear", name="attempts")
    if status not in STATUSES:
        raise RuleError("tournament.inbox_field_unclear", name="status")
    return Mark(entry, tuple(_attempt(attempt, unit) for attempt in sent), MarkStatus(status))


def _attempt(sent: object, unit: Unit) -> int | float | None:
    """An attempt as a device sends it: as it was typed, a number, or null where it does not count."""
    if isinstance(sent, str):
        return read_number(sent, unit)
    if sent is None or (isinstance(sent, int | float) and not isinstance(sent, bool)):
        return sent
    raise RuleError("tournament.inbox_field_unclear", name="attempts")


def _number(fields: Mapping[str, Any], name: str) -> int:
    """A whole number from 0; devices send the match as text."""
    sent = fields.get(name)
    is_number = isinstance(sent, int | str) and not isinstance(sent, bool)
    if not is_number or not str(sent).isascii() or not str(sent).isdigit() or len(str(sent)) > 9:
        raise RuleError("tournament.inbox_field_unclear", name=name)
    return int(str(sent))


def _result(fields: Mapping[str, Any]) -> Result:
    try:
        kind = ResultKind(fields.get("result_kind", ResultKind.PLAYED))
    except ValueError:
        raise RuleError("tournament.inbox_field_unclear", name="result_kind") from None
    if kind is ResultKind.ANNULLED:
        # Whether a match counts is for the office to say.
        raise RuleError("tournament.inbox_field_unclear", name="result_kind")
    if kind is not ResultKind.PLAYED:
        return Result(kind)
    if fields.get("sets") is not None:
        return result_in_sets(_sets(fields["sets"]))
    home, away = _number(fields, "home"), _number(fields, "away")
    shootout = fields.get("shootout")
    if shootout not in (None, "home", "away"):
        raise RuleError("tournament.inbox_field_unclear", name="shootout")
    return Result(kind, home, away, shootout)


def _sets(sent: Any) -> tuple[tuple[int, int], ...]:
    """The points of each set: [[11, 7], [9, 11]]."""
    is_list = isinstance(sent, list) and len(sent) <= MOST_SETS
    if not is_list or not all(isinstance(one, list) and len(one) == 2 for one in sent):
        raise RuleError("tournament.inbox_field_unclear", name="sets")
    return tuple((_number({"sets": home}, "sets"), _number({"sets": away}, "sets")) for home, away in sent)


def _seen(item: Received) -> int | None:
    after = item.fields.get("after")
    if isinstance(after, str):
        earlier = session().scalar(
            select(InboxItem).where(InboxItem.device_id == item.device.id, InboxItem.client_id == after)
        )
        if earlier is not None and earlier.outcome == "ok":
            return seen_number(earlier.answer.get("version"))
    return seen_number(item.fields.get("seen_version"))


def take_check_in(item: Received) -> Answer:
    """A card shown at a gate: {code, headcount?, list?}; a refused card is an attempt too and is stored."""
    text, list_key = item.fields.get("code"), item.fields.get("list", EVENT_LIST)
    if (
        not all(isinstance(sent, str) and sent.strip().isprintable() for sent in (text, list_key))
        or len(text) > LONGEST_CARD
    ):
        raise RuleError("tournament.inbox_field_unclear", name="code")
    headcount = _number(item.fields, "headcount") if item.fields.get("headcount") is not None else None
    attempt = check_in(
        event_of_scope(item.device.scope),
        text,
        by=item.device.actor,
        list_key=list_key[:LONGEST_LIST],
        headcount=headcount,
        client_at=item.client_at,
    )
    facts = {"attendance": attempt.id, "reason": attempt.reason, "headcount": attempt.headcount}
    return Answer("refused" if attempt.outcome == "refused" else "ok", facts)


KINDS: dict[str, Kind] = {
    "result": Kind("referee", take_result),
    "start": Kind("referee", take_start),
    "score": Kind("referee", take_score),
    "mark": Kind("referee", take_mark),
    "check_in": Kind("gate", take_check_in),
}
