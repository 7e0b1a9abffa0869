"""The fetcher: asks politely, one request at a time, and follows redirects by hand."""

import random
import threading
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

import httpx

from common.fetching.addresses import Resolve, check_url, parse_url, system_resolve
from common.fetching.exchange import Answer, exchange
from common.fetching.policy import Fetched, FetchFailure, FetchPolicy, Reason
from common.fetching.robots import Robots, parse_robots

REDIRECTS = frozenset({301, 302, 303, 307, 308})
ANY_PAGE = "text/html, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"
# The site answered, but not with rules: all is forbidden until it does (RFC 9309, 2.3.1.4).
ROBOTS_UNREADABLE = (Reason.HTTP_STATUS, Reason.TOO_LARGE, Reason.BAD_ENCODING, Reason.TOO_MANY_REDIRECTS)
NEVER = float("-inf")


class Fetcher:
    """Fetches whole answers within its policy; one run of one task makes one fetcher.

    `resolve`, `sleep` and `rng` stand for the world outside: the name service, the pause, chance. Threads
    that share a fetcher wait for each other. Proxy settings in the environment are not used: a proxy would
    choose the IP address instead of us.
    """

    def __init__(
        self,
        policy: FetchPolicy,
        *,
        resolve: Resolve = system_resolve,
        sleep: Callable[[float], None] = time.sleep,
        rng: random.Random | None = None,
    ) -> None:
        self.policy = policy
        self._resolve = resolve
        self._sleep = sleep
        self._rng = rng or random.Random()
        self._turn = threading.Lock()
        self._deadline = NEVER
        self._robots: dict[httpx.URL, tuple[Robots, float]] = {}
        self._last_request_at = NEVER
        self._last_page_at: dict[bytes, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._robots.clear()

    def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        cookies: Mapping[str, str] | None = None,
        accept: str = ANY_PAGE,
    ) -> Fetched:
        """The whole answer at the address; FetchFailure for all but status 200 and an asked-for 304.

        `etag` and `last_modified` are those of the last answer whose parse was committed. `cookies` go to the
        host of `url` only. An empty body is no failure here: the parser says what it makes of it.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {"Accept": accept} | {name: value for name, value in conditions.items() if value}
        cookie = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
        with self._turn:
            self._deadline = time.monotonic() + self.policy.total_timeout
            answer = self._follow(parse_url(url), headers, cookie)
        unchanged = answer.status == 304 and bool(etag or last_modified)
        if answer.status != 200 and not unchanged:
            raise answer.failure()
        return Fetched(
            url=str(answer.url),
            status=answer.status,
            body=answer.body,
            content_type=answer.headers.get("content-type", ""),
            etag=answer.headers.get("etag", etag) if unchanged else answer.validator("etag"),
            last_modified=last_modified if unchanged else answer.validator("last-modified"),
            wire_bytes=answer.wire_bytes,
            not_modified=unchanged,
        )

    def _follow(
        self, url: httpx.URL, headers: Mapping[str, str], cookie: str, for_robots: bool = False
    ) -> Answer:
        home, before = url.netloc, None
        for _ in range(self.policy.max_redirects + 1):
            check_url(url, self.policy, before)
            crawl_delay = 0.0 if for_robots else self._permission(url).crawl_delay
            own = {"Cookie": cookie} if cookie and url.netloc == home else {}
            answer = self._ask(url, {**headers, **own}, crawl_delay, is_page=not for_robots)
            location = answer.headers.get("location")
            if answer.status not in REDIRECTS or not location:
                return answer
            url, before = parse_url(location, base=url), url
        raise FetchFailure(
            Reason.TOO_MANY_REDIRECTS, f"more than {self.policy.max_redirects}, the last to {url}"
        )

    def _permission(self, url: httpx.URL) -> Robots:
        robots = self._robots_of(url.join("/robots.txt"))
        if not robots.allows(url.raw_path.decode("ascii")):
            raise FetchFailure(Reason.ROBOTS_DISALLOWED, f"the site's robots.txt asks not to fetch {url}")
        return robots

    def _robots_of(self, robots_url: httpx.URL) -> Robots:
        robots, read_at = self._robots.get(robots_url, (None, NEVER))
        if robots is None or time.monotonic() - read_at > self.policy.robots_lifetime:
            robots = self._read_robots(robots_url)
            self._robots[robots_url] = robots, time.monotonic()
        return robots

    def _read_robots(self, robots_url: httpx.URL) -> Robots:
        """The host's rules; no file (4xx) allows all, an unreadable one (5xx, 429) forbids all by raising."""
        try:
            answer = self._follow(robots_url, {"Accept": "text/plain, */*;q=0.5"}, cookie="", for_robots=True)
            if answer.status == 200:
                return parse_robots(answer.body, self.policy.product)
            if answer.status < 300 or (400 <= answer.status < 500 and answer.status != 429):
                return Robots()
            raise answer.failure()
        except FetchFailure as failure:
            if failure.reason_code not in ROBOTS_UNREADABLE:
                raise
            detail = f"{robots_url} could not be read ({failure.detail}), so nothing may be fetched"
            raise FetchFailure(
                Reason.ROBOTS_UNAVAILABLE, detail, failure.retry_after, failure.status
            ) from failure

    def _ask(self, url: httpx.URL, headers: Mapping[str, str], crawl_delay: float, is_page: bool) -> Answer:
        after_pause = self._last_request_at + self._rng.uniform(*self.policy.pause)
        after_crawl_delay = self._last_page_at.get(url.netloc, NEVER) + crawl_delay
        self._wait(max(after_pause, after_crawl_delay))
        try:
            return exchange(url, headers, self.policy, self._resolve, self._deadline)
        finally:
            self._last_request_at = time.monotonic()
            if is_page:
                self._last_page_at[url.netloc] = self._last_request_at

    def _wait(self, until: float) -> None:
        """Sleep until the `time.monotonic()` moment, which does not count against the total timeout."""
        seconds = until - time.monotonic()
        if seconds > self.policy.longest_wait:
            detail = f"robots.txt asks to wait {seconds:.0f} s more before the next page"
            raise FetchFailure(Reason.CRAWL_DELAY, detail, retry_after=seconds)
        if seconds > 0:
            self._sleep(seconds)
            self._deadline += seconds
