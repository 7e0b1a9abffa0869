"""The lists of hearings, of stakeholders and of those who came, for a spreadsheet."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common.sheets import Sheet
from hearings.board import Board
from hearings.models import CheckIn, Hearing, Registration, Stakeholder


def _line(numbered: tuple[int, CheckIn | Registration]) -> list[object]:
    number, row = numbered
    who: list[object] = [number, row.name or _("name erased"), row.represents]
    if isinstance(row, Registration):
        return [*who, "", "", "", ""]
    said = [_("yes") if is_so else "" for is_so in (row.is_official, row.may_be_named)]
    return [*who, *said, _("signed") if row.has_signed else "", row.came_at]


HEARINGS: Sheet[Hearing] = Sheet(
    "hearings",
    (
        *(_("Title in Kazakh"), _("Title in Russian"), _("Begins"), _("Format"), _("Place")),
        *(_("Moderator"), _("State")),
    ),
    lambda row: (
        *(row.title_kk, row.title_ru, row.starts_at, row.get_format_display(), row.said("place")),
        *(row.moderator, row.get_state_display()),
    ),
)
STAKEHOLDERS: Sheet[Stakeholder] = Sheet(
    "stakeholders",
    (_("Name of the person or organisation"), _("Who they are"), _("Invited"), _("Came"), _("Spoke")),
    lambda row: (row.name, row.get_kind_display(), row.invited, row.came, row.spoke),  # type: ignore[attr-defined]
    _("Map of stakeholders"),
)
_ATTENDANCE: Sheet[tuple[int, CheckIn | Registration]] = Sheet(
    "attendance",
    ("№", _("Name"), _("Organisation"), _("Ex officio"), _("May be named"), _("Signature"), _("Came at")),
    _line,
)


def attendance_sheet(hearing: Hearing) -> Sheet[tuple[int, CheckIn | Registration]]:
    """The list of one hearing, which the activity log names."""
    what = format_lazy("{list}: {hearing}", list=_("Attendance list"), hearing=lazystr(hearing))
    return replace(_ATTENDANCE, what=what)


def attendance_lines(board: Board) -> Iterator[tuple[int, CheckIn | Registration]]:
    """Who came, then who is expected, numbered through as on the page."""
    yield from enumerate([*board.came, *board.expected], 1)
