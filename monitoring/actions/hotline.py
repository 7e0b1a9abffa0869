"""The hotline: calls written down, answered, followed up."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.actions import record
from accounts.models import Organisation, User
from accounts.secret_links import new_secret
from common.states import AlreadyMoved, move_state
from deadlines.actions import Words, assign_deadline, close_deadline, move_deadline, open_deadline
from deadlines.states import DeadlineState
from monitoring.actions.contacts import Given, keep_contact
from monitoring.actions.evidence_log import log
from monitoring.evidence_states import CALL_MOVES, CallState, Keeping, Purpose
from monitoring.models import Call, CallCategory
from projects.models import Dossier

FACTS = ("called_at", "channel", "category", "region", "asked", "answered")
KIND = "hotline.follow_up"
USUAL = (
    Words("Жәрдемақы және әлеуметтік қолдау", "Пособия и социальная поддержка"),
    Words("Мемлекеттік көрсетілетін қызметтер", "Государственные услуги"),
    Words("Бас тарту немесе жауап бермеу", "Отказ или отсутствие ответа"),
    Words("Құқық туралы түсіндіру", "Разъяснение прав"),
    Words("Басқа", "Другое"),
)


@dataclass(frozen=True)
class FollowUp:
    """Until when somebody calls back or looks what came of it, and who."""

    due_on: date
    responsible: User | None


@transaction.atomic
def take_call(
    organisation: Organisation,
    facts: Mapping[str, Any],
    *,
    dossier: Dossier | None,
    given: Given | None,
    follow_up: FollowUp | None,
    form_key: str,
    actor: User,
    on: date,
    at: datetime,
) -> Call:
    """Write a call down; the same form sent twice is one call. `given`: contact data, only with a consent to be contacted.

    ValidationError: contact data without the consent.
    """
    if given is not None and Purpose.CONTACT not in given.purposes:
        raise ValidationError(
            {"contact": _("Without this consent we may not keep it: agree, or empty the fields.")}
        )
    Organisation.objects.filter(pk=organisation.pk).update(is_active=F("is_active"))
    key = hashlib.sha256(f"call:{organisation.pk}:{form_key}".encode()).hexdigest()
    if (sent_before := Call.objects.filter(form_key=key).first()) is not None:
        return sent_before
    last = Call.objects.of(organisation).aggregate(last=Max("number"))["last"] or 0
    call = Call(organisation=organisation, dossier=dossier, number=last + 1, taken_by=actor, form_key=key)
    for name in FACTS:
        setattr(call, name, facts[name])
    call.state = CallState.OPEN if follow_up or not call.answered else CallState.DONE
    if given is not None:
        call.contact = keep_contact(organisation, given, keeping=Keeping.CALL, secret=new_secret(), on=on)
    call.save()
    if follow_up is not None:
        _set_follow_up(call, follow_up, actor=actor, on=on, at=at)
    log(call, "call.taken", actor=actor, at=at, subject=_called(call))
    return call


def _called(call: Call) -> str:
    return f"№ {call.number}"


def _set_follow_up(call: Call, wanted: FollowUp, *, actor: User, on: date, at: datetime) -> None:
    deadline = call.follow_up
    if deadline is not None and deadline.state == DeadlineState.OPEN:
        if deadline.due_on != wanted.due_on:
            move_deadline(deadline, wanted.due_on, on=on, at=at, reason="person", actor=actor)
        assign_deadline(deadline, wanted.responsible, actor=actor, at=at)
        return
    made = open_deadline(
        organisation=call.organisation,
        kind=KIND,
        label=Words(
            f"Жедел желі: № {call.number} өтінішті тексеру",
            f"Горячая линия: вернуться к обращению № {call.number}",
        ),
        about=_category_words(call),
        path=call.path,
        on=on,
        at=at,
        responsible=wanted.responsible,
        due_on=wanted.due_on,
    )
    Call.objects.filter(pk=call.pk).update(follow_up=made)
    call.follow_up = made


def _category_words(call: Call) -> Words:
    if call.category is None:
        return Words("", "")
    with override("kk"):
        kk = str(call.category)
    with override("ru"):
        return Words(kk, str(call.category))


@transaction.atomic
def change_call(
    call: Call,
    facts: Mapping[str, Any],
    *,
    follow_up: FollowUp | None,
    seen: int,
    actor: User,
    on: date,
    at: datetime,
) -> None:
    """Write over version `seen`. AlreadyMoved: somebody has changed it since. Without `follow_up` a running one is dropped."""
    if not Call.objects.filter(pk=call.pk, version=seen).update(version=F("version") + 1):
        message = _(
            "Somebody changed this while you were writing. Their words are shown; yours are kept below."
        )
        raise AlreadyMoved(message, code="moved")
    for name in FACTS:
        setattr(call, name, facts[name])
    call.version = seen + 1
    call.save(update_fields=list(FACTS))
    if follow_up is not None:
        _set_follow_up(call, follow_up, actor=actor, on=on, at=at)
    else:
        _drop_follow_up(call, actor=actor, at=at, done=False)
    log(call, "call.changed", actor=actor, at=at, subject=_called(call))


def _drop_follow_up(call: Call, *, actor: User, at: datetime, done: bool) -> None:
    if call.follow_up is not None and call.follow_up.state == DeadlineState.OPEN:
        close_deadline(call.follow_up, actor=actor, at=at, done=done)


@transaction.atomic
def settle_call(call: Call, *, actor: User, at: datetime) -> None:
    """Nothing is left to do; its date is met."""
    move_state(call, CALL_MOVES, CallState.DONE)
    _drop_follow_up(call, actor=actor, at=at, done=True)
    log(call, "call.settled", actor=actor, at=at, subject=_called(call))


@transaction.atomic
def reopen_call(call: Call, *, actor: User, at: datetime) -> None:
    move_state(call, CALL_MOVES, CallState.OPEN)
    log(call, "call.reopened", actor=actor, at=at, subject=_called(call))


# --- Categories ---------------------------------------------------------------------------------------------------


@transaction.atomic
def save_category(category: CallCategory, names: Words, *, is_used: bool, actor: User, at: datetime) -> None:
    """ValidationError: there is one of this name."""
    rows = CallCategory.objects.filter(organisation=category.organisation, name_kk=names.kk)
    if rows.exclude(pk=category.pk).exists():
        raise ValidationError({"name_kk": _("There is a category of this name.")})
    category.name_kk, category.name_ru, category.is_used = names.kk, names.ru, is_used
    category.save()
    _log_category(category, actor, at)


@transaction.atomic
def take_usual_categories(organisation: Organisation, *, actor: User, at: datetime) -> None:
    """A list to begin with; what is there already stays."""
    known = set(CallCategory.objects.filter(organisation=organisation).values_list("name_kk", flat=True))
    for names in USUAL:
        if names.kk not in known:
            new = CallCategory(organisation=organisation)
            save_category(new, names, is_used=True, actor=actor, at=at)


def _log_category(category: CallCategory, actor: User, at: datetime) -> None:
    record(
        "call.category_saved",
        actor=actor,
        organisation=category.organisation,
        subject=category,
        obj=category,
        at=at,
    )
