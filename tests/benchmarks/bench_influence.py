"""The influence report of an organisation with 5,000 dossiers, its lists and files, and the list of everything due."""

from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from monitoring.influence.figures import report_of
from monitoring.queries.influence import influence
from monitoring.queries.influence_rows import listed
from projects.models import Dossier
from tests.benchmarks.figures import Figure
from tests.benchmarks.generate import Filled, Size
from tests.benchmarks.generate_work import work
from tests.benchmarks.scratch import database, engine

NEEDS_DJANGO = True

# The first organisation has five thousand dossiers, five thousand drafts found by its topics, 300 to decide on.
BUSY = Size(6_000, 300, 2, 10, 10, 1_000, 60, 1_000, 5, busy=5)
RUNS = 5
REPORT_BAR, LIST_BAR, WORK_BAR, QUERIES_BAR = 2, 2, 0.5, 15
YEAR = "/influence/"
_worked: set[str] = set()


def busy() -> Filled:
    """The database with all the work done in it, made when it is first asked for."""
    filled = database(BUSY)
    name = str(connection.settings_dict["NAME"])
    if name not in _worked:
        begun = perf_counter()
        work(filled)
        if connection.vendor == "postgresql":  # what autovacuum has done by the time that anybody looks
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        print(
            f"(work of {BUSY.dossiers * BUSY.busy:,} dossiers filled in {perf_counter() - begun:.0f} s)",
            flush=True,
        )
        _worked.add(name)
    return filled


def browser(filled: Filled) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "kk"
    client.force_login(filled.coordinator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def run() -> list[Figure]:
    client = browser(filled := busy())
    pages = {
        "influence report, the page of a year": (YEAR, REPORT_BAR),
        "influence report, as XLSX": ("/influence/export.xlsx", REPORT_BAR),
        "rows behind its largest figure": ("/influence/rows/?of=sent", LIST_BAR),
        "rows behind one topic": ("/influence/rows/?of=sent&topic=none", LIST_BAR),
        "list of everything due": ("/work/", WORK_BAR),
    }
    figures = [_time(name, *page, client) for name, page in pages.items()]
    with CaptureQueriesContext(connection) as asked:
        client.get(YEAR)
    most = len(asked)
    return [
        *figures,
        Figure("queries of the influence report", most, "", f"<= {QUERIES_BAR}", most <= QUERIES_BAR),
        _rows_compared(filled),
    ]


def _time(name: str, path: str, bar: float, client: Client) -> Figure:
    took = longest(lambda: client.get(path).status_code)
    return Figure(f"{name}, the longest of {RUNS} on {engine()}", took, "s", f"<= {bar} s", took <= bar)


def longest(ask: Callable[[], int]) -> float:
    """Seconds; after one that is not measured."""
    took = []
    for _run in range(RUNS + 1):
        begun = perf_counter()
        assert ask() == 200
        took.append(perf_counter() - begun)
    return max(took[1:])


def _rows_compared(filled: Filled) -> Figure:
    """Every twentieth figure of the report beside the count of its list."""
    from django.utils import timezone

    from common.periods import year_of

    organisation, on = Dossier.objects.get(pk=filled.dossier_id).organisation, timezone.localdate()
    report = report_of(influence(organisation, year_of(on.year), on))
    some = [number for number in report.numbers() if number.value][::20]
    differing = sum(listed(organisation, number.asked, on).count != number.value for number in some)
    return Figure(f"figures that differ from their rows, of {len(some)}", differing, "", "0", not differing)
