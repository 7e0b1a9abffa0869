"""Letters: the wording we ship, the organisation's own, and what may be put in."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client

from accounts.models import ActivityEntry, User
from common.states import AlreadyMoved
from correspondence import actions
from correspondence.documents import Items, Mode, Text
from correspondence.documents.composed import Part, compose
from correspondence.letters import compose_letter, fill, misplaced_gaps, unknown_gaps, wording_of
from correspondence.models import LetterTemplate
from correspondence.shipped_letters import BLOCK_GAPS, GAPS, GAPS_OF, SHIPPED, Wording
from correspondence.states import LetterKind
from tests.conftest import ClientOf
from tests.factories.correspondence import AT, issued

pytestmark = pytest.mark.django_db
KIND = LetterKind.COVER_BODY.value
OWN = Wording("{draft_title} туралы", "О {draft_title}", "Құрметті {body}!", "Уважаемое {body}!")
VALUES = {"draft_title": Text("жоба", "проект"), "body": Text("министрлік", "министерство")}
MINISTRY = (Text("Министрлік", "Министерство"),)


def said(letter: Any) -> str:
    return "\n".join(
        one.text for piece in compose(letter).pieces if isinstance(piece, Part) for one in piece.said
    )


# --- What we ship --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LetterKind.values)
def test_shipped_letter_names_only_what_can_be_put_in(kind: str) -> None:
    wording = SHIPPED[kind]
    for text in wording.whole.values():
        assert (unknown_gaps(text, kind), misplaced_gaps(text)) == ([], [])
    assert all(wording.whole.values())
    assert set(GAPS_OF[kind]) <= set(GAPS)
    kk, ru = wording.text_kk.count("\n\n"), wording.text_ru.count("\n\n")
    assert kk == ru  # so that the two stand side by side


@pytest.mark.parametrize("kind", LetterKind.values)
def test_shipped_letter_is_filled_without_a_gap_left(ashyq_orta: Any, aigerim: User, kind: str) -> None:
    values = {name: Text(f"қаз-{name}", f"рус-{name}") for name in GAPS_OF[kind] if name not in BLOCK_GAPS}
    rows = (Items((Text("бірінші ұсыныс", "первое предложение"),), numbered=True),)
    letter, template = compose_letter(
        ashyq_orta,
        kind,
        mode=Mode.BOTH,
        values=values,
        addressee=MINISTRY,
        executor=aigerim,
        blocks={"rows": rows},
    )
    text = said(letter)
    assert "{" not in text
    assert "қаз-draft_title" in text
    assert "рус-draft_title" in text
    assert ("бірінші ұсыныс" in text) == ("rows" in GAPS_OF[kind])
    assert template is None


# --- Filling -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "gap",
    [
        "{draft_title.__class__}",
        "{0}",
        "{}",
        "{draft_title!r}",
        "{draft_title:>99}",
        "{ДРАФТ}",
        "{settings}",
        "{rows }",
    ],
)
def test_gap_that_is_no_name_of_ours_is_found(gap: str) -> None:
    assert unknown_gaps(f"Ұсыныстар {gap} туралы", LetterKind.ESCALATION_COUNCIL) == [gap]


@pytest.mark.parametrize("text", ["{ашық", "жабық}", "}{"])
def test_brace_that_stands_alone_is_found(text: str) -> None:
    assert unknown_gaps(text, KIND) != []


def test_doubled_brace_is_no_way_round() -> None:
    assert unknown_gaps("{{draft_title}}", KIND) == ["{", "}"]


def test_what_is_put_in_is_not_looked_through_again() -> None:
    assert (
        fill("{draft_title}", {"draft_title": Text("{body}", ""), "body": Text("құпия", "")}, "kk")
        == "{body}"
    )


def test_list_has_to_stand_in_a_paragraph_of_its_own() -> None:
    assert misplaced_gaps("Мына {rows} ұсыныстар") == ["{rows}"]
    assert misplaced_gaps("Мына:\n\n{rows}\n\nсоңы") == []


# --- The organisation's own ----------------------------------------------------------------------------------------


def test_new_wording_is_used_from_then_on_and_older_letters_keep_theirs(
    ashyq_orta: Any, kok_aspan: Any, aigerim: User
) -> None:
    first = actions.save_template(ashyq_orta, KIND, OWN, seen=0, actor=aigerim, at=AT)
    letter, used = compose_letter(ashyq_orta, KIND, mode=Mode.KAZAKH, values=VALUES, addressee=MINISTRY)
    document = issued(ashyq_orta, aigerim, description=letter, template=used)
    newer = Wording("Жаңа", "Новое", "Мәтін", "Текст")
    second = actions.save_template(ashyq_orta, KIND, newer, seen=1, actor=aigerim, at=AT)
    assert first is not None
    assert second is not None
    assert (first.version, second.version, used, document.template) == (1, 2, first, first)
    assert said(letter) == "жоба туралы\nҚұрметті министрлік!"
    assert wording_of(ashyq_orta, KIND) == (newer, second)
    assert wording_of(kok_aspan, KIND) == (SHIPPED[KIND], None)
    logged = ActivityEntry.objects.filter(verb="letter_template.saved").order_by("id")
    assert [entry.details["version"] for entry in logged] == [1, 2]


def test_same_wording_is_no_new_version(ashyq_orta: Any, aigerim: User) -> None:
    assert actions.save_template(ashyq_orta, KIND, SHIPPED[KIND], seen=0, actor=aigerim, at=AT) is None
    assert not LetterTemplate.objects.exists()


def test_slower_of_two_editors_overwrites_nothing(ashyq_orta: Any, aigerim: User) -> None:
    actions.save_template(ashyq_orta, KIND, OWN, seen=0, actor=aigerim, at=AT)
    with pytest.raises(AlreadyMoved):
        actions.save_template(ashyq_orta, KIND, Wording("a", "b", "c", "d"), seen=0, actor=aigerim, at=AT)
    assert wording_of(ashyq_orta, KIND)[0] == OWN


def test_wording_with_an_unknown_gap_is_not_saved(ashyq_orta: Any, aigerim: User) -> None:
    with pytest.raises(ValidationError, match="{password}"):
        actions.save_template(
            ashyq_orta, KIND, Wording("a", "b", "{password}", "d"), seen=0, actor=aigerim, at=AT
        )


def test_version_is_never_changed(ashyq_orta: Any, aigerim: User) -> None:
    own = actions.save_template(ashyq_orta, KIND, OWN, seen=0, actor=aigerim, at=AT)
    assert own is not None
    own.text_kk = "Басқа"
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        own.save()


# --- The form ------------------------------------------------------------------------------------------------------


def post(client: Client, step: str = "", **changes: Any) -> tuple[int, str]:
    answer = client.post(f"/letters/{KIND}/{step}", {**SHIPPED[KIND].whole, "seen": 0, **changes})
    return answer.status_code, answer.content.decode()


def test_coordinator_words_a_letter_anew(ashyq_orta: Any, aigerim: User, client_of: ClientOf) -> None:
    status, _page = post(client_of(aigerim), title_kk="Ұсыныстар: {draft_title}")
    assert status == 302
    assert wording_of(ashyq_orta, KIND)[0].title_kk == "Ұсыныстар: {draft_title}"
    assert wording_of(ashyq_orta, KIND)[0].text_ru == SHIPPED[KIND].text_ru
    assert "your own, version 1" in client_of(aigerim).get("/letters/").content.decode()


def test_form_names_the_gap_that_it_does_not_know(
    ashyq_orta: Any, aigerim: User, client_of: ClientOf
) -> None:
    status, page = post(client_of(aigerim), text_kk="Құрметті {minister}!")
    assert status == 422
    assert "Nothing can be put in for {minister}" in page
    assert not LetterTemplate.objects.exists()


def test_preview_shows_the_letter_in_both_languages(
    ashyq_orta: Any, aigerim: User, client_of: ClientOf
) -> None:
    status, page = post(client_of(aigerim), "preview/", title_kk="Тақырып <b>{body}</b>")
    assert status == 200
    assert "Тақырып &lt;b&gt;Қазақстан Республикасының Мәдениет және ақпарат министрлігі&lt;/b&gt;" in page
    assert "О направлении предложений к проекту" in page
    assert "Nothing can be put in" in post(client_of(aigerim), "preview/", title_kk="{x}")[1]


def test_letter_of_an_unknown_kind_is_not_there(aigerim: User, client_of: ClientOf) -> None:
    assert client_of(aigerim).get("/letters/letter.love/").status_code == 404
