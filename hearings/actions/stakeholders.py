"""The map of stakeholders: who is on it, who is chosen for a hearing, who came and spoke."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions import record
from accounts.models import Organisation, User
from hearings.actions.announcing import invite_chosen
from hearings.actions.log import log
from hearings.models import Hearing, Invitation, Stakeholder
from hearings.states import HearingState
from projects.actions.road_map import record_fact
from projects.states import RoadMapFact

FIELDS = ("kind", "name", "contact", "email", "language", "note")


def save_stakeholder(
    stakeholder: Stakeholder, facts: Mapping[str, Any], *, actor: User, at: datetime
) -> Stakeholder:
    """Write a new or changed entry of the map. `facts`: a value for each name in FIELDS.

    ValidationError: the organisation's map has this name already.
    """
    is_new = stakeholder.pk is None
    if not is_new and all(getattr(stakeholder, name) == facts[name] for name in FIELDS):
        return stakeholder
    for name in FIELDS:
        setattr(stakeholder, name, facts[name])
    try:
        with transaction.atomic():
            stakeholder.save()
            # Of a person the log keeps only that it happened: it cannot be erased.
            record(
                "stakeholder.added" if is_new else "stakeholder.changed",
                actor=actor,
                organisation=stakeholder.organisation,
                obj=stakeholder,
                subject=stakeholder.get_kind_display(),
                at=at,
            )
    except IntegrityError as twice:
        raise ValidationError({"name": _("This name is on the map already.")}) from twice
    return stakeholder


@transaction.atomic
def choose(hearing: Hearing, stakeholders: Iterable[Stakeholder], *, actor: User, at: datetime) -> int:
    """Put stakeholders of the organisation on the hearing's list; returns how many were not there yet."""
    if hearing.state == HearingState.CANCELLED:
        raise ValidationError(_("The hearing is cancelled."), code="cancelled")
    wanted = [one for one in stakeholders if one.organisation_id == hearing.organisation_id]
    there = set(Invitation.objects.filter(hearing=hearing).values_list("stakeholder_id", flat=True))
    new = [
        Invitation(hearing=hearing, organisation=hearing.organisation, stakeholder=one, chosen_at=at)
        for one in wanted
        if one.pk not in there
    ]
    Invitation.objects.bulk_create(new, ignore_conflicts=True)
    if new and hearing.state == HearingState.ANNOUNCED:
        invite_chosen(hearing, at=at)
    if new:
        log(hearing, "hearing.stakeholders_chosen", actor=actor, at=at, count=len(new))
        record_fact(hearing.dossier, RoadMapFact.STAKEHOLDERS_CHOSEN, at=at, actor=actor)
    return len(new)


@transaction.atomic
def leave_out(invitation: Invitation, *, actor: User, at: datetime) -> None:
    """Take a stakeholder off the list of a hearing that has not been announced."""
    if invitation.hearing.state != HearingState.PLANNED:
        raise ValidationError(_("The invitation has been sent: it cannot be taken back."), code="sent")
    log(invitation.hearing, "hearing.stakeholder_left_out", actor=actor, at=at)
    invitation.delete()


@transaction.atomic
def note_attendance(invitation: Invitation, part: str, *, actor: User, on: date, at: datetime) -> None:
    """Note that the stakeholder did not come ('absent'), 'came' or 'spoke'. ValidationError before the hearing's day."""
    if on < invitation.hearing.starts_on:
        raise ValidationError(_("The hearing has not taken place yet."), code="early")
    came, spoke = {"absent": (False, False), "came": (True, False), "spoke": (True, True)}[part]
    if (invitation.came, invitation.spoke) == (came, spoke):
        return
    Invitation.objects.filter(pk=invitation.pk).update(came=came, spoke=spoke)
    log(invitation.hearing, "hearing.attendance_noted", actor=actor, at=at)


def new_stakeholder(organisation: Organisation, at: datetime) -> Stakeholder:
    """An entry still to be filled in and saved."""
    return Stakeholder(organisation=organisation, created_at=at)
