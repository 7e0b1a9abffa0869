"""How a row behind a figure is shown: what it is, where it leads, where it stands."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from amendments.models import AmendmentTable, Submission, SubmittedRow
from amendments.states import Category, Channel, Fate, Wording
from common.dates import ALMATY
from hearings.held import Reach
from hearings.models import Hearing
from monitoring.influence.asked import Asked, Of
from monitoring.queries.influence_rows import AskedRow
from projects.models import Dossier, TriageItem
from projects.seen import Decided

GOOD = frozenset({Fate.ACCEPTED, Fate.PARTLY, Decided.JOINED, "in_time"})
LATE = frozenset({Fate.NOT_ANSWERED, Decided.MISSED, "late", "silent"})


@dataclass(frozen=True)
class Shown:
    """A row of a list. `on`: the day that put it into the period; `number`: what it adds to the figure."""

    url: str
    task: str
    text: str
    chip: str
    tone: str
    on: date | None
    number: int | None = None


def shown(row: Any, asked: Asked) -> Shown:
    return _SHOWN[asked.of](row, asked)


def _tone(state: str) -> str:
    return "good" if state in GOOD else "late" if state in LATE else ""


def _day(at: datetime | None) -> date | None:
    return at.astimezone(ALMATY).date() if at else None


def _seen(row: TriageItem, asked: Asked) -> Shown:
    decided = Decided(row.decided)  # type: ignore[attr-defined]
    url = reverse("projects:draft", args=[row.draft_id])
    text = " · ".join(filter(None, (row.draft.body_label, row.reason)))
    return Shown(url, str(row.draft), text, str(decided.label), _tone(decided), _day(row.created_at))


def _dossier(row: Dossier, asked: Asked) -> Shown:
    url, draft = reverse("monitoring:dossier", args=[row.pk]), row.draft
    return Shown(url, str(draft), draft.body_label, str(row.get_state_display()), "", _day(row.opened_at))


def _sent(row: SubmittedRow, asked: Asked) -> Shown:
    table = row.submission.table
    url = reverse("amendments:outcomes", args=[table.dossier_id])
    draft, fate = table.dossier.draft, Fate(row.fate)  # type: ignore[attr-defined]
    wording = Wording(row.wording)  # type: ignore[attr-defined]
    found = str(wording.label) if wording in (Wording.VERBATIM, Wording.PARTLY, Wording.ABSENT) else ""
    in_act = _("in the act: %(wording)s") % {"wording": found} if found else ""
    text = " · ".join(filter(None, (str(draft), draft.body_label, str(Category(row.category).label), in_act)))
    at = row.row.outcome.confirmed_at if asked.of == Of.ANSWERED else row.submission.submitted_at
    return Shown(url, str(row.row), text, str(fate.label), _tone(fate), _day(at))


def _table(row: AmendmentTable, asked: Asked) -> Shown:
    url, draft = reverse("amendments:table", args=[row.dossier_id]), row.dossier.draft
    return Shown(url, str(draft), draft.body_label, str(row.get_state_display()), "", None)


def _sending(row: Submission, asked: Asked) -> Shown:
    url = reverse("amendments:submission-sent", args=[row.table.dossier_id, row.pk])
    channel, draft = str(Channel(row.channel).label), row.table.dossier.draft
    return Shown(url, str(draft), draft.body_label, channel, "", _day(row.submitted_at))


def _asked(row: AskedRow, asked: Asked) -> Shown:
    request, ending = row.info_request, row.fact.ending
    url = reverse("inforequests:request", args=[request.pk])
    again = _("after it was passed on or sent again") if row.fact.number > 1 else ""
    text = " · ".join(filter(None, (request.holder.name, again)))
    return Shown(url, str(request), text, str(ending.label), _tone(ending), request.ordered_on)


def _held(row: Hearing, asked: Asked) -> Shown:
    url, reach = reverse("hearings:hearing", args=[row.pk]), asked.part("reach")
    if not reach:
        return Shown(url, str(row), row.said("place"), "", "", row.starts_on)
    number = int(getattr(row, reach))
    return Shown(url, str(row), str(Reach(reach).label), "", "", row.starts_on, number)


_SHOWN: dict[Of, Any] = {
    Of.SEEN: _seen,
    Of.DOSSIERS: _dossier,
    Of.SENT: _sent,
    Of.ANSWERED: _sent,
    Of.TABLES: _table,
    Of.SENDINGS: _sending,
    Of.ASKED: _asked,
    Of.HELD: _held,
}
