"""What the road map of the hearing's dossier hears of the hearing."""

from datetime import datetime

from accounts.models import User
from hearings import queries
from hearings.models import Hearing, HearingQuerySet
from hearings.pack import missing
from hearings.states import BEGUN, PUBLIC
from projects.actions.road_map import record_fact, withdraw_fact
from projects.states import RoadMapFact


def note_planned(hearing: Hearing, *, actor: User, at: datetime) -> None:
    """The tasks of the hearing lead to its page from now on."""
    record_fact(hearing.dossier, RoadMapFact.HEARING_PLANNED, at=at, actor=actor, path=hearing.path)


def note_announced(hearing: Hearing, *, actor: User, at: datetime) -> None:
    """It is announced; if one on the same draft was begun before, the discussion is repeated."""
    note_planned(hearing, actor=actor, at=at)
    record_fact(hearing.dossier, RoadMapFact.HEARING_ANNOUNCED, at=at, actor=actor)
    if hearing.dossier is not None and _others(hearing).filter(state__in=BEGUN).exists():
        record_fact(hearing.dossier, RoadMapFact.DISCUSSION_REPEATED, at=at, actor=actor)
    note_pack(hearing, actor=actor, at=at)


def note_cancelled(hearing: Hearing, *, actor: User, at: datetime) -> None:
    """It does not take place: what was announced of it is to be done again, unless another hearing stands for it."""
    if hearing.dossier is None:
        return
    others = _others(hearing)
    if not others.standing().exists():
        withdraw_fact(hearing.dossier, RoadMapFact.HEARING_PLANNED, at=at, actor=actor)
    if hearing.announced_at is None:
        return
    if not others.filter(state__in=PUBLIC).exists():
        for fact in (RoadMapFact.HEARING_ANNOUNCED, RoadMapFact.PACK_PUBLISHED):
            withdraw_fact(hearing.dossier, fact, at=at, actor=actor)
    if others.filter(state__in=PUBLIC).count() < 2:
        withdraw_fact(hearing.dossier, RoadMapFact.DISCUSSION_REPEATED, at=at, actor=actor)


def note_pack(hearing: Hearing, *, actor: User, at: datetime) -> None:
    """The pack of an announced hearing is published once each of its materials is there in both languages."""
    if hearing.dossier is None or hearing.announced_at is None:
        return
    is_whole = not any(missing(queries.whole_pack(hearing)).values())
    note = record_fact if is_whole else withdraw_fact
    note(hearing.dossier, RoadMapFact.PACK_PUBLISHED, at=at, actor=actor)


def _others(hearing: Hearing) -> HearingQuerySet:
    return Hearing.objects.filter(dossier=hearing.dossier_id).exclude(pk=hearing.pk)
