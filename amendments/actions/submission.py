"""Recording that the table was sent: portal, letter, e-mail, public council, e-Otinish."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from amendments.actions.receipts import keep_receipt
from amendments.actions.review import NotReady, what_is_missing
from amendments.actions.table import hold, log
from amendments.models import AmendmentTable, Submission, SubmittedRow
from amendments.queries import table as queries
from amendments.receipt_files import ReceiptFile
from amendments.states import FROZEN, TABLE_MOVES, TableState
from common import in_reading
from common.states import move_state
from deadlines import actions as deadline_actions
from deadlines import queries as deadline_queries
from deadlines.actions import Words
from deadlines.models import Deadline
from deadlines.states import DateSource, DeadlineState
from projects.actions.discussion import about
from projects.actions.road_map import record_fact
from projects.models import Dossier, DossierDate
from projects.states import RoadMapFact

REPORT_RULE = "discussion.report"
KEEP_RECEIPT = Words(
    "Ұсыныстардың жолданғанын растайтын құжатты сақтау", "Сохранить подтверждение подачи предложений"
)
LOOK_FOR_REPORT = Words("Талқылау туралы есепті қарау", "Посмотреть отчёт о завершении обсуждения")
MOST_NUMBERS = 200


@dataclass(frozen=True)
class Sending:
    """What a person says of a submission. `languages`: in which of the two it was sent."""

    channel: str
    submitted_at: datetime
    languages: tuple[str, ...] = ("kk", "ru")
    numbers: tuple[str, ...] = ()
    addressee_kk: str = ""
    addressee_ru: str = ""
    address: str = ""
    note: str = ""
    late_reason: str = ""


def submission_path(dossier_id: int) -> str:
    return f"/dossiers/{dossier_id}/amendments/submission/"


@transaction.atomic
def record_submission(
    table: AmendmentTable,
    sending: Sending,
    *,
    actor: User,
    at: datetime,
    receipt: tuple[ReceiptFile, str] | None = None,
) -> Submission:
    """Freeze the text as it was sent; the end of the discussion is met, its report and the receipt are waited for.

    `receipt`: the file that proves it, if there is one already, and its name. The same sending recorded twice is
    one. Frozen: the table is not approved. NotReady: a text is not checked in both languages. ValidationError: it was
    sent in the future, before the approval, or late without a reason.
    """
    hold(table, FROZEN)
    table.refresh_from_db(fields=["state", "round", "approved_at", "checked", "summary_kk", "summary_ru"])
    if lacking := what_is_missing(table):
        raise NotReady(lacking)
    submission = _same(table, sending)
    if submission is None:
        _require_fitting(table, sending, at)
        submission = _sent(table, sending, actor=actor, at=at)
        _settle_dates(submission, actor=actor, at=at, has_receipt=receipt is not None)
    if receipt is not None:
        keep_receipt(submission, *receipt, actor=actor, at=at)
    return submission


def _sent(table: AmendmentTable, sending: Sending, *, actor: User, at: datetime) -> Submission:
    content = {**queries.as_sent(table), "sent_in": list(sending.languages)}
    submission = Submission.objects.create(
        organisation=table.organisation,
        table=table,
        round=table.round,
        channel=sending.channel,
        addressee_kk=sending.addressee_kk,
        addressee_ru=sending.addressee_ru,
        submitted_at=sending.submitted_at,
        numbers=list(sending.numbers),
        address=sending.address,
        note=sending.note,
        late_reason=sending.late_reason,
        content=content,
        sha256=queries.fingerprint(content),
        recorded_by=actor,
        recorded_at=at,
    )
    SubmittedRow.objects.bulk_create(rows_of(submission))
    if table.state == TableState.APPROVED:
        move_state(table, TABLE_MOVES, TableState.SUBMITTED)
    log(table, "amendments.submitted", actor=actor, at=at, channel=sending.channel)
    record_fact(table.dossier, RoadMapFact.SUBMITTED, at=at, actor=actor)
    return submission


def rows_of(submission: Submission) -> list[SubmittedRow]:
    """A row for each of its text, not stored yet."""
    return [
        SubmittedRow(
            organisation_id=submission.organisation_id,
            submission=submission,
            row_id=row["id"],
            category=row["category"],
        )
        for row in submission.content["rows"]
    ]


def _same(table: AmendmentTable, sending: Sending) -> Submission | None:
    return Submission.objects.filter(
        table=table,
        round=table.round,
        channel=sending.channel,
        submitted_at=sending.submitted_at,
        addressee_kk=sending.addressee_kk,
        addressee_ru=sending.addressee_ru,
        numbers=list(sending.numbers),
    ).first()


def _require_fitting(table: AmendmentTable, sending: Sending, at: datetime) -> None:
    if sending.submitted_at > at:
        raise ValidationError({"submitted_at": _("This moment has not come yet.")}, code="future")
    approved_at = table.approved_at
    if approved_at is not None and sending.submitted_at < approved_at.replace(second=0, microsecond=0):
        message = _(
            "The table was approved later than that: %(moment)s. What was sent before is not this text."
        )
        moment = in_reading.moment(approved_at, deadline_queries.day_of(at))
        raise ValidationError({"submitted_at": message % {"moment": moment}}, code="before_approval")
    if is_late(table.dossier, sending.submitted_at) and not sending.late_reason.strip():
        message = _("The discussion had ended by then: say why the proposals were sent later.")
        raise ValidationError({"late_reason": message}, code="late")


def is_late(dossier: Dossier, submitted_at: datetime) -> bool:
    """Whether it was sent after the last day of the discussion, as the portal names it."""
    ends_on = dossier.draft.ends_on
    return ends_on is not None and deadline_queries.day_of(submitted_at) > ends_on


# --- Dates ----------------------------------------------------------------------------------------------------


def _settle_dates(submission: Submission, *, actor: User, at: datetime, has_receipt: bool) -> None:
    dossier, on = submission.table.dossier, deadline_queries.day_of(at)
    ending = dossier.discussion_deadline
    if ending is not None:
        ending.refresh_from_db(fields=["state"])
    if ending is not None and ending.state == DeadlineState.OPEN:
        deadline_actions.close_deadline(ending, actor=actor, at=at)
    if not has_receipt:
        submission.receipt_deadline = _open(
            submission, "submission.receipt", KEEP_RECEIPT, on=on, at=at, due_on=on, actor=actor
        )
    submission.report_deadline = _report_clock(submission, on=on, at=at, actor=actor)
    submission.save(update_fields=["receipt_deadline", "report_deadline"])


def _report_clock(submission: Submission, *, on: date, at: datetime, actor: User) -> Deadline | None:
    """One clock for all submissions of a round. None while the law names no term that we know: a person sets the day."""
    earlier = Submission.objects.filter(
        table=submission.table, round=submission.round, report_deadline__isnull=False
    )
    running = earlier.select_related("report_deadline").order_by("-id").first()
    if running is not None:
        return running.report_deadline
    limit, ends_on = (
        deadline_queries.time_limits([REPORT_RULE]).on(REPORT_RULE, on),
        submission.table.dossier.draft.ends_on,
    )
    if limit is None or limit.quantity is None or ends_on is None:
        return None
    deadline = deadline_actions.open_deadline(
        organisation=submission.organisation,
        kind="submission.report",
        label=LOOK_FOR_REPORT,
        about=about(submission.table.dossier),
        path=submission_path(submission.table.dossier_id),
        limit=limit,
        start_on=ends_on,
        responsible=submission.table.dossier.owner or actor,
        on=on,
        at=at,
    )
    DossierDate.objects.create(dossier=submission.table.dossier, deadline=deadline)
    return deadline


def _open(
    submission: Submission, kind: str, label: Words, *, due_on: date, on: date, at: datetime, actor: User
) -> Deadline:
    """A day of the organisation's own, among the dates of the dossier."""
    dossier = submission.table.dossier
    deadline = deadline_actions.open_deadline(
        organisation=submission.organisation,
        kind=kind,
        label=label,
        about=about(dossier),
        path=f"{submission_path(dossier.pk)}{submission.pk}/",
        due_on=due_on,
        source=DateSource.OWN,
        responsible=dossier.owner or actor,
        on=on,
        at=at,
    )
    DossierDate.objects.create(dossier=dossier, deadline=deadline)
    return deadline


@transaction.atomic
def set_report_day(submission: Submission, due_on: date, *, actor: User, on: date, at: datetime) -> Deadline:
    """The day on which a person wants to look for the body's report; for all submissions of the round.

    ValidationError: the day has passed.
    """
    if due_on < on:
        raise ValidationError({"due_on": _("This day has passed.")}, code="past")
    hold(submission.table, frozenset(TableState))
    running = _running_report(submission)
    if running is None:
        running = _open(
            submission, "submission.report", LOOK_FOR_REPORT, due_on=due_on, on=on, at=at, actor=actor
        )
        of_round = Submission.objects.filter(table=submission.table, round=submission.round)
        of_round.update(report_deadline=running)
        log(submission.table, "submission.report_day_set", actor=actor, at=at, day=due_on.isoformat())
    elif running.due_on != due_on:
        deadline_actions.move_deadline(
            running, due_on, on=on, at=at, reason="person", actor=actor, source=DateSource.OWN
        )
    submission.report_deadline = running
    return running


def _running_report(submission: Submission) -> Deadline | None:
    of_round = Submission.objects.filter(table=submission.table, round=submission.round)
    with_clock = of_round.filter(report_deadline__state=DeadlineState.OPEN).select_related("report_deadline")
    found = with_clock.first()
    return found.report_deadline if found else None


# --- Numbers --------------------------------------------------------------------------------------------------


@transaction.atomic
def add_numbers(submission: Submission, numbers: Iterable[str], *, actor: User, at: datetime) -> list[str]:
    """Numbers that were given later: a comment's id, an incoming number. Those known already are left out.

    ValidationError: more than MOST_NUMBERS in all.
    """
    fresh = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    new = [number for number in dict.fromkeys(numbers) if number not in fresh.numbers]
    if len(fresh.numbers) + len(new) > MOST_NUMBERS:
        message = _("At most %(most)s numbers are kept.")
        raise ValidationError({"numbers": message % {"most": MOST_NUMBERS}}, code="too_many")
    if new:
        submission.numbers = [*fresh.numbers, *new]
        Submission.objects.filter(pk=submission.pk).update(numbers=submission.numbers)
        log(submission.table, "submission.numbers_added", actor=actor, at=at, numbers=", ".join(new)[:300])
    return new
