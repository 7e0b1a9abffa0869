"""T9: a browser walks through everything it can reach, in Kazakh and in Russian, and its policy is never broken."""

import re
from collections import deque
from collections.abc import Callable
from itertools import chain
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import ActivityEntry, User
from amendments.models import Outcome
from monitoring.demo import build
from projects.models import TopicMatch
from tests.journeys.conftest import Open

pytestmark = [
    pytest.mark.journey,
    pytest.mark.any_engine,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

# The browser's own report, before any line of the page has run.
LISTEN = """
window.broken = [];
document.addEventListener('securitypolicyviolation', event =>
    window.broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
STEPS_OUT = re.compile(r"/(sign-out|admin/logout|seen/\d+|html)/|\.(ics|xml)$|^/static/")
OF_A_PROGRAM = re.compile(r"\w\(\w+=|object \(")
MOST = 150
KINDS_AT_LEAST = 20


def kind_of(address: str) -> str:
    """Addresses that differ by numbers, languages and filters only are one kind of page."""
    parts = urlsplit(address)
    names = "&".join(sorted({pair.partition("=")[0] for pair in parts.query.split("&") if pair}))
    return re.sub(r"\d+", "1", parts.path) + (f"?{names}" if names else "")


def crawl(page: Page, start: str) -> tuple[set[str], list[str]]:
    """Every kind of page that links lead to from `start`, and what broke the policy there."""
    kinds, broken, waiting = {kind_of(start)}, [], deque([start])
    while waiting and len(kinds) <= MOST:
        address = waiting.popleft()
        answer = page.goto(address)
        assert answer is not None
        assert answer.status < 500, address
        broken += [f"{address}: {line}" for line in page.evaluate("window.broken ?? []")]
        for link in page.eval_on_selector_all(
            "a[href]:not([download], [href*='file='])", "links => links.map(link => link.href)"
        ):
            target = urljoin(address, link).partition("#")[0]
            inside = urlsplit(target)[:2] == urlsplit(page.url)[:2]
            if inside and not STEPS_OUT.search(urlsplit(target).path) and kind_of(target) not in kinds:
                kinds.add(kind_of(target))
                waiting.append(target)
    return kinds, broken


def test_no_page_of_the_demonstration_breaks_the_policy(
    open_page: Open, sign_in: Callable[[Page, User], None]
) -> None:
    """Its log is in words, too: what an action was done to is called as people call it."""
    call_command("load_reference", verbosity=0)
    build.build(timezone.now())
    assert TopicMatch.objects.exists()
    assert Outcome.objects.filter(confirmed_at__isnull=False).count() == 6
    called = chain.from_iterable(ActivityEntry.objects.values_list("subject", "subject_ru"))
    assert [text for text in called if text and OF_A_PROGRAM.search(text)] == []
    for language in ("kk", "ru"):
        page = open_page("/account/sign-in/", language=language)
        page.add_init_script(LISTEN)
        User.objects.update(interface_language=language)
        sign_in(page, User.objects.get(email=build.PEOPLE[0][0]))
        kinds, broken = crawl(page, "/")
        page.goto("/")
        assert page.get_attribute("html", "lang") == language
        print(
            f"T9 kinds of pages walked through in {language}: {len(kinds)}, policy broken {len(broken)} (bar 0)"
        )
        assert broken == []
        assert len(kinds) >= KINDS_AT_LEAST
    page = open_page("/account/sign-in/", language="ru")
    page.add_init_script(LISTEN)
    sign_in(page, User.objects.get(email=build.OPERATOR))
    kinds, broken = crawl(page, "/health/")
    print(f"T9 kinds of pages of the operator: {len(kinds)}, policy broken {len(broken)} (bar 0)")
    assert broken == []


def test_policy_would_be_seen_broken(chromium: Browser, live_server: LiveServer) -> None:
    """Else the tests above would pass on a browser that reports nothing."""
    page = chromium.new_page(base_url=live_server.url)
    page.add_init_script(LISTEN)
    page.goto("/account/sign-in/")
    page.evaluate(
        "const handler = document.createElement('a'); handler.setAttribute('onclick', 'window.ran=1');"
        "document.body.append(handler); handler.click()"
    )
    page.wait_for_function("window.broken.length > 0")
    assert page.evaluate("window.ran ?? null") is None
    page.close()
