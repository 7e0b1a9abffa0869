"""Registering for a hearing: places, the waiting list, and giving a place up.

Whoever takes or gives up a place holds the hearing's row first, by one update: on either database the others wait for
the end of the transaction and then count what is really there. So no place is given twice, and none stays empty.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.secret_links import hash_of, new_secret
from common.states import IllegalMove, move_state
from hearings import emails
from hearings.consent_texts import VERSION, text_of
from hearings.models import AccessNeed, Consent, Hearing, OwnLink, Registration
from hearings.readers import Reader
from hearings.states import (
    REGISTRATION_MOVES,
    Attendance,
    HearingState,
    NeedKind,
    Purpose,
    RegistrationState,
)

# A place that nobody confirms is given to the next after this time; hours by the clock, not working time.
CONFIRM_WITHIN = timedelta(hours=24)
# A person who asks again soon gets no second letter.
LETTER_PAUSE = timedelta(minutes=10)
A_SWEEP = 500


@dataclass(frozen=True)
class Application:
    """What a person says on the form. `shown_in`: the language in which they read the texts of consent."""

    name: str
    email: str
    language: str
    attendance: Attendance
    shown_in: str
    purposes: Sequence[Purpose]
    represents: str = ""
    needs: Mapping[NeedKind, str] = field(default_factory=dict)


class Closed(ValidationError):
    """Nobody can register for this hearing any more, or not yet."""


def is_open(hearing: Hearing, at: datetime) -> bool:
    return hearing.state == HearingState.ANNOUNCED and at < hearing.starts_at


def _hold(hearing: Hearing) -> None:
    """Keep everybody else from the places of this hearing until the transaction ends, and see it as it is now."""
    Hearing.objects.filter(pk=hearing.pk).update(registrations_made=F("registrations_made"))
    hearing.refresh_from_db(
        fields=["registrations_made", "state", "starts_at", "seats_room", "seats_online", "format"]
    )


def _next_number(hearing: Hearing) -> int:
    """The next place in the order of arrival; the hearing is held."""
    hearing.registrations_made += 1
    Hearing.objects.filter(pk=hearing.pk).update(registrations_made=hearing.registrations_made)
    return hearing.registrations_made


@transaction.atomic
def register(hearing: Hearing, application: Application, *, form_key: str, at: datetime) -> Registration:
    """A place for this person, or the next number on the waiting list, and a letter to confirm it by.

    The same form sent twice is one registration. An address that is registered already gets a letter with its own page
    again, not sooner than LETTER_PAUSE after the last, and nobody who looks at the answer learns that it was there.
    Closed: the hearing is not open for registration. ValidationError: consent to taking part is missing, or the hearing
    has no such places.
    """
    if Purpose.TAKING_PART not in application.purposes:
        raise ValidationError({"taking_part": _("Without this consent we may not write your name down.")})
    _hold(hearing)
    sent_before = Registration.objects.filter(form_key=form_key).first()
    if sent_before is not None:
        return sent_before
    if not is_open(hearing, at):
        raise Closed(_("Registration for this hearing is closed."), code="closed")
    _require_offered(hearing, application.attendance)
    known = Registration.objects.filter(hearing=hearing, email__iexact=application.email).live().first()
    if known is not None:
        _write_again(known, at)
        return known
    made = Registration.objects.create(
        organisation=hearing.organisation,
        hearing=hearing,
        number=_next_number(hearing),
        state=_place(hearing, application.attendance),
        attendance=application.attendance,
        name=application.name,
        represents=application.represents,
        email=application.email,
        language=application.language,
        form_key=form_key,
        registered_at=at,
    )
    _keep_consents(made, application, at)
    AccessNeed.objects.bulk_create(
        AccessNeed(organisation=hearing.organisation, registration=made, kind=kind, note=note)
        for kind, note in application.needs.items()
    )
    write_to(made, "registered", key="registered", at=at)
    return made


def _require_offered(hearing: Hearing, attendance: Attendance) -> None:
    if not (hearing.has_room if attendance == Attendance.ROOM else hearing.has_online):
        raise ValidationError({"attendance": _("This hearing has no such places.")})


def _place(hearing: Hearing, attendance: Attendance) -> RegistrationState:
    """Seated while there is room and nobody waits."""
    return RegistrationState.SEATED if _free(hearing, attendance) else RegistrationState.WAITING


def _free(hearing: Hearing, attendance: Attendance) -> bool:
    seats = hearing.seats_room if attendance == Attendance.ROOM else hearing.seats_online
    if seats is None:
        return True
    taken = Registration.objects.filter(
        hearing=hearing, attendance=attendance, state=RegistrationState.SEATED
    )
    return taken.count() < seats


def _keep_consents(registration: Registration, application: Application, at: datetime) -> None:
    organisation = registration.organisation
    Consent.objects.bulk_create(
        Consent(
            registration=registration,
            purpose=purpose,
            version=VERSION,
            language=application.shown_in,
            text=text_of(purpose, organisation, application.shown_in),
            given_at=at,
        )
        for purpose in application.purposes
    )


def _write_again(registration: Registration, at: datetime) -> None:
    last = OwnLink.objects.filter(registration=registration).order_by("-created_at").first()
    if last is None or last.created_at <= at - LETTER_PAUSE:
        write_to(registration, "registered", key=f"again:{at:%Y%m%d%H%M}", at=at)


def write_to(registration: Registration, what: str, *, key: str, at: datetime, **facts: Any) -> None:
    """Queue the letter hearing_<what> with a link of its own to the person's page. Inside a transaction."""
    secret = new_secret()
    OwnLink.objects.create(registration=registration, token_hash=hash_of(secret), created_at=at)
    emails.send(
        f"hearing_{what}",
        registration.hearing,
        Reader(registration.email, registration.language),
        key=f"{letters_of(registration)}{key}",
        at=at,
        link=emails.own_link(secret),
        is_secret=True,
        registration=registration,
        **facts,
    )


def letters_of(registration: Registration) -> str:
    """What the keys of all letters to this registration begin with."""
    return f"hearing:{registration.hearing_id}:registration:{registration.pk}:"


# --- Confirming, giving up, moving up -----------------------------------------------------------------------------


@transaction.atomic
def confirm(registration: Registration, *, at: datetime) -> None:
    """The person answers the letter: the place stays theirs. IllegalMove: it was given up or has lapsed."""
    _hold(registration.hearing)
    waiting = Registration.objects.filter(pk=registration.pk, confirmed_at__isnull=True)
    if waiting.live().update(confirmed_at=at):
        promote(registration.hearing, Attendance(registration.attendance), at=at)
    registration.refresh_from_db()
    if registration.confirmed_at is None:
        raise IllegalMove(_("This registration is not valid any more. Register again."), code="illegal_move")


@transaction.atomic
def give_up(registration: Registration, *, at: datetime) -> None:
    """The person does not come: the next on the waiting list gets the place. Twice is once."""
    _hold(registration.hearing)
    registration.refresh_from_db()
    if registration.state == RegistrationState.CANCELLED:
        return
    move_state(registration, REGISTRATION_MOVES, RegistrationState.CANCELLED)
    promote(registration.hearing, Attendance(registration.attendance), at=at)


def promote(hearing: Hearing, attendance: Attendance, *, at: datetime) -> None:
    """Give free places to those who wait and have confirmed, in the order of their numbers; each is written to.

    The hearing's row is held by the caller.
    """
    waiting = Registration.objects.filter(
        hearing=hearing,
        attendance=attendance,
        state=RegistrationState.WAITING,
        confirmed_at__isnull=False,
    )
    while _free(hearing, attendance):
        following = waiting.select_related("hearing", "hearing__organisation").order_by("number").first()
        if following is None:
            return
        move_state(following, REGISTRATION_MOVES, RegistrationState.SEATED)
        write_to(following, "seat", key=f"seat:{following.number}", at=at)


@transaction.atomic
def fill_places(hearing: Hearing, *, at: datetime) -> None:
    """After the number of places has changed: whoever can move up moves up."""
    _hold(hearing)
    for attendance in Attendance:
        promote(hearing, attendance, at=at)


@transaction.atomic
def correct(
    registration: Registration,
    *,
    name: str,
    represents: str,
    language: str,
    attendance: Attendance,
    at: datetime,
) -> None:
    """The person mends what we know of them. Another kind of place is taken if it is free, else waited for at the end.

    IllegalMove: the registration is not valid any more. ValidationError: the hearing has no such places.
    """
    hearing = registration.hearing
    _hold(hearing)
    registration.refresh_from_db()
    if registration.state not in (RegistrationState.SEATED, RegistrationState.WAITING):
        raise IllegalMove(_("This registration is not valid any more. Register again."), code="illegal_move")
    facts = {"name": name, "represents": represents, "language": language}
    before = Attendance(registration.attendance)
    if attendance != before:
        _require_offered(hearing, attendance)
        facts |= {"attendance": attendance}
        state = _place(hearing, attendance)
        if state != registration.state:
            move_state(registration, REGISTRATION_MOVES, state)
        Registration.objects.filter(pk=registration.pk).update(number=_next_number(hearing))
    Registration.objects.filter(pk=registration.pk).update(**facts)
    registration.refresh_from_db()
    if attendance != before:
        promote(hearing, before, at=at)


def lapse_unconfirmed(at: datetime) -> int:
    """Take back the places that nobody confirmed within CONFIRM_WITHIN; returns how many."""
    late = Registration.objects.live().filter(
        confirmed_at__isnull=True, registered_at__lte=at - CONFIRM_WITHIN
    )
    rows = late.select_related("hearing").order_by("hearing_id", "number")[:A_SWEEP]
    return sum(_lapse(registration, at) for registration in rows)


@transaction.atomic
def _lapse(registration: Registration, at: datetime) -> int:
    _hold(registration.hearing)
    unconfirmed = Registration.objects.filter(Q(confirmed_at__isnull=True), pk=registration.pk).live()
    registration.refresh_from_db()
    if not unconfirmed.exists():
        return 0
    move_state(registration, REGISTRATION_MOVES, RegistrationState.LAPSED)
    promote(registration.hearing, Attendance(registration.attendance), at=at)
    return 1


def key_of_form(nonce: str) -> str:
    return hashlib.sha256(nonce.encode()).hexdigest()
