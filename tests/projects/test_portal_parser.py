"""Pages of the portal: what is read from true ones, and that a false one is never taken for an empty one."""

import random
import re
import time
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest

from projects.portal import (
    ADDRESS_REASONS,
    CARD_REASONS,
    DRAFT_REASONS,
    LIST_REASONS,
    ListCard,
    NotADraftPage,
    NotAListPage,
    merge_cards,
    parse_draft_page,
    parse_list,
    portal_id_from_address,
)

FIXTURES = Path(__file__).parent / "fixtures"
SAMPLES = Path(__file__).parents[3] / "shared" / "portal-samples"
needs_samples = pytest.mark.skipif(
    not SAMPLES.exists(), reason="the captured portal pages are not beside the project"
)
MINISTRY = "Министерство труда и социальной защиты населения РК"


def page(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def changed(name: str, *swaps: tuple[str, str]) -> bytes:
    text = page(name).decode()
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


def first_card(*swaps: tuple[str, str]) -> ListCard:
    return parse_list(changed("list_ru.html", *swaps)).cards[0]


def refusal(body: bytes) -> str:
    with pytest.raises(NotAListPage) as refused:
        parse_list(body)
    assert refused.value.reason_code in LIST_REASONS
    return refused.value.reason_code


# --- True list pages ----------------------------------------------------------------------------------------


def test_parse_list_russian_page_gives_every_field() -> None:
    listed = parse_list(page("list_ru.html"))
    card = listed.cards[1]
    assert (listed.language, listed.detected_language, listed.total_pages, listed.current_page) == (
        "ru",
        "ru",
        667,
        1,
    )
    assert [card.portal_id for card in listed.cards] == [16000105, 16000098, 16000071, 16000052, 16000040]
    assert (listed.rejected, listed.is_empty, listed.cut_short, listed.doubtful_encoding) == (
        (),
        False,
        False,
        False,
    )
    assert card.title.endswith("от 5 мая 2025 года № 40-н/қ «О тарифах»")
    assert (card.state, card.act_type, card.body) == (
        "На публичном обсуждении",
        "Приказ",
        "Министерство здравоохранения РК",
    )
    assert (card.created_on, card.ends_on, card.file_id) == (date(2026, 11, 13), date(2026, 11, 18), 16000099)
    assert (card.comments, card.likes, card.dislikes, card.views) == (0, 0, 0, 1204)
    assert (card.accepted, card.not_accepted, card.flags) == (0, 0, ())


def test_parse_list_kazakh_page_whose_state_label_stays_russian() -> None:
    listed = parse_list(page("list_kk.html"))
    card = listed.cards[0]
    assert (listed.language, len(listed.cards)) == ("kk", 4)
    assert card.title == "Үйде әлеуметтік көмек көрсету қағидаларын бекіту туралы"
    assert (card.state, card.act_type) == ("Жария талқылауда", "Бұйрық")
    assert (card.created_on, card.ends_on) == (date(2026, 11, 16), date(2026, 12, 1))
    assert card.body == "ҚР Еңбек және халықты әлеуметтік қорғау министрлігі"


def test_parse_list_answer_in_the_other_language_can_be_told() -> None:
    listed = parse_list(page("list_ru.html"), "kk")
    assert (listed.language, listed.detected_language) == ("kk", "ru")


def test_parse_list_normalises_spaces_in_titles_and_bodies() -> None:
    card = first_card()
    assert (card.title, card.body) == ("Об утверждении Правил оказания социальной помощи на дому", MINISTRY)


def test_parse_list_card_keeps_its_own_source_and_nothing_of_the_next() -> None:
    cards = parse_list(page("list_ru.html")).cards
    for card in cards:
        assert card.html.startswith('<div class="contentlist">')
        assert card.html.endswith("</div>")
        assert set(re.findall(r"view\?id=(\d+)", card.html)) == {str(card.portal_id)}


@needs_samples
def test_parse_list_captured_pages_give_the_five_drafts_merged() -> None:
    ru = parse_list((SAMPLES / "list_ru.html").read_bytes())
    kk = parse_list((SAMPLES / "list_kk.html").read_bytes())
    merged = merge_cards(kk.cards, ru.cards)
    assert [entry.portal_id for entry in merged] == [15908401, 15907944, 15906353, 15904836, 15902831]
    assert [entry.kk is not None for entry in merged] == [False, True, True, False, True]
    assert [str(entry.ru.ends_on) for entry in merged if entry.ru] == [
        *("2026-09-15", "2026-09-11", "2026-09-14", "2026-09-12", "2026-09-06"),
    ]
    card = ru.cards[0]
    assert (card.comments, card.likes, card.dislikes, card.views) == (18, 0, 1, 378)
    assert (card.accepted, card.not_accepted, card.file_id) == (0, 9, 15912294)
    assert {card.body for card in ru.cards} == {
        *(MINISTRY, "Карасайский район Алматинской области", "Министерство энергетики РК"),
        "Министерство промышленности и строительства РК",
    }


# --- Fingerprints -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "swap", [('icon5"></span>41', 'icon5"></span>97'), ('icon3"></span>1', 'icon3"></span>8')]
)
def test_fingerprint_stays_when_only_views_or_likes_change(swap: tuple[str, str]) -> None:
    assert first_card(swap).fingerprint == first_card().fingerprint


@pytest.mark.parametrize(
    "swap",
    [
        ("01/12/2026", "04/12/2026"),
        ("Правил  оказания", "Порядка оказания"),
        ("На публичном обсуждении", "Архив"),
        ('icon1"></span>3', 'icon1"></span>4'),
        ("downloadnpa?id=16000106", "downloadnpa?id=16000777"),
    ],
)
def test_fingerprint_changes_with_anything_that_matters(swap: tuple[str, str]) -> None:
    assert first_card(swap).fingerprint != first_card().fingerprint


# --- False pages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty_body"),
        (b" \r\n\t ", "empty_body"),
        (b"\xef\xbb\xbf", "empty_body"),
        (page("error_502.html"), "error_page"),
        (page("login.html"), "login_page"),
        (page("draft_ru.html"), "draft_page"),
        (b"%PDF-1.7 obj", "not_html"),
        (b'{"items": []}', "not_html"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n", "web_archive"),
        (b"<!doctype html><html><body><p>Hello</p></body></html>", "other_page"),
        (b"x" * (8 * 1024 * 1024 + 1), "too_large"),
    ],
)
def test_parse_list_refuses_what_is_no_list_with_the_reason(body: bytes, reason: str) -> None:
    assert refusal(body) == reason


def test_parse_list_empty_list_is_told_from_a_failure() -> None:
    listed = parse_list(page("list_empty_ru.html"))
    assert (listed.is_empty, listed.cards, listed.language, listed.total_pages) == (True, (), "ru", 0)


@pytest.mark.parametrize(
    ("swaps", "reason"),
    [
        ([("totalPages: 0", "totalPages: 29852")], "cards_missing"),
        ([("</body>", ""), ("</html>", "")], "cut_short"),
        ([("mainblock", "otherblock")], "other_page"),
        ([("totalPages: 0", "pages: 0")], "other_page"),
    ],
)
def test_parse_list_empty_list_that_cannot_be_true_is_a_failure(
    swaps: list[tuple[str, str]], reason: str
) -> None:
    assert refusal(changed("list_empty_ru.html", *swaps)) == reason


def test_parse_list_page_beyond_the_last_is_empty() -> None:
    body = changed(
        "list_empty_ru.html", ("currentPage: 1", "currentPage: 700"), ("totalPages: 0", "totalPages: 667")
    )
    assert parse_list(body).is_empty


def test_parse_list_cards_in_a_comment_or_a_script_are_no_cards() -> None:
    cards = '<div class="contentlist"><h3><a href="/npa/view?id=1">x</a></h3></div>'
    for shelter in (f"<!-- {cards} -->", f"<script>var x = '{cards}';</script>"):
        listed = parse_list(
            changed("list_ru.html", ('<div class="mainblock">', f'{shelter}<div class="mainblock">'))
        )
        assert (len(listed.cards), listed.rejected) == (5, ())
        assert parse_list(changed("list_empty_ru.html", ("<footer>", f"{shelter}<footer>"))).is_empty


def test_parse_list_changed_markup_is_a_failure_not_an_empty_list() -> None:
    every = page("list_ru.html").decode()
    assert refusal(every.replace("/npa/view?id=", "/draft/").encode()) == "cards_unreadable"
    assert refusal(every.replace("contentlist", "act-card").encode()) == "cards_missing"
    assert (
        refusal(re.sub(r"<strong>.*?</strong>", "<strong>?</strong>", every).encode()) == "cards_unreadable"
    )
    assert (
        refusal(every.replace("/npa/view?id=", "/npa/viewArvConclusion?id=").encode()) == "impact_conclusions"
    )


@pytest.mark.parametrize(
    ("swap", "reason"),
    [
        (('<a href="/npa/view?id=16000105">Об', '<a href="/npa/view?id=7">Об'), "conflicting_ids"),
        (("Об утверждении Правил  оказания социальной помощи на дому", " &#0; "), "no_title"),
        (("<strong>Дата создания:</strong>", "<strong>?</strong>"), None),
    ],
)
def test_parse_list_one_unreadable_card_costs_only_itself(swap: tuple[str, str], reason: str | None) -> None:
    listed = parse_list(changed("list_ru.html", swap))
    assert [card.reason for card in listed.rejected] == ([reason] if reason else [])
    assert len(listed.cards) == (4 if reason else 5)
    assert {card.reason for card in listed.rejected} <= CARD_REASONS


def test_parse_list_card_left_open_does_not_swallow_the_next() -> None:
    listed = parse_list(changed("list_ru.html", ("</div>\n                    </div>", "</div>")))
    assert (len(listed.cards), listed.rejected) == (5, ())


def test_parse_list_broken_off_in_the_last_card_keeps_the_whole_ones() -> None:
    body = page("list_ru.html")
    listed = parse_list(body[: body.index(b'id=16000040">') + 200])
    assert ([card.portal_id for card in listed.cards], listed.cut_short) == (
        [16000105, 16000098, 16000071, 16000052],
        True,
    )
    assert [card.reason for card in listed.rejected] == ["cut_short"]


def test_parse_list_same_draft_twice_counts_once() -> None:
    text = page("list_ru.html").decode()
    listed = parse_list(text.replace("16000098", "16000105").encode())
    assert ([card.reason for card in listed.rejected], len(listed.cards)) == (["doubled"], 4)


# --- F8, F10, F11: hostile text, encodings, dates -----------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
        ("&quot;onmouseover=alert(1) x=&quot;", '"onmouseover=alert(1) x="'),
        ("Об\u202e утвер\u200bждении", "Об утверждении"),
        ("Об\x00 утвер\x07ждении", "Об утверждении"),
        ("Об\r\nBcc: x@example.kz", "Об Bcc: x@example.kz"),
        ("Закон &#13;&#10;Bcc:", "Закон Bcc:"),
        ("Закон \ufffe\uffff\ufdd0 о 🌾", "Закон о 🌾"),
        ("Закон\u2028о\u2029воде", "Закон о воде"),
        ("Йод \u0438\u0306 \u0435\u0308", "Йод й ё"),
    ],
)
def test_f8_titles_are_stored_clean_on_one_line(written: str, kept: str) -> None:
    card = first_card(("Об утверждении Правил  оказания социальной помощи на дому", written))
    assert card.title == kept
    assert "\x00" not in card.html


def test_f8_title_of_two_megabytes_is_cut_and_flagged_in_time() -> None:
    started = time.process_time()
    listed = parse_list(changed("list_ru.html", ("Об утверждении Правил  оказания", "Ы" * 1_000_000)))
    spent = time.process_time() - started
    assert (len(listed.cards[0].title), listed.cards[0].flags, len(listed.cards)) == (2000, ("title_cut",), 5)
    assert spent < 1
    print(f"F8 title of 2 MB: {spent * 1000:.0f} ms")


def test_f10_kazakh_letters_in_every_encoding_exact_or_doubtful() -> None:
    text = page("list_kk.html").decode()
    want = [card.title for card in parse_list(text.encode()).cards]
    for encoding, is_doubtful in (
        ("utf-8-sig", False),
        ("utf-16", False),
        ("utf-16-le", False),
        ("kz1048", True),
    ):
        listed = parse_list(text.encode(encoding))
        assert [card.title for card in listed.cards] == want
        assert listed.doubtful_encoding == is_doubtful


def test_f10_title_garbled_at_the_source_is_flagged() -> None:
    garbled = "Об утверждении Правил".encode("cp1251").decode("latin-1")
    assert first_card(("Об утверждении Правил  оказания", garbled)).flags == ("encoding_doubtful",)


@pytest.mark.parametrize(
    ("written", "ends_on", "flags"),
    [
        ("01/12/2026", date(2026, 12, 1), ()),
        ("01.12.2026", date(2026, 12, 1), ()),
        ("2026-12-01 00:00:00.0", date(2026, 12, 1), ()),
        ("31/12/2026", date(2026, 12, 31), ()),
        ("", None, ("ends_on_missing",)),
        ("31/02/2027", None, ("date_unreadable",)),
        ("00/00/0000", None, ("date_unreadable",)),
        ("01/01/1900", None, ("date_unreadable",)),
        ("01/12/20266", None, ("date_unreadable",)),
        ("скоро", None, ("date_unreadable",)),
        ("01/12/2099", date(2099, 12, 1), ("date_far_future",)),
        ("01/12/2025", date(2025, 12, 1), ("ends_before_created",)),
    ],
)
def test_f11_dates_of_every_kind(written: str, ends_on: date | None, flags: tuple[str, ...]) -> None:
    card = first_card(("01/12/2026", written))
    assert (card.ends_on, card.flags) == (ends_on, flags)


def test_f11_moved_deadline_is_another_fingerprint_of_the_same_draft() -> None:
    moved = first_card(("01/12/2026", "08/12/2026"))
    assert moved.portal_id == first_card().portal_id
    assert moved.fingerprint != first_card().fingerprint


def test_far_creation_is_flagged_against_the_day_of_reading() -> None:
    listed = parse_list(page("list_ru.html"), on=date(2026, 11, 14))
    assert [card.flags for card in listed.cards[:2]] == [("created_in_future",), ()]


# --- F2: pages made to be slow ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hostile",
    [
        '<div class="contentlist">' * 300_000,
        '<div x="contentlist ' * 300_000,
        "contentlist" * 700_000,
        "<!--" * 1_000_000 + '<div class="contentlist">',
        '<div class="contentlist">' + "<b>" * 1_500_000,
        '<div class="contentlist"><h3><a href="/npa/view?id=1">' + "<!--" * 60_000,
        "<input " * 1_000_000,
        '<div class="contentlist"><div class="info">' + "<strong>a" * 25_000,
        '<div class="contentlist"><h3>' + "&#768;" * 40_000,
    ],
    ids=["cards", "attributes", "words", "comments", "nested", "card", "inputs", "labels", "accents"],
)
def test_f2_hostile_page_is_refused_within_five_seconds(hostile: str) -> None:
    started = time.process_time()
    refusal(hostile.encode())
    spent = time.process_time() - started
    print(f"F2 hostile page of {len(hostile) / 1e6:.1f} MB: {spent:.2f} s")
    assert spent < 5


@pytest.mark.parametrize(
    "hostile",
    [
        '<div class="commentable-div">' * 200_000,
        '<div class="commentable-div">' * 2_000 + "<table><tr><td>1<td>a<td>b" * 200_000,
        '<ul class="conceptFiles">' + "<li><ul>" * 300_000,
        "<b>" * 2_000_000,
        '<div class="comments' * 300_000,
        "<!--" * 2_000_000,
    ],
    ids=["blocks", "rows", "files", "labels", "ends", "comments"],
)
def test_f2_hostile_draft_page_is_read_or_refused_within_five_seconds(hostile: str) -> None:
    head = '<html><div class="view-npa"><h2>x</h2><b>Статус:</b> Архив<br></div>'
    started = time.process_time()
    with suppress(NotADraftPage):
        parse_draft_page(f"{head}{hostile}".encode())
    spent = time.process_time() - started
    print(f"F2 hostile draft page of {len(hostile) / 1e6:.1f} MB: {spent:.2f} s")
    assert spent < 5


def test_i14_damaged_pages_never_end_in_anything_but_cards_or_a_reason() -> None:
    dice = random.Random(7)
    bodies = [page(name) for name in ("list_ru.html", "list_kk.html", "draft_ru.html", "login.html")]
    for _ in range(400):
        damaged = bytearray(dice.choice(bodies))
        for _ in range(dice.randrange(1, 30)):
            at = dice.randrange(len(damaged))
            damaged[at : at + dice.randrange(40)] = dice.choice(
                [b"<", b">", b'"', b"\0", b"\xff", b"</div>", b"&#0;", b""]
            )
        for parse in (parse_list, parse_draft_page):
            with suppress(NotAListPage, NotADraftPage):
                parse(bytes(damaged))


# --- Merging ------------------------------------------------------------------------------------------------


def test_merge_cards_joins_languages_in_the_portals_order() -> None:
    kk, ru = parse_list(page("list_kk.html")).cards, parse_list(page("list_ru.html")).cards
    merged = merge_cards(kk[1:], ru)
    assert [entry.portal_id for entry in merged] == [card.portal_id for card in ru]
    assert [entry.kk is None for entry in merged] == [True, False, False, False, True]
    assert merge_cards([], []) == []


def test_merge_cards_keeps_what_only_one_language_has() -> None:
    ru = parse_list(page("list_ru.html")).cards
    a, b, c, d, e = ru
    merged = merge_cards([a, c, e, e], [b, c, d])
    assert [entry.portal_id for entry in merged] == [card.portal_id for card in (b, a, c, d, e)]


# --- The page of a draft ------------------------------------------------------------------------------------


def test_parse_draft_page_gives_every_field() -> None:
    draft = parse_draft_page(page("draft_ru.html"))
    assert (draft.portal_id, draft.version, draft.language, draft.flags) == (16000105, 2, "ru", ())
    assert draft.title == "Об утверждении Правил оказания социальной помощи на дому"
    assert (draft.state, draft.act_type, draft.body) == ("На публичном обсуждении", "Приказ", MINISTRY)
    assert (draft.created_on, draft.ends_on) == (date(2026, 11, 16), date(2026, 12, 1))
    assert (draft.online_from, draft.online_until) == (datetime(2026, 11, 20, 15, 0), None)
    assert draft.attachments == (("правила.docx", 16000107), ("сравнительная таблица.docx", 16000108))
    assert (draft.category_portal_id, draft.body_portal_id, draft.file_id) == (370, 1733738, 16000106)
    assert (draft.comments, draft.views, draft.accepted, draft.not_accepted) == (3, 42, 0, 1)
    assert draft.report_available
    assert "АВТОР" not in draft.html


def test_parse_draft_page_six_rows_with_their_lines() -> None:
    rows = parse_draft_page(page("draft_ru.html")).main_content
    assert [label.split()[0] for label, _ in rows] == [
        *("Наименование", "Государственный", "Основания", "Краткое", "Конкретные", "Предполагаемые"),
    ]
    assert rows[2][1] == "Статья 133 Социального кодекса Республики Казахстан."
    assert rows[3][1] == "Определяется порядок оказания помощи:\n1 уход ежедневно"
    assert rows[4][1] == "Цель — помощь на дому.\nСрок — 2027 год."


def test_parse_draft_page_kazakh_twin() -> None:
    draft = parse_draft_page(page("draft_kk.html"))
    assert (draft.portal_id, draft.language, draft.version) == (16000105, "kk", 2)
    assert (draft.state, draft.act_type) == ("Жария талқылауда", "Бұйрық")
    assert (draft.created_on, draft.ends_on) == (date(2026, 11, 16), date(2026, 12, 1))
    assert (draft.comments, draft.views, draft.accepted, draft.not_accepted) == (3, 42, 0, 1)
    assert (len(draft.main_content), draft.report_available) == (6, False)
    assert draft.main_content[1][0] == "Әзірлеуші мемлекеттік орган"


@needs_samples
def test_parse_draft_page_captured_page() -> None:
    draft = parse_draft_page((SAMPLES / "view_ru.html").read_bytes())
    assert (draft.portal_id, draft.version, draft.state) == (15906353, 1, "Архив")
    assert (draft.online_from, draft.online_until) == (
        datetime(2026, 9, 15, 15, 55),
        datetime(2026, 9, 15, 16, 55),
    )
    assert (draft.comments, draft.views, draft.accepted, draft.not_accepted) == (24, 822, 0, 12)
    assert draft.attachments == (("внесение изменений и дополнений в отдельные приказы.docx", 15906352),)
    assert (len(draft.main_content), draft.report_available, draft.category_portal_id) == (6, True, None)


@pytest.mark.parametrize(
    ("swaps", "portal_id"),
    [
        ([('card-id="16000105"', ""), ('card-id="16000105"', "")], 16000105),
        ([('card-id="16000105"', ""), ('card-id="16000105"', ""), ("/report?id=16000105", "#")], None),
    ],
)
def test_parse_draft_page_number_from_like_buttons_else_report(
    swaps: list[tuple[str, str]], portal_id: int | None
) -> None:
    assert parse_draft_page(changed("draft_ru.html", *swaps)).portal_id == portal_id


@pytest.mark.parametrize(
    "mark",
    [
        "<!-- saved from url=(0055)https://legalacts.egov.kz/npa/view?id=16000105&typeComment=4 -->",
        "<!--\n Page saved with SingleFile \n url: https://legalacts.egov.kz/npa/view?id=16000105 \n-->",
    ],
)
def test_parse_draft_page_number_from_where_the_browser_saved_it(mark: str) -> None:
    body = changed(
        "draft_kk.html", ('card-id="16000105"', ""), ('card-id="16000105"', ""), ("<head>", f"{mark}<head>")
    )
    assert parse_draft_page(body).portal_id == 16000105


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty_body"),
        (page("list_ru.html"), "list_page"),
        (page("list_empty_ru.html"), "list_page"),
        (page("login.html"), "login_page"),
        (page("error_502.html"), "error_page"),
        (b'<!doctype html><html><div class="blog-item"><h2>x</h2></div></html>', "impact_conclusion"),
        (changed("draft_ru.html", ("<h2 ", "<h6 "), ("</h2>", "</h6>")), "no_title"),
        (b'<html><div class="view-npa"><h2>x</h2><b>?</b> y</div></html>', "labels_unreadable"),
    ],
)
def test_parse_draft_page_refuses_another_page_with_the_reason(body: bytes, reason: str) -> None:
    with pytest.raises(NotADraftPage) as refused:
        parse_draft_page(body)
    assert refused.value.reason_code == reason
    assert reason in DRAFT_REASONS


def test_parse_draft_page_broken_off_is_flagged() -> None:
    body = page("draft_ru.html")
    draft = parse_draft_page(body[: body.index(b"commentable-div")])
    assert (draft.flags, draft.ends_on, draft.comments) == (("cut_short",), date(2026, 12, 1), None)


# --- Addresses ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "https://legalacts.egov.kz/npa/view?id=15906353",
        "legalacts.egov.kz/npa/view?id=15906353",
        "  http://www.legalacts.egov.kz/npa/view?id=15906353&typeComment=4 \n",
        "//legalacts.egov.kz/npa/view/?typeComment=1&amp;id=15906353#comments",
        "HTTPS://LegalActs.eGov.kz:443/npa/view;jsessionid=0A?id=15906353",
        "«https://legalacts.egov.kz/npa/view?id=15906353».",
        "https://legalacts.egov.kz/npa/view?id=15906353\u200b",
    ],
)
def test_portal_id_from_address_however_it_is_pasted(address: str) -> None:
    assert portal_id_from_address(address) == 15906353


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "empty"),
        ("жоба", "not_an_address"),
        ("15906353", "not_an_address"),
        ("javascript:alert(1)", "not_an_address"),
        ("ftp://legalacts.egov.kz/npa/view?id=1", "not_an_address"),
        ("http://[::1", "not_an_address"),
        ("https://legalacts.egov.kz:99999/npa/view?id=1", "not_an_address"),
        ("https://example.kz/npa/view?id=1", "other_host"),
        ("https://legalacts.egov.kz.example.kz/npa/view?id=1", "other_host"),
        ("https://legalacts.egov.kz@example.kz/npa/view?id=1", "other_host"),
        ("https://legalacts.egov.kz/report?id=1", "other_page"),
        ("https://legalacts.egov.kz/list?page=2", "list_page"),
        ("https://legalacts.egov.kz/npa/viewArvConclusion?id=1", "impact_conclusion"),
        ("https://legalacts.egov.kz/application/viewcardhistory?id=1", "earlier_version"),
        ("https://legalacts.egov.kz/npa/view", "no_id"),
        ("https://legalacts.egov.kz/npa/view?id=0", "no_id"),
        ("https://legalacts.egov.kz/npa/view?id=-5", "no_id"),
        ("https://legalacts.egov.kz/npa/view?id=１５", "no_id"),
        ("https://legalacts.egov.kz/npa/view?id=1&id=2", "ambiguous_id"),
        ("https://legalacts.egov.kz/npa/view?id=" + "9" * 1_000_000, "no_id"),
    ],
)
def test_portal_id_from_address_refuses_others_with_the_reason(address: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        portal_id_from_address(address)
    assert reason in ADDRESS_REASONS
