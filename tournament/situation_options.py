"""Ways out of a repair that cannot keep every rule, as the office takes them: what has happened is told anew.

A way out is asked about like any other situation, so nothing is changed before its programme is published.
"""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from sqlalchemy.orm import Session

from tournament.file_options import change_rows, set_value
from tournament.models import Competition
from tournament.planning import find_free_name, list_courts
from tournament.planning_day import day_document
from tournament.planning_options import stored_day
from tournament.situation_day import Case, News
from tournament.store import court_key
from tournament.store_view import CompetitionView
from tournament.timetable.ladders_of_repair import LEFT_OUT
from tournament.timetable.model import At, Court
from tournament.timetable.options import Change, Explanation
from tournament.wording_plan import finding_in_both

Row = dict[str, Any]
NO_NEWS = frozenset({"hold_pins", "eased"})
"""What is told with the news and is none by itself."""


def has_news(news: Sequence[News]) -> bool:
    """Whether anything has happened at all."""
    return any(item["kind"] not in NO_NEWS for item in news)


def write_options(case: Case, event_id: int, news: Sequence[News], explanation: Explanation) -> list[Row]:
    """The ways out as they are stored: the sentence, and what has happened in the words of a situation."""
    found = []
    for option in explanation.options:
        texts = finding_in_both(option.finding, case.planning.names)
        told = _Retold(case, event_id, news).with_changes(option.changes, texts)
        if told is not None:
            found.append(texts | {"news": told})
    return found


class _Retold:
    """What has happened, as it is once some changes are made."""

    def __init__(self, case: Case, event_id: int, news: Sequence[News]) -> None:
        self.case, self.event_id = case, event_id
        self.news: list[Row | None] = [deepcopy(dict(item)) for item in news]

    def with_changes(self, changes: Sequence[Change], texts: Row) -> list[Row] | None:
        """The news after the changes; None where the office has no way to make them."""
        of_day: list[Change] = []
        for change in changes:
            if change.path.startswith("disturbances["):
                self._change_news(change)
            elif change.path.startswith(LEFT_OUT):
                match = self.case.planning.matches[change.path.removeprefix(LEFT_OUT)]
                self.news.append({"kind": "left_out", "match": match.id})
            elif isinstance(change.value, Court):
                self.news.append(self._extra_court(change.value))
            else:
                of_day.append(change)
        if of_day:
            planning = self.case.planning
            rows = change_rows(planning.document, of_day, planning.clock)
            self.news.append({"kind": "eased", **texts, "changes": rows})
        left = [item for item in self.news if item is not None]
        # Where nothing has happened any more nothing is to be made otherwise either.
        return left if has_news(left) or not of_day else None

    def _change_news(self, change: Change) -> None:
        number, _bracket, rest = change.path.removeprefix("disturbances[").partition("]")
        item = self.news[int(number)]
        if change.value is None:
            self.news[int(number)] = None
        elif item is not None:
            value = change.value
            item[rest.removeprefix(".")] = self._moment(value.minutes) if isinstance(value, At) else value

    def _extra_court(self, court: Court) -> Row:
        first = max(self.case.now, court.windows[0][0])
        hours = {"from": self._moment(first), "to": self._moment(court.windows[-1][1])}
        taken = [item["name"] for item in self.news if item is not None and item["kind"] == "extra_court"]
        return {"kind": "extra_court", "name": find_free_name(self.event_id, taken), "hall": court.hall or "", **hours}

    def _moment(self, minute: int) -> str:
        return self.case.planning.moment(minute).isoformat()


def ease_day(db: Session, row: Competition, view: CompetitionView, news: Sequence[News]) -> Row:
    """Change the stored day as the news say; what was before, as `windows` and `stages` by court and `day` by key."""
    changes = [change for item in news if item["kind"] == "eased" for change in item["changes"]]
    before: Row = {"windows": {}, "stages": {}, "day": {}}
    if not changes:
        return before
    courts = list_courts(row.event_id)
    document = day_document(view, {court_key(court.id): court for court in courts}, ())
    after = deepcopy(document)
    for change in changes:
        set_value(after, change["path"], change["value"])
    for court, was, written in zip(courts, document["day"]["courts"], after["day"]["courts"], strict=True):
        if court.windows != written["windows"]:
            before["windows"][str(court.id)] = court.windows
            court.windows = written["windows"]
        if was.get("stages") != written.get("stages"):
            before["stages"][str(court.id)] = court.stages
            court.stages = written.get("stages")
    new = stored_day(row.day, document["day"], after["day"])
    before["day"] = {key: row.day.get(key) for key in {*row.day, *new} if row.day.get(key) != new.get(key)}
    row.day = new
    db.flush()
    return before
