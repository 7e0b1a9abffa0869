from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import person_view
from accounts.models import User
from correspondence.scanning import scan_health
from deadlines import library as law_library
from deadlines import queries as deadline_queries
from inforequests.queries import unread_mailboxes
from monitoring.figures import FIGURES_TYPE, figures_text
from monitoring.queries import health as queries
from monitoring.queries import jobs as job_queries
from monitoring.readiness import readiness
from projects import queries as project_queries

LOOPBACK = frozenset({"127.0.0.1", "::1"})


@require_safe
@person_view
def health(request: HttpRequest, user: User) -> HttpResponse:
    """How the product itself is doing, in words: for members and for the operator."""
    if request.membership is None and not user.is_staff:  # type: ignore[attr-defined]
        raise PermissionDenied
    at = timezone.now()
    on, days = deadline_queries.day_of(at), deadline_queries.calendar()
    context = {
        "sources": project_queries.source_health(at, days),
        "loops": queries.loop_health(at),
        "mail": queries.mail_health(),
        "scanner": scan_health(),
        "unread_mailboxes": unread_mailboxes(),
        "balance": deadline_queries.reminder_balance(on, days),
        "laws_to_check": law_library.count_to_check(on),
        "years": queries.calendar_years(on, days),
        "at": at,
    }
    return render(request, "monitoring/health.html", context)


@require_safe
@person_view
def jobs(request: HttpRequest, user: User) -> HttpResponse:
    """Every recurring work: when it ran, how long, when it runs again, what failed; and what waits to be done."""
    if request.membership is None and not user.is_staff:  # type: ignore[attr-defined]
        raise PermissionDenied
    at = timezone.now()
    context = {"jobs": job_queries.jobs(at), "waiting": job_queries.backlog(), "at": at}
    return render(request, "monitoring/jobs.html", context)


# --- For machines -------------------------------------------------------------------------------------------------


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """For a monitor: the web process answers."""
    return JsonResponse({"alive": True})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """For a balancer or a healthcheck: 503, and which part it is, while people cannot be served."""
    parts = readiness()
    return JsonResponse({"ready": all(parts.values()), **parts}, status=200 if all(parts.values()) else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus: to whoever shows METRICS_TOKEN, or without one to this machine; for others it does not exist."""
    if not _may_read_figures(request):
        raise Http404
    return HttpResponse(figures_text(timezone.now()), content_type=FIGURES_TYPE)


def _may_read_figures(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        said = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return constant_time_compare(said, settings.METRICS_TOKEN)
    # A web server in front comes from this machine for everybody, and says for whom.
    return request.META.get("REMOTE_ADDR") in LOOPBACK and "X-Forwarded-For" not in request.headers


@never_cache
@require_safe
def worker_alive(request: HttpRequest) -> HttpResponse:
    """For a monitor: 503 when the background work has stopped."""
    silent = [pulse.name for pulse in queries.loop_health(timezone.now()) if pulse.is_silent]
    return JsonResponse({"silent": silent}, status=503 if silent else 200)
