"""Deadlines that follow from what is recorded of an act: opened, moved and dropped with it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from accounts.models import Organisation, User
from deadlines import actions as deadline_actions
from deadlines import queries as deadline_queries
from deadlines.actions import Words
from deadlines.calendar import Computation, compute
from deadlines.models import Deadline, TimeLimit
from deadlines.states import DateSource, DeadlineState
from projects.models import Dossier, DossierDate
from projects.states import DossierState


@dataclass(frozen=True)
class Wanted:
    """A deadline as it ought to stand: a day of our own `due_on` (`because`: where it comes from), or one that `limit`
    counts from `start_on`.
    """

    kind: str
    label: Words
    about: Words
    path: str
    responsible: User | None
    due_on: date | None = None
    because: Words | None = None
    limit: TimeLimit | None = None
    start_on: date | None = None

    @property
    def computation(self) -> Computation | None:
        if self.limit is None or self.start_on is None:
            return None
        return compute(deadline_queries.rule_of(self.limit), self.start_on, deadline_queries.calendar())


def settle(
    deadline: Deadline | None,
    wanted: Wanted | None,
    *,
    organisation: Organisation,
    dossier: Dossier | None,
    actor: User,
    on: date,
    at: datetime,
) -> Deadline | None:
    """Bring `deadline` in line with what is `wanted`, inside the transaction of its cause; returns the one that stands.

    Nothing is wanted: an open one is dropped. The day moves: people are told once. Another rule or name: another deadline. A
    closed dossier has no open dates.
    """
    if wanted is None or (dossier is not None and dossier.state == DossierState.CLOSED):
        drop(deadline, actor=actor, at=at)
        return deadline
    counted = wanted.computation
    due_on = counted.due_on if counted else wanted.due_on
    if deadline is not None and due_on is not None and _is_the_same(deadline, wanted):
        if deadline.state == DeadlineState.CANCELLED and deadline.due_on == due_on:
            deadline_actions.reopen_deadline(deadline, actor=actor, on=on, at=at)
        if deadline.due_on == due_on:
            return deadline
        if deadline.state == DeadlineState.OPEN and wanted.because is None:
            source = None if counted else DateSource.OWN
            deadline_actions.move_deadline(
                deadline,
                due_on,
                on=on,
                at=at,
                reason="person",
                actor=actor,
                computation=counted,
                source=source,
            )
            return deadline
    drop(deadline, actor=actor, at=at)
    return _opened(wanted, organisation=organisation, dossier=dossier, on=on, at=at)


def _is_the_same(deadline: Deadline, wanted: Wanted) -> bool:
    said = {"kk": wanted.because.kk, "ru": wanted.because.ru} if wanted.because else None
    same_source = wanted.limit is not None or deadline.explanation.get("because") == said
    if (deadline.label_kk, deadline.label_ru) != (wanted.label.kk[:300], wanted.label.ru[:300]):
        return False
    return same_source and deadline.time_limit_id == (wanted.limit.pk if wanted.limit else None)


def _opened(
    wanted: Wanted, *, organisation: Organisation, dossier: Dossier | None, on: date, at: datetime
) -> Deadline:
    cut = replace(wanted, label=Words(wanted.label.kk[:300], wanted.label.ru[:300]))
    deadline = deadline_actions.open_deadline(
        organisation=organisation,
        kind=cut.kind,
        label=cut.label,
        about=cut.about,
        path=cut.path,
        responsible=cut.responsible,
        due_on=None if cut.limit else cut.due_on,
        source=DateSource.STATED if cut.because else DateSource.OWN,
        because=cut.because,
        limit=cut.limit,
        start_on=cut.start_on,
        on=on,
        at=at,
    )
    if dossier is not None:
        DossierDate.objects.create(dossier=dossier, deadline=deadline)
    return deadline


def drop(deadline: Deadline | None, *, actor: User, at: datetime) -> None:
    """It is not needed any more."""
    if deadline is not None and deadline.state == DeadlineState.OPEN:
        deadline_actions.close_deadline(deadline, actor=actor, at=at, done=False)


def meet(deadline: Deadline | None, *, actor: User, at: datetime) -> None:
    """What it waited for has come."""
    if deadline is not None and deadline.state == DeadlineState.OPEN:
        deadline_actions.close_deadline(deadline, actor=actor, at=at)


def run_again(deadline: Deadline | None, *, actor: User, on: date, at: datetime) -> None:
    """What had closed it was a mistake."""
    if deadline is not None and deadline.state != DeadlineState.OPEN:
        deadline_actions.reopen_deadline(deadline, actor=actor, on=on, at=at)
