"""Issuing the letter of a request: numbered, unchangeable, made by the worker."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.states import move_state
from correspondence.actions import request_document
from correspondence.models import DocumentOrder
from deadlines import queries as deadline_queries
from inforequests import documents
from inforequests.actions.base import hold, log
from inforequests.actions.clocks import follow
from inforequests.clocks import ANSWER
from inforequests.history import case_of
from inforequests.law import Book
from inforequests.models import InfoRequest
from inforequests.requirements import lacking
from inforequests.states import REQUEST_MOVES, DocumentKind, RequestState


class Lacking(ValidationError):
    """The request does not hold what the law asks for."""


@transaction.atomic
def issue_request(
    info_request: InfoRequest, *, seen: int, path: str, actor: User, at: datetime
) -> DocumentOrder:
    """Ask for the letter; from now on the request is not changed any more. Asked for twice, the first order is returned.

    `seen`: the version that was read before issuing it. Raises Lacking for what lacks something that the law asks for,
    and ValidationError for what has been changed since, or is too large for a letter. `path`: the page of the request.
    """
    hold(info_request, frozenset(RequestState) - {RequestState.REMOVED})
    if info_request.state != RequestState.DRAFT:
        info_request.refresh_from_db(fields=["order"])
        assert info_request.order is not None  # a constraint of the table
        return info_request.order
    if info_request.version != seen:
        message = _("The request was changed after you opened this page. Read it again before you issue it.")
        raise ValidationError(message, code="moved")
    items, on = list(info_request.items.all()), deadline_queries.day_of(at)
    if lacks := lacking(info_request, items):
        named = "; ".join(str(lack.text) for lack in lacks)
        raise Lacking(_("The law asks for more: %(lacks)s."), code="lacking", params={"lacks": named})
    book = Book()
    order = request_document(
        info_request.organisation,
        kind=DocumentKind.REQUEST,
        description=documents.request_document(
            info_request, items, term_days=book.limit(ANSWER, on).quantity, executor=actor
        ),
        actor=actor,
        at=at,
        key=f"inforequests:{info_request.pk}",
        path=path,
    )
    move_state(info_request, REQUEST_MOVES, RequestState.ISSUED, order=order, ordered_on=on)
    follow(info_request, case_of(info_request, book), book, actor=actor, at=at)
    log(info_request, "info_request.issued", actor=actor, at=at)
    return order
