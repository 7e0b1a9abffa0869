"""The page of a full dossier: 200 rows of amendments, 3 hearings, 20 requests, among 5,000 others."""

from statistics import quantiles
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.collector import settle
from tests.benchmarks.bench_influence import browser, busy
from tests.benchmarks.figures import Figure
from tests.benchmarks.scratch import engine

NEEDS_DJANGO = True
REQUESTS, WARM_UP = 60, 5
P95_BAR, QUERIES_BAR = 100, 15


def run() -> list[Figure]:
    filled = busy()
    client, path = browser(filled), f"/dossiers/{filled.dossier_id}/"
    settle()  # as the server does
    took = []
    for number in range(REQUESTS + WARM_UP):
        begun = perf_counter()
        assert client.get(path).status_code == 200
        if number >= WARM_UP:
            took.append((perf_counter() - begun) * 1000)
    p95 = quantiles(took, n=20)[-1]
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    name = "dossier with 200 rows, 3 hearings, 20 requests"
    return [
        Figure(f"{name}, p95 on {engine()}", p95, "ms", f"<= {P95_BAR} ms", p95 <= P95_BAR),
        Figure(f"{name}, queries", len(asked), "", f"<= {QUERIES_BAR}", len(asked) <= QUERIES_BAR),
    ]
