"""Reads of letters on rows that were not accepted or not answered."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from amendments.models import AmendmentRow, AmendmentTable, Escalation, EscalationFile, Outcome, Submission
from amendments.states import EscalationState, Verdict
from amendments.wording.escalation import Refused
from common.along import first_of
from projects.models import Dossier

UNMET = (Verdict.NOT_ACCEPTED, Verdict.NOT_ANSWERED)
OFFERED = (*UNMET, Verdict.PARTLY)


def offered_outcomes(table: AmendmentTable) -> "QuerySet[Outcome]":
    """What a letter can be about, in the rows' order: outcomes that a person has confirmed, the accepted left out."""
    confirmed = Outcome.objects.filter(row__table=table, confirmed_at__isnull=False)
    standing = confirmed.filter(row__removed_at__isnull=True, state__in=OFFERED)
    return standing.select_related("row").order_by("row__order", "row_id")


def confirmed_count(table: AmendmentTable) -> int:
    return Outcome.objects.filter(row__table=table, confirmed_at__isnull=False).count()


def last_round(table: AmendmentTable) -> list[Submission]:
    """What was sent in the latest round that was sent at all, the first sending first."""
    sent = list(Submission.objects.filter(table=table).order_by("submitted_at", "id"))
    latest = max((submission.round for submission in sent), default=0)
    return [submission for submission in sent if submission.round == latest]


def refused_rows(
    table: AmendmentTable, outcomes: Iterable[Outcome], submissions: list[Submission]
) -> list[Refused]:
    """The rows of `outcomes` with the number and the texts under which they were sent last."""
    sent = {row["id"]: row for row in submissions[-1].content["rows"]} if submissions else {}
    live = list(AmendmentRow.objects.filter(table=table).live().values_list("pk", flat=True))
    return [
        Refused(
            sent[one.row_id]["number"] if one.row_id in sent else live.index(one.row_id) + 1,
            sent.get(one.row_id) or vars(one.row),
            one,
        )
        for one in outcomes
    ]


def letters_of(table: AmendmentTable) -> list[Escalation]:
    """Every letter of the table, the latest first, with the number of its rows (`row_count`)."""
    rows = Escalation.objects.filter(table=table).defer("text_kk", "text_ru", "reply")
    along = ("reply_deadline", "reply_deadline__time_limit", "created_by", "order")
    return list(rows.select_related(*along).annotate(row_count=Count("rows")).order_by("-id"))


def files_of(escalation: Escalation) -> list[EscalationFile]:
    return list(
        EscalationFile.objects.filter(escalation=escalation).select_related("added_by").order_by("id")
    )


# --- Along with a dossier -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Escalated:
    """`unmet`: rows confirmed as not accepted or not answered; `letters`: written and not withdrawn; `waiting`: sent,
    without a reply."""

    unmet: int = 0
    letters: int = 0
    waiting: int = 0


def escalated_columns() -> dict[str, Subquery]:
    """What `escalated_along` wants read along with a dossier."""
    of_dossier = Escalation.objects.standing().filter(table__dossier=OuterRef("pk")).order_by()
    counted = of_dossier.values("table__dossier").annotate(
        letters=Count("pk"), waiting=Count("pk", filter=Q(state=EscalationState.SENT))
    )
    unmet = Outcome.objects.filter(
        row__table__dossier=OuterRef("pk"),
        row__removed_at__isnull=True,
        confirmed_at__isnull=False,
        state__in=UNMET,
    ).order_by()
    return {
        "escalated_unmet": Subquery(
            unmet.values("row__table__dossier").annotate(number=Count("pk")).values("number")
        ),
        "escalated_letters": first_of(counted, "letters", "waiting"),
    }


def escalated_along(dossier: Dossier) -> Escalated:
    letters = dossier.escalated_letters or {}  # type: ignore[attr-defined]
    return Escalated(dossier.escalated_unmet or 0, **letters)  # type: ignore[attr-defined]
