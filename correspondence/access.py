"""Which e-mails a person may see, and which may be sent again or taken out; who may read what was issued."""

import re

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from accounts.access import Right, may, membership_in, memberships, organisation_ids, reach
from accounts.models import Membership, User
from correspondence.models import (
    DocumentOrder,
    IssuedDocument,
    IssuedFile,
    OutgoingEmail,
    OutgoingEmailQuerySet,
    SharePicture,
)

CODE = re.compile("[0-9a-f]{32}")


def outbox(membership: Membership) -> OutgoingEmailQuerySet:
    """The e-mails of the organisation for whoever may read them, else those written to this person."""
    if may(membership, Right.READ_OUTBOX):
        return OutgoingEmail.objects.of(membership.organisation)
    here = Q(organisation=membership.organisation) | Q(organisation__isnull=True)
    return OutgoingEmail.objects.filter(here, recipient=membership.user)


def email(person: User, pk: int) -> OutgoingEmail:
    """An e-mail of an organisation whose outbox the person may read, or one to the person; else Http404.

    What an organisation wrote to somebody who has left it since is not shown to that person any more.
    """
    mine = memberships(person)
    read = [membership.organisation_id for membership in mine if may(membership, Right.READ_OUTBOX)]
    here = Q(organisation__in=[membership.organisation_id for membership in mine]) | Q(
        organisation__isnull=True
    )
    visible = Q(organisation__in=read) | Q(recipient=person) & here
    found = OutgoingEmail.objects.filter(visible, pk=pk).select_related("organisation", "recipient").first()
    if found is None:
        raise Http404
    return found


def manageable_email(person: User, pk: int) -> OutgoingEmail:
    """An e-mail that the person may put back or take out. One that may only be read: PermissionDenied."""
    found = email(person, pk)
    if not may_manage(person, found):
        raise PermissionDenied
    return found


def may_manage(person: User, row: OutgoingEmail) -> bool:
    if row.organisation_id is None:
        return False
    return may(membership_in(person, row.organisation_id), Right.READ_OUTBOX)


# --- Documents -----------------------------------------------------------------------------------------------------


def issued_document(person: User, pk: int) -> IssuedDocument:
    """A document issued by an organisation of the person; else Http404."""
    issued = IssuedDocument.objects.select_related("organisation", "issued_by", "template")
    return reach(person, issued, Right.READ, pk=pk)


def issued_file(person: User, pk: int, kind: str) -> IssuedFile:
    """One file, with its bytes, of a document that the person may read; else Http404."""
    theirs = IssuedFile.objects.filter(document__organisation__in=organisation_ids(person))
    found = theirs.filter(document=pk, kind=kind).select_related("document").first()
    if found is None:
        raise Http404
    return found


def document_order(person: User, pk: int, right: Right = Right.READ) -> DocumentOrder:
    """A document that an organisation of the person asked for; else Http404, without the right PermissionDenied."""
    orders = DocumentOrder.objects.select_related("organisation", "ordered_by", "issued")
    return reach(person, orders, right, pk=pk)


def verified_document(code: str) -> IssuedDocument:
    """The document with this code, for anybody who holds it; else Http404, the same for every wrong code."""
    documents = IssuedDocument.objects.select_related("organisation").filter(code=code)
    found = documents.first() if CODE.fullmatch(code) else None
    if found is None:
        raise Http404
    return found


def share_picture(sha256: str) -> SharePicture | None:
    """The picture whose bytes have this hash, for anybody; pictures exist of public pages alone."""
    return SharePicture.objects.filter(sha256=sha256, organisation__is_active=True).first()
