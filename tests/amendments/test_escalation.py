"""Writing to the public council and the authorised body about what was not accepted or not answered."""

from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import ActivityEntry, Organisation, User
from amendments.actions import escalation as actions
from amendments.actions.escalation import Letter
from amendments.models import AmendmentRow, AmendmentTable, Escalation, Outcome
from amendments.queries import escalation as queries
from amendments.states import ESCALATION_MOVES, EscalationState, TableState, Verdict
from common.states import AlreadyMoved, IllegalMove, move_state
from correspondence.documents import Mode, Paragraph, Text
from correspondence.documents.storing import from_json
from correspondence.issuing import issue_due
from correspondence.models import DocumentOrder, IssuedDocument
from correspondence.states import LetterKind
from projects.models import DraftAct
from tests.amendments.conftest import NOW, TODAY
from tests.conftest import ClientOf
from tests.factories import (
    AmendmentRowFactory,
    EscalationFactory,
    OutcomeFactory,
    SubmissionFactory,
)

SCRIPT = "<svg onload=alert(1)>"
COUNCIL = Text("Қоғамдық кеңес", "Общественный совет")


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def submitted(table: AmendmentTable) -> AmendmentTable:
    """Sent through the portal; its four rows were accepted, partly accepted, not accepted, not answered."""
    for number, state in enumerate(Verdict, start=1):
        row = AmendmentRowFactory(
            table=table,
            order=number,
            is_checked=True,
            structural_element_kk=f"{number}-тармақ",
            structural_element_ru=f"пункт {number}",
        )
        said = "" if state == Verdict.NOT_ANSWERED else "Не поддерживается: срок установлен законом."
        OutcomeFactory(row=row, state=state, body_words=said)
    table.state, table.approved_at = TableState.SUBMITTED, NOW
    table.save()
    SubmissionFactory(table=table, numbers=["4821", "4822"])
    DraftAct.objects.update(
        body=None, body_name_kk="Сынақ министрлігі", body_name_ru="Испытательное министерство"
    )
    table.dossier.draft.refresh_from_db()
    return table


@pytest.fixture
def her(aigerim: User, client_of: ClientOf) -> Client:
    return client_of(aigerim)


def rows_of(table: AmendmentTable, *states: str) -> list[int]:
    return list(Outcome.objects.filter(row__table=table, state__in=states).values_list("row", flat=True))


def begun(
    table: AmendmentTable, by: User, *states: str, mode: Mode = Mode.BOTH, to: str = "public_council"
) -> Escalation:
    states = states or (Verdict.NOT_ACCEPTED, Verdict.NOT_ANSWERED)
    return actions.begin_letter(table, to, COUNCIL, rows_of(table, *states), mode, actor=by, on=TODAY, at=NOW)


def page(table: AmendmentTable, name: str = "escalation", *more: int) -> str:
    return reverse(f"amendments:{name}", args=[table.dossier_id, *more])


def written(letter: Escalation, **other: str) -> Letter:
    names = ("mode", "addressee_kk", "addressee_ru", "title_kk", "title_ru", "text_kk", "text_ru")
    return Letter(**{**{name: getattr(letter, name) for name in names}, **other})


def posted(letter: Escalation, **other: str) -> dict[str, str]:
    return {**vars(written(letter)), "seen": str(letter.version), **other}


# --- Which rows -------------------------------------------------------------------------------------------------


def test_preselected_are_the_rows_not_accepted_and_not_answered(
    her: Client, submitted: AmendmentTable
) -> None:
    form = her.get(page(submitted)).context["form"]
    offered = [value for value, _label in form.fields["rows"].choices]
    assert offered == rows_of(submitted, Verdict.PARTLY, Verdict.NOT_ACCEPTED, Verdict.NOT_ANSWERED)
    assert form.fields["rows"].initial == rows_of(submitted, Verdict.NOT_ACCEPTED, Verdict.NOT_ANSWERED)


def test_what_nobody_confirmed_and_what_was_removed_is_not_offered(
    her: Client, submitted: AmendmentTable
) -> None:
    Outcome.objects.filter(state=Verdict.NOT_ACCEPTED).update(confirmed_at=None)
    AmendmentRow.objects.filter(outcome__state=Verdict.NOT_ANSWERED).update(removed_at=NOW)
    form = her.get(page(submitted)).context["form"]
    assert [value for value, _label in form.fields["rows"].choices] == rows_of(submitted, Verdict.PARTLY)
    assert form.fields["rows"].initial == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda table: table.submissions.all().delete(), "Nothing has been submitted yet"),
        (lambda _table: Outcome.objects.update(confirmed_at=None), "No outcome is confirmed yet"),
        (lambda _table: Outcome.objects.update(state=Verdict.ACCEPTED), "There is nothing to escalate"),
    ],
)
def test_nothing_to_escalate_says_why(her: Client, submitted: AmendmentTable, change: Any, told: str) -> None:
    change(submitted)
    if not submitted.submissions.exists():
        Outcome.objects.all().delete()
    text = her.get(page(submitted)).content.decode()
    assert told in text
    assert 'name="rows"' not in text


def test_dossier_without_a_table_says_so_too(her: Client, submitted: AmendmentTable) -> None:
    address, _gone = page(submitted), submitted.delete()
    assert "Nothing has been submitted yet" in her.get(address).content.decode()
    assert her.post(address, {"to": "other"}).status_code == 200


@pytest.mark.parametrize("choice", [[Verdict.ACCEPTED], []])
def test_letter_is_about_refused_rows_only(
    submitted: AmendmentTable, aigerim: User, choice: list[str]
) -> None:
    with pytest.raises(ValidationError, match="Choose proposals"):
        actions.begin_letter(
            submitted,
            "other",
            COUNCIL,
            rows_of(submitted, *choice),
            Mode.BOTH,
            actor=aigerim,
            on=TODAY,
            at=NOW,
        )


def test_row_of_another_organisation_is_no_choice(
    her: Client, submitted: AmendmentTable, kok_aspan: Organisation
) -> None:
    theirs = OutcomeFactory(row__organisation=kok_aspan, state=Verdict.NOT_ACCEPTED).row
    answer = her.post(page(submitted), {"to": "public_council", "rows": [theirs.pk], "mode": "kk"})
    assert answer.status_code == 422
    assert not Escalation.objects.exists()


# --- What it says -------------------------------------------------------------------------------------------------


def test_letter_in_russian(submitted: AmendmentTable, aigerim: User) -> None:
    letter = begun(submitted, aigerim)
    title = submitted.dossier.draft.title_ru
    assert letter.title_ru == f"О непринятых и оставленных без ответа предложениях к проекту «{title}»"
    number = submitted.dossier.draft.portal_id
    said = letter.text_ru.split("\n\n")
    assert (
        f"(номер на портале – {number}, орган-разработчик – Испытательное министерство) внесены предложения: "
        "14 сентября 2026 года через портал «Открытые НПА» (присвоенные номера: 4821, 4822)."
    ) in said[0]
    assert said[1:8] == [
        "Предложение № 3 (пункт 3): не принято.",
        "Предложенная редакция:",
        "> Предельный тариф пересматривается не чаще одного раза в год после публичных слушаний.",
        "Ответ органа-разработчика:",
        "> Не поддерживается: срок установлен законом.",
        "Предложение № 4 (пункт 4): оставлено без ответа.",
        "Предложенная редакция:",
    ]
    assert "По состоянию на 14 сентября 2026 года ответ органа-разработчика не получен." in said
    assert "статьи 20 Закона Республики Казахстан «О правовых актах»" in letter.text_ru
    assert "{" not in letter.text_ru


def test_letter_in_kazakh(submitted: AmendmentTable, aigerim: User) -> None:
    letter = begun(submitted, aigerim, to="authorised_body")
    title = submitted.dossier.draft.title_kk
    assert letter.title_kk == f"«{title}» жобасын жария талқылау тәртібінің сақталуы туралы"
    said = letter.text_kk.split("\n\n")
    assert (
        "ұсыныстар енгізді: 2026 жылғы 14 қыркүйек күні «Ашық НҚА» порталы арқылы "
        "(берілген нөмірлер: 4821, 4822)."
    ) in said[0]
    assert said[1:4] == [
        "№ 3 ұсыныс (3-тармақ): қабылданбады.",
        "Ұсынылған редакция:",
        "> Шекті тариф жария тыңдаулардан кейін жылына бір реттен жиі емес қайта қаралады.",
    ]
    assert "2026 жылғы 14 қыркүйек күнгі жағдай бойынша әзірлеуші органның жауабы алынған жоқ." in said
    assert "кодексінің 76-бабының 1-бөлігінде белгіленген мерзімде" in letter.text_kk
    assert "{" not in letter.text_kk


def test_letter_quotes_what_was_sent_and_not_what_was_written_since(
    submitted: AmendmentTable, aigerim: User
) -> None:
    AmendmentRow.objects.update(proposed_wording_ru="Кейін өзгертілді")
    assert "Кейін өзгертілді" not in begun(submitted, aigerim).text_ru


def test_partly_accepted_row_is_added_by_hand_and_reasons_that_are_lacking_are_named(
    submitted: AmendmentTable, aigerim: User
) -> None:
    Outcome.objects.update(body_words="")
    text = begun(submitted, aigerim, Verdict.PARTLY).text_ru
    assert "Предложение № 2 (пункт 2): принято частично." in text
    assert "Причины непринятия не указаны." in text


def test_draft_that_is_not_on_the_portal_leaves_no_hole(submitted: AmendmentTable, aigerim: User) -> None:
    draft = submitted.dossier.draft
    draft.portal_id, draft.body_name_kk, draft.body_name_ru, draft.body = None, "", "", None
    text = begun(submitted, aigerim).text_ru
    assert "(номер на портале – отсутствует, орган-разработчик – не указан)" in text


def test_words_with_braces_and_quotation_marks_stay_as_they_are(
    submitted: AmendmentTable, aigerim: User
) -> None:
    words = "{body} " + SCRIPT + " > {rows}\n\n- бірінші"
    Outcome.objects.filter(state=Verdict.NOT_ACCEPTED).update(body_words=words)
    letter = begun(submitted, aigerim)
    assert "> {body} " + SCRIPT + " > {rows}\n> - бірінші" in letter.text_ru
    order = actions.issue_letter(letter, written(letter), seen=1, actor=aigerim, at=NOW)
    said = "{body} " + SCRIPT + " > {rows}\n- бірінші"
    assert Paragraph(Text(said, said), quoted=True) in from_json(order.description).blocks


@pytest.mark.parametrize(
    ("to", "kk"),
    [
        ("public_council", "Сынақ министрлігі жанындағы Қоғамдық кеңес"),
        ("authorised_body", "Қазақстан Республикасының Әділет министрлігі"),
    ],
)
def test_addressee_is_proposed(her: Client, submitted: AmendmentTable, to: str, kk: str) -> None:
    rows = rows_of(submitted, Verdict.NOT_ACCEPTED)
    her.post(page(submitted), {"to": to, "rows": rows, "mode": "kk+ru"})
    assert Escalation.objects.get().addressee_kk == kk


def test_another_body_is_named_in_the_languages_of_the_letter(her: Client, submitted: AmendmentTable) -> None:
    rows = rows_of(submitted, Verdict.NOT_ACCEPTED)
    nameless = her.post(
        page(submitted), {"to": "other", "rows": rows, "mode": "ru", "addressee_kk": "Мәжіліс"}
    )
    assert nameless.status_code == 422
    her.post(
        page(submitted), {"to": "other", "rows": rows, "mode": "ru", "addressee_ru": "Мажилис Парламента"}
    )
    assert Escalation.objects.get().addressee_ru == "Мажилис Парламента"


# --- Writing ------------------------------------------------------------------------------------------------------


def test_same_letter_begun_twice_is_one(submitted: AmendmentTable, aigerim: User, saule: User) -> None:
    first = begun(submitted, aigerim)
    assert begun(submitted, saule) == first
    assert begun(submitted, aigerim, Verdict.NOT_ACCEPTED) != first
    assert ActivityEntry.objects.filter(verb="escalation.begun").count() == 2


def test_slower_of_two_writers_is_told_and_loses_nothing(
    her: Client, submitted: AmendmentTable, aigerim: User, saule: User
) -> None:
    letter = begun(submitted, aigerim)
    actions.save_letter(
        Escalation.objects.get(), written(letter, text_ru="Сәуле жазды"), seen=1, actor=saule, at=NOW
    )
    answer = her.post(
        page(submitted, "escalation-letter", letter.pk), posted(letter, text_ru="Айгерім жазды")
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Сәуле Омарова wrote here meanwhile." in text
    assert ("Сәуле жазды" in text, "Айгерім жазды" in text) == (True, True)
    assert Escalation.objects.get().text_ru == "Сәуле жазды"
    again = posted(letter, text_ru="Айгерім жазды", seen=str(answer.context["seen"]))
    assert her.post(page(submitted, "escalation-letter", letter.pk), again).status_code == 302
    assert (Escalation.objects.get().text_ru, Escalation.objects.get().version) == ("Айгерім жазды", 3)


@pytest.mark.parametrize(
    ("text", "kept"), [("a\0b", None), ("ә" * 10_000, "ә" * 10_000), ("ә" * 200_001, None), (SCRIPT, SCRIPT)]
)
def test_long_and_hostile_texts(
    her: Client, submitted: AmendmentTable, aigerim: User, text: str, kept: str | None
) -> None:
    letter = begun(submitted, aigerim)
    answer = her.post(page(submitted, "escalation-letter", letter.pk), posted(letter, text_kk=text))
    assert answer.status_code == (302 if kept else 422)
    assert Escalation.objects.get().text_kk == (kept or letter.text_kk)
    assert SCRIPT not in her.get(page(submitted, "escalation-letter", letter.pk)).content.decode()


def test_body_that_answered_at_length_is_quoted_whole(submitted: AmendmentTable, aigerim: User) -> None:
    words = "Не поддерживается. " * 530
    Outcome.objects.update(body_words=words)
    assert f"> {words.strip()}" in begun(submitted, aigerim, Verdict.PARTLY).text_kk.split("\n\n")


def test_too_many_words_for_one_letter_say_so(
    her: Client, submitted: AmendmentTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "TEXT_LENGTH", 100)
    rows = rows_of(submitted, Verdict.NOT_ACCEPTED)
    answer = her.post(page(submitted), {"to": "public_council", "rows": rows, "mode": "kk"})
    assert "do not fit into one letter" in answer.content.decode()


def test_preview_shows_what_is_in_the_form_and_saves_nothing(
    her: Client, submitted: AmendmentTable, aigerim: User
) -> None:
    letter = begun(submitted, aigerim)
    body = posted(letter, mode="ru", text_ru="Просим.\n\n> Отказано\n\n- один\n- два")
    text = her.post(page(submitted, "escalation-preview", letter.pk), body).content.decode()
    assert "<blockquote><p>Отказано</p></blockquote>" in text
    assert text.count("q-letter-item") == 2
    assert 'lang="kk"' not in text
    assert Escalation.objects.get().text_ru == letter.text_ru


# --- Issuing ------------------------------------------------------------------------------------------------------


def test_letter_is_issued_by_the_worker_with_number_and_both_files(
    her: Client, submitted: AmendmentTable, aigerim: User
) -> None:
    letter = begun(submitted, aigerim)
    address = page(submitted, "escalation-letter", letter.pk)
    assert her.post(address, posted(letter, issue="yes")).status_code == 302
    assert "escalation_council" in DocumentOrder.objects.get().kind
    assert 'hx-trigger="every 3s"' in her.get(address).content.decode()
    assert issue_due(NOW) == 1
    document = IssuedDocument.objects.get()
    assert (document.full_number, document.kind, document.path) == (
        "1/2026",
        LetterKind.ESCALATION_COUNCIL,
        address,
    )
    assert {file.kind for file in document.files.all()} == {"pdf", "docx"}
    text = her.get(address).content.decode()
    assert "№ 1/2026" in text
    assert f"/documents/{document.pk}/" in text
    assert her.get(reverse("correspondence:verify", args=[document.code])).status_code == 200
    letter.refresh_from_db()
    assert letter.state == EscalationState.ISSUED


def test_double_click_issues_one_letter(her: Client, submitted: AmendmentTable, aigerim: User) -> None:
    letter = begun(submitted, aigerim)
    address, body = (
        page(submitted, "escalation-letter", letter.pk),
        posted(letter, issue="yes", title_ru="О проекте"),
    )
    assert [her.post(address, body).status_code for _click in range(2)] == [302, 302]
    assert DocumentOrder.objects.count() == 1
    assert ActivityEntry.objects.filter(verb="escalation.issued").count() == 1


def test_what_could_not_be_made_says_why_and_can_be_written_anew(
    her: Client, submitted: AmendmentTable, aigerim: User
) -> None:
    letter = begun(submitted, aigerim)
    address = page(submitted, "escalation-letter", letter.pk)
    her.post(address, posted(letter, issue="yes"))
    DocumentOrder.objects.update(state="failed", trouble="too_slow")
    assert "took more than a minute" in her.get(address).content.decode()
    her.post(page(submitted, "escalation-rewrite", letter.pk))
    assert Escalation.objects.get().state == EscalationState.DRAFT


@pytest.mark.parametrize("name", ["addressee_ru", "title_ru", "text_ru"])
def test_language_that_goes_out_has_to_be_whole(
    her: Client, submitted: AmendmentTable, aigerim: User, name: str
) -> None:
    letter = begun(submitted, aigerim)
    answer = her.post(
        page(submitted, "escalation-letter", letter.pk), posted(letter, issue="yes", **{name: " "})
    )
    assert answer.status_code == 422
    assert not DocumentOrder.objects.exists()
    only_kk = posted(letter, issue="yes", mode="kk", **{name: " "})
    assert her.post(page(submitted, "escalation-letter", letter.pk), only_kk).status_code == 302


def test_volunteer_writes_and_does_not_issue(
    submitted: AmendmentTable, aigerim: User, saule: User, client_of: ClientOf
) -> None:
    letter = begun(submitted, aigerim)
    hers = client_of(saule)
    address = page(submitted, "escalation-letter", letter.pk)
    assert hers.post(address, posted(letter, title_kk="Туралы")).status_code == 302
    letter.refresh_from_db()
    assert hers.post(address, posted(letter, issue="yes")).status_code == 403
    assert letter.title_kk == "Туралы"


def test_issued_letter_is_not_written_on(her: Client, submitted: AmendmentTable, aigerim: User) -> None:
    letter = begun(submitted, aigerim)
    actions.issue_letter(letter, written(letter), seen=1, actor=aigerim, at=NOW)
    answer = her.post(page(submitted, "escalation-letter", letter.pk), posted(letter, text_ru="Басқа"))
    text = answer.content.decode()
    assert (answer.status_code, "cannot be changed now" in text, "Басқа" in text) == (422, True, True)


# --- States and strangers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", EscalationState.values)
@pytest.mark.parametrize("after", EscalationState.values)
def test_letter_moves_as_the_table_of_moves_says(table: AmendmentTable, before: str, after: str) -> None:
    letter = EscalationFactory(table=table, state=before, sent_on=TODAY, replied_on=TODAY)
    if after in ESCALATION_MOVES[before]:
        move_state(letter, ESCALATION_MOVES, after)
        assert Escalation.objects.get().state == after
    else:
        with pytest.raises(IllegalMove):
            move_state(letter, ESCALATION_MOVES, after)


def test_letter_is_withdrawn_before_it_is_sent_and_taken_back(
    her: Client, submitted: AmendmentTable, aigerim: User
) -> None:
    letter = begun(submitted, aigerim)
    answer = her.post(page(submitted, "escalation-withdraw", letter.pk), follow=True)
    restore = page(submitted, "escalation-restore", letter.pk)
    assert f'action="{restore}"' in answer.content.decode()
    assert queries.letters_of(submitted)[0].state == EscalationState.WITHDRAWN
    her.post(restore)
    assert Escalation.objects.get().state == EscalationState.DRAFT


def test_sent_letter_stays(her: Client, table: AmendmentTable, aigerim: User) -> None:
    letter = EscalationFactory(table=table, state=EscalationState.SENT, sent_on=TODAY)
    for step in (actions.withdraw_letter, actions.rewrite_letter):
        with pytest.raises(IllegalMove):
            step(letter, actor=aigerim, at=NOW)
    with pytest.raises((IllegalMove, AlreadyMoved)):
        actions.restore_letter(letter, actor=aigerim, at=NOW)
    her.post(page(table, "escalation-withdraw", letter.pk))
    assert Escalation.objects.get().state == EscalationState.SENT


def test_strangers_and_observers(
    submitted: AmendmentTable, aigerim: User, bolat: User, dana: User, client_of: ClientOf
) -> None:
    letter = begun(submitted, aigerim)
    addresses = (page(submitted), page(submitted, "escalation-letter", letter.pk))
    for address in addresses:
        assert client_of(dana).get(address).status_code == 404
        assert client_of(dana).post(address).status_code == 404
        assert client_of(bolat).post(address).status_code == 403
        text = client_of(bolat).get(address).content.decode()
        assert not any(step in text for step in ('name="rows"', "/withdraw/", "<textarea"))


def test_letter_is_not_reached_through_another_dossier(
    her: Client, submitted: AmendmentTable, aigerim: User, ashyq_orta: Organisation
) -> None:
    letter = begun(submitted, aigerim)
    other = AmendmentRowFactory(table__organisation=ashyq_orta, organisation=ashyq_orta).table
    assert her.get(page(other, "escalation-letter", letter.pk)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_the_same_of_one_row_and_of_three(
    her: Client, table: AmendmentTable, aigerim: User, django_assert_num_queries: Any, number: int
) -> None:
    for _row in range(number):
        OutcomeFactory(row=AmendmentRowFactory(table=table, is_checked=True), state=Verdict.NOT_ACCEPTED)
        EscalationFactory(table=table, created_by=aigerim)
    SubmissionFactory(table=table)
    letter = begun(table, aigerim, Verdict.NOT_ACCEPTED)
    her.get("/")
    # session, person, memberships, dossier, table, outcomes, letters, days off
    with django_assert_num_queries(8):
        assert her.get(page(table)).status_code == 200
    with django_assert_num_queries(4):  # session, person, memberships, letter
        assert her.get(page(table, "escalation-letter", letter.pk)).status_code == 200
    assert len(queries.letters_of(table)) == number + 1


def test_dossier_tells_what_was_escalated(her: Client, submitted: AmendmentTable, aigerim: User) -> None:
    address = f"/dossiers/{submitted.dossier_id}/"
    assert "2 proposals were not accepted or not answered" in her.get(address).content.decode()
    begun(submitted, aigerim)
    EscalationFactory(table=submitted, state=EscalationState.SENT, sent_on=TODAY)
    EscalationFactory(table=submitted, state=EscalationState.WITHDRAWN)
    text = her.get(address).content.decode()
    assert ("2 letters" in text, "1 waits for a reply" in text) == (True, True)


@pytest.mark.parametrize("name", ["table", "documents", "submission", "assessment", "text"])
def test_tab_is_there_once_something_was_sent(her: Client, submitted: AmendmentTable, name: str) -> None:
    assert page(submitted) in her.get(page(submitted, name)).content.decode()
    submitted.submissions.all().delete()
    assert page(submitted) not in her.get(page(submitted, name)).content.decode()
