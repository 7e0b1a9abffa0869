"""Search over everything of an organisation: the same hits on both engines, nobody else's words, mistyped words, marks."""

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation, User
from amendments.actions.rows import remove_row
from amendments.models import AmendmentRow
from common.word_index import alternatives, every_group
from correspondence.documents import Text
from hearings.models import AgendaItem
from inforequests.actions.requests import remove_request
from inforequests.models import IncomingMail, InfoRequest
from monitoring.models import SearchEntry, SearchStale, SearchWord
from monitoring.queries import search as queries
from monitoring.search import reading, triggers
from monitoring.search.kinds import Kind
from monitoring.search.marks import Marker
from projects.actions.ingest import make_searchable
from projects.models import Dossier
from tests.conftest import ClientOf
from tests.factories import (
    AgendaItemFactory,
    AmendmentRowFactory,
    AmendmentTableFactory,
    DossierFactory,
    DraftActFactory,
    HearingFactory,
    HolderFactory,
    IncomingMailFactory,
    InfoRequestFactory,
    StateBodyFactory,
)
from tests.factories.correspondence import SHORT_LETTER, issued
from tests.factories.hearings import load_hearing_rules

NOTHING = {"title_kk": "", "title_ru": ""}


@pytest.fixture
def dossier(ashyq_orta: Organisation, aigerim: User) -> Dossier:
    draft = DraftActFactory(
        title_kk="Жайылымдарды пайдалану қағидалары", title_ru="Правила использования пастбищ"
    )
    return DossierFactory(organisation=ashyq_orta, draft=draft, owner=aigerim)


@pytest.fixture
def row(dossier: Dossier, aigerim: User) -> AmendmentRow:
    table = AmendmentTableFactory(
        dossier=dossier, summary_kk="Мал иелері қатыссын.", summary_ru="Пусть участвуют скотоводы."
    )
    return AmendmentRowFactory(
        table=table,
        author=aigerim,
        structural_element_kk="12-бап 3-тармақ",
        structural_element_ru="статья 12 пункт 3",
        proposed_wording_kk="Қалдықтардың көлемі жария етіледі.",
        proposed_wording_ru="Объём отходов публикуется.",
    )


@pytest.fixture
def things(row: AmendmentRow, ashyq_orta: Organisation, aigerim: User) -> dict[Kind, int]:
    """One thing of each kind, each with a word of its own; all of it is read."""
    asked = InfoRequestFactory(
        organisation=ashyq_orta,
        dossier=row.table.dossier,
        holder=HolderFactory(organisation=ashyq_orta, name_kk="Су комитеті", name_ru="Комитет воды"),
        subject_kk="Трансплантация туралы",
        subject_ru="О трансплантации",
        created_by=aigerim,
    )
    hearing = HearingFactory(organisation=ashyq_orta, title_kk="Орман тыңдауы", title_ru="Слушания о лесах")
    AgendaItemFactory(hearing=hearing, title_kk="Балық аулау", title_ru="Рыболовство")
    about = replace(SHORT_LETTER, title=Text("Кітапхана туралы хат", "Письмо о библиотеке"))
    letter = issued(ashyq_orta, aigerim, number=734, description=about)
    mail = IncomingMailFactory(organisation=ashyq_orta, subject="О вулканах", text="Вулканы потухли.")
    reading.read_news(10_000)
    return {
        Kind.DOSSIER: row.table.dossier_id,
        Kind.TABLE: row.table_id,
        Kind.ROW: row.pk,
        Kind.REQUEST: asked.pk,
        Kind.HEARING: hearing.pk,
        Kind.LETTER: letter.pk,
        Kind.INCOMING: mail.pk,
    }


Found = Callable[..., set[Kind]]


@pytest.fixture
def found(ashyq_orta: Organisation) -> Found:
    """The kinds that the organisation finds by a text, drafts left aside."""

    def kinds(text: str, organisation: Organisation = ashyq_orta, *, exact: bool = False) -> set[Kind]:
        words = queries.words_of(text, organisation, exact=exact)
        wanted = queries.Wanted(organisation, words, tuple(Kind))
        return {Kind(row.kind) for row in queries.newest_of_each(wanted)[0]}

    return kinds


# --- What is found -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("жайылым", {Kind.DOSSIER}),
        ("пастбища", {Kind.DOSSIER}),
        ("скотовод", {Kind.TABLE}),
        ("қалдық", {Kind.ROW}),
        ("отходами", {Kind.ROW}),
        ("12-бап", {Kind.ROW}),
        ("трансплантацияның", {Kind.REQUEST}),
        ("комитет воды", {Kind.REQUEST}),
        ("число потребителей", {Kind.REQUEST}),
        ("леса", {Kind.HEARING}),
        ("рыболовство", {Kind.HEARING}),
        ("библиотека", {Kind.LETTER}),
        ("734", {Kind.LETTER}),
        ("вулкан", {Kind.INCOMING}),
        ("отходы вулкан", set()),
    ],
)
def test_every_kind_is_found_in_any_form_and_in_both_languages(
    text: str, kinds: set[Kind], found: Found
) -> None:
    assert found(text) == kinds


@pytest.mark.usefixtures("things")
def test_engine_finds_what_plain_python_finds() -> None:
    dice = random.Random(47)
    texts = {entry.pk: entry.search_text.split() for entry in SearchEntry.objects.all()}
    words = sorted({word for held in texts.values() for word in held})
    asked = [" ".join(dice.choices(words, k=dice.randint(1, 2))) for _ in range(80)]
    asked += [word[: dice.randint(1, len(word))] for word in words]
    wrong = [text for text in asked if _hits(text) != _read_one_by_one(texts, text)]
    print(f"search in everything on {connection.vendor}: {len(wrong)} of {len(asked)} queries differ (bar 0)")
    assert wrong == []


def _hits(text: str) -> set[int]:
    found = triggers.ENTRIES.found(SearchEntry.objects.all(), every_group(alternatives(text)))
    return set(found.values_list("pk", flat=True))


def _read_one_by_one(texts: dict[int, list[str]], text: str) -> set[int]:
    groups = alternatives(text)
    return {
        pk
        for pk, held in texts.items()
        if groups and all(any(_holds(held, *form) for form in group) for group in groups)
    }


def _holds(words: Iterable[str], form: str, is_beginning: bool) -> bool:
    return any(word.startswith(form) if is_beginning else word == form for word in words)


HOSTILE = [
    *('"', "'", "%", "_", "*", "NEAR(қалдық орман, 5)", "қалдық AND NOT OR", "{search_text}: x", "(((", r"\\\'"),
    *("\x00қалдық\x00", "ы" * 10_000, "🦄" * 50, "\u202eдурт", "'; DROP TABLE monitoring_searchentry; --"),
    *("qwertyuiop[]asdfghjkl;'" * 40, "½ ² Ⅷ ٣", "e\u0301" * 50),
]  # fmt: skip


@pytest.mark.usefixtures("things")
def test_hostile_query_gets_a_page_soon(aigerim: User, client_of: ClientOf) -> None:
    browser = client_of(aigerim)
    browser.get("/search/", {"q": "қалдық"})  # templates are read once
    for text in HOSTILE:
        begun = time.perf_counter()
        response = browser.get("/search/", {"q": text})
        assert response.status_code == 200, text
        assert time.perf_counter() - begun < 1
        assert browser.get("/search/", {"q": text, "kind": "row", "after": text}).status_code == 200
    nonsense = {"kind": "x", "body": "x", "since": "x", "till": "\0", "whose": "x"}
    assert browser.get("/search/", {"q": "қалдық", **nonsense}).status_code == 200


# --- The index keeps up ------------------------------------------------------------------------------------------


def test_what_changed_is_not_found_until_it_is_read_again(row: AmendmentRow, found: Found) -> None:
    reading.read_news(1_000)
    AmendmentRow.objects.filter(pk=row.pk).update(
        proposed_wording_kk="", proposed_wording_ru="О мостах", structural_element_kk="мост"
    )
    assert found("отходы") == found("мосты") == set()
    reading.read_news(1_000)
    assert found("мосты") == {Kind.ROW}
    assert found("отходы", exact=True) == set()


def test_what_is_removed_is_gone_at_once(things: dict[Kind, int], aigerim: User, found: Found) -> None:
    remove_row(AmendmentRow.objects.get(pk=things[Kind.ROW]), actor=aigerim, at=timezone.now())
    remove_request(InfoRequest.objects.get(pk=things[Kind.REQUEST]), actor=aigerim, at=timezone.now())
    IncomingMail.objects.all().delete()
    AgendaItem.objects.all().delete()
    for text in ("отходы", "трансплантация", "вулкан", "рыболовство"):
        assert found(text, exact=True) == set()
    reading.read_news(1_000)
    kept = set(SearchEntry.objects.values_list("kind", flat=True))
    assert kept == {"dossier", "table", "hearing", "letter"}
    assert found("рыболовство", exact=True) == set()


def test_stem_that_is_written_nowhere_any_more_is_forgotten(things: dict[Kind, int], dossier: Dossier) -> None:
    item = AgendaItemFactory(hearing_id=things[Kind.HEARING], title_ru="Слово Вымышленного")
    reading.read_news(1_000)
    before = set(SearchWord.objects.values_list("organisation", "stem"))
    assert reading.forget_unused() == 0
    AgendaItem.objects.filter(pk=item.pk).update(title_ru="Слово")
    reading.read_news(1_000)
    assert reading.forget_unused() > 0
    gone = before - set(SearchWord.objects.values_list("organisation", "stem"))
    assert {owner for owner, _stem in gone} == {dossier.organisation_id}
    assert all(stem.startswith("вымышлен") for _owner, stem in gone)


def test_dossier_is_found_by_the_new_title_of_its_draft(dossier: Dossier, found: Found) -> None:
    reading.read_news(1_000)
    dossier.draft.title_ru = "О космодромах"
    make_searchable(dossier.draft)
    dossier.draft.save()
    reading.read_news(1_000)
    assert found("космодром") == {Kind.DOSSIER}


@pytest.mark.usefixtures("things")
def test_rebuilt_index_is_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    def said() -> list[tuple[object, ...]]:
        columns = ("kind", "object_id", "search_text", "text_kk", "dated_on")
        return sorted(SearchEntry.objects.values_list(*columns))

    before, words = said(), set(SearchWord.objects.values_list("organisation", "stem"))
    call_command("rebuild_search")
    assert said() == before
    assert set(SearchWord.objects.values_list("organisation", "stem")) == words
    assert not SearchStale.objects.exists()
    assert "read: " in capsys.readouterr().out


def test_triggers_that_are_there_are_left_alone(row: AmendmentRow) -> None:
    reading.read_news(1_000)
    triggers.ensure(connection)
    assert not SearchStale.objects.exists()
    triggers.drop(connection)
    AmendmentRow.objects.filter(pk=row.pk).update(proposed_wording_ru="О мостах")
    assert not SearchStale.objects.exists()
    triggers.ensure(connection)
    assert SearchStale.objects.filter(kind=Kind.ROW, object_id=row.pk).exists()


# --- Whose -------------------------------------------------------------------------------------------------------

CANARY_KK, CANARY_RU = "Құпиясөз", "канарейка"


@pytest.fixture
def canaries(things: dict[Kind, int], kok_aspan: Organisation, dana: User) -> None:
    """What Kok Aspan wrote, with a word in every place where a word may be; and a draft of its own."""
    draft = DraftActFactory(organisation=kok_aspan, title_kk=CANARY_KK, title_ru=CANARY_RU)
    dossier = DossierFactory(organisation=kok_aspan, draft=draft)
    table = AmendmentTableFactory(dossier=dossier, summary_kk=CANARY_KK, summary_ru=CANARY_RU)
    AmendmentRowFactory(table=table, justification_kk=CANARY_KK, justification_ru=CANARY_RU)
    InfoRequestFactory(organisation=kok_aspan, subject_kk=CANARY_KK, subject_ru=CANARY_RU)
    HearingFactory(organisation=kok_aspan, title_kk=CANARY_KK, title_ru=CANARY_RU)
    issued(kok_aspan, dana, number=9, description=replace(SHORT_LETTER, title=Text(CANARY_KK, CANARY_RU)))
    IncomingMailFactory(organisation=kok_aspan, subject=CANARY_RU, text=CANARY_KK)
    reading.read_news(10_000)


@pytest.mark.usefixtures("canaries")
@pytest.mark.parametrize(
    "text", ["канарейка", "канарейки", "канорейка", "кана", "құпиясөз", "купиясоз", "rfyfhtqrf"]
)
def test_nobody_finds_words_of_another_organisation(text: str, aigerim: User, client_of: ClientOf) -> None:
    page = client_of(aigerim).get("/search/", {"q": text}).content.decode()
    main = BeautifulSoup(page, "html.parser").select_one("main")
    assert main is not None
    assert main.select(".q-found, header, .q-notice") == []
    said = main.get_text().casefold().replace(text, "")
    assert "канарейк" not in said
    assert "құпиясөз" not in said
    for kind in Kind:
        alone = client_of(aigerim).get("/search/", {"q": text, "kind": kind.value}).content.decode()
        assert "q-found" not in alone


@pytest.mark.usefixtures("canaries")
def test_its_own_organisation_finds_them(dana: User, client_of: ClientOf) -> None:
    page = client_of(dana).get("/search/", {"q": "канорейка"})
    assert {section.kind for section in page.context["sections"]} == set(Kind)
    assert page.context["replaced"] == [("канорейка", ["канарейка"])]


@pytest.mark.usefixtures("things")
def test_who_may_not_open_a_kind_does_not_find_it(
    bolat: User, aigerim: User, found: Found, client_of: ClientOf
) -> None:
    for text in ("вулкан", "вулкон"):
        page = client_of(bolat).get("/search/", {"q": text})
        assert "sections" not in page.context or page.context["sections"] == []
        alone = client_of(bolat).get("/search/", {"q": text, "kind": "incoming"})
        assert b"q-found" not in alone.content
    assert not SearchWord.objects.filter(stem="вулкан").exists()
    assert b"q-found" in client_of(aigerim).get("/search/", {"q": "вулкан"}).content


@pytest.mark.usefixtures("canaries")
def test_every_hit_opens_for_whoever_found_it(aigerim: User, bolat: User, client_of: ClientOf) -> None:
    asked = ("жайылым", "скотовод", "отходы", "трансплантация", "орман", "библиотека", "вулкан", "12-бап")
    opened = 0
    load_hearing_rules()
    for person in (aigerim, bolat):
        browser = client_of(person)
        for text in asked:
            for section in browser.get("/search/", {"q": text}).context.get("sections", ()):
                for hit in section.hits:
                    assert browser.get(hit.url).status_code == 200, hit.url
                    opened += 1
    assert opened >= 15


# --- Mistyped ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("калдыктарынын", {Kind.ROW}),  # without the marks of Kazakh letters
        ("калдык", {Kind.ROW}),
        ("жайылимдардын", {Kind.DOSSIER}),
        ("отходв", {Kind.ROW}),  # a letter wrong
        ("отхды", {Kind.ROW}),  # missing
        ("трансплонтацыя", {Kind.REQUEST}),  # two wrong
        ("бибилотека", {Kind.LETTER}),  # changed places
        ("jn[jls", {Kind.ROW}),  # the Latin keyboard
        ("0fklsm", set()),  # and nonsense on it
        ("opмaн", {Kind.HEARING}),  # look-alikes
    ],
)
def test_mistyped_word_finds_what_was_meant(typed: str, kinds: set[Kind], found: Found) -> None:
    assert found(typed) == kinds
    if typed != "opмaн":  # that is no mistake to common.stems
        assert found(typed, exact=True) == set()


@pytest.mark.usefixtures("things")
def test_a_word_that_stands_somewhere_is_not_taken_for_another(ashyq_orta: Organisation) -> None:
    words = queries.words_of("отходы трансплант бап 734 лот", ashyq_orta)
    assert [word.guessed for word in words] == [[]] * 5


@pytest.mark.usefixtures("things")
def test_page_says_what_was_shown_and_offers_exactly_what_was_typed(
    aigerim: User, client_of: ClientOf
) -> None:
    browser = client_of(aigerim)
    page = browser.get("/search/", {"q": "калдыктар"})
    assert page.context["replaced"] == [("калдыктар", ["қалдықтардың"])]
    link = BeautifulSoup(page.content, "html.parser").select_one(".q-notice a")
    assert link is not None
    exactly = browser.get(f"/search/{link['href']}")
    assert exactly.context["exact"]
    assert "sections" not in exactly.context or exactly.context["sections"] == []


# --- The page ----------------------------------------------------------------------------------------------------


def _marker(text: str) -> Marker:
    return Marker([queries.Word(text, group) for group in alternatives(text)])


@pytest.mark.any_engine
def test_marks_stand_on_the_words_as_they_are_inflected() -> None:
    marked = _marker("қалдық").whole("Өндіріс қал\u00adдықтарының тізбесі")
    assert marked == "Өндіріс <mark>қал\u00adдықтарының</mark> тізбесі"
    assert _marker("труд").whole("О труде и Труда") == "О <mark>труде</mark> и <mark>Труда</mark>"
    assert _marker("водоснаб").whole("водоснабжение") == "<mark>водоснабжение</mark>"


@pytest.mark.any_engine
def test_marks_escape_all_of_the_text() -> None:
    hostile = '<script>труд</script> "труд" & <img src=x onerror=труд>'
    marked = _marker("труд script").whole(hostile)
    rest = marked.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in rest
    assert '"' not in rest
    assert marked.count("<mark>") == 5


@pytest.mark.any_engine
def test_piece_is_cut_around_the_first_word() -> None:
    text = "слово " * 100 + "отходы " + "конец " * 100
    piece = _marker("отход").piece(text)
    assert piece.startswith("… слово")
    assert piece.endswith("конец …")
    assert "<mark>отходы</mark>" in piece
    assert len(piece) < 300
    assert _marker("отход").piece("нет его") == ""


@pytest.mark.usefixtures("things")
def test_filters(aigerim: User, bolat: User, row: AmendmentRow, client_of: ClientOf) -> None:
    body = StateBodyFactory()
    browser = client_of(aigerim)
    theirs = row.table.dossier.draft.body_id

    def kinds(**asked: object) -> list[str]:
        page = browser.get("/search/", {"q": "отходы", **asked})
        return [section.kind.value for section in page.context.get("sections") or ()]

    assert kinds() == kinds(kind="row") == kinds(whose="mine") == kinds(body=theirs) == ["row"]
    assert kinds(kind="hearing") == kinds(body=body.pk) == kinds(since="2099-01-01") == []
    assert kinds(till="2001-01-01") == []
    his = client_of(bolat).get("/search/", {"q": "отходы", "whose": "mine"})
    assert not his.context.get("sections")


@pytest.mark.usefixtures("things")
def test_page_says_what_to_do_where_nothing_is_found(aigerim: User, client_of: ClientOf) -> None:
    browser = client_of(aigerim)
    for asked, said in (
        ({}, "What are you looking for?"),
        ({"q": "***"}, "There is no word in that"),
        ({"q": "бегемот"}, "Nothing holds all of these words"),
        ({"q": "отходы", "kind": "hearing"}, "Nothing found with these filters"),
    ):
        assert said in browser.get("/search/", asked).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_i10_queries(
    rows: int,
    row: AmendmentRow,
    things: dict[Kind, int],
    aigerim: User,
    client_of: ClientOf,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows - 1):
        AmendmentRowFactory(table=row.table, order=number + 7, proposed_wording_ru="Об отходах")
        DraftActFactory(title_ru=f"Об отходах {number}")
    reading.read_news(1_000)
    browser = client_of(aigerim)
    with django_assert_max_num_queries(10):
        browser.get("/search/", {"q": "отходы"})
    with django_assert_max_num_queries(11):
        browser.get("/search/", {"q": "отхода калдык трансплонтация"})
    for kind in ("row", "draft"):
        with django_assert_max_num_queries(9):
            browser.get("/search/", {"q": "отходы", "kind": kind})


def test_pages_of_one_kind(row: AmendmentRow, aigerim: User, client_of: ClientOf) -> None:
    for number in range(30):
        AmendmentRowFactory(table=row.table, order=number + 7, proposed_wording_ru="Об отходах")
    reading.read_news(1_000)
    browser = client_of(aigerim)
    first = browser.get("/search/", {"q": "отходы"})
    assert [(one.count, len(one.hits), one.more) for one in first.context["sections"]] == [(31, 5, True)]
    page = browser.get("/search/", {"q": "отходы", "kind": "row"})
    rest = browser.get("/search/", {"q": "отходы", "kind": "row", "after": page.context["page"].older})
    urls = [hit.url for one in (page, rest) for hit in one.context["sections"][0].hits]
    assert len(urls) == len(set(urls)) == 31
