"""Which requests, files and entries of the directory a person may reach."""

from django.http import Http404
from django.utils import timezone

from accounts.access import Right, reach
from accounts.models import User
from inforequests.models import (
    EventFile,
    Fact,
    Holder,
    IncomingMail,
    InfoRequest,
    Publication,
    RequestBatch,
    RequestEvent,
)

_OF_REQUEST = (
    *("organisation", "holder", "responsible", "created_by", "dossier", "dossier__draft"),
    *("order", "order__issued", "batch_line"),
)


def info_request(user: User, pk: int, right: Right) -> InfoRequest:
    """A request with its addressee, its dossier and its letter."""
    return reach(user, InfoRequest.objects.select_related(*_OF_REQUEST), right, pk=pk)


def event(user: User, request_pk: int, pk: int, right: Right) -> RequestEvent:
    rows = RequestEvent.objects.select_related(
        "organisation", "info_request", "info_request__organisation", "info_request__holder"
    )
    return reach(user, rows, right, pk=pk, info_request=request_pk)


def event_file(user: User, request_pk: int, pk: int, right: Right) -> EventFile:
    rows = EventFile.objects.select_related("event__info_request__organisation")
    return reach(user, rows, right, pk=pk, event__info_request=request_pk)


def holder(user: User, pk: int, right: Right) -> Holder:
    return reach(user, Holder.objects.select_related("organisation", "parent"), right, pk=pk)


def fact(user: User, request_pk: int, pk: int, right: Right) -> Fact:
    rows = Fact.objects.select_related("info_request__organisation")
    return reach(user, rows, right, pk=pk, info_request=request_pk)


def publication(user: User, request_pk: int, right: Right) -> Publication:
    rows = Publication.objects.select_related("info_request__organisation")
    return reach(user, rows, right, info_request=request_pk)


def public_answer(code: str) -> Publication:
    """What strangers may see of an answer, if it is published; else Http404."""
    along = ("organisation", "info_request__holder", "info_request__order__issued")
    found = Publication.objects.public(timezone.localdate()).select_related(*along).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def batch(user: User, pk: int, right: Right) -> RequestBatch:
    rows = RequestBatch.objects.select_related("organisation", "created_by", "issued_by")
    return reach(user, rows, right, pk=pk)


def incoming_mail(user: User, pk: int, right: Right) -> IncomingMail:
    """A letter out of the mailbox, with the request that it belongs to."""
    rows = IncomingMail.objects.select_related(
        *("organisation", "mailbox", "event", "info_request__organisation", "info_request__holder"),
        *("info_request__dossier", "info_request__order__issued"),
    )
    return reach(user, rows, right, pk=pk)
