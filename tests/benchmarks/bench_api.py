"""What a program waits for: answers of the interface among 150,000 drafts, asked with a key.

The time is the server's own, from the request to the last byte, with the check of the key and without a network.
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import quantiles
from time import perf_counter

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import keys
from accounts.actions import make_key
from accounts.states import Scope
from amendments.models import AmendmentRow, AmendmentTable
from projects.models import Dossier, DraftAct
from projects.queries import NEWEST
from tests.benchmarks.figures import Figure
from tests.benchmarks.generate import LARGE, Filled
from tests.benchmarks.scratch import database, engine

NEEDS_DJANGO = True

REQUESTS, WARM_UP = 60, 5
P95_BAR = 100  # ms
QUERIES_BAR = 12
ROWS = 500
LONG_AGO = "2000-01-01"


@dataclass(frozen=True)
class Question:
    name: str
    path: Callable[[Filled], str]


def _drafts(query: str) -> Callable[[Filled], str]:
    return lambda filled: f"/api/v1/drafts?limit=100&{query.format(body=filled.body_id)}"


def _middle(filled: Filled) -> str:
    rows = DraftAct.objects.order_by(*NEWEST)
    row = rows[rows.count() // 2]
    return _drafts(f"cursor={row.listed_on}_{row.pk}")(filled)


QUESTIONS = (
    Question("100 drafts, first page", _drafts("")),
    Question("100 drafts, a page in the middle", _middle),
    Question("100 drafts of one ministry", _drafts("body={body}")),
    Question("100 drafts of one state", _drafts("state=IN_PUBLIC_DISCUSSION")),
    Question("100 drafts that end from a day on", _drafts(f"ends_from={timezone.localdate()}")),
    Question("100 drafts changed since long ago", _drafts(f"changed_since={LONG_AGO}")),
    Question("drafts changed since now", _drafts("changed_since=2100-01-01")),
    Question("one draft", lambda filled: f"/api/v1/drafts/{filled.draft_id}"),
    Question("25 deadlines", lambda _: "/api/v1/deadlines?state=open"),
    Question("100 dossiers", lambda _: "/api/v1/dossiers?limit=100"),
    Question("100 of 500 amendments", lambda filled: f"/api/v1/dossiers/{filled.dossier_id}/rows?limit=100"),
)


def run() -> list[Figure]:
    """Time and queries of each question."""
    filled = database(LARGE)
    _with_rows(Dossier.objects.get(pk=filled.dossier_id))
    keys.ASKS_A_MINUTE = 1_000_000
    membership = filled.coordinator.memberships.get()
    at = timezone.now()
    _key, secret = make_key(membership, name="bench", scopes=list(Scope), expires_at=None, at=at)
    program = Client(SERVER_NAME="127.0.0.1", headers={"authorization": f"Bearer {secret}"})
    return [figure for question in QUESTIONS for figure in _figures(program, question, filled)]


def _figures(program: Client, question: Question, filled: Filled) -> list[Figure]:
    path = question.path(filled)
    for _n in range(WARM_UP):
        _ask(program, path)
    with CaptureQueriesContext(connection) as asked:
        _ask(program, path)
    count = len(asked)  # before the next request forgets what was asked
    took = []
    for _n in range(REQUESTS):
        begun = perf_counter()
        _ask(program, path)
        took.append((perf_counter() - begun) * 1000)
    p95 = quantiles(took, n=20)[-1]
    return [
        Figure(f"API: {question.name}, p95 on {engine()}", p95, "ms", f"<= {P95_BAR}", p95 <= P95_BAR),
        Figure(f"API: {question.name}, queries", count, "", f"<= {QUERIES_BAR}", count <= QUERIES_BAR),
    ]


def _ask(program: Client, path: str) -> None:
    answer = program.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.content[:200]!r}"


def _with_rows(dossier: Dossier) -> None:
    """A table of ROWS rows with texts of the usual length."""
    table, _is_new = AmendmentTable.objects.get_or_create(dossier=dossier, organisation=dossier.organisation)
    text = "Шекті тариф жария тыңдаулардан кейін жылына бір реттен жиі емес қайта қаралады. " * 5
    cells = ("draft_wording", "proposed_wording", "justification", "expected_effect")
    texts = {f"{cell}_{language}": text for cell in cells for language in ("kk", "ru")}
    start = AmendmentRow.objects.filter(table=table).count()
    AmendmentRow.objects.bulk_create(
        AmendmentRow(organisation=dossier.organisation, table=table, order=number, **texts)
        for number in range(start, ROWS)
    )
