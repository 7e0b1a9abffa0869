"""Choosing what of an answer goes public, settling what was found in its files, publishing and withdrawing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from amendments.receipt_files import ReceiptFile
from common.embargo import require_to_come
from common.states import move_state
from correspondence.scanning import note_stored
from deadlines import queries as deadline_queries
from inforequests.actions.base import WrongState, hold, log, moved
from inforequests.actions.evaluation import ANSWERED
from inforequests.actions.file_checks import ask_check
from inforequests.actions.files import keep_file
from inforequests.answers import last_answer
from inforequests.hidden import Kind
from inforequests.models import (
    AcceptedFinding,
    EventFile,
    Fact,
    FileCheck,
    InfoRequest,
    Publication,
    RequestItem,
)
from inforequests.publications import checked_of, lacking_of
from inforequests.publishing import BY_EYE, SOMEBODYS, key_of, keys_to_settle
from inforequests.states import PUBLICATION_MOVES, PublicationState


class NotReady(ValidationError):
    """Something keeps the answer from going public; each message names it."""


@dataclass(frozen=True)
class Chosen:
    """What is to be shown; see inforequests.models.Publication."""

    title_kk: str
    title_ru: str
    summary_kk: str
    summary_ru: str
    items: tuple[RequestItem, ...] = ()
    files: tuple[EventFile, ...] = ()
    facts: tuple[Fact, ...] = ()


@transaction.atomic
def choose(info_request: InfoRequest, chosen: Chosen, *, seen: int, actor: User, at: datetime) -> Publication:
    """Keep what is to be shown, and have the chosen files looked through. `seen`: the version written over, 0 for none.

    Raises WrongState while it is published, or where no answer is recorded; AlreadyMoved for one changed meanwhile.
    """
    hold(info_request, ANSWERED)
    if last_answer(info_request) is None:
        raise WrongState(_("No answer is recorded: there is nothing to publish."), code="no_answer")
    row = Publication.objects.filter(info_request=info_request).first()
    if (row.version if row else 0) != seen:
        raise moved()
    if row is not None and row.state == PublicationState.PUBLISHED:
        raise WrongState(_("It is published. Withdraw it, change it and publish it again."), code="published")
    row = row or Publication(
        organisation=info_request.organisation, info_request=info_request, version=0, changed_at=at
    )
    for name in ("title_kk", "title_ru", "summary_kk", "summary_ru"):
        setattr(row, name, getattr(chosen, name))
    row.version, row.changed_by, row.changed_at = row.version + 1, actor, at
    row.save()
    row.items.set(chosen.items)
    row.files.set(chosen.files)
    row.facts.set(chosen.facts)
    for file in chosen.files:
        ask_check(file, actor=actor, at=at)
        note_stored(file.sha256, file.file.name, is_scanned=False, at=at)
    return row


@transaction.atomic
def publish(
    publication: Publication, *, seen: int, actor: User, at: datetime, embargo_until: date | None = None
) -> None:
    """From this moment, or from the day `embargo_until` on, strangers see the page.

    Raises NotReady with everything that is lacking, AlreadyMoved if what is chosen was changed since it was `seen`,
    ValidationError if the embargo does not end on a day to come.
    """
    require_to_come(embargo_until, deadline_queries.day_of(at))
    info_request = publication.info_request
    hold(info_request, ANSWERED)
    publication.refresh_from_db()
    if publication.version != seen:
        raise moved()
    lacks = lacking_of(publication)
    if lacks:
        raise NotReady(lacks, code="not_ready")
    fields = {"published_at": at, "published_by": actor, "embargo_until": embargo_until}
    move_state(publication, PUBLICATION_MOVES, PublicationState.PUBLISHED, **fields)
    if embargo_until is not None:
        log(info_request, "info_request.embargoed", actor=actor, at=at, day=embargo_until.isoformat())
    else:
        log(info_request, "info_request.published", actor=actor, at=at)


@transaction.atomic
def withdraw(publication: Publication, *, actor: User, at: datetime) -> None:
    """From this moment nobody outside sees the page or its files."""
    move_state(publication, PUBLICATION_MOVES, PublicationState.WITHDRAWN)
    log(publication.info_request, "info_request.withdrawn", actor=actor, at=at)


# --- Files ----------------------------------------------------------------------------------------------------


@transaction.atomic
def accept_findings(
    check: FileCheck, keys: Collection[str], reason: str, *, is_nobodys: bool, actor: User, at: datetime
) -> int:
    """Let findings go public, each with the reason; returns how many were not accepted before.

    `is_nobodys`: the person says that telephones, mailboxes and accounts among them are not those of a private person.
    ValidationError: one of them can never be accepted, or that was not said.
    """
    FileCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    kinds = {key_of(finding): Kind(finding["kind"]) for finding in check.findings}
    if not set(keys) <= set(keys_to_settle(checked_of(check))):
        raise ValidationError(
            _("This cannot be accepted: take it out of a copy of the file and add the copy."), code="never"
        )
    if not is_nobodys and any(kinds[key] in SOMEBODYS for key in keys if key != BY_EYE):
        message = _(
            "Telephones, mailboxes and accounts of private people do not go public. Say that these are none."
        )
        raise ValidationError({"is_nobodys": message}, code="whose")
    known = set(AcceptedFinding.objects.filter(check_of_file=check).values_list("key", flat=True))
    fresh = [key for key in keys if key not in known]
    AcceptedFinding.objects.bulk_create(
        AcceptedFinding(
            organisation=check.organisation,
            check_of_file=check,
            key=key,
            reason=reason,
            accepted_by=actor,
            accepted_at=at,
        )
        for key in fresh
    )
    if fresh:
        request = check.file.event.info_request
        log(request, "info_request.findings_accepted", actor=actor, at=at, name=check.file.file_name)
    return len(fresh)


@transaction.atomic
def add_cleaned(of: EventFile, file: ReceiptFile, name: str, *, actor: User, at: datetime) -> EventFile:
    """Keep a copy from which something was taken out; where the file was chosen for the page, its copy is instead.

    ValidationError: it is the same file, or there are too many.
    """
    if file.sha256 == of.sha256:
        raise ValidationError(_("This is the same file: nothing was taken out of it."), code="same")
    row = keep_file(of.event, file, name, actor=actor, at=at)
    if row.added_at == at:  # not one that was there before
        EventFile.objects.filter(pk=row.pk).update(cleaned_of=of)
        row.cleaned_of = of
    ask_check(row, actor=actor, at=at)
    publication = Publication.objects.filter(info_request=of.event.info_request, files=of).first()
    if publication is not None and publication.state != PublicationState.PUBLISHED:
        publication.files.remove(of)
        publication.files.add(row)
    return row
