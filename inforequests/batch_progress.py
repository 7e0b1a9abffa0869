"""How far a batch is: counts, and what has failed with its reason."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, F, Q

from correspondence.states import OrderState, RenderingTrouble
from inforequests.batch_requirements import line_lacks
from inforequests.models import BatchLine, RequestBatch
from inforequests.states import BatchState, LineState, LineTrouble


@dataclass(frozen=True)
class Failure:
    line: BatchLine
    reason: str


@dataclass(frozen=True)
class Progress:
    """`making`: ordered and not made yet; `to_send`: asked to be sent and not in the outbox yet."""

    total: int
    issued: int
    waiting: int
    making: int
    stopped: int
    to_send: int
    failures: list[Failure]
    is_running: bool

    @property
    def settled(self) -> int:
        return self.issued + len(self.failures)


def progress_of(batch: RequestBatch) -> Progress:
    """Two questions, however many the letters are."""
    order = "info_request__order__state"
    unmade = Q(state=LineState.ORDERED, **{f"{order}__in": [OrderState.WAITING, OrderState.RENDERING]})
    counts = batch.lines.aggregate(
        total=Count("pk"),
        issued=Count("pk", filter=Q(**{order: OrderState.READY})),
        waiting=Count("pk", filter=Q(state=LineState.WAITING)),
        making=Count("pk", filter=unmade),
        stopped=Count("pk", filter=Q(state=LineState.STOPPED)),
        to_send=Count("pk", filter=Q(send_asked_at__isnull=False, send_settled_at__isnull=True)),
    )
    is_running = batch.state == BatchState.RUNNING or counts["making"] > 0 or counts["to_send"] > 0
    return Progress(**counts, failures=list(_failures(batch)), is_running=is_running)


def _failures(batch: RequestBatch) -> Iterator[Failure]:
    failed = Q(state=LineState.FAILED) | Q(info_request__order__state=OrderState.FAILED)
    rows = batch.lines.filter(failed).select_related("holder").order_by("id")
    for line in rows.annotate(order_trouble=F("info_request__order__trouble")):
        yield Failure(line, _reason(batch, line))


def _reason(batch: RequestBatch, line: BatchLine) -> str:
    """Of what the law asks for: what is missing as things are now."""
    if line.state != LineState.FAILED:
        code = getattr(line, "order_trouble", "")
        known = code if code in RenderingTrouble.values else RenderingTrouble.CRASHED
        return str(RenderingTrouble(known).label)
    sentence = str(LineTrouble(line.trouble or LineTrouble.REFUSED).label)
    lacks = line_lacks(batch, line) if line.trouble == LineTrouble.LACKING else []
    return f"{sentence} {'; '.join(str(lack.text) for lack in lacks)}".strip()
