"""The first and the last look at a visit: its id, and how long it took."""

import time
from collections.abc import Callable

from django.conf import settings
from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from common import figures, trace


class VisitMiddleware:
    """Gives each visit an id for the log, and counts it by the name of its view.

    An id that comes with the visit is taken over only from the web server in front of us (BEHIND_PROXY); a visitor's
    own word for it would let strangers write into our log.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.headers.get(trace.HEADER) if settings.BEHIND_PROXY else None
        visit = trace.Trace(request_id=trace.id_from(said))
        trace.begin(visit)
        began = time.perf_counter()
        response = self.get_response(request)
        response[trace.HEADER] = visit.request_id
        figures.count_visit(request, response, time.perf_counter() - began)
        return response


@receiver(request_finished)
def _end(**_rest: object) -> None:
    """Only now: what Django writes down of an answer, it writes after the last middleware."""
    trace.begin(trace.NOTHING)
