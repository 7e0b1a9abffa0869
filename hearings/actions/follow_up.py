"""After the hearing: letters with the minutes and the clock of their reply; proposals into the amendment table."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from amendments.actions.cells import write_cell
from amendments.actions.rows import add_row
from amendments.actions.table import begin_table
from amendments.receipt_files import ReceiptFile
from common.states import AlreadyMoved
from correspondence.actions import request_document
from correspondence.documents import Mode, Text
from correspondence.documents.words import short_date
from deadlines import actions as deadline_actions
from deadlines import queries as deadline_queries
from deadlines.actions import Words
from deadlines.states import DateSource, DeadlineState
from hearings.actions.letter_proofs import keep_proof, require_registration
from hearings.actions.log import log
from hearings.actions.minutes import close_date, hold_minutes, path_of
from hearings.minutes_letter import minutes_letter, usual_addressee
from hearings.models import Hearing, MinutesLetter, Proposal, ProposalRow
from hearings.naming import naming_of
from hearings.states import FINAL, DocumentKind, LetterTo, ProposalState
from projects.actions.road_map import record_fact
from projects.states import RoadMapFact

# Where the rule has no number, as nobody knows it, a person sets the day.
REPLY_RULES = {
    LetterTo.BODY: "application.answer",
    LetterTo.COUNCIL: "public_council.letter_reply",
    LetterTo.ENVIRONMENT: "application.answer",
}
WAIT_FOR = {
    LetterTo.BODY: Words(
        "Тыңдау хаттамасына органның жауабын алу", "Получить ответ органа на протокол слушаний"
    ),
    LetterTo.COUNCIL: Words(
        "Тыңдау хаттамасына қоғамдық кеңестің жауабын алу",
        "Получить ответ общественного совета на протокол слушаний",
    ),
    LetterTo.ENVIRONMENT: Words(
        "Тыңдау хаттамасына қоршаған ортаны қорғау органының жауабын алу",
        "Получить ответ органа охраны окружающей среды на протокол слушаний",
    ),
}
SENT = "hearing.environment.minutes_sent"


@dataclass(frozen=True)
class Dispatch:
    """What a person says of the sending. `reply_on`: the day on which the reply is wanted, where no rule counts it."""

    sent_on: date
    channel: str
    incoming_number: str = ""
    registered_on: date | None = None
    reply_on: date | None = None


@transaction.atomic
def write_letter(
    hearing: Hearing, to: LetterTo, addressee: Text, mode: Mode, *, actor: User, on: date, at: datetime
) -> MinutesLetter:
    """Ask for a numbered letter to that body; without an `addressee` the one that the draft names.

    ValidationError: nobody is named, or the full copy has no number yet. IllegalMove: the minutes are not approved.
    """
    found = hold_minutes(hearing, FINAL, on=on, at=at)
    if found.issued is None:
        raise ValidationError(_("The minutes have no number yet: wait until it is there."), code="not_made")
    usual = usual_addressee(hearing, to)
    named = Text(addressee.kk or addressee.ru or usual.kk, addressee.ru or addressee.kk or usual.ru)
    if not named:
        raise ValidationError(_("Write to whom the letter goes."), code="no_addressee")
    proposals = Proposal.objects.filter(hearing=hearing, state=ProposalState.STANDING).count()
    order = request_document(
        hearing.organisation,
        kind=DocumentKind.MINUTES_LETTER,
        description=minutes_letter(found, found.issued, named, mode, actor, proposals),
        actor=actor,
        at=at,
        key=f"hearing:{hearing.pk}:letter:{to}:{found.letters.filter(to=to, sent_on__isnull=False).count()}",
        path=path_of(hearing),
    )
    letter, is_new = MinutesLetter.objects.get_or_create(
        minutes=found,
        order=order,
        defaults={
            "organisation": hearing.organisation,
            "to": to,
            "addressee_kk": named.kk[:300],
            "addressee_ru": named.ru[:300],
        },
    )
    if is_new:
        log(hearing, "minutes.letter_written", actor=actor, at=at, to=to)
    return letter


@transaction.atomic
def record_dispatch(
    letter: MinutesLetter,
    sent: Dispatch,
    *,
    actor: User,
    on: date,
    at: datetime,
    proof: tuple[ReceiptFile, str] | None = None,
) -> None:
    """The letter was sent: the clock of the reply runs. ValidationError: it is not made yet, or a day does not fit."""
    document, hearing = letter.issued, letter.minutes.hearing
    if document is None:
        raise ValidationError(
            _("The letter is not made yet: wait until its number is there."), code="not_made"
        )
    if sent.sent_on > on:
        raise ValidationError({"sent_on": _("This day has not come yet.")}, code="future")
    if sent.sent_on < document.issued_on:
        raise ValidationError({"sent_on": _("The letter was issued later than that.")}, code="before_issue")
    require_registration(sent.registered_on, sent.sent_on, on)
    if sent.reply_on is not None and sent.reply_on < on:
        raise ValidationError({"reply_on": _("This day has passed.")}, code="past")
    facts = {name: getattr(sent, name) for name in ("sent_on", "channel", "incoming_number", "registered_on")}
    if not MinutesLetter.objects.filter(pk=letter.pk, sent_on__isnull=True).update(**facts):
        raise AlreadyMoved(_("The sending of this letter is recorded already."), code="moved")
    letter.sent_on = sent.sent_on
    _open_clock(letter, sent, actor=actor, on=on, at=at)
    if letter.to == LetterTo.ENVIRONMENT:
        close_date(hearing, SENT, actor=actor, at=at)
    if proof is not None:
        keep_proof(letter, *proof, actor=actor, at=at)
    log(hearing, "minutes.letter_sent", actor=actor, at=at, number=document.full_number)
    if letter.to == LetterTo.COUNCIL:
        record_fact(hearing.dossier, RoadMapFact.COUNCIL_WRITTEN, at=at, actor=actor)


def _open_clock(letter: MinutesLetter, sent: Dispatch, *, actor: User, on: date, at: datetime) -> None:
    code, hearing = REPLY_RULES[LetterTo(letter.to)], letter.minutes.hearing
    limit = deadline_queries.time_limits([code]).on(code, on)
    counted = limit is not None and limit.quantity is not None
    if not counted and sent.reply_on is None:
        return
    clock = deadline_actions.open_deadline(
        organisation=hearing.organisation,
        kind="hearing.minutes.reply",
        label=WAIT_FOR[LetterTo(letter.to)],
        about=Words(hearing.title_kk or hearing.title_ru, hearing.title_ru or hearing.title_kk),
        path=path_of(hearing),
        on=on,
        at=at,
        responsible=hearing.secretary or hearing.moderator or actor,
        limit=limit if counted else None,
        start_on=sent.registered_on or sent.sent_on if counted else None,
        due_on=None if counted else sent.reply_on,
        source=DateSource.OWN,
    )
    MinutesLetter.objects.filter(pk=letter.pk).update(reply_deadline=clock)


@transaction.atomic
def record_reply(
    letter: MinutesLetter, replied_on: date, reply: str, *, actor: User, on: date, at: datetime
) -> None:
    """The addressee replied: its clock stops. ValidationError: the day does not fit. AlreadyMoved: it is recorded."""
    if letter.sent_on is None or not letter.sent_on <= replied_on <= on:
        message = _("The reply came between the day of sending and today.")
        raise ValidationError({"replied_on": message}, code="replied")
    rows = MinutesLetter.objects.filter(pk=letter.pk, replied_on__isnull=True)
    if not rows.update(replied_on=replied_on, reply=reply):
        raise AlreadyMoved(_("The reply to this letter is recorded already."), code="moved")
    clock = letter.reply_deadline
    if clock is not None and clock.state == DeadlineState.OPEN:
        deadline_actions.close_deadline(clock, actor=actor, at=at)
    log(letter.minutes.hearing, "minutes.letter_answered", actor=actor, at=at)


# --- Proposals into the table of amendments ----------------------------------------------------------------------------


@transaction.atomic
def to_amendments(hearing: Hearing, *, actor: User, on: date, at: datetime) -> int:
    """A row of the dossier's amendment table for each standing proposal that has none; returns how many were added.

    ValidationError: the hearing has no dossier, or the table is full or past writing (amendments.actions.table.Frozen).
    """
    hold_minutes(hearing, FINAL, on=on, at=at)
    if hearing.dossier is None:
        raise ValidationError(
            _("This hearing belongs to no dossier, so there is no table."), code="no_dossier"
        )
    rows = Proposal.objects.filter(hearing=hearing, state=ProposalState.STANDING, amendment__isnull=True)
    found = list(rows.order_by("number"))
    if not found:
        return 0
    table = begin_table(hearing.dossier, actor=actor, at=at)
    day = short_date(timezone.localdate(hearing.opened_at or hearing.starts_at)).kk
    naming = naming_of(hearing, is_public=True)  # the table is published on the portal
    for proposal in found:
        row = add_row(table, actor=actor, at=at)
        language = proposal.language
        because = {
            "kk": f"{day} күні өткен қоғамдық тыңдаулардағы № {proposal.number} ұсыныс.",
            "ru": f"Предложение № {proposal.number} участников общественных слушаний {day}.",
        }
        cells = {
            f"structural_element_{language}": naming.clean(proposal.norm),
            f"proposed_wording_{language}": naming.clean(proposal.text),
            f"justification_{language}": because[language],
        }
        for cell, text in cells.items():
            row = write_cell(row, cell, text, seen=row.version, actor=actor, at=at)
        ProposalRow.objects.create(proposal=proposal, row=row)
    log(hearing, "minutes.to_amendments", actor=actor, at=at, count=len(found))
    return len(found)
