"""The minutes of a hearing, from its record to the reply of the body."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone, translation

from accounts.models import Organisation, User
from accounts.states import Role
from amendments.models import AmendmentRow
from common.states import AlreadyMoved, IllegalMove
from correspondence.composing import facts_in
from correspondence.documents import Mode, Text
from correspondence.documents.rendering import render
from correspondence.issuing import issue_due
from correspondence.models import IssuedDocument, IssuedFile, Notice
from deadlines.models import Deadline, TimeLimit
from deadlines.reference import load_time_limits
from hearings.actions import follow_up, own_data
from hearings.actions import minutes as actions
from hearings.actions.attendance import forget_check_in
from hearings.actions.public_copy import keep_public_files
from hearings.actions.record import Entry, write
from hearings.consent_texts import VERSION
from hearings.minutes import minutes_document, record_of
from hearings.models import (
    Consent,
    Hearing,
    LetterProof,
    Minutes,
    MinutesComment,
    MinutesLetter,
    NamedVote,
    Proposal,
    PublicFile,
)
from hearings.states import EntryKind, LetterTo, Purpose
from tests.conftest import ClientOf
from tests.correspondence.paper import docx_text, pdf_text, words_of
from tests.factories import DossierFactory, MembershipFactory
from tests.factories.hearings import (
    COLUMNS,
    AgendaItemFactory,
    CheckInFactory,
    OpenHearingFactory,
    ProposalFactory,
    RegistrationFactory,
    TurnFactory,
    VoteFactory,
)
from tests.hearings.conftest import NOW, TODAY

HELD = timezone.make_aware(datetime(2026, 9, 11, 15))
HOSTILE = '<script>alert(1)</script> {{ secret }} & "қос" ‮теріс‬ ' + "ұ" * 300
TEXTS = {
    "decisions_kk": "Тариф жылына бір рет бекітілсін деп ұсыну.",
    "decisions_ru": "Рекомендовать утверждать тариф раз в год.",
    "annexes_kk": "Баяндама слайдтары",
    "annexes_ru": "Слайды доклада",
    "recording_url": "https://example.kz/zhazba",
}
# Everything that was recorded, once said in its language.
RECORDED = (
    *("Тарифтің негіздемесі жоқ", "3-тармақтың 2-бөлігі", "Тарифті жылына бір рет бекіту", "Отсрочка на год"),
    *(
        "Қалыс ұсыныс",
        "Дәурен Сапаров",
        "Министрлік",
        "Әсем Бекова",
        "Ғани Оспанов",
        "Мира Ким",
        "12",
        "15:00",
        "17:10",
    ),
)
PDF = b"%PDF-1.7\n%%EOF"
PRIVATE = ("Әсем Бекова", "Мира Ким")  # written down, not published


def agreed(registration: Any, *purposes: Purpose) -> None:
    for purpose in purposes:
        Consent.objects.create(
            registration=registration,
            purpose=purpose,
            version=VERSION,
            language="kk",
            text="…",
            given_at=HELD,
        )


@pytest.fixture
def hearing(ashyq_orta: Organisation, serik: User) -> Hearing:
    """A closed hearing: four people came, two of them only written down, one ex officio, one named publicly."""
    facts = {
        "starts_at": HELD,
        "moderator": serik,
        "state": "held",
        "closed_at": HELD + timedelta(minutes=130),
    }
    row: Hearing = OpenHearingFactory(
        organisation=ashyq_orta, dossier=DossierFactory(organisation=ashyq_orta), code="tynda234", **facts
    )
    return recorded(row)


def recorded(row: Hearing) -> Hearing:
    item = AgendaItemFactory(hearing=row, title_kk="Тариф", title_ru="Тариф", started_at=HELD, ended_at=HELD)
    named, quiet = (
        RegistrationFactory(hearing=row, name=name, number=900 + n)
        for n, name in enumerate(("Ғани Оспанов", "Әсем Бекова"))
    )
    agreed(named, Purpose.TAKING_PART, Purpose.NAMED, Purpose.RECORDED)
    agreed(quiet, Purpose.TAKING_PART, Purpose.RECORDED)
    came = {"hearing": row, "came_at": HELD}
    first = CheckInFactory(**came, registration=named, name=named.name)
    second = CheckInFactory(**came, registration=quiet, name=quiet.name, represents="«Су» қоры")
    third = CheckInFactory(**came, name="Мира Ким", has_signed=True)
    fourth = CheckInFactory(**came, name="Дәурен Сапаров", represents="Министрлік", is_official=True)
    CheckInFactory(**came, name="Жасырын Адам")  # signed nothing: named nowhere
    spoke = {"hearing": row, "item": item, "started_at": HELD, "ended_at": HELD + timedelta(minutes=3)}
    TurnFactory(
        **spoke, check_in=second, registration=quiet, name=quiet.name, thesis="Тарифтің негіздемесі жоқ."
    )
    TurnFactory(
        **{**spoke, "started_at": HELD + timedelta(minutes=4), "ended_at": HELD + timedelta(minutes=5)},
        check_in=fourth,
        name=fourth.name,
        is_official=True,
        thesis=f"Әсем  бекова дұрыс айтты. {HOSTILE}",
    )
    said = {"hearing": row, "check_in": first, "registration": named, "name": named.name}
    proposal = ProposalFactory(
        **said, number=1, norm="3-тармақтың 2-бөлігі", text="Тарифті жылына бір рет бекіту."
    )
    ProposalFactory(
        hearing=row, number=2, check_in=third, name=third.name, text="Отсрочка на год.", language="ru"
    )
    ProposalFactory(**said, number=3, text=f"Қалыс ұсыныс {HOSTILE}", state="withdrawn")
    ProposalFactory(**said, number=4, text="Қате жазылған", state="struck")
    counted = {"present": 12, "votes_for": 7, "votes_against": 3, "votes_abstained": 2, "closed_at": HELD}
    VoteFactory(hearing=row, number=1, proposal=proposal, **counted)
    by_name = VoteFactory(hearing=row, number=2, way="named", present=5, closed_at=HELD)
    for voter, choice in ((first, "for"), (second, "against")):
        NamedVote.objects.create(vote=by_name, check_in=voter, choice=choice)
    return row


@pytest.fixture
def leader(ashyq_orta: Organisation) -> User:
    return MembershipFactory(organisation=ashyq_orta, role=Role.COORDINATOR, user__name="Мәдина Әбілова").user


def write_texts(hearing: Hearing, actor: User, **texts: str) -> Minutes:
    return actions.write_minutes(hearing, {**TEXTS, **texts}, None, seen=0, actor=actor, on=TODAY, at=NOW)


def approved(hearing: Hearing, serik: User, leader: User) -> Minutes:
    write_texts(hearing, serik)
    actions.start_round(hearing, [leader], TODAY, actor=serik, on=TODAY, at=NOW)
    actions.comment(hearing, "", actor=leader, on=TODAY, at=NOW)
    actions.approve(hearing, actor=leader, on=TODAY, at=NOW)
    assert issue_due(timezone.now()) == 1
    return Minutes.objects.get(hearing=hearing)


def published(hearing: Hearing, serik: User, leader: User) -> Minutes:
    found = approved(hearing, serik, leader)
    actions.publish(hearing, actor=leader, on=TODAY, at=NOW)
    found.refresh_from_db()
    return found


def squeezed(text: str) -> str:
    return "".join(words_of(text))


@pytest.mark.parametrize("mode", list(Mode))
def test_pdf_and_docx_say_all_that_was_recorded(hearing: Hearing, serik: User, mode: Mode) -> None:
    minutes = write_texts(hearing, serik)
    for is_public in (False, True):
        files = render(
            minutes_document(record_of(hearing, minutes, is_public=is_public), mode), ("pdf", "docx")
        )
        for text in map(squeezed, (pdf_text(files["pdf"]), docx_text(files["docx"]))):
            hidden = PRIVATE if is_public else ()
            for said in RECORDED:
                assert (squeezed(said) in text) == (said not in hidden), (said, is_public)
            assert "Жасырын" not in text
            assert "Қатежазылған" not in text
            assert "{{secret}}" in text
            for language in mode.languages:
                assert squeezed(TEXTS[f"decisions_{language}"]) in text
                assert squeezed(TEXTS[f"annexes_{language}"]) in text
            if is_public:
                assert "бекова" not in text.casefold()


def test_page_shows_paper_to_those_who_run_it_and_escapes_it(
    hearing: Hearing, serik: User, client_of: ClientOf, django_assert_num_queries: Any
) -> None:
    client = client_of(serik)
    with django_assert_num_queries(12):
        page = client.get(f"/hearings/{hearing.pk}/minutes/paper/", headers={"accept-language": "kk"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "Әсем Бекова" in text
    assert "<script>alert" not in text
    public = client.get(f"/hearings/{hearing.pk}/minutes/paper/?copy=public").content.decode()
    assert "Ғани Оспанов" in public
    assert "Әсем Бекова" not in public
    assert not Minutes.objects.exists()  # looking writes nothing


def test_pages_ask_as_much_of_a_long_record_as_of_a_short_one(
    hearing: Hearing, serik: User, leader: User, client_of: ClientOf, django_assert_num_queries: Any
) -> None:
    """The moderator's page: a draft, one that is commented on, and published minutes with a recording and letters."""
    client, hers, address = client_of(serik), client_of(leader), f"/hearings/{hearing.pk}/minutes/"
    Hearing.objects.filter(pk=hearing.pk).update(rule_set="environment")
    hearing.refresh_from_db()
    with django_assert_num_queries(7):
        assert client.get(address).status_code == 200
    write_texts(hearing, serik)
    actions.start_round(hearing, [leader], TODAY, actor=serik, on=TODAY, at=NOW)
    actions.comment(hearing, "Күнін тексеріңіз", actor=leader, on=TODAY, at=NOW)
    with django_assert_num_queries(10):
        assert "Күнін тексеріңіз" in hers.get(address).content.decode()
    for number in range(5, 25):
        longer(hearing, number)
    with django_assert_num_queries(10):
        assert hers.get(address).status_code == 200
    with django_assert_num_queries(12):
        assert client.get(f"{address}paper/").status_code == 200
    Hearing.objects.filter(pk=hearing.pk).update(rule_set="ordinary")
    hearing.refresh_from_db()
    actions.settle(MinutesComment.objects.get(), is_settled=True, actor=serik, on=TODAY, at=NOW)
    actions.approve(hearing, actor=leader, on=TODAY, at=NOW)
    issue_due(timezone.now())
    actions.publish(hearing, actor=leader, on=TODAY, at=NOW)
    for to in LetterTo:
        named = Text("Орган", "Орган")
        follow_up.write_letter(hearing, to, named, Mode.BOTH, actor=leader, on=TODAY, at=NOW)
    Hearing.objects.filter(pk=hearing.pk).update(rule_set="environment")
    with django_assert_num_queries(12):
        assert hers.get(address).status_code == 200
    with django_assert_num_queries(12):
        assert client.get(f"{address}paper/").status_code == 200


def longer(hearing: Hearing, number: int) -> None:
    """One more person who came, spoke, proposed and voted by name."""
    item = AgendaItemFactory(hearing=hearing)
    person = CheckInFactory(hearing=hearing, came_at=HELD)
    TurnFactory(hearing=hearing, item=item, check_in=person, name=person.name, started_at=HELD, ended_at=HELD)
    proposal = ProposalFactory(hearing=hearing, check_in=person, number=number, name=person.name)
    vote = VoteFactory(
        hearing=hearing, proposal=proposal, number=number, way="named", present=5, closed_at=HELD
    )
    NamedVote.objects.create(vote=vote, check_in=person, choice="for")


def test_public_copy_follows_the_consents_of_the_moment(
    hearing: Hearing, serik: User, leader: User, client: Client, django_assert_num_queries: Any
) -> None:
    assert client.get("/h/tynda234/minutes/").status_code == 404
    published(hearing, serik, leader)
    assert keep_public_files(NOW) == 6
    assert keep_public_files(NOW) == 0
    with django_assert_num_queries(9):
        page = client.get("/h/tynda234/minutes/")
    assert "Ғани Оспанов" in page.content.decode()
    assert TEXTS["recording_url"] in page.content.decode()
    file = client.get("/h/tynda234/minutes/ru/pdf/")
    assert squeezed("Ғани Оспанов") in squeezed(pdf_text(file.content))
    full = bytes(IssuedFile.objects.get(kind="pdf").body)

    named = hearing.registrations.get(name="Ғани Оспанов")
    own_data.withdraw_consent(named, Purpose.NAMED, on=TODAY, at=NOW)
    assert "Оспанов" not in client.get("/h/tynda234/minutes/").content.decode()
    assert not PublicFile.objects.exists()
    assert client.get("/h/tynda234/minutes/ru/pdf/").status_code == 503
    assert Deadline.objects.get(kind="personal_data.withdrawal").due_on == date(2026, 10, 5)
    assert keep_public_files(NOW) == 6
    for kind, read in (("pdf", pdf_text), ("docx", docx_text)):
        assert "Оспанов" not in read(client.get(f"/h/tynda234/minutes/kk/{kind}/").content)
    assert bytes(IssuedFile.objects.get(kind="pdf").body) == full  # what was issued does not change

    own_data.withdraw_consent(named, Purpose.RECORDED, on=TODAY, at=NOW)
    assert TEXTS["recording_url"] not in client.get("/h/tynda234/minutes/").content.decode()
    keep_public_files(NOW)
    hearing.organisation.phone = "+7 7172 55 55 55"
    hearing.organisation.save()
    assert client.get("/h/tynda234/minutes/ru/docx/").status_code == 503  # says something else by now
    assert keep_public_files(NOW + timedelta(hours=1)) == 6


def test_erased_participant_leaves_both_copies(hearing: Hearing, serik: User) -> None:
    minutes = write_texts(hearing, serik)
    signed = hearing.checkins.get(name="Мира Ким")
    forget_check_in(signed, actor=serik, at=NOW)
    own_data.erase(hearing.registrations.get(name="Әсем Бекова"), at=NOW)
    for is_public in (True, False):
        said = str(minutes_document(record_of(hearing, minutes, is_public=is_public), Mode.BOTH))
        assert "Мира" not in said
        assert "Әсем Бекова" not in said
        assert "Отсрочка на год" in said


def test_round_of_comments_leads_to_the_approval(hearing: Hearing, serik: User, leader: User) -> None:
    write_texts(hearing, serik, decisions_ru="")
    with pytest.raises(AlreadyMoved):
        actions.write_minutes(hearing, TEXTS, None, seen=0, actor=leader, on=TODAY, at=NOW)
    with pytest.raises(ValidationError, match="until"):
        actions.start_round(hearing, [], TODAY - timedelta(days=1), actor=serik, on=TODAY, at=NOW)
    actions.start_round(hearing, [leader], TODAY, actor=serik, on=TODAY, at=NOW)
    actions.comment(hearing, "Күнін тексеріңіз", actor=leader, on=TODAY, at=NOW)
    with pytest.raises(ValidationError) as refusal:
        actions.approve(hearing, actor=leader, on=TODAY, at=NOW)
    assert len(refusal.value.messages) == 2
    with pytest.raises(ValidationError):
        actions.comment(hearing, "Кеш", actor=leader, on=TODAY + timedelta(days=1), at=NOW)
    minutes = Minutes.objects.get()
    actions.write_minutes(hearing, TEXTS, None, seen=minutes.version, actor=serik, on=TODAY, at=NOW)
    actions.settle(MinutesComment.objects.get(), is_settled=True, actor=serik, on=TODAY, at=NOW)
    actions.approve(hearing, actor=leader, on=TODAY, at=NOW)
    hearing.refresh_from_db()
    assert hearing.minutes_approved_at == NOW
    for late in (
        lambda: actions.write_minutes(hearing, TEXTS, None, seen=0, actor=serik, on=TODAY, at=NOW),
        lambda: actions.approve(hearing, actor=leader, on=TODAY, at=NOW),
        lambda: write(hearing, Entry(EntryKind.REOPEN, uuid4(), {}, NOW), actor=serik, at=NOW),
        lambda: actions.settle(MinutesComment.objects.get(), is_settled=False, actor=serik, on=TODAY, at=NOW),
    ):
        with pytest.raises(IllegalMove):
            late()


def test_environmental_minutes_answer_every_remark(hearing: Hearing, serik: User, leader: User) -> None:
    Hearing.objects.filter(pk=hearing.pk).update(rule_set="environment")
    hearing.refresh_from_db()
    write_texts(hearing, serik)
    actions.start_round(hearing, [], TODAY, actor=serik, on=TODAY, at=NOW)
    one, two = Proposal.objects.filter(state="standing").order_by("number")
    answer = {"is_settled": True, "actor": serik, "on": TODAY, "at": NOW}
    actions.answer_remark(one, "Қабылданды", "Принято", **answer)
    with pytest.raises(ValidationError):
        actions.approve(hearing, actor=leader, on=TODAY, at=NOW)
    actions.answer_remark(two, "Жоқ", "Нет", **{**answer, "is_settled": False})
    actions.approve(hearing, actor=leader, on=TODAY, at=NOW)
    said = minutes_document(record_of(hearing, Minutes.objects.get(), is_public=False), Mode.RUSSIAN)
    remarks = next(table for table in said.tables if table.columns[-1].label.ru == "Снято или не снято")
    assert [(row[3].ru, row[4].ru) for row in remarks.rows] == [("Принято", "снято"), ("Нет", "не снято")]


def test_letter_has_a_number_a_clock_and_a_reply(hearing: Hearing, serik: User, leader: User) -> None:
    approved(hearing, serik, leader)
    to = Text("Мәслихат", "Маслихат")
    letter = follow_up.write_letter(hearing, LetterTo.COUNCIL, to, Mode.BOTH, actor=leader, on=TODAY, at=NOW)
    again = follow_up.write_letter(hearing, LetterTo.COUNCIL, to, Mode.BOTH, actor=leader, on=TODAY, at=NOW)
    assert letter == again
    sent = follow_up.Dispatch(TODAY, "letter", reply_on=TODAY + timedelta(days=20))
    with pytest.raises(ValidationError):
        follow_up.record_dispatch(letter, sent, actor=leader, on=TODAY, at=NOW)
    assert issue_due(timezone.now()) == 1
    letter = type(letter).objects.select_related("order__issued").get()
    assert letter.issued is not None
    assert "№ 1/2026" in pdf_text(bytes(letter.issued.files.get(kind="pdf").body))
    follow_up.record_dispatch(letter, sent, actor=leader, on=TODAY, at=NOW)
    letter.refresh_from_db()
    assert letter.reply_deadline.due_on == TODAY + timedelta(days=20)
    with pytest.raises(AlreadyMoved):
        follow_up.record_dispatch(letter, sent, actor=leader, on=TODAY, at=NOW)
    follow_up.record_reply(letter, TODAY, "Қаралды", actor=leader, on=TODAY, at=NOW)
    letter.reply_deadline.refresh_from_db()
    assert letter.reply_deadline.state == "done"
    assert IssuedDocument.objects.count() == 2


def test_registration_counts_the_reply_anew_and_proofs_are_kept(
    hearing: Hearing, serik: User, leader: User, client_of: ClientOf
) -> None:
    """The body has 15 working days by the law; registered a day after the sending, it has them from then on."""
    load_reply_rule()
    approved(hearing, serik, leader)
    client, address = client_of(leader), f"/hearings/{hearing.pk}/minutes/"
    said = {"to": "body", "mode": "kk", "addressee_ru": "Министерство"}
    assert client.post(f"{address}letters/", said).status_code == 302
    assert issue_due(timezone.now()) == 1
    letter = MinutesLetter.objects.get()
    page = f"{address}letters/{letter.pk}/"
    sent = {"sent_on": TODAY, "channel": "letter", "proof": SimpleUploadedFile("чек.pdf", PDF)}
    assert (
        client.post(f"{page}sent/", {**sent, "proof": SimpleUploadedFile("a.exe", b"MZ")}).status_code == 422
    )
    sent["proof"].seek(0)
    assert client.post(f"{page}sent/", sent).status_code == 302
    letter.refresh_from_db()
    before = letter.reply_deadline.due_on
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        registered = {"incoming_number": "ЗТ-17", "registered_on": TODAY + timedelta(days=1)}
        early = {**registered, "registered_on": TODAY - timedelta(days=1)}
        assert client.post(f"{page}registered/", early).status_code == 422
        for _twice in range(2):
            again = {**registered, "proof": SimpleUploadedFile("b.pdf", PDF)}
            assert client.post(f"{page}registered/", again).status_code == 302
    deadline = Deadline.objects.get(kind="hearing.minutes.reply")
    assert (before, deadline.due_on) == (date(2026, 10, 5), date(2026, 10, 6))
    proof = LetterProof.objects.get()
    given = client.get(f"{page}proofs/{proof.pk}/")
    assert b"".join(given.streaming_content) == PDF
    assert "attachment" in given["Content-Disposition"]
    assert client_of(serik).get(f"{page}proofs/{proof.pk}/").status_code == 403


def load_reply_rule() -> None:
    row = next(row for row in load_time_limits() if row.code == "application.answer")
    TimeLimit.objects.create(**{name: getattr(row, name) for name in row.__slots__ if name in COLUMNS})


def test_letter_to_the_readers_names_the_last_day(hearing: Hearing, serik: User, leader: User) -> None:
    actions.start_round(hearing, [leader], date(2026, 9, 16), actor=serik, on=TODAY, at=NOW)
    notice = Notice.objects.get(template="minutes_comments")
    for language, said in (("kk", "16 қыркүйек, сәрсенбі"), ("ru", "до среды, 16 сентября")):
        with translation.override(language):
            for kind in ("txt", "html"):
                facts = facts_in(notice.facts, language, TODAY)
                letter = render_to_string(f"emails/_minutes_comments.{kind}", {"facts": facts, "site": ""})
                assert said in letter
                assert "/minutes/paper/" in letter


def test_what_a_letter_waits_for_is_said_before_it_is_written(
    hearing: Hearing, serik: User, leader: User, client_of: ClientOf
) -> None:
    write_texts(hearing, serik)
    actions.start_round(hearing, [], TODAY, actor=serik, on=TODAY, at=NOW)
    actions.comment(hearing, "", actor=serik, on=TODAY, at=NOW)
    actions.approve(hearing, actor=leader, on=TODAY, at=NOW)
    client, address = client_of(leader), f"/hearings/{hearing.pk}/minutes/"
    assert "once the full copy has its number" in client.get(address).content.decode()
    issue_due(timezone.now())
    page = client.get(address).content.decode()
    assert "once the full copy has its number" not in page
    assert "nobody is named in the draft" in page  # of the environment protection body


def test_proposals_become_rows_once(hearing: Hearing, serik: User, leader: User) -> None:
    approved(hearing, serik, leader)
    assert follow_up.to_amendments(hearing, actor=leader, on=TODAY, at=NOW) == 2
    assert follow_up.to_amendments(hearing, actor=leader, on=TODAY, at=NOW) == 0
    first, second = AmendmentRow.objects.order_by("order")
    assert (first.structural_element_kk, first.proposed_wording_kk) == (
        "3-тармақтың 2-бөлігі",
        "Тарифті жылына бір рет бекіту.",
    )
    assert second.proposed_wording_ru == "Отсрочка на год."
    assert "№ 2" in second.justification_ru


def test_owner_is_reminded_of_minutes_nobody_has_begun(hearing: Hearing, serik: User, leader: User) -> None:
    assert actions.begin_missing(NOW, TODAY) == 1
    assert actions.begin_missing(NOW, TODAY) == 0
    deadline = Deadline.objects.get(kind="hearing.minutes.publish")
    assert deadline.time_limit.code == "hearing.minutes.publish"
    assert (deadline.due_on, deadline.responsible) == (date(2026, 9, 18), serik)
    published(hearing, serik, leader)
    deadline.refresh_from_db()
    assert deadline.state == "done"
