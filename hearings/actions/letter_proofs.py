"""What proves that a letter with the minutes went off: the number and day that the addressee gave it, receipts."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from amendments.actions.escalation_clock import count_anew
from amendments.actions.receipts import LETTER_FULL, keep_once
from amendments.receipt_files import ReceiptFile
from common.states import IllegalMove
from hearings.actions.log import log
from hearings.models import LetterProof, MinutesLetter


@transaction.atomic
def register_letter(
    letter: MinutesLetter,
    number: str,
    registered_on: date | None,
    *,
    actor: User,
    on: date,
    at: datetime,
    proof: tuple[ReceiptFile, str] | None = None,
) -> None:
    """What became known after the sending; from the day of registration the rule of the reply counts anew.

    An empty number or day leaves the one that is known. ValidationError: the day does not fit, or there are too many
    proofs. IllegalMove: the letter is not sent.
    """
    fresh = held(letter)
    if fresh.sent_on is None:
        raise IllegalMove(_("Record the sending first."), code="illegal_move")
    require_registration(registered_on, fresh.sent_on, on)
    number, registered_on = number or fresh.incoming_number, registered_on or fresh.registered_on
    if (number, registered_on) != (fresh.incoming_number, fresh.registered_on):
        MinutesLetter.objects.filter(pk=fresh.pk).update(incoming_number=number, registered_on=registered_on)
        count_anew(fresh.reply_deadline, registered_on, actor=actor, on=on, at=at)
        log(letter.minutes.hearing, "minutes.letter_registered", actor=actor, at=at, number=number or "–")
    if proof is not None:
        keep_proof(fresh, *proof, actor=actor, at=at)


def require_registration(registered_on: date | None, sent_on: date, on: date) -> None:
    if registered_on is not None and not sent_on <= registered_on <= on:
        message = _("It is registered between the day of sending and today.")
        raise ValidationError({"registered_on": message}, code="registered")


@transaction.atomic
def keep_proof(
    letter: MinutesLetter, file: ReceiptFile, name: str, *, actor: User, at: datetime
) -> LetterProof:
    """Keep the file beside the letter. The same bytes again are the file that is there.

    ValidationError: there are MOST_RECEIPTS already.
    """
    held(letter)
    kept = LetterProof.objects.filter(letter=letter)
    row = LetterProof(organisation=letter.organisation, letter=letter)
    return keep_once(row, file, name, among=kept, full=LETTER_FULL, actor=actor, at=at) or row


def held(letter: MinutesLetter) -> MinutesLetter:
    """The row as it is now, kept from everybody else until the transaction ends."""
    rows = MinutesLetter.objects.select_for_update(of=("self",))
    along = ("organisation", "reply_deadline", "reply_deadline__time_limit", "reply_deadline__organisation")
    return rows.select_related(*along).get(pk=letter.pk)
