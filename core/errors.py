"""What can go wrong in a way that a person can mend, and how it is said."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why something cannot be done: a code of the form `room.snake_case` and the facts of its sentence."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence in the visitor's language (needs an application context)."""
        return str(gettext(self.code, **self.facts))


class RuleError(Exception):
    """A rule of the house says no; the person in front of the page can mend it.

    `code` names the sentence in both catalogues, `facts` fill it in, `field` names the form field it belongs to.
    """

    def __init__(self, code: str, *, field: str | None = None, **facts: Any) -> None:
        super().__init__(code)
        self.problem = Problem(code, facts)
        self.field = field

    @property
    def code(self) -> str:
        """The code of the rule that said no."""
        return self.problem.code

    @property
    def text(self) -> str:
        """The sentence in the visitor's language (needs an application context)."""
        return self.problem.text


class MissingError(Exception):
    """There is no such thing, or it is none of the asker's business: a page answers 404."""


class ForbiddenError(Exception):
    """The asker is known and may not: a page answers 403."""
