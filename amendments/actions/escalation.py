"""Writing a letter on rows that were not accepted or not answered: beginning, saving, issuing, withdrawing."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from amendments.actions.table import hold, log
from amendments.models import AmendmentTable, Escalation, Outcome
from amendments.queries import escalation as queries
from amendments.states import ESCALATION_MOVES, EscalationState, EscalationTo, TableState
from amendments.wording.escalation import KIND_OF, letter_values
from common.states import AlreadyMoved, IllegalMove, move_state
from correspondence.actions import request_document
from correspondence.documents import Document, Mode, Text
from correspondence.documents.storing import to_json
from correspondence.letters import prefilled, written_letter
from correspondence.models import DocumentOrder
from correspondence.shipped_letters import Wording

TEXT_LENGTH = 200_000
TITLE_LENGTH = 500


@dataclass(frozen=True)
class Letter:
    """What a person wrote: addressee, title and text in both languages, and in which of them it goes out."""

    mode: str
    addressee_kk: str = ""
    addressee_ru: str = ""
    title_kk: str = ""
    title_ru: str = ""
    text_kk: str = ""
    text_ru: str = ""


class SomebodyWrote(ValidationError):
    """A colleague saved the letter after this person had opened it: `latest`."""

    def __init__(self, latest: Escalation) -> None:
        super().__init__(_("Somebody saved this letter meanwhile."), code="stale")
        self.latest = latest


def escalation_path(escalation: Escalation) -> str:
    return f"/dossiers/{escalation.table.dossier_id}/amendments/escalation/{escalation.pk}/"


def log_letter(escalation: Escalation, verb: str, *, actor: User, at: datetime, **details: str | int) -> None:
    """An entry of the table's log that names the addressee."""
    who = {"to": EscalationTo(escalation.to).value, "letter": escalation.pk}
    log(escalation.table, verb, actor=actor, at=at, **who, **details)


@transaction.atomic
def begin_letter(
    table: AmendmentTable,
    to: str,
    addressee: Text,
    row_ids: Collection[int],
    mode: Mode,
    *,
    actor: User,
    on: date,
    at: datetime,
) -> Escalation:
    """A letter pre-filled with the rows `row_ids`, as a draft. The same one begun twice before it is issued is one.

    ValidationError: nothing was submitted, a row is not one that a letter can be about, or the text is too long.
    """
    hold(table, frozenset(TableState))
    submissions = queries.last_round(table)
    outcomes = [one for one in queries.offered_outcomes(table) if one.row_id in row_ids]
    _require_fitting(outcomes, row_ids, bool(submissions))
    known = _same(table, to, addressee, {one.row_id for one in outcomes}, mode)
    if known is not None:
        return known
    refused = queries.refused_rows(table, outcomes, submissions)
    values = letter_values(table.dossier.draft, refused, submissions, on)
    wording, template = prefilled(table.organisation, KIND_OF[EscalationTo(to)], values, executor=actor)
    if max(len(wording.text_kk), len(wording.text_ru)) > TEXT_LENGTH:
        message = _("So many words do not fit into one letter. Choose fewer rows and write two letters.")
        raise ValidationError({"rows": message}, code="too_long")
    letter = Escalation.objects.create(
        organisation=table.organisation,
        table=table,
        to=to,
        addressee_kk=addressee.kk,
        addressee_ru=addressee.ru,
        mode=mode.value,
        title_kk=wording.title_kk[:TITLE_LENGTH],
        title_ru=wording.title_ru[:TITLE_LENGTH],
        text_kk=wording.text_kk,
        text_ru=wording.text_ru,
        template=template,
        created_by=actor,
        created_at=at,
        changed_by=actor,
        changed_at=at,
    )
    letter.rows.set([one.row_id for one in outcomes])
    log_letter(letter, "escalation.begun", actor=actor, at=at, rows=len(outcomes))
    return letter


def _require_fitting(outcomes: list[Outcome], row_ids: Collection[int], was_sent: bool) -> None:
    if not was_sent:
        raise ValidationError(
            _("Nothing has been submitted yet, so there is nothing to escalate."), code="not_sent"
        )
    if not outcomes or len(outcomes) != len(set(row_ids)):
        message = _("Choose proposals that were not accepted, not answered or accepted only in part.")
        raise ValidationError({"rows": message}, code="rows")


def _same(
    table: AmendmentTable, to: str, addressee: Text, row_ids: set[int], mode: Mode
) -> Escalation | None:
    drafts = Escalation.objects.filter(
        table=table,
        state=EscalationState.DRAFT,
        to=to,
        addressee_kk=addressee.kk,
        addressee_ru=addressee.ru,
        mode=mode.value,
    )
    drafts = drafts.prefetch_related("rows")
    same = (one for one in drafts.order_by("id") if {row.pk for row in one.rows.all()} == row_ids)
    return next(same, None)


@transaction.atomic
def save_letter(
    escalation: Escalation, letter: Letter, *, seen: int, actor: User, at: datetime
) -> Escalation:
    """Keep what the person wrote; `seen`: the version that the person began from. Nothing changed: nothing is written.

    SomebodyWrote: there is a newer version with other words. IllegalMove: the letter is not a draft any more.
    """
    fresh = Escalation.objects.select_for_update(of=("self",)).get(pk=escalation.pk)
    if fresh.state != EscalationState.DRAFT:
        raise IllegalMove(_("The letter is issued or withdrawn and cannot be changed now."), code="not_draft")
    if all(getattr(fresh, name) == value for name, value in vars(letter).items()):
        escalation.version = fresh.version
        return escalation
    if fresh.version != seen:
        raise SomebodyWrote(fresh)
    written = {**vars(letter), "version": seen + 1, "changed_by": actor, "changed_at": at}
    if not Escalation.objects.filter(pk=fresh.pk, version=seen, state=fresh.state).update(**written):
        raise SomebodyWrote(Escalation.objects.select_related("changed_by").get(pk=fresh.pk))
    for name, value in written.items():
        setattr(escalation, name, value)
    return escalation


# --- Issuing ----------------------------------------------------------------------------------------------------


def described(escalation: Escalation, letter: Letter, mode: Mode, executor: User | None) -> Document:
    """The letter as it is issued, or shown before it is."""
    return written_letter(
        escalation.organisation,
        Wording(letter.title_kk, letter.title_ru, letter.text_kk, letter.text_ru),
        mode=mode,
        addressee=(Text(letter.addressee_kk, letter.addressee_ru),),
        executor=executor,
    )


@transaction.atomic
def issue_letter(
    escalation: Escalation, letter: Letter, *, seen: int, actor: User, at: datetime
) -> DocumentOrder:
    """Save the letter and ask for it as a numbered document; asked for twice, it is one.

    As save_letter; ValidationError besides, where a language that it goes out in lacks addressee, title or text, or
    the document is too large.
    """
    fresh = Escalation.objects.select_for_update(of=("self",)).select_related("order").get(pk=escalation.pk)
    is_same = all(getattr(fresh, name) == value for name, value in vars(letter).items())
    if fresh.state == EscalationState.ISSUED and fresh.order is not None and is_same:
        return fresh.order
    save_letter(escalation, letter, seen=seen, actor=actor, at=at)
    mode = Mode(letter.mode)
    _require_whole(letter, mode)
    description = described(escalation, letter, mode, actor)
    text = json.dumps(to_json(description), ensure_ascii=False, sort_keys=True)
    order = request_document(
        escalation.organisation,
        kind=KIND_OF[EscalationTo(escalation.to)],
        description=description,
        actor=actor,
        at=at,
        key=f"escalation:{escalation.pk}:{hashlib.sha256(text.encode()).hexdigest()[:32]}",
        path=escalation_path(escalation),
        template=escalation.template,
    )
    move_state(escalation, ESCALATION_MOVES, EscalationState.ISSUED, order=order)
    log_letter(escalation, "escalation.issued", actor=actor, at=at)
    return order


def _require_whole(letter: Letter, mode: Mode) -> None:
    names = [f"{part}_{language}" for language in mode.languages for part in ("addressee", "title", "text")]
    if lacking := [name for name in names if not getattr(letter, name).strip()]:
        message = _("The letter goes out in this language, so this has to be written.")
        raise ValidationError(dict.fromkeys(lacking, message), code="lacking")


@transaction.atomic
def rewrite_letter(escalation: Escalation, *, actor: User, at: datetime) -> None:
    """Back to a draft, as long as it was not sent; the document issued so far keeps its number among the documents."""
    if escalation.state != EscalationState.ISSUED:
        raise IllegalMove(_("This step is not possible in the present state."), code="illegal_move")
    move_state(escalation, ESCALATION_MOVES, EscalationState.DRAFT, order=None)
    log_letter(escalation, "escalation.rewritten", actor=actor, at=at)


@transaction.atomic
def withdraw_letter(escalation: Escalation, *, actor: User, at: datetime) -> None:
    """It is not sent after all. IllegalMove, AlreadyMoved: it was sent."""
    move_state(escalation, ESCALATION_MOVES, EscalationState.WITHDRAWN)
    log_letter(escalation, "escalation.withdrawn", actor=actor, at=at)


@transaction.atomic
def restore_letter(escalation: Escalation, *, actor: User, at: datetime) -> None:
    """Undo of withdrawing: a draft again."""
    if escalation.state != EscalationState.WITHDRAWN:
        raise AlreadyMoved(_("This step is not possible in the present state."), code="illegal_move")
    move_state(escalation, ESCALATION_MOVES, EscalationState.DRAFT, order=None)
    log_letter(escalation, "escalation.restored", actor=actor, at=at)
