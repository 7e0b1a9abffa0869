"""Which addresses may be asked: the URL before anything is sent, the IP before anything is connected."""

import queue
import socket
import threading
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

from common.fetching.policy import FetchFailure, FetchPolicy, Reason

IpAddress = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]

LONGEST_URL = 8_000

# IANA special-purpose registries, written out because `ipaddress` judges differently from release to release.
# 2000::/3 leaves out ::1, mapped IPv4, NAT64, unique local, link-local and multicast.
GLOBAL_UNICAST_6 = ip_network("2000::/3")
NOT_PUBLIC = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",  # carrier-grade NAT
            "127.0.0.0/8",
            "169.254.0.0/16",  # link-local, cloud metadata
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "2001::/23",  # Teredo and other protocol assignments
            "2001:db8::/32",
            "2002::/16",  # 6to4: carries any IPv4 inside
            "3fff::/20",
        ),
    )
)


def is_public(address: IpAddress) -> bool:
    """Whether the address is global unicast, with no IPv4 address hidden in an IPv6 one."""
    if address.version == 6 and address not in GLOBAL_UNICAST_6:
        return False
    return not any(address in network for network in NOT_PUBLIC)


def parse_url(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """The address that `text` is, seen from `base` if given, without fragment; FetchFailure if it is none."""
    try:
        url = base.join(text) if base else httpx.URL(text)
        url = url.copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchFailure(Reason.BAD_ADDRESS, f"{text[:200]!r} is no address: {error}") from error
    if url.userinfo or (url.port or 0) > 65_535 or len(str(url)) > LONGEST_URL:
        raise FetchFailure(Reason.BAD_ADDRESS, f"{text[:200]!r} has a log-in, a false port, or is too long")
    return url


def host_of(url: str) -> str:
    """The entry of `FetchPolicy.allowed_hosts` that covers the address, as 'example.kz' or 'example.kz:8443'.

    Raises FetchFailure if it is no address.
    """
    return parse_url(url).netloc.decode("ascii")


def check_url(url: httpx.URL, policy: FetchPolicy, before: httpx.URL | None = None) -> None:
    """Raise FetchFailure unless the policy allows scheme and host; `before` is what redirected here."""
    plain_allowed = policy.allow_http and not (before and before.scheme == "https")
    if url.scheme != "https" and not (url.scheme == "http" and plain_allowed):
        raise FetchFailure(Reason.SCHEME_NOT_ALLOWED, f"{url}: only https is allowed")
    host = url.netloc.decode("ascii")
    if host not in policy.allowed_hosts:
        raise FetchFailure(Reason.HOST_NOT_ALLOWED, f"{url}: {host!r} is not among the allowed hosts")


def check_address(ip: str, port: int, policy: FetchPolicy) -> None:
    """Raise FetchFailure unless the IP address is public or expressly allowed."""
    address = ip_address(ip)
    written = f"[{ip}]:{port}" if address.version == 6 else f"{ip}:{port}"
    if not is_public(address) and written not in policy.allow_private:
        raise FetchFailure(Reason.PRIVATE_ADDRESS, f"{written} is not on the public internet")


def system_resolve(host: str, port: int) -> list[str]:
    """Every IP address the system knows for the host, best first; raises OSError or UnicodeError."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


def resolve_in_time(resolve: Resolve, host: str, port: int, seconds: float) -> Sequence[str]:
    """The host's addresses, at least one, or FetchFailure.

    The system's resolver takes no time limit, so it is asked in a thread that may be left behind.
    """
    answers: queue.SimpleQueue[Sequence[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=max(seconds, 0))
    except queue.Empty as error:
        raise FetchFailure(Reason.TIMEOUT, f"the name {host} was not resolved in {seconds:.1f} s") from error
    if isinstance(answer, Exception) or not answer:
        raise FetchFailure(Reason.CONNECTION, f"the name {host} has no address: {answer}")
    return answer
