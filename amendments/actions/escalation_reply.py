"""The reply to an escalation letter."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from amendments.actions.escalation import log_letter
from amendments.actions.receipts import keep_paper
from amendments.models import Escalation
from amendments.receipt_files import ReceiptFile
from amendments.states import ESCALATION_MOVES, EscalationState, PaperKind
from common import in_reading
from common.states import IllegalMove, move_state
from deadlines import actions as deadline_actions
from deadlines.models import Deadline
from deadlines.states import DeadlineState


@dataclass(frozen=True)
class Reply:
    replied_on: date
    result: str
    words: str = ""


@transaction.atomic
def record_reply(
    escalation: Escalation,
    reply: Reply,
    *,
    actor: User,
    on: date,
    at: datetime,
    paper: tuple[ReceiptFile, str] | None = None,
) -> None:
    """The addressee replied: the clock is done. ValidationError: a day before the sending, or one to come."""
    sent_on = escalation.sent_on
    if reply.replied_on > on:
        raise ValidationError({"replied_on": _("This day has not come yet.")}, code="future")
    if sent_on is not None and reply.replied_on < sent_on:
        message = _("The letter was sent later than that: %(day)s.")
        params = {"day": in_reading.day(sent_on, on)}
        raise ValidationError({"replied_on": ValidationError(message, code="before_sending", params=params)})
    move_state(
        escalation,
        ESCALATION_MOVES,
        EscalationState.ANSWERED,
        replied_on=reply.replied_on,
        result=reply.result,
        reply=reply.words,
    )
    clock = _clock_now(escalation)
    if clock is not None and clock.state == DeadlineState.OPEN:
        deadline_actions.close_deadline(clock, actor=actor, at=at)
    log_letter(escalation, "escalation.answered", actor=actor, at=at, result=reply.result)
    if paper is not None:
        keep_paper(escalation, PaperKind.REPLY, *paper, actor=actor, at=at)


@transaction.atomic
def take_back_reply(escalation: Escalation, *, actor: User, on: date, at: datetime) -> None:
    """Undo of recording the reply: what was written stays in the form, and the clock runs on."""
    if escalation.state != EscalationState.ANSWERED:
        raise IllegalMove(_("This step is not possible in the present state."), code="illegal_move")
    move_state(escalation, ESCALATION_MOVES, EscalationState.SENT)
    clock = _clock_now(escalation)
    if clock is not None and clock.state == DeadlineState.DONE:
        deadline_actions.reopen_deadline(clock, actor=actor, on=on, at=at)
    log_letter(escalation, "escalation.reply_taken_back", actor=actor, at=at)


def _clock_now(escalation: Escalation) -> Deadline | None:
    if escalation.reply_deadline_id is None:
        return None
    return Deadline.objects.select_related("organisation").get(pk=escalation.reply_deadline_id)
