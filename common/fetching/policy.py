"""What a fetch is allowed, what it gives, and why it fails."""

import re
from dataclasses import dataclass
from enum import StrEnum

CONTACT = re.compile(r"https?://\S+|\S+@\S+")


class Reason(StrEnum):
    """Why a fetch gave nothing. The values are stored: do not rename them."""

    BAD_ADDRESS = "bad_address"
    SCHEME_NOT_ALLOWED = "scheme_not_allowed"
    HOST_NOT_ALLOWED = "host_not_allowed"
    PRIVATE_ADDRESS = "private_address"
    ROBOTS_DISALLOWED = "robots_disallowed"
    ROBOTS_UNAVAILABLE = "robots_unavailable"
    CRAWL_DELAY = "crawl_delay"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    TOO_LARGE = "too_large"
    TIMEOUT = "timeout"
    CONNECTION = "connection"
    TLS = "tls"
    HTTP_STATUS = "http_status"
    BAD_ENCODING = "bad_encoding"


class FetchFailure(Exception):
    """The fetch gave nothing that may be parsed.

    `reason_code` is a `Reason`; `detail` says it in words for the operator; `retry_after` is how many seconds
    the other side asked us to stay away (at most 24 hours), None where it did not ask; `status` is the HTTP
    status, None where there was none.
    """

    def __init__(
        self, reason_code: Reason, detail: str, retry_after: float | None = None, status: int | None = None
    ) -> None:
        super().__init__(reason_code, detail, retry_after, status)
        self.reason_code = reason_code
        self.detail = detail
        self.retry_after = retry_after
        self.status = status

    def __str__(self) -> str:
        return f"{self.reason_code}: {self.detail}"


@dataclass(frozen=True)
class FetchPolicy:
    """The bounds of one fetcher. Times are seconds, caps are bytes.

    allowed_hosts: what `host_of(url)` gives for each address that may be asked, also after a redirect.
    user_agent: a product name and a contact, as 'Qatysu/0.1 (+https://example.kz; mailto:it@example.kz)'. The
        name before the slash is the one looked up in robots.txt.
    total_timeout: for one `fetch`, with its robots.txt and redirects, without the polite pauses.
    wire_cap, decoded_cap: for one answer; the wire counts headers too.
    allow_private: 'ip:port' or '[ip6]:port' that may be reached though not public, as in tests.
    pause: shortest and longest time between two requests, drawn anew each time.
    longest_wait: a Crawl-delay beyond it is obeyed by failing with `retry_after` instead of sleeping.
    extra_ca_file: PEM certificates trusted beside the usual ones, for a site under a national authority.
    """

    allowed_hosts: frozenset[str]
    user_agent: str
    connect_timeout: float = 5
    read_timeout: float = 10
    total_timeout: float = 30
    wire_cap: int = 5_000_000
    decoded_cap: int = 20_000_000
    max_redirects: int = 3
    allow_http: bool = False
    allow_private: frozenset[str] = frozenset()
    pause: tuple[float, float] = (0.6, 1.2)
    longest_wait: float = 60
    robots_lifetime: float = 24 * 3600
    extra_ca_file: str | None = None

    def __post_init__(self) -> None:
        if not (self.product and CONTACT.search(self.user_agent)):
            raise ValueError(
                "user_agent must be 'Name/version (+https://... or mailto:...)', so that we can be found"
            )

    @property
    def product(self) -> str:
        """The name that robots.txt knows us by, in lower case."""
        return product_token(self.user_agent)


@dataclass(frozen=True)
class Fetched:
    """A whole answer: status 200, or 304 with `not_modified` and an empty body.

    `url` is where it came from after redirects. `etag` and `last_modified` are None unless the answer is
    provably whole: a body that merely ended when the connection did may have been cut, and must be asked for
    in full next time. `wire_bytes` counts what came over the wire for this answer, headers included.
    """

    url: str
    status: int
    body: bytes
    content_type: str
    etag: str | None
    last_modified: str | None
    wire_bytes: int
    not_modified: bool


def product_token(name: str) -> str:
    """The letters, '-' and '_' that `name` begins with, in lower case (RFC 9309, 2.2.1)."""
    token = re.match(r"[A-Za-z_-]*", name)
    return token.group().lower() if token else ""
