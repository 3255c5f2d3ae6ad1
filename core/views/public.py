"""Pages for everyone that belong to no sport: login, pairing a tablet, language, privacy, accessibility."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user

from core.attempts import count_attempt
from core.devices import pair
from core.errors import MissingError, RuleError
from core.forms import LoginForm, PairForm
from core.guards import DEVICE_COOKIES, blueprint
from core.language import LANGUAGE_COOKIE, LANGUAGES
from core.people import find_logged_in, log_in
from core.retention import list_personal_data
from core.security import is_own_path
from core.site import current_settings

bp = blueprint("core_public", __name__, "public")

YEAR_SECONDS = 365 * 24 * 3600
PAIRING_ATTEMPTS = 20
# What a browser calls itself holds the names of others too: the first that fits is the right one.
BROWSERS = ("Edg", "Firefox", "Chrome", "Safari")
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac", "Linux")
DEVICE_HOMES = {"referee": "tournament_referee.next_match", "gate": "teams_gate.scan"}


@bp.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    """Log in to the office."""
    if current_user.is_authenticated:
        return redirect(url_for("tournament_office.overview"), 303)
    form = LoginForm()
    if form.validate_on_submit():
        browser = _browser_words(request.user_agent.string)
        try:
            token = log_in(form.email.data, form.password.data, address=request.remote_addr or "-", browser=browser)
        except RuleError as error:
            form.add_rule_error(error)
        else:
            # A new session for a new person: what the browser held before does not carry over.
            session.clear()
            login_user(find_logged_in(token))
            target = request.args.get("next", "")
            return redirect(target if is_own_path(target) else url_for("tournament_office.overview"), 303)
    return render_template("core/login.html", form=form), 422 if form.is_submitted() else 200


def _browser_words(agent: str) -> str:
    """The browser and its system in two words, such as "Chrome, Android"; empty where neither is known."""
    browser = next(("Edge" if name == "Edg" else name for name in BROWSERS if name in agent), "")
    system = next((name for name in SYSTEMS if name in agent), "")
    return ", ".join(word for word in (browser, system) if word)


@bp.route("/par", methods=["GET", "POST"])
def pair_device() -> ResponseReturnValue:
    """Pair this tablet as referee or gate with a code from the office (also as a link in a QR code)."""
    form = PairForm(data={"code": request.args.get("kode", "")})
    if form.validate_on_submit():
        try:
            count_attempt("pairing", request.remote_addr or "-", highest=PAIRING_ATTEMPTS)
            device, token = pair(form.code.data)
        except RuleError as error:
            form.add_rule_error(error)
        else:
            flash(_("Denne skærm er klar: %(label)s.", label=device.label), "ok")
            response = redirect(url_for(DEVICE_HOMES[device.audience]), 303)
            response.set_cookie(
                DEVICE_COOKIES[device.audience],
                token,
                max_age=YEAR_SECONDS,
                httponly=True,
                samesite="Lax",
                secure=current_settings().base_url.startswith("https://"),
            )
            return response
    return render_template("core/pair_device.html", form=form), 422 if form.is_submitted() else 200


@bp.get("/sprog/<code>")
def set_language(code: str) -> ResponseReturnValue:
    """Choose Danish or English and go back to where one was."""
    if code not in LANGUAGES:
        raise MissingError
    target = request.args.get("next", "")
    response = redirect(target if is_own_path(target) else url_for("tournament_public.front"), 303)
    response.set_cookie(LANGUAGE_COOKIE, code, max_age=YEAR_SECONDS, samesite="Lax")
    return response


@bp.get("/privatliv")
def privacy() -> ResponseReturnValue:
    """Which personal data we keep, what for and until when: the same list that the nightly deletion works from."""
    return render_template("core/privacy.html", kinds=list_personal_data())


@bp.get("/tilgaengelighed")
def accessibility() -> ResponseReturnValue:
    """How the site is built for all, and what still falls short."""
    return render_template("core/accessibility.html")
