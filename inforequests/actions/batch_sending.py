"""Sending the issued letters of a batch by e-mail, in one step; each goes into the outbox as a single one does."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from correspondence.states import MailState, OrderState
from inforequests.actions.base import log
from inforequests.actions.batch_issuing import ISSUED
from inforequests.actions.batches import hold_batch
from inforequests.actions.sending import send_by_email
from inforequests.models import BatchLine, Dispatch, RequestBatch
from inforequests.states import LineState, RequestState, SendTrouble

A_SWEEP = 50
_GOING = [MailState.QUEUED, MailState.SENDING, MailState.SENT]
_TROUBLES = {"no_address": SendTrouble.NO_ADDRESS, "too_large": SendTrouble.TOO_LARGE}


@transaction.atomic
def send_batch(batch: RequestBatch, *, with_word: bool, actor: User, at: datetime) -> int:
    """Ask for the letters to be sent that can be; returns how many. What is on its way, or was sent, is not sent again.

    ValidationError where our own card has no e-mail, or nothing can be sent.
    """
    hold_batch(batch, ISSUED)
    if not batch.organisation.email:
        raise ValidationError(
            _("Our own e-mail is missing in the card of the organisation."), code="no_address"
        )
    pks = list(sendable(batch).values_list("pk", flat=True))
    asked = batch.lines.filter(pk__in=pks).update(send_asked_at=at, send_settled_at=None, send_trouble="")
    if not asked:
        raise ValidationError(_("There is no letter that could be sent now."), code="nothing")
    batch.with_word, batch.sent_by = with_word, actor
    batch.save(update_fields=["with_word", "sent_by"])
    log(batch, "request_batch.mailed", actor=actor, at=at, letters=asked)
    return asked


def sendable(batch: RequestBatch) -> QuerySet[BatchLine]:
    """Lines whose letter is made and not sent in any way, to an address, and nobody has asked to send it yet."""
    going = Dispatch.objects.filter(info_request=OuterRef("info_request"), email__state__in=_GOING)
    rows = batch.lines.filter(
        state=LineState.ORDERED,
        info_request__state=RequestState.ISSUED,
        info_request__order__state=OrderState.READY,
    )
    rows = rows.exclude(holder__email="").exclude(send_asked_at__isnull=False, send_settled_at__isnull=True)
    return rows.exclude(Exists(going))


def send_asked(at: datetime) -> int:
    """Put what was asked for into the outbox; returns how many letters were."""
    rows = BatchLine.objects.filter(send_asked_at__isnull=False, send_settled_at__isnull=True)
    return sum(_sent(pk, at) for pk in list(rows.order_by("id").values_list("pk", flat=True)[:A_SWEEP]))


@transaction.atomic
def _sent(pk: int, at: datetime) -> bool:
    """False if another process was faster, or the letter was refused."""
    if not BatchLine.objects.filter(pk=pk, send_settled_at__isnull=True).update(send_settled_at=at):
        return False
    line = BatchLine.objects.select_related(
        "batch__sent_by", "info_request__organisation", "info_request__holder", "info_request__dossier"
    ).get(pk=pk)
    assert line.info_request is not None  # or it could not be asked for
    assert line.batch.sent_by is not None
    try:
        with transaction.atomic():
            send_by_email(line.info_request, with_word=line.batch.with_word, actor=line.batch.sent_by, at=at)
    except ValidationError as refusal:
        trouble = _TROUBLES.get(getattr(refusal, "code", ""), SendTrouble.REFUSED)
        BatchLine.objects.filter(pk=pk).update(send_trouble=trouble)
        return False
    return True
