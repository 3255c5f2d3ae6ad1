"""The office sets how many there is room for; a raised cap lets the waiting list move up at once."""

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from core.guards import office_actor
from events.forms import PlacesForm
from events.queries import get_event
from events.views.office import page_status, ran, see
from teams.views.office import bp
from teams.waiting_list import set_places_and_promote


@bp.route("/kontor/staevner/<slug>/pladser", methods=["GET", "POST"])
def places(slug: str) -> ResponseReturnValue:
    """How many there is room for: teams, people, rows, meals, beds."""
    event = get_event(slug)
    form = PlacesForm()
    if not form.is_submitted():
        form.fill(event)
    promoted: list[int] = []

    def command() -> None:
        promoted.append(set_places_and_promote(event.id, form.places(event), by=office_actor()))

    if ran(form, command):
        flash(_("Pladserne er gemt."), "ok")
        if promoted[0]:
            moved = ngettext("Et hold rykkede op. Ring til det.", "%(num)s hold rykkede op. Ring til dem.", promoted[0])
            flash(moved, "ok")
        return see(".places", slug)
    return render_template("teams/places.html", event=get_event(slug), form=form), page_status(form)
