"""Data of people go when their term is over: exactly then, everywhere, and what another consent needs stays."""

import csv
import io
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import ActivityEntry, Organisation, User
from correspondence.models import OutgoingEmail
from hearings.actions import own_data, registration, retention, writing
from hearings.actions.registration import Application
from hearings.actions.writing import Writing
from hearings.models import (
    AccessNeed,
    CheckIn,
    Consent,
    Hearing,
    Proposal,
    Registration,
    Turn,
    WrittenProposal,
)
from hearings.naming import naming_of
from hearings.states import Attendance, NeedKind, Purpose, Term
from hearings.terms import TermBook
from tests.conftest import ClientOf
from tests.factories import HearingFactory
from tests.factories.hearings import CheckInFactory, ProposalFactory, TurnFactory
from tests.hearings.conftest import NOW, TODAY
from tests.moments import almaty

BEGINS = almaty("08.10.2026 15:00")
APPROVED = almaty("12.10.2026 18:00")
# Day 30 after 12 October is 11 November.
LAST_DAY = almaty("11.11.2026 23:59")
NAME, EMAIL = "Ұлжалғас-Планета Күмісбекқызы", "ulzhalgas-planeta@example.kz"


@pytest.fixture
def hearing(ashyq_orta: Organisation, aigerim: User) -> Hearing:
    return HearingFactory(
        organisation=ashyq_orta,
        starts_at=BEGINS,
        moderator=aigerim,
        state="announced",
        announced_at=NOW,
        notice=1,
    )


def come(
    hearing: Hearing, *more: Purpose, name: str = NAME, email: str = EMAIL, key: str = "1"
) -> Registration:
    made = registration.register(
        hearing,
        Application(
            name=name,
            email=email,
            language="kk",
            attendance=Attendance.ROOM,
            shown_in="kk",
            purposes=[Purpose.TAKING_PART, *more],
            represents=f"{name} бірлестігі",
            needs={NeedKind.OTHER: f"{name} арбамен келеді"},
        ),
        form_key=key * 64,
        at=NOW,
    )
    registration.confirm(made, at=NOW)
    return made


def wrote(hearing: Hearing, *more: Purpose) -> WrittenProposal:
    words = Writing(
        NAME,
        EMAIL,
        f"{NAME} бірлестігі",
        "3-бап",
        "Тариф ашық болсын.",
        "kk",
        "kk",
        [Purpose.TAKING_PART, *more],
    )
    made = writing.send(hearing, words, form_key="w" * 64, at=NOW)
    writing.confirm(made, at=NOW)
    return made


def held(hearing: Hearing, approved_at: datetime | None = APPROVED) -> None:
    Hearing.objects.filter(pk=hearing.pk).update(
        state="held", opened_at=BEGINS, closed_at=BEGINS + timedelta(hours=2), minutes_approved_at=approved_at
    )
    hearing.refresh_from_db()


def everything_stored() -> Iterator[tuple[str, str]]:
    """Every value of every column of every table, and every file under var, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    body = bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
                    yield table, body.decode("utf-8", "replace")
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file():
            yield str(path), path.read_bytes().decode("utf-8", "replace")


def found(*marks: str) -> set[str]:
    return {where for where, text in everything_stored() if any(mark in text for mark in marks)}


MARKS = ("Планета", "planeta", "\\u041f\\u043b\\u0430\\u043d\\u0435\\u0442\\u0430")


# --- Nowhere found ------------------------------------------------------------------------------------------------


def test_planted_name_is_found_nowhere_when_the_term_is_over(
    hearing: Hearing, client_of: ClientOf, aigerim: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    row = come(hearing)
    wrote(hearing)
    present = CheckInFactory(hearing=hearing, registration=row, name=NAME)
    TurnFactory(hearing=hearing, registration=row, check_in=present, name=NAME, thesis="Тариф ашық болсын")
    walk_in = CheckInFactory(hearing=hearing, name=NAME)
    ProposalFactory(hearing=hearing, check_in=walk_in, name=NAME, number=2)
    client_of(aigerim).post(reverse("hearings:participants-export", args=[hearing.pk]), {"as": "xlsx"})
    held(hearing)
    assert {
        "hearings_registration",
        "hearings_writtenproposal",
        "hearings_proposal",
        "hearings_turn",
    } <= found(*MARKS)
    assert "correspondence_outgoingemail" in found(EMAIL)
    retention.erase_due(LAST_DAY + timedelta(minutes=1))
    assert found(*MARKS) == set()
    assert "Планета" not in caplog.text
    # The minutes stay lawful: who came is counted, what was said and proposed keeps its words and numbers.
    assert CheckIn.objects.count() == 2
    assert list(Proposal.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert Proposal.objects.get(number=1).text == "Тариф ашық болсын."


def test_erasing_keeps_to_the_day_runs_by_itself_and_equals_its_dry_run(hearing: Hearing) -> None:
    come(hearing)
    held(hearing)
    AccessNeed.objects.all().delete()
    assert retention.plan(LAST_DAY) == []
    assert retention.erase_due(LAST_DAY) == []
    midnight = LAST_DAY + timedelta(minutes=1)
    said = []
    with time_machine.travel(midnight, tick=False):
        for options in (["--dry-run"], ["--dry-run"], [], []):
            out = io.StringIO()
            call_command("erase_expired", *options, stdout=out)
            said.append(out.getvalue().splitlines())
    assert said[0] == said[1]
    assert said[0][:-1] == said[2][:-1]
    assert [lines[-1] for lines in said] == ["would be erased: 1"] * 2 + ["erased: 1", "erased: 0"]
    assert "Планета" not in str(said)
    assert Registration.objects.get().state == "erased"
    assert [entry.details for entry in ActivityEntry.objects.filter(verb="retention.erased")] == [
        {"count": 1}
    ]


@pytest.mark.parametrize(
    ("facts", "last"),
    [
        ({"state": "held", "minutes_approved_at": APPROVED}, "11.11.2026"),
        ({"state": "held"}, "06.04.2027"),  # 180 days after 8 October
        ({"state": "cancelled", "cancelled_at": almaty("01.10.2026 10:00")}, "30.11.2026"),
        ({}, "06.04.2027"),
    ],
)
def test_term_begins_with_its_event(hearing: Hearing, facts: dict[str, Any], last: str) -> None:
    facts = {"opened_at": BEGINS, "closed_at": BEGINS, **facts}
    Hearing.objects.update(**facts)
    hearing.refresh_from_db()
    assert f"{TermBook(TODAY).of_hearing(hearing).last_on:%d.%m.%Y}" == last


def test_needs_go_ten_days_after_the_hearing_and_what_nobody_confirmed_after_a_week(hearing: Hearing) -> None:
    come(hearing)
    stale = registration.register(
        hearing,
        Application("Басқа", "basqa@example.kz", "kk", Attendance.ROOM, "kk", [Purpose.TAKING_PART]),
        form_key="2" * 64,
        at=NOW,
    )
    registration.lapse_unconfirmed(NOW + timedelta(days=2))
    assert retention.erase_due(almaty("21.09.2026 23:00")) == []
    assert [due.pk for due in retention.erase_due(almaty("22.09.2026 00:10"))] == [stale.pk]
    held(hearing, approved_at=None)
    assert retention.erase_due(almaty("18.10.2026 23:00")) == []
    assert [due.what for due in retention.erase_due(almaty("19.10.2026 00:10"))] == ["needs"]
    assert Registration.objects.get(email=EMAIL).name == NAME


# --- What another consent needs -----------------------------------------------------------------------------------


def test_who_may_be_written_to_keeps_name_and_address_until_they_withdraw(hearing: Hearing) -> None:
    row = come(hearing, Purpose.CONTACTED)
    CheckInFactory(hearing=hearing, registration=row, name=NAME)
    held(hearing)
    retention.erase_due(LAST_DAY + timedelta(days=1))
    row.refresh_from_db()
    assert (row.name, row.email, row.represents) == (NAME, EMAIL, "")
    assert [consent.purpose for consent in Consent.objects.all()] == ["contacted"]
    assert CheckIn.objects.get().name == ""
    assert retention.plan(LAST_DAY + timedelta(days=400)) == []
    own_data.withdraw_consent(row, Purpose.CONTACTED, on=TODAY, at=LAST_DAY + timedelta(days=2))
    retention.erase_due(LAST_DAY + timedelta(days=2))
    assert found(*MARKS) == set()


def test_who_may_be_named_stays_in_the_record_without_an_address(hearing: Hearing) -> None:
    row, other = (
        come(hearing, Purpose.NAMED),
        come(hearing, Purpose.NAMED, name="Тағы Біреу", email="t@example.kz", key="2"),
    )
    wrote(hearing, Purpose.NAMED)
    for one in (row, other):
        CheckInFactory(hearing=hearing, registration=one, name=one.name)
    held(hearing)
    retention.erase_due(LAST_DAY + timedelta(days=1))
    assert {one.name for one in CheckIn.objects.all()} == {NAME, "Тағы Біреу"}
    assert set(Registration.objects.values_list("email", flat=True)) == {""}
    proposal = Proposal.objects.get()
    assert (proposal.name, naming_of(proposal.hearing, is_public=True).names(proposal)) == (NAME, True)
    assert found(EMAIL) == set()
    assert retention.plan(LAST_DAY + timedelta(days=2)) == []


def test_letter_that_is_being_sent_is_waited_for(hearing: Hearing) -> None:
    come(hearing)
    held(hearing)
    OutgoingEmail.objects.update(state="sending", lease_until=LAST_DAY + timedelta(days=9))
    AccessNeed.objects.all().delete()
    assert retention.erase_due(LAST_DAY + timedelta(days=1)) == []
    OutgoingEmail.objects.update(state="sent", lease_until=None)
    assert len(retention.erase_due(LAST_DAY + timedelta(days=1))) == 1


def test_nobody_is_promoted_or_written_to_when_data_go(hearing: Hearing) -> None:
    Hearing.objects.update(seats_room=1)
    come(hearing)
    come(hearing, name="Кезекші", email="kezekshi@example.kz", key="2")
    held(hearing)
    before = OutgoingEmail.objects.count()
    retention.erase_due(LAST_DAY + timedelta(days=1))
    assert OutgoingEmail.objects.count() == before
    assert set(Registration.objects.values_list("state", flat=True)) == {"erased"}


def test_ex_officio_names_stay(hearing: Hearing) -> None:
    CheckInFactory(hearing=hearing, name="Әкім орынбасары", is_official=True)
    CheckInFactory(hearing=hearing, name="Келісім берген", may_be_named=True)
    held(hearing)
    retention.erase_due(LAST_DAY + timedelta(days=1))
    assert {row.name for row in CheckIn.objects.all()} == {"Әкім орынбасары", "Келісім берген"}


# --- The organisation's terms -------------------------------------------------------------------------------------


def test_term_can_be_made_shorter_and_never_longer(
    hearing: Hearing, client_of: ClientOf, aigerim: User
) -> None:
    her = client_of(aigerim)
    assert her.post(reverse("hearings:terms"), {"approved": "31"}).status_code == 422
    assert her.post(reverse("hearings:terms"), {"approved": "5"}).status_code == 302
    come(hearing)
    held(hearing)
    AccessNeed.objects.all().delete()
    assert retention.plan(almaty("17.10.2026 23:00")) == []
    assert len(retention.plan(almaty("18.10.2026 00:10"))) == 1
    her.post(reverse("hearings:terms"), {"approved": ""})
    assert retention.plan(almaty("18.10.2026 00:10")) == []
    verbs = ActivityEntry.objects.filter(verb="retention.term_set").order_by("pk")
    assert [entry.details for entry in verbs] == [
        {"term": Term.APPROVED.value, "days": 5},
        {"term": Term.APPROVED.value, "days": 30},
    ]


# --- The list as a file -------------------------------------------------------------------------------------------


@pytest.fixture
def her(client_of: ClientOf, aigerim: User) -> Client:
    return client_of(aigerim)


def test_exports_hold_texts_and_never_formulas_and_are_logged(hearing: Hearing, her: Client) -> None:
    come(hearing, Purpose.NAMED, name="=HYPERLINK(1)")
    address = reverse("hearings:participants-export", args=[hearing.pk])
    table = list(csv.reader(io.StringIO(her.post(address).content.decode("utf-8-sig")), delimiter=";"))
    assert table[1][1] == "'=HYPERLINK(1)"
    assert table[1][3] == EMAIL
    sheet = load_workbook(io.BytesIO(her.post(address, {"as": "xlsx"}).content)).worksheets[0]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=HYPERLINK(1)", "s")
    logged = ActivityEntry.objects.filter(verb="participants.exported").order_by("pk")
    assert [entry.details for entry in logged] == [
        {"count": 1, "format": "CSV"},
        {"count": 1, "format": "XLSX"},
    ]
    assert her.get(address).status_code == 405


# --- What was said ------------------------------------------------------------------------------------------------


def spoken_of(hearing: Hearing) -> None:
    """Others speak of her; the minister's name, of whom nobody asks anything, stays."""
    TurnFactory(
        hearing=hearing,
        name="Серік Жанов",
        thesis="Ұлжалғас-Планетаның сөзін қолдаймын, У. Ұлжалғас-Планета дұрыс айтты. Министр Айбек Нұрланов келмеді.",
    )
    ProposalFactory(hearing=hearing, number=7, norm="Планета бабы", text="Күмісбекқызының ұсынысы бойынша")


def test_who_is_erased_is_not_named_again_by_what_others_said(hearing: Hearing) -> None:
    """The public copy hid the name while the record knew it; afterwards nothing could hide it."""
    row = come(hearing)
    spoken_of(hearing)
    own_data.erase(row, at=NOW)
    assert found("Ұлжалғас", "Күмісбекқыз") == set()
    thesis = Turn.objects.get().thesis
    assert thesis == "*** сөзін қолдаймын, *** дұрыс айтты. Министр Айбек Нұрланов келмеді."
    assert Proposal.objects.get().version == 2


@pytest.mark.parametrize("how", ["registered", "wrote", "walked in"])
def test_when_the_term_is_over_the_words_name_nobody(hearing: Hearing, how: str) -> None:
    if how == "registered":
        come(hearing)
    elif how == "wrote":
        wrote(hearing)
    else:
        CheckInFactory(hearing=hearing, name=NAME)
    spoken_of(hearing)
    held(hearing)
    retention.erase_due(LAST_DAY + timedelta(minutes=1))
    assert found("Ұлжалғас", "Күмісбекқыз") == set()
    assert "сөзін қолдаймын" in Turn.objects.get().thesis


def test_words_keep_the_name_of_who_may_be_named_and_may_be_written_to_keeps_the_address(
    hearing: Hearing,
) -> None:
    come(hearing, Purpose.NAMED)
    spoken_of(hearing)
    held(hearing)
    retention.erase_due(LAST_DAY + timedelta(minutes=1))
    assert "Ұлжалғас-Планетаның" in Turn.objects.get().thesis
    Consent.objects.filter(purpose=Purpose.NAMED).update(withdrawn_at=LAST_DAY)
    Consent.objects.create(
        registration=Registration.objects.get(),
        purpose=Purpose.CONTACTED,
        version="1",
        language="kk",
        text="",
        given_at=NOW,
    )
    retention.erase_due(LAST_DAY + timedelta(days=1))
    assert "Ұлжалғас" not in Turn.objects.get().thesis
    assert Registration.objects.get().name == NAME


def test_whoever_signs_up_as_a_word_takes_it_out_of_nothing(hearing: Hearing) -> None:
    """Anybody may register with any name and be erased: the record of others is not theirs to spoil."""
    for key, name in enumerate(("Қоғамдық Кеңес", "Министр Тариф", "Ұлжалғас Тариф"), 1):
        row = come(hearing, name=name, email=f"troll{key}@example.kz", key=str(key))
        said = "Қоғамдық кеңес пен Министр тарифті қарады. Тариф – министрлер мен қоғамдық ұйымдар ісі. Ұлжалғас қарсы."
        Turn.objects.all().delete()
        TurnFactory(hearing=hearing, name="Серік Жанов", thesis=said)
        own_data.erase(row, at=NOW)
        assert Turn.objects.get().thesis == (said.replace("Ұлжалғас", "***") if key == 3 else said)
