"""From the author to the head: expert, lawyer, head, each of whom passes the table on or returns it with remarks."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts import queries as account_queries
from accounts.models import User
from accounts.states import Role
from amendments.actions import library
from amendments.actions.table import log
from amendments.models import AmendmentRow, AmendmentTable, ReviewStep
from amendments.models.table import LANGUAGES
from amendments.states import TABLE_MOVES, Decision, Readiness, TableState
from common.states import IllegalMove, move_state
from correspondence.actions import cancel_thread, tell
from projects.actions.road_map import record_fact, withdraw_fact
from projects.states import RoadMapFact

NEXT = {
    TableState.EXPERT_REVIEW: TableState.LAWYER_REVIEW,
    TableState.LAWYER_REVIEW: TableState.HEAD_REVIEW,
}
# Whom a table that comes to this stage waits for.
READERS: dict[str, frozenset[Role]] = {
    TableState.EXPERT_REVIEW: frozenset({Role.LAWYER, Role.COORDINATOR}),
    TableState.LAWYER_REVIEW: frozenset({Role.LAWYER}),
    TableState.HEAD_REVIEW: frozenset({Role.COORDINATOR}),
}


class NotReady(ValidationError):
    """What still stands between the table and its approval, a sentence each."""


NO_ROWS = _("Write at least one amendment first: an empty table cannot go to review.")


@transaction.atomic
def send_table(table: AmendmentTable, *, actor: User, at: datetime) -> None:
    """The authors are done: the table goes to the expert. ValidationError: it has no row."""
    if not AmendmentRow.objects.filter(table=table).live().exists():
        raise ValidationError(NO_ROWS, code="no_rows")
    _step(table, TableState.EXPERT_REVIEW, Decision.SENT, actor=actor, at=at)


@transaction.atomic
def pass_table(table: AmendmentTable, *, actor: User, at: datetime, remarks: str = "") -> None:
    """The expert passes it to the lawyer, the lawyer to the head. NotReady: the head gets what can be approved only."""
    if table.state not in NEXT:
        raise IllegalMove(_("This step is not possible in the present state."), code="illegal_move")
    to = NEXT[TableState(table.state)]
    if to == TableState.HEAD_REVIEW:
        _require_ready(table)
    _step(table, to, Decision.PASSED, actor=actor, at=at, remarks=remarks)


@transaction.atomic
def return_table(table: AmendmentTable, remarks: str, *, actor: User, at: datetime) -> None:
    """Back to the authors, with what is to be mended. ValidationError: without a word why."""
    _require_words(remarks, _("Say what is to be mended."))
    _step(table, TableState.RETURNED, Decision.RETURNED, actor=actor, at=at, remarks=remarks)


@transaction.atomic
def approve_table(table: AmendmentTable, *, actor: User, at: datetime) -> None:
    """The head's signature: from here on nothing of the table changes. Its justifications go into the library.

    NotReady while a text is missing or not checked in either language.
    """
    _require_ready(table)
    fields = {"approved_by": actor, "approved_at": at}
    _step(table, TableState.APPROVED, Decision.APPROVED, actor=actor, at=at, fields=fields)
    library.keep_justifications(table, actor=actor, at=at)
    record_fact(table.dossier, RoadMapFact.TABLE_APPROVED, at=at, actor=actor)


@transaction.atomic
def reopen_table(table: AmendmentTable, reason: str, *, actor: User, at: datetime) -> None:
    """The head opens an approved or submitted table again: a new round begins. ValidationError: without a reason."""
    _require_words(reason, _("Say why the table is opened again."))
    fields = {"approved_by": None, "approved_at": None, "round": table.round + 1}
    _step(table, TableState.DRAFT, Decision.REOPENED, actor=actor, at=at, remarks=reason, fields=fields)
    withdraw_fact(table.dossier, RoadMapFact.TABLE_APPROVED, at=at, actor=actor)


def _require_ready(table: AmendmentTable) -> None:
    lacking = what_is_missing(table)
    if lacking:
        raise NotReady(lacking)


def what_is_missing(table: AmendmentTable) -> list[str]:
    """Sentences that say what stands between the table and approval; none: it is ready in both languages."""
    rows = list(AmendmentRow.objects.filter(table=table).live())
    if not rows:
        return [str(NO_ROWS)]
    lacking: list[str] = []
    for language, name in zip(LANGUAGES, (_("In Kazakh"), _("In Russian")), strict=True):
        numbers = [
            str(number)
            for number, row in enumerate(rows, start=1)
            if getattr(row, f"readiness_{language}") != Readiness.CHECKED
        ]
        if numbers:
            sentence = ngettext_lazy(
                "%(language)s the amendment %(numbers)s is not checked.",
                "%(language)s the amendments %(numbers)s are not checked.",
                len(numbers),
            )
            lacking.append(sentence % {"language": name, "numbers": ", ".join(numbers)})
        if table.summary_state(language) != Readiness.CHECKED:
            lacking.append(str(_("%(language)s the position summary is not checked.") % {"language": name}))
    return lacking


def _step(
    table: AmendmentTable,
    to: TableState,
    decision: Decision,
    *,
    actor: User,
    at: datetime,
    remarks: str = "",
    fields: Mapping[str, object] | None = None,
) -> None:
    before, stage = TableState(table.state), f"{table.round}:{table.state}:{to}"
    move_state(table, TABLE_MOVES, to, **(fields or {}))
    ReviewStep.objects.create(
        organisation=table.organisation,
        table=table,
        round=table.round,
        decision=decision,
        before=before,
        after=to,
        remarks=remarks.strip(),
        by=actor,
        at=at,
    )
    log(table, f"amendments.{decision}", actor=actor, at=at, state=to)
    cancel_thread(f"amendments:{table.pk}")
    _tell(table, to, stage=f"{stage}:{at:%Y%m%d%H%M%S}", remarks=remarks, actor=actor, at=at)


def _tell(
    table: AmendmentTable, to: TableState, *, stage: str, remarks: str, actor: User, at: datetime
) -> None:
    """Those for whom the table now waits; when it was returned, its authors."""
    if to in READERS:
        readers: Collection[User] = account_queries.people(table.organisation, READERS[to])
    elif to == TableState.RETURNED:
        written_by = AmendmentRow.objects.filter(table=table).live().values_list("author_id", flat=True)
        authors: set[int | None] = {table.created_by_id, *written_by}
        readers = [person for person in account_queries.people(table.organisation) if person.pk in authors]
    else:
        return
    draft = table.dossier.draft
    tell(
        [reader for reader in readers if reader != actor],
        organisation=table.organisation,
        thread=f"amendments:{table.pk}",
        stage=stage,
        template="amendments_returned" if to == TableState.RETURNED else "amendments_waiting",
        facts={
            "title_kk": draft.title_kk or "",
            "title_ru": draft.title_ru or "",
            "stage": to,
            "who": actor.name,
            "remarks": remarks.strip(),
            "path": f"/dossiers/{table.dossier_id}/amendments/",
        },
        at=at,
        urgent=True,
    )


def _require_words(text: str, message: object) -> None:
    if not text.strip():
        raise ValidationError({"remarks": message}, code="remarks")
