"""Who was erased after a backup was made is erased again when it is put back."""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from common import erasures
from hearings.actions import attendance, own_data, writing
from hearings.models import CheckIn, Registration, WrittenProposal
from hearings.states import RegistrationState, WrittenState


def erase_again(since: datetime) -> int:
    """Repeat what the journal says was erased since that moment; returns how many were there again."""
    later = sorted(one for one in erasures.read(erasures.journal()) if one.at >= since)
    return sum(_KINDS[one.what](one.pk) for one in later if one.what in _KINDS)


def _registration(pk: int) -> bool:
    row = (
        Registration.objects.select_related("hearing")
        .filter(pk=pk)
        .exclude(state=RegistrationState.ERASED)
        .first()
    )
    if row is None:
        return False
    own_data.erase(row, at=timezone.now())
    return True


def _written(pk: int) -> bool:
    rows = WrittenProposal.objects.select_related("hearing")
    row = rows.filter(pk=pk).exclude(state=WrittenState.ERASED).first()
    if row is None:
        return False
    writing.erase(row, at=timezone.now())
    return True


def _check_in(pk: int) -> bool:
    row = CheckIn.objects.select_related("hearing").filter(pk=pk).exclude(name="").first()
    if row is None:
        return False
    attendance.forget_check_in(row, actor=None, at=timezone.now())
    return True


_KINDS: dict[str, Callable[[int], bool]] = {
    "registration": _registration,
    "written": _written,
    "check_in": _check_in,
}
