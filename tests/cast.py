"""The cast: an organiser, a person without the office role, two places with their leaders."""

from sqlalchemy import select

from core.audit import SYSTEM, Actor
from core.db import session
from core.people import User, add_user
from teams.models import Organisation
from tests import make

ORGANISER_MAIL = "kontor@example.org"
STRANGER_MAIL = "fremmed@example.org"
PASSWORD = "tre ord der huskes"


def organiser() -> User:
    """The organiser, with the office role."""
    return _user(ORGANISER_MAIL, "Karen Kontor", "office")


def stranger() -> User:
    """A person with a login but without the office role."""
    return _user(STRANGER_MAIL, "Frede Fremmed", "organisation")


def organiser_actor() -> Actor:
    """The organiser as commands get her."""
    return Actor("user", organiser().id)


def lighthouse() -> Organisation:
    """The first leader's place."""
    return make.organisation("Fyrtårnet", municipality="Odense")


def bridge() -> Organisation:
    """The second leader's place."""
    return make.organisation("Broen", municipality="Vejle")


def _user(email: str, name: str, role: str) -> User:
    found = session().scalar(select(User).where(User.email == email))
    if found is None:
        add_user(email, name, PASSWORD, by=SYSTEM, role=role)
        found = session().scalars(select(User).where(User.email == email)).one()
    return found
