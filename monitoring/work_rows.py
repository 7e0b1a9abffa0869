"""A thing to do as the list shows it: a verb in the infinitive, where it leads, whom it waits for, how long is left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from amendments.states import TableState
from deadlines.calendar import WorkingCalendar
from deadlines.models import Deadline
from deadlines.wording import Due, due_of, due_on_day, stated
from hearings.states import MinutesState, NeedKind
from monitoring.queries.work_list import NO_DAY, Edges, Kind, When, Work, readers_of

TASKS: dict[tuple[Kind, str], Promise] = {
    (Kind.TRIAGE, ""): _("Decide whether to take part"),
    (Kind.REVIEW, TableState.EXPERT_REVIEW): _("Read the amendments as an expert"),
    (Kind.REVIEW, TableState.LAWYER_REVIEW): _("Check the amendments as a lawyer"),
    (Kind.REVIEW, TableState.HEAD_REVIEW): _("Approve the amendments as the head"),
    (Kind.ANSWERS, ""): _("Confirm the answers of the body"),
    (Kind.MINUTES, MinutesState.DRAFT): _("Finish the minutes of the hearing"),
    (Kind.MINUTES, MinutesState.COMMENTS): _("Approve the minutes of the hearing"),
    (Kind.REMARKS, ""): _("Answer the remarks of the hearing"),
    (Kind.SENDING, ""): _("Send the request for information"),
    (Kind.LETTERS, ""): _("Sort the letter in quarantine"),
}
NEED = _("Settle what a participant needs: %(need)s")
_PAGES = {
    Kind.TRIAGE: "projects:draft",
    Kind.REVIEW: "amendments:table",
    Kind.ANSWERS: "amendments:outcomes",
    Kind.MINUTES: "hearings:minutes",
    Kind.REMARKS: "hearings:minutes",
    Kind.NEEDS: "hearings:participants",
    Kind.SENDING: "inforequests:request",
    Kind.LETTERS: "inforequests:incoming",
}


@dataclass(frozen=True)
class ShownWork:
    """`heading`: the band of urgency, on the first row of each. `readers`: for which of several people it waits.
    `deadline`: what may be given to somebody else here. `on`: the last day."""

    kind: Kind
    url: str
    task: str
    text: str
    due: Due | None
    person: User | None
    readers: list[User]
    deadline: Deadline | None
    heading: Any = ""
    on: date | None = None


def shown(
    rows: Iterable[Work],
    deadlines: Mapping[int, Deadline],
    members: list[Membership],
    *,
    edges: Edges,
    days: WorkingCalendar,
) -> list[ShownWork]:
    """The rows of one page. A deadline that was closed while the page was made is left out."""
    people, found, band = {member.user_id: member.user for member in members}, [], None
    for row in rows:
        deadline = deadlines.get(row.pk) if row.kind == Kind.DEADLINE else None
        if row.kind == Kind.DEADLINE and deadline is None:
            continue
        now = edges.of(row.on)
        heading, band = "" if now == band else When(now).label, now
        found.append(_row(row, deadline, people, members, heading, edges.on, days))
    return found


def _row(
    row: Work,
    deadline: Deadline | None,
    people: Mapping[int, User],
    members: list[Membership],
    heading: Any,
    on: date,
    days: WorkingCalendar,
) -> ShownWork:
    if deadline is not None:
        told, person = due_of(deadline, on=on, days=days), deadline.responsible
        return ShownWork(
            row.kind,
            deadline.path,
            str(deadline.label),
            deadline.about or "",
            told,
            person,
            [],
            deadline,
            heading,
            deadline.due_on,
        )
    has_day = row.on != NO_DAY
    due = due_on_day(row.on, on=on, days=days, lines=stated(row.on, on)) if has_day else None
    readers = readers_of(row.detail, members) if row.kind == Kind.REVIEW else []
    person = people.get(row.person or 0) or (readers[0] if len(readers) == 1 else None)
    url = reverse(_PAGES[row.kind], args=[row.link])
    return ShownWork(row.kind, url, _task(row), _about(row), due, person, readers, None, heading, row.on if has_day else None)


def _task(row: Work) -> str:
    if row.kind == Kind.NEEDS:
        return str(NEED) % {"need": NeedKind(row.detail).label}
    detail = row.detail if row.kind in (Kind.REVIEW, Kind.MINUTES) else ""
    return str(TASKS[row.kind, detail])


def _about(row: Work) -> str:
    """In the language of the page, else in the other one."""
    kk, ru = row.about_kk or row.about_ru, row.about_ru or row.about_kk
    return (kk if (get_language() or "kk")[:2] == "kk" else ru) or ""
