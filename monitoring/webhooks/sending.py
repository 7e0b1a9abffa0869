"""The way out: https, to a public address that is looked up anew each time, without following redirects."""

from collections.abc import Mapping
from ipaddress import ip_address

from django.conf import settings

from common.fetching import FetchFailure, FetchPolicy, Reason, host_of, post
from common.fetching.addresses import Resolve, is_public, parse_url, system_resolve


def send(url: str, body: bytes, headers: Mapping[str, str], *, resolve: Resolve = system_resolve) -> int:
    """The status answered; FetchFailure where there was none."""
    host = host_of(url)
    policy = FetchPolicy(
        allowed_hosts=frozenset({host}),
        user_agent=settings.CRAWLER_NAME,
        total_timeout=15,
        allow_http=host in settings.FETCH_ALLOW_PRIVATE,
        allow_private=frozenset(settings.FETCH_ALLOW_PRIVATE),
    )
    return post(url, body, headers, policy, resolve=resolve)


def is_sendable(url: str) -> bool:
    """Whether an address may be entered at all. Where its name leads is looked at when something is sent."""
    try:
        parsed, host = parse_url(url), host_of(url)
    except FetchFailure:
        return False
    if host in settings.FETCH_ALLOW_PRIVATE:
        return True
    name = parsed.host
    if parsed.scheme != "https" or "." not in name.strip(".") and ":" not in name:
        return False
    try:
        return is_public(ip_address(name))
    except ValueError:
        return True


__all__ = ["FetchFailure", "Reason", "is_sendable", "send"]
