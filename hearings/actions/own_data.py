"""What a person does with their own data: consents, everything we know of them, erasure."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.erasures import note_erasure
from common.states import IllegalMove, move_state
from correspondence.actions import forget_emails
from deadlines import actions as deadline_actions
from deadlines import queries as deadline_queries
from deadlines.actions import Words
from hearings.actions.attendance import forget_registration
from hearings.actions.log import log
from hearings.actions.public_copy import drop_public_files
from hearings.actions.registration import give_up
from hearings.consent_texts import VERSION, text_of
from hearings.models import (
    CheckIn,
    Consent,
    Hearing,
    Minutes,
    NamedVote,
    OwnLink,
    Proposal,
    Registration,
    Turn,
)
from hearings.models.registration import LIVE
from hearings.states import REGISTRATION_MOVES, Purpose, RegistrationState

WITHDRAWAL_RULE = "personal_data.withdrawal"
STOP_PROCESSING = Words(
    "Келісімін кері қайтарып алған қатысушының деректерін өңдеуді тоқтату",
    "Прекратить обработку данных участника, отозвавшего согласие",
)

STOP_NAMING = Words(
    "Келісімін кері қайтарып алған қатысушының аты-жөнін немесе жазбасын басқа жарияланымдардан алып тастау",
    "Убрать имя или запись участника, отозвавшего согласие, из других публикаций",
)
_PUBLIC = frozenset({Purpose.TAKING_PART, Purpose.NAMED, Purpose.RECORDED})


@transaction.atomic
def give_consent(registration: Registration, purpose: Purpose, *, language: str, at: datetime) -> None:
    """The person agrees to one more purpose, by the present text in `language` ('kk' or 'ru'); twice is once."""
    if registration.state == RegistrationState.ERASED:
        raise IllegalMove(_("This registration is not valid any more. Register again."), code="illegal_move")
    Consent.objects.get_or_create(
        registration=registration,
        purpose=purpose,
        withdrawn_at=None,
        defaults={
            "version": VERSION,
            "language": language,
            "text": text_of(purpose, registration.organisation, language),
            "given_at": at,
        },
    )


@transaction.atomic
def withdraw_consent(registration: Registration, purpose: Purpose, *, on: date, at: datetime) -> None:
    """From now on nothing rests on this consent. Without the one to taking part the registration is given up too, and
    the organisation's clock for ending the processing starts (Law 94-V, article 8(7)); so it does without the one to being
    named or recorded where the minutes are published: our public copy changes at once, others are taken down; twice is once.
    """
    standing = Consent.objects.filter(registration=registration, purpose=purpose, withdrawn_at__isnull=True)
    if not standing.update(withdrawn_at=at):
        return
    note_erasure(f"registration/{purpose.value}", registration.pk, at=at)
    hearing = registration.hearing
    if purpose in _PUBLIC:
        drop_public_files(hearing)
    is_public = Minutes.objects.filter(hearing=hearing, published_at__isnull=False).exists()
    if purpose != Purpose.TAKING_PART and not (is_public and purpose in _PUBLIC):
        return
    if purpose == Purpose.TAKING_PART and registration.state in LIVE:
        give_up(registration, at=at)
    label = STOP_PROCESSING if purpose == Purpose.TAKING_PART else STOP_NAMING
    start_withdrawal_clock(hearing, label, on=on, at=at)


def start_withdrawal_clock(
    hearing: Hearing, label: Words = STOP_PROCESSING, *, on: date, at: datetime
) -> None:
    """The organisation's term for ending the processing after a withdrawal (Law 94-V, article 8(7))."""
    limit = deadline_queries.time_limits([WITHDRAWAL_RULE]).on(WITHDRAWAL_RULE, on)
    if limit is not None and limit.quantity is not None:
        deadline_actions.open_deadline(
            organisation=hearing.organisation,
            kind=WITHDRAWAL_RULE,
            label=label,
            about=Words(hearing.title_kk or hearing.title_ru, hearing.title_ru or hearing.title_kk),
            path=f"{hearing.path}participants/",
            on=on,
            at=at,
            responsible=hearing.moderator,
            limit=limit,
            start_on=on,
        )


@transaction.atomic
def erase(registration: Registration, *, at: datetime) -> None:
    """Remove everything that says who this was: name, address, consents' owner, needs, links, letters.

    What is left is a number and the dates, and in the record of the hearing what was said, without the name but where the
    person came ex officio. The place goes to the next. ValidationError: a letter is being handed over
    at this moment. IllegalMove: it was erased before.
    """
    hearing = registration.hearing
    if registration.state in (RegistrationState.SEATED, RegistrationState.WAITING):
        give_up(registration, at=at)
    if not forget_emails(f"hearing:{hearing.pk}:", registration.email):
        raise ValidationError(_("A letter to you is just being sent. Try again in a minute."), code="sending")
    registration.consents.all().delete()
    forget_registration(registration)
    move_state(registration, REGISTRATION_MOVES, RegistrationState.ERASED, name="", represents="", email="")
    drop_public_files(registration.hearing)
    registration.needs.all().delete()
    OwnLink.objects.filter(registration=registration).delete()
    # The log cannot be erased, so it says only that somebody was.
    log(hearing, "registration.erased", actor=None, at=at)
    note_erasure("registration", registration.pk, at=at)


def known_of(registration: Registration) -> dict[str, Any]:
    """Everything that we hold of the person, as plain JSON."""
    hearing = registration.hearing
    return {
        "hearing": {
            "title_kk": hearing.title_kk,
            "title_ru": hearing.title_ru,
            "starts_at": _iso(hearing.starts_at),
        },
        "registration": {
            **{
                name: getattr(registration, name)
                for name in ("number", "state", "attendance", "name", "represents", "email", "language")
            },
            "registered_at": _iso(registration.registered_at),
            "confirmed_at": _iso(registration.confirmed_at),
        },
        "consents": [
            {
                **{name: getattr(row, name) for name in ("purpose", "version", "language", "text")},
                "given_at": _iso(row.given_at),
                "withdrawn_at": _iso(row.withdrawn_at),
            }
            for row in registration.consents.order_by("pk")
        ],
        "access_needs": list(registration.needs.order_by("pk").values("kind", "note", "state")),
        "record": _known_in_record(registration),
    }


def _known_in_record(registration: Registration) -> dict[str, Any]:
    """What the record of the hearing says of the person: when they came, what they said, proposed and how they voted."""
    came = CheckIn.objects.filter(registration=registration).order_by("pk")
    turns = Turn.objects.filter(registration=registration).order_by("pk")
    proposals = Proposal.objects.filter(registration=registration).order_by("number")
    votes = NamedVote.objects.filter(check_in__registration=registration).order_by("pk")
    return {
        "came_at": [_iso(row.came_at) for row in came],
        "speeches": [
            {
                "name": row.name,
                "represents": row.represents,
                "started_at": _iso(row.started_at),
                "thesis": row.thesis,
            }
            for row in turns
        ],
        "proposals": [
            {"number": row.number, "norm": row.norm, "text": row.text, "said_at": _iso(row.said_at)}
            for row in proposals
        ],
        "votes": list(votes.values("vote__number", "choice")),
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
