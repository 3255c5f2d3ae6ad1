"""The office's pages of one event: the list, new, edit, texts, places, programme, news, and where it stands."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import clock
from core.errors import RuleError
from core.forms import Form
from core.guards import blueprint, office_actor
from core.site import row_text
from events.event_page import event_page
from events.forms import BasicsForm, EventForm, NoticeForm, ProgrammeForm, TextsForm
from events.forms_watched import WatchedForm
from events.models import Event
from events.naming import new_uid
from events.office_list import ListFilter, list_rows
from events.queries import (
    current_season,
    get_event,
    list_regions,
    list_seasons,
    list_series,
    list_sports,
    list_venues,
)
from events.service import (
    add_programme_item,
    create_event,
    edit_event,
    put_up_notice,
    remove_programme_item,
    take_down_notice,
    write_texts,
)
from events.stamps import read_stamps

bp = blueprint("events_office", __name__, "office")


def ran(form: Form, command: Callable[[], Any]) -> bool:
    """Do what a valid form asks for; a rule that says no is shown in the form."""
    if not form.validate_on_submit():
        return False
    try:
        command()
    except RuleError as error:
        form.add_rule_error(error)
        return False
    return True


def page_status(form: Form) -> int:
    """200 for a form that was asked for, 422 for one that came back with errors."""
    return 422 if form.is_submitted() else 200


def see(endpoint: str, slug: str) -> Response:
    """Go on to a page of an event after a command."""
    return redirect(url_for(endpoint, slug=slug), 303)


@bp.get("/kontor/staevner")
def event_list() -> ResponseReturnValue:
    """All events with state and counts, filtered by season, state, sport and words."""
    wanted = ListFilter.read(request.args, current_season())
    rows = list_rows(wanted)
    return render_template(
        "events/event_list.html", rows=rows, wanted=wanted, seasons=list_seasons(), sports=list_sports()
    )


def _offer(form: BasicsForm) -> None:
    form.offer_lists(list_seasons(), list_sports(), list_series())
    if isinstance(form, EventForm):
        form.offer_places(list_venues(), list_regions())


@bp.route("/kontor/staevner/nyt", methods=["GET", "POST"])
def event_new() -> ResponseReturnValue:
    """A new event, as a draft."""
    season = current_season()
    if season is None:
        flash(_("Lav først en sæson."), "warning")
        return redirect(url_for(".season_new"), 303)
    form = EventForm(data={"season_id": season.id, "uid": new_uid(), "scope": "regional"})
    _offer(form)
    made: list[Event] = []

    def command() -> None:
        made.append(create_event(form.basics(), form.spot(), by=office_actor(), uid=form.uid.data or None))

    if ran(form, command):
        flash(_("Kladden er gemt. Kun kontoret kan se den."), "ok")
        return see(".event", made[0].slug)
    return render_template("events/event_new.html", form=form), page_status(form)


def _others(form: WatchedForm, event: Event) -> list[tuple[str, str]]:
    """What somebody else saved meanwhile; who has been told may save on top of it."""
    others = form.list_changes(event) if form.is_stale else []
    if form.is_stale or not form.is_submitted():
        form.watch(event)
    return others


@bp.route("/kontor/staevner/<slug>/ret", methods=["GET", "POST"])
def edit(slug: str) -> ResponseReturnValue:
    """What it is and how one signs up; a draft's time and place too."""
    event = get_event(slug)
    is_draft = event.state == "draft"
    form = EventForm(obj=event) if is_draft else BasicsForm(obj=event)
    _offer(form)

    def command() -> None:
        spot = form.spot() if isinstance(form, EventForm) else None
        edit_event(event.id, form.basics(), spot, by=office_actor(), seen=read_stamps(form.seen.data))

    if ran(form, command):
        flash(_("Det er gemt."), "ok")
        return see(".edit", slug)
    page = {"event": (shown := get_event(slug)), "others": _others(form, shown), "is_draft": is_draft}
    return render_template("events/edit.html", form=form, **page), page_status(form)


@bp.route("/kontor/staevner/<slug>/tekster", methods=["GET", "POST"])
def texts(slug: str) -> ResponseReturnValue:
    """What the event page says, in both languages."""
    event = get_event(slug)
    form = TextsForm(obj=event)
    seen = read_stamps(form.seen.data)
    if ran(form, lambda: write_texts(event.id, form.texts(), by=office_actor(), seen=seen)):
        flash(_("Teksterne er gemt."), "ok")
        return see(".texts", slug)
    page = {"event": (shown := get_event(slug)), "others": _others(form, shown)}
    return render_template("events/texts.html", form=form, **page), page_status(form)


@bp.route("/kontor/staevner/<slug>/program", methods=["GET", "POST"])
def programme(slug: str) -> ResponseReturnValue:
    """The day's programme, line by line."""
    event = get_event(slug)
    form = ProgrammeForm(data={"on": event.starts_on})

    def command() -> None:
        add_programme_item(event.id, form.starts_at(), form.text_da.data, form.text_en.data or "", by=office_actor())

    if ran(form, command):
        flash(_("Linjen er sat ind."), "ok")
        return see(".programme", slug)
    return render_template("events/programme.html", event=get_event(slug), form=form), page_status(form)


@bp.post("/kontor/staevner/<slug>/program/<int:item_id>/slet")
def programme_remove(slug: str, item_id: int) -> ResponseReturnValue:
    """Take a line out of the programme."""
    remove_programme_item(get_event(slug).id, item_id, by=office_actor())
    flash(_("Linjen er væk."), "ok")
    return see(".programme", slug)


@bp.route("/kontor/staevner/<slug>/nyt", methods=["GET", "POST"])
def news(slug: str) -> ResponseReturnValue:
    """News to those who come."""
    event = get_event(slug)
    form = NoticeForm()
    if ran(form, lambda: put_up_notice(event.id, form.text_da.data, form.text_en.data or "", by=office_actor())):
        flash(_("Nyheden står på stævnets side."), "ok")
        return see(".news", slug)
    return render_template("events/news.html", event=get_event(slug), form=form), page_status(form)


@bp.post("/kontor/staevner/<slug>/nyt/<int:notice_id>/slet")
def news_remove(slug: str, notice_id: int) -> ResponseReturnValue:
    """Take news down."""
    take_down_notice(get_event(slug).id, notice_id, by=office_actor())
    flash(_("Nyheden er taget ned."), "ok")
    return see(".news", slug)


@bp.get("/kontor/staevner/<slug>/status")
def event(slug: str) -> ResponseReturnValue:
    """Where the event stands, and what can be done with it now: publish, open, close, move, cancel, copy."""
    found = get_event(slug)
    return render_template(
        "events/status.html", event=found, page=event_page(found), title=row_text(found, "title"), now=clock.now()
    )
