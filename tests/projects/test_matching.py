"""Keywords in titles, watch topics on draft acts, and the words a person types for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.stems import stems, title_stems
from projects.matching import (
    Keyword,
    Matcher,
    TitleFacts,
    TopicHit,
    TopicMatcher,
    TopicRule,
    TopicTextError,
    compile_keyword,
    parse_lines,
)
from tests.benchmarks.bench_matching import OneByOne

LABOUR_KK = (
    "Қазақстан Республикасы Еңбек және халықты әлеуметтік қорғау министрлігінің кейбір бұйрықтарына"
    " өзгерістер мен толықтырулар енгізу туралы"
)
LABOUR_RU = (
    "О внесении изменений и дополнений в некоторые приказы Министерства труда и социальной защиты населения"
)
TARIFF_RU = "О внесении изменения в приказ Министра энергетики от 24 декабря 2025 года № 508-н/қ"


def facts(kk: str = "", ru: str = "", **filed_under: int | None) -> TitleFacts:
    kk_stems, ru_stems = title_stems(kk, ru)
    return TitleFacts(kk_stems, ru_stems, **filed_under)


def topics_of(rule: TopicRule, title: TitleFacts) -> list[TopicHit]:
    return TopicMatcher([rule]).match(title)


# --- keywords ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kk", "ru", "found"),
    [
        ("еңбек", LABOUR_KK, "", True),
        ("труд", "", LABOUR_RU, True),
        ("Труда", "", LABOUR_RU, True),
        ("әлеуметтік қорғау", LABOUR_KK, "", True),
        ("қорғау әлеуметтік", LABOUR_KK, "", False),  # a phrase keeps its order
        ("защита населения", "", LABOUR_RU, True),
        ("защита труда", "", LABOUR_RU, False),  # and its neighbours
        ("социальная защита населения", "", LABOUR_RU, True),
        ("министерство труда и социальной защиты", "", LABOUR_RU, True),
        ("508-н/қ", "", TARIFF_RU, True),
        ("509-н/қ", "", TARIFF_RU, False),
        ("508", "", TARIFF_RU, True),
        ("50", "", TARIFF_RU, False),
        ("су", "суреттер мен сусындар туралы", "", False),
        ("су", "ауыз судың сапасы туралы", "", True),
        ("мал", "", "субъектов малого предпринимательства", False),
        ("Ауыл аманаты", "", "по программе «Ауыл аманаты»", True),
    ],
)
def test_keyword_is_found_by_word_form_and_word_boundary(typed, kk, ru, found):
    matcher = Matcher([compile_keyword(typed)])

    assert matcher.match(stems(kk, "kk"), stems(ru, "ru")) == ({typed} if found else set())


@pytest.mark.parametrize("nothing", ["", "   ", "—", "«»", "\x00"])
def test_keyword_without_a_letter_or_digit_is_refused(nothing):
    with pytest.raises(ValueError, match="at least one letter or digit"):
        compile_keyword(nothing)


def test_matcher_names_each_keyword_by_the_id_it_was_given():
    matcher = Matcher(
        [compile_keyword("еңбек", id=1), compile_keyword("труд", id=2), compile_keyword("вода", id=3)]
    )

    assert matcher.match(stems(LABOUR_KK, "kk"), stems(LABOUR_RU, "ru")) == {1, 2}


def test_keywords_of_one_stem_are_all_found():
    matcher = Matcher(map(compile_keyword, ["труд", "труда", "трудом"]))

    assert matcher.match((), stems(LABOUR_RU, "ru")) == {"труд", "труда", "трудом"}


STEMS = st.sampled_from(["еңбек", "су", "жер", "а", "б", "|"])
PHRASES = st.lists(STEMS, max_size=4).map(tuple)
TITLE = st.lists(STEMS, max_size=12)


@given(st.lists(st.tuples(PHRASES, PHRASES), max_size=30), TITLE, TITLE)
def test_matcher_finds_what_the_loop_over_keywords_finds(sides, kk_title, ru_title):
    keywords = [Keyword(place, kk, ru) for place, (kk, ru) in enumerate(sides)]

    assert Matcher(keywords).match(kk_title, ru_title) == OneByOne(keywords).match(kk_title, ru_title)


# --- topics ------------------------------------------------------------------------------------------------


def test_topic_in_one_language_is_told_in_the_words_that_were_typed():
    rule = TopicRule("labour", include=(("Еңбек", "труд"), ("жалақы", "заработная плата")))

    assert topics_of(rule, facts(LABOUR_KK, LABOUR_RU)) == [TopicHit("labour", ("Еңбек", "труд"))]
    assert topics_of(rule, facts(ru="О заработной плате")) == [TopicHit("labour", ("заработная плата",))]
    assert topics_of(rule, facts("Су кодексі", "Водный кодекс")) == []


def test_excluded_word_in_either_language_rules_the_topic_out():
    rule = TopicRule("labour", include=(("труд",),), exclude=(("кейбір", "кодекс"),))

    assert topics_of(rule, facts(ru=LABOUR_RU)) == [TopicHit("labour", ("труд",))]
    assert topics_of(rule, facts(LABOUR_KK, LABOUR_RU)) == []
    assert topics_of(rule, facts(ru="Трудовой кодекс")) == []


@pytest.mark.parametrize(
    ("filed_under", "hit"),
    [
        ({"body_id": 1733738, "act_type_id": 747}, True),
        ({"body_id": 940, "act_type_id": 747}, False),
        ({"body_id": 1733738, "act_type_id": 629}, False),
        ({"act_type_id": 747}, False),  # a body that is not known is not the one that was named
    ],
)
def test_bodies_and_act_types_narrow_a_topic_with_words(filed_under, hit):
    rule = TopicRule("t", (("труд",),), body_ids=frozenset({1733738}), act_type_ids=frozenset({747, 3813}))

    assert bool(topics_of(rule, facts(ru=LABOUR_RU, **filed_under))) is hit


@pytest.mark.parametrize(
    ("category_id", "hits"),
    [
        (369, [TopicHit("t", ("труд",))]),
        (370, []),
        (None, [TopicHit("t", ("труд",), category_unknown=True)]),
    ],
)
def test_category_narrows_a_topic_and_an_unknown_one_is_a_maybe(category_id, hits):
    rule = TopicRule("t", (("труд",),), category_ids=frozenset({369}))

    assert topics_of(rule, facts(ru=LABOUR_RU, category_id=category_id)) == hits


def test_topic_without_words_matches_on_bodies_and_act_types_alone():
    rule = TopicRule("energy", body_ids=frozenset({940}), exclude=(("тариф",),))

    assert topics_of(rule, facts(ru=TARIFF_RU, body_id=940)) == [TopicHit("energy")]
    assert topics_of(rule, facts(ru=TARIFF_RU, body_id=634)) == []
    assert topics_of(rule, facts(ru="О предельных тарифах", body_id=940)) == []


def test_topic_of_categories_alone_waits_until_the_category_is_known():
    rule = TopicRule("t", category_ids=frozenset({1301}))

    assert topics_of(rule, facts(ru=TARIFF_RU, category_id=1301)) == [TopicHit("t")]
    assert topics_of(rule, facts(ru=TARIFF_RU)) == []


def test_topic_with_nothing_never_matches():
    assert (
        topics_of(TopicRule("empty"), facts(LABOUR_KK, LABOUR_RU, body_id=1, category_id=2, act_type_id=3))
        == []
    )
    assert topics_of(TopicRule("only exclusions", exclude=(("су",),)), facts(LABOUR_KK)) == []


def test_topics_of_several_organisations_are_hit_by_one_title_in_their_order():
    rules = [
        TopicRule("b", (("еңбек",),)),
        TopicRule("water", (("су", "вода"),)),
        TopicRule("a", (("еңбек", "халық"),)),
        TopicRule("ministry", body_ids=frozenset({7})),
    ]

    assert TopicMatcher(rules).match(facts(LABOUR_KK, body_id=7)) == [
        TopicHit("b", ("еңбек",)),
        TopicHit("a", ("еңбек", "халық")),
        TopicHit("ministry"),
    ]


# --- what is typed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("еңбек, труд", [["еңбек", "труд"]]),
        ("еңбек / труд\n\n  су/вода ;  ауыз су\n", [["еңбек", "труд"], ["су", "вода", "ауыз су"]]),
        ("тұрғын   үй", [["тұрғын үй"]]),
        ("508-н/қ, № 481/НҚ", [["508-н/қ", "№ 481/НҚ"]]),
        ("COVID-19 / коронавирус", [["COVID-19", "коронавирус"]]),
        ("еңбек, еңбек,,", [["еңбек"]]),
        ("су\x00", [["су"]]),
        ("", []),
        (" , / \n;", []),
    ],
)
def test_lines_are_concepts_and_commas_and_slashes_part_synonyms(text, concepts):
    assert parse_lines(text) == concepts


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("\n".join(["су"] * 201), "too_many_lines", 201),
        ("су\n" + "а" * 121, "word_too_long", 2),
        ("су, «»", "no_letters", 1),
    ],
)
def test_text_beyond_the_caps_is_refused_with_reason_and_line(text, reason, line):
    with pytest.raises(TopicTextError) as refused:
        parse_lines(text)

    assert (refused.value.reason, refused.value.line) == (reason, line)


def test_text_at_the_caps_is_taken():
    assert len(parse_lines("\n\n".join(["су"] * 200))) == 200
    assert parse_lines("а" * 120) == [["а" * 120]]


@given(st.text(max_size=300))
def test_every_word_that_was_taken_can_be_compiled(text):
    try:
        concepts = parse_lines(text)
    except TopicTextError:
        return
    for words in concepts:
        for word in words:
            compile_keyword(word)
