"""The office's member places: list, search, add, edit, close, in from and out to a spreadsheet."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeTimedSerializer

from core.errors import MissingError, RuleError
from core.guards import office_actor
from core.language import in_language
from core.retention import due_for_deletion, list_personal_data
from core.sheets import read_sheet, sheet_answer
from events.queries import list_regions
from teams.forms import ImportForm, OrganisationForm
from teams.office_queries import get_organisation, list_events_of, list_organisations, log_look
from teams.organisation_import import import_members, read_members, sheet_of_members
from teams.organisations import Place, add_organisation, edit_organisation, set_active
from teams.views.office import bp

PER_PAGE = 50
PREVIEW_SECONDS = 3600


@bp.get("/kontor/medlemmer")
def organisation_list() -> ResponseReturnValue:
    """All member places, searched by name, municipality or region."""
    words = request.args.get("q", "").strip()[:80]
    is_closed = request.args.get("vis") == "lukkede"
    log_look("organisations", "members", by=office_actor())
    found = list_organisations(words, is_active=not is_closed)
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(1, request.args.get("side", 1, type=int)), pages)
    return render_template(
        "teams/organisation_list.html",
        places=found[(page - 1) * PER_PAGE : page * PER_PAGE],
        count=len(found),
        words=words,
        is_closed=is_closed,
        page=page,
        pages=pages,
    )


@bp.get("/kontor/medlemmer.<kind>")
def organisation_sheet(kind: str) -> ResponseReturnValue:
    """All member places as a spreadsheet (csv or xlsx) that can be read in again."""
    log_look("organisations", "sheet", by=office_actor())
    heads, rows = sheet_of_members(list_organisations())
    return sheet_answer(kind, "medlemmer", heads, rows)


@bp.route("/kontor/medlemmer/ny", methods=["GET", "POST"])
def organisation_new() -> ResponseReturnValue:
    """Add a member place."""
    form = OrganisationForm(regions=_regions())
    if form.validate_on_submit():
        try:
            add_organisation(_place(form), by=office_actor())
        except RuleError as error:
            form.add_rule_error(error)
        else:
            flash(_("%(name)s er medlem nu.", name=form.name.data), "ok")
            return redirect(url_for(".organisation_list"), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("teams/organisation_edit.html", form=form, place=None, events=[]), status


@bp.route("/kontor/medlemmer/<int:organisation_id>", methods=["GET", "POST"])
def organisation(organisation_id: int) -> ResponseReturnValue:
    """One member place: edit it, see what it took part in."""
    log_look(f"organisation:{organisation_id}", "member", by=office_actor())
    place = get_organisation(organisation_id)
    form = OrganisationForm(obj=place, regions=_regions())
    if form.validate_on_submit():
        try:
            edit_organisation(organisation_id, _place(form), by=office_actor())
        except RuleError as error:
            form.add_rule_error(error)
            place = get_organisation(organisation_id)
        else:
            flash(_("%(name)s er gemt.", name=form.name.data), "ok")
            return redirect(url_for(".organisation_list"), 303)
    status = 422 if form.is_submitted() else 200
    events = list_events_of(organisation_id)
    return render_template("teams/organisation_edit.html", form=form, place=place, events=events), status


@bp.post("/kontor/medlemmer/<int:organisation_id>/<action>")
def organisation_state(organisation_id: int, action: str) -> ResponseReturnValue:
    """Close a place ("luk") or open it again ("aabn")."""
    if action not in ("luk", "aabn"):
        raise MissingError
    is_active = action == "aabn"
    set_active(organisation_id, is_active, by=office_actor())
    flash(_("Stedet er åbnet igen.") if is_active else _("Stedet er lukket. Kontakten slettes i nat."), "ok")
    return redirect(url_for(".organisation_list"), 303)


@bp.route("/kontor/medlemmer/hent-ind", methods=["GET", "POST"])
def organisation_import() -> ResponseReturnValue:
    """Read a spreadsheet and show what each row would do; nothing is written yet."""
    form = ImportForm()
    if form.validate_on_submit():
        try:
            sheet = read_sheet(form.file.data.filename, form.file.data.read())
            rows = read_members(sheet)
        except RuleError as error:
            form.add_rule_error(error)
        else:
            kept = _serializer().dumps({"rows": sheet, "updates": bool(form.updates.data)})
            return render_template(
                "teams/organisation_import_preview.html", rows=rows, kept=kept, updates=form.updates.data
            )
    return render_template("teams/organisation_import.html", form=form), 422 if form.is_submitted() else 200


@bp.post("/kontor/medlemmer/hent-ind/gem")
def organisation_import_apply() -> ResponseReturnValue:
    """Write the good rows of a sheet that was shown; they are judged again first."""
    try:
        kept = _serializer().loads(request.form.get("kept", ""), max_age=PREVIEW_SECONDS)
    except BadSignature:
        flash(_("Siden var for gammel. Hent arket ind igen."), "stop")
        return redirect(url_for(".organisation_import"), 303)
    added, changed = import_members(kept["rows"], may_change=kept["updates"], by=office_actor())
    flash(_("%(added)s nye steder, %(changed)s rettet.", added=added, changed=changed), "ok")
    return redirect(url_for(".organisation_list"), 303)


@bp.get("/kontor/persondata")
def personal_data() -> ResponseReturnValue:
    """What is kept about people, why and until when, and what the next night will delete."""
    return render_template("teams/personal_data.html", kinds=list_personal_data(), due=due_for_deletion())


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="member-import")


def _regions() -> list[tuple[int, str]]:
    return [(region.id, in_language(region.name_da, region.name_en)) for region in list_regions()]


def _place(form: OrganisationForm) -> Place:
    return Place(
        name=form.name.data or "",
        kind=form.kind.data,
        municipality=form.municipality.data or "",
        region_id=form.region_id.data or None,
        contact_name=form.contact_name.data or "",
        contact_phone=form.contact_phone.data or "",
        contact_email=form.contact_email.data or "",
    )
