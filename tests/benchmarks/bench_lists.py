"""What a person waits for: the pages of a busy organisation, served whole, among 150,000 drafts.

Every page is asked for as a browser would, signed in and in Kazakh; the time is the server's own, from the request to
the last byte, without a network.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import DraftAct
from projects.queries import NEWEST
from tests.benchmarks.figures import Figure
from tests.benchmarks.generate import LARGE, SMALL, Filled
from tests.benchmarks.scratch import database, engine

NEEDS_DJANGO = True

REQUESTS, WARM_UP = 60, 5
P95_BAR = 100  # ms
QUERIES_BAR = 12
LAST_PAGE_BAR = 2  # times the first
WORDS = "жер учаскелерін"


@dataclass(frozen=True)
class Page:
    name: str
    path: Callable[[Filled], str]


def run() -> list[Figure]:
    """Time of each page, queries of each page with little and with much data, and the last page by the first."""
    few = {page.name: _queries(page, database(SMALL)) for page in PAGES}
    filled = database(LARGE)
    many = {page.name: _queries(page, filled) for page in PAGES}
    times = {page.name: _times(page, filled) for page in PAGES}
    return [
        *(_time(name, took) for name, took in times.items()),
        _last_by_first(times),
        *_query_figures(few, many),
    ]


# --- The pages ---------------------------------------------------------------------------------------------


def _drafts(query: str = "") -> Callable[[Filled], str]:
    return lambda filled: f"{reverse('projects:draft-list')}?{query.format(body=filled.body_id)}"


def _middle_of_drafts(_filled: Filled) -> str:
    """The page that begins half-way down, as the link from the page before it would name it."""
    rows = DraftAct.objects.order_by(*NEWEST)
    row = rows[rows.count() // 2]
    return f"{reverse('projects:draft-list')}?after={row.listed_on}_{row.pk}"


FIRST, LAST = "drafts, first page", "drafts, last page"
PAGES = (
    Page(FIRST, _drafts()),
    Page("drafts, a page in the middle", _middle_of_drafts),
    Page(LAST, _drafts("last=1")),
    Page("drafts of one ministry", _drafts("body={body}")),
    Page("drafts of one state", _drafts("state=IN_PUBLIC_DISCUSSION")),
    Page("drafts under review", _drafts("state=IN_PROGRESS")),
    Page("drafts that end within 5 working days", _drafts("within=5")),
    Page("drafts by the end of discussion", _drafts("sort=ending")),
    Page("search in drafts", _drafts(f"q={WORDS}")),
    Page("search in drafts, last page", _drafts(f"q={WORDS}&last=1")),
    Page("search in drafts of one ministry", _drafts(f"q={WORDS}&body={{body}}")),
    Page("drafts, by a common word", _drafts("q=туралы")),
    Page("dashboard", lambda _: reverse("monitoring:today")),
    Page("triage", lambda _: reverse("projects:triage")),
    Page("dossiers", lambda _: reverse("monitoring:dossier-list")),
    Page("deadlines", lambda _: reverse("deadlines:list")),
    Page("calendar of the month", lambda _: reverse("deadlines:month")),
    Page("topics", lambda _: reverse("projects:topic-list")),
    Page("outbox", lambda _: reverse("correspondence:outbox")),
    Page("draft with a long history", lambda filled: reverse("projects:draft", args=[filled.draft_id])),
    Page(
        "dossier with a long history", lambda filled: reverse("monitoring:dossier", args=[filled.dossier_id])
    ),
    Page("health", lambda _: reverse("monitoring:health")),
)


# --- Measuring ---------------------------------------------------------------------------------------------


def _browser(filled: Filled) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "kk"
    client.force_login(filled.coordinator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _open(client: Client, path: str) -> bytes:
    response = client.get(path)
    assert response.status_code == 200, f"{path}: {response.status_code}"
    return b"".join(response)  # type: ignore[arg-type]


def _queries(page: Page, filled: Filled) -> int:
    client, path = _browser(filled), page.path(filled)
    with CaptureQueriesContext(connection) as asked:
        _open(client, path)
    return len(asked)


def _times(page: Page, filled: Filled) -> list[float]:
    """Milliseconds of each request after the warm-up."""
    client, path = _browser(filled), page.path(filled)
    for _ in range(WARM_UP):
        _open(client, path)
    took = []
    for _ in range(REQUESTS):
        begun = perf_counter()
        _open(client, path)
        took.append((perf_counter() - begun) * 1000)
    return took


def _p95(took: list[float]) -> float:
    return quantiles(took, n=20)[-1]


# --- Figures -----------------------------------------------------------------------------------------------


def _time(name: str, took: list[float]) -> Figure:
    p95 = _p95(took)
    return Figure(f"{name}, p95 on {engine()}", p95, "ms", f"<= {P95_BAR}", p95 <= P95_BAR)


def _last_by_first(times: dict[str, list[float]]) -> Figure:
    ratio = median(times[LAST]) / median(times[FIRST])
    return Figure(
        f"drafts, last page by the first, medians on {engine()}",
        ratio,
        "times",
        f"<= {LAST_PAGE_BAR}",
        ratio <= LAST_PAGE_BAR,
    )


def _query_figures(few: dict[str, int], many: dict[str, int]) -> Iterator[Figure]:
    most = max(many, key=lambda name: many[name])
    differing = [name for name in few if few[name] != many[name]]
    yield Figure(
        f"queries of a page, the most ({most})",
        many[most],
        "",
        f"<= {QUERIES_BAR}",
        many[most] <= QUERIES_BAR,
    )
    yield Figure(
        f"pages whose queries differ between {SMALL.drafts} drafts and {LARGE.drafts:,}"
        + (f": {', '.join(differing)}" if differing else ""),
        len(differing), "", "0", not differing,
    )  # fmt: skip
