"""The agenda: its items, their order and their minutes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from accounts.models import User
from deadlines.actions import Words
from hearings.actions.log import log
from hearings.models import AgendaItem, Hearing
from hearings.states import PUBLIC

MOST_ITEMS = 60
FIELDS = ("title_kk", "title_ru", "speaker", "minutes")
# An agenda as most hearings have it, in shares of the whole time.
USUAL = (
    (Words("Тыңдауды ашу, регламентті бекіту", "Открытие слушаний, утверждение регламента"), 0.08),
    (Words("Жоба туралы баяндама", "Доклад о проекте"), 0.17),
    (Words("Ұйымның ұсыныстары", "Предложения организации"), 0.17),
    (Words("Қатысушылардың сөздері мен сұрақтары", "Выступления и вопросы участников"), 0.38),
    (Words("Ұсыныстар бойынша дауыс беру", "Голосование по предложениям"), 0.12),
    (Words("Қорытынды шығару", "Подведение итогов"), 0.08),
)


def _hold(hearing: Hearing) -> None:
    """Whoever changes the agenda at the same moment waits; the order of two items never gets equal by that."""
    Hearing.objects.filter(pk=hearing.pk).update(version=F("version"))


def _require_languages(hearing: Hearing, facts: Mapping[str, Any]) -> None:
    """What is announced is said in both languages, and stays so."""
    if hearing.state not in PUBLIC:
        return
    missing = [name for name in ("title_kk", "title_ru") if not facts[name].strip()]
    if missing:
        message = _("The agenda is published: name the item in Kazakh and in Russian.")
        raise ValidationError(dict.fromkeys(missing, message))


@transaction.atomic
def add_item(hearing: Hearing, facts: Mapping[str, Any], *, actor: User, at: datetime) -> AgendaItem:
    """Put an item at the end. `facts`: a value for each name in FIELDS.

    ValidationError: MOST_ITEMS are there, or the hearing is announced and a language is missing.
    """
    _hold(hearing)
    _require_languages(hearing, facts)
    rows = AgendaItem.objects.filter(hearing=hearing)
    if rows.filter(removed_at__isnull=True).count() >= MOST_ITEMS:
        message = _("An agenda has at most %(most)s items.") % {"most": MOST_ITEMS}
        raise ValidationError(message, code="too_many")
    last = rows.aggregate(last=Max("order"))["last"] or 0
    item = AgendaItem.objects.create(
        hearing=hearing,
        organisation=hearing.organisation,
        order=last + 1,
        **{name: facts[name] for name in FIELDS},
    )
    log(hearing, "agenda.added", actor=actor, at=at, item=item.title)
    return item


@transaction.atomic
def take_usual_agenda(hearing: Hearing, *, actor: User, at: datetime) -> None:
    """Fill an empty agenda with the usual items, their minutes shared out of the planned length; twice is once."""
    _hold(hearing)
    if AgendaItem.objects.filter(hearing=hearing, removed_at__isnull=True).exists():
        return
    minutes = [max(1, round(hearing.minutes * share / 5) * 5) for _words, share in USUAL]
    longest = minutes.index(max(minutes))
    minutes[longest] = max(1, minutes[longest] + hearing.minutes - sum(minutes))
    AgendaItem.objects.bulk_create(
        AgendaItem(
            hearing=hearing,
            organisation=hearing.organisation,
            order=order,
            title_kk=words.kk,
            title_ru=words.ru,
            minutes=length,
        )
        for order, ((words, _share), length) in enumerate(zip(USUAL, minutes, strict=True), 1)
    )
    log(hearing, "agenda.begun", actor=actor, at=at)


@transaction.atomic
def change_item(item: AgendaItem, facts: Mapping[str, Any], *, actor: User, at: datetime) -> None:
    """ValidationError: the hearing is announced and a language is missing."""
    _require_languages(item.hearing, facts)
    changed = [name for name in FIELDS if getattr(item, name) != facts[name]]
    if not changed:
        return
    for name in changed:
        setattr(item, name, facts[name])
    item.save(update_fields=changed)
    log(item.hearing, "agenda.changed", actor=actor, at=at, item=item.title)


@transaction.atomic
def move_item(item: AgendaItem, to: str, *, actor: User, at: datetime) -> None:
    """Change places with the neighbour above (`to` 'up') or below; at the end of the list nothing happens."""
    _hold(item.hearing)
    item.refresh_from_db(fields=["order"])
    rows = AgendaItem.objects.filter(hearing=item.hearing_id, removed_at__isnull=True)
    if to == "up":
        beyond = rows.filter(Q(order__lt=item.order) | Q(order=item.order, pk__lt=item.pk)).order_by(
            "-order", "-pk"
        )
    else:
        beyond = rows.filter(Q(order__gt=item.order) | Q(order=item.order, pk__gt=item.pk)).order_by(
            "order", "pk"
        )
    other = beyond.first()
    if other is None:
        return
    AgendaItem.objects.filter(pk=item.pk).update(order=other.order)
    AgendaItem.objects.filter(pk=other.pk).update(order=item.order)
    log(item.hearing, "agenda.moved", actor=actor, at=at, item=item.title)


@transaction.atomic
def remove_item(item: AgendaItem, *, actor: User, at: datetime) -> None:
    """Take the item out; it can come back to its place. ValidationError: the hearing has dealt with it."""
    _hold(item.hearing)
    item.refresh_from_db(fields=["started_at"])
    if item.started_at is not None:
        raise ValidationError(
            _("The hearing has dealt with this item: it stays in the record."), code="begun"
        )
    if AgendaItem.objects.filter(pk=item.pk, removed_at__isnull=True).update(removed_at=at):
        log(item.hearing, "agenda.removed", actor=actor, at=at, item=item.title)


@transaction.atomic
def restore_item(item: AgendaItem, *, actor: User, at: datetime) -> None:
    if AgendaItem.objects.filter(pk=item.pk, removed_at__isnull=False).update(removed_at=None):
        log(item.hearing, "agenda.restored", actor=actor, at=at, item=item.title)
