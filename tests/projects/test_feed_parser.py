"""Feeds: what is read from true ones, what hostile ones may cost, and when two items are the same act."""

import json
import random
import resource
import socket
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import psutil
import pytest

from common.child import ChildFailure
from projects.feeds import (
    FEED_REASONS,
    FeedFailure,
    FeedItem,
    FeedPage,
    item_keys,
    known_as,
    parse_feed,
    parsing,
    reading,
)
from projects.feeds.child import answer

FIXTURES = Path(__file__).parent / "fixtures"
PROJECT = Path(__file__).parents[2]
KAZAKH = (
    "Қазақстан Республикасы Үкіметінің әлеуметтік қорғау, ғылым, өңір, ұйым, һәм іс-шаралар туралы қаулысы"
)


@pytest.fixture(autouse=True)
def _in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process, which is quicker; tests of what a feed may cost take the fixture `real_child`."""
    if "real_child" not in request.fixturenames:
        monkeypatch.setattr(parsing, "ask", _read_here)


def _read_here(_module: str, order: dict[str, Any], body: bytes, **_limits: object) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(json.dumps(answer(body, order["content_type"])))
    if failure := read.get("failure"):
        raise ChildFailure(failure)
    return read


@pytest.fixture
def real_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parse in the bounded child process, as the product does, but on a busy machine: give it time."""
    monkeypatch.setattr(parsing, "WALL_SECONDS", 30)


def rss(*items: str, encoding: str = "utf-8") -> str:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<rss version="2.0"><channel><title>Жаңалық</title>\n'
        + "\n".join(items)
        + "\n</channel></rss>"
    )


def item(title: str = "Об утверждении", guid: str = "", link: str = "", day: str = "", more: str = "") -> str:
    parts = {"title": title, "guid": guid and f"tag:{guid}", "link": link, "pubDate": day}
    return (
        "<item>" + "".join(f"<{tag}>{text}</{tag}>" for tag, text in parts.items() if text) + f"{more}</item>"
    )


def ordinary(number: int) -> str:
    return item(
        f"О проекте № {number}",
        f"g{number}",
        f"https://news.example.kz/{number}",
        "Mon, 16 Nov 2026 09:00:00 +0500",
    )


def read(*items: str, on: date | None = None) -> FeedPage:
    return parse_feed(rss(*items).encode(), on=on)


def refusal(body: bytes) -> str:
    with pytest.raises(FeedFailure) as refused:
        parse_feed(body)
    assert refused.value.reason_code in FEED_REASONS
    return refused.value.reason_code


@contextmanager
def bounded(name: str, seconds: float = 5.0, megabytes: float = 300) -> Iterator[None]:
    """Fail when the work takes longer, or our own process grows by more; print the figures."""
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    yield
    spent = time.perf_counter() - started
    after, child_after = (
        resource.getrusage(resource.RUSAGE_SELF),
        resource.getrusage(resource.RUSAGE_CHILDREN),
    )
    cpu = sum(
        (late.ru_utime + late.ru_stime) - (early.ru_utime + early.ru_stime)
        for early, late in ((before, after), (children, child_after))
    )
    grown = (after.ru_maxrss - before.ru_maxrss) / 1024
    print(f"{name}: {cpu:.2f} s CPU, {spent:.2f} s, RSS +{grown:.0f} MB")
    assert cpu <= seconds
    assert grown <= megabytes
    assert not [
        child for child in psutil.Process().children() if "projects.feeds.child" in " ".join(child.cmdline())
    ]


# --- True feeds ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("real_child")
def test_parse_feed_rss_gives_every_field() -> None:
    feed = parse_feed((FIXTURES / "feed_rss.xml").read_bytes(), "application/rss+xml; charset=utf-8")
    first, second, third = feed.items
    assert (feed.rejected, feed.cut_short, feed.doubtful_encoding) == ((), False, False)
    assert first.title == "«Еріктілер қызметі туралы» заң жобасы жария талқылауға шығарылды"
    assert first.link == "https://news.example.kz/2026/volunteers?utm_source=rss"
    assert first.body_text == "Жоба 30 қарашаға дейін талқыланады.\nТолығырақ — порталда."
    assert (first.published_at, first.published_on) == (
        datetime(2026, 11, 9, 18, 30, tzinfo=UTC),
        date(2026, 11, 9),
    )
    assert (second.title, second.body_text) == (
        "Обсуждаются Правила оказания социальной помощи на дому",
        "Проект приказа размещён на портале «Открытые НПА».",
    )
    assert (third.link, third.published_at, third.guid, third.ends_on) == ("", None, "", None)
    assert len({entry.key for entry in feed.items}) == 3
    assert [entry.flags for entry in feed.items] == [(), (), ()]


def test_parse_feed_atom_gives_every_field() -> None:
    entry = parse_feed((FIXTURES / "feed_atom.xml").read_bytes()).items[0]
    assert (entry.title, entry.link) == ("О тарифах «на тепло»", "https://tariff.example.kz/acts/77")
    assert (entry.published_on, entry.guid) == (date(2026, 11, 13), "tag:tariff.example.kz,2026:77")
    assert entry.body_text == "Первый абзац.\nВторой абзац."
    assert entry.raw.startswith("<entry>")
    assert entry.raw.endswith("</entry>")


def test_parse_feed_rdf_is_a_feed() -> None:
    body = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><items><rdf:Seq/></items></channel>
        <item rdf:about="https://a.example.kz/1"><title>Р</title><link>https://a.example.kz/1</link>
        <dc:date>2026-12-31</dc:date></item></rdf:RDF>"""
    assert [entry.published_on for entry in parse_feed(body.encode()).items] == [date(2026, 12, 31)]


def test_parse_feed_without_items_is_a_true_answer() -> None:
    assert read() == FeedPage(items=())


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty_body"),
        (b" \n ", "empty_body"),
        (b"\xef\xbb\xbf", "empty_body"),
        ((FIXTURES / "error_502.html").read_bytes(), "html_page"),
        ((FIXTURES / "list_ru.html").read_bytes(), "html_page"),
        (b'{"items": []}', "not_a_feed"),
        (b"<opml><body/></opml>", "not_a_feed"),
        (b"\x00\x01\x02\x03", "empty_body"),
        (b"x" * (20 * 1024 * 1024 + 1), "too_large"),
        (rss(ordinary(1)).encode()[:150], "cut_short"),
    ],
)
def test_parse_feed_refuses_what_is_no_feed_with_the_reason(body: bytes, reason: str) -> None:
    assert refusal(body) == reason


def test_parse_feed_cut_in_an_item_keeps_the_whole_ones() -> None:
    whole = rss(*(ordinary(number) for number in range(20))).encode()
    feed = parse_feed(whole[: whole.index("№ 12".encode())])
    assert [entry.title for entry in feed.items] == [f"О проекте № {number}" for number in range(12)]
    assert feed.cut_short


def test_parse_feed_takes_two_thousand_items_and_says_so() -> None:
    feed = read(*(f"<item><title>{number}</title></item>" for number in range(2_300)))
    assert (len(feed.items), feed.cut_short) == (2_000, True)


def test_parse_feed_long_text_is_cut_to_100_kb() -> None:
    entry = read(item(more=f"<description>{'ә' * 300_000}</description>")).items[0]
    assert len(entry.body_text.encode()) <= 100 * 1024
    assert entry.flags == ("body_cut",)


# --- F2: hostile, slow --------------------------------------------------------------------------------------

NOT_XML = "<b>"  # an element that is not closed: feedparser's own way for broken feeds
MANY = " ".join(f"a{number}='x'" for number in range(100_000))
HOSTILE = {
    "author of 80 KB": (item(more=f"<author>{'a' * 80_000}</author>"), 2),
    "author a@a.a.": (item(more=f"<author>a@{'a.' * 40_000}!</author>"), 2),
    "author of 80 KB, broken": (item(more=f"{NOT_XML}<author>{'a' * 80_000}</author>"), 2),
    "100,000 attributes": (
        f"<item {MANY}><title>x</title></item>",
        1,
    ),
    "100,000 attributes, broken": (
        f"<item {MANY}>{NOT_XML}</item>",
        1,
    ),
    "title of 2 MB": (item("ы" * 1_000_000), 2),
    "title of accents": (item("ы" + "\u0315\u0300" * 400_000), 2),
    "100,000 nested tags": (
        item(more="<description>" + "<b>" * 100_000 + "</b>" * 100_000 + "</description>"),
        1,
    ),
    "100,000 nested tags, open": (item(more="<b>" * 100_000), 1),
    "100,000 nested tags, escaped": (item(more=f"<description>{'&lt;b&gt;' * 20_000}</description>"), 2),
    "comments in CDATA": (item(more="<!-- <![CDATA[ -->" * 100_000), 2),
    "references": (item("&#38;" * 400_000), 1),
    "tags never closed": ("</item " * 1_000_000, 1),
    "items never closed": ("<item>" * 1_000_000, 1),
    "one item of 19 MB": (item("x" * 19_000_000), 1),
}


@pytest.mark.usefixtures("real_child")
@pytest.mark.parametrize("name", HOSTILE)
def test_f2_hostile_item_is_bounded_and_its_neighbour_kept(name: str) -> None:
    hostile, kept = HOSTILE[name]
    with bounded(f"F2 {name}"):
        feed = read(ordinary(1), hostile)
    assert feed.items[0].title == "О проекте № 1"
    assert len(feed.items) == kept
    assert all(len(entry.title) <= 1_000 for entry in feed.items)


@pytest.mark.usefixtures("real_child")
def test_f2_two_thousand_broken_items_end_in_time() -> None:
    with bounded("F2 2,000 broken items"):
        feed = read(*(item(f"О проекте № {number}", f"g{number}", more=NOT_XML) for number in range(2_000)))
    assert len(feed.items) > 100
    assert feed.items[5].title == "О проекте № 5"


@pytest.mark.usefixtures("real_child")
def test_f2_child_that_does_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "WALL_SECONDS", 0.02)
    with bounded("F2 killed by the clock", seconds=1):
        assert refusal(rss(ordinary(1)).encode()) == "timeout"


@pytest.mark.usefixtures("real_child")
def test_f2_child_over_its_processor_time_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "CPU_SECONDS", 0)
    assert refusal(rss(*(ordinary(number) for number in range(2_000))).encode()) == "timeout"


@pytest.mark.usefixtures("real_child")
def test_f2_child_over_its_memory_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "MEMORY_BYTES", 100 * 1024 * 1024)
    assert refusal(rss(item("x" * 19_000_000)).encode()) == "memory"


# --- F4: entities -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("real_child")
def test_f4_entities_are_refused_and_nothing_is_opened(tmp_path: Path) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("CANARY-7391")
    attempts: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_count, args=(server, attempts), daemon=True).start()
        away = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        laughs = "".join(f"<!ENTITY a{n} '" + f"&a{n - 1};" * 10 + "'>" for n in range(1, 10))
        bodies = {
            "billion laughs": f'<!DOCTYPE r [<!ENTITY a0 "ha">{laughs}]>{_feed("&a9;")}',
            "quadratic": f'<!DOCTYPE r [<!ENTITY a "{"x" * 100_000}">]>{_feed("&a;" * 10_000)}',
            "file": f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{canary}">]>{_feed("&x;")}',
            "http": f'<!DOCTYPE r [<!ENTITY x SYSTEM "{away}">]>{_feed("&x;")}',
            "parameter": f'<!DOCTYPE r [<!ENTITY % p SYSTEM "{away}"> %p;]>{_feed("x")}',
            "external": f'<!DOCTYPE r SYSTEM "{away}">{_feed("x")}',
            "behind a comment": f'<!-- <a> --><!DOCTYPE r SYSTEM "{away}">{_feed("x")}',
            "within the channel": _feed("x").replace("<channel>", f'<channel><!DOCTYPE r SYSTEM "{away}">'),
        }
        for name, body in bodies.items():
            with bounded(f"F4 {name}", seconds=2):
                assert refusal(body.encode()) == "entities"
        assert refusal(bodies["http"].encode("utf-16")) == "entities"
    assert attempts == []


def test_f4_declaration_inside_an_item_costs_only_that_item() -> None:
    feed = read(ordinary(1), item(more='<description><!DOCTYPE x [<!ENTITY a "b">]></description>'))
    assert ([entry.title for entry in feed.items], [bad.reason for bad in feed.rejected]) == (
        ["О проекте № 1"],
        ["entities"],
    )


def test_f4_declaration_as_words_of_an_article_is_text() -> None:
    feed = read(
        item("Об утверждении", more="<description><![CDATA[<!DOCTYPE html><p>слово</p>]]></description>")
    )
    assert [entry.body_text for entry in feed.items] == ["слово"]


def test_f4_child_can_open_neither_file_nor_connection() -> None:
    attempt = """
import socket
from projects.feeds import child
child._prepare()
for action in (lambda: open("/etc/hostname"), socket.socket):
    try:
        action()
    except OSError as error:
        print(error.errno)
"""
    done = subprocess.run([sys.executable, "-c", attempt], capture_output=True, cwd=PROJECT, check=True)
    assert done.stdout.split() == [b"24", b"24"]


def _feed(title: str) -> str:
    return f"<rss version='2.0'><channel><item><title>{title}</title></item></channel></rss>"


def _count(server: socket.socket, attempts: list[object]) -> None:
    while True:
        try:
            attempts.append(server.accept())
        except OSError:
            return


# --- F8: hostile text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
        ("<![CDATA[<img src=x onerror=alert(1)>]]>", "<img src=x onerror=alert(1)>"),
        ("&quot;onmouseover=alert(1)", '"onmouseover=alert(1)'),
        ("Об\u202e утвер\u200bждении", "Об утверждении"),
        ("Об\x00 утвер\x07ждении", "Об утверждении"),
        ("Об&#0; утвер&#7;ждении", "Об утверждении"),
        ("Закон&#13;&#10;Bcc: x@example.kz", "Закон Bcc: x@example.kz"),
        ("Закон \ufffe\uffff о 🌾 &#xFFFE;", "Закон о 🌾"),
        ("Тариф & льготы < 5 &laquo;МРП&raquo;", "Тариф & льготы < 5 «МРП»"),
        ("О &lt;b&gt;воде&lt;/b&gt; и &amp;laquo;свете&amp;raquo;", "О воде и «свете»"),
    ],
)
def test_f8_titles_are_stored_clean_on_one_line(written: str, kept: str) -> None:
    assert [entry.title for entry in read(item(written, "1")).items] == [kept]


@pytest.mark.usefixtures("real_child")
def test_f8_a_thousand_good_items_survive_the_bad_ones() -> None:
    bad = [
        item(f"a\x00b&#0;\ud800<{n}".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), f"bad{n}")
        for n in range(20)
    ]
    hostile = [
        HOSTILE["100,000 attributes"][0],
        "<item></item>",
        "<item><title> </title></item>",
        item(more="</b>"),
    ]
    good = [ordinary(number) for number in range(1_000)]
    with bounded("F8 1,000 good items among bad ones"):
        feed = read(*bad, *good[:500], *hostile, *good[500:])
    titles = [entry.title for entry in feed.items if entry.title.startswith("О проекте")]
    assert titles == [f"О проекте № {number}" for number in range(1_000)]
    assert [bad.reason for bad in feed.rejected] == ["too_many_attributes", "nothing_in_it", "nothing_in_it"]


def test_f8_item_that_trips_the_feed_parser_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    parse = reading.feedparser.parse

    def tripping(stream: BytesIO, **options: Any) -> Any:
        if b"tag:bad" in stream.getvalue():
            raise ValueError
        return parse(stream, **options)

    monkeypatch.setattr(reading.feedparser, "parse", tripping)
    feed = read(ordinary(1), item("x", "bad"), item("&#x110000; ы &#99999999;", "2", more=NOT_XML))
    assert [entry.title for entry in feed.items] == ["О проекте № 1", "ы"]
    assert [refused.reason for refused in feed.rejected] == ["malformed"]


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://news.example.kz/1", "https://news.example.kz/1"),
        ("http://жаңалық.example.kz/бет", "http://жаңалық.example.kz/бет"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("/relative", ""),
        ("https://user:pass@example.kz/", ""),
        ("https://[::1", ""),
        ('https://example.kz/"onmouseover="x', ""),
        (f"https://example.kz/{'x' * 3000}", ""),
    ],
)
def test_f8_links_are_of_the_web_or_none(link: str, kept: str) -> None:
    entry = read(item(guid="1", link=link)).items[0]
    assert (entry.link, entry.flags) == (kept, () if kept else ("link_dropped",))


# --- F9: identity -------------------------------------------------------------------------------------------


class Register:
    """What an ingest does with the names of items."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}
        self.acts = 0

    def poll(self, *items: str) -> list[int]:
        return [self.take(entry) for entry in read(*items).items]

    def take(self, entry: FeedItem) -> int:
        act = known_as(entry, self.names)
        if act is None:
            self.acts += 1
            act = self.acts
        keys = item_keys(entry)
        self.names |= {name: act for name in (keys.primary, *keys.aliases) if name not in self.names}
        return act


LINK = "https://news.example.kz/7"
DAY = "Mon, 16 Nov 2026 09:00:00 +0500"


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ([item("А", "g1", LINK)], [item("А", "g2", LINK)]),
        ([item("А", "g1", LINK)], [item("А, исправленное", "g1", LINK)]),
        ([item("А", "g1", LINK)], [item("А, исправленное", "g2", LINK)]),
        ([item("А", "g1", LINK)], [item("А", "g1", "https://news.example.kz/moved/7")]),
        ([item("А", "g1", LINK)], [item("А", "g1", "http://www.news.example.kz/7/?utm_source=x#top")]),
        ([item("А", "g1")], [item("А, исправленное", "g1")]),
        ([item("А", "", LINK)], [item("А", "g1", LINK)]),
        ([item("А", day=DAY)], [item("«А»", day=DAY)]),
        ([item("А", "g1"), item("Б", "g1")], [item("Б", "g1"), item("А", "g1")]),
        ([item("А", "g1"), item("Б", "g1")], [item("Б", "g1")]),
        ([item("А", "g1", LINK), item("Б", "g2", LINK)], [item("Б", "g2", LINK)]),
    ],
)
def test_f9_the_same_act_is_one_row(first: list[str], then: list[str]) -> None:
    register = Register()
    register.poll(*first)
    before = register.acts
    register.poll(*then)
    assert (before, register.acts) == (len(first), len(first))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (item("А", "g1", LINK), item("Б", "g1", "https://news.example.kz/8")),
        (item("А", "", LINK), item("А", "", "https://news.example.kz/8")),
        (item("А", "g1", LINK), item("Б", "g2", LINK)),
        (item("А", "", LINK), item("Б", "", LINK)),
        (item("А", "0", LINK), item("А", "0", "https://news.example.kz/8", DAY)),
        (item("А", "g1", "https://news.example.kz/"), item("Б", "g2", "https://news.example.kz/")),
        (item("А", day=DAY), item("А", day="Tue, 17 Nov 2026 09:00:00 +0500")),
        (item("А", "0"), item("Б", "0")),
    ],
)
def test_f9_two_acts_are_two_rows_on_one_page(one: str, other: str) -> None:
    assert len(read(one, other).items) == 2
    register = Register()
    assert [register.poll(one, other), register.poll(other, one)] == [[1, 2], [2, 1]]


def test_f9_reused_guid_in_a_later_poll_is_another_act() -> None:
    register = Register()
    register.poll(item("А", "g1", LINK))
    register.poll(item("Б", "g1", "https://news.example.kz/8"))
    assert register.acts == 2


def test_f9_same_item_twenty_times_is_one() -> None:
    assert len(read(*[item("А", "", LINK)] * 20).items) == 1


def test_f9_flip_flop_of_two_backends_makes_no_new_row() -> None:
    register = Register()
    common = [ordinary(number) for number in range(3)]
    for turn in range(10):
        register.poll(*common, *([ordinary(8)] if turn % 2 else [ordinary(9)]))
    assert register.acts == 5


def test_fingerprint_changes_with_the_text_alone() -> None:
    one, same, other = (
        read(item("А", guid, more=f"<description>{text}</description>")).items[0]
        for guid, text in (("1", "x"), ("2", "x"), ("1", "y"))
    )
    assert one.fingerprint == same.fingerprint != other.fingerprint


# --- F10: encodings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("declared", ["utf-8", "windows-1251", "utf-16", "kz-1048", "no-such"])
@pytest.mark.parametrize("actual", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "kz1048"])
def test_f10_kazakh_letters_are_exact_whatever_is_declared(actual: str, declared: str) -> None:
    feed = parse_feed(rss(item(KAZAKH, "1"), encoding=declared).encode(actual))
    assert [entry.title for entry in feed.items] == [KAZAKH]
    assert feed.doubtful_encoding == (actual == "kz1048" and declared != "kz-1048")


@pytest.mark.parametrize(
    ("actual", "header", "is_doubtful"),
    [
        ("cp1251", "text/xml; charset=windows-1251", False),
        ("cp1251", "text/xml", True),
        ("koi8-r", "text/xml; charset=koi8-r", False),
        ("koi8-r", "text/xml; charset=windows-1251", True),
        ("cp866", None, True),
    ],
)
def test_f10_russian_in_old_encodings_is_exact_and_flagged_when_guessed(
    actual: str, header: str | None, is_doubtful: bool
) -> None:
    feed = parse_feed(rss(item("Об утверждении Правил", "1")).encode(actual, "replace"), header)
    assert ([entry.title for entry in feed.items], feed.doubtful_encoding) == (
        ["Об утверждении Правил"],
        is_doubtful,
    )


def test_f10_one_item_in_another_encoding_is_read_and_flagged_alone() -> None:
    body = rss(ordinary(1), item("@@", "2"), ordinary(3)).encode()
    feed = parse_feed(body.replace(b"@@", "Об утверждении".encode("cp1251")))
    assert [(entry.title, entry.flags) for entry in feed.items] == [
        ("О проекте № 1", ()),
        ("Об утверждении", ("encoding_doubtful",)),
        ("О проекте № 3", ()),
    ]
    assert feed.doubtful_encoding


@pytest.mark.parametrize(
    "garbled",
    [
        "Об утверждении Правил".encode("cp1251").decode("latin-1"),
        "Об утверждении Правил".encode().decode("cp1252", "replace"),
        "Об утверждении Правил".encode().decode("cp1251", "replace"),
        KAZAKH.encode("kz1048").decode("cp1251", "replace"),
        KAZAKH.encode().decode("cp1251", "replace"),
        KAZAKH.encode("ascii", "replace").decode(),
    ],
)
def test_f10_text_garbled_at_the_source_is_never_silent(garbled: str) -> None:
    feed = read(ordinary(1), item(garbled.replace("<", "").replace("&", ""), "2"))
    assert [entry.flags for entry in feed.items] == [(), ("encoding_doubtful",)]
    assert feed.doubtful_encoding


def test_f10_decomposed_letters_are_composed() -> None:
    assert read(item(unicodedata.normalize("NFD", "Йод, ёлка, іс"), "1")).items[0].title == "Йод, ёлка, іс"


# --- F11: dates ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "day", "flags"),
    [
        ("", None, ()),
        ("Thu, 31 Dec 2026 23:59:00 +0500", date(2026, 12, 31), ()),
        ("Thu, 31 Dec 2026 23:59:00 +0600", date(2026, 12, 31), ()),
        ("Thu, 31 Dec 2026 18:59:00 GMT", date(2026, 12, 31), ()),
        ("Thu, 31 Dec 2026 19:01:00 GMT", date(2027, 1, 1), ()),
        ("Thu, 31 Dec 2026 23:59:00", date(2026, 12, 31), ()),
        ("2026-12-31T23:59:00", date(2026, 12, 31), ()),
        ("2026-12-31T18:59:00Z", date(2026, 12, 31), ()),
        ("2026-12-31", date(2026, 12, 31), ()),
        ("31.12.2026 23:59", date(2026, 12, 31), ()),
        ("31 декабря 2026", date(2026, 12, 31), ()),
        ("Сб, 31 қаң 2026 10:00:00 +0500", date(2026, 1, 31), ()),
        ("Sun, 31 Dec 2023 17:59:00 GMT", date(2023, 12, 31), ()),
        ("Sun, 31 Dec 2023 18:01:00 GMT", date(2024, 1, 1), ()),
        ("Mon, 01 Jan 1900 00:00:00 GMT", None, ("date_unreadable",)),
        ("2026-13-45", None, ("date_unreadable",)),
        ("0000-00-00", None, ("date_unreadable",)),
        ("завтра", None, ("date_unreadable",)),
        ("Thu, 01 Jan 2099 00:00:00 GMT", date(2099, 1, 1), ("date_far_future",)),
    ],
)
def test_f11_day_is_the_almaty_calendar_day(written: str, day: date | None, flags: tuple[str, ...]) -> None:
    entry = read(item("А", "1", day=written), on=date(2026, 11, 22)).items[0]
    assert (entry.published_on, entry.flags) == (day, flags)


# --- I14: damage --------------------------------------------------------------------------------------------


def test_i14_damaged_feeds_end_in_items_or_a_reason() -> None:
    dice = random.Random(11)
    bodies = [(FIXTURES / name).read_bytes() for name in ("feed_rss.xml", "feed_atom.xml")]
    for _ in range(400):
        damaged = bytearray(dice.choice(bodies))
        for _ in range(dice.randrange(1, 12)):
            at = dice.randrange(len(damaged))
            damaged[at : at + dice.randrange(20)] = dice.choice(
                [b"<", b">", b'"', b"\0", b"\xff", b"<![CDATA[", b"&#0;", b""]
            )
        try:
            feed = parse_feed(bytes(damaged))
        except FeedFailure as failure:
            json.dumps(failure.reason_code)
            continue
        assert all(entry.title and entry.key for entry in feed.items)
