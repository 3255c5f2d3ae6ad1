"""The office person's own account: log out, open logins, password."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from core.errors import RuleError
from core.forms import PasswordForm
from core.guards import blueprint, office_actor
from core.people import change_password, list_sessions, revoke_session

bp = blueprint("core_office", __name__, "office")


@bp.post("/kontor/log-ud")
def logout() -> ResponseReturnValue:
    """End this login; nothing stays on the machine."""
    revoke_session(current_user.session_id, by=office_actor())
    logout_user()
    session.clear()
    flash(_("Du er logget ud."), "ok")
    return redirect(url_for("core_public.login"), 303)


@bp.route("/kontor/konto", methods=["GET", "POST"])
def account() -> ResponseReturnValue:
    """Where the person is logged in, and a new password."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            change_password(
                current_user.id,
                form.old.data,
                form.new.data,
                keep_session=current_user.session_id,
                by=office_actor(),
            )
        except RuleError as error:
            form.add_rule_error(error)
        else:
            flash(_("Din adgangskode er ny. Andre skærme er logget ud."), "ok")
            return redirect(url_for(".account"), 303)
    sessions = list_sessions(current_user.id)
    status = 422 if form.is_submitted() else 200
    return render_template("core/account.html", form=form, sessions=sessions, here=current_user.session_id), status


@bp.post("/kontor/konto/login/<int:session_id>/stop")
def stop_session(session_id: int) -> ResponseReturnValue:
    """Log out another screen of one's own."""
    revoke_session(session_id, by=office_actor())
    flash(_("Den skærm er logget ud."), "ok")
    return redirect(url_for(".account"), 303)
