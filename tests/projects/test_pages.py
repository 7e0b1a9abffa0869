"""The screens of drafts, triage and topics: what they show, to whom, and how many questions they ask the database."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from projects.actions import dossiers, topics
from projects.models import Backfill, Dossier, DraftAct, Source, TopicMatch, TriageItem, WatchTopic
from tests.conftest import ClientOf
from tests.factories import (
    ActTypeFactory,
    CategoryFactory,
    DossierFactory,
    DraftActFactory,
    MembershipFactory,
    SourceFactory,
    StateBodyFactory,
    TriageItemFactory,
    WatchTopicFactory,
)
from tests.projects.conftest import NOW, TODAY
from tests.projects.pages import FIXTURES

pytestmark = pytest.mark.usefixtures("order", "today_is_fourteenth")


@pytest.fixture
def today_is_fourteenth() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def her(aigerim: User, client_of: ClientOf, today_is_fourteenth: None) -> Client:
    return client_of(aigerim)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def listed(answer: Any) -> list[int]:
    """The numbers of the drafts in the list, in its order."""
    rows = answer.content.decode().split('id="drafts"')[1]
    return [int(pk) for pk in re.findall(r'href="/drafts/(\d+)/"', rows)]


# --- Query counts: the same for one row and for three ------------------------------------------------------


def matched(organisation: Organisation, number: int) -> None:
    """Drafts with everything that a row may show."""
    topic = WatchTopicFactory(organisation=organisation)
    for _row in range(number):
        draft = DraftActFactory(ends_on=date(2026, 9, 15), title_ru="О труде")
        TopicMatch.objects.create(topic=topic, draft=draft, words=["труд"])
        TriageItemFactory(organisation=organisation, draft=draft)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/drafts/", 8),  # session, person, memberships, types, bodies, categories, days off, drafts
        (
            "/drafts/?q=труд&sort=ending&within=5&state=IN_PUBLIC_DISCUSSION",
            10,
        ),  # days off twice, whether the hits are many
        ("/triage/", 7),  # session, person, memberships, days off, questions, matches, undated ones
        ("/topics/", 4),  # session, person, memberships, topics
    ],
)
def test_lists_ask_the_same_number_of_questions_of_one_row_and_of_three(
    her: Client,
    ashyq_orta: Organisation,
    django_assert_num_queries: Any,
    address: str,
    queries: int,
    rows: int,
) -> None:
    DraftAct.objects.update(portal_state="IN_PUBLIC_DISCUSSION")
    matched(ashyq_orta, rows)
    her.get(address)
    with django_assert_num_queries(queries):
        assert her.get(address).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_draft_page_asks_the_same_number_of_questions(
    her: Client, ashyq_orta: Organisation, django_assert_num_queries: Any, rows: int
) -> None:
    draft = DraftActFactory()
    for number in range(rows):
        topic = WatchTopicFactory(organisation=ashyq_orta)
        TopicMatch.objects.create(topic=topic, draft=draft, words=["труд"])
        draft.windows.create(number=number + 2, starts_on=TODAY, ends_on=TODAY)
        draft.snapshots.create(kind="typed", taken_at=NOW - timedelta(days=number), sha256="0" * 64, body=b"")
    # session, person, memberships, draft, windows, history, days off, matches, dossier, decision, people
    with django_assert_num_queries(11):
        assert her.get(f"/drafts/{draft.pk}/").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_topic_page_asks_the_same_number_of_questions(
    her: Client, ashyq_orta: Organisation, django_assert_num_queries: Any, rows: int
) -> None:
    matched(ashyq_orta, rows)
    topic = WatchTopic.objects.get()
    # session, person, memberships, topic, matches, bodies, categories, types
    with django_assert_num_queries(8):
        assert her.get(f"/topics/{topic.pk}/").status_code == 200


# --- The list of drafts -----------------------------------------------------------------------------------


def test_newest_stand_first_and_ending_soonest_on_demand(her: Client) -> None:
    early = DraftActFactory(created_on=date(2026, 9, 8), ends_on=date(2026, 9, 30))
    late = DraftActFactory(created_on=date(2026, 9, 11), ends_on=date(2026, 10, 2))
    over = DraftActFactory(created_on=date(2026, 9, 9), ends_on=date(2026, 9, 13))
    assert listed(her.get("/drafts/")) == [late.pk, over.pk, early.pk]
    assert listed(her.get("/drafts/?sort=ending")) == [early.pk, late.pk]


def test_filters_narrow_the_list(her: Client) -> None:
    body, category, law = (
        StateBodyFactory(),
        CategoryFactory(),
        ActTypeFactory(name_ru="Закон", name_kk="Заң"),
    )
    wanted = DraftActFactory(
        body=body,
        category=category,
        act_type=law,
        portal_state="IN_PUBLIC_DISCUSSION",
        ends_on=date(2026, 9, 16),
    )
    DraftActFactory(created_on=date(2026, 9, 1))
    filters = {
        "state": "IN_PUBLIC_DISCUSSION",
        "type": law.pk,
        "body": body.pk,
        "category": category.pk,
        "since": "2026-09-10",
        "within": "3",
    }
    for name, value in filters.items():
        assert listed(her.get("/drafts/", {name: value})) == [wanted.pk], name
    assert listed(her.get("/drafts/", filters)) == [wanted.pk]
    assert listed(her.get("/drafts/", {**filters, "till": "2026-09-09"})) == []


def test_each_filter_that_is_on_can_be_taken_away(her: Client) -> None:
    page = her.get("/drafts/?q=труд&within=3&sort=ending").content.decode()
    chips = re.findall(r'<a class="q-chip" href="([^"]+)"', page)
    assert [chip.replace("&amp;", "&") for chip in chips] == [
        "/drafts/?within=3&sort=ending",
        f"/drafts/?q={quote('труд')}&sort=ending",
    ]


def test_search_finds_word_forms(her: Client) -> None:
    draft = DraftActFactory(title_kk="Еңбек туралы", title_ru="О труде")
    DraftActFactory(title_ru="О тарифах")
    assert listed(her.get("/drafts/", {"q": "еңбегі"})) == [draft.pk]
    assert listed(her.get("/drafts/", {"q": "труда"})) == [draft.pk]


def test_pages_by_key_show_every_draft_once_in_both_directions(her: Client) -> None:
    every = [DraftActFactory(created_on=date(2026, 9, 1 + number % 9)).pk for number in range(60)]
    forward, answer = [], her.get("/drafts/")
    while True:
        forward += listed(answer)
        older = re.search(r'href="([^"]+)" rel="next"', answer.content.decode())
        if older is None:
            break
        answer = her.get("/drafts/" + older[1].replace("&amp;", "&"))
    assert sorted(forward) == sorted(every)
    assert len(forward) == len(set(forward))
    newer = re.search(r'href="([^"]+)" rel="prev"', answer.content.decode())
    assert newer is not None
    assert listed(her.get("/drafts/" + newer[1].replace("&amp;", "&"))) == forward[25:50]


@pytest.mark.parametrize(
    "query",
    [
        *(
            "page=0",
            "page=-1",
            "page=1000000000",
            "after=x",
            "after=1_2_3",
            "after=-1_5",
            "before=9999-99-99_1",
        ),
        *("after=2026-09-10_99999999999999999999", "sort=unknown", "state=NO", "type=999999", "body=abc"),
        *(
            "category=-1",
            "since=0000-00-00",
            "till=9999-12-31",
            "within=1000",
            "within=x",
            "ours=maybe",
            "last=1",
        ),
        *("q=" + "ы" * 300, "q=%00", "body=" + "&body=".join("1" for _ in range(500)), "within=3&after=1_1"),
    ],
)
def test_i13_odd_address_shows_a_list(her: Client, query: str) -> None:
    DraftActFactory()
    assert her.get(f"/drafts/?{query}").status_code == 200


def test_htmx_gets_the_rows_alone(her: Client) -> None:
    draft = DraftActFactory()
    answer = her.get("/drafts/", headers={"HX-Request": "true"})
    assert listed(answer) == [draft.pk]
    assert b"<html" not in answer.content


def test_empty_lists_say_the_next_step(her: Client, bolat: User, client_of: ClientOf) -> None:
    assert reverse("projects:draft-upload") in her.get("/drafts/").content.decode().split('id="drafts"')[1]
    assert "Nothing fits these filters" in her.get("/drafts/?q=жоқ").content.decode()
    assert "Write the first topic" in her.get("/topics/").content.decode()
    assert "Look at the topics" in her.get("/triage/").content.decode()
    assert "Write the first topic" not in client_of(bolat).get("/topics/").content.decode()


def test_hostile_title_is_shown_as_text(her: Client) -> None:
    draft = DraftActFactory(title_kk="<script>alert(1)</script> қағида", title_ru='"onmouseover="alert(1)')
    for address in ("/drafts/", f"/drafts/{draft.pk}/"):
        page = her.get(address).content.decode()
        assert "<script>alert" not in page
        assert '"onmouseover="' not in page


# --- Whose eyes (T3) --------------------------------------------------------------------------------------


def test_nothing_of_another_organisation_is_anywhere(
    her: Client, ashyq_orta: Organisation, kok_aspan: Organisation, dana: User
) -> None:
    canary = "Құпия канарейка"
    secret = DraftActFactory(organisation=kok_aspan, title_kk=canary, title_ru=canary)
    public = DraftActFactory()
    topic = WatchTopicFactory(organisation=kok_aspan, name=canary, words="канарейка")
    for draft in (secret, public):
        TopicMatch.objects.create(topic=topic, draft=draft, words=[canary])
    TriageItemFactory(organisation=kok_aspan, draft=secret)
    DossierFactory(organisation=kok_aspan, draft=public, owner=dana, closing_reason=canary)
    public.snapshots.create(kind="page", organisation=kok_aspan, taken_at=NOW, sha256="c" * 64, body=b"x")
    shown = [
        "/",
        "/drafts/",
        "/drafts/?q=канарейка",
        f"/drafts/?q={secret.portal_id}",
        "/drafts/?ours=on",
        f"/drafts/?body={secret.body_id}",
        f"/drafts/{public.pk}/",
        "/triage/",
        "/topics/",
        "/dossiers/",
    ]
    pages = {address: her.get(address).content.decode() for address in shown}
    preview = her.post("/topics/preview/", {"words": "канарейка", "name": "x"}).content.decode()
    leaks = [
        address
        for address, page in {**pages, "preview": preview}.items()
        if canary in page or "cccccc" in page
    ]
    print(f"T3 canary of another organisation on {len(leaks)} of {len(pages) + 1} pages (bar 0)")
    assert leaks == []
    foreign = [
        f"/drafts/{secret.pk}/",
        f"/topics/{topic.pk}/",
        f"/triage/{TriageItem.objects.get().pk}/decline/",
    ]
    assert [her.get(address).status_code for address in foreign] == [404, 404, 404]
    snap = public.snapshots.get()
    assert her.get(f"/drafts/{public.pk}/seen/{snap.pk}/").status_code == 404


def test_choices_of_another_organisation_are_refused(
    her: Client, ashyq_orta: Organisation, dana: User
) -> None:
    draft = DraftActFactory()
    answer = her.post(f"/drafts/{draft.pk}/join/", {"owner": dana.pk, "priority": "2"})
    assert answer.status_code == 422
    assert not Dossier.objects.exists()


def test_private_draft_of_my_other_organisation_is_worked_on_there(
    her: Client, aigerim: User, kok_aspan: Organisation
) -> None:
    MembershipFactory(user=aigerim, organisation=kok_aspan, role="observer")
    draft = DraftActFactory(organisation=kok_aspan)
    page = her.get(f"/drafts/{draft.pk}/").content.decode()
    assert reverse("projects:draft-join", args=[draft.pk]) not in page
    assert her.post(f"/drafts/{draft.pk}/join/").status_code == 403


# --- One draft --------------------------------------------------------------------------------------------


def test_draft_page_shows_the_shortfall_with_the_way_it_was_counted(her: Client) -> None:
    draft = DraftActFactory(ends_on=date(2026, 9, 15))
    page = text_of(her.get(f"/drafts/{draft.pk}/"))
    assert "3 working days given, the law wants at least 10" in page
    assert "unverified rule" in page
    assert "Counted from Thursday, 10 September" in page
    assert "12–13 September (weekend)" in page


def test_draft_page_shows_what_the_saved_page_says(her: Client) -> None:
    files = [SimpleUploadedFile("draft_ru.html", (FIXTURES / "draft_ru.html").read_bytes())]
    answer = her.post("/drafts/upload/", {"pages": files}, follow=True)
    draft = DraftAct.objects.get()
    assert answer.redirect_chain[-1][0] == f"/drafts/{draft.pk}/"
    page = text_of(answer)
    assert "Основания для разработки проекта НПА" in page
    assert "1 new draft." in page


def test_history_can_be_downloaded_and_is_never_a_page_of_ours(her: Client) -> None:
    her.post(
        "/drafts/upload/", {"pages": [SimpleUploadedFile("a.html", (FIXTURES / "list_ru.html").read_bytes())]}
    )
    snap = DraftAct.objects.latest("pk").snapshots.get()
    answer = her.get(f"/drafts/{snap.draft_id}/seen/{snap.pk}/")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"contentlist" in answer.content


def test_declined_draft_shows_the_reason_and_the_way_back(
    her: Client, ashyq_orta: Organisation, aigerim: User
) -> None:
    item = TriageItemFactory(organisation=ashyq_orta)
    dossiers.decline(item, "Басқа сала", actor=aigerim, at=NOW)
    page = her.get(f"/drafts/{item.draft_id}/")
    assert "not for us Басқа сала Айгерім Серікова" in text_of(page)
    assert f'action="/triage/{item.pk}/undecide/"' in page.content.decode()


def test_new_discussion_of_a_draft_we_follow_asks_again(
    her: Client, ashyq_orta: Organisation, aigerim: User
) -> None:
    item = TriageItemFactory(organisation=ashyq_orta)
    her.post(f"/drafts/{item.draft_id}/join/")
    window = item.draft.windows.create(number=2, starts_on=TODAY, ends_on=date(2026, 9, 28))
    TriageItemFactory(organisation=ashyq_orta, draft=item.draft, window=window)
    page = her.get(f"/drafts/{item.draft_id}/").content.decode()
    assert "a new discussion: decide again" in page
    assert f'action="/drafts/{item.draft_id}/join/"' in page


def test_gone_and_doubtful_drafts_say_so(her: Client) -> None:
    draft = DraftActFactory(gone_since=date(2026, 9, 12), flags=["encoding_doubtful", "state_missing"])
    page = text_of(her.get(f"/drafts/{draft.pk}/"))
    assert "Gone from the portal's list" in page
    assert "Some letters may be wrong" in page


# --- Bringing ---------------------------------------------------------------------------------------------


def test_uploading_two_lists_shows_the_five_drafts(her: Client) -> None:
    files = [
        SimpleUploadedFile(name, (FIXTURES / name).read_bytes()) for name in ("list_ru.html", "list_kk.html")
    ]
    answer = her.post("/drafts/upload/", {"pages": files})
    assert (answer.status_code, DraftAct.objects.count()) == (200, 5)
    assert "5 new drafts." in text_of(answer)


def test_wrong_file_is_refused_on_the_page(her: Client) -> None:
    files = [SimpleUploadedFile("login.html", (FIXTURES / "login.html").read_bytes())]
    answer = her.post("/drafts/upload/", {"pages": files})
    assert answer.status_code == 422
    assert "This is the portal's log-in page" in text_of(answer)
    assert her.post("/drafts/upload/", {}).status_code == 422


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://example.kz/npa/view?id=1", "not an address of the portal"),
        ("https://legalacts.egov.kz/list?page=2", "address of a list"),
        ("https://legalacts.egov.kz/npa/view", "no number"),
        ("javascript:alert(1)", "not an address of the portal"),
    ],
)
def test_pasted_address_that_is_no_drafts_is_refused(her: Client, address: str, said: str) -> None:
    answer = her.post("/drafts/add/", {"address": address, "title_ru": "О труде"})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "О труде" in answer.content.decode(), "what was typed is kept"


def test_typed_draft_wants_a_title_and_days_in_order(her: Client) -> None:
    answer = her.post("/drafts/add/", {"created_on": "2026-09-10", "ends_on": "2026-09-01"})
    assert answer.status_code == 422
    assert "Write the title in at least one language" in text_of(answer)
    assert "cannot end before" in text_of(answer)
    typed = {"title_ru": "О труде", "address": "https://legalacts.egov.kz/npa/view?id=77"}
    her.post("/drafts/add/", typed)
    assert DraftAct.objects.get().portal_id == 77


# --- Triage -----------------------------------------------------------------------------------------------


def test_triage_goes_by_the_days_left(her: Client, ashyq_orta: Organisation) -> None:
    days = (date(2026, 9, 30), date(2026, 9, 15), date(2026, 9, 20))
    far, near, middle = (
        TriageItemFactory(organisation=ashyq_orta, draft=DraftActFactory(ends_on=day)) for day in days
    )
    page = her.get("/triage/").content.decode()
    shown = [int(pk) for pk in re.findall(r'/triage/(\d+)/decline/"', page)]
    assert shown == [near.pk, middle.pk, far.pk]


def test_undated_questions_have_a_tab_of_their_own(her: Client, ashyq_orta: Organisation) -> None:
    draft = DraftActFactory(ends_on=None, created_on=None)
    TriageItemFactory(organisation=ashyq_orta, draft=draft)
    assert "/triage/?undated=1" in her.get("/triage/").content.decode()
    assert f"/drafts/{draft.pk}/" in her.get("/triage/?undated=1").content.decode()


def test_taking_part_twice_leads_to_one_dossier(her: Client, ashyq_orta: Organisation) -> None:
    item = TriageItemFactory(organisation=ashyq_orta)
    answers = [her.post(f"/drafts/{item.draft_id}/join/") for _ in range(2)]
    dossier = Dossier.objects.get()
    assert [answer["Location"] for answer in answers] == [f"/dossiers/{dossier.pk}/"] * 2


def test_decline_asks_why_and_offers_the_way_back(her: Client, ashyq_orta: Organisation) -> None:
    item = TriageItemFactory(organisation=ashyq_orta)
    address = f"/triage/{item.pk}/decline/"
    assert her.post(address, {"reason": ""}).status_code == 422
    page = her.post(address, {"reason": "Басқа сала"}, follow=True)
    undo = f"/triage/{item.pk}/undecide/"
    assert f'action="{undo}"' in page.content.decode()
    her.post(undo)
    item.refresh_from_db()
    assert item.state == "undecided"


def test_person_who_was_slower_is_told(her: Client, ashyq_orta: Organisation, aigerim: User) -> None:
    item = TriageItemFactory(organisation=ashyq_orta)
    dossiers.decline(item, "Басқа сала", actor=aigerim, at=NOW)
    page = her.post(f"/triage/{item.pk}/decline/", {"reason": "Менің себебім"}, follow=True)
    assert "This step is not possible in the present state" in text_of(page)
    item.refresh_from_db()
    assert item.reason == "Басқа сала"


def test_observer_sees_the_questions_without_the_buttons(
    bolat: User, client_of: ClientOf, ashyq_orta: Organisation
) -> None:
    item = TriageItemFactory(organisation=ashyq_orta)
    page = client_of(bolat).get("/triage/").content.decode()
    assert f"/drafts/{item.draft_id}/" in page
    assert "decline" not in page


# --- Topics -----------------------------------------------------------------------------------------------

WORDS = {"name": "Еңбек", "words": "еңбек, труд", "excluded": "", "is_active": "on"}


def test_topic_is_saved_with_what_it_found(her: Client) -> None:
    draft = DraftActFactory(title_ru="О труде")
    page = her.post("/topics/add/", WORDS, follow=True)
    assert f"/drafts/{draft.pk}/" in page.content.decode()
    assert WatchTopic.objects.get().words == "еңбек, труд"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({**WORDS, "words": "***"}, "has neither a letter nor a digit"),
        ({**WORDS, "words": ""}, "Give words to look for"),
        ({**WORDS, "name": "Бар"}, "There is a topic with this name already"),
    ],
)
def test_topic_that_cannot_be_saved_says_why(
    her: Client, ashyq_orta: Organisation, fields: dict[str, str], said: str
) -> None:
    WatchTopicFactory(organisation=ashyq_orta, name="Бар")
    answer = her.post("/topics/add/", fields)
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_preview_shows_finds_or_what_is_wrong(her: Client) -> None:
    DraftActFactory(title_kk="Еңбек туралы")
    found = text_of(her.post("/topics/preview/", WORDS))
    assert "Last 12 months: 1 draft" in found
    assert "Еңбек туралы" in found
    assert "has neither a letter" in text_of(her.post("/topics/preview/", {**WORDS, "words": "!!"}))
    assert "Write words" in text_of(her.post("/topics/preview/", {"words": ""}))
    assert not WatchTopic.objects.exists()


def test_feed_of_a_topic_is_secret_and_can_be_revoked(
    her: Client, ashyq_orta: Organisation, aigerim: User, client: Client
) -> None:
    draft = DraftActFactory(title_kk="Еңбек туралы")
    topic = WatchTopic(organisation=ashyq_orta, name="Еңбек", words="еңбек")
    topics.save_topic(topic, actor=aigerim, at=NOW, on=TODAY)
    page = her.post(f"/topics/{topic.pk}/feed/").content.decode()
    found = re.search(r'value="http://[^/]+(/feeds/topics/[^"]+\.xml)"', page)
    assert found is not None
    feed = client.get(found[1])
    assert feed.status_code == 200
    assert "Еңбек туралы" in feed.content.decode()
    assert f"/drafts/{draft.pk}/" in feed.content.decode()
    assert "no-store" in feed["Cache-Control"]
    her.post(f"/topics/{topic.pk}/feed/revoke/")
    assert client.get(found[1]).status_code == 404


def test_removed_topic_leaves_dossiers_and_decisions(her: Client, ashyq_orta: Organisation) -> None:
    matched(ashyq_orta, 1)
    topic = WatchTopic.objects.get()
    her.post(f"/topics/{topic.pk}/remove/")
    assert not WatchTopic.objects.exists()
    assert TriageItem.objects.count() == 1


# --- Sources ----------------------------------------------------------------------------------------------


def test_operator_sees_how_far_the_archive_is_read(operator: User, client_of: ClientOf) -> None:
    Backfill.objects.create(source=SourceFactory(), next_page=4_121, total_pages=29_880, drafts=20_600)
    page = client_of(operator).get("/sources/").content.decode()
    assert 'value="4121" max="29880"' in page
    Backfill.objects.update(state="done")
    assert "The archive is read: 20\u202f600 drafts." in client_of(operator).get("/sources/").content.decode()


def test_operator_sees_failures_in_words_and_asks_for_a_check(operator: User, client_of: ClientOf) -> None:
    source = SourceFactory(failures_in_row=7, last_failure="timeout", next_poll_at=NOW + timedelta(hours=6))
    browser = client_of(operator)
    page = text_of(browser.get("/sources/"))
    assert "The site did not answer in time" in page
    assert "not answering" in page
    browser.post(f"/sources/{source.pk}/poll/")
    source.refresh_from_db()
    assert source.next_poll_at == NOW


@pytest.mark.parametrize("address", ["http://news.example.kz/rss", "", "https://", "ftp://x.kz/", "не адрес"])
def test_source_address_must_be_https(operator: User, client_of: ClientOf, address: str) -> None:
    fields = {"kind": "feed", "name_kk": "Ж", "name_ru": "Н", "interval_minutes": 30, "quiet_days": 2}
    answer = client_of(operator).post("/admin/projects/source/add/", {**fields, "address": address})
    assert answer.status_code == 200
    assert not Source.objects.filter(kind="feed").exists()


def test_source_is_added_and_kept(operator: User, client_of: ClientOf) -> None:
    fields = {"kind": "feed", "name_kk": "Ж", "name_ru": "Н", "interval_minutes": 30, "quiet_days": 2}
    browser = client_of(operator)
    browser.post("/admin/projects/source/add/", {**fields, "address": "https://news.example.kz/rss"})
    source = Source.objects.get(kind="feed")
    assert browser.get(f"/admin/projects/source/{source.pk}/change/").status_code == 200
    assert browser.get(f"/admin/projects/source/{source.pk}/delete/").status_code == 403
    for name in ("statebody", "category", "acttype"):
        assert browser.get(f"/admin/projects/{name}/").status_code == 200
