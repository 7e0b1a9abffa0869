"""Sending the letter of a request by e-mail, and recording that it was sent once the mail server has taken it."""

from datetime import datetime
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from correspondence.actions import one_line, queue_email, retry_email
from correspondence.documents import Mode
from correspondence.documents.words import long_date
from correspondence.letterheads import words_of
from correspondence.models import IssuedDocument, IssuedFile, OutgoingEmail
from correspondence.states import FileKind, MailState
from deadlines import queries as deadline_queries
from inforequests.actions.base import hold, log
from inforequests.actions.events import Happening, record_event
from inforequests.mail_words import BODY, SUBJECT, in_mode
from inforequests.models import Dispatch, InfoRequest
from inforequests.states import Channel, EventKind, RequestState

A_SWEEP = 200


@transaction.atomic
def send_by_email(info_request: InfoRequest, *, with_word: bool, actor: User, at: datetime) -> Dispatch:
    """Put the issued letter into the outbox, addressed to the holder; asked for twice, it leaves once.

    What could not be delivered is tried again, to the address that the directory has now. `with_word`: the Word file goes
    along with the PDF. Raises WrongState for what is not issued, or is sent already, and ValidationError where the letter
    is not made yet, is too large, or an address is missing.
    """
    hold(info_request, {RequestState.ISSUED})
    document = IssuedDocument.objects.filter(order=info_request.order_id).first()
    if document is None:
        raise ValidationError(_("The letter is still being made. Send it when it is ready."), code="not_made")
    address = info_request.holder.email
    if not address or not info_request.organisation.email:
        raise ValidationError(
            _("An e-mail address is missing: the addressee's in the directory, or our own in the card."),
            code="no_address",
        )
    rows = Dispatch.objects.filter(info_request=info_request).select_related("email").order_by("id")
    earlier = list(rows)
    last = earlier[-1] if earlier else None
    if last is not None and last.settled_at is None:
        state = last.email.state
        if state in (MailState.QUEUED, MailState.SENDING, MailState.SENT):
            return last
        if last.email.address == address and last.with_word == with_word:
            retry_email(last.email, actor=actor, at=at)
            return last
    row = Dispatch.objects.create(
        organisation=info_request.organisation,
        info_request=info_request,
        email=_letter(info_request, document, len(earlier) + 1, with_word=with_word, at=at),
        with_word=with_word,
        sent_by=actor,
        ordered_at=at,
    )
    log(info_request, "info_request.mailed", actor=actor, at=at, address=address)
    return row


def _letter(
    info_request: InfoRequest, document: IssuedDocument, turn: int, *, with_word: bool, at: datetime
) -> OutgoingEmail:
    organisation, mode = info_request.organisation, Mode(info_request.mode)
    day, name = long_date(document.issued_on), words_of(organisation, "name")
    facts = {
        "number": document.full_number,
        "verify": settings.SITE_URL + reverse("correspondence:verify", args=[document.code]),
        "contacts": "\n".join(line for line in (organisation.email, organisation.phone) if line),
    }
    subjects = (
        info_request.subject_kk or info_request.subject_ru,
        info_request.subject_ru or info_request.subject_kk,
    )
    kk = {**facts, "day": day.kk, "organisation": name.kk or name.ru, "subject": subjects[0]}
    ru = {**facts, "day": day.ru, "organisation": name.ru or name.kk, "subject": subjects[1]}
    language = "ru" if mode == Mode.RUSSIAN else "kk"
    sender = one_line((ru if language == "ru" else kk)["organisation"], 100)
    kinds = [FileKind.PDF, FileKind.DOCX] if with_word else [FileKind.PDF]
    return queue_email(
        key=f"inforequests:{info_request.pk}:send:{turn}",
        address=info_request.holder.email,
        subject=in_mode(mode, SUBJECT, kk, ru, between=" / "),
        text=in_mode(mode, BODY, kk, ru, between="\n\n— — —\n\n"),
        language=language,
        organisation=organisation,
        headers={
            "From": formataddr((sender, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
            "Reply-To": organisation.email,
            "Auto-Submitted": "no",
        },
        attached=list(IssuedFile.objects.filter(document=document, kind__in=kinds).defer("body")),
        at=at,
    )


# --- Taken by the mail server -----------------------------------------------------------------------------------


def record_sent(at: datetime) -> int:
    """Record the sending of every letter that the mail server has taken; returns how many were settled."""
    taken = Dispatch.objects.filter(settled_at__isnull=True, email__state=MailState.SENT)
    return sum(_settled(pk, at) for pk in list(taken.order_by("id").values_list("pk", flat=True)[:A_SWEEP]))


@transaction.atomic
def _settled(pk: int, at: datetime) -> bool:
    """False if another process was faster. The day is that on which the server took it."""
    if not Dispatch.objects.filter(pk=pk, settled_at__isnull=True).update(settled_at=at):
        return False
    row = Dispatch.objects.select_related(
        "email", "sent_by", "info_request__organisation", "info_request__holder", "info_request__dossier"
    ).get(pk=pk)
    on = deadline_queries.day_of(row.email.sent_at or at)
    happening = Happening(EventKind.SENT, on, channel=Channel.EMAIL)
    try:
        with transaction.atomic():
            hold(row.info_request, {RequestState.ISSUED})
            row.event = record_event(row.info_request, happening, actor=row.sent_by, at=at)
    except ValidationError:  # a person has recorded the sending, or has finished the request, meanwhile
        return True
    row.save(update_fields=["event"])
    return True
