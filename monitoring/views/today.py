from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import person_view
from accounts.models import Membership, User
from deadlines import queries as deadline_queries
from deadlines.wording import due_of, due_on_day, stated
from monitoring.queries import today as queries
from monitoring.queries.health import loop_health
from monitoring.queries.start import shown_on_today
from projects import queries as project_queries

EVENING, NOON, MORNING = 18, 12, 5
ENDING_SOON = 5


@require_safe
@person_view
def today(request: HttpRequest, user: User) -> HttpResponse:
    """The first screen: what must I do today? The operator, who belongs to no organisation, looks after the portal."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        if user.is_staff:
            return redirect("monitoring:health")
        raise PermissionDenied
    organisation, at = membership.organisation, timezone.now()
    on, days = deadline_queries.day_of(at), deadline_queries.calendar()
    urgent = list(deadline_queries.by_urgency(organisation)[: queries.COUNTED_ON_TODAY])
    triage = list(
        project_queries.triage_queue(organisation, on).order_by("ends_on", "id")[: queries.SHOWN_ON_TODAY]
    )
    soon = project_queries.ending_soon(organisation, days.add(on, ENDING_SOON), on)[: queries.SHOWN_ON_TODAY]
    topics = project_queries.topics_of([item.draft_id for item in triage], organisation)
    waiting = sum(deadline.due_on <= days.add(on, 3) for deadline in urgent)
    context = {
        "greeting": _greeting(at, membership.user.get_short_name()),
        "waiting": waiting,
        "deadlines": [(d, due_of(d, on=on, days=days)) for d in urgent[: queries.SHOWN_ON_TODAY]],
        "more_deadlines": len(urgent) > queries.SHOWN_ON_TODAY,
        "triage": [
            {
                "item": item,
                "due": due_on_day(item.ends_on, on=on, days=days, lines=stated(item.ends_on, on))
                if item.ends_on
                else None,
                "shortfall": project_queries.shortfall(item.window, days),
                "matches": topics.get(item.draft_id, []),
            }
            for item in triage
        ],
        "soon": [
            (d, due_on_day(d.ends_on, on=on, days=days, lines=stated(d.ends_on, on)))
            for d in soon
            if d.ends_on
        ],
        "workload": queries.workload(organisation, on, days.add(on, ENDING_SOON)),
        "sources": project_queries.source_health(at, days),
        "loops": loop_health(at),
        "at": at,
        "on": on,
    }
    context["silent"] = any(pulse.is_silent for pulse in context["loops"])  # type: ignore[attr-defined]
    return render(request, "monitoring/today.html", {**context, "start": shown_on_today(membership)})


def _greeting(at: datetime, name: str) -> str:
    hour = timezone.localtime(at).hour
    if MORNING <= hour < NOON:
        return _("Good morning, %(name)s.") % {"name": name}
    if NOON <= hour < EVENING:
        return _("Good afternoon, %(name)s.") % {"name": name}
    return _("Good evening, %(name)s.") % {"name": name}
