"""Member places in from a spreadsheet, each row judged before anything is written, and out again."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _
from sqlalchemy import select

from core.audit import Actor, record
from core.db import session, take_turns, transaction
from core.errors import RuleError
from core.sheets import Cell
from events.folding import fold
from events.models import Region
from teams.models import Organisation
from teams.organisations import MEMBERS, Place, add_organisation, edit_organisation
from teams.wording import MEMBER_KINDS, member_kind_words

Action = Literal["new", "change", "same", "fault"]
COLUMNS = ("navn", "slags", "kommune", "egn", "kontakt", "telefon", "e-mail")
# What people call the columns in the sheets they have.
ALIASES = {
    **{"name": "navn", "sted": "navn", "værested": "navn", "medlem": "navn", "type": "slags", "kind": "slags"},
    **{"municipality": "kommune", "by": "kommune", "region": "egn", "contact": "kontakt", "kontaktperson": "kontakt"},
    **{"phone": "telefon", "tlf": "telefon", "tlf.": "telefon", "email": "e-mail", "mail": "e-mail"},
}
KIND_NAMES = {
    **{kind: kind for kind in MEMBER_KINDS},
    **{"drop-in centre": "vaerested", "supported housing": "boform", "association": "forening"},
}
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of the sheet: its line, what it becomes, what will happen and what is wrong with it."""

    line: int
    place: Place
    region: str
    action: Action
    faults: tuple[str, ...]
    organisation_id: int | None


def read_members(rows: Sequence[Mapping[str, str]]) -> list[ImportRow]:
    """Judge every row against what is known; nothing is written.

    Raises RuleError("teams.import_without_names") where no column holds the names.
    """
    tidy = [{ALIASES.get(head, head): text for head, text in row.items()} for row in rows]
    if not tidy or "navn" not in tidy[0]:
        raise RuleError("teams.import_without_names", field="file")
    regions = {
        key: region for region in session().scalars(select(Region)) for key in (fold(region.name_da), region.slug)
    }
    known = {fold(place.name): place for place in session().scalars(select(Organisation))}
    seen: set[str] = set()
    found = []
    for line, row in enumerate(tidy, 2):
        found.append(_read_row(line, row, regions, known, seen))
        seen.add(fold(row.get("navn", "")))
    return found


def import_members(sheet: Sequence[Mapping[str, str]], *, may_change: bool, by: Actor) -> tuple[int, int]:
    """Judge the rows of a sheet once more and write the good ones; a second time finds them there and writes none.

    Returns what write_members does; raises RuleError as read_members does.
    """
    with transaction():
        take_turns(MEMBERS)
        return write_members(read_members(sheet), may_change=may_change, by=by)


def write_members(rows: Iterable[ImportRow], *, may_change: bool, by: Actor) -> tuple[int, int]:
    """Write the good rows in one transaction; returns how many are new and how many were changed."""
    added = changed = 0
    with transaction():
        for row in rows:
            if row.action == "new":
                add_organisation(row.place, by=by)
                added += 1
            elif row.action == "change" and may_change and row.organisation_id is not None:
                edit_organisation(row.organisation_id, row.place, by=by)
                changed += 1
        record("import_organisations", "organisations", by=by, added=added, changed=changed)
    return added, changed


def sheet_of_members(places: Iterable[Organisation]) -> tuple[list[str], list[list[Cell]]]:
    """All member places as a spreadsheet that can be read in again: heads and rows."""
    rows: list[list[Cell]] = [
        [
            place.name,
            member_kind_words(place.kind),
            place.municipality,
            place.region.name_da if place.region else "",
            place.contact_name,
            place.contact_phone,
            place.contact_email,
        ]
        for place in places
    ]
    return list(COLUMNS), rows


def _read_row(
    line: int, row: Mapping[str, str], regions: Mapping[str, Region], known: Mapping[str, Organisation], seen: set[str]
) -> ImportRow:
    name, kind = row.get("navn", ""), KIND_NAMES.get(fold(row.get("slags", "")), "")
    region_text = row.get("egn", "")
    region = regions.get(fold(region_text))
    place = Place(
        name=name,
        kind=kind or MEMBER_KINDS[0],
        municipality=row.get("kommune", ""),
        region_id=region.id if region else None,
        contact_name=row.get("kontakt", ""),
        contact_phone=row.get("telefon", ""),
        contact_email=row.get("e-mail", ""),
    )
    faults = _faults(row, kind, region, fold(name) in seen)
    before = known.get(fold(name))
    action: Action = "fault" if faults else "new" if before is None else "same" if _is_same(before, place) else "change"
    return ImportRow(line, place, region_text, action, tuple(faults), before.id if before else None)


def _faults(row: Mapping[str, str], kind: str, region: Region | None, is_repeated: bool) -> list[str]:
    found = []
    name = row.get("navn", "")
    if not name:
        found.append(_("Navnet mangler."))
    elif len(name) > LONGEST_NAME:
        found.append(_("Navnet er for langt."))
    if is_repeated and name:
        found.append(_("Navnet står der to gange."))
    if row.get("slags") and not kind:
        found.append(_("Slags skal være Værested, Boform eller Forening."))
    if row.get("egn") and region is None:
        found.append(_("Vi kender ikke egnen %(region)s.", region=row["egn"]))
    phone = row.get("telefon", "")
    if phone and sum(sign.isdigit() for sign in phone) < 8:
        found.append(_("Telefonen mangler tal."))
    mail = row.get("e-mail", "")
    if mail and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", mail):
        found.append(_("E-mailen er ikke rigtig."))
    return found


def _is_same(known: Organisation, place: Place) -> bool:
    names = ("name", "kind", "municipality", "region_id", "contact_name", "contact_phone", "contact_email")
    return all(getattr(known, name) == getattr(place, name) for name in names)
