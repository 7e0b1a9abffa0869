"""Keeping evidence: a file, a link, a few words, with the day that they speak of."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from amendments.actions.receipts import keep_once
from amendments.receipt_files import ReceiptFile
from monitoring.actions.log import log, not_in_future
from monitoring.models import Fate, Proof

FULL = _("There are %(most)s files already; no more are kept here.")
MOST = 200


@transaction.atomic
def keep_proof(
    parent: models.Model,
    what: str,
    values: Mapping[str, Any],
    file: tuple[ReceiptFile, str] | None,
    *,
    actor: User,
    on: date,
    at: datetime,
) -> Proof:
    """Put evidence to a 'fate', an 'item' or a 'meeting'. The same once more is what is there already.

    ValidationError: there is too much of it, the day has not come, or nothing is said.
    """
    not_in_future(values["on"], on, "on")
    type(parent)._default_manager.select_for_update(of=("self",)).get(pk=parent.pk)
    kept = Proof.objects.filter(**{what: parent}, removed_at__isnull=True)
    row = Proof(organisation=parent.organisation, **{what: parent}, **values)  # type: ignore[attr-defined]
    if file is None:
        known = kept.filter(sha256="", **values).first()
        if known is not None:
            return known
        if kept.count() >= MOST:
            raise ValidationError(_("There is too much evidence here already."), code="too_many")
        row.added_by, row.added_at = actor, at
        row.save()
    else:
        read, name = file
        among = kept.exclude(sha256="")
        known = keep_once(row, read, name, among=among, full=FULL, actor=actor, at=at)
        if known is not None:
            return known
    obj = parent.dossier if isinstance(parent, Fate) else parent
    log(row, "proof.kept", actor=actor, at=at, obj=obj)
    return row
