"""Group F of the faults for RSS and Atom sources: a server on the loopback that lies in every way, the database behind."""

import gzip
import itertools
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Any

import pytest
from pytest_django import Settings
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from accounts.models import Organisation, User
from common.fetching import Fetcher, FetchPolicy
from correspondence.models import Notice
from projects import queries
from projects.actions import poll
from projects.models import DraftAct, PollRun, Snapshot, Source, TriageItem
from projects.states import SourceKind
from tests.factories import DraftActFactory, SourceFactory, WatchTopicFactory
from tests.projects.conftest import NOW, TODAY

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Жаңалықтар</title>
<link>https://news.example.kz/</link>{items}</channel></rss>"""


def item(
    title: str,
    *,
    guid: str = "",
    link: str = "",
    published: datetime | str | None = datetime(2026, 9, 10, 4, tzinfo=UTC),
) -> str:
    said = format_datetime(published) if isinstance(published, datetime) else published
    parts = [f"<title>{escape(title)}</title>"]
    parts += [f"<link>{escape(link)}</link>"] if link else []
    parts += [f'<guid isPermaLink="false">{guid}</guid>'] if guid else []
    parts += [f"<pubDate>{said}</pubDate>"] if said else []
    return f"<item>{''.join(parts)}</item>"


def rss(items: Iterable[str]) -> bytes:
    return RSS.format(items="".join(items)).encode()


def some(count: int) -> list[str]:
    return [
        item(f"Об утверждении правил {n}", guid=f"n-{n}", link=f"https://news.example.kz/{n}")
        for n in range(count)
    ]


@pytest.fixture
def feed(db: None, httpserver: HTTPServer, settings: Settings) -> Source:
    """A feed on the loopback, polled well before."""
    settings.FETCH_ALLOW_PRIVATE = [f"127.0.0.1:{httpserver.port}"]
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    address = f"http://127.0.0.1:{httpserver.port}/feed"
    return SourceFactory(kind=SourceKind.FEED, address=address, name_kk="Жаңалықтар", name_ru="Новости")


@pytest.fixture
def watched(ashyq_orta: Organisation, aigerim: User) -> Organisation:
    WatchTopicFactory(organisation=ashyq_orta, words="правила, қағида")
    return ashyq_orta


def serve(httpserver: HTTPServer, *bodies: bytes | Response) -> None:
    """The bodies in turn, the last one for ever."""
    turn = itertools.chain(bodies, itertools.repeat(bodies[-1]))

    def answer(_request: Request) -> Response:
        body = next(turn)
        return body if isinstance(body, Response) else Response(body, content_type="application/rss+xml")

    httpserver.expect_request("/feed").respond_with_handler(answer)


def run(source: Source, *, at: datetime = NOW, on: date = TODAY) -> PollRun | None:
    source.refresh_from_db()
    return poll.poll_source(source, at=at, on=on)


# --- F1: asked again and again ----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("etag", ["honoured", "ignored", "changing"])
def test_f1_hundred_polls_leave_one_of_each(
    feed: Source, watched: Organisation, httpserver: HTTPServer, etag: str
) -> None:
    numbers = itertools.count()

    def answer(request: Request) -> Response:
        if etag == "honoured" and request.headers.get("If-None-Match") == '"same"':
            return Response(status=304)
        tag = f'"{next(numbers)}"' if etag == "changing" else '"same"'
        return Response(rss(some(3)), content_type="application/rss+xml", headers={"ETag": tag})

    httpserver.expect_request("/feed").respond_with_handler(answer)
    for number in range(100):
        run(feed, at=NOW + number * timedelta(minutes=30))
    rows = (DraftAct.objects.count(), Snapshot.objects.count(), Notice.objects.count())
    print(f"F1 validators {etag}: drafts, snapshots, notices after 100 polls {rows} (bar (3, 3, 3))")
    assert rows == (3, 3, 3)


def test_f1_feed_not_modified_is_not_parsed(
    feed: Source, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    whole = Response(rss(some(3)), content_type="application/rss+xml", headers={"ETag": '"a"'})
    serve(httpserver, whole, Response(status=304))
    run(feed)
    parsed: list[bytes] = []
    monkeypatch.setattr(poll, "parse_feed", lambda body, *_rest, **_options: parsed.append(body))
    feed.refresh_from_db()
    with django_assert_num_queries(2):
        poll.poll_source(feed, at=NOW + timedelta(hours=1), on=TODAY)
    print(f"F1 with 304: 2 queries, {sum(map(len, parsed))} bytes parsed (bar <= 3, 0)")
    assert parsed == []


def test_f1_equal_body_without_validators_is_not_parsed_either(
    feed: Source, httpserver: HTTPServer, django_assert_num_queries: Any
) -> None:
    serve(httpserver, rss(some(3)))
    run(feed)
    feed.refresh_from_db()
    with django_assert_num_queries(2):
        poll.poll_source(feed, at=NOW + timedelta(hours=1), on=TODAY)


# --- F2-F7: a source that is ill --------------------------------------------------------------------------


def test_f2_monstrous_feed_ends_soon_and_others_are_polled(feed: Source, httpserver: HTTPServer) -> None:
    attributes = " ".join(f'a{n}="x"' for n in range(100_000))
    monster = (
        f"<rss version='2.0'><channel><item {attributes}><title>{'т' * 2_000_000}</title>"
        f"<author>{'a@' * 40_000}</author>{'<b>' * 100_000}</item></channel></rss>"
    )
    serve(httpserver, monster.encode())
    address = f"http://127.0.0.1:{httpserver.port}/other"
    other = SourceFactory(kind=SourceKind.FEED, address=address)
    httpserver.expect_request("/other").respond_with_data(rss(some(2)), content_type="application/rss+xml")
    begun = time.process_time(), time.monotonic()
    result = run(feed)
    ours, wall = time.process_time() - begun[0], time.monotonic() - begun[1]
    print(f"F2 monstrous feed: {ours:.1f} s of our CPU, {wall:.1f} s in all (bar 5)")
    assert result is None or result.failure.startswith("feed_") or result.new <= 1
    assert ours < 5
    run(other)
    assert DraftAct.objects.filter(source=other).count() == 2


@pytest.mark.slow
def test_f3_bomb_is_stopped_and_told(feed: Source, httpserver: HTTPServer) -> None:
    bomb = Response(gzip.compress(bytes(400_000_000), 9), headers={"Content-Encoding": "gzip"})
    serve(httpserver, bomb)
    begun = time.monotonic()
    result = run(feed)
    took = time.monotonic() - begun
    print(f"F3 gzip bomb of 400 MB: {took:.2f} s, marked {result and result.failure} (bar 2 s, too_large)")
    assert result is not None
    assert result.failure == "too_large"


@pytest.mark.parametrize(
    "inside",
    [
        "http://127.0.0.1:9/",
        "http://169.254.169.254/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://0x7f000001/",
        "https://localhost/",
    ],
)
def test_f5_redirect_inside_is_not_followed(feed: Source, httpserver: HTTPServer, inside: str) -> None:
    serve(httpserver, Response(status=302, headers={"Location": inside}))
    result = run(feed)
    assert result is not None
    assert result.failure in ("host_not_allowed", "private_address", "scheme_not_allowed")


def test_f6_answer_that_breaks_off_stores_no_validators(
    feed: Source, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = rss(some(3))
    cut = Response(iter([whole]), headers={"ETag": '"cut"', "Content-Length": str(len(whole) + 500)})
    serve(httpserver, cut)
    monkeypatch.setattr(poll, "fetcher_for", lambda source: quick(source, read_timeout=0.5, total_timeout=1))
    result = run(feed)
    feed.refresh_from_db()
    assert result is not None
    assert result.outcome == "failed"
    assert (feed.etag, feed.body_hash, DraftAct.objects.count()) == ("", "", 0)


def quick(source: Source, **bounds: float) -> Fetcher:
    netloc = source.address.split("/")[2]
    policy = FetchPolicy(
        allowed_hosts=frozenset({netloc}),
        user_agent="Qatysu/0.1 (+https://qatysu.example)",
        allow_http=True,
        allow_private=frozenset({netloc}),
        pause=(0.0, 0.0),
        **bounds,  # type: ignore[arg-type]
    )
    return Fetcher(policy)


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (502, b"<html>Bad Gateway</html>", {}),
        (200, b"", {}),
        (403, b"", {}),
        (429, b"", {"Retry-After": "3600"}),
        (503, b"", {"Retry-After": "1800"}),
        (200, b"<html><body>Log in</body></html>", {}),
    ],
)
def test_f7_ill_answer_closes_nothing_and_is_not_repeated_at_once(
    feed: Source, httpserver: HTTPServer, status: int, body: bytes, headers: dict[str, str]
) -> None:
    serve(httpserver, rss(some(3)), Response(body, status=status, headers=headers))
    run(feed)
    result = run(feed, at=NOW + timedelta(hours=1))
    feed.refresh_from_db()
    pause = (feed.next_poll_at - (NOW + timedelta(hours=1))).total_seconds()
    print(f"F7 {status} {headers}: {result and result.failure}, next try in {pause:.0f} s")
    assert result is not None
    assert result.outcome == "failed"
    assert pause >= int(headers.get("Retry-After", 60))
    assert DraftAct.objects.filter(gone_since__isnull=True).count() == 3
    assert feed.last_success_at == NOW


def test_f7_six_failures_in_a_row_are_an_alarm(feed: Source, httpserver: HTTPServer) -> None:
    from deadlines import queries as deadline_queries

    serve(httpserver, Response(status=502))
    troubles = []
    for number in range(6):
        at = NOW + timedelta(hours=number)
        run(feed, at=at)
        troubles.append(queries.source_health(at, deadline_queries.calendar())[0].trouble)
    assert [trouble == "failing" for trouble in troubles] == [False] * 5 + [True]


# --- F9: names that lie -----------------------------------------------------------------------------------


def test_f9_items_without_guid_are_known_again(feed: Source, httpserver: HTTPServer) -> None:
    nameless = [item("Об утверждении правил"), item("О внесении изменений", link="https://news.example.kz/2")]
    serve(httpserver, rss(nameless), rss([*nameless, item("Новость")]), rss(nameless))
    for number in range(3):
        run(feed, at=NOW + number * timedelta(hours=1))
    assert DraftAct.objects.count() == 3


def test_f9_guid_reused_for_another_act_makes_two_drafts(feed: Source, httpserver: HTTPServer) -> None:
    first = item("О правилах", guid="1", link="https://news.example.kz/a")
    second = item("О тарифах", guid="1", link="https://news.example.kz/b")
    serve(httpserver, rss([first]), rss([second]))
    run(feed)
    run(feed, at=NOW + timedelta(hours=1))
    assert DraftAct.objects.count() == 2


@pytest.mark.slow
def test_f9_guid_that_changes_for_one_link_is_one_draft(
    feed: Source, watched: Organisation, httpserver: HTTPServer
) -> None:
    bodies = [rss([item("О правилах", guid=f"g{n}", link="https://news.example.kz/a")]) for n in range(10)]
    serve(httpserver, *bodies)
    for number in range(10):
        run(feed, at=NOW + number * timedelta(hours=1))
    assert (DraftAct.objects.count(), Notice.objects.count()) == (1, 1)


def test_f9_link_that_moves_for_one_guid_and_title_is_one_draft(feed: Source, httpserver: HTTPServer) -> None:
    moved = [
        item("О правилах", guid="g", link=f"https://news.example.kz/{path}")
        for path in ("old", "new", "newest")
    ]
    serve(httpserver, *(rss([one]) for one in moved))
    for number in range(3):
        run(feed, at=NOW + number * timedelta(hours=1))
    (draft,) = DraftAct.objects.all()
    assert draft.address == "https://news.example.kz/newest"


@pytest.mark.slow
def test_f9_sets_that_flip_and_flop_tell_once(
    feed: Source, watched: Organisation, httpserver: HTTPServer
) -> None:
    a, b, c, d, e = some(5)
    serve(httpserver, *([rss([a, b, c, d]), rss([a, b, c, e])] * 10))
    for number in range(20):
        run(feed, at=NOW + number * timedelta(hours=1))
    counts = (DraftAct.objects.count(), TriageItem.objects.count(), Notice.objects.count())
    print(f"F9 flip-flop: drafts, questions, notices {counts} (bar (5, 5, 5))")
    assert counts == (5, 5, 5)


def test_f9_item_about_a_draft_of_the_portal_is_that_draft(feed: Source, httpserver: HTTPServer) -> None:
    draft = DraftActFactory(portal_id=15_902_831)
    link = "https://legalacts.egov.kz/npa/view?id=15902831"
    serve(httpserver, rss([item("О тарифах", guid="1", link=link)]))
    run(feed)
    assert list(DraftAct.objects.all()) == [draft]


# --- F10, F11: letters and dates --------------------------------------------------------------------------

KAZAKH = "Әлеуметтік қорғау ғимараты, көң, ұлт, үй, һәм, іс туралы"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "utf-8"), ("utf-16", "utf-16"), ("kz1048", "utf-8"), ("cp1251", "utf-8")],
)
def test_f10_kazakh_letters_are_exact_or_flagged(
    feed: Source, httpserver: HTTPServer, encoding: str, declared: str
) -> None:
    title = KAZAKH if encoding != "cp1251" else "О внесении изменений в правила"
    text = RSS.replace('encoding="utf-8"', f'encoding="{declared}"').format(items=item(title, guid="1"))
    serve(httpserver, text.encode(encoding, "ignore"))
    run(feed)
    (draft,) = DraftAct.objects.all()
    exact = title in (draft.title_kk, draft.title_ru)
    print(f"F10 {encoding} declared {declared}: exact {exact}, flags {draft.flags}")
    assert exact or "encoding_doubtful" in draft.flags


def test_f10_decomposed_letters_are_composed(feed: Source, httpserver: HTTPServer) -> None:
    serve(httpserver, rss([item("Й\u0306ой жайлы қаулы и\u0306", guid="1")]))
    run(feed)
    (draft,) = DraftAct.objects.all()
    assert "и\u0306" not in (draft.title_kk or "")


@pytest.mark.parametrize(
    ("published", "created", "listed", "flag"),
    [
        (None, None, TODAY, ""),
        ("Mon, 01 Jan 1900 00:00:00 GMT", None, TODAY, "date_unreadable"),
        ("Thu, 01 Jan 2099 00:00:00 GMT", date(2099, 1, 1), TODAY, "date_far_future"),
        ("Thu, 10 Sep 2026 23:30:00 +0500", date(2026, 9, 10), date(2026, 9, 10), ""),
        ("Thu, 10 Sep 2026 23:30:00 +0600", date(2026, 9, 10), date(2026, 9, 10), ""),
        ("Thu, 10 Sep 2026 19:30:00 GMT", date(2026, 9, 11), date(2026, 9, 11), ""),
        ("Thu, 31 Dec 2026 18:59:00 GMT", date(2026, 12, 31), TODAY, ""),
        ("soon", None, TODAY, "date_unreadable"),
    ],
)
def test_f11_day_of_posting_is_the_almaty_day(
    feed: Source, httpserver: HTTPServer, published: str | None, created: date | None, listed: date, flag: str
) -> None:
    serve(httpserver, rss([item("О правилах", guid="1", published=published)]))
    run(feed)
    (draft,) = DraftAct.objects.all()
    assert (draft.created_on, draft.listed_on) == (created, listed)
    assert flag in (draft.flags or [""])


def test_edited_title_is_a_change_and_not_a_new_draft(feed: Source, httpserver: HTTPServer) -> None:
    before, after = (
        item(title, guid="1", link="https://news.example.kz/a") for title in ("О труде", "О пенсии")
    )
    serve(httpserver, rss([before]), rss([after]))
    run(feed)
    result = run(feed, at=NOW + timedelta(hours=1))
    (draft,) = DraftAct.objects.all()
    assert result is not None
    assert (result.new, result.changed, draft.title_ru) == (0, 1, "О пенсии")
    assert Snapshot.objects.latest("pk").changes["title_ru"] == ["О труде", "О пенсии"]


def test_f12_feed_that_shrinks_forgets_nothing(feed: Source, httpserver: HTTPServer) -> None:
    serve(httpserver, rss(some(500)), rss(some(3)))
    first = run(feed)
    assert first is not None
    assert (first.new, first.failure, first.detail) == (500, "", "")
    run(feed, at=NOW + timedelta(hours=1))
    print(f"F12 feed from 500 to 3: {DraftAct.objects.count()} drafts (bar 500)")
    assert DraftAct.objects.filter(gone_since__isnull=True).count() == 500
