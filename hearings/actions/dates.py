"""The dates that follow from a hearing's day, on the organisation's list of deadlines."""

from collections.abc import Iterable
from datetime import date, datetime

from accounts.models import User
from deadlines import actions as deadline_actions
from deadlines.actions import Words
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from hearings.lead_time import Found
from hearings.models import Hearing, HearingDate
from hearings.rule_sets import Force


def settle_dates(hearing: Hearing, found: Iterable[Found], *, actor: User, on: date, at: datetime) -> None:
    """Open the deadlines of a hearing, move those whose day has changed, close those that are met or not needed.

    Call it inside the transaction that changes the hearing. A step of good practice whose day has passed before the
    hearing was planned is not put on the list: nobody could keep it any more.
    """
    known = {
        row.code: row.deadline
        for row in HearingDate.objects.filter(hearing=hearing).select_related(
            "deadline", "deadline__organisation"
        )
    }
    wanted = {one.step.code: one for one in found if one.step.is_listed}
    for code, deadline in known.items():
        if code not in wanted and deadline.state == DeadlineState.OPEN:
            deadline_actions.close_deadline(deadline, actor=actor, at=at, done=False)
    for code, one in wanted.items():
        if code in known:
            _follow(known[code], one, actor=actor, on=on, at=at)
        elif not (one.is_broken and one.step.force == Force.WARNS):
            opened = _opened(hearing, one, on=on, at=at)
            HearingDate.objects.create(hearing=hearing, code=code, deadline=opened)
            if one.done_on is not None:
                deadline_actions.close_deadline(opened, actor=actor, at=at)


def _follow(deadline: Deadline, one: Found, *, actor: User, on: date, at: datetime) -> None:
    """Move the deadline along with the hearing; what was done on a day that is still in time stays done."""
    if one.done_on is not None and not one.is_broken:
        if deadline.state == DeadlineState.OPEN:
            deadline_actions.close_deadline(deadline, actor=actor, at=at)
        return
    if deadline.state == DeadlineState.CANCELLED:
        deadline_actions.reopen_deadline(deadline, actor=actor, on=on, at=at)
    if deadline.state == DeadlineState.OPEN and deadline.due_on != one.due_on:
        deadline_actions.move_deadline(
            deadline,
            one.due_on,
            on=on,
            at=at,
            reason="person",
            actor=actor,
            computation=one.computation,
        )


def _opened(hearing: Hearing, one: Found, *, on: date, at: datetime) -> Deadline:
    return deadline_actions.open_deadline(
        organisation=hearing.organisation,
        kind=one.step.code,
        label=one.step.label,
        about=Words(hearing.title_kk or hearing.title_ru, hearing.title_ru or hearing.title_kk),
        path=hearing.path,
        on=on,
        at=at,
        responsible=hearing.secretary or hearing.moderator,
        limit=one.limit,
        start_on=one.computation.start_on,
    )


def drop_dates(hearing: Hearing, *, actor: User, at: datetime) -> None:
    """The hearing does not take place: nobody is reminded of its dates any more."""
    rows = HearingDate.objects.filter(hearing=hearing, deadline__state=DeadlineState.OPEN)
    for row in rows.select_related("deadline", "deadline__organisation"):
        deadline_actions.close_deadline(row.deadline, actor=actor, at=at, done=False)
