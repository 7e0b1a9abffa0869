"""Public councils: the directory, and what is proposed to, said by and asked of them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import Organisation, User
from common.states import move_state
from deadlines import queries as deadline_queries
from deadlines.actions import Words
from deadlines.models import TimeLimit
from monitoring.actions.dates import Wanted, meet, run_again, settle
from monitoring.actions.log import is_changed, log, not_in_future
from monitoring.models import (
    ENTRIES,
    AgendaProposal,
    Council,
    CouncilMeeting,
    CouncilOpinion,
    CouncilRecommendation,
)
from monitoring.models.councils import Entry
from monitoring.states import ENTRY_BACK, ENTRY_MOVES, EntryKind, OpinionState
from projects.actions.discussion import about

ANSWER = "public_council.agreement_letter"
Waiting = AgendaProposal | CouncilOpinion | CouncilRecommendation
LABELS = {
    EntryKind.PROPOSAL: Words(
        "Қоғамдық кеңестің күн тәртібіне ұсынысқа жауап алу",
        "Получить ответ общественного совета на предложение в повестку",
    ),
    EntryKind.OPINION: Words(
        "Қоғамдық кеңестің ұсынымдары берілгенін тексеру",
        "Проверить, дал ли общественный совет рекомендации",
    ),
    EntryKind.RECOMMENDATION: Words(
        "Қоғамдық кеңестің ұсынымына орган жауабын алу",
        "Получить ответ органа на рекомендацию общественного совета",
    ),
}
BODY_ANSWERS = Words(
    "Органның қоғамдық кеңеске хатын тексеру", "Проверить письмо органа общественному совету"
)
OUR_DAY = Words(
    "Бұл күнді ұйымның өзі белгіледі: заңда мұндай жауаптың мерзімі белгіленбеген немесе оқылмаған.",
    "Эту дату установила сама организация: срок такого ответа законом не установлен или не прочитан.",
)


@transaction.atomic
def save_council(
    organisation: Organisation,
    council: Council | None,
    values: Mapping[str, Any],
    *,
    actor: User,
    at: datetime,
) -> Council:
    """Into the directory. The same names twice, by two clicks, are one council."""
    if council is None:
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        names = {name: values[name] for name in ("name_kk", "name_ru")}
        council = Council.objects.filter(organisation=organisation, removed_at__isnull=True, **names).first()
    council = council or Council(organisation=organisation)
    if not is_changed(council, values):
        return council
    for name, value in values.items():
        setattr(council, name, value)
    council.changed_at = at
    council.save()
    log(council, "council.saved", actor=actor, at=at)
    return council


@transaction.atomic
def save_entry(
    council: Council,
    row: Entry | None,
    kind: str,
    values: Mapping[str, Any],
    *,
    actor: User,
    on: date,
    at: datetime,
) -> Entry:
    """Write down a proposal, an opinion, a meeting or a recommendation, or correct it; its dates follow.

    `values`: the model's fields, and `reply_on`, our own day for the answer, where the law has none. ValidationError:
    what was sent or received has a day that has not come.
    """
    fields = {name: value for name, value in values.items() if name != "reply_on"}
    if kind != EntryKind.MEETING:
        not_in_future(fields["on"], on, "on")
    Council.objects.select_for_update(of=("self",)).get(pk=council.pk)
    if row is None:
        same = ENTRIES[kind].objects.filter(council=council, removed_at__isnull=True, **fields)
        if known := same.first():
            return known
        row = ENTRIES[kind](
            organisation=council.organisation, council=council, created_by=actor, created_at=at
        )
    deadline = getattr(row, "deadline", None)
    same_day = values.get("reply_on") == (deadline.due_on if deadline else None) or "reply_on" not in values
    if not is_changed(row, fields) and same_day:
        return row
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    if not isinstance(row, CouncilMeeting):
        _follow(row, values.get("reply_on"), actor=actor, on=on, at=at)  # type: ignore[arg-type]
    log(row, "council.entry_saved", actor=actor, at=at, obj=council, council=str(council), kind=kind)
    return row


@transaction.atomic
def answer_entry(
    row: Waiting, to: str, values: Mapping[str, Any], *, actor: User, on: date, at: datetime
) -> None:
    """What came back. Raises IllegalMove or AlreadyMoved; ValidationError for days that do not fit."""
    for name in ("answered_on", "given_on", "received_on"):
        not_in_future(values.get(name), on, name)
    move_state(row, ENTRY_MOVES[row.kind], to, **values)
    if isinstance(row, CouncilOpinion):
        _follow_answer(row, actor=actor, on=on, at=at)
    else:
        meet(row.deadline, actor=actor, at=at)
    log(row, "council.answered", actor=actor, at=at, obj=row.council, council=str(row.council), kind=row.kind)


@transaction.atomic
def take_back_answer(row: Waiting, *, actor: User, on: date, at: datetime) -> None:
    """The answer was recorded by mistake: what waited for it runs again."""
    was = row.state
    move_state(row, ENTRY_MOVES[row.kind], ENTRY_BACK.get(was, was))
    if isinstance(row, CouncilOpinion):
        if row.state == OpinionState.AWAITED:
            run_again(row.deadline, actor=actor, on=on, at=at)
        _follow_answer(row, actor=actor, on=on, at=at)
    else:
        run_again(row.deadline, actor=actor, on=on, at=at)
    log(
        row,
        "council.answer_taken_back",
        actor=actor,
        at=at,
        obj=row.council,
        council=str(row.council),
        kind=row.kind,
    )


# --- Their dates ----------------------------------------------------------------------------------------------


def _follow(row: Waiting, reply_on: date | None, *, actor: User, on: date, at: datetime) -> None:
    """The council's term by law, or our own day for an answer that the law gives no term."""
    if row.state != ENTRY_BACK.get(row.state, row.state):  # answered: nothing is waited for
        return
    if isinstance(row, CouncilOpinion):
        if row.state == OpinionState.AWAITED:
            _settle(
                row, "deadline", LABELS[row.kind], _limit(row.rule, row.on), row.on, actor=actor, on=on, at=at
            )
        return
    _settle(row, "deadline", LABELS[row.kind], None, reply_on, actor=actor, on=on, at=at)


def _follow_answer(row: CouncilOpinion, *, actor: User, on: date, at: datetime) -> None:
    if row.state != OpinionState.AWAITED:
        meet(row.deadline, actor=actor, at=at)
    if row.state in (OpinionState.AGREED, OpinionState.DISAGREED):
        meet(row.answer_deadline, actor=actor, at=at)
        return
    start_on = row.received_on if row.state == OpinionState.GIVEN else None
    limit = _limit(ANSWER, start_on)
    if row.answer_deadline is not None and limit is not None and row.answer_deadline.start_on == start_on:
        run_again(row.answer_deadline, actor=actor, on=on, at=at)
        return
    day = start_on if limit else None
    _settle(row, "answer_deadline", BODY_ANSWERS, limit, day, actor=actor, on=on, at=at)


def _limit(code: str, day: date | None) -> TimeLimit | None:
    found = deadline_queries.time_limits([code]).on(code, day) if day else None
    return found if found is not None and found.quantity is not None else None


def _settle(
    row: Waiting,
    name: str,
    label: Words,
    limit: TimeLimit | None,
    day: date | None,
    *,
    actor: User,
    on: date,
    at: datetime,
) -> None:
    """The deadline in the field `name`: counted by `limit` from `day`, or that day itself."""
    council, by_law = row.council, isinstance(row, CouncilOpinion)
    wanted = None
    if day is not None and (limit is not None or not by_law):
        names = Words(council.name_kk or council.name_ru, council.name_ru or council.name_kk)
        wanted = Wanted(
            f"council.{row.kind}",
            label,
            about(row.dossier) if row.dossier else names,
            f"/councils/{council.pk}/",
            (row.dossier.owner if row.dossier else None) or row.created_by,
            due_on=None if limit else day,
            because=None if limit else OUR_DAY,
            limit=limit,
            start_on=day if limit else None,
        )
    known = getattr(row, name)
    found = settle(
        known, wanted, organisation=row.organisation, dossier=row.dossier, actor=actor, on=on, at=at
    )
    setattr(row, name, found)
    row.save(update_fields=[name])
