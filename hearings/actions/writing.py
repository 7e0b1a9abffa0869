"""Proposals sent in writing before the hearing: sent, confirmed by letter, then numbered among those of the record."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.secret_links import hash_of, new_secret
from common.erasures import note_erasure
from common.states import IllegalMove, move_state
from correspondence.actions import forget_emails
from hearings import emails
from hearings.actions.entries import hold
from hearings.actions.log import log
from hearings.actions.own_data import start_withdrawal_clock
from hearings.actions.proposals import number_proposal
from hearings.actions.public_copy import drop_public_files
from hearings.actions.registration import CONFIRM_WITHIN, Closed
from hearings.actions.words import forget_in_words
from hearings.consent_texts import VERSION, written_text_of
from hearings.models import Hearing, Proposal, WrittenConsent, WrittenLink, WrittenProposal
from hearings.readers import Reader
from hearings.states import (
    PROPOSAL_MOVES,
    WRITTEN_MOVES,
    HearingState,
    Origin,
    ProposalState,
    Purpose,
    WrittenState,
)
from hearings.writing_time import is_open

# To one address no more letters than this within an hour: a form is no means of troubling others.
LETTERS_AN_HOUR = 5
A_SWEEP = 500
PURPOSES = (Purpose.TAKING_PART, Purpose.NAMED, Purpose.CONTACTED)


@dataclass(frozen=True)
class Writing:
    """What a person says on the form. `shown_in`: the language of the page, of the texts of consent and of letters."""

    name: str
    email: str
    represents: str
    norm: str
    text: str
    language: str
    shown_in: str
    purposes: Sequence[Purpose]


@transaction.atomic
def send(hearing: Hearing, writing: Writing, *, form_key: str, at: datetime) -> WrittenProposal:
    """Keep what was sent, and write a letter to confirm it by. The same form sent twice is one.

    Closed: proposals are not taken in writing any more, or not yet. ValidationError: the first consent is missing, or the
    address was sent LETTERS_AN_HOUR letters within the hour.
    """
    if Purpose.TAKING_PART not in writing.purposes:
        raise ValidationError({"taking_part": _("Without this consent we may not write your name down.")})
    hold(hearing)
    sent_before = WrittenProposal.objects.filter(form_key=form_key).first()
    if sent_before is not None:
        return sent_before
    if not is_open(hearing, at):
        raise Closed(_("Proposals are not taken in writing any more."), code="closed")
    lately = WrittenProposal.objects.filter(
        hearing=hearing, email__iexact=writing.email, sent_at__gt=at - timedelta(hours=1)
    )
    if lately.count() >= LETTERS_AN_HOUR:
        raise ValidationError(_("Many proposals came from this address. Confirm them, and go on in an hour."))
    made = WrittenProposal.objects.create(
        organisation=hearing.organisation,
        hearing=hearing,
        name=writing.name,
        represents=writing.represents,
        email=writing.email,
        language=writing.language,
        norm=writing.norm,
        text=writing.text,
        form_key=form_key,
        sent_at=at,
    )
    for purpose in writing.purposes:
        _keep_consent(made, purpose, writing.shown_in, at)
    _write_to(made, writing.shown_in, at=at)
    return made


def _keep_consent(written: WrittenProposal, purpose: Purpose, language: str, at: datetime) -> None:
    WrittenConsent.objects.get_or_create(
        written=written,
        purpose=purpose,
        withdrawn_at=None,
        defaults={
            "version": VERSION,
            "language": language,
            "text": written_text_of(purpose, written.organisation, language),
            "given_at": at,
        },
    )


def _write_to(written: WrittenProposal, language: str, *, at: datetime) -> None:
    secret = new_secret()
    WrittenLink.objects.create(written=written, token_hash=hash_of(secret), created_at=at)
    emails.send(
        "hearing_written",
        written.hearing,
        Reader(written.email, language),
        key=f"{letters_of(written)}sent",
        at=at,
        link=emails.written_link(secret),
        is_secret=True,
    )


def letters_of(written: WrittenProposal) -> str:
    """What the keys of all letters about this proposal begin with."""
    return f"hearing:{written.hearing_id}:written:{written.pk}:"


# --- Confirming ---------------------------------------------------------------------------------------------------


@transaction.atomic
def confirm(written: WrittenProposal, *, at: datetime) -> None:
    """The author answers the letter: the proposal gets the next number of the hearing, as sent when it was. Twice is once.

    IllegalMove: it was not confirmed in time, was withdrawn, or the hearing is over.
    """
    hearing = written.hearing
    hold(hearing)
    written.refresh_from_db()
    if written.state == WrittenState.CONFIRMED:
        return
    if written.state != WrittenState.SENT or at >= written.sent_at + CONFIRM_WITHIN:
        raise IllegalMove(_("This proposal was not confirmed in time. Send it again."), code="late")
    if hearing.state not in (HearingState.ANNOUNCED, HearingState.OPEN):
        raise IllegalMove(_("The hearing is over: nothing is added to its record."), code="over")
    facts = {name: getattr(written, name) for name in ("name", "represents", "norm", "text", "language")}
    proposal = number_proposal(
        hearing,
        facts,
        entry_key=uuid.uuid4(),
        origin=Origin.WRITING,
        said_at=written.sent_at,
        actor=None,
        at=at,
    )
    move_state(written, WRITTEN_MOVES, WrittenState.CONFIRMED, confirmed_at=at, proposal=proposal)


def lapse_unconfirmed(at: datetime) -> int:
    """What nobody confirmed within CONFIRM_WITHIN is no proposal; returns how many lapsed."""
    late = WrittenProposal.objects.filter(state=WrittenState.SENT, sent_at__lte=at - CONFIRM_WITHIN)
    return sum(_lapse(row) for row in late.select_related("hearing").order_by("pk")[:A_SWEEP])


@transaction.atomic
def _lapse(written: WrittenProposal) -> int:
    hold(written.hearing)
    written.refresh_from_db()
    if written.state != WrittenState.SENT:
        return 0
    move_state(written, WRITTEN_MOVES, WrittenState.LAPSED)
    return 1


# --- What the author may do ---------------------------------------------------------------------------------------


@transaction.atomic
def withdraw(written: WrittenProposal, *, at: datetime) -> None:
    """The author takes the proposal back; in the record it keeps its number, marked as withdrawn. Twice is once.

    IllegalMove: the hearing is over, and its record holds what was proposed.
    """
    hearing = written.hearing
    hold(hearing)
    written.refresh_from_db()
    if written.state == WrittenState.WITHDRAWN:
        return
    if hearing.state == HearingState.HELD:
        raise IllegalMove(_("The hearing is over: its record holds what was proposed."), code="over")
    _take_back(written, at)


def _take_back(written: WrittenProposal, at: datetime) -> None:
    proposal = written.proposal
    move_state(written, WRITTEN_MOVES, WrittenState.WITHDRAWN)
    if proposal is not None and proposal.state == ProposalState.STANDING:
        move_state(proposal, PROPOSAL_MOVES, ProposalState.WITHDRAWN)
        log(
            written.hearing,
            "record.proposal_moved",
            actor=None,
            at=at,
            number=proposal.number,
            state=ProposalState.WITHDRAWN.value,
        )


@transaction.atomic
def give_consent(written: WrittenProposal, purpose: Purpose, *, language: str, at: datetime) -> None:
    if written.state == WrittenState.ERASED:
        raise IllegalMove(_("These data are erased."), code="erased")
    _keep_consent(written, purpose, language, at)


@transaction.atomic
def withdraw_consent(written: WrittenProposal, purpose: Purpose, *, on: date, at: datetime) -> None:
    """From now on nothing rests on this consent. Without the first the proposal is taken back while that can be, and the
    organisation's clock for ending the processing starts (Law 94-V, article 8(7)); twice is once.
    """
    standing = WrittenConsent.objects.filter(written=written, purpose=purpose, withdrawn_at__isnull=True)
    if not standing.update(withdrawn_at=at):
        return
    note_erasure(f"written/{purpose.value}", written.pk, at=at)
    drop_public_files(written.hearing)
    if purpose != Purpose.TAKING_PART:
        return
    hold(written.hearing)
    written.refresh_from_db()
    if written.hearing.state != HearingState.HELD and written.state in (
        WrittenState.SENT,
        WrittenState.CONFIRMED,
    ):
        _take_back(written, at)
    start_withdrawal_clock(written.hearing, on=on, at=at)


@transaction.atomic
def erase(written: WrittenProposal, *, at: datetime) -> None:
    """Remove everything that says who this was. The words stay in the record without a name; those that were taken back or
    never confirmed go too. ValidationError: a letter is being handed over. IllegalMove: it was erased before.
    """
    hold(written.hearing)
    written.refresh_from_db()
    if not forget_emails(letters_of(written), written.email):
        raise ValidationError(_("A letter to you is just being sent. Try again in a minute."), code="sending")
    written.consents.all().delete()
    forget_author(written, keeps_words=written.state == WrittenState.CONFIRMED)
    drop_public_files(written.hearing)
    WrittenLink.objects.filter(written=written).delete()
    empty = dict.fromkeys(("name", "represents", "email", "norm", "text"), "")
    move_state(written, WRITTEN_MOVES, WrittenState.ERASED, **empty)
    log(written.hearing, "written.erased", actor=None, at=at)
    note_erasure("written", written.pk, at=at)


def forget_author(written: WrittenProposal, *, keeps_words: bool) -> None:
    """Take the author out of the record and of what was said. Inside a transaction that holds it: `written` still has its
    name, and no consent any more that it is to lose.
    """
    facts = {"name": "", "represents": ""} | ({} if keeps_words else {"text": "", "norm": ""})
    Proposal.objects.filter(written=written).update(**facts)
    forget_in_words(written.hearing, (), {written.name})


def known_of(written: WrittenProposal) -> dict[str, Any]:
    """Everything that we hold of the author and the proposal, as plain JSON."""
    named = ("state", "name", "represents", "email", "language", "norm", "text")
    moments = ("sent_at", "confirmed_at")
    consented = ("purpose", "version", "language", "text")
    return {
        "hearing": {"title_kk": written.hearing.title_kk, "title_ru": written.hearing.title_ru},
        "proposal": {name: getattr(written, name) for name in named}
        | {name: _iso(getattr(written, name)) for name in moments}
        | {"number": written.proposal.number if written.proposal else None},
        "consents": [
            {name: getattr(row, name) for name in consented}
            | {"given_at": _iso(row.given_at), "withdrawn_at": _iso(row.withdrawn_at)}
            for row in written.consents.order_by("pk")
        ],
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
