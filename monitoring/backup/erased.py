"""What people erased or took back after a backup was made is done again when it is put back."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils import timezone

from common import erasures
from hearings.actions import attendance, own_data, writing
from hearings.models import CheckIn, Registration, WrittenProposal
from hearings.states import Purpose, RegistrationState, WrittenState
from monitoring.actions import cases, contacts
from monitoring.evidence_states import CaseState
from monitoring.evidence_states import Purpose as CasePurpose
from monitoring.models import Case, EvidenceContact


def erase_again(since: datetime) -> int:
    """Repeat what the journal says happened since that moment; returns how much of it had to be done again."""
    at = timezone.now()
    on, done = timezone.localdate(at), 0
    for one in sorted(one for one in erasures.read(erasures.journal()) if one.at >= since):
        kind, _slash, purpose = one.what.partition("/")
        if kind in _KINDS:
            done += _KINDS[kind](one.pk, purpose, on, at)
    return done


def _registration(pk: int, purpose: str, on: date, at: datetime) -> bool:
    rows = Registration.objects.select_related("hearing__organisation", "organisation").filter(pk=pk)
    row = rows.exclude(state=RegistrationState.ERASED).first()
    if row is None:
        return False
    if purpose:
        own_data.withdraw_consent(row, Purpose(purpose), on=on, at=at)
    else:
        own_data.erase(row, at=at)
    return True


def _written(pk: int, purpose: str, on: date, at: datetime) -> bool:
    rows = WrittenProposal.objects.select_related("hearing__organisation").filter(pk=pk)
    row = rows.exclude(state=WrittenState.ERASED).first()
    if row is None:
        return False
    if purpose:
        writing.withdraw_consent(row, Purpose(purpose), on=on, at=at)
    else:
        writing.erase(row, at=at)
    return True


def _check_in(pk: int, _purpose: str, _on: date, at: datetime) -> bool:
    row = CheckIn.objects.select_related("hearing__organisation").filter(pk=pk).exclude(name="").first()
    if row is None:
        return False
    attendance.forget_check_in(row, actor=None, at=at)
    return True


def _case(pk: int, purpose: str, on: date, at: datetime) -> bool:
    rows = Case.objects.select_related("contact", "organisation").filter(pk=pk)
    row = rows.exclude(state=CaseState.ERASED).first()
    if row is None:
        return False
    cases.withdraw_consent(row, CasePurpose(purpose), actor=None, on=on, at=at)
    return True


def _contact(pk: int, _purpose: str, on: date, at: datetime) -> bool:
    row = EvidenceContact.objects.filter(pk=pk, erased_on__isnull=True).first()
    if row is None:
        return False
    contacts.erase_contact(row, actor=None, on=on, at=at)
    return True


_KINDS: dict[str, Callable[[int, str, date, datetime], bool]] = {
    "registration": _registration,
    "written": _written,
    "check_in": _check_in,
    "case": _case,
    "contact": _contact,
}
