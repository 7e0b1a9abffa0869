"""Which amendment tables a person may reach, and in which states they may write there."""

from django.db.models import Exists, OuterRef
from django.http import Http404

from accounts.access import Right, may, membership_in, organisation_ids, reach
from accounts.models import User
from amendments.models import (
    AmendmentRow,
    AmendmentTable,
    CoalitionInvitation,
    CoalitionMember,
    Escalation,
    EscalationFile,
    LibraryEntry,
    OutcomeCandidate,
    OutcomePage,
    RapidAssessment,
    Receipt,
    RowComment,
    SourceText,
    Submission,
    TextElement,
)
from amendments.states import MENDABLE, WRITABLE, TableState
from projects import access as project_access
from projects.models import Dossier

_WITH_DOSSIER = ("organisation", "dossier", "dossier__draft", "dossier__draft__body", "dossier__owner")
_OF_ROW = tuple(f"table__{name}" for name in _WITH_DOSSIER)


def dossier(user: User, pk: int, right: Right) -> Dossier:
    """The dossier under whose address amendments are; gates as in `projects.access`. `was_sent`: its table was."""
    return project_access.dossier(user, pk, right, was_sent=_was_sent("pk"))


def _was_sent(dossier: str) -> Exists:
    """Read along for the tabs above every page: whether anything of the dossier was submitted."""
    return Exists(Submission.objects.filter(table__dossier=OuterRef(dossier)))


def table(user: User, dossier_pk: int, right: Right) -> AmendmentTable:
    """The table of the dossier `dossier_pk`; Http404 also where none was begun."""
    rows = AmendmentTable.objects.select_related(*_WITH_DOSSIER).annotate(was_sent=_was_sent("dossier"))
    found = reach(user, rows, right, dossier=dossier_pk)
    found.dossier.was_sent = found.was_sent  # type: ignore[attr-defined]
    return found


def row(user: User, dossier_pk: int, pk: int, right: Right, *, removed: bool = False) -> AmendmentRow:
    """A row of the dossier's table; with `removed` also one that was taken out and may come back."""
    rows = AmendmentRow.objects.select_related("organisation", "author", "changed_by", *_OF_ROW)
    if not removed:
        rows = rows.filter(removed_at__isnull=True)
    return reach(user, rows, right, pk=pk, table__dossier=dossier_pk)


def comment(user: User, dossier_pk: int, row_pk: int, pk: int, right: Right) -> RowComment:
    rows = RowComment.objects.select_related("row", "row__table", "row__table__dossier", "author")
    return reach(user, rows, right, pk=pk, row=row_pk, row__table__dossier=dossier_pk)


def source(user: User, dossier_pk: int, pk: int, right: Right) -> SourceText:
    rows = SourceText.objects.select_related("organisation", "dossier", "dossier__draft", "brought_by")
    found = reach(user, rows.annotate(was_sent=_was_sent("dossier")), right, pk=pk, dossier=dossier_pk)
    found.dossier.was_sent = found.was_sent  # type: ignore[attr-defined]
    return found


def element(user: User, dossier_pk: int, source_pk: int, pk: int, right: Right) -> TextElement:
    text = source(user, dossier_pk, source_pk, right)
    found = TextElement.objects.filter(source=text, pk=pk).first()
    if found is None:
        raise Http404
    found.source = text
    return found


def library_entry(user: User, pk: int, right: Right) -> LibraryEntry:
    return reach(user, LibraryEntry.objects.select_related("organisation"), right, pk=pk)


def assessment(user: User, dossier_pk: int, number: int, right: Right) -> RapidAssessment:
    """One version of the dossier's rapid assessment, by its number."""
    rows = RapidAssessment.objects.select_related(*_WITH_DOSSIER, "dossier__discussion_deadline", "saved_by")
    found = reach(
        user, rows.annotate(was_sent=_was_sent("dossier")), right, dossier=dossier_pk, number=number
    )
    found.dossier.was_sent = found.was_sent  # type: ignore[attr-defined]
    return found


def submission(user: User, dossier_pk: int, pk: int, right: Right) -> Submission:
    rows = Submission.objects.select_related(
        *(
            "organisation",
            "recorded_by",
            "receipt_deadline",
            "report_deadline",
            "report_deadline__time_limit",
        ),
        *_OF_ROW,
    )
    return reach(user, rows, right, pk=pk, table__dossier=dossier_pk)


def receipt(user: User, dossier_pk: int, submission_pk: int, pk: int, right: Right) -> Receipt:
    rows = Receipt.objects.select_related("organisation", "submission")
    return reach(user, rows, right, pk=pk, submission=submission_pk, submission__table__dossier=dossier_pk)


def outcome_page(user: User, dossier_pk: int, pk: int, right: Right) -> OutcomePage:
    """A saved page of the portal that was brought in for the dossier's table."""
    rows = OutcomePage.objects.select_related("organisation", "brought_by", "snapshot", *_OF_ROW)
    return reach(user, rows.defer("snapshot__body"), right, pk=pk, table__dossier=dossier_pk)


def outcome_candidate(table: AmendmentTable, row_pk: int, pk: int) -> OutcomeCandidate:
    """A candidate of a row of this table, which the person has reached."""
    rows = OutcomeCandidate.objects.select_related("comment", "row")
    found = rows.filter(pk=pk, row=row_pk, row__table=table).first()
    if found is None:
        raise Http404
    return found
def escalation(user: User, dossier_pk: int, pk: int, right: Right) -> Escalation:
    rows = Escalation.objects.select_related(
        *("organisation", "changed_by", "created_by", "template", "order", "order__issued"),
        *("reply_deadline", "reply_deadline__time_limit"),
        *_OF_ROW,
    )
    return reach(user, rows, right, pk=pk, table__dossier=dossier_pk)


def escalation_file(
    user: User, dossier_pk: int, escalation_pk: int, pk: int, right: Right
) -> EscalationFile:
    rows = EscalationFile.objects.select_related("organisation", "escalation")
    return reach(user, rows, right, pk=pk, escalation=escalation_pk, escalation__table__dossier=dossier_pk)


def invitation(user: User, dossier_pk: int, pk: int, right: Right) -> CoalitionInvitation:
    """For those who invite; whoever was invited comes by `joining`."""
    rows = CoalitionInvitation.objects.select_related("organisation", "table", "table__dossier")
    return reach(user, rows, right, pk=pk, table__dossier=dossier_pk)


def states_to_write(user: User, organisation_id: int) -> frozenset[TableState]:
    """In which states of a table this person may change its rows: reviewers also while it is under review."""
    membership = membership_in(user, organisation_id)
    states: frozenset[TableState] = frozenset()
    if may(membership, Right.WRITE_AMENDMENTS):
        states |= WRITABLE
    if may(membership, Right.REVIEW_AMENDMENTS):
        states |= MENDABLE
    return states


def may_write(user: User, table: AmendmentTable) -> bool:
    return table.state in states_to_write(user, table.organisation_id)


# --- Coalition: by the letter's secret, or as the organisation that joined ----------------------------------


def partner_seat(user: User, pk: int) -> CoalitionMember | None:
    """The seat in a coalition that one of the person's organisations holds, by its invitation's number; for somebody signed in."""
    rows = CoalitionMember.objects.select_related("invitation", "table", "organisation", "partner")
    return rows.filter(invitation=pk, partner__in=organisation_ids(user)).first()
