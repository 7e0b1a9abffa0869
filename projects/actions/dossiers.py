"""Triage and dossiers: taking part, or not, and undoing either."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import record
from accounts.models import Organisation, User
from common.states import AlreadyMoved, move_state
from deadlines import actions as deadline_actions
from deadlines.actions import Words
from deadlines.models import Deadline, TimeLimit
from deadlines.states import DateSource, DeadlineState
from projects.actions import road_map
from projects.actions.discussion import about, dossier_path, set_discussion_deadline
from projects.models import Dossier, DossierDate, DraftAct, TriageItem
from projects.states import DOSSIER_MOVES, TRIAGE_MOVES, DossierState, Priority, TriageState


@transaction.atomic
def open_dossier(
    draft: DraftAct,
    *,
    organisation: Organisation,
    owner: User,
    actor: User,
    on: date,
    at: datetime,
    priority: Priority = Priority.NORMAL,
) -> Dossier:
    """The organisation takes part: its dossier on the draft, with the end of the discussion as a deadline.

    Two people at once get the same dossier. A closed dossier is opened again. Where the portal has opened
    another discussion since, its end becomes the deadline.
    """
    dossier, created = Dossier.objects.get_or_create(
        organisation=organisation,
        draft=draft,
        defaults={"owner": owner, "priority": priority, "opened_by": actor, "opened_at": at},
    )
    if not created:  # whoever joins at the same moment waits here, and then finds it open
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    reopened = dossier.state == DossierState.CLOSED
    if reopened:
        move_state(dossier, DOSSIER_MOVES, DossierState.OPEN, closing_reason="")
    settled = _settle_triage(dossier, actor=actor, at=at)
    if created or reopened:
        record(
            "dossier.opened", actor=actor, organisation=organisation, obj=dossier, subject=draft, at=at
        )
    elif settled:
        record(
            "dossier.joined_again",
            actor=actor,
            organisation=organisation,
            obj=dossier,
            subject=draft,
            at=at,
        )
    set_discussion_deadline(dossier, on=on, at=at)
    _follow_latest(dossier, on=on, at=at)
    if reopened:
        road_map.restore_dates(dossier, actor=actor, on=on, at=at)
    return dossier


def _follow_latest(dossier: Dossier, *, on: date, at: datetime) -> None:
    """Whoever joins a new discussion has the road map planned against its end."""
    window = dossier.draft.windows.order_by("-number").first()
    if window is not None:
        road_map.follow_window(dossier, window, on=on, at=at)


def _settle_triage(dossier: Dossier, *, actor: User, at: datetime) -> bool:
    """Answer the questions on this draft with 'we take part'; returns whether there was one."""
    asked = TriageItem.objects.filter(organisation=dossier.organisation, draft=dossier.draft)
    items = list(asked.exclude(state=TriageState.JOINED))
    for item in items:
        try:
            move_state(item, TRIAGE_MOVES, TriageState.JOINED, decided_by=actor, decided_at=at, reason="")
        except AlreadyMoved:
            item.refresh_from_db(fields=["state"])
            if item.state != TriageState.JOINED:  # a colleague who joined at the same moment is no obstacle
                raise
    return bool(items)


@transaction.atomic
def decline(item: TriageItem, reason: str, *, actor: User, at: datetime) -> None:
    """'Not for us', with a reason that the next reader understands."""
    if not reason.strip():
        raise ValidationError(_("Say in a few words why this draft is not for you."), code="reason")
    move_state(
        item, TRIAGE_MOVES, TriageState.DECLINED, reason=reason.strip()[:300], decided_by=actor, decided_at=at
    )
    record(
        "triage.declined",
        actor=actor,
        organisation=item.organisation,
        obj=item,
        subject=item.draft,
        at=at,
        details={"reason": item.reason},
    )


@transaction.atomic
def undecide(item: TriageItem, *, actor: User, at: datetime) -> None:
    """Undo of 'not for us': the question is open again."""
    move_state(item, TRIAGE_MOVES, TriageState.UNDECIDED, reason="", decided_by=None, decided_at=None)
    record(
        "triage.undecided",
        actor=actor,
        organisation=item.organisation,
        obj=item,
        subject=item.draft,
        at=at,
    )


@transaction.atomic
def close_dossier(dossier: Dossier, reason: str, *, actor: User, at: datetime) -> None:
    """Work on the draft ends; nobody is reminded of its dates any more."""
    move_state(dossier, DOSSIER_MOVES, DossierState.CLOSED, closing_reason=reason.strip()[:300])
    for deadline in deadlines_of(dossier):
        if deadline.state == DeadlineState.OPEN:
            deadline_actions.close_deadline(deadline, actor=actor, at=at, done=False)
    road_map.drop_dates(dossier, actor=actor, at=at)
    record(
        "dossier.closed",
        actor=actor,
        organisation=dossier.organisation,
        obj=dossier,
        subject=dossier.draft,
        at=at,
        details={"reason": dossier.closing_reason},
    )


def deadlines_of(dossier: Dossier) -> list[Deadline]:
    """The end of the discussion and the dates that people set, open or not."""
    rows = DossierDate.objects.filter(dossier=dossier)
    own = [
        row.deadline
        for row in rows.select_related("deadline", "deadline__responsible", "deadline__time_limit")
    ]
    return [*([dossier.discussion_deadline] if dossier.discussion_deadline else []), *own]


@transaction.atomic
def reopen_dossier(dossier: Dossier, *, actor: User, on: date, at: datetime) -> None:
    """Undo of closing: dates that were dropped with it and have not passed are open again."""
    move_state(dossier, DOSSIER_MOVES, DossierState.OPEN, closing_reason="")
    for deadline in deadlines_of(dossier):
        if deadline.state == DeadlineState.CANCELLED and deadline.due_on >= on:
            deadline_actions.reopen_deadline(deadline, actor=actor, on=on, at=at)
    road_map.restore_dates(dossier, actor=actor, on=on, at=at)
    record(
        "dossier.reopened",
        actor=actor,
        organisation=dossier.organisation,
        obj=dossier,
        subject=dossier.draft,
        at=at,
    )


@transaction.atomic
def change_dossier(
    dossier: Dossier, *, owner: User | None, priority: Priority, actor: User, at: datetime
) -> None:
    """Another owner or priority; the end of the discussion goes with the owner, who is told."""
    if owner == dossier.owner and priority == dossier.priority:
        return
    if owner != dossier.owner and dossier.discussion_deadline is not None:
        deadline_actions.assign_deadline(dossier.discussion_deadline, owner, actor=actor, at=at)
    dossier.owner, dossier.priority = owner, priority
    dossier.save(update_fields=["owner", "priority"])
    record(
        "dossier.changed",
        actor=actor,
        organisation=dossier.organisation,
        obj=dossier,
        subject=dossier.draft,
        at=at,
        details={"owner": owner.pk if owner else None, "priority": int(priority)},
    )


@transaction.atomic
def add_date(
    dossier: Dossier,
    *,
    label: Words,
    actor: User,
    on: date,
    at: datetime,
    responsible: User | None,
    due_on: date | None = None,
    limit: TimeLimit | None = None,
    start_on: date | None = None,
) -> Deadline:
    """A date of the organisation's own on a dossier: given, or computed by a rule of law from the day
    `start_on`. The same date set twice, by two clicks or two people, is one: the open one is returned.
    """
    Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    same = DossierDate.objects.filter(
        dossier=dossier,
        deadline__state=DeadlineState.OPEN,
        deadline__label_kk=label.kk,
        deadline__label_ru=label.ru,
        deadline__responsible=responsible,
        deadline__time_limit=limit,
        deadline__start_on=start_on,
    )
    if due_on is not None:
        same = same.filter(deadline__due_on=due_on)
    known = same.select_related("deadline").first()
    if known is not None:
        return known.deadline
    deadline = deadline_actions.open_deadline(
        organisation=dossier.organisation,
        kind="dossier.own",
        label=label,
        about=about(dossier),
        path=dossier_path(dossier.pk),
        due_on=due_on,
        source=DateSource.OWN,
        limit=limit,
        start_on=start_on,
        responsible=responsible,
        on=on,
        at=at,
    )
    DossierDate.objects.create(dossier=dossier, deadline=deadline)
    record(
        "dossier.date_added",
        actor=actor,
        organisation=dossier.organisation,
        obj=dossier,
        subject=deadline,
        at=at,
    )
    return deadline
