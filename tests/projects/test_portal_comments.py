"""Comments, verdicts and replies on saved pages; whose they are; reports; and that hostile pages do no harm."""

import time
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from projects.portal import (
    CHANNELS,
    COMMENT_REASONS,
    REPORT_REASONS,
    CommentsPage,
    NotACommentsPage,
    NotAReportPage,
    PortalComment,
    ReportPage,
    parse_comments_page,
    parse_outcome_page,
    parse_report_page,
)
from projects.portal.comment_times import Span, written_at
from tests.projects.comment_pages import BODY, Comment, Reply, comments_page, report_page

FIXTURES = Path(__file__).parent / "fixtures"
SAMPLES = Path(__file__).parents[3] / "shared" / "portal-samples"
needs_samples = pytest.mark.skipif(
    not SAMPLES.exists(), reason="the captured portal pages are not beside the project"
)


def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def only(*swaps: tuple[str, str], comment: Comment | None = None, language: str = "ru") -> PortalComment:
    text = comments_page(comment or Comment(), language=language).decode()
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    (found,) = parse_comments_page(text.encode()).comments
    return found


def refusal(body: bytes) -> str:
    with pytest.raises(NotACommentsPage) as refused:
        parse_comments_page(body)
    assert refused.value.reason_code in COMMENT_REASONS
    return refused.value.reason_code


def report_refusal(body: bytes) -> str:
    with pytest.raises(NotAReportPage) as refused:
        parse_report_page(body)
    assert refused.value.reason_code in REPORT_REASONS
    return refused.value.reason_code


# --- True pages ---------------------------------------------------------------------------------------------


@needs_samples
def test_captured_page_gives_its_three_comments_verdicts_and_replies() -> None:
    page = parse_comments_page((SAMPLES / "view_ru.html").read_bytes())
    assert [(comment.id, comment.verdict, comment.part_id) for comment in page.comments] == [
        (15907499, "not_accepted", 3),
        (15906410, "not_accepted", 3),
        (15906409, "not_accepted", 3),
    ]
    assert [comment.at for comment in page.comments] == [
        datetime(2026, 9, 10, 11, 5),
        datetime(2026, 9, 9, 10, 55),
        datetime(2026, 9, 9, 10, 55),
    ]
    first = page.comments[0]
    assert first.text.startswith("Полная версия самого проекта НПА, Пояснительная записка")
    assert first.text.endswith("НЕ МОЖЕТ СЧИТАТЬСЯ СОСТОЯВШИМСЯ!!!")
    assert first.part == "1 Наименование проекта НПА (с указанием вида НП..."
    (reply,) = first.official_replies
    assert (reply.id, reply.at, reply.author) == (15907783, datetime(2026, 9, 10, 12, 24), BODY["ru"])
    assert reply.text.startswith("Уважаемый пользователь! Согласно последним техническим доработкам")
    assert (page.channel, page.channels, page.language) == (6, (6, 3, 1, 8, 9, 10, 7, 4), "ru")
    assert (page.draft.portal_id, page.draft.comments, page.flags) == (15906353, 24, ("not_all_shown",))


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_both_languages_give_every_field(language: str) -> None:
    text = {"ru": "Изложить пункт 5 иначе.", "kk": "5-тармақ өзгертілсін."}[language]
    written = Comment(text=text, mark="accepted", affiliation="(ОФ «Ашық Орта»)", replies=(Reply(text=text),))
    page = parse_comments_page(comments_page(written, Comment(id=7, mark="not_accepted"), language=language))
    assert (page.language, page.channel, page.channels, page.rejected) == (language, 6, (6, 4), 0)
    comment, other = page.comments
    assert (comment.id, comment.author, comment.affiliation) == (
        16000301,
        "САПАРОВА АЙГЕРИМ",
        "ОФ «Ашық Орта»",
    )
    assert (comment.at, comment.year_inferred) == (datetime(2026, 11, 17, 11, 5), True)
    assert (comment.part, comment.part_id) == ("пункт 5. помощь на дому оказыва...", 3)
    assert (comment.text, comment.verdict, other.verdict) == (text, "accepted", "not_accepted")
    (reply,) = comment.replies
    assert (reply.author, reply.is_official, reply.text) == (BODY[language], True, text)
    assert (reply.at, reply.year_inferred) == (datetime(2026, 11, 18, 9, 30), True)


def test_page_without_comments_is_empty_and_not_a_failure() -> None:
    page = parse_comments_page(comments_page())
    assert (page.comments, page.rejected, page.flags) == ((), 0, ("not_all_shown",))


def test_comment_keeps_the_lines_that_its_author_typed() -> None:
    comment = only(comment=Comment(text="1) пункт 5\n\n2) пункт 6"))
    assert comment.text == "1) пункт 5\n2) пункт 6"


def test_list_inside_a_comment_belongs_to_it() -> None:
    comment = only(("Прошу изменить пункт 5.\n</p>", "Прошу:<ul><li>пункт 5<li>пункт 6</ul><p>Срочно.</p>"))
    assert comment.text == "Прошу:\nпункт 5\nпункт 6\nСрочно."


def test_reply_of_a_person_is_told_from_the_bodys() -> None:
    ours = Reply(id=1, author="САПАРОВА АЙГЕРИМ", is_marked=False, text="А пункт 6?")
    unmarked = Reply(id=2, is_marked=False)
    comment = only(comment=Comment(replies=(Reply(), ours, unmarked)))
    assert [reply.is_official for reply in comment.replies] == [True, False, True]
    assert [reply.id for reply in comment.official_replies] == [16000401, 2]


def test_reply_to_a_reply_is_read_too() -> None:
    nested = Reply(id=9, text="Дополнено.").html("ru")
    comment = only(("<!--end media-->", f"{nested}<!--end media-->"), comment=Comment(replies=(Reply(),)))
    assert [reply.id for reply in comment.replies] == [16000401, 9]


def test_answer_without_a_verdict_is_no_verdict() -> None:
    comment = only(comment=Comment(replies=(Reply(text="Не принято, так как ..."),)))
    assert (comment.verdict, len(comment.replies)) == (None, 1)


@pytest.mark.parametrize(
    ("swap", "verdict", "flags"),
    [
        (('title="Принято"', 'title="Accepted"'), "accepted", ()),
        (('fa-check-square" title', 'fa-tick" title'), "accepted", ()),
        (('title="Принято"', 'title="Не принято"'), None, ("verdict_doubtful",)),
        (('<i class="liker fa fa-check-square" title="Принято"', "<i"), None, ()),
    ],
)
def test_verdict_by_title_and_by_icon_or_by_the_one_that_is_left(
    swap: tuple[str, str], verdict: str | None, flags: tuple[str, ...]
) -> None:
    comment = only(swap, comment=Comment(mark="accepted"))
    assert (comment.verdict, comment.flags) == (verdict, flags)


@pytest.mark.parametrize(
    ("swaps", "channel"),
    [
        ([], 4),
        ([("setActive(4)", ""), ('<li id="tab-6" class="tablinks"', '<li id="tab-6" class="tablinks active"')], 6),
        ([("setActive(4)", ""), ('<h2 tabindex="0">Комментарий', '<h2 tabindex="0">Антикоррупционная экспертиза')], 8),
        ([("setActive(4)", ""), ('<h2 tabindex="0">Комментарий', '<h2 tabindex="0">')], None),
    ],
)  # fmt: skip
def test_channel_from_tabs_heading_or_nowhere(swaps: list[tuple[str, str]], channel: int | None) -> None:
    text = comments_page(Comment(), channel=4).decode()
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new, 1)
    assert parse_comments_page(text.encode()).channel == channel


def test_channel_from_the_address_that_the_browser_left() -> None:
    mark = "<!-- saved from url=(0055)https://legalacts.egov.kz/npa/view?id=16000105&typeComment=4 -->"
    text = comments_page(Comment()).decode().replace("setActive(6)", "")
    text = text.replace('<h2 tabindex="0">Комментарий', '<h2 tabindex="0">').replace(
        "<head>", f"{mark}<head>"
    )
    assert parse_comments_page(text.encode()).channel == 4
    assert set(CHANNELS) == {6, 3, 1, 8, 9, 10, 7, 4}


def test_more_comments_counted_than_shown_is_said() -> None:
    shown = [Comment(id=number, mark="not_accepted") for number in (1, 2, 3)]
    assert parse_comments_page(comments_page(*shown)).flags == ()
    assert parse_comments_page(comments_page(*shown[:2])).flags == ("not_all_shown",)
    unmarked = [replace(comment, mark=None) for comment in shown]
    assert parse_comments_page(comments_page(*unmarked)).flags == ("not_all_shown",)


def test_same_comment_twice_counts_once_and_is_said() -> None:
    page = parse_comments_page(comments_page(*[Comment(mark="not_accepted")] * 3))
    assert (len(page.comments), page.flags) == (1, ("not_all_shown", "doubled"))


# --- The missing year ---------------------------------------------------------------------------------------

AUTUMN = Span(date(2026, 9, 9), date(2026, 9, 14), date(2026, 10, 1))
OVER_NEW_YEAR = Span(date(2026, 12, 20), date(2027, 1, 20), date(2027, 2, 1))


@pytest.mark.parametrize(
    ("text", "span", "at", "flags"),
    [
        ("10/09 - 11:05", AUTUMN, datetime(2026, 9, 10, 11, 5), ()),
        ("08/09 - 23:50", AUTUMN, datetime(2026, 9, 8, 23, 50), ()),
        ("31/12 - 23:59", OVER_NEW_YEAR, datetime(2026, 12, 31, 23, 59), ()),
        ("05/01 - 00:00", OVER_NEW_YEAR, datetime(2027, 1, 5), ()),
        ("05/01 - 00:00", Span(date(2026, 12, 20)), datetime(2027, 1, 5), ()),
        ("10/09 - 11:05", Span(on=date(2026, 11, 1)), datetime(2026, 9, 10, 11, 5), ()),
        ("10/12 - 11:05", Span(on=date(2026, 11, 1)), datetime(2025, 12, 10, 11, 5), ()),
        ("01/03 - 10:00", AUTUMN, datetime(2026, 3, 1, 10), ("year_doubtful",)),
        ("01/09 - 10:00", Span(date(2026, 9, 9), date(2026, 9, 14)), datetime(2027, 9, 1, 10), ("year_doubtful",)),
        ("10/09 - 11:05", Span(), None, ("year_unknown",)),
        ("29/02 - 10:00", Span(date(2028, 2, 1)), datetime(2028, 2, 29, 10), ()),
        ("15/09 - 10:00", Span(date(2025, 9, 1), date(2026, 12, 1), date(2026, 12, 5)), datetime(2025, 9, 15, 10),
         ("year_doubtful",)),
    ],
)  # fmt: skip
def test_year_is_concluded_from_the_drafts_dates(
    text: str, span: Span, at: datetime | None, flags: tuple[str, ...]
) -> None:
    written = written_at(text, span)
    assert (written.at, written.flags, written.year_inferred) == (at, flags, at is not None)


@pytest.mark.parametrize(
    "text", ["31/02 - 10:00", "10/13 - 10:00", "10/09 - 25:00", "вчера", "10/09/1900 - 10:00"]
)
def test_time_that_is_none_is_flagged(text: str) -> None:
    assert written_at(text, AUTUMN) == written_at("x", AUTUMN)
    assert written_at(text, AUTUMN).flags == ("time_unreadable",)


def test_year_that_the_page_gives_is_not_inferred() -> None:
    written = written_at("10/09/2025 - 11:05", AUTUMN)
    assert (written.at, written.year_inferred) == (datetime(2025, 9, 10, 11, 5), False)


def test_reply_after_new_year_is_of_the_next_year() -> None:
    comment = only(comment=Comment(at="30/12 - 10:00", replies=(Reply(at="04/01 - 09:00"),)))
    assert (comment.at, comment.replies[0].at) == (datetime(2026, 12, 30, 10), datetime(2027, 1, 4, 9))


# --- Whose it is: personal data -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("author", "names", "is_ours"),
    [
        ("САПАРОВА АЙГЕРИМ", ["Айгерим Сапарова"], True),
        ("САПАРОВА АЙГЕРИМ", ["Айгерім Сапарова"], True),
        ("САПАРОВА АЙГЕРИМ БОЛАТҚЫЗЫ", ["Айгерим Сапарова"], True),
        ("САПАРОВА АЙГЕРИМ", ["Сапарова Айгерим Болатовна"], True),
        ("САПАРОВА АЙГЕРИМ", ["Сапарова Айгерим Болат кызы"], False),  # Болат is no patronymic by itself
        ("САПАРОВА ДАНА", ["Айгерим Сапарова"], False),
        ("САПАРОВА АЙГЕРИМ ДАНА", ["Айгерим Сапарова"], False),
        ("АЙГЕРИМ", ["Айгерим Сапарова"], False),
        ("ОФ «Ашық Орта»", ["Общественный фонд «Ашық Орта»"], True),
        ("«Ашық  Орта» ҚҚ", ["Общественный фонд \"Ашык Орта\""], True),
        ("«Ашық Орта Астана» ҚҚ", ["Ашық Орта"], False),
        ("Общественный фонд", ["Общественный фонд «Ашық Орта»"], False),
        ("", ["Ашық Орта"], False),
        ("Ашық Орта", [""], False),
        ("Ашық Орта", [], False),
    ],
)  # fmt: skip
def test_belongs_to_however_the_name_is_written(author: str, names: list[str], is_ours: bool) -> None:
    assert only(comment=Comment(author=author)).belongs_to(names) is is_ours


def test_affiliation_tells_an_organisation_whose_member_wrote() -> None:
    comment = only(comment=Comment(author="АХМЕТОВ БОЛАТ", affiliation="(ОФ «Ашық Орта»)"))
    assert comment.belongs_to(["Ашық Орта"])


def test_names_of_others_can_be_dropped_and_never_print() -> None:
    person = Reply(id=5, author="ЕРЖАНОВ ЕРЖАН", is_marked=False)
    ours, other = (
        Comment(id=1),
        Comment(id=2, author="ЕРЖАНОВ ЕРЖАН", affiliation="ТОО «Х»", replies=(Reply(), person)),
    )
    page = parse_comments_page(comments_page(ours, other))
    assert "ЕРЖАНОВ" not in repr(page)
    assert "САПАРОВА" not in repr(page)
    kept = page.with_names_only_of(["Айгерим Сапарова"])
    assert [(comment.author, comment.affiliation) for comment in kept.comments] == [
        ("САПАРОВА АЙГЕРИМ", None),
        (None, None),
    ]
    assert [reply.author for reply in kept.comments[1].replies] == [BODY["ru"], None]


# --- False pages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty_body"),
        (fixture("list_ru.html"), "list_page"),
        (fixture("login.html"), "login_page"),
        (fixture("error_502.html"), "error_page"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n", "web_archive"),
        (b"%PDF-1.7 obj", "not_html"),
        (report_page(), "report_page"),
        (fixture("draft_ru.html").replace(b"commentsTab", b"x").replace(b"comments", b"x"), "comments_missing"),
        (b"<!doctype html><html><p>x</p></html>", "other_page"),
        (comments_page(Comment()).replace(b'id="16000301"', b""), "comments_unreadable"),
    ],
)  # fmt: skip
def test_other_page_is_refused_with_its_reason(body: bytes, reason: str) -> None:
    assert refusal(body) == reason


def test_one_unreadable_comment_costs_only_itself() -> None:
    page = parse_comments_page(comments_page(Comment(), Comment(id=5)).replace(b'id="16000301"', b'id="x"'))
    assert ([comment.id for comment in page.comments], page.rejected) == ([5], 1)


def test_more_than_five_thousand_comments_are_too_many() -> None:
    many = '<div class="media"><p id="1">x</p></div>' * 5_001
    body = comments_page().replace(
        b'<div class="main-comments">', f'<div class="main-comments">{many}'.encode()
    )
    assert refusal(body) == "too_many_comments"


def test_page_broken_off_among_the_comments_keeps_the_whole_ones() -> None:
    body = comments_page(Comment(id=1), Comment(id=2), Comment(id=3))
    page = parse_comments_page(body[: body.index(b'<p tabindex="0" id="3"')])
    assert [(comment.id, comment.flags) for comment in page.comments] == [(1, ()), (2, ("cut_short",))]
    assert (page.rejected, page.flags) == (1, ("cut_short", "not_all_shown"))


def test_time_is_not_taken_from_the_name_or_the_commented_words() -> None:
    comment = only(comment=Comment(author="01/01 - 10:00", part="02/02 - 10:00"))
    assert comment.at == datetime(2026, 11, 17, 11, 5)


# --- F8, I8, F2: hostile text and hostile pages --------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ('"onmouseover=alert(1) x="', '"onmouseover=alert(1) x="'),
        ("Об\u202e утвер\u200bждении", "Об утверждении"),
        ("Об\x00 утвер\x07ждении", "Об утверждении"),
        ("Закон \ufffe\uffff о 🌾", "Закон о 🌾"),
        ('=HYPERLINK("http://x")', '=HYPERLINK("http://x")'),
    ],
)
def test_f8_words_of_comments_names_and_replies_are_clean(written: str, kept: str) -> None:
    comment = only(
        comment=Comment(
            text=written, author=written, part=written, replies=(Reply(text=written, author=written),)
        )
    )
    assert (comment.text, comment.author, comment.part) == (kept, kept, kept)
    assert (comment.replies[0].text, comment.replies[0].author) == (kept, kept)


def test_f8_comment_with_a_forged_verdict_and_reply_in_its_words_has_none() -> None:
    forged = Comment(text=MARKUP_IN_WORDS)
    comment = only(comment=forged)
    assert (comment.verdict, comment.replies) == (None, ())
    assert comment.text.startswith("</p><div class=")


MARKUP_IN_WORDS = (
    '</p><div class="media"><div class="media-body"><h4><i class="fa fa-tags"></i>Министерство</h4>'
    '<p id="1">Принято</p></div></div><i class="fa fa-check-square" title="Принято"></i>'
)


def test_f8_mark_inside_the_words_of_a_comment_is_no_verdict() -> None:
    comment = only(("Прошу", '<i class="fa fa-check-square" title="Принято"></i>Прошу'))
    assert comment.verdict is None


def test_i8_comment_of_two_megabytes_is_cut_and_flagged() -> None:
    comment = only(comment=Comment(text="Ы" * 1_000_000, author="Ж" * 10_000, part="п" * 10_000))
    assert (len(comment.text), len(comment.author or ""), len(comment.part or "")) == (20_000, 300, 500)
    assert comment.flags == ("text_cut",)


@pytest.mark.parametrize(
    "hostile",
    [
        '<div class="media">' * 200_000,
        '<div class="media"><div class="media-body"><p id="1">x</p>' * 60_000,
        '<div class="media"><div class="media-body"><h4>x</h4><p id="1">x</p></div></div>' * 40_000,
        '<div class="media"><h4>' + "<span>10/09 - 11:05" * 200_000,
        '<div class="media"><p id="1">' + "<ul><li>" * 300_000,
        '<li id="tab-1">' * 300_000,
        "<h2>" * 500_000,
        '<div class="main-comments' * 200_000,
    ],
    ids=["media", "nested", "flat", "times", "lists", "tabs", "headings", "containers"],
)
def test_f2_hostile_comments_are_read_or_refused_within_five_seconds(hostile: str) -> None:
    head = '<html><div class="view-npa"><h2>x</h2><b>Статус:</b> Архив<br></div><div class="main-comments">'
    started = time.process_time()
    with suppress(NotACommentsPage):
        parse_comments_page(f"{head}{hostile}".encode())
    spent = time.process_time() - started
    print(f"F2 hostile comments of {len(hostile) / 1e6:.1f} MB: {spent:.2f} s")
    assert spent < 5


# --- The report ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_report_gives_its_rows_in_either_language(language: str) -> None:
    page = parse_report_page(
        report_page(
            ("пункт 5", "Снизить возраст", "Не принято", "3", "0"),
            ("пункт 9", "Срок", "", "", "1"),
            language=language,
        )
    )
    assert [(row.number, row.section, row.text, row.reply, row.likes, row.dislikes) for row in page.rows] == [
        (1, "пункт 5", "Снизить возраст", "Не принято", 3, 0),
        (2, "пункт 9", "Срок", "", None, 1),
    ]
    assert (page.language, page.portal_id, page.flags) == (language, 16000105, ())
    assert page.title == "Об утверждении Правил оказания социальной помощи"


def test_report_columns_are_found_in_any_order_and_with_a_number_before() -> None:
    body = report_page(("1", "нет", "Снизить", "пункт 5"), head=("№", "Ответ", "Комментарий", "Раздел"))
    (row,) = parse_report_page(body).rows
    assert (row.section, row.text, row.reply, row.likes) == ("пункт 5", "Снизить", "нет", None)


def test_report_section_that_spans_rows_counts_in_each() -> None:
    spanned = report_page(("a",)).replace(
        b"<tr><td>a</td></tr>",
        "<tr><td rowspan=2>пункт 5</td><td>Один</td><td>Да</td><td>1</td><td>0</td></tr>"
        "<tr><td>Два</td><td>Нет</td><td>2</td><td>0</td></tr>"
        "<tr><td>пункт 6</td><td>Три</td><td>Да</td><td>0</td><td>0</td></tr>".encode(),
    )
    rows = parse_report_page(spanned).rows
    assert [(row.section, row.text, row.likes) for row in rows] == [
        ("пункт 5", "Один", 1),
        ("пункт 5", "Два", 2),
        ("пункт 6", "Три", 0),
    ]


def test_report_with_its_head_repeated_and_a_verdict_mark() -> None:
    again = "".join(
        f"<td>{words}</td>" for words in ("Раздел", "Комментарии", "Ответ", "Нравится", "Не нравится")
    )
    marked = (
        '<tr><td>п. 5</td><td>Один</td><td><i class="fa" title="Принято"></i>Да</td><td></td><td></td></tr>'
    )
    body = report_page(("a",)).replace(b"<tr><td>a</td></tr>", f"<tr>{again}</tr>{marked}".encode())
    (row,) = parse_report_page(body).rows
    assert (row.text, row.verdict) == ("Один", "accepted")


def test_report_on_which_nothing_was_said_is_empty() -> None:
    assert parse_report_page(report_page()).rows == ()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty_body"),
        (fixture("list_ru.html"), "list_page"),
        (fixture("draft_ru.html"), "draft_page"),
        (fixture("login.html"), "login_page"),
        (fixture("error_502.html"), "error_page"),
        (report_page(head=("Section", "Comments", "Answer")), "unrecognised"),
        (b"<!doctype html><html><p>x</p></html>", "unrecognised"),
    ],
)
def test_other_page_is_no_report(body: bytes, reason: str) -> None:
    assert report_refusal(body) == reason


def test_report_of_more_than_ten_thousand_rows_is_refused() -> None:
    assert report_refusal(report_page(*[("1", "x", "y")] * 10_001)) == "too_many_rows"


def test_report_number_from_the_address_that_the_browser_left() -> None:
    mark = "<!-- saved from url=(0043)https://legalacts.egov.kz/report?id=16000777 -->"
    body = report_page().replace(b"<head>", f"{mark}<head>".encode())
    assert parse_report_page(body).portal_id == 16000777


@pytest.mark.parametrize(
    "hostile",
    [
        "<table><tr><td>" * 100_000,
        "<table>" + "<tr><td>Раздел<td>Комментарии<td>Ответ" * 60_000,
        "<table><tr><td>Раздел<td>Комментарии<td>Ответ" + "<tr><td rowspan=9999 colspan=9999>x" * 60_000,
        "<table><tr><td>Раздел<td>Комментарии<td>Ответ" + "<tr><td>x<td>y<td>z" * 100_000,
        "<table><tr>" + "<td>" * 500_000,
    ],
    ids=["nested", "heads", "spans", "rows", "cells"],
)
def test_f2_hostile_report_is_read_or_refused_within_five_seconds(hostile: str) -> None:
    started = time.process_time()
    with suppress(NotAReportPage):
        parse_report_page(f"<html>{hostile}".encode())
    spent = time.process_time() - started
    print(f"F2 hostile report of {len(hostile) / 1e6:.1f} MB: {spent:.2f} s")
    assert spent < 5


# --- Whichever page a person saved ---------------------------------------------------------------------------


def test_either_page_is_known_by_itself() -> None:
    assert isinstance(parse_outcome_page(comments_page(Comment())), CommentsPage)
    assert isinstance(parse_outcome_page(report_page()), ReportPage)
    with pytest.raises(NotACommentsPage, match="list_page"):
        parse_outcome_page(fixture("list_ru.html"))
