"""Announcing a hearing, and telling everybody of what changes afterwards."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from accounts.models import User
from common.states import move_state
from hearings import emails, queries
from hearings.actions.dates import settle_dates
from hearings.actions.log import log
from hearings.actions.pack import ask_archive, hold_pack
from hearings.actions.registration import fill_places
from hearings.actions.road_map import note_announced, note_pack
from hearings.announcement import lacking
from hearings.lead_time import Found
from hearings.models import Hearing, Invitation, PackItem
from hearings.readers import Reader
from hearings.states import HEARING_MOVES, PUBLIC, HearingState, PackKind

ANNOUNCED = (
    "rules_kk",
    "rules_ru",
    "access_kk",
    "access_ru",
    "draft_url",
    "broadcast_url",
    "seats_room",
    "seats_online",
)


class NotReady(ValidationError):
    """The announcement lacks something; the messages say what."""


def require_ready(hearing: Hearing) -> None:
    """Raises NotReady with a sentence for each thing that the announcement lacks."""
    missing = lacking(hearing, queries.agenda_of(hearing), queries.pack_of(hearing))
    if missing:
        raise NotReady(missing)


@transaction.atomic
def announce(hearing: Hearing, found: Iterable[Found], *, actor: User, on: date, at: datetime) -> None:
    """Publish the hearing and send the invitations. `found`: its checked dates, none of which blocks.

    NotReady: a text is missing in one of the languages.
    IllegalMove, AlreadyMoved: it was announced or called off before.
    """
    require_ready(hearing)
    facts = {"announced_at": at, "announced_on": hearing.announced_on, "notice": F("notice") + 1}
    move_state(hearing, HEARING_MOVES, HearingState.ANNOUNCED, **facts)
    hearing.refresh_from_db(fields=["notice"])
    settle_dates(hearing, found, actor=actor, on=on, at=at)
    invite_chosen(hearing, at=at)
    ask_archive(hearing, at=at)
    log(hearing, "hearing.announced", actor=actor, at=at)
    note_announced(hearing, actor=actor, at=at)


def invite_chosen(hearing: Hearing, *, at: datetime) -> None:
    """Send the invitation to those chosen who have an address and were not sent one. Inside a transaction."""
    rows = Invitation.objects.filter(hearing=hearing, sent_at__isnull=True).exclude(stakeholder__email="")
    for row in rows.select_related("stakeholder"):
        reader = Reader(row.stakeholder.email, row.stakeholder.language)
        emails.send(
            "hearing_invitation",
            hearing,
            reader,
            key=f"hearing:{hearing.pk}:invitation:{reader.key}",
            at=at,
            contact=row.stakeholder.contact,
        )
    rows.update(sent_at=at)


def tell_everybody(hearing: Hearing, what: str, *, at: datetime, **facts: Any) -> None:
    """Tell those who were invited that the hearing is 'moved' or 'cancelled', each address once for each notice."""
    for reader in queries.readers(hearing):
        key = f"hearing:{hearing.pk}:{what}:{hearing.notice}:{reader.key}"
        emails.send(f"hearing_{what}", hearing, reader, key=key, at=at, **facts)


@transaction.atomic
def change_announcement(
    hearing: Hearing,
    texts: Mapping[str, Any],
    pack: Mapping[PackKind, tuple[str, str]],
    *,
    actor: User,
    at: datetime,
) -> None:
    """Write what is announced besides the plan. `texts`: a value for each name in ANNOUNCED. `pack`: for each kind of
    material its addresses in Kazakh and in Russian, '' and '' for one that there is not.

    NotReady: the hearing is announced, and the change would take one of its languages away. PackFrozen: it has begun, and
    the change is one of its materials.
    """
    Hearing.objects.filter(pk=hearing.pk).update(version=F("version") + 1)
    changed = [name for name in ANNOUNCED if getattr(hearing, name) != texts[name]]
    for name in changed:
        setattr(hearing, name, texts[name])
    hearing.save(update_fields=changed)
    changed_pack = [kind for kind, addresses in pack.items() if _write_pack(hearing, kind, *addresses)]
    if changed_pack:
        hold_pack(hearing, at)
        ask_archive(hearing, at=at)
        note_pack(hearing, actor=actor, at=at)
    if hearing.state in PUBLIC:
        require_ready(hearing)
    if hearing.state == HearingState.ANNOUNCED:
        fill_places(hearing, at=at)
    if changed or changed_pack:
        log(hearing, "hearing.announcement_changed", actor=actor, at=at)


def _write_pack(hearing: Hearing, kind: PackKind, kk: str, ru: str) -> bool:
    rows = PackItem.objects.filter(hearing=hearing, kind=kind)
    if not kk and not ru:
        return bool(rows.delete()[0])
    known = rows.values_list("address_kk", "address_ru").first()
    if known == (kk, ru):
        return False
    facts = {"organisation": hearing.organisation, "address_kk": kk, "address_ru": ru}
    PackItem.objects.update_or_create(hearing=hearing, kind=kind, defaults=facts)
    return True
