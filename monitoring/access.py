"""Which of what follows an act a person may reach."""

from django.db import models
from django.http import Http404

from accounts.access import Right, reach
from accounts.models import User
from monitoring.models import (
    ENTRIES,
    Council,
    CouncilMeeting,
    Fate,
    GroupEffect,
    ImplementationItem,
    InForce,
    Measurement,
    Proof,
    Webhook,
    WebhookDelivery,
)
from monitoring.models.councils import Entry

_OF_ITEM = (
    "organisation",
    "dossier__draft",
    "dossier__owner",
    "dossier__organisation",
    "body",
    "responsible",
)
_DEADLINE = ("deadline", "deadline__time_limit", "deadline__responsible")
# What may be taken out and brought back, with who may do so.
REMOVABLE: dict[str, tuple[type[models.Model], Right]] = {
    "force": (InForce, Right.EDIT_DOSSIER),
    "proof": (Proof, Right.FOLLOW_ACTS),
    "measurement": (Measurement, Right.FOLLOW_ACTS),
    "effect": (GroupEffect, Right.FOLLOW_ACTS),
    "council": (Council, Right.FOLLOW_ACTS),
    **{kind: (model, Right.FOLLOW_ACTS) for kind, model in ENTRIES.items()},
}


def force(user: User, dossier_pk: int, pk: int, right: Right) -> InForce:
    rows = InForce.objects.filter(removed_at__isnull=True)
    along = ("organisation", "fate__dossier__draft", "fate__dossier__owner", "fate__dossier__organisation")
    return reach(user, rows.select_related(*along, *_DEADLINE), right, pk=pk, fate__dossier=dossier_pk)


def item(user: User, pk: int, right: Right) -> ImplementationItem:
    return reach(user, ImplementationItem.objects.select_related(*_OF_ITEM, *_DEADLINE), right, pk=pk)


def effect(user: User, dossier_pk: int, pk: int, right: Right) -> GroupEffect:
    rows = GroupEffect.objects.filter(removed_at__isnull=True).select_related(
        "organisation", "dossier__draft"
    )
    return reach(user, rows, right, pk=pk, dossier=dossier_pk)


def council(user: User, pk: int, right: Right) -> Council:
    rows = Council.objects.filter(removed_at__isnull=True)
    return reach(user, rows.select_related("organisation", "body", "our_member"), right, pk=pk)


def entry(user: User, council_pk: int, kind: str, pk: int, right: Right) -> Entry:
    """A proposal, an opinion, a meeting or a recommendation of a council that is kept."""
    if kind not in ENTRIES:
        raise Http404
    rows = ENTRIES[kind].objects.filter(removed_at__isnull=True, council__removed_at__isnull=True)
    along = ("organisation", "council", "dossier__draft", "dossier__owner", "dossier__organisation")
    return reach(user, rows.select_related(*along), right, pk=pk, council=council_pk)


def proof(user: User, pk: int, right: Right) -> Proof:
    """Evidence with a file."""
    rows = Proof.objects.filter(removed_at__isnull=True).exclude(file="")
    return reach(user, rows.select_related("organisation"), right, pk=pk)


def proved(user: User, what: str, pk: int) -> Fate | ImplementationItem | Entry:
    """What evidence may be put to: 'fate', 'item' or 'meeting'."""
    if what == "item":
        return item(user, pk, Right.FOLLOW_ACTS)
    if what == "fate":
        rows = Fate.objects.select_related("organisation", "dossier__draft")
        return reach(user, rows, Right.FOLLOW_ACTS, pk=pk)
    if what == "meeting":
        meetings = CouncilMeeting.objects.filter(removed_at__isnull=True, council__removed_at__isnull=True)
        return reach(user, meetings.select_related("organisation", "council"), Right.FOLLOW_ACTS, pk=pk)
    raise Http404


def removable(user: User, what: str, pk: int) -> models.Model:
    if what not in REMOVABLE:
        raise Http404
    model, right = REMOVABLE[what]
    return reach(user, model._default_manager.select_related("organisation"), right, pk=pk)


def webhook(user: User, pk: int, right: Right) -> Webhook:
    """A program that is told what happens, unless it was removed."""
    rows = Webhook.objects.filter(removed_at__isnull=True).select_related("organisation")
    return reach(user, rows, right, pk=pk)


def webhook_delivery(user: User, webhook_pk: int, pk: int, right: Right) -> WebhookDelivery:
    """A message to a program that may be reached."""
    found = WebhookDelivery.objects.filter(webhook=webhook(user, webhook_pk, right), pk=pk).first()
    if found is None:
        raise Http404
    return found
