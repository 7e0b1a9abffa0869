"""Strangers answer: nothing is lost, nothing counts twice, nothing says who it was."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import perf_counter
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import ActivityEntry, User
from correspondence.models import OutgoingEmail
from hearings import throttle
from monitoring import strangers
from monitoring.actions import answers
from monitoring.consent_texts import VERSION
from monitoring.models import EvidenceContact, Survey, SurveyAnswer
from monitoring.queries.surveys import figures_of
from tests.conftest import ClientOf
from tests.factories import SurveyAnswerFactory
from tests.monitoring.evidence.conftest import everywhere, form, questions_of, stamp

CONTACT = {"contact_name": "Жұлдызай Беймәлімқызы", "contact_phone": "+7 701 555 44 33", "shown": VERSION}


def send(survey: Survey, number: object = 1, **values: Any) -> Any:
    return Client(HTTP_USER_AGENT="Ерекше-Браузер/7").post(survey.public_path, form(survey, number, **values))


def test_form_sent_twice_counts_once(survey: Survey, unhurried: None) -> None:
    for _time in range(2):
        assert send(survey)["Location"].endswith("/thanks/")
    row = SurveyAnswer.objects.get()
    group, scale, _text = questions_of(survey)
    assert row.values == {str(group.pk): 0, str(scale.pk): 4}
    assert row.group == 0


def test_answer_keeps_nothing_of_who_sent_it(survey: Survey, unhurried: None) -> None:
    send(survey, text="Кешікті")
    columns = {field.name for field in SurveyAnswer._meta.fields}
    assert columns == {
        *("id", "survey", "answered_on", "group", "values", "form_key", "state", "set_aside_by_machine"),
        "in_results",
    }
    assert everywhere("127.0.0.1") == []
    assert everywhere("Ерекше-Браузер") == []
    assert not ActivityEntry.objects.exists()
    assert not OutgoingEmail.objects.exists()


def test_order_of_arrival_is_not_kept(survey: Survey, unhurried: None) -> None:
    for number in range(12):
        send(survey, number, text=f"{number:02}")
    text = str(questions_of(survey)[2].pk)
    by_key = [row.values[text] for row in SurveyAnswer.objects.order_by("pk")]
    assert by_key != sorted(by_key)


def test_refused_form_keeps_every_word(survey: Survey, unhurried: None) -> None:
    answer = send(survey, group="77", text="Ұзақ жазылған сөз")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ұзақ жазылған сөз" in page
    assert re.search(r'value="4"[^>]*checked', page)
    assert not SurveyAnswer.objects.exists()


@pytest.mark.parametrize("mark", ["", "forged", "stale", "fast"])
def test_forged_stale_and_fast_forms_are_not_taken(survey: Survey, mark: str) -> None:
    with time_machine.travel(timezone.now().timestamp() - (7 * 3600 if mark == "stale" else 60), tick=False):
        old = stamp()
    made = {"": "", "forged": old[:-2] + "xx", "stale": old, "fast": stamp()}[mark]
    answer = Client().post(survey.public_path, form(survey, stamp=made, text="Сақталсын"))
    assert answer.status_code == 422
    assert "Сақталсын" in answer.content.decode()
    again = re.search(r'name="stamp" value="([^"]+)"', answer.content.decode())
    assert again is not None
    assert throttle.nonce_of(again.group(1))
    assert not SurveyAnswer.objects.exists()


def test_machine_is_thanked_and_nothing_kept(survey: Survey, unhurried: None) -> None:
    assert send(survey, website="http://spam.example")["Location"].endswith("/thanks/")
    assert not SurveyAnswer.objects.exists()


def test_hall_of_people_is_set_aside_and_counts_at_a_word(
    survey: Survey, aigerim: User, unhurried: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strangers, "DOUBTFUL_AN_HOUR", 2)
    monkeypatch.setattr(strangers, "REFUSED_AN_HOUR", 4)
    statuses = [send(survey, number).status_code for number in range(6)]
    assert statuses == [302] * 4 + [422] * 2
    assert SurveyAnswer.objects.filter(state="set_aside", set_aside_by_machine=True).count() == 2
    assert answers.count_doubtful(survey, actor=aigerim, at=timezone.now()) == 2
    assert SurveyAnswer.objects.filter(state="counted").count() == 4


def test_closed_and_future_surveys_take_nothing(survey: Survey, unhurried: None) -> None:
    today = timezone.localdate()
    for facts in (
        {"closes_on": today.replace(year=2020)},
        {"opens_on": today.replace(year=2090)},
        {"state": "closed"},
    ):
        Survey.objects.filter(pk=survey.pk).update(
            **{"opens_on": None, "closes_on": None, "state": "open", **facts}
        )
        assert send(survey).status_code == 422
        assert '<form method="post" novalidate' not in Client().get(survey.public_path).content.decode()
    assert not SurveyAnswer.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "\u202eкері\u2066", "a\r\nBcc: x@example.kz", "=HYPERLINK(1)", "ә" * 3_001],
)
def test_hostile_words_are_shown_as_text(
    survey: Survey, aigerim: User, client_of: ClientOf, unhurried: None, text: str
) -> None:
    send(survey, text=text)
    page = client_of(aigerim).get(f"{survey.path}answers/").content.decode()
    assert "<script>alert(1)" not in page
    exported = client_of(aigerim).post(f"{survey.path}answers/export/").content.decode()
    assert ";=HYPERLINK" not in exported
    assert ';"=HYPERLINK' not in exported


def test_megabyte_is_refused(survey: Survey, unhurried: None) -> None:
    assert send(survey, text="ә" * 1_000_000).status_code in (400, 413, 422)
    assert not SurveyAnswer.objects.exists()


def test_page_is_small_and_sets_only_what_it_needs(survey: Survey) -> None:
    answer = Client().get(survey.public_path, headers={"Accept-Language": "kk"})
    assert len(answer.content) < 40_000
    assert set(answer.cookies) <= {"csrftoken"}


# --- Contact data -------------------------------------------------------------------------------------------------


@pytest.fixture
def asking(survey: Survey) -> Survey:
    survey.asks_contact = True
    survey.save()
    return survey


def test_contact_needs_its_own_consent(asking: Survey, unhurried: None) -> None:
    assert send(asking, **CONTACT).status_code == 422
    assert send(asking, contact="on", shown=VERSION).status_code == 422
    assert send(asking, **{**CONTACT, "shown": "2020-01-01.1"}, contact="on").status_code == 422
    assert not SurveyAnswer.objects.exists()
    assert not EvidenceContact.objects.exists()


def test_contact_and_answer_cannot_be_joined(asking: Survey, unhurried: None) -> None:
    for number in range(5):
        send(asking, number, **(CONTACT | {"contact": "on"} if number == 3 else {}))
    contact = EvidenceContact.objects.get()
    assert contact.answer is None
    assert set(SurveyAnswer.objects.values_list("answered_on", flat=True)) == {None}
    consent = contact.consents.get()
    assert (consent.purpose, consent.version, consent.way) == ("contact", VERSION, "form")
    assert "180" in consent.text
    assert asking.organisation.bin in consent.text


def test_contact_is_tied_only_by_consent_and_erased_by_its_person(asking: Survey, unhurried: None) -> None:
    own = send(asking, **CONTACT, contact="on", ask_back="on")["Location"]
    assert send(asking, **CONTACT, contact="on", ask_back="on")["Location"] == own
    assert EvidenceContact.objects.get().answer == SurveyAnswer.objects.get()
    assert "Жұлдызай" in Client().get(own).content.decode()
    assert Client().post(own).status_code == 200
    assert Client().get(own).status_code == 404
    assert everywhere("Жұлдызай") == []
    assert SurveyAnswer.objects.count() == 1


# --- At once ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_same_form_at_once_counts_once_and_none_is_lost(
    survey: Survey, unhurried: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = 10 if connection.vendor == "postgresql" else 4
    monkeypatch.setattr(strangers, "DOUBTFUL_AN_HOUR", 10_000)
    gate = Barrier(at_once)

    def post(number: int) -> int:
        try:
            gate.wait(timeout=30)
            return int(send(survey, number // 2).status_code)  # each form comes twice
        finally:
            connection.close()

    with ThreadPoolExecutor(at_once) as pool:
        statuses = list(pool.map(post, range(40)))
    assert statuses == [302] * 40
    assert SurveyAnswer.objects.count() == 20


def test_five_thousand_answers_are_counted_in_time(survey: Survey) -> None:
    group, scale, _text = questions_of(survey)
    rows = [
        SurveyAnswerFactory.build(
            survey=survey, group=n % 3, values={str(group.pk): n % 3, str(scale.pk): n % 5 + 1}
        )
        for n in range(5_000)
    ]
    SurveyAnswer.objects.bulk_create(rows)
    begun = perf_counter()
    found = figures_of(survey, questions_of(survey))
    assert found[1].answered == 5_000
    assert perf_counter() - begun < 2
