from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.access import person_view
from accounts.models import User
from correspondence.scanning import scan_health
from deadlines import library as law_library
from deadlines import queries as deadline_queries
from inforequests.queries import unread_mailboxes
from monitoring.queries import health as queries
from projects import queries as project_queries


@require_GET
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


@never_cache
@require_GET
def alive(request: HttpRequest) -> HttpResponse:
    """For a monitor: the web process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_GET
def worker_alive(request: HttpRequest) -> HttpResponse:
    """For a monitor: 503 when the background work has stopped."""
    silent = [pulse.name for pulse in queries.loop_health(timezone.now()) if pulse.is_silent]
    return JsonResponse({"silent": silent}, status=503 if silent else 200)
