"""Asking for a document. Making and issuing it is the worker's: correspondence.issuing."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import record
from accounts.models import Organisation, User
from common.states import IllegalMove, move_state
from correspondence.documents import Document
from correspondence.documents.rendering import RenderingFailure, check_size
from correspondence.documents.storing import to_json
from correspondence.models import DocumentOrder, LetterTemplate
from correspondence.states import ORDER_MOVES, OrderState, RenderingTrouble

TITLE_LENGTH = 500


@transaction.atomic
def request_document(
    organisation: Organisation,
    *,
    kind: str,
    description: Document,
    actor: User,
    at: datetime,
    key: str = "",
    path: str = "",
    template: LetterTemplate | None = None,
) -> DocumentOrder:
    """Ask for a numbered, unchangeable document; the worker makes it within seconds. Its page shows how far it is.

    `kind`: a code that correspondence.kinds has a name for. `description`: without number and date, which it gets when
    it is issued; its mode is the language of the document. `key`: what it is asked for, such as 'amendments:17:v3:kk';
    asked for again, the same row is returned. `path`: the page of ours that it belongs to. `template`: the version of
    the letter's wording. Raises ValidationError for what is too large to be made.
    """
    try:
        check_size(description)
    except RenderingFailure as refusal:
        raise ValidationError(RenderingTrouble(refusal.code).label, code=refusal.code) from refusal
    values = {
        "kind": kind,
        "language": description.mode.value,
        "title_kk": description.title.kk[:TITLE_LENGTH],
        "title_ru": description.title.ru[:TITLE_LENGTH],
        "description": to_json(description),
        "path": path,
        "template": template,
        "ordered_by": actor,
        "ordered_at": at,
    }
    if key:
        row, _created = DocumentOrder.objects.get_or_create(
            organisation=organisation, key=key, defaults=values
        )
        return row
    return DocumentOrder.objects.create(organisation=organisation, **values)


@transaction.atomic
def retry_document(order: DocumentOrder, *, actor: User, at: datetime) -> None:
    """Try again to make what could not be made; what is being made is its worker's."""
    if order.state == OrderState.RENDERING:
        raise IllegalMove(_("This document is being made right now."), code="rendering")
    move_state(order, ORDER_MOVES, OrderState.WAITING, attempts=0, trouble="", lease_until=None)
    record("document.retried", actor=actor, organisation=order.organisation, subject=order, obj=order, at=at)
