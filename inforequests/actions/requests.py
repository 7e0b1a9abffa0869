"""Writing a request, taking it out and back, and making another one like it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Organisation, User
from common.states import move_state
from inforequests.actions.base import hold, log, moved
from inforequests.actions.directory import holder_of
from inforequests.models import Holder, InfoRequest, RequestItem
from inforequests.ready_texts import proposed
from inforequests.states import REQUEST_MOVES, ReadyText, RequestState
from projects.models import Dossier

WRITTEN = (
    *("subject_kk", "subject_ru", "preface_kk", "preface_ru", "period_from", "period_to"),
    *("mode", "answer_form", "answer_way"),
)
Items = Sequence[tuple[str, str]]


@transaction.atomic
def write_request(
    organisation: Organisation,
    holder: Holder,
    values: Mapping[str, Any],
    items: Items,
    *,
    dossier: Dossier | None = None,
    ready_text: str = ReadyText.OWN,
    actor: User,
    at: datetime,
) -> InfoRequest:
    """A new draft of a request. `values`: the fields of WRITTEN, those left out keep their default; `items`: kk and ru."""
    info_request = InfoRequest.objects.create(
        organisation=organisation,
        dossier=dossier,
        holder=holder,
        ready_text=ready_text,
        responsible=(dossier.owner if dossier else None) or actor,
        created_by=actor,
        created_at=at,
        changed_at=at,
        **{name: values[name] for name in WRITTEN if name in values},
    )
    _write_items(info_request, items)
    log(info_request, "info_request.written", actor=actor, at=at)
    return info_request


def write_ready_request(dossier: Dossier, kind: str, *, actor: User, at: datetime) -> InfoRequest | None:
    """The ready text `kind` about the dossier's draft, to the body that drafts; the draft of one that lies there already.

    None where the portal names no body: then somebody has to say whom to ask.
    """
    with transaction.atomic():
        Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        drafts = InfoRequest.objects.filter(dossier=dossier, ready_text=kind, state=RequestState.DRAFT)
        if known := drafts.first():
            return known
        draft = dossier.draft
        holder = holder_of(
            dossier.organisation, draft.body, draft.body_name_kk or "", draft.body_name_ru or "", at=at
        )
        if holder is None:
            return None
        text = proposed(kind, draft)
        values = {
            name: getattr(text, name) for name in ("subject_kk", "subject_ru", "preface_kk", "preface_ru")
        }
        return write_request(
            dossier.organisation,
            holder,
            {**values, "mode": holder.mode},
            text.items,
            dossier=dossier,
            ready_text=kind,
            actor=actor,
            at=at,
        )


@transaction.atomic
def change_request(
    info_request: InfoRequest,
    holder: Holder,
    values: Mapping[str, Any],
    items: Items,
    *,
    seen: int,
    actor: User,
    at: datetime,
) -> None:
    """Write a draft anew. `seen`: its version on the writer's screen; AlreadyMoved if somebody has changed it since."""
    hold(info_request, {RequestState.DRAFT})
    if info_request.version != seen:
        raise moved()
    for name in WRITTEN:
        setattr(info_request, name, values[name])
    info_request.holder, info_request.changed_at = holder, at
    info_request.version += 1
    info_request.save(update_fields=["holder", "changed_at", "version", *WRITTEN])
    info_request.items.all().delete()
    _write_items(info_request, items)
    log(info_request, "info_request.changed", actor=actor, at=at)


def _write_items(info_request: InfoRequest, items: Items) -> None:
    RequestItem.objects.bulk_create(
        RequestItem(info_request=info_request, number=number, text_kk=kk, text_ru=ru)
        for number, (kk, ru) in enumerate(items, start=1)
    )


@transaction.atomic
def remove_request(info_request: InfoRequest, *, actor: User, at: datetime) -> None:
    """Take a draft out; what was issued stays."""
    move_state(info_request, REQUEST_MOVES, RequestState.REMOVED)
    log(info_request, "info_request.removed", actor=actor, at=at)


@transaction.atomic
def restore_request(info_request: InfoRequest, *, actor: User, at: datetime) -> None:
    hold(info_request, {RequestState.REMOVED})
    move_state(info_request, REQUEST_MOVES, RequestState.DRAFT)
    log(info_request, "info_request.restored", actor=actor, at=at)


@transaction.atomic
def copy_request(info_request: InfoRequest, *, actor: User, at: datetime) -> InfoRequest:
    """A new draft that asks the same of the same holder: what was issued is not changed any more."""
    items = [(item.text_kk, item.text_ru) for item in info_request.items.all()]
    return write_request(
        info_request.organisation,
        info_request.holder,
        {name: getattr(info_request, name) for name in WRITTEN},
        items,
        dossier=info_request.dossier,
        ready_text=info_request.ready_text,
        actor=actor,
        at=at,
    )
