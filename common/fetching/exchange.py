"""One request and its answer, within the bounds of the policy and the time that is left."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import httpcore
import httpx

from common.fetching.addresses import Resolve
from common.fetching.decoding import decoded
from common.fetching.pace import parse_retry_after
from common.fetching.policy import FetchFailure, FetchPolicy, Reason
from common.fetching.wire import Allowance, GuardedBackend

HEAD_CAP = 200_000  # h11 reads heads of up to 100 KB; without this, a flood of 1xx answers would cost seconds
END_IS_KNOWN_BY = frozenset({"content-length", "transfer-encoding"})


@dataclass(frozen=True)
class Answer:
    """What one request brought. The body is read only with status 200."""

    url: httpx.URL
    status: int
    headers: httpx.Headers
    body: bytes
    wire_bytes: int

    def failure(self) -> FetchFailure:
        """The failure that this status is, with the Retry-After it carries."""
        retry_after = parse_retry_after(self.headers.get("retry-after"), datetime.now(UTC))
        detail = f"{self.url} answered {self.status}"
        return FetchFailure(Reason.HTTP_STATUS, detail, retry_after, self.status)

    def validator(self, name: str) -> str | None:
        """The ETag or Last-Modified header, unless the body may have been cut unseen."""
        return self.headers.get(name) if END_IS_KNOWN_BY & set(self.headers) else None


def exchange(
    url: httpx.URL,
    headers: Mapping[str, str],
    policy: FetchPolicy,
    resolve: Resolve,
    deadline: float,
    *,
    posted: bytes | None = None,
) -> Answer:
    """Ask once, on a connection of its own, and read the answer whole; with `posted`, post it and read the head alone.

    A connection is never used twice, so that what a lying server sent beyond its answer cannot become the
    beginning of the next. `deadline` is a `time.monotonic()` moment. Raises FetchFailure.
    """
    allowance = Allowance(min(HEAD_CAP, policy.wire_cap), deadline)
    address = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    asked = {
        "User-Agent": policy.user_agent,
        "Accept-Encoding": "gzip, identity",
        "Connection": "close",
        **headers,
    }
    connection = httpcore.HTTPConnection(
        address.origin,
        ssl_context=_trust(policy.extra_ca_file) if url.scheme == "https" else None,
        network_backend=GuardedBackend(policy, resolve, allowance),
    )
    times = {"connect": policy.connect_timeout, "read": policy.read_timeout, "write": policy.read_timeout}
    encoded = [(name.encode("ascii"), value.encode()) for name, value in asked.items()]
    try:
        method = "GET" if posted is None else "POST"
        asking = connection.stream(
            method, address, headers=encoded, content=posted, extensions={"timeout": times}
        )
        with connection, asking as response:
            if posted is not None:
                return Answer(url, response.status, httpx.Headers(response.headers), b"", allowance.received)
            allowance.byte_cap = policy.wire_cap
            return _read(url, response, policy, allowance)
    except httpcore.TimeoutException as error:
        raise FetchFailure(Reason.TIMEOUT, f"{url}: {error}") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        reason = Reason.TLS if isinstance(error.__cause__, ssl.SSLError) else Reason.CONNECTION
        raise FetchFailure(reason, f"{url}: {error}") from error


def _read(url: httpx.URL, response: httpcore.Response, policy: FetchPolicy, allowance: Allowance) -> Answer:
    headers = httpx.Headers(response.headers)
    body = b""
    if response.status == 200:
        if int(headers.get("content-length", 0)) > policy.wire_cap:
            raise FetchFailure(Reason.TOO_LARGE, f"{url} announces more than {policy.wire_cap} bytes")
        body = decoded(response.iter_stream(), headers.get("content-encoding", ""), policy.decoded_cap)
    return Answer(url, response.status, headers, body, allowance.received)


@cache
def _trust(extra_ca_file: str | None) -> ssl.SSLContext:
    context = httpx.create_ssl_context()
    if extra_ca_file:
        context.load_verify_locations(extra_ca_file)
    return context
