"""Keeping the proof that something was sent."""

import secrets
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from amendments.actions.table import log
from amendments.models import Escalation, EscalationFile, Receipt, Submission
from amendments.receipt_files import ReceiptFile
from correspondence.scanning import note_stored
from deadlines import actions as deadline_actions
from deadlines.states import DeadlineState
from projects.plain_text import clean_line

MOST_RECEIPTS = 20
NAME_LENGTH = 150
LETTER_FULL = _("There are %(most)s files already; a letter keeps no more.")
_Row = TypeVar("_Row", bound=Any)


@transaction.atomic
def keep_receipt(
    submission: Submission, file: ReceiptFile, name: str, *, actor: User, at: datetime
) -> Receipt:
    """Keep the file beside the submission, under a name that nobody can guess; the reminder to keep one is done.

    The same bytes again are the receipt that is there. ValidationError: there are MOST_RECEIPTS already.
    """
    # Whoever brings the same file at the same moment waits here, and then finds it.
    submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    full = _("There are %(most)s receipts already; a submission keeps no more.")
    kept = Receipt.objects.filter(submission=submission)
    receipt = Receipt(organisation=submission.organisation, submission=submission)
    known = keep_once(receipt, file, name, among=kept, full=full, actor=actor, at=at)
    if known is not None:
        return known
    log(submission.table, "submission.receipt_kept", actor=actor, at=at, name=receipt.file_name)
    reminder = submission.receipt_deadline  # read after the claim above
    if reminder is not None and reminder.state == DeadlineState.OPEN:
        deadline_actions.close_deadline(reminder, actor=actor, at=at)
    return receipt


@transaction.atomic
def keep_paper(
    escalation: Escalation, kind: str, file: ReceiptFile, name: str, *, actor: User, at: datetime
) -> EscalationFile:
    """Keep a file beside the letter. The same bytes again are the file that is there.

    ValidationError: there are MOST_RECEIPTS already.
    """
    Escalation.objects.select_for_update(of=("self",)).get(pk=escalation.pk)
    kept = EscalationFile.objects.filter(escalation=escalation)
    paper = EscalationFile(organisation=escalation.organisation, escalation=escalation, kind=kind)
    same = kept.filter(kind=kind)
    return keep_once(paper, file, name, among=kept, same=same, full=LETTER_FULL, actor=actor, at=at) or paper


def keep_once(
    row: _Row,
    file: ReceiptFile,
    name: str,
    *,
    among: QuerySet[_Row],
    same: QuerySet[_Row] | None = None,
    full: Any,
    actor: User,
    at: datetime,
) -> _Row | None:
    """Keep the file in `row`, beside `among`; None when it was kept, else the row that has the same bytes already.

    `same`: where the same bytes are looked for, if not in all of `among`. The caller holds what they belong to.
    ValidationError, in the words of `full`: there are MOST_RECEIPTS already.
    """
    known = (among if same is None else same).filter(sha256=file.sha256).first()
    if known is not None:
        return known
    if among.count() >= MOST_RECEIPTS:
        raise ValidationError(full, code="too_many", params={"most": MOST_RECEIPTS})
    row.file_name = plain_name(name, file.ending)
    row.content_type, row.size, row.sha256 = file.content_type, len(file.body), file.sha256
    row.added_by, row.added_at = actor, at
    store(row, file)
    return None


def store(receipt: Any, file: ReceiptFile) -> None:
    """The file first, then its row, which is one with a field `file`; without the row no file stays."""
    receipt.file.save(f"{secrets.token_hex(16)}{file.ending}", ContentFile(file.body), save=False)
    try:
        receipt.save()
    except BaseException:
        receipt.file.delete(save=False)
        raise
    note_stored(file.sha256, receipt.file.name, is_scanned=file.is_scanned, at=receipt.added_at)


def plain_name(name: str, ending: str) -> str:
    """What the person called it, fit for a line and a header, with the ending that its content has."""
    last = clean_line(name.replace("\\", "/"), 1_000).rpartition("/")[2]
    stem = PurePosixPath(last).stem.strip(" .")[: NAME_LENGTH - len(ending)]
    return f"{stem or 'receipt'}{ending}"
