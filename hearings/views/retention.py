"""How long participants' data are kept, and the list of participants as a file."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Right, member_view, person_view
from accounts.delicate import personal_data_view
from accounts.models import Membership, User
from common.notices import say
from deadlines import queries as deadline_queries
from hearings import access
from hearings.actions import export
from hearings.actions import retention as actions
from hearings.forms_terms import TermsForm
from hearings.terms import TermBook

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.EDIT_ORGANISATION)
def terms(request: HttpRequest, membership: Membership) -> HttpResponse:
    at, organisation = timezone.now(), membership.organisation
    on = deadline_queries.day_of(at)
    posted = request.POST if request.method == "POST" else None
    form = TermsForm(posted, book=TermBook(on), organisation_id=organisation.pk)
    if form.is_bound and form.is_valid():
        try:
            for term, days in form.days.items():
                actions.set_term(organisation, term, days, actor=membership.user, on=on, at=at)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("Saved."))
            return redirect("hearings:terms")
    return render(request, "hearings/terms.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_POST
@person_view
@personal_data_view
def participants_export(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The list as CSV or XLSX; that it was taken is in the log."""
    hearing = access.hearing(person, pk, Right.SEE_PARTICIPANTS)
    kind = "xlsx" if request.POST.get("as") == "xlsx" else "csv"
    body = export.export_participants(hearing, kind, actor=person, at=timezone.now())
    response = HttpResponse(body, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="participants-{hearing.code}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
