"""The table of a dossier: beginning it, and the claim that every later step on it makes."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.actions import record
from accounts.models import User
from amendments import access
from amendments.models import AmendmentTable
from amendments.states import TableState
from projects.models import Dossier


class Frozen(ValidationError):
    """The table is past the state in which this person may change it."""


@transaction.atomic
def begin_table(dossier: Dossier, *, actor: User, at: datetime) -> AmendmentTable:
    """The dossier's amendment table; two people at once begin the same one."""
    table, is_new = AmendmentTable.objects.get_or_create(
        dossier=dossier,
        defaults={
            "organisation": dossier.organisation,
            "created_by": actor,
            "created_at": at,
            "changed_at": at,
        },
    )
    if is_new:
        log(table, "amendments.begun", actor=actor, at=at)
    return table


def claim(table: AmendmentTable, *, actor: User, at: datetime) -> None:
    """Hold the table until the end of the transaction, for a change that `actor` may make in its present state.

    One conditional update both asks the state and keeps everybody else waiting, so that nothing is written into a
    table that is being passed on at the same moment. Raises Frozen.
    """
    hold(table, access.states_to_write(actor, table.organisation_id), changed_at=at)


def hold(table: AmendmentTable, states: Collection[TableState], **fields: object) -> None:
    """As `claim`, in any of `states`; sets `fields` of the table, which else stays as it is."""
    tables = AmendmentTable.objects.filter(pk=table.pk, state__in=states)
    held = tables.update(**(fields or {"round": F("round")}))
    if not held:
        table.refresh_from_db(fields=["state"])
        message = _("The table cannot be changed now: it is %(state)s.")
        raise Frozen(message, code="frozen", params={"state": table.get_state_display()})


def log(
    table: AmendmentTable,
    verb: str,
    *,
    actor: User | None,
    at: datetime,
    subject: object = "",
    **details: Any,
) -> None:
    """An entry of the activity log that belongs to the table; `subject` is the draft's title unless said."""
    record(
        verb,
        actor=actor,
        organisation=table.organisation,
        obj=table,
        subject=subject or table.dossier.draft,
        at=at,
        details=details,
    )
