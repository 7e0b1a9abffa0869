from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import operator_view
from common.notices import say
from common.sheets import sheet_file, wanted
from deadlines import queries as deadline_queries
from projects import queries
from projects.actions import poll
from projects.models import PollRun, Source
from projects.sheets import SOURCES
from projects.wording import failure_in_words

RUNS = 30


@require_safe
@operator_view
def source_list(request: HttpRequest) -> HttpResponse:
    """For the operator: every source, how it is doing, and its latest polls."""
    health = queries.source_health(timezone.now(), deadline_queries.calendar())
    if kind := wanted(request):
        return sheet_file(SOURCES, health, kind)
    runs = PollRun.objects.select_related("source").order_by("-id")[:RUNS]
    context = {
        "sources": [(row, failure_in_words(row.source.last_failure)) for row in health],
        "runs": [(run, failure_in_words(run.failure)) for run in runs],
    }
    return render(request, "projects/source_list.html", context)


@require_POST
@operator_view
def source_poll(request: HttpRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Source, pk=pk)  # sources have no owner; the gate is the operator's
    poll.ask_now(source, at=timezone.now())
    say(request, _("The source is checked within a minute."))
    return redirect("projects:source-list")
