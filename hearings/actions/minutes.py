"""The minutes: their own texts, the round of comments, approval, publishing."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.states import AlreadyMoved, IllegalMove, move_state
from correspondence.actions import request_document, tell
from correspondence.documents import Mode
from correspondence.models import DocumentOrder
from deadlines import actions as deadline_actions
from deadlines import queries as deadline_queries
from deadlines.actions import Words
from deadlines.models import Deadline
from deadlines.states import DateSource, DeadlineState
from hearings.actions.log import log
from hearings.minutes import hash_of, minutes_document, record_of
from hearings.minutes_reading import Preparing, preparing
from hearings.models import (
    Hearing,
    HearingDate,
    Minutes,
    MinutesComment,
    MinutesReader,
    Proposal,
    RemarkAnswer,
)
from hearings.states import (
    FINAL,
    MINUTES_MOVES,
    WRITABLE,
    DocumentKind,
    HearingState,
    MinutesState,
)
from projects.actions.road_map import record_fact
from projects.states import RoadMapFact

TEXTS = ("decisions_kk", "decisions_ru", "annexes_kk", "annexes_ru", "recording_url")
# The rule of the day by which minutes are published; a person may set another day.
PLANNED_WEEK = "hearing.minutes.publish"
PUBLISH = Words("Тыңдау хаттамасын жариялау", "Опубликовать протокол слушаний")
SIGNED, POSTED = "hearing.environment.minutes_signed", "hearing.environment.minutes_posted"


def path_of(hearing: Hearing) -> str:
    return f"{hearing.path}minutes/"


@transaction.atomic
def begin_minutes(hearing: Hearing, *, on: date, at: datetime) -> Minutes:
    """The minutes of a closed hearing; with them somebody gets the day by which they are to be published."""
    found, is_new = Minutes.objects.get_or_create(
        hearing=hearing, defaults={"organisation": hearing.organisation, "changed_at": at}
    )
    if is_new:
        found.hearing = hearing
        found.publish_deadline = deadline_actions.open_deadline(
            organisation=hearing.organisation,
            kind="hearing.minutes.publish",
            label=PUBLISH,
            about=Words(hearing.title_kk or hearing.title_ru, hearing.title_ru or hearing.title_kk),
            path=path_of(hearing),
            on=on,
            at=at,
            responsible=hearing.secretary or hearing.moderator or hearing.created_by,
            limit=deadline_queries.time_limit(PLANNED_WEEK, on),
            start_on=timezone.localdate(hearing.closed_at or at),
        )
        found.save(update_fields=["publish_deadline"])
    return found


def begin_missing(at: datetime, on: date) -> int:
    """Every closed hearing has minutes to be published; returns how many were begun."""
    rows = Hearing.objects.filter(
        state=HearingState.HELD, closed_at__isnull=False, written_minutes__isnull=True
    )
    found = list(rows.select_related("organisation", "moderator", "secretary", "created_by")[:100])
    for hearing in found:
        begin_minutes(hearing, on=on, at=at)
    return len(found)


def hold_minutes(hearing: Hearing, states: Collection[MinutesState], *, on: date, at: datetime) -> Minutes:
    """The minutes as they are now, kept from everybody else until the transaction ends. IllegalMove: in another state."""
    begin_minutes(hearing, on=on, at=at)
    held = Minutes.objects.filter(hearing=hearing, state__in=states).update(version=F("version") + 1)
    along = ("order__issued", "publish_deadline", "publish_deadline__organisation", "organisation")
    found = Minutes.objects.select_related(*along).get(hearing=hearing)
    if not held:
        message = _("The minutes cannot be changed now: they are %(state)s.")
        raise IllegalMove(message, code="illegal_move", params={"state": found.get_state_display()})
    found.hearing = hearing
    return found


@transaction.atomic
def write_minutes(
    hearing: Hearing,
    texts: Mapping[str, str],
    publish_on: date | None,
    *,
    seen: int,
    actor: User,
    on: date,
    at: datetime,
) -> Minutes:
    """Write what the record does not say. `seen`: the version that the writer was shown, 0 before the first.

    AlreadyMoved: somebody saved meanwhile. IllegalMove: the minutes are approved.
    """
    found = hold_minutes(hearing, WRITABLE, on=on, at=at)
    if seen not in (0, found.version - 1) or (seen == 0 and found.changed_by_id is not None):
        raise AlreadyMoved(
            _("Somebody changed the minutes while you were writing. Look at them before you save yours."),
            code="moved",
        )
    for name in TEXTS:
        setattr(found, name, texts[name])
    found.changed_by, found.changed_at = actor, at
    found.save(update_fields=[*TEXTS, "changed_by", "changed_at"])
    _set_publishing(found.publish_deadline, publish_on, actor=actor, on=on, at=at)
    log(hearing, "minutes.written", actor=actor, at=at)
    return found


def _set_publishing(
    deadline: Deadline | None, publish_on: date | None, *, actor: User, on: date, at: datetime
) -> None:
    if deadline is None or publish_on is None or deadline.due_on == publish_on:
        return
    if deadline.state == DeadlineState.OPEN:
        deadline_actions.move_deadline(
            deadline, publish_on, on=on, at=at, reason="person", actor=actor, source=DateSource.OWN
        )


@transaction.atomic
def answer_remark(
    proposal: Proposal, kk: str, ru: str, *, is_settled: bool, actor: User, on: date, at: datetime
) -> None:
    """The initiator's answer to a remark of an environmental hearing; the same answer again changes nothing."""
    hold_minutes(proposal.hearing, WRITABLE, on=on, at=at)
    facts = {"answer_kk": kk, "answer_ru": ru, "is_settled": is_settled}
    if RemarkAnswer.objects.filter(proposal=proposal, **facts).exists():
        return
    RemarkAnswer.objects.update_or_create(
        proposal=proposal, defaults={**facts, "answered_by": actor, "answered_at": at}
    )
    log(proposal.hearing, "minutes.remark_answered", actor=actor, at=at, number=proposal.number)


# --- The round of comments ---------------------------------------------------------------------------------------


@transaction.atomic
def start_round(
    hearing: Hearing, people: Collection[User], until: date, *, actor: User, on: date, at: datetime
) -> None:
    """Give the draft to these people and to the moderator and the secretary, who comment until that day.

    ValidationError: the day has passed. IllegalMove: the round is on, or the minutes are approved.
    """
    if until < on:
        raise ValidationError({"until": _("This day has passed.")}, code="past")
    if hearing.state != HearingState.HELD:
        raise IllegalMove(_("The record is open: close the hearing first."), code="illegal_move")
    found = hold_minutes(hearing, [MinutesState.DRAFT], on=on, at=at)
    move_state(found, MINUTES_MOVES, MinutesState.COMMENTS, comments_until=until)
    readers = {person.pk: person for person in (*people, hearing.moderator, hearing.secretary) if person}
    readers.pop(actor.pk, None)
    MinutesReader.objects.bulk_create(
        (MinutesReader(minutes=found, person=person) for person in readers.values()), ignore_conflicts=True
    )
    MinutesReader.objects.filter(minutes=found).update(answered_at=None)
    tell(
        readers.values(),
        organisation=hearing.organisation,
        thread=f"hearing:{hearing.pk}:minutes",
        stage=f"comments:{at:%Y%m%d%H%M%S}",
        template="minutes_comments",
        facts={
            "title_kk": hearing.title_kk or hearing.title_ru,
            "title_ru": hearing.title_ru or hearing.title_kk,
            "answer_on": until.isoformat(),
            "path": f"{path_of(hearing)}paper/",
        },
        at=at,
    )
    log(hearing, "minutes.round_started", actor=actor, at=at)


@transaction.atomic
def comment(hearing: Hearing, text: str, *, actor: User, on: date, at: datetime) -> None:
    """A remark on the draft; an empty one says that there is nothing to say.

    IllegalMove: nobody asks for comments now. ValidationError: the term is over.
    """
    found = hold_minutes(hearing, [MinutesState.COMMENTS], on=on, at=at)
    if found.comments_until is not None and on > found.comments_until:
        raise ValidationError(_("The term for comments is over."), code="late")
    MinutesReader.objects.filter(minutes=found, person=actor).update(answered_at=at)
    if text:
        _row, is_new = MinutesComment.objects.get_or_create(
            minutes=found,
            author=actor,
            text=text,
            settled_at=None,
            defaults={"organisation": hearing.organisation, "made_at": at},
        )
        if is_new:
            log(hearing, "minutes.commented", actor=actor, at=at)


@transaction.atomic
def settle(row: MinutesComment, *, is_settled: bool, actor: User, on: date, at: datetime) -> None:
    """The remark is dealt with, or is not after all."""
    hold_minutes(row.minutes.hearing, WRITABLE, on=on, at=at)
    by, when = (actor, at) if is_settled else (None, None)
    MinutesComment.objects.filter(pk=row.pk).update(settled_by=by, settled_at=when)


# --- Approval and publishing ----------------------------------------------------------------------------------------


def lacking(minutes: Minutes, found: Preparing, on: date) -> list[str]:
    """What has to be done before the minutes are approved, a sentence each."""
    hearing, said = minutes.hearing, []
    if hearing.state != HearingState.HELD:
        said.append(_("The record is open: close the hearing first."))
    if minutes.state == MinutesState.DRAFT:
        said.append(_("Nobody has been asked to comment on the draft."))
    if not (minutes.decisions_kk and minutes.decisions_ru):
        said.append(_("Decisions and recommendations are written in Kazakh and in Russian."))
    if any(row.settled_at is None for row in found.comments):
        said.append(_("There are comments that are not settled."))
    waits = any(row.answered_at is None for row in found.readers)
    if minutes.comments_until is not None and on <= minutes.comments_until and waits:
        said.append(_("The term for comments runs, and not everybody has answered."))
    if any(answer is None or not (answer.answer_kk and answer.answer_ru) for _row, answer in found.remarks):
        said.append(_("Every remark is answered in Kazakh and in Russian."))
    return [str(sentence) for sentence in said]


@transaction.atomic
def approve(hearing: Hearing, *, actor: User, on: date, at: datetime) -> None:
    """The minutes are final; their full copy is asked for in both languages, to be signed and sent.

    ValidationError: something is lacking, a sentence each. IllegalMove: they are approved already.
    """
    Hearing.objects.filter(pk=hearing.pk).update(
        entries_made=F("entries_made") + 1
    )  # nobody writes meanwhile
    hearing.refresh_from_db(fields=["state"])
    found = hold_minutes(hearing, WRITABLE, on=on, at=at)
    if missing := lacking(found, preparing(found), on):
        raise ValidationError(missing, code="lacking")
    move_state(found, MINUTES_MOVES, MinutesState.APPROVED, approved_by=actor, approved_at=at)
    Hearing.objects.filter(pk=hearing.pk).update(minutes_approved_at=at)
    hearing.minutes_approved_at = at
    Minutes.objects.filter(pk=found.pk).update(order=issue_full(found, Mode.BOTH, actor=actor, at=at))
    close_date(hearing, SIGNED, actor=actor, at=at)
    log(hearing, "minutes.approved", actor=actor, at=at)


def issue_full(minutes: Minutes, mode: Mode, *, actor: User, at: datetime) -> DocumentOrder:
    """Ask for the full copy of approved minutes in `mode`; asked for again while it says the same, the same one."""
    if minutes.state not in FINAL:
        raise IllegalMove(_("Documents are issued of approved minutes."), code="not_approved")
    hearing = minutes.hearing
    said = minutes_document(record_of(hearing, minutes, is_public=False), mode)
    return request_document(
        hearing.organisation,
        kind=DocumentKind.MINUTES,
        description=said,
        actor=actor,
        at=at,
        key=f"hearing:{hearing.pk}:minutes:{hash_of(said)[:32]}",
        path=path_of(hearing),
    )


@transaction.atomic
def publish(hearing: Hearing, *, actor: User, on: date, at: datetime) -> None:
    """Open the public copy to everybody. ValidationError: the full copy has no number yet."""
    found = hold_minutes(hearing, [MinutesState.APPROVED], on=on, at=at)
    if found.issued is None:
        raise ValidationError(_("The minutes have no number yet: wait until it is there."), code="not_made")
    move_state(found, MINUTES_MOVES, MinutesState.PUBLISHED, published_at=at)
    if found.publish_deadline is not None and found.publish_deadline.state == DeadlineState.OPEN:
        deadline_actions.close_deadline(found.publish_deadline, actor=actor, at=at)
    close_date(hearing, POSTED, actor=actor, at=at)
    log(hearing, "minutes.published", actor=actor, at=at)
    record_fact(hearing.dossier, RoadMapFact.MINUTES_PUBLISHED, at=at, actor=actor)


def close_date(hearing: Hearing, code: str, *, actor: User, at: datetime) -> None:
    """What the rules of the hearing asked for by a day is done."""
    rows = HearingDate.objects.filter(hearing=hearing, code=code, deadline__state=DeadlineState.OPEN)
    for row in rows.select_related("deadline", "deadline__organisation"):
        deadline_actions.close_deadline(row.deadline, actor=actor, at=at)
