"""Groups F3, F5, F6 and F7 at the level of one fetch, against real servers on the loopback."""

import random
import re
import shutil
import socket
import socketserver
import ssl
import subprocess
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import psutil
import pytest

from common.fetching import Fetched, Fetcher, FetchFailure, FetchPolicy, Reason, backoff
from common.fetching.decoding import decoded
from common.fetching.wire import Allowance

AGENT = "Qatysu/0.1 (+https://qatysu.example; mailto:it@qatysu.example)"
PUBLIC = "8.8.8.8"

Page = bytes | Callable[[socket.socket], None]


def answer(body: bytes = b"", status: int = 200, **headers: str) -> bytes:
    """An answer byte for byte; `headers` with _ for -, Content-Length added unless given."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = {"content-length": str(len(body))} | named
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode() + body


class Site:
    """A web server of a few lines: it says exactly what a page holds and remembers what it was asked."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Page] = {}
        self.heads: list[str] = []
        self.connections = 0
        self.stopping = threading.Event()
        self._tls = tls
        site = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                site._serve(self.request)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            address_family = socket.AF_INET6 if ":" in host else socket.AF_INET

        self._server = Server((host, port), Handler)
        self.port: int = self._server.server_address[1]
        self.netloc = f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def url(self, path: str = "/") -> str:
        return f"http://{self.netloc}{path}"

    @property
    def paths(self) -> list[str]:
        return [head.split(" ")[1] for head in self.heads]

    def close(self) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def _serve(self, connection: socket.socket) -> None:
        self.connections += 1
        try:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head:
                received = connection.recv(65_536)
                if not received:
                    return
                head += received
            self.heads.append(head.decode())
            page = self.pages.get(self.paths[-1].partition("?")[0], answer(status=404))
            if callable(page):
                page(connection)
            else:
                connection.sendall(page)
        except OSError:
            pass  # the fetcher hung up, as it should on a page that is too much
        finally:
            connection.close()


@pytest.fixture
def site() -> Iterator[Site]:
    with closing(Site()) as site:
        yield site


def policy_for(*sites: Site, **changes: Any) -> FetchPolicy:
    """A policy that reaches these sites without pauses; `changes` replace its fields."""
    netlocs = frozenset(site.netloc for site in sites)
    allowed = {"allowed_hosts": netlocs, "allow_private": netlocs, "allow_http": True}
    return FetchPolicy(**{"user_agent": AGENT, "pause": (0, 0), **allowed, **changes})


def fetch(site: Site, path: str = "/", **changes: Any) -> Fetched:
    return Fetcher(policy_for(site, **changes)).fetch(site.url(path))


def failure_of(call: Callable[[], object]) -> FetchFailure:
    with pytest.raises(FetchFailure) as caught:
        call()
    return caught.value


@contextmanager
def watched_connects(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, int]]]:
    """Every address that a socket is told to connect to; what is not loopback is refused before it leaves."""
    attempts: list[tuple[str, int]] = []
    connect = socket.socket.connect

    def watched(self: socket.socket, address: tuple[str, int]) -> None:
        attempts.append(address[:2])
        if not (address[0].startswith("127.") or address[0] == "::1"):
            raise ConnectionRefusedError("tests do not leave the loopback")
        connect(self, address)

    with monkeypatch.context() as patch:
        patch.setattr(socket.socket, "connect", watched)
        yield attempts


# What is asked, and what is given


def test_fetch_sends_who_we_are_and_nothing_else(site: Site) -> None:
    page = answer(b"page", content_type="text/html; charset=utf-8", etag='"1"')
    site.pages["/list"] = page
    fetched = Fetcher(policy_for(site)).fetch(site.url("/list?page=2#top"), cookies={"egovLang": "kk"})
    assert site.paths == ["/robots.txt", "/list?page=2"]
    request = dict(line.split(": ", 1) for line in site.heads[1].splitlines()[1:] if line)
    assert re.fullmatch(r"text/html, .*", request.pop("Accept"))
    assert request == {
        "Host": site.netloc,
        "User-Agent": AGENT,
        "Accept-Encoding": "gzip, identity",
        "Connection": "close",
        "Cookie": "egovLang=kk",
    }
    assert "Cookie" not in site.heads[0]
    assert fetched == Fetched(
        site.url("/list?page=2"), 200, b"page", "text/html; charset=utf-8", '"1"', None, len(page), False
    )


def test_fetch_with_validators_unchanged_brings_no_body(site: Site) -> None:
    site.pages["/"] = answer(status=304, content_length="", etag='"2"')
    fetched = Fetcher(policy_for(site)).fetch(site.url(), etag='"1"', last_modified="yesterday")
    assert "If-None-Match: \"1\"\r\nIf-Modified-Since: yesterday\r\n" in site.heads[1]  # fmt: skip
    assert (fetched.not_modified, fetched.body) == (True, b"")
    assert (fetched.etag, fetched.last_modified) == ('"2"', "yesterday")


def test_fetch_unasked_304_is_a_failure(site: Site) -> None:
    site.pages["/"] = answer(status=304, content_length="")
    assert failure_of(lambda: fetch(site)).status == 304


def test_fetch_gzip_in_several_members_is_unpacked(site: Site) -> None:
    body = "Қазақстан Республикасы ".encode() * 50_000
    packed = gzipped(body[:1000]) + gzipped(body[1000:])
    site.pages["/"] = answer(packed, content_encoding="gzip", last_modified="then")
    fetched = fetch(site)
    assert (fetched.body, fetched.last_modified) == (body, "then")
    assert len(packed) < fetched.wire_bytes < len(packed) + 200


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_fetch_empty_200_is_an_empty_body(site: Site, encoding: str) -> None:
    site.pages["/"] = answer(b"", content_encoding=encoding)
    assert fetch(site).body == b""


def test_fetch_end_not_announced_gives_no_validators(site: Site) -> None:
    site.pages["/"] = answer(b"perhaps all", content_length="", etag='"1"', last_modified="then")
    fetched = fetch(site)
    assert (fetched.body, fetched.etag, fetched.last_modified) == (b"perhaps all", None, None)


# Redirects and allowed hosts


def test_redirect_is_followed_without_cookie_to_another_host(site: Site) -> None:
    with closing(Site()) as other:
        site.pages["/old"] = answer(status=301, location="/newer?x=1#f")
        site.pages["/newer"] = answer(status=307, location=other.url("/new"))
        other.pages["/new"] = answer(b"here")
        fetcher = Fetcher(policy_for(site, other))
        fetched = fetcher.fetch(site.url("/old"), cookies={"egovLang": "ru"})
        assert (fetched.url, fetched.body) == (other.url("/new"), b"here")
        assert site.paths == ["/robots.txt", "/old", "/newer?x=1"]
        assert other.paths == ["/robots.txt", "/new"]
        assert ["Cookie" in head for head in site.heads + other.heads] == [False, True, True, False, False]


def test_redirect_loop_ends(site: Site) -> None:
    site.pages["/"] = answer(status=302, location="/")
    assert failure_of(lambda: fetch(site)).reason_code == Reason.TOO_MANY_REDIRECTS
    assert site.paths == ["/robots.txt", *["/"] * 4]


def test_redirect_to_a_disallowed_path_is_not_followed(site: Site) -> None:
    site.pages["/robots.txt"] = answer(b"User-agent: *\nDisallow: /npa/view")
    site.pages["/"] = answer(status=302, location="/npa/view?id=1")
    assert failure_of(lambda: fetch(site)).reason_code == Reason.ROBOTS_DISALLOWED
    assert site.paths == ["/robots.txt", "/"]


@pytest.mark.parametrize("status", [300, 302, 304])
def test_redirect_to_nowhere_is_a_status_failure(site: Site, status: int) -> None:
    site.pages["/"] = answer(status=status)
    assert failure_of(lambda: fetch(site)).status == status


def test_host_not_on_the_list_is_not_asked(site: Site) -> None:
    with closing(Site()) as other:
        site.pages["/"] = answer(status=302, location=other.url())
        assert failure_of(lambda: fetch(site)).reason_code == Reason.HOST_NOT_ALLOWED
        assert (
            failure_of(lambda: Fetcher(policy_for(site)).fetch(other.url())).reason_code == "host_not_allowed"
        )
        assert other.connections == 0


# F5: private addresses


def test_f5_redirects_to_private_addresses_reach_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    canary = Site()
    canaries = [canary, Site("127.0.0.2", site.port)]
    with suppress(OSError):  # a machine without IPv6
        canaries.append(Site("::1", canary.port))
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])  # the first stands for a public address

    def resolve(host: str, port: int) -> list[str]:
        if host == "turning.example":
            return next(answers)
        return [str(socket.getaddrinfo(host, port)[0][4][0])]

    targets = [
        f"http://127.0.0.1:{canary.port}",
        "http://169.254.169.254",
        f"http://[::1]:{canary.port}",
        "http://10.0.0.1",
        f"http://0x7f000001:{canary.port}",
        f"http://turning.example:{site.port}",
    ]
    hosts = frozenset({site.netloc, *(target.removeprefix("http://") for target in targets)})
    policy = policy_for(site, allowed_hosts=hosts)
    reasons = []
    with watched_connects(monkeypatch) as attempts:
        for target in targets:
            site.pages["/"] = answer(status=302, location=f"{target}/internal")
            reasons.append(failure_of(lambda: Fetcher(policy, resolve=resolve).fetch(site.url())).reason_code)
    reached = sum(canary.connections for canary in canaries)
    for canary in canaries:
        canary.close()
    assert reasons == [Reason.PRIVATE_ADDRESS] * 6
    assert set(attempts) == {("127.0.0.1", site.port)}
    assert next(answers, None) is None, "the turning name was not asked a second time"
    assert reached == 0
    print(f"F5: {len(reasons)} of 6 refused, {reached} connections to {len(canaries)} canaries")


@pytest.mark.parametrize(
    "host",
    ["2130706433", "127.1", "0x7f.1", "localhost", "[::ffff:127.0.0.1]", "[::]", "0.0.0.0"],
)
def test_private_address_in_disguise_is_refused(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fetcher = Fetcher(FetchPolicy(frozenset({host}), AGENT))
    with watched_connects(monkeypatch) as attempts:
        assert failure_of(lambda: fetcher.fetch(f"https://{host}/")).reason_code == Reason.PRIVATE_ADDRESS
    assert attempts == []


def test_private_address_among_public_ones_refuses_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    fetcher = Fetcher(
        FetchPolicy(frozenset({"mixed.example"}), AGENT), resolve=lambda host, port: [PUBLIC, "127.0.0.1"]
    )
    with watched_connects(monkeypatch) as attempts:
        assert (
            failure_of(lambda: fetcher.fetch("https://mixed.example/")).reason_code == Reason.PRIVATE_ADDRESS
        )
    assert attempts == []


def test_name_is_resolved_once_and_the_checked_address_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [[PUBLIC, "1.1.1.1"], ["127.0.0.1"]]
    fetcher = Fetcher(
        FetchPolicy(frozenset({"turning.example"}), AGENT, pause=(0, 0)),
        resolve=lambda host, port: answers.pop(0),
    )
    with watched_connects(monkeypatch) as attempts:
        assert failure_of(lambda: fetcher.fetch("https://turning.example/")).reason_code == Reason.CONNECTION
        assert attempts == [(PUBLIC, 443), ("1.1.1.1", 443)]
        assert failure_of(lambda: fetcher.fetch("https://turning.example/")).reason_code == "private_address"
        assert len(attempts) == 2


def test_peer_that_is_not_the_checked_address_hears_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = socket.socket.connect
    monkeypatch.setattr(
        socket.socket, "connect", lambda self, address: connect(self, ("127.0.0.1", site.port))
    )
    fetcher = Fetcher(
        FetchPolicy(frozenset({"moved.example"}), AGENT, allow_http=True), resolve=lambda host, port: [PUBLIC]
    )
    assert failure_of(lambda: fetcher.fetch("http://moved.example/")).reason_code == Reason.PRIVATE_ADDRESS
    assert site.heads == []


# F3: too large


def gzipped(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=31)
    return packer.compress(body) + packer.flush()


def gzip_bomb() -> bytes:
    """400 MB of zeros in about 389 KB: one packed stretch of 4 MB, a hundred times over."""
    packer = zlib.compressobj(9, wbits=31)
    zeros = bytes(4_000_000)
    first = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + 99 * again


@contextmanager
def rss_growth() -> Iterator[Callable[[], float]]:
    """Gives a function that tells by how many MB the process grew at most since."""
    process = psutil.Process()
    before = highest = process.memory_info().rss
    done = threading.Event()

    def watch() -> None:
        nonlocal highest
        while not done.wait(0.001):
            highest = max(highest, process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield lambda: (max(highest, process.memory_info().rss) - before) / 1e6
    finally:
        done.set()
        watcher.join()


def test_f3_gzip_bomb_stops_at_the_decoded_cap(site: Site) -> None:
    bomb = gzip_bomb()
    site.pages["/"] = answer(bomb, content_encoding="gzip")
    with rss_growth() as grown:
        started = time.perf_counter()
        failure = failure_of(lambda: fetch(site))
        seconds, megabytes = time.perf_counter() - started, grown()
    assert failure.reason_code == Reason.TOO_LARGE
    assert "20000000" in failure.detail
    assert seconds <= 2
    assert megabytes <= 100
    print(f"F3: {len(bomb)} B bomb stopped: {seconds:.2f} s (bar 2), RSS +{megabytes:.0f} MB (bar 100)")


def test_f3_bomb_in_one_chunk_is_never_unpacked_beyond_the_cap() -> None:
    bomb = gzip_bomb()
    tracemalloc.start()
    assert failure_of(lambda: decoded([bomb], "gzip", 1_000_000)).reason_code == Reason.TOO_LARGE
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak <= 4_000_000


def test_f3_bomb_of_many_members_stops_at_the_decoded_cap(site: Site) -> None:
    site.pages["/"] = answer(gzipped(bytes(100_000)) * 1000, content_encoding="gzip")
    assert failure_of(lambda: fetch(site)).reason_code == Reason.TOO_LARGE


def endless(connection: socket.socket) -> None:
    connection.sendall(answer(b"", content_length=""))
    while True:
        connection.sendall(bytes(65_536))


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (answer(b"short", content_length="6000000"), Reason.TOO_LARGE),
        (answer(b"short", content_length="4000000"), Reason.CONNECTION),
        (answer(b"short", content_length="-1"), Reason.CONNECTION),
        (answer(gzipped(bytes(9_999)), content_encoding="gzip", content_length="20"), Reason.BAD_ENCODING),
        (answer(b"short", content_length="", transfer_encoding="chunked"), Reason.CONNECTION),
        (answer(b"ffffff\r\nshort", content_length="", transfer_encoding="chunked"), Reason.CONNECTION),
        (answer(b"x" * 6_000_000, content_length=""), Reason.TOO_LARGE),
        (answer(x="y" * 200_000), Reason.CONNECTION),
        (answer(b"1\r\nx\r\n" * 100_000, content_length="", transfer_encoding="chunked"), Reason.TOO_LARGE),
        (b"HTTP/1.1 103 Soon\r\n\r\n" * 250_000, Reason.TOO_LARGE),
        (b"SSH-2.0-OpenSSH_9.2\r\n", Reason.CONNECTION),
        (endless, Reason.TOO_LARGE),
    ],
)
def test_f3_length_that_lies_or_has_no_end_is_a_failure(site: Site, page: Page, reason: Reason) -> None:
    site.pages["/"] = page
    started = time.thread_time()
    failure = failure_of(lambda: fetch(site))
    assert (failure.reason_code, failure.status) == (reason, None)
    assert time.thread_time() - started <= 2


def test_what_is_said_beyond_the_length_is_not_the_next_answer(site: Site) -> None:
    site.pages["/"] = answer(b"honest") + answer(b"forged", etag='"forged"')
    fetcher = Fetcher(policy_for(site))
    assert [fetcher.fetch(site.url()).body for _ in range(2)] == [b"honest", b"honest"]


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"not gzip at all", "gzip"),
        (gzipped(b"x" * 10_000)[:-4], "gzip"),
        (gzipped(b"x")[:-5] + b"12345", "gzip"),
        (gzipped(b"x") + b"rest", "gzip"),
        (zlib.compress(b"x"), "deflate"),
        (b"x", "br"),
        (gzipped(gzipped(b"x")), "gzip, gzip"),
    ],
)
def test_encoding_not_asked_for_or_damaged_is_a_failure(site: Site, body: bytes, encoding: str) -> None:
    site.pages["/"] = answer(body, content_encoding=encoding)
    assert failure_of(lambda: fetch(site)).reason_code == Reason.BAD_ENCODING


# F6: slow, silent, broken off


def dripping(start: bytes) -> Callable[[socket.socket], None]:
    def drip(connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(b"x")
            time.sleep(0.05)

    return drip


def silent(connection: socket.socket) -> None:
    while connection.recv(1):
        pass


@pytest.mark.parametrize(
    ("name", "page", "reason", "bar"),
    [
        ("drip in the body", dripping(answer(content_length="100000")), Reason.TIMEOUT, 1),
        ("drip in the headers", dripping(b"HTTP/1.1 200 OK\r\nx: "), Reason.TIMEOUT, 1),
        ("never answers", silent, Reason.TIMEOUT, 0.3),
        ("hangs up at once", b"", Reason.CONNECTION, 0.3),
        ("closes mid-headers", b"HTTP/1.1 200 OK\r\nEtag: \"1\"\r\n", Reason.CONNECTION, 0.3),
        ("closes mid-body", answer(b"half", content_length="8", etag='"1"'), Reason.CONNECTION, 0.3),
    ],
)  # fmt: skip
def test_f6_slow_or_broken_answer_ends_in_time(
    site: Site, name: str, page: Page, reason: Reason, bar: float
) -> None:
    site.pages["/"] = page
    started = time.perf_counter()
    failure = failure_of(lambda: fetch(site, read_timeout=0.3, total_timeout=1))
    seconds = time.perf_counter() - started
    assert failure.reason_code == reason
    assert seconds <= bar + 1
    print(f"F6: {name}: {failure.reason_code} after {seconds:.2f} s with a limit of {bar} s")


def test_f6_redirects_and_robots_share_one_time_limit(site: Site) -> None:
    def slow_redirect(connection: socket.socket) -> None:
        time.sleep(0.25)
        connection.sendall(answer(status=302, location="/"))

    site.pages["/"] = site.pages["/robots.txt"] = slow_redirect
    started = time.perf_counter()
    failure = failure_of(lambda: fetch(site, max_redirects=50, total_timeout=1))
    assert failure.reason_code == Reason.TIMEOUT
    assert time.perf_counter() - started <= 2


def test_f6_total_time_ends_a_read_that_may_last_longer(site: Site) -> None:
    site.pages["/"] = silent
    started = time.perf_counter()
    assert failure_of(lambda: fetch(site, read_timeout=20, total_timeout=0.3)).reason_code == Reason.TIMEOUT
    assert time.perf_counter() - started <= 1


def test_time_left_after_the_deadline_is_a_timeout() -> None:
    assert failure_of(lambda: Allowance(1, time.monotonic()).time_left(5)).reason_code == Reason.TIMEOUT


def test_closed_port_is_a_connection_failure(site: Site) -> None:
    site.close()
    assert failure_of(lambda: fetch(site)).reason_code == Reason.CONNECTION


# F7: statuses and Retry-After


@pytest.mark.parametrize(
    ("status", "header", "retry_after"),
    [
        (502, "", None),
        (403, "", None),
        (404, "", None),
        (429, "3600", 3600),
        (503, "999999", 86_400),
        (206, "", None),
    ],
)
def test_f7_status_is_a_failure_and_retry_after_is_kept(
    site: Site, status: int, header: str, retry_after: float | None
) -> None:
    site.pages["/"] = answer(b"<html>sorry</html>", status=status, retry_after=header, etag='"1"')
    failure = failure_of(lambda: fetch(site))
    assert failure.reason_code == Reason.HTTP_STATUS
    assert (failure.status, failure.retry_after) == (status, retry_after)
    assert backoff(1, failure.retry_after, random.Random(1)) >= max(60, retry_after or 0)


def test_f7_retry_after_as_a_date(site: Site) -> None:
    moment = datetime.now(UTC) + timedelta(minutes=30)
    site.pages["/"] = answer(status=503, retry_after=format_datetime(moment, usegmt=True))
    assert failure_of(lambda: fetch(site)).retry_after == pytest.approx(1800, abs=3)


# robots.txt


def test_robots_disallowed_path_is_not_asked_and_rules_are_read_once(site: Site) -> None:
    site.pages["/robots.txt"] = answer(b"User-agent: *\nDisallow: /npa/view\n")
    site.pages["/list"] = answer(b"cards")
    fetcher = Fetcher(policy_for(site))
    assert [fetcher.fetch(site.url("/list")).body for _ in range(2)] == [b"cards", b"cards"]
    assert (
        failure_of(lambda: fetcher.fetch(site.url("/npa/view?id=1"))).reason_code == Reason.ROBOTS_DISALLOWED
    )
    assert site.paths == ["/robots.txt", "/list", "/list"]


def test_robots_rules_grow_old(site: Site) -> None:
    site.pages["/list"] = answer(b"cards")
    fetcher = Fetcher(policy_for(site, robots_lifetime=0))
    fetcher.fetch(site.url("/list"))
    fetcher.fetch(site.url("/list"))
    assert site.paths == ["/robots.txt", "/list"] * 2


@pytest.mark.parametrize("status", [401, 403, 404, 410, 204])
def test_robots_absent_allows_all(site: Site, status: int) -> None:
    site.pages |= {"/robots.txt": answer(status=status), "/list": answer(b"cards")}
    assert fetch(site, "/list").body == b"cards"


@pytest.mark.parametrize(
    ("page", "retry_after", "status"),
    [
        (answer(status=500), None, 500),
        (answer(status=503, retry_after="120"), 120, 503),
        (answer(status=429, retry_after="7"), 7, 429),
        (answer(status=302, location="/robots.txt"), None, None),
        (answer(b"x", content_encoding="br"), None, None),
        (answer(b"x" * 6_000_000), None, None),
    ],
)
def test_robots_unreadable_forbids_all(
    site: Site, page: bytes, retry_after: float | None, status: int | None
) -> None:
    site.pages |= {"/robots.txt": page, "/list": answer(b"cards")}
    failure = failure_of(lambda: fetch(site, "/list"))
    assert failure.reason_code == Reason.ROBOTS_UNAVAILABLE
    assert (failure.retry_after, failure.status) == (retry_after, status)
    assert "/list" not in site.paths


def test_robots_unreadable_is_read_again_next_time(site: Site) -> None:
    site.pages |= {"/robots.txt": answer(status=500), "/list": answer(b"cards")}
    fetcher = Fetcher(policy_for(site))
    failure_of(lambda: fetcher.fetch(site.url("/list")))
    site.pages["/robots.txt"] = answer(b"User-agent: *\nAllow: /")
    assert fetcher.fetch(site.url("/list")).body == b"cards"


def test_robots_redirect_is_followed(site: Site) -> None:
    site.pages["/robots.txt"] = answer(status=301, location="/static/robots")
    site.pages["/static/robots"] = answer(b"User-agent: qatysu\nDisallow: /")
    assert failure_of(lambda: fetch(site, "/list")).reason_code == Reason.ROBOTS_DISALLOWED


# Pace


def test_requests_are_apart_by_a_drawn_pause(site: Site) -> None:
    site.pages["/list"] = answer(b"cards")
    slept: list[float] = []
    fetcher = Fetcher(policy_for(site, pause=(0.6, 1.2)), sleep=slept.append, rng=random.Random(3))
    for _ in range(20):
        fetcher.fetch(site.url("/list"))
    assert len(slept) == 20  # robots.txt waited for nothing
    assert all(0.3 <= pause <= 1.2 for pause in slept)
    assert max(slept) - min(slept) > 0.3


def test_crawl_delay_is_kept_between_pages(site: Site) -> None:
    site.pages["/robots.txt"] = answer(b"User-agent: *\nCrawl-delay: 5")
    site.pages["/list"] = answer(b"cards")
    slept: list[float] = []
    fetcher = Fetcher(policy_for(site), sleep=slept.append)
    fetcher.fetch(site.url("/list"))
    fetcher.fetch(site.url("/list"))
    assert slept == [pytest.approx(5, abs=1)]


def test_crawl_delay_too_long_to_wait_is_told_and_not_slept(site: Site) -> None:
    site.pages["/robots.txt"] = answer(b"User-agent: *\nCrawl-delay: 600")
    site.pages["/list"] = answer(b"cards")
    fetcher = Fetcher(policy_for(site), sleep=lambda seconds: pytest.fail("slept"))
    fetcher.fetch(site.url("/list"))
    failure = failure_of(lambda: fetcher.fetch(site.url("/list")))
    assert failure.reason_code == Reason.CRAWL_DELAY
    assert failure.retry_after == pytest.approx(600, abs=1)
    assert site.paths.count("/list") == 1


def test_pause_does_not_use_up_the_time_limit(site: Site) -> None:
    site.pages["/list"] = answer(b"cards")
    assert fetch(site, "/list", pause=(0.8, 0.8), total_timeout=0.7).body == b"cards"


def test_threads_that_share_a_fetcher_ask_one_at_a_time(site: Site) -> None:
    in_hand: list[str] = []  # an answer is out of hand before it leaves, so nobody asks again earlier
    most: list[int] = []

    def slow(connection: socket.socket) -> None:
        in_hand.append("cards")
        most.append(len(in_hand))
        time.sleep(0.03)
        in_hand.pop()
        connection.sendall(answer(b"cards"))

    site.pages["/list"] = slow
    fetcher = Fetcher(policy_for(site))
    threads = [threading.Thread(target=fetcher.fetch, args=(site.url("/list"),)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert site.paths == ["/robots.txt", *["/list"] * 5]
    assert max(most) == 1


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for portal.example with its key, in one file."""
    if not shutil.which("openssl"):
        pytest.skip("the openssl command is needed to make a certificate")
    file = tmp_path_factory.mktemp("tls") / "portal.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
        f" -keyout {file}.key -out {file}.crt"
        " -subj /CN=portal.example -addext subjectAltName=DNS:portal.example"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    file.write_text(Path(f"{file}.key").read_text() + Path(f"{file}.crt").read_text())
    return file


@pytest.fixture
def secure(certificate: Path) -> Iterator[Site]:
    """A site that speaks TLS as portal.example."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with closing(Site(tls=tls)) as secure:
        yield secure


@pytest.mark.parametrize(
    ("host", "trusted", "reason"),
    [
        ("portal.example", True, None),
        ("portal.example", False, Reason.TLS),
        ("other.example", True, Reason.TLS),
    ],
)
def test_tls_is_verified_on_the_name_though_the_address_is_connected(
    certificate: Path, secure: Site, host: str, trusted: bool, reason: Reason | None
) -> None:
    secure.pages["/"] = answer(b"sealed")
    hosts = frozenset({f"{host}:{secure.port}"})
    ca_file = f"{certificate}.crt" if trusted else None
    policy = policy_for(secure, allowed_hosts=hosts, allow_http=False, extra_ca_file=ca_file)
    fetcher = Fetcher(policy, resolve=lambda host, port: ["127.0.0.1"])
    if reason:
        failure = failure_of(lambda: fetcher.fetch(f"https://{host}:{secure.port}/"))
        assert (failure.reason_code, secure.heads) == (reason, [])
    else:
        assert fetcher.fetch(f"https://{host}:{secure.port}/").body == b"sealed"


def test_tls_redirect_to_plain_http_is_not_followed(certificate: Path, secure: Site, site: Site) -> None:
    secure.pages["/"] = answer(status=302, location=site.url())
    hosts = frozenset({f"portal.example:{secure.port}", site.netloc})
    policy = policy_for(secure, site, allowed_hosts=hosts, extra_ca_file=f"{certificate}.crt")
    fetcher = Fetcher(policy, resolve=lambda host, port: ["127.0.0.1"])
    failure = failure_of(lambda: fetcher.fetch(f"https://portal.example:{secure.port}/"))
    assert (failure.reason_code, site.heads) == (Reason.SCHEME_NOT_ALLOWED, [])


def test_tls_handshake_that_never_ends_times_out(site: Site) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as deaf:
        netloc = f"127.0.0.1:{deaf.getsockname()[1]}"
        policy = policy_for(
            site, allowed_hosts=frozenset({netloc}), allow_private=frozenset({netloc}), connect_timeout=0.2
        )
        started = time.perf_counter()
        assert failure_of(lambda: Fetcher(policy).fetch(f"https://{netloc}/")).reason_code == Reason.TIMEOUT
        assert time.perf_counter() - started <= 1
