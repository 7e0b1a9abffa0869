"""Telling other people's programs something: one POST, to a public address, without following anywhere."""

import time
from collections.abc import Mapping

from common.fetching.addresses import Resolve, check_url, parse_url, system_resolve
from common.fetching.exchange import exchange
from common.fetching.policy import FetchPolicy


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    policy: FetchPolicy,
    *,
    resolve: Resolve = system_resolve,
) -> int:
    """The status that the other side answered. What it says beyond the head is not read; a redirect is a status like
    another. Raises FetchFailure where there was none: not allowed, not public, not in time."""
    address = parse_url(url)
    check_url(address, policy)
    deadline = time.monotonic() + policy.total_timeout
    sent = {**headers, "Content-Length": str(len(body))}
    return exchange(address, sent, policy, resolve, deadline, posted=body).status
