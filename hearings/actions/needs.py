"""Access needs: somebody takes one on, and the person is told what became of it."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.states import move_state
from hearings.actions.log import log
from hearings.actions.registration import write_to
from hearings.models import AccessNeed
from hearings.states import NEED_MOVES, NeedState, RegistrationState


@transaction.atomic
def take_need(need: AccessNeed, *, actor: User, at: datetime) -> None:
    """The actor looks after it from now on."""
    if need.owner_id == actor.pk:
        return
    AccessNeed.objects.filter(pk=need.pk).update(owner=actor)
    log(need.registration.hearing, "need.taken", actor=actor, at=at)


@transaction.atomic
def settle_need(need: AccessNeed, state: NeedState, *, actor: User, at: datetime) -> None:
    """Arranged, or not possible: the person is told by letter, once. IllegalMove, AlreadyMoved: settled before."""
    move_state(need, NEED_MOVES, state, settled_at=at, owner=need.owner or actor)
    registration = need.registration
    if registration.state in (RegistrationState.SEATED, RegistrationState.WAITING):
        write_to(registration, "need", key=f"need:{need.pk}:{state}", at=at, need=need)
    log(registration.hearing, "need.settled", actor=actor, at=at, state=state.value)
