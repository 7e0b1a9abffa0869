"""Hearings that were held, and how many people they reached: counted and listed. Nobody is named."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from common.periods import Period
from hearings.models import CheckIn, Hearing, Proposal, Registration, Turn
from hearings.states import BEGUN, ProposalState


class Reach(models.TextChoices):
    """What is counted of a hearing."""

    REGISTERED = "registered", pgettext_lazy("people", "registered")
    CAME = "came", pgettext_lazy("people", "came")
    SPOKE = "spoke", pgettext_lazy("people", "spoke")
    PROPOSED = "proposed", _("proposals recorded")


def held_hearings(organisation: Organisation, period: Period) -> QuerySet[Hearing]:
    """Those that began in the period and were closed, with the columns of Reach; one whose record was opened again to be
    put right is among them.

    Registered is who confirmed by the letter's link, even if the data were erased since. A speaker counts once a hearing.
    """
    rows = Hearing.objects.of(organisation).filter(state__in=BEGUN, closed_at__isnull=False)
    spoken = Turn.objects.filter(started_at__isnull=False)
    again = spoken.filter(hearing=OuterRef("hearing"), check_in=OuterRef("check_in"), pk__lt=OuterRef("pk"))
    return rows.filter(**period.within("starts_at")).annotate(
        registered=_number(Registration.objects.filter(confirmed_at__isnull=False)),
        came=_number(CheckIn.objects.all()),
        spoke=_number(spoken.filter(~models.Exists(again))),
        proposed=_number(Proposal.objects.exclude(state=ProposalState.STRUCK)),
    )


def _number(rows: "QuerySet[models.Model]") -> Coalesce:
    counted = rows.filter(Q(hearing=OuterRef("pk"))).order_by().values("hearing").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0, output_field=IntegerField())


@dataclass(frozen=True)
class HeldFact:
    starts_at: datetime
    registered: int
    came: int
    spoke: int
    proposed: int


def held_facts(organisation: Organisation, period: Period) -> list[HeldFact]:
    """One query."""
    rows = held_hearings(organisation, period).order_by("starts_at", "pk")
    return [HeldFact(*row) for row in rows.values_list("starts_at", *Reach.values)]
