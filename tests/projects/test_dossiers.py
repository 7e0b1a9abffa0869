"""Taking part, or not, and undoing either; two people at once; the letter that the whole thread is for."""

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone

from accounts.models import ActivityEntry, Organisation, User
from common.states import AlreadyMoved, IllegalMove, move_state
from correspondence import composing, delivery
from correspondence.models import Notice, OutgoingEmail
from deadlines import actions as deadline_actions
from deadlines.models import Deadline
from projects.actions import dossiers
from projects.models import Dossier, TriageItem
from projects.states import DOSSIER_MOVES, TRIAGE_MOVES, DossierState, Priority, TriageState
from tests.factories import DossierFactory, DraftActFactory, MembershipFactory, TriageItemFactory
from tests.projects.conftest import NOW, TODAY

pytestmark = pytest.mark.usefixtures("order")


def take_part(item: TriageItem, person: User) -> Dossier:
    return dossiers.open_dossier(
        item.draft, organisation=item.organisation, owner=person, actor=person, on=TODAY, at=NOW
    )


@pytest.fixture
def item(ashyq_orta: Organisation) -> TriageItem:
    return TriageItemFactory(organisation=ashyq_orta)


# --- Done when --------------------------------------------------------------------------------------------


def test_draft_that_ends_in_three_working_days_puts_one_kazakh_letter_into_the_outbox(
    ashyq_orta: Organisation, aigerim: User
) -> None:
    """Monday 14 September; the discussion ends on Thursday the 17th, three working days later."""
    draft = DraftActFactory(title_kk="Тарифтер туралы", title_ru="О тарифах", ends_on=date(2026, 9, 17))
    dossier = dossiers.open_dossier(
        draft, organisation=ashyq_orta, owner=aigerim, actor=aigerim, on=TODAY, at=NOW
    )
    for minute in range(10):
        at = NOW + timedelta(minutes=minute)
        deadline_actions.send_due_reminders(at)
        composing.compose_notices(at)
        delivery.deliver_due(at)
    letters = OutgoingEmail.objects.all()
    print(
        f"done when: {len(letters)} letter after ten ticks: {[letter.subject for letter in letters]} (bar 1, kk)"
    )
    (letter,) = letters
    assert (letter.recipient, letter.language, letter.state) == (aigerim, "kk", "sent")
    assert "Тарифтер туралы" in letter.text
    assert f"/dossiers/{dossier.pk}/" in letter.text


def test_reader_of_russian_gets_it_in_russian(ashyq_orta: Organisation, bolat: User) -> None:
    draft = DraftActFactory(title_kk="Тарифтер туралы", title_ru="О тарифах", ends_on=date(2026, 9, 17))
    dossiers.open_dossier(draft, organisation=ashyq_orta, owner=bolat, actor=bolat, on=TODAY, at=NOW)
    deadline_actions.send_due_reminders(NOW)
    composing.compose_notices(NOW)
    (letter,) = OutgoingEmail.objects.all()
    assert letter.language == "ru"
    assert "О тарифах" in letter.text


# --- Opening ----------------------------------------------------------------------------------------------


def test_taking_part_opens_a_dossier_with_its_deadline(item: TriageItem, aigerim: User) -> None:
    dossier = take_part(item, aigerim)
    item.refresh_from_db()
    deadline = dossier.discussion_deadline
    assert deadline is not None
    assert (item.state, item.decided_by) == ("joined", aigerim)
    assert (deadline.due_on, deadline.source, deadline.responsible) == (date(2026, 9, 24), "stated", aigerim)
    assert deadline.path == f"/dossiers/{dossier.pk}/"


def test_second_submit_gets_the_first_ones_dossier(item: TriageItem, aigerim: User) -> None:
    first, second = take_part(item, aigerim), take_part(item, aigerim)
    assert first == second
    assert (Deadline.objects.count(), ActivityEntry.objects.filter(verb="dossier.opened").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_submits_at_once_open_one_dossier(item: TriageItem, aigerim: User) -> None:
    """I3 for taking part."""
    answers = at_once(lambda: take_part(TriageItem.objects.get(pk=item.pk), aigerim).pk)
    counts = (Dossier.objects.count(), Deadline.objects.count(), ActivityEntry.objects.count())
    print(f"I3 two parallel submits: dossiers, deadlines, log entries {counts} (bar (1, 1, 1))")
    assert counts == (1, 1, 1)
    assert answers == [Dossier.objects.get().pk] * 2


def at_once(step: Callable[[], object]) -> list[object]:
    together, answers = threading.Barrier(2), []

    def take() -> None:
        try:
            together.wait()
            answers.append(step())
        except ValidationError as refusal:
            answers.append(type(refusal))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_draft_without_any_date_opens_no_deadline(ashyq_orta: Organisation, aigerim: User) -> None:
    item = TriageItemFactory(
        organisation=ashyq_orta, draft=DraftActFactory(created_on=None, ends_on=None), ends_on=None
    )
    assert take_part(item, aigerim).discussion_deadline is None


def test_discussion_that_is_over_opens_no_deadline(ashyq_orta: Organisation, aigerim: User) -> None:
    item = TriageItemFactory(
        organisation=ashyq_orta, draft=DraftActFactory(ends_on=TODAY - timedelta(days=1))
    )
    assert take_part(item, aigerim).discussion_deadline is None


# --- Not for us -------------------------------------------------------------------------------------------


def test_decline_wants_a_reason(item: TriageItem, aigerim: User) -> None:
    with pytest.raises(ValidationError, match="why this draft is not for you"):
        dossiers.decline(item, "   ", actor=aigerim, at=NOW)


def test_decline_can_be_undone(item: TriageItem, aigerim: User) -> None:
    dossiers.decline(item, "Басқа сала", actor=aigerim, at=NOW)
    dossiers.undecide(item, actor=aigerim, at=NOW)
    item.refresh_from_db()
    assert (item.state, item.reason, item.decided_by) == ("undecided", "", None)
    verbs = ActivityEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["triage.declined", "triage.undecided"]


def test_slower_of_two_is_told_and_overwrites_nothing(item: TriageItem, aigerim: User) -> None:
    mine, hers = TriageItem.objects.get(pk=item.pk), TriageItem.objects.get(pk=item.pk)
    dossiers.decline(hers, "Басқа сала", actor=aigerim, at=NOW)
    with pytest.raises(AlreadyMoved):
        dossiers.decline(mine, "Менің себебім", actor=aigerim, at=NOW)
    item.refresh_from_db()
    assert item.reason == "Басқа сала"


@pytest.mark.django_db(transaction=True)
def test_two_declines_at_once_are_one(item: TriageItem, aigerim: User) -> None:
    at_once(lambda: dossiers.decline(TriageItem.objects.get(pk=item.pk), "Басқа сала", actor=aigerim, at=NOW))
    assert ActivityEntry.objects.filter(verb="triage.declined").count() == 1


@pytest.mark.parametrize("before", TriageState)
@pytest.mark.parametrize("after", TriageState)
def test_every_move_of_a_question(item: TriageItem, before: TriageState, after: TriageState) -> None:
    _try_move(item, TRIAGE_MOVES, before, after)


@pytest.mark.parametrize("before", DossierState)
@pytest.mark.parametrize("after", DossierState)
def test_every_move_of_a_dossier(ashyq_orta: Organisation, before: DossierState, after: DossierState) -> None:
    _try_move(DossierFactory(organisation=ashyq_orta), DOSSIER_MOVES, before, after)


def _try_move(row: TriageItem | Dossier, moves: object, before: str, after: str) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(state=before)
    row.refresh_from_db()
    if after in moves.get(before, ()):  # type: ignore[attr-defined]
        move_state(row, moves, after)  # type: ignore[arg-type]
        row.refresh_from_db()
        assert row.state == after
    else:
        with pytest.raises(IllegalMove):
            move_state(row, moves, after)  # type: ignore[arg-type]


# --- Closing, changing, dates -----------------------------------------------------------------------------


def test_closed_dossier_reminds_nobody_and_can_be_opened_again(item: TriageItem, aigerim: User) -> None:
    dossier = take_part(item, aigerim)
    dossiers.close_dossier(dossier, "Ұсыныс жоқ", actor=aigerim, at=NOW)
    assert deadline_actions.send_due_reminders(NOW + timedelta(days=10)) == 0
    dossiers.reopen_dossier(dossier, actor=aigerim, on=TODAY, at=NOW)
    dossier.refresh_from_db()
    assert dossier.discussion_deadline is not None
    assert (dossier.state, dossier.discussion_deadline.state) == ("open", "open")


def test_date_that_passed_while_closed_stays_dropped(item: TriageItem, aigerim: User) -> None:
    dossier = take_part(item, aigerim)
    dossiers.close_dossier(dossier, "Ұсыныс жоқ", actor=aigerim, at=NOW)
    later = timezone.make_aware(datetime(2026, 10, 1, 9))
    dossiers.reopen_dossier(dossier, actor=aigerim, on=later.date(), at=later)
    assert Deadline.objects.get().state == "cancelled"


def test_new_owner_takes_the_deadline_and_is_told(
    item: TriageItem, aigerim: User, ashyq_orta: Organisation
) -> None:
    timur = MembershipFactory(organisation=ashyq_orta, role="lawyer").user
    dossier = take_part(item, aigerim)
    dossiers.change_dossier(dossier, owner=timur, priority=Priority.HIGH, actor=aigerim, at=NOW)
    assert Deadline.objects.get().responsible == timur
    assert [(notice.recipient, notice.template) for notice in Notice.objects.all()] == [(timur, "assigned")]
