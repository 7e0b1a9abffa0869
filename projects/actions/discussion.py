"""The end of the discussion as a dossier's deadline: the portal's date, else the statutory minimum, else
none.
"""

from datetime import date, datetime

from django.db import transaction

from deadlines import actions as deadline_actions
from deadlines.actions import Words
from deadlines.models import Deadline
from deadlines.states import DateSource, DeadlineState
from projects.models import DiscussionWindow, Dossier, DossierDate

SEND_PROPOSALS = Words("Жоба бойынша ұсыныстар жолдау", "Направить предложения к проекту")


def dossier_path(dossier_id: int) -> str:
    return f"/dossiers/{dossier_id}/"


def about(dossier: Dossier) -> Words:
    """The draft's title in both languages, the other one where one is missing."""
    draft = dossier.draft
    return Words(draft.title_kk or draft.title_ru or "", draft.title_ru or draft.title_kk or "")


@transaction.atomic
def set_discussion_deadline(dossier: Dossier, *, on: date, at: datetime) -> None:
    """Give an open dossier the end of its draft's latest discussion as a deadline.

    One dropped when the dossier was closed is open again. One that stands, or is done, for this discussion
    stays; one of an earlier discussion is kept among the dossier's other dates.
    """
    window = dossier.draft.windows.order_by("-number").first()
    known = dossier.discussion_deadline
    if known is not None and known.state == DeadlineState.OPEN:
        return
    if known is not None and window is not None and _is_of(known, window):
        if known.state == DeadlineState.CANCELLED and known.due_on >= on:
            deadline_actions.reopen_deadline(known, actor=None, on=on, at=at)
        return
    opened = _open(dossier, window, on=on, at=at) if window else None
    if opened is None:
        return
    if known is not None:
        DossierDate.objects.get_or_create(deadline=known, defaults={"dossier": dossier})
    dossier.discussion_deadline = opened
    dossier.save(update_fields=["discussion_deadline"])


def _is_of(deadline: Deadline, window: DiscussionWindow) -> bool:
    return deadline.due_on == (window.ends_on or window.statutory_ends_on)


def _open(dossier: Dossier, window: DiscussionWindow, *, on: date, at: datetime) -> Deadline | None:
    ends_on = window.ends_on or window.statutory_ends_on
    if ends_on is None or ends_on < on:  # what is over needs no reminder
        return None
    return deadline_actions.open_deadline(
        organisation=dossier.organisation,
        kind="discussion.end",
        label=SEND_PROPOSALS,
        about=about(dossier),
        path=dossier_path(dossier.pk),
        due_on=window.ends_on,
        source=DateSource.STATED if dossier.draft.portal_id else DateSource.OWN,
        limit=window.time_limit if window.ends_on is None else None,
        start_on=window.starts_on,
        responsible=dossier.owner,
        on=on,
        at=at,
    )


@transaction.atomic
def follow_window(dossier: Dossier, window: DiscussionWindow, *, on: date, at: datetime) -> None:
    """The discussion has other dates now: an open deadline moves to the new end, and a first date opens one.

    A deadline that is done stays done: whether the organisation takes part in a new discussion is asked in
    triage.
    """
    known = dossier.discussion_deadline
    if known is None:
        set_discussion_deadline(dossier, on=on, at=at)
        return
    if known.state != DeadlineState.OPEN or window.ends_on is None:
        return
    if known.due_on != window.ends_on:
        deadline_actions.move_deadline(
            known, window.ends_on, on=on, at=at, reason="portal", source=DateSource.STATED
        )
