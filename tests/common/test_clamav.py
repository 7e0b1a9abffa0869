"""What a ClamAV daemon says of bytes, and that none of its moods keeps us longer than we let it."""

import socket
from pathlib import Path
from time import monotonic

import pytest

from common.clamav import NotScanned, address_of, scan
from tests.clamd import EICAR, NAME, clamd


def test_daemon_is_asked_over_a_socket() -> None:
    with clamd() as daemon:
        assert scan(b"%PDF-1.7", daemon.url, seconds=5) == ""
        assert scan(b"", daemon.url, seconds=5) == ""
        assert scan(b"a" * 300_000 + EICAR, daemon.url, seconds=5) == NAME
    assert daemon.asked == 3


def test_what_is_larger_than_it_takes_is_said_although_it_hangs_up() -> None:
    with clamd(most=100_000) as daemon, pytest.raises(NotScanned) as problem:
        scan(b"a" * 8_000_000, daemon.url, seconds=5)
    assert problem.value.code in ("too_large", "unreachable")


def test_small_excess_is_too_large() -> None:
    with clamd(most=10) as daemon, pytest.raises(NotScanned) as problem:
        scan(b"a" * 20, daemon.url, seconds=5)
    assert problem.value.code == "too_large"


@pytest.mark.parametrize(
    ("mood", "code"),
    [("odd", "odd_answer"), ("shuts", "odd_answer"), ("slow", "timeout"), ("drips", "timeout")],
)
def test_no_answer_is_no_verdict_and_costs_no_more_than_the_time_given(mood: str, code: str) -> None:
    begun = monotonic()
    with clamd(mood=mood) as daemon:
        with pytest.raises(NotScanned) as problem:
            scan(b"%PDF-1.7", daemon.url, seconds=0.5)
        assert monotonic() - begun < 2
    assert problem.value.code == code


def test_nobody_there_is_unreachable(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for url in (f"tcp://127.0.0.1:{port}", f"unix://{tmp_path}/clamd.ctl"):
        with pytest.raises(NotScanned) as problem:
            scan(b"a", url, seconds=1)
        assert problem.value.code == "unreachable"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("tcp://clamav", ("clamav", 3310)),
        ("tcp://10.0.0.7:3311", ("10.0.0.7", 3311)),
        ("unix:///run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
    ],
)
def test_address_is_read(url: str, address: object) -> None:
    assert address_of(url) == address


@pytest.mark.parametrize(
    "url", ["clamav:3310", "http://clamav", "unix://clamd.ctl", "tcp://", "tcp://a:99999"]
)
def test_address_that_is_none_stops(url: str) -> None:
    with pytest.raises(ValueError, match=r"CLAMAV_URL|[Pp]ort"):
        address_of(url)
