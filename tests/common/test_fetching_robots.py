import time

import pytest

from common.fetching.robots import Robots, parse_robots

PORTAL = b"""# as on the portal
User-agent: *
Disallow: /npa/view
Disallow: /application
Disallow: /report
Disallow: /legalact/
"""


@pytest.mark.parametrize(
    ("target", "allowed"),
    [
        ("/list", True),
        ("/list?status=IN_ARCHIVE&page=2", True),
        ("/Arvlist", True),
        ("/npa/view?id=15906353", False),
        ("/application/downloadnpa?sysLang=ru&id=1", False),
        ("/report?id=1", False),
        ("/legalact", True),
        ("/", True),
    ],
)
def test_allows_portal_paths(target: str, allowed: bool) -> None:
    assert parse_robots(PORTAL, "qatysu").allows(target) is allowed


@pytest.mark.parametrize(
    ("rules", "target", "allowed"),
    [
        ("Disallow: /a\nAllow: /a/b", "/a/b/c", True),  # the longest match wins
        ("Allow: /a/b\nDisallow: /a", "/a/c", False),
        ("Disallow: /a\nAllow: /a", "/a", True),  # and allowing wins a tie
        ("Disallow:", "/anything", True),
        ("Disallow: /", "/anything", False),
        ("Disallow: /*.pdf$", "/x/y.pdf", False),
        ("Disallow: /*.pdf$", "/x/y.pdf?z", True),
        ("Disallow: /*?page=", "/list?page=2", False),
        ("Disallow: /a*b*c", "/a-c-b", True),
        ("Disallow: /a*b*c", "/a-b-c-d", False),
        ("Disallow: /a*a$", "/a", True),
        ("Disallow: /exact$", "/exact", False),
        ("Disallow: /exact$", "/exactly", True),
        ("Disallow: /құқық", "/%D2%9B%d2%b1%D2%9B%D1%8B%D2%9B", False),
        ("Disallow: /%7Ejoe", "/~joe", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("disallow : /a # why", "/a", False),
        ("<html>404</html>", "/a", True),
    ],
)
def test_allows_follows_the_rfc(rules: str, target: str, allowed: bool) -> None:
    assert parse_robots(f"User-agent: *\n{rules}\n".encode(), "qatysu").allows(target) is allowed


def test_parse_robots_own_group_replaces_the_common_one() -> None:
    body = (
        b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /\r\nCrawl-delay: 9\r\n\r\n"
        b"User-agent: other\nUser-agent: QATYSU/2\nCrawl-delay: 2.5\nDisallow: /x\n"
        b"Sitemap: /s\nDisallow: /y\n\n"
        b"User-agent: qatysu-two\nDisallow: /z\n\nUser-agent: qatysu\nDisallow: /w"
    )
    robots = parse_robots(body, "qatysu")
    assert robots.crawl_delay == 2.5
    assert [rule.pattern for rule in robots.rules] == ["/x", "/y", "/w"]


@pytest.mark.parametrize("value", ["-1", "nan", "inf", "soon", "1e9", ""])
def test_parse_robots_senseless_crawl_delay_is_none(value: str) -> None:
    assert parse_robots(f"User-agent: *\nCrawl-delay: {value}".encode(), "qatysu") == Robots()


def test_robots_hostile_files_are_quick() -> None:
    wildcards = b"User-agent: *\nDisallow: /" + b"*a" * 200_000 + b"b$"
    many = b"User-agent: qatysu\n" * 10_000 + b"Disallow: /*x\n" * 40_000
    started = time.perf_counter()
    for body in (wildcards, many):
        assert parse_robots(body, "qatysu").allows("/" + "a" * 5_000)
    seconds = time.perf_counter() - started
    assert seconds < 2
    print(f"two hostile robots.txt read and asked: {seconds:.2f} s (bar 2 s)")
