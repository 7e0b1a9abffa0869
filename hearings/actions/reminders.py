"""Reminding those who have a place, the day before."""

from datetime import datetime, timedelta

from django.db import transaction

from correspondence.models import OutgoingEmail
from hearings.actions.registration import letters_of, write_to
from hearings.models import Hearing, Registration
from hearings.states import HearingState, RegistrationState

BEFORE = timedelta(hours=26)
A_SWEEP = 1_000


def send_reminders(at: datetime) -> int:
    """Write to everybody who has a confirmed place at a hearing that begins within BEFORE; each once for each day that
    the hearing was set to. Nothing is said of what has begun, or was called off. Returns how many letters.
    """
    soon = Hearing.objects.filter(state=HearingState.ANNOUNCED, starts_at__gt=at, starts_at__lte=at + BEFORE)
    return sum(_remind(hearing, at) for hearing in soon.select_related("organisation"))


def _remind(hearing: Hearing, at: datetime) -> int:
    stage = f"reminder:{hearing.starts_at:%Y%m%d%H%M}"
    rows = Registration.objects.filter(
        hearing=hearing, state=RegistrationState.SEATED, confirmed_at__isnull=False
    ).order_by("number")
    told = set(
        OutgoingEmail.objects.filter(
            key__startswith=f"hearing:{hearing.pk}:registration:", key__endswith=stage
        ).values_list("key", flat=True)
    )
    written = 0
    for registration in rows[:A_SWEEP]:
        if f"{letters_of(registration)}{stage}" not in told:
            registration.hearing = hearing
            with transaction.atomic():
                write_to(registration, "reminder", key=stage, at=at)
            written += 1
    return written
