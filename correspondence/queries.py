"""Who was told what, and whether it arrived; what was issued."""

from django.db.models import Max

from accounts import queries as account_queries
from accounts.models import MembershipQuerySet, Organisation
from correspondence.models import (
    DocumentOrder,
    IssuedDocument,
    IssuedFile,
    LetterTemplate,
    Notice,
    NoticeQuerySet,
)
from correspondence.states import FileKind, OrderState


def notices_of(organisation: Organisation, *threads: str) -> NoticeQuerySet:
    """What people of the organisation were told in these threads, the latest first, with the e-mails that carried it.

    A thread is named by whoever writes into it: 'deadline:17', 'window:4'. Show it with correspondence.wording.told
    and the template correspondence/_notices.html.
    """
    told = Notice.objects.filter(thread__in=threads, organisation=organisation).select_related(
        "recipient", "email"
    )
    return told.order_by("-created_at", "-id")


def dead_addresses(organisation: Organisation) -> MembershipQuerySet:
    """Members whose address refused the last letter, the longest silent first."""
    silent = account_queries.members(organisation).filter(user__mail_refused_at__isnull=False)
    return silent.order_by("user__mail_refused_at", "pk")


# --- Documents -----------------------------------------------------------------------------------------------------


def next_number(organisation_id: int, year: int) -> int:
    """The number that the organisation's next document of this year gets: the first is 1, and none is left out."""
    issued = IssuedDocument.objects.filter(organisation_id=organisation_id, year=year)
    return (issued.aggregate(last=Max("number"))["last"] or 0) + 1


def orders_before(order: DocumentOrder) -> int:
    """How many documents are waiting or being made before this one, of all organisations."""
    return DocumentOrder.objects.filter(
        pk__lt=order.pk, state__in=[OrderState.WAITING, OrderState.RENDERING]
    ).count()


def files_of(document: IssuedDocument) -> list[IssuedFile]:
    """The files without their bytes, in the order in which they are offered."""
    order = {kind: place for place, kind in enumerate(FileKind.values)}
    return sorted(document.files.defer("body"), key=lambda file: order[file.kind])


def issued_for(organisation: Organisation, path: str) -> list[IssuedDocument]:
    """The documents that belong to one page of ours, the latest first."""
    issued = IssuedDocument.objects.filter(organisation=organisation, path=path)
    return list(issued.select_related("issued_by").order_by("-id"))


def current_template(organisation: Organisation, kind: str) -> LetterTemplate | None:
    """The organisation's own wording of this letter, None while it writes with the shipped one."""
    return LetterTemplate.objects.filter(organisation=organisation, kind=kind).order_by("-version").first()
