"""Everything due across the organisation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import queries as account_queries
from accounts.access import Right, may, member_view
from accounts.models import Membership
from common.sheets import MOST, sheet_file
from common.sheets import wanted as wanted_file
from deadlines import queries as deadline_queries
from monitoring.forms.work import MINE, NOBODY, WorkFilterForm
from monitoring.queries import work_list as queries
from monitoring.queries.today import workload
from monitoring.sheets import WORK
from monitoring.work_rows import shown
from projects.models import Dossier
from projects.queries_road_map import at_risk
from projects.road_map.wording import conflict_sentence

SHOWN_ROAD_MAPS = 6


@require_safe
@member_view(Right.READ)
def work_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    """One list by urgency, and who has how much. Kinds that the reader may not open are left out."""
    organisation, on = membership.organisation, deadline_queries.day_of(timezone.now())
    days = deadline_queries.calendar()
    edges = queries.edges(on, days)
    members = list(account_queries.members(organisation))
    kinds = [kind for kind in queries.Kind if may(membership, queries.WANTS.get(kind, Right.READ))]
    form = WorkFilterForm(request.GET, people=[member.user for member in members], kinds=kinds)
    dossier = _dossier(request, membership)
    wanted = _wanted(form, membership, members, kinds, dossier)
    kind = wanted_file(request)
    at = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = (
        queries.WorkPage(queries.work_in_order(organisation, wanted, edges, MOST + 1))
        if kind
        else queries.work_page(organisation, wanted, edges, **at)
    )
    deadlines = deadline_queries.deadlines_by(organisation).in_bulk(
        [row.pk for row in page.rows if row.kind == queries.Kind.DEADLINE]
    )
    rows = shown(page.rows, deadlines, members, edges=edges, days=days)
    if kind:
        return sheet_file(WORK, rows, kind)
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "filtered": bool(dossier or any(form.asked(name) for name in form.fields)),
        "dossier": dossier,
        "members": members,
        "workload": workload(organisation, on, edges.week),
        "road_maps": [
            (risk, conflict_sentence(risk.worst, risk.worst_task) if risk.worst and risk.worst_task else "")
            for risk in at_risk(organisation, on, days)[:SHOWN_ROAD_MAPS]
        ],
        "may_assign": may(membership, Right.CLOSE_DEADLINES),
    }
    return render(request, "monitoring/work_list.html", context)


def _wanted(
    form: WorkFilterForm,
    membership: Membership,
    members: list[Membership],
    kinds: list[queries.Kind],
    dossier: Dossier | None,
) -> queries.Wanted:
    who = form.asked("who")
    person = membership if who == MINE else next((m for m in members if str(m.user_id) == who), None)
    return queries.Wanted(
        kinds=(queries.Kind(form.asked("kind")),) if form.asked("kind") else tuple(kinds),
        person=person.user_id if person else None,
        role=person.role if person else "",
        nobody=who == NOBODY,
        when=form.asked("when"),
        dossier=dossier,
    )


def _dossier(request: HttpRequest, membership: Membership) -> Dossier | None:
    """The organisation's dossier that the address names."""
    number = request.GET.get("dossier", "")
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        return None
    rows = Dossier.objects.of(membership.organisation).select_related("draft")
    return rows.defer("draft__search_text", "draft__stems_kk", "draft__stems_ru").filter(pk=number).first()
