"""Judging an answer item by item."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inforequests.actions.base import WrongState, hold, log
from inforequests.answers import last_answer, verdicts_of
from inforequests.models import InfoRequest, ItemVerdict
from inforequests.states import Completeness, RequestState

ANSWERED = frozenset({RequestState.SENT, RequestState.CLOSED})


@dataclass(frozen=True)
class Judged:
    """What somebody says of one item."""

    verdict: Completeness
    remark: str = ""


@transaction.atomic
def judge_items(
    info_request: InfoRequest, judged: Mapping[int, Judged], *, actor: User, at: datetime
) -> list[ItemVerdict]:
    """Write down how far the items (by their numbers) were answered; what says the same as before is not written again.

    The verdicts of before stay as history. Raises WrongState where no answer is recorded.
    """
    hold(info_request, ANSWERED)
    answer = last_answer(info_request)
    if answer is None:
        raise WrongState(_("No answer is recorded: there is nothing to judge."), code="no_answer")
    known = {
        verdict.item_id: Judged(Completeness(verdict.verdict), verdict.remark)
        for verdict in verdicts_of(info_request)
    }
    made = [
        ItemVerdict(
            organisation=info_request.organisation,
            item=item,
            answer=answer,
            verdict=judged[item.number].verdict,
            remark=judged[item.number].remark,
            judged_by=actor,
            judged_at=at,
        )
        for item in info_request.items.all()
        if item.number in judged and known.get(item.pk) != judged[item.number]
    ]
    if made:
        ItemVerdict.objects.bulk_create(made)
        log(info_request, "info_request.judged", actor=actor, at=at)
    return made
