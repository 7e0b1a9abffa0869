"""What an act does to target groups in life, beside what the rapid assessment expected."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from amendments.models import RapidAssessment
from amendments.states import Effect
from monitoring.actions.log import is_changed, log, not_in_future
from monitoring.models import GroupEffect
from projects.models import Dossier


def latest_groups(dossier: Dossier) -> list[dict[str, str]]:
    """The target groups of the dossier's latest assessment."""
    latest = RapidAssessment.objects.filter(dossier=dossier).order_by("-number").first()
    return [group for group in latest.groups if _name(group)] if latest else []


def _name(group: Mapping[str, Any]) -> str:
    return str(group.get("name_kk") or group.get("name_ru") or "").strip()


@transaction.atomic
def take_groups(dossier: Dossier, *, actor: User, at: datetime) -> int:
    """Write down the groups of the assessment that are not there yet; returns how many came."""
    Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    kept = GroupEffect.objects.filter(dossier=dossier, removed_at__isnull=True)
    known = {(row.name_kk or row.name_ru).casefold() for row in kept}
    new = [
        GroupEffect(
            organisation=dossier.organisation,
            dossier=dossier,
            name_kk=str(group.get("name_kk") or "")[:200],
            name_ru=str(group.get("name_ru") or "")[:200],
            expected=group["effect"] if group.get("effect") in Effect.values else "",
        )
        for group in latest_groups(dossier)
        if _name(group)[:200].casefold() not in known
    ]
    GroupEffect.objects.bulk_create(new)
    if new:
        log(dossier, "effect.groups_taken", actor=actor, at=at, count=len(new))
    return len(new)


@transaction.atomic
def save_effect(
    dossier: Dossier,
    row: GroupEffect | None,
    values: Mapping[str, Any],
    *,
    actor: User,
    on: date,
    at: datetime,
) -> GroupEffect:
    """A group and what is seen of the effect on it, as of a day. The same group twice, by two clicks, is one."""
    not_in_future(values["noted_on"], on, "noted_on")
    Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    if row is None:
        names = {name: values[name] for name in ("name_kk", "name_ru")}
        row = GroupEffect.objects.filter(dossier=dossier, removed_at__isnull=True, **names).first()
    row = row or GroupEffect(organisation=dossier.organisation, dossier=dossier)
    if not is_changed(row, values):
        return row
    for name, value in values.items():
        setattr(row, name, value)
    row.noted_by = actor
    row.save()
    log(row, "effect.saved", actor=actor, at=at, obj=dossier)
    return row
