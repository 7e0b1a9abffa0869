"""Watch topics: word forms in two languages, quiet first finds, a preview that writes nothing."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Organisation, User
from accounts.states import Role
from correspondence.models import Notice
from projects.actions import topics
from projects.models import DraftAct, TopicMatch, TriageItem, WatchTopic
from tests.factories import (
    CategoryFactory,
    DossierFactory,
    DraftActFactory,
    MembershipFactory,
    StateBodyFactory,
    WatchTopicFactory,
)
from tests.projects.conftest import NOW, TODAY

pytestmark = pytest.mark.usefixtures("order")

LABOUR = "еңбек, труд"


def match(*drafts: DraftAct, quiet: bool = False) -> int:
    return topics.match_drafts([draft.pk for draft in drafts], at=NOW, on=TODAY, quiet=quiet)


def save(organisation: Organisation, person: User, words: str, **fields: object) -> WatchTopic:
    topic = WatchTopic(organisation=organisation, name="Тақырып", words=words, **fields)
    topics.save_topic(topic, actor=person, at=NOW, on=TODAY)
    return topic


def found_by(topic: WatchTopic) -> set[int | None]:
    return set(TopicMatch.objects.filter(topic=topic).values_list("draft__portal_id", flat=True))


def previewed(organisation: Organisation, words: str, **chosen: object) -> topics.Preview:
    return topics.preview(organisation, words=words, on=TODAY, **chosen)  # type: ignore[arg-type]


# --- Words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "Қазақстан Республикасы Еңбек және халықты әлеуметтік қорғау министрінің бұйрығына өзгерістер енгізу туралы",
        "Еңбегі үшін медалі туралы ережені бекіту туралы",
        "Министерство труда и социальной защиты населения: о внесении изменений в приказ",
        "О внесении изменений в приказ Министра труда и социальной защиты населения",
        "Об охране трудовых прав",
    ],
)
def test_labour_is_found_in_inflected_titles(ashyq_orta: Organisation, title: str) -> None:
    topic = WatchTopicFactory(organisation=ashyq_orta, words=LABOUR)
    kazakh = "ғ" in title or "ң" in title
    draft = DraftActFactory(title_kk=title if kazakh else "", title_ru="" if kazakh else title)
    assert match(draft) == 1
    assert TopicMatch.objects.get().topic == topic


@pytest.mark.parametrize("title", ["О трудностях перевода рек", "О тарифах на воду", "О судах"])
def test_other_words_are_not_found(ashyq_orta: Organisation, title: str) -> None:
    WatchTopicFactory(organisation=ashyq_orta, words="труд, суд\nводопровод")
    assert match(DraftActFactory(title_kk="", title_ru=title)) == (1 if title == "О судах" else 0)


def test_exclusion_rules_out(ashyq_orta: Organisation) -> None:
    WatchTopicFactory(organisation=ashyq_orta, words="тариф", excluded="электр, электроэнергия")
    wanted, unwanted = (DraftActFactory(title_ru=f"О тарифах на {of}") for of in ("воду", "электроэнергию"))
    match(wanted, unwanted)
    assert [hit.draft for hit in TopicMatch.objects.all()] == [wanted]


def test_bodies_narrow_and_unknown_category_is_a_maybe(ashyq_orta: Organisation) -> None:
    body, category = StateBodyFactory(), CategoryFactory()
    topic = WatchTopicFactory(organisation=ashyq_orta, words="тариф")
    topic.bodies.add(body)
    topic.categories.add(category)
    title = {"title_ru": "О тарифах"}
    unfiled = DraftActFactory(body=body, **title)
    filed = DraftActFactory(body=body, category=category, **title)
    match(
        unfiled,
        filed,
        DraftActFactory(**title),
        DraftActFactory(body=body, category=CategoryFactory(), **title),
    )
    assert found_by(topic) == {unfiled.portal_id, filed.portal_id}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("тариф\n!!!", "Line 2: «!!!»"),
        ("ы" * 121, "Line 1"),
        ("\n".join(f"с{n}" for n in range(201)), "200 lines"),
    ],
)
def test_words_that_cannot_be_read_are_refused_with_the_line(text: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        topics.check_words(text)


def test_words_are_tidied() -> None:
    assert topics.check_words("  еңбек ;труд \n\n\n № 508-н/қ \n") == "еңбек, труд\n№ 508-н/қ"


def test_topic_whose_words_cannot_be_read_does_not_stop_the_others(ashyq_orta: Organisation) -> None:
    WatchTopicFactory(organisation=ashyq_orta, words="***")
    WatchTopicFactory(organisation=ashyq_orta, words="тариф")
    assert match(DraftActFactory(title_ru="О тарифах")) == 1


# --- Who is asked, who is told ----------------------------------------------------------------------------


def test_matched_draft_is_asked_about_once_and_told_to_those_who_decide(
    ashyq_orta: Organisation, aigerim: User, bolat: User
) -> None:
    lawyer = MembershipFactory(organisation=ashyq_orta, role=Role.LAWYER).user
    for _number in range(2):
        WatchTopicFactory(organisation=ashyq_orta, words="тариф")
    draft = DraftActFactory(title_ru="О тарифах")
    match(draft)
    match(draft)
    assert TopicMatch.objects.count() == 2
    assert TriageItem.objects.get().window == draft.windows.get()
    assert set(Notice.objects.values_list("recipient", flat=True)) == {aigerim.pk, lawyer.pk}
    assert Notice.objects.count() == 2


def test_match_with_three_working_days_left_is_urgent(ashyq_orta: Organisation, aigerim: User) -> None:
    WatchTopicFactory(organisation=ashyq_orta, words="тариф")
    match(
        DraftActFactory(title_ru="О тарифах на тепло", ends_on=date(2026, 9, 17)),
        DraftActFactory(title_ru="О тарифах на воду", ends_on=date(2026, 9, 18)),
    )
    assert sorted(Notice.objects.values_list("facts__due_on", "is_urgent")) == [
        ("2026-09-17", True),
        ("2026-09-18", False),
    ]


def test_draft_whose_discussion_is_over_is_matched_but_not_asked_about(
    ashyq_orta: Organisation, aigerim: User
) -> None:
    WatchTopicFactory(organisation=ashyq_orta, words="тариф")
    match(DraftActFactory(title_ru="О тарифах", ends_on=TODAY - timedelta(days=1)))
    assert (TopicMatch.objects.count(), TriageItem.objects.count(), Notice.objects.count()) == (1, 0, 0)


def test_draft_with_a_dossier_is_not_asked_about(ashyq_orta: Organisation) -> None:
    draft = DraftActFactory(title_ru="О тарифах")
    DossierFactory(organisation=ashyq_orta, draft=draft)
    WatchTopicFactory(organisation=ashyq_orta, words="тариф")
    match(draft)
    assert (TopicMatch.objects.count(), TriageItem.objects.count()) == (1, 0)


def test_topics_that_are_off_and_organisations_that_are_gone_find_nothing(
    ashyq_orta: Organisation, kok_aspan: Organisation
) -> None:
    WatchTopicFactory(organisation=ashyq_orta, words="тариф", is_active=False)
    WatchTopicFactory(organisation=kok_aspan, words="тариф")
    Organisation.objects.filter(pk=kok_aspan.pk).update(is_active=False)
    assert match(DraftActFactory(title_ru="О тарифах")) == 0


def test_large_import_sends_no_mail(ashyq_orta: Organisation, aigerim: User) -> None:
    WatchTopicFactory(organisation=ashyq_orta, words="тариф")
    drafts = [DraftActFactory(title_ru=f"О тарифах {n}") for n in range(120)]
    matched = match(*drafts, quiet=True)
    print(
        f"quiet import: {matched} matches, {TriageItem.objects.count()} questions, {Notice.objects.count()} notices"
    )
    assert (matched, TriageItem.objects.count(), Notice.objects.count()) == (120, 120, 0)


# --- Saving -----------------------------------------------------------------------------------------------


def test_saved_topic_looks_through_twelve_months_quietly(ashyq_orta: Organisation, aigerim: User) -> None:
    new, old = (
        DraftActFactory(title_ru="О тарифах", created_on=day, ends_on=day)
        for day in (TODAY - timedelta(days=364), TODAY - timedelta(days=366))
    )
    running = DraftActFactory(title_ru="О тарифах")
    topic = save(ashyq_orta, aigerim, "тариф")
    assert found_by(topic) == {new.portal_id, running.portal_id}
    assert [item.draft for item in TriageItem.objects.all()] == [running]
    assert not Notice.objects.exists()
    assert old.portal_id not in found_by(topic)


def test_changed_words_drop_what_no_longer_fits(ashyq_orta: Organisation, aigerim: User) -> None:
    DraftActFactory(title_ru="О тарифах")
    water = DraftActFactory(title_ru="О воде")
    topic = save(ashyq_orta, aigerim, "тариф")
    topic.words = "вода"
    topics.save_topic(topic, actor=aigerim, at=NOW, on=TODAY)
    assert found_by(topic) == {water.portal_id}
    assert TriageItem.objects.count() == 2, "what was asked stays asked"


# --- Preview ----------------------------------------------------------------------------------------------


def test_preview_shows_twelve_months_and_writes_nothing(ashyq_orta: Organisation) -> None:
    for number in range(12):
        DraftActFactory(title_ru=f"О тарифах {number}", created_on=TODAY - timedelta(days=number))
    DraftActFactory(title_ru="О тарифах", created_on=TODAY - timedelta(days=366))
    DraftActFactory(title_ru="О воде")
    preview = previewed(ashyq_orta, "тариф, tarif\nещё")
    assert (preview.count, preview.shown_count, len(preview.rows)) == (12, "12", 10)
    assert [row.draft.title_ru for row in preview.rows][:2] == ["О тарифах 0", "О тарифах 1"]
    assert preview.rows[0].words == ("тариф",)
    assert not TopicMatch.objects.exists()


def test_preview_finds_what_saving_finds(ashyq_orta: Organisation, aigerim: User) -> None:
    titles = [
        "О труде",
        "О трудовых книжках",
        "Об охране труда судей",
        "О судах",
        "О воде",
        "508-н/қ о тарифах",
    ]
    for title in titles:
        DraftActFactory(title_ru=title, title_kk="")
    for words in ("труд", "охрана труда", "508-н/қ", "су", "мал\nсуд, вода", "нет такого"):
        preview = previewed(ashyq_orta, words)
        topic = save(ashyq_orta, aigerim, words)
        assert {row.draft.portal_id for row in preview.rows} == found_by(topic), words
        topics.remove_topic(topic, actor=aigerim, at=NOW)


def test_preview_without_words_goes_by_bodies(ashyq_orta: Organisation) -> None:
    body = StateBodyFactory()
    mine = DraftActFactory(body=body)
    DraftActFactory()
    assert [row.draft for row in previewed(ashyq_orta, "", bodies=[body]).rows] == [mine]


def test_preview_says_that_the_category_is_unknown(ashyq_orta: Organisation) -> None:
    category = CategoryFactory()
    DraftActFactory(title_ru="О тарифах")
    assert previewed(ashyq_orta, "тариф", categories=[category]).is_category_unknown
    assert not previewed(ashyq_orta, "тариф").is_category_unknown


def test_preview_counts_up_to_its_cap(ashyq_orta: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "PREVIEW_CAP", 3)
    for _number in range(5):
        DraftActFactory(title_ru="О тарифах")
    assert previewed(ashyq_orta, "тариф").shown_count == "3+"


def test_preview_shows_no_draft_of_another_organisation(
    ashyq_orta: Organisation, kok_aspan: Organisation
) -> None:
    DraftActFactory(title_ru="О тайных тарифах", organisation=kok_aspan)
    assert previewed(ashyq_orta, "тариф").count == 0
    assert previewed(kok_aspan, "тариф").count == 1
