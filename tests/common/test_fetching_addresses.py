import threading
from contextlib import suppress
from ipaddress import ip_address

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.fetching import FetchFailure, FetchPolicy, Reason, host_of
from common.fetching.addresses import check_url, is_public, parse_url, resolve_in_time

AGENT = "Qatysu/0.1 (+https://qatysu.example; mailto:it@qatysu.example)"


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.0.0.8", "192.88.99.1", "192.168.1.1", "198.18.0.1", "203.0.113.9", "224.0.0.1",
        "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b:1::1",
        "100::1", "2001:0:7f00:1::1", "2001:db8::1", "2002:7f00:1::1", "2002:a00:1::1", "3fff::1", "fc00::1",
        "fd00::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
    ],
)  # fmt: skip
def test_is_public_refuses(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "172.15.0.1", "172.32.0.1", "100.128.0.1", "2a00:1450::1", "2606:4700::1111"]
)
def test_is_public_accepts(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses())
def test_is_public_is_never_laxer_than_the_standard_library(address) -> None:  # type: ignore[no-untyped-def]
    assert not is_public(address) or (address.is_global and not address.is_multicast)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://legalacts.egov.kz/list", "legalacts.egov.kz"),
        ("HTTPS://LegalActs.Egov.KZ:443/list", "legalacts.egov.kz"),
        ("https://legalacts.egov.kz:8443/", "legalacts.egov.kz:8443"),
        ("https://қатысу.kz/", "xn--80a8acf2b98a.kz"),
        ("http://[::1]:8000/", "[::1]:8000"),
    ],
)
def test_host_of(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    "url",
    [
        "https://legalacts.egov.kz@evil.example/",
        "https://legalacts.egov.kz\\@evil.example/",
        "https://[::1",
        "https://a:99999/",
        "https://0177.0.0.1/",
        "https://a:b/",
        "https://a/\r\nHost: b",
        "https://a/" + "x" * 9_000,
    ],
)
def test_parse_url_refuses_what_could_be_read_in_two_ways(url: str) -> None:
    with pytest.raises(FetchFailure) as caught:
        parse_url(url, base=httpx.URL("https://legalacts.egov.kz/"))
    assert caught.value.reason_code == Reason.BAD_ADDRESS


@given(st.text(max_size=60) | st.text(max_size=40).map("https://{}".format))
def test_parse_url_any_text_gives_an_address_or_a_failure(text: str) -> None:
    with suppress(FetchFailure):
        url = parse_url(text, base=httpx.URL("https://legalacts.egov.kz/list"))
        assert url.netloc.isascii()
        assert url.raw_path.isascii()


@pytest.mark.parametrize(
    ("url", "before", "reason"),
    [
        ("https://good.example/", None, None),
        ("http://good.example/", None, None),
        ("http://good.example/", "https://good.example/", Reason.SCHEME_NOT_ALLOWED),
        ("file:///etc/passwd", None, Reason.SCHEME_NOT_ALLOWED),
        ("gopher://good.example/", None, Reason.SCHEME_NOT_ALLOWED),
        ("//good.example/", None, Reason.SCHEME_NOT_ALLOWED),
        ("https://good.example:22/", None, Reason.HOST_NOT_ALLOWED),
        ("https://good.example./", None, Reason.HOST_NOT_ALLOWED),
        ("https://good.example.evil.example/", None, Reason.HOST_NOT_ALLOWED),
        ("https:///list", None, Reason.HOST_NOT_ALLOWED),
    ],
)
def test_check_url_with_http_allowed(url: str, before: str | None, reason: Reason | None) -> None:
    policy = FetchPolicy(frozenset({"good.example"}), AGENT, allow_http=True)
    refused = None
    try:
        check_url(httpx.URL(url), policy, httpx.URL(before) if before else None)
    except FetchFailure as failure:
        refused = failure.reason_code
    assert refused == reason


def test_check_url_plain_http_is_refused_by_default() -> None:
    with pytest.raises(FetchFailure) as caught:
        check_url(httpx.URL("http://good.example/"), FetchPolicy(frozenset({"good.example"}), AGENT))
    assert caught.value.reason_code == Reason.SCHEME_NOT_ALLOWED


@pytest.mark.parametrize("agent", ["", "Qatysu/0.1", "(+https://qatysu.example)"])
def test_policy_without_name_or_contact_is_refused(agent: str) -> None:
    with pytest.raises(ValueError, match="user_agent"):
        FetchPolicy(frozenset(), agent)


def test_resolve_in_time_slow_name_service_times_out() -> None:
    answered = threading.Event()

    def never(host: str, port: int) -> list[str]:
        answered.wait(5)
        return []

    with pytest.raises(FetchFailure) as caught:
        resolve_in_time(never, "slow.example", 443, 0.05)
    answered.set()
    assert caught.value.reason_code == Reason.TIMEOUT


@pytest.mark.parametrize("error", [OSError("no such name"), UnicodeError("label too long")])
def test_resolve_in_time_unknown_name_is_a_connection_failure(error: Exception) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise error

    with pytest.raises(FetchFailure) as caught:
        resolve_in_time(unknown, "unknown.example", 443, 1)
    assert caught.value.reason_code == Reason.CONNECTION
