"""Looking through a file that somebody sent us, before anybody passes it on or publishes it."""

from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import F, Q

from accounts.models import User
from inforequests.actions.base import log
from inforequests.hidden import Report, Unread, look_through
from inforequests.models import EventFile, FileCheck

A_SWEEP = 2  # each may take a minute: the last one is done while it is still in hand
IN_HAND = timedelta(minutes=3)  # longer than a whole sweep
MOST_TRIES = 3  # a worker that died over the file three times will die again


@transaction.atomic
def ask_check(file: EventFile, *, actor: User, at: datetime) -> FileCheck:
    """Have the file looked through by the worker; asked for again, the answer of before stands, for the bytes are the same."""
    row, is_new = FileCheck.objects.get_or_create(
        file=file, defaults={"organisation": file.organisation, "asked_by": actor, "asked_at": at}
    )
    if is_new:
        log(file.event.info_request, "info_request.file_check", actor=actor, at=at, name=file.file_name)
    return row


def check_due(at: datetime) -> int:
    """Look through what waits, at most A_SWEEP files; returns how many were done. Takes up to a minute a file."""
    waiting = FileCheck.objects.filter(checked_at__isnull=True).filter(
        Q(taken_until__isnull=True) | Q(taken_until__lt=at)
    )
    return sum(_checked(pk, at) for pk in list(waiting.order_by("id").values_list("pk", flat=True)[:A_SWEEP]))


def _checked(pk: int, at: datetime) -> bool:
    """False if another worker has it."""
    free = Q(taken_until__isnull=True) | Q(taken_until__lt=at)
    mine = FileCheck.objects.filter(free, pk=pk, checked_at__isnull=True)
    if not mine.update(taken_until=at + IN_HAND, tries=F("tries") + 1):
        return False
    row = FileCheck.objects.select_related("file").get(pk=pk)
    report, read = _report(row)
    FileCheck.objects.filter(pk=pk).update(
        checked_at=at,
        findings=[asdict(finding) for finding in report.findings],
        unread=report.unread or "",
        more=report.more,
        sha256=read,
    )
    return True


def _report(row: FileCheck) -> tuple[Report, str]:
    """What was found, and the sha256 of the bytes in which it was; '' if none were read."""
    if row.tries > MOST_TRIES:
        return Report(unread=Unread.TIMEOUT), ""
    try:
        with row.file.file.open("rb") as file:
            body = file.read()
    except FileNotFoundError:
        return Report(unread=Unread.DAMAGED), ""
    return look_through(body, row.file.content_type), sha256(body).hexdigest()
