"""Taking figures and statements out of an answer."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inforequests.actions.base import hold, log
from inforequests.actions.evaluation import ANSWERED
from inforequests.models import EventFile, Fact, InfoRequest

MOST_FACTS = 500


@dataclass(frozen=True)
class Noted:
    """What somebody writes down; see inforequests.models.Fact."""

    label_kk: str
    label_ru: str
    value: str
    unit: str = ""
    period: str = ""
    place: str = ""


@transaction.atomic
def note_fact(
    info_request: InfoRequest, noted: Noted, file: EventFile | None, *, actor: User, at: datetime
) -> Fact:
    """Keep a fact with the request. The same one noted again is the one that is there.

    `file`: where it stands, of the same request. ValidationError: there are MOST_FACTS already.
    """
    hold(info_request, ANSWERED)
    kept = Fact.objects.filter(info_request=info_request).kept()
    known = kept.filter(**asdict(noted), file=file).first()
    if known is not None:
        return known
    if kept.count() >= MOST_FACTS:
        message = _("There are %(most)s facts already; no more are kept with one request.")
        raise ValidationError(message, code="too_many", params={"most": MOST_FACTS})
    fact = Fact.objects.create(
        organisation=info_request.organisation,
        info_request=info_request,
        file=file,
        noted_by=actor,
        noted_at=at,
        **asdict(noted),
    )
    log(info_request, "info_request.fact_noted", actor=actor, at=at)
    return fact


@transaction.atomic
def remove_fact(fact: Fact, *, actor: User, at: datetime) -> None:
    """Its row stays, so that it can be brought back. A published page does not show it any more."""
    if Fact.objects.filter(pk=fact.pk).kept().update(removed_at=at, removed_by=actor):
        log(fact.info_request, "info_request.fact_removed", actor=actor, at=at)


@transaction.atomic
def restore_fact(fact: Fact, *, actor: User, at: datetime) -> None:
    removed = Fact.objects.filter(pk=fact.pk, removed_at__isnull=False)
    if removed.update(removed_at=None, removed_by=None):
        log(fact.info_request, "info_request.fact_noted", actor=actor, at=at)
