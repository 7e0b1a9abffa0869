"""Reads of the minutes: how far they are, what their approval waits for, where they went."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from hearings.models import (
    Hearing,
    Minutes,
    MinutesComment,
    MinutesLetter,
    MinutesReader,
    Proposal,
    RemarkAnswer,
)
from hearings.states import ProposalState, RuleSet


def minutes_of(hearing: Hearing) -> Minutes | None:
    """The minutes with their deadline, letter of the full copy and who approved them; None while nobody has begun them.

    `has_untaken`: a standing proposal is not in the table of amendments yet.
    """
    rows = Minutes.objects.select_related(
        "publish_deadline", "publish_deadline__responsible", "order__issued", "approved_by"
    )
    standing = Proposal.objects.filter(hearing=OuterRef("hearing"), state=ProposalState.STANDING)
    waiting = Exists(standing.filter(amendment__isnull=True))
    return rows.annotate(has_untaken=waiting).filter(hearing=hearing).first()


@dataclass(frozen=True)
class Preparing:
    """What the approval waits for: the readers, their comments, and of an environmental hearing the remarks made there."""

    readers: list[MinutesReader]
    comments: list[MinutesComment]
    remarks: list[tuple[Proposal, RemarkAnswer | None]]


def preparing(minutes: Minutes) -> Preparing:
    """Two queries, three of an environmental hearing."""
    if not minutes.pk:
        return Preparing([], [], _remarks(minutes.hearing))
    readers = MinutesReader.objects.filter(minutes=minutes).select_related("person").order_by("person__name")
    comments = MinutesComment.objects.filter(minutes=minutes).select_related("author").order_by("pk")
    return Preparing(list(readers), list(comments), _remarks(minutes.hearing))


def _remarks(hearing: Hearing) -> list[tuple[Proposal, RemarkAnswer | None]]:
    if hearing.rule_set != RuleSet.ENVIRONMENT:
        return []
    rows = Proposal.objects.filter(hearing=hearing, state=ProposalState.STANDING).select_related("answer")
    return [(row, getattr(row, "answer", None)) for row in rows.order_by("number")]


def letters_of(minutes: Minutes) -> QuerySet[MinutesLetter]:
    rows = MinutesLetter.objects.filter(minutes=minutes)
    return rows.select_related("order__issued", "reply_deadline").order_by("pk")


def answer_to(remark: Proposal) -> RemarkAnswer | None:
    return RemarkAnswer.objects.filter(proposal=remark).first()
