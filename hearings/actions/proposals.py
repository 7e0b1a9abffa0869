"""Proposals, numbered as they come."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F, Max
from django.utils.translation import gettext as _

from accounts.models import User
from common.states import AlreadyMoved, move_state
from hearings.actions.entries import Step, item_at, person_of, row_of
from hearings.actions.log import log
from hearings.models import Hearing, Proposal, Turn
from hearings.states import PROPOSAL_MOVES, Origin, ProposalState

WRITTEN = ("norm", "text", "language")


def number_proposal(
    hearing: Hearing,
    facts: Mapping[str, Any],
    *,
    entry_key: UUID,
    origin: Origin,
    said_at: datetime,
    actor: User | None,
    at: datetime,
) -> Proposal:
    """Give a proposal the next number of the hearing. `facts`: values of columns that say who, about what, which words.

    The hearing's record is held by the caller (actions.entries.hold), so that no number is given twice or left out.
    """
    last = Proposal.objects.filter(hearing=hearing).aggregate(last=Max("number"))["last"] or 0
    made = Proposal.objects.create(
        hearing=hearing,
        organisation=hearing.organisation,
        entry_key=entry_key,
        number=last + 1,
        origin=origin,
        said_at=said_at,
        **facts,
    )
    log(hearing, "record.proposal_added", actor=actor, at=at, number=made.number)
    return made


def add_proposal(step: Step) -> None:
    """Write down a proposal made in the hall. ValidationError: it says nothing, or nobody is named as its author."""
    facts = step.facts
    if not facts.get("text", "").strip():
        raise ValidationError({"text": _("Write what is proposed.")}, code="required")
    said = {name: facts.get(name, "").strip() for name in WRITTEN}
    person = person_of(step)
    number_proposal(
        step.hearing,
        {
            **person,
            **said,
            "turn": _speech_of(step, person["name"]),
            "item": item_at(step.hearing, step.made_at),
        },
        entry_key=step.entry.entry_key,
        origin=Origin.HALL,
        said_at=step.made_at,
        actor=step.actor,
        at=step.at,
    )


def _speech_of(step: Step, name: str) -> Turn | None:
    """The last speech of the author so far: that in which it was proposed."""
    begun = Turn.objects.filter(hearing=step.hearing, started_at__lte=step.made_at).order_by(
        "-started_at", "-pk"
    )
    return next((turn for turn in begun if turn.name.casefold() == name.casefold()), None)


def write_proposal(step: Step) -> None:
    """Mend the words of a proposal over those of version `seen`; its number, author and moment stay.

    ValidationError: somebody has mended it since; both texts stand in the refusal.
    """
    facts, row = step.facts, row_of(step, Proposal.objects.all(), "proposal")
    if all(facts[name] == getattr(row, name) for name in WRITTEN):
        return
    if facts["seen"] != row.version:
        message = _("Somebody wrote this down meanwhile: «%(text)s». Put the two together.") % {
            "text": row.text
        }
        raise ValidationError(message, code="moved")
    changed = {name: facts[name] for name in WRITTEN}
    Proposal.objects.filter(pk=row.pk).update(version=F("version") + 1, **changed)
    log(step.hearing, "record.proposal_mended", actor=step.actor, at=step.at, number=row.number)


def set_proposal(step: Step) -> None:
    """Withdraw, strike out or restore; the number stays. Done twice, it is done once."""
    row, to = row_of(step, Proposal.objects.all(), "proposal"), ProposalState(step.facts["state"])
    if row.state == to:
        return
    try:
        move_state(row, PROPOSAL_MOVES, to)
    except AlreadyMoved as faster:
        raise ValidationError(faster.messages, code="moved") from faster
    log(
        step.hearing,
        "record.proposal_moved",
        actor=step.actor,
        at=step.at,
        number=row.number,
        state=to.value,
    )
