"""What an act promises: written down, dated, asked about, measured, done or let go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from common.states import move_state
from deadlines.actions import Words, assign_deadline
from deadlines.models import TimeLimit
from inforequests.actions.directory import holder_of
from inforequests.actions.requests import write_request
from inforequests.models import InfoRequest
from inforequests.states import ReadyText
from monitoring.actions.dates import Wanted, drop, meet, run_again, settle
from monitoring.actions.log import faster, log, not_in_future
from monitoring.item_letter import letter_values
from monitoring.models import ImplementationItem, ItemRequest, Measurement
from monitoring.models.implementation import NEVER
from monitoring.states import ITEM_MOVES, ItemState
from projects.actions.discussion import about
from projects.models import Dossier
from projects.states import DossierState

FIELDS = ("kind", "title_kk", "title_ru", "provision", "body", "body_name", "responsible", "target", "unit")


@dataclass(frozen=True)
class Due:
    """The last day of an item: given, or counted by `limit` from `start_on`; neither where none is known."""

    due_on: date | None = None
    limit: TimeLimit | None = None
    start_on: date | None = None


@transaction.atomic
def add_item(
    dossier: Dossier, values: Mapping[str, Any], due: Due, *, actor: User, on: date, at: datetime
) -> ImplementationItem:
    """An item of the dossier's act. The same one twice, by two clicks, is one."""
    Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    texts = {name: values[name] for name in ("kind", "title_kk", "title_ru", "provision")}
    known = ImplementationItem.objects.filter(dossier=dossier, **texts).open().first()
    if known is not None:
        return known
    item = ImplementationItem(
        organisation=dossier.organisation, dossier=dossier, created_by=actor, created_at=at, **values
    )
    item.save()
    _follow(item, due, actor=actor, on=on, at=at)
    log(item, "item.added", actor=actor, at=at, obj=dossier)
    return item


@transaction.atomic
def change_item(
    item: ImplementationItem,
    values: Mapping[str, Any],
    due: Due,
    *,
    seen: int,
    actor: User,
    on: date,
    at: datetime,
) -> None:
    """AlreadyMoved if somebody changed it since the version `seen`."""
    mine = ImplementationItem.objects.filter(pk=item.pk, version=seen)
    if not mine.update(version=F("version") + 1, **{name: values[name] for name in FIELDS}):
        raise faster()
    is_handed_on = item.responsible != values["responsible"]
    for name in FIELDS:
        setattr(item, name, values[name])
    _follow(item, due, actor=actor, on=on, at=at)
    if item.deadline is not None and is_handed_on:
        assign_deadline(item.deadline, item.responsible or item.dossier.owner, actor=actor, at=at)
    log(item, "item.changed", actor=actor, at=at)


@transaction.atomic
def move_item(
    item: ImplementationItem,
    to: str,
    *,
    actor: User,
    on: date,
    at: datetime,
    done_on: date | None = None,
    reason: str = "",
) -> None:
    """Work on it began, it is done on a day, or nobody follows it any more. Raises IllegalMove or AlreadyMoved."""
    not_in_future(done_on, on, "done_on")
    done_on = (done_on or on) if to == ItemState.DONE else None
    before = item.state
    move_state(item, ITEM_MOVES, to, before=before, done_on=done_on, drop_reason=reason[:300])
    _follow_state(item, actor=actor, on=on, at=at)
    log(item, "item.moved", actor=actor, at=at, obj=item.dossier, before=before, state=to)


def take_back_item(item: ImplementationItem, *, actor: User, on: date, at: datetime) -> None:
    """The last step was a mistake; a second time there is none to take back (IllegalMove)."""
    with transaction.atomic():
        move_item(item, item.before, actor=actor, on=on, at=at)
        ImplementationItem.objects.filter(pk=item.pk).update(before=item.state)


def _follow_state(item: ImplementationItem, *, actor: User, on: date, at: datetime) -> None:
    deadline = item.deadline
    if item.state == ItemState.DONE:
        meet(deadline, actor=actor, at=at)
    elif item.state == ItemState.DROPPED:
        drop(deadline, actor=actor, at=at)
    elif item.dossier.state == DossierState.OPEN:
        run_again(deadline, actor=actor, on=on, at=at)
    _sort(item)


def _follow(item: ImplementationItem, due: Due, *, actor: User, on: date, at: datetime) -> None:
    wanted = None
    if item.is_open and (due.due_on or due.limit):
        kk, ru = item.title_kk or item.title_ru, item.title_ru or item.title_kk
        wanted = Wanted(
            "act.item",
            Words(f"Актіні орындау: {kk}", f"Исполнение акта: {ru}"),
            about(item.dossier),
            f"/implementation/{item.pk}/",
            item.responsible or item.dossier.owner,
            due_on=None if due.limit else due.due_on,
            limit=due.limit,
            start_on=due.start_on,
        )
    if wanted is not None and item.deadline is not None:
        item.deadline.refresh_from_db()
    known = item.deadline
    item.deadline = settle(
        known, wanted, organisation=item.organisation, dossier=item.dossier, actor=actor, on=on, at=at
    )
    if item.is_open and wanted is None:
        item.deadline = None
    item.save(update_fields=["deadline"])
    _sort(item)


def _sort(item: ImplementationItem) -> None:
    item.sort_on = (item.due_on or NEVER) if item.is_open else NEVER
    item.save(update_fields=["sort_on"])


# --- Requests -------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_body(item: ImplementationItem, *, actor: User, at: datetime) -> InfoRequest | None:
    """A draft of a request to the body about the item, linked with it; None where no body is named.

    A draft that waits already is the one; nothing is sent by this.
    """
    ImplementationItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    waiting = ItemRequest.objects.filter(item=item, info_request__state="draft").select_related(
        "info_request"
    )
    if known := waiting.first():
        return known.info_request
    name = item.body_name
    holder = holder_of(item.organisation, item.body, name, name, at=at)
    if holder is None:
        return None
    values, items = letter_values(item)
    asked = write_request(
        item.organisation,
        holder,
        {**values, "mode": holder.mode},
        items,
        dossier=item.dossier,
        ready_text=ReadyText.OWN,
        actor=actor,
        at=at,
    )
    link_request(item, asked, actor=actor, at=at)
    return asked


@transaction.atomic
def link_request(item: ImplementationItem, asked: InfoRequest, *, actor: User, at: datetime) -> None:
    """Twice is once."""
    _row, is_new = ItemRequest.objects.get_or_create(item=item, info_request=asked)
    if is_new:
        log(item, "item.request_linked", actor=actor, at=at, request=asked.subject)


@transaction.atomic
def unlink_request(item: ImplementationItem, asked: InfoRequest, *, actor: User, at: datetime) -> None:
    """The request itself stays."""
    gone, _tables = ItemRequest.objects.filter(item=item, info_request=asked).delete()
    if gone:
        log(item, "item.request_unlinked", actor=actor, at=at, request=asked.subject)


# --- Values of an indicator -----------------------------------------------------------------------------------


@transaction.atomic
def add_measurement(
    item: ImplementationItem, day: date, value: Decimal, source: str, *, actor: User, on: date, at: datetime
) -> Measurement:
    """The same once more is what is there already. ValidationError: the day has not come."""
    not_in_future(day, on, "on")
    ImplementationItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    known = Measurement.objects.filter(item=item, on=day, value=value, source=source, removed_at__isnull=True)
    if row := known.first():
        return row
    row = Measurement.objects.create(
        organisation=item.organisation,
        item=item,
        on=day,
        value=value,
        source=source,
        noted_by=actor,
        noted_at=at,
    )
    log(item, "item.measured", actor=actor, at=at, value=f"{value.normalize():f}", day=day.isoformat())
    return row
