"""Issuing the table of proposals and its cover letters."""

import hashlib
import json
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from amendments.actions.table import Frozen, hold
from amendments.documents.table import addressee_of, letter_values, table_document
from amendments.models import AmendmentTable
from amendments.queries import outcomes as outcome_queries
from amendments.queries import table as queries
from amendments.states import FROZEN, DocumentKind, TableState
from correspondence.actions import request_document
from correspondence.documents import Document, Mode
from correspondence.documents.storing import to_json
from correspondence.letters import compose_letter
from correspondence.models import DocumentOrder, LetterTemplate


@transaction.atomic
def issue_document(
    table: AmendmentTable, kind: str, mode: Mode, *, path: str, actor: User, at: datetime
) -> DocumentOrder:
    """Ask for the table of proposals (DocumentKind.TABLE) or for a cover letter, numbered and unchangeable, in `mode`.

    Only an approved table leaves the house. Asked for again while nothing of it has changed, the first one's order is
    returned. `path`: the page of ours where it is found again. Raises Frozen for a table that is not approved, and
    ValidationError for a letter without an addressee or a document that is too large.
    """
    try:
        hold(table, FROZEN)
    except Frozen as early:
        raise ValidationError(_("Documents are issued of an approved table."), code="not_approved") from early
    description, template = _described(table, kind, mode, actor)
    return request_document(
        table.organisation,
        kind=kind,
        description=description,
        actor=actor,
        at=at,
        key=f"amendments:{table.pk}:{kind}:{_fingerprint(description)}",
        path=path,
        template=template,
    )


def _described(
    table: AmendmentTable, kind: str, mode: Mode, actor: User
) -> tuple[Document, LetterTemplate | None]:
    content = queries.as_sent(table)
    if kind == DocumentKind.TABLE:
        answers = outcome_queries.confirmed(table) if table.state == TableState.SUBMITTED else {}
        return table_document(table, content, mode, answers), None
    addressee = addressee_of(table.dossier.draft, kind)
    if not addressee:
        message = _("The portal names no state body for this draft, so a letter has no addressee.")
        raise ValidationError(message, code="no_addressee")
    return compose_letter(
        table.organisation,
        kind,
        mode=mode,
        values=letter_values(table, content),
        addressee=addressee,
        executor=actor,
    )


def _fingerprint(description: Document) -> str:
    text = json.dumps(to_json(description), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
