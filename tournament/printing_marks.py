"""Measuring sheets for paper: one per heat or discipline, with boxes to write in and a QR that opens it on a tablet."""

from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from core.qr import qr_svg
from core.site import absolute_url
from tournament.mark_lines import Heat, MeasuredTable
from tournament.referee_marks import measure_screen
from tournament.store_view import CompetitionView

FREE_BOXES = 3


@dataclass(frozen=True, slots=True)
class MeasureSheet:
    """A heat, or everybody in a discipline; `boxes` are the attempts to write."""

    title: str
    table: MeasuredTable
    heat: Heat
    boxes: int
    qr: Markup


def measure_sheets(view: CompetitionView) -> list[MeasureSheet]:
    """A sheet for every heat, or for every discipline without heats, that is not measured to its end."""
    sheets = []
    for stage in view.measured:
        screen = measure_screen(view, stage)
        address = absolute_url("tournament_referee.discipline", stage_id=stage.id)
        label = _("QR-kode til %(discipline)s", discipline=screen.title)
        boxes = screen.table.attempts or FREE_BOXES
        for heat in screen.groups:
            if not heat.is_done:
                qr = qr_svg(f"{address}#heat-{heat.number}", label)
                sheets.append(MeasureSheet(screen.title, screen.table, heat, boxes, qr))
    return sheets
