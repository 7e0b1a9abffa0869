"""Whatever happens in whatever order: never twice, never of what is closed, never of a date that has moved."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from common.states import IllegalMove
from correspondence.composing import compose_notices
from correspondence.models import Notice, OutgoingEmail
from deadlines import actions
from deadlines.models import Deadline
from deadlines.reminders import OFFSETS, Planned, next_on, plan, untold
from deadlines.states import DeadlineState
from tests.factories import DeadlineFactory, MembershipFactory
from tests.moments import almaty

BEGINNING = almaty("02.11.2026")


class EveryDay:
    """A calendar in which all days are worked."""

    def add(self, day: date, n: int) -> date:
        return day + timedelta(days=n)

    def count(self, after: date, until: date) -> int:
        return (until - after).days


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(due_on=days, opened_on=days, on=days)
def test_plan_is_a_walk_forward_that_never_looks_back(due_on: date, opened_on: date, on: date) -> None:
    planned = plan(due_on, opened_on, EveryDay())

    assert [p.on for p in planned] == sorted(p.on for p in planned if p.on >= opened_on)
    assert {p.stage for p in planned} <= set(OFFSETS)
    following = next_on(planned, on)
    assert following is None or following > on


@given(due_on=days, opened_on=days, looks=st.lists(days, min_size=1, max_size=40))
def test_each_reminder_is_found_once_however_often_and_late_one_looks(
    due_on: date, opened_on: date, looks: list[date]
) -> None:
    planned = plan(due_on, opened_on, EveryDay())
    told: dict[str, date] = {}
    given_out: list[Planned] = []
    for on in sorted(looks):
        found = untold(planned, told, on)
        given_out += found
        told.update({p.stage.value: on for p in found})

    assert given_out == [p for p in planned if p.on <= max(looks)]


step = st.one_of(
    st.tuples(st.just("wait"), st.integers(0, 4)),
    st.tuples(st.just("move"), st.integers(-3, 12)),
    st.tuples(st.sampled_from(["close", "drop", "reopen", "assign"]), st.just(0)),
)


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(step, max_size=14))
def test_life_of_a_deadline_never_tells_twice_nor_of_what_is_closed(
    ashyq_orta: object, aigerim: User, steps: list[tuple[str, int]]
) -> None:
    Deadline.objects.all().delete()
    Notice.objects.all().delete()
    OutgoingEmail.objects.all().delete()
    timur = MembershipFactory(organisation=ashyq_orta, role="lawyer").user
    deadline = DeadlineFactory(organisation=ashyq_orta, responsible=timur)
    at = BEGINNING
    for what, number in steps:
        deadline.refresh_from_db()
        _take(deadline, what, number, at, [aigerim, timur])
        if what == "wait":
            at += timedelta(days=number)
        was_open = Deadline.objects.get().state == DeadlineState.OPEN
        before = OutgoingEmail.objects.count()
        for _tick in range(2):
            actions.send_due_reminders(at)
            compose_notices(at)
        assert was_open or OutgoingEmail.objects.count() == before
    _check(deadline)


def _take(deadline: Deadline, what: str, number: int, at: object, people: list[User]) -> None:
    on = at.date()  # type: ignore[attr-defined]
    try:
        if what == "move":
            to = on + timedelta(days=number)
            actions.move_deadline(deadline, to, on=on, at=at, reason="portal")  # type: ignore[arg-type]
        elif what in ("close", "drop"):
            actions.close_deadline(deadline, actor=people[0], at=at, done=what == "close")  # type: ignore[arg-type]
        elif what == "reopen":
            actions.reopen_deadline(deadline, actor=people[0], on=on, at=at)  # type: ignore[arg-type]
        elif what == "assign":
            other = next(person for person in people if person != deadline.responsible)
            actions.assign_deadline(deadline, other, actor=people[0], at=at)  # type: ignore[arg-type]
    except IllegalMove:
        pass  # closing what is closed: the table refuses, as it should


def _check(deadline: Deadline) -> None:
    """No stage of a version reached two letters that still go, or the same person twice; none is of another date."""
    going = Notice.objects.exclude(state="cancelled").exclude(email__state="cancelled")
    told = Counter((notice.stage, notice.recipient_id) for notice in going)
    assert all(count == 1 for count in told.values())
    stages = [stage for stage, _person in told if ":assigned" not in stage]
    assert len(stages) == len(set(stages))
    deadline.refresh_from_db()
    current = f"v{deadline.version}:"
    waiting = Notice.objects.filter(email__state="queued").exclude(state="cancelled")
    assert all(notice.stage.startswith(current) for notice in waiting)
    if deadline.state != DeadlineState.OPEN:
        assert not waiting.exists()
