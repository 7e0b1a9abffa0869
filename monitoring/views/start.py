"""The first steps: what a new organisation does first, each step with a word on what it is for."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions as account_actions
from accounts.access import Right, member_view
from accounts.models import Membership
from common.notices import say, warn
from deadlines import queries as deadline_queries
from deadlines.wording import due_on_day, stated
from monitoring.queries.start import start_of
from projects import queries as project_queries
from projects.actions import topics
from projects.models import WatchTopic
from projects.topic_suggestions import suggestion, suggestions

DRAFTS_SHOWN = 5


@require_safe
@member_view(Right.READ)
def start(request: HttpRequest, membership: Membership) -> HttpResponse:
    steps = start_of(membership)
    offers = _offers(membership) if steps.is_whole else {}
    is_dismissed = membership.start_dismissed_at is not None
    return render(request, "monitoring/start.html", {"start": steps, "is_dismissed": is_dismissed, **offers})


def _offers(membership: Membership) -> dict[str, object]:
    """Topics that lie ready, and drafts that the topics have found."""
    organisation, on = membership.organisation, deadline_queries.day_of(timezone.now())
    days = deadline_queries.calendar()
    watched = set(WatchTopic.objects.filter(organisation=organisation).values_list("name", flat=True))
    queue = list(project_queries.triage_queue(organisation, on).order_by("ends_on", "id")[:DRAFTS_SHOWN])
    found = project_queries.topics_of([item.draft_id for item in queue], organisation)
    triage = [
        {
            "item": item,
            "due": due_on_day(item.ends_on, on=on, days=days, lines=stated(item.ends_on, on))
            if item.ends_on
            else None,
            "shortfall": project_queries.shortfall(item.window, days),
            "matches": found.get(item.draft_id, []),
        }
        for item in queue
    ]
    offered = [{"topic": row, "is_watched": bool(row.names & watched)} for row in suggestions()]
    return {"offered": offered, "triage": triage}


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.EDIT_TOPICS)
def start_topic(request: HttpRequest, membership: Membership, key: str) -> HttpResponse:
    """What a ready topic would have found in the last twelve months; posted, it is watched from now on."""
    offered, at = suggestion(key), timezone.now()
    if offered is None:
        raise Http404
    on = deadline_queries.day_of(at)
    if request.method == "POST":
        topic = WatchTopic(organisation=membership.organisation, name=offered.name, words=offered.words)
        try:
            topics.save_topic(topic, actor=membership.user, at=at, on=on)
        except ValidationError:
            warn(request, _("This topic is watched already."))
        else:
            say(request, _("“%(topic)s” is watched from now on.") % {"topic": topic.name})
        return redirect(reverse("monitoring:start") + "#topics")
    found = topics.preview(membership.organisation, words=offered.words, on=on)
    template = "_start_found" if request.headers.get("HX-Request") else "start_topic"
    return render(request, f"monitoring/{template}.html", {"offered": offered, "preview": found})


@require_POST
@member_view(Right.READ)
def start_dismiss(request: HttpRequest, membership: Membership) -> HttpResponse:
    account_actions.dismiss_start(membership, at=timezone.now())
    say(request, _("The first steps are put away."), undo=reverse("monitoring:start-show"))
    return redirect("monitoring:today")


@require_POST
@member_view(Right.READ)
def start_show(request: HttpRequest, membership: Membership) -> HttpResponse:
    account_actions.show_start(membership)
    return redirect("monitoring:today")
