"""The figures that Prometheus reads: the visits as the web server counted them, the rest as the database has it now."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import Error
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from common.figures import visits_text
from monitoring.queries import jobs as job_queries
from monitoring.queries.jobs import Backlog, Job

FIGURES_TYPE = CONTENT_TYPE_LATEST


def figures_text(at: datetime) -> bytes:
    """Everything as text. Without a database the visits are still told, and that there is no database."""
    registry = CollectorRegistry()
    try:
        registry.register(_Of([*_of_jobs(job_queries.jobs(at), at), *_of_backlog(job_queries.backlog(), at)]))
        is_up = 1
    except Error:
        is_up = 0
    registry.register(_Of([_gauge("qatysu_database_up", "1 while the database answers", is_up)]))
    return visits_text() + generate_latest(registry)


class _Of(Collector):
    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = list(metrics)

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)


def _of_jobs(jobs: list[Job], at: datetime) -> Iterator[Metric]:
    age = GaugeMetricFamily("qatysu_job_age_seconds", "Seconds since the last good run", labels=["job"])
    took = GaugeMetricFamily("qatysu_job_last_seconds", "Seconds that the last run took", labels=["job"])
    failing = GaugeMetricFamily("qatysu_job_failures_in_row", "Failed runs since a good one", labels=["job"])
    failures = GaugeMetricFamily("qatysu_job_failures", "Failed runs altogether", labels=["job"])
    late = GaugeMetricFamily("qatysu_job_stopped", "1 for work that has stopped", labels=["job"])
    for job in jobs:
        if job.last_at is not None:
            age.add_metric([job.name], (at - job.last_at).total_seconds())
        if job.seconds is not None:
            took.add_metric([job.name], job.seconds)
        failing.add_metric([job.name], job.failures_in_row)
        failures.add_metric([job.name], job.failures)
        late.add_metric([job.name], job.state == "stopped")
    yield from (age, took, failing, failures, late)


def _of_backlog(waiting: Backlog, at: datetime) -> Iterator[Metric]:
    mail = waiting.mail
    oldest = (at - mail.oldest_waiting_at).total_seconds() if mail.oldest_waiting_at else 0
    yield _gauge("qatysu_outbox_waiting", "Letters that wait to leave", mail.waiting)
    yield _gauge("qatysu_outbox_failed", "Letters that could not be delivered", mail.failed)
    yield _gauge("qatysu_outbox_oldest_seconds", "Age of the letter that waits longest", oldest)
    yield _gauge("qatysu_notices_waiting", "Notices that are in no letter yet", waiting.notices)
    yield _gauge("qatysu_documents_waiting", "Documents that are being made", waiting.documents)
    yield _gauge("qatysu_documents_failed", "Documents that could not be made", waiting.documents_failed)
    if waiting.queue is not None:
        yield _gauge("qatysu_queue_waiting", "Messages that no worker has taken", waiting.queue)
