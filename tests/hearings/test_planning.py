"""Planning: the day must leave the time that the law wants, and every date that follows says how it was found."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import ActivityEntry, Organisation, User
from deadlines import queries as deadline_queries
from deadlines.actions import Words
from deadlines.models import Deadline, TimeLimit
from deadlines.states import DeadlineState
from hearings.actions import planning
from hearings.actions.planning import Blocked, cancel_hearing, change_hearing, restore_hearing
from hearings.lead_time import Facts, RuleBook
from hearings.models import Hearing, HearingDate
from hearings.states import RuleSet
from tests.conftest import ClientOf
from tests.factories import AgendaItemFactory, DossierFactory, HearingFactory, InvitationFactory
from tests.hearings.conftest import NOW, TODAY, plan, planned
from tests.moments import almaty, day
from tests.monitoring.test_pages import text_of

ENVIRONMENT = {"rule_set": "environment"}
NO_ROOM = Words("Зал жоқ", "Зала нет")


@pytest.fixture
def her(aigerim: User, client_of: ClientOf) -> Client:
    return client_of(aigerim)


def deadlines(hearing: Hearing) -> dict[str, Deadline]:
    return {row.code: row.deadline for row in HearingDate.objects.filter(hearing=hearing)}


def due(hearing: Hearing) -> dict[str, date]:
    return {code.rpartition(".")[2]: deadline.due_on for code, deadline in deadlines(hearing).items()}


# --- Lead time ----------------------------------------------------------------------------------------------------


def test_environmental_hearing_puts_its_six_dates_on_the_list(
    ashyq_orta: Organisation, aigerim: User
) -> None:
    """Counted by hand: 26 October 2026 is a day off, moved from Republic Day, a Sunday."""
    hearing = planned(ashyq_orta, aigerim, "28.10.2026 10:00", **ENVIRONMENT)
    assert due(hearing) == {
        "documents": day("27.09.2026"),
        "announcement": day("29.09.2026"),
        "remarks": day("22.10.2026"),
        "minutes_signed": day("30.10.2026"),
        "minutes_posted": day("03.11.2026"),
        "minutes_sent": day("03.11.2026"),
    }
    steps = deadlines(hearing)["hearing.environment.announcement"].explanation["steps"]
    assert any(step["kind"] == "skipped" and step["from_on"] == "2026-10-24" for step in steps)


@pytest.mark.parametrize("starts", ["14.10.2026 10:00", "15.09.2026 10:00"])
def test_day_that_breaks_a_statutory_rule_is_refused_with_reason_and_earliest_day(
    ashyq_orta: Organisation, aigerim: User, starts: str
) -> None:
    with pytest.raises(Blocked) as refusal:
        planned(ashyq_orta, aigerim, starts, **ENVIRONMENT)
    said = " ".join(refusal.value.message_dict["starts_at"])
    assert "31 calendar days" in said
    assert "The earliest possible day: Thursday, 15 October." in said
    assert (Hearing.objects.count(), Deadline.objects.count()) == (0, 0)


def test_earliest_day_is_accepted_and_the_day_before_is_not(ashyq_orta: Organisation, aigerim: User) -> None:
    book = RuleBook(RuleSet.ENVIRONMENT, TODAY, deadline_queries.calendar())
    earliest = book.earliest(Facts(RuleSet.ENVIRONMENT, TODAY, TODAY))
    assert earliest == day("15.10.2026")
    planned(ashyq_orta, aigerim, f"{earliest:%d.%m.%Y} 10:00", **ENVIRONMENT)
    with pytest.raises(Blocked):
        planned(ashyq_orta, aigerim, f"{earliest - timedelta(1):%d.%m.%Y} 10:00", **ENVIRONMENT)


def test_documents_posted_late_block_though_the_day_is_far(ashyq_orta: Organisation, aigerim: User) -> None:
    done = {"documents_on": day("10.09.2026"), "announced_on": day("11.09.2026")}
    hearing = planned(ashyq_orta, aigerim, "12.10.2026 10:00", **ENVIRONMENT, **done)
    states = {code.rpartition(".")[2]: row.state for code, row in deadlines(hearing).items()}
    assert (states["documents"], states["announcement"]) == ("done", "done")
    late = {**done, "documents_on": day("13.09.2026")}
    with pytest.raises(Blocked):
        planned(ashyq_orta, aigerim, "12.10.2026 10:00", **ENVIRONMENT, **late)


def test_ordinary_hearing_soon_is_a_warning_and_no_refusal(
    ashyq_orta: Organisation, aigerim: User, her: Client
) -> None:
    hearing = planned(ashyq_orta, aigerim, "18.09.2026 15:00")
    assert due(hearing) == {}
    assert "less time than good practice asks for" in text_of(her.get(hearing.path))


def test_rule_changed_in_the_table_changes_the_answer(ashyq_orta: Organisation, aigerim: User) -> None:
    """The numbers are data: with 40 calendar days, what was possible is refused."""
    TimeLimit.objects.filter(code="hearing.environment.documents").update(quantity=41)
    with pytest.raises(Blocked, match="41 calendar days"):
        planned(ashyq_orta, aigerim, "16.10.2026 10:00", **ENVIRONMENT)


def test_moment_that_has_passed_and_a_year_without_calendar_are_refused(
    ashyq_orta: Organisation, aigerim: User
) -> None:
    for starts in ("14.09.2026 09:00", "01.01.2099 10:00"):
        with pytest.raises(ValidationError) as refusal:
            planned(ashyq_orta, aigerim, starts)
        assert list(refusal.value.message_dict) == ["starts_at"]


# --- Moving, calling off ------------------------------------------------------------------------------------------


def test_dates_move_along_with_the_hearing_and_keep_their_explanation(
    ashyq_orta: Organisation, aigerim: User
) -> None:
    hearing = planned(ashyq_orta, aigerim, "28.10.2026 10:00", **ENVIRONMENT)
    later = plan("30.10.2026 10:00", **ENVIRONMENT)
    change_hearing(hearing, later, seen=1, actor=aigerim, on=TODAY, at=NOW)
    moved = deadlines(hearing)["hearing.environment.remarks"]
    assert (moved.due_on, moved.start_on, moved.version) == (day("27.10.2026"), day("30.10.2026"), 2)
    assert moved.explanation["start_on"] == "2026-10-30"
    assert Deadline.objects.count() == 6


def test_change_of_a_text_is_possible_when_the_day_could_not_be_chosen_any_more(
    ashyq_orta: Organisation, aigerim: User
) -> None:
    hearing = planned(ashyq_orta, aigerim, "28.10.2026 10:00", **ENVIRONMENT)
    on = day("20.10.2026")
    changed = plan("28.10.2026 10:00", **ENVIRONMENT, aim_kk="Пікір жинау")
    change_hearing(hearing, changed, seen=1, actor=aigerim, on=on, at=almaty("20.10.2026"))
    hearing.refresh_from_db()
    assert (hearing.aim_kk, hearing.version) == ("Пікір жинау", 2)


def test_second_of_two_writers_is_told_and_overwrites_nothing(
    ashyq_orta: Organisation, aigerim: User
) -> None:
    hearing = planned(ashyq_orta, aigerim)
    same = Hearing.objects.get(pk=hearing.pk)
    change_hearing(hearing, plan(minutes=90), seen=1, actor=aigerim, on=TODAY, at=NOW)
    with pytest.raises(ValidationError, match="Somebody changed this hearing"):
        change_hearing(same, plan(minutes=60), seen=1, actor=aigerim, on=TODAY, at=NOW)
    assert Hearing.objects.get().minutes == 90


def test_calling_off_closes_the_dates_and_can_be_taken_back(ashyq_orta: Organisation, aigerim: User) -> None:
    hearing = planned(ashyq_orta, aigerim, "28.10.2026 10:00", **ENVIRONMENT)
    cancel_hearing(hearing, reason=NO_ROOM, actor=aigerim, at=NOW)
    assert {row.state for row in deadlines(hearing).values()} == {DeadlineState.CANCELLED}
    with pytest.raises(ValidationError):
        cancel_hearing(hearing, reason=NO_ROOM, actor=aigerim, at=NOW)
    restore_hearing(hearing, actor=aigerim, on=TODAY, at=NOW)
    assert {row.state for row in deadlines(hearing).values()} == {DeadlineState.OPEN}
    assert Deadline.objects.count() == 6


# --- Pages --------------------------------------------------------------------------------------------------------


def test_form_shows_the_reason_beside_the_day_and_keeps_what_was_typed(her: Client) -> None:
    fields = {**_typed("2026-10-14T10:00"), "rule_set": "environment", "aim_kk": "Мақсат"}
    answer = her.post(reverse("hearings:hearing-add"), fields)
    assert answer.status_code == 422
    assert "The earliest possible day: Thursday, 15 October." in text_of(answer)
    assert "Мақсат" in answer.content.decode()


def _typed(starts_at: str) -> dict[str, Any]:
    return {
        **{"title_kk": "Тыңдау", "title_ru": "Слушания", "rule_set": "ordinary", "format": "in_person"},
        **{"starts_at": starts_at, "minutes": "120"},
    }


def test_hearing_of_a_dossier_is_seen_on_its_page_and_in_its_thread(
    her: Client, ashyq_orta: Organisation
) -> None:
    dossier = DossierFactory(organisation=ashyq_orta)
    address = f"{reverse('hearings:hearing-add')}?dossier={dossier.pk}"
    assert her.post(address, _typed("2026-10-08T15:00")).status_code == 302
    page = text_of(her.get(f"/dossiers/{dossier.pk}/"))
    assert "Hearing Thursday, 8 October" in page
    assert "Open the hearing" in page


def test_dossier_of_another_organisation_cannot_be_taken(her: Client, kok_aspan: Organisation) -> None:
    dossier = DossierFactory(organisation=kok_aspan)
    assert her.get(f"{reverse('hearings:hearing-add')}?dossier={dossier.pk}").status_code == 404
    assert her.get(f"{reverse('hearings:hearing-add')}?dossier=٣").status_code == 404


def test_observer_reads_and_the_moderator_plans(
    bolat: User, serik: User, ashyq_orta: Organisation, client_of: ClientOf
) -> None:
    hearing = HearingFactory(organisation=ashyq_orta)
    seen, run = (client_of(person).get(hearing.path).content.decode() for person in (bolat, serik))
    assert "Change the plan" not in seen
    assert "Change the plan" in run


@pytest.mark.parametrize("rows", [1, 3])
def test_hearing_page_asks_the_same_number_of_questions(
    her: Client, ashyq_orta: Organisation, aigerim: User, rows: int, django_assert_num_queries: Any
) -> None:
    hearing = planned(ashyq_orta, aigerim)
    for _number in range(rows):
        AgendaItemFactory(hearing=hearing)
        InvitationFactory(hearing=hearing)
    with django_assert_num_queries(13):
        her.get(hearing.path)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_hearings_asks_the_same_number_of_questions(
    her: Client, ashyq_orta: Organisation, rows: int, django_assert_num_queries: Any
) -> None:
    for _number in range(rows):
        HearingFactory(organisation=ashyq_orta)
    with django_assert_num_queries(4):
        her.get(reverse("hearings:hearing-list"))


def test_every_change_is_in_the_log(ashyq_orta: Organisation, aigerim: User) -> None:
    hearing = planned(ashyq_orta, aigerim)
    change_hearing(hearing, plan(minutes=90), seen=1, actor=aigerim, on=TODAY, at=NOW)
    planning.cancel_hearing(hearing, reason=NO_ROOM, actor=aigerim, at=NOW)
    verbs = ActivityEntry.objects.filter(object_type="hearings.hearing").values_list("verb", flat=True)
    assert sorted(verbs) == ["hearing.cancelled", "hearing.changed", "hearing.planned"]
