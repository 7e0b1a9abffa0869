"""The entrance for visitors, and the pages of organisations; none needs a script or a log-in."""

from hashlib import sha256
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organisation
from common.keyset import page
from common.public_pages import for_search_engines
from correspondence.models import IssuedDocument
from deadlines import queries as deadline_queries
from hearings.queries import coming
from monitoring.public import about, access, queries
from monitoring.public.forms import CodeForm
from monitoring.public.showing import organisation_shown, position_shown, said_of
from monitoring.views.today import today

ON_FRONT, ORGANISATIONS_ON_FRONT = 5, 12
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"
# The lists of an organisation's page, by their place in the address.
PARTS: dict[str, Promise] = {
    "positions": gettext_lazy("Positions on draft acts"),
    "hearings": gettext_lazy("Coming public hearings"),
    "minutes": gettext_lazy("Minutes of public hearings"),
    "answers": pgettext_lazy("published", "Answers of state bodies"),
}


@for_search_engines
@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """The day's first screen for whoever has signed in, the entrance for everybody else."""
    if request.user.is_authenticated or request.headers.get("HX-Request"):
        return today(request)
    return front(request)


home.is_closed = True  # type: ignore[attr-defined]  # a member without their second factor is led to it


def front(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    context = {
        "about": about.of_front(),
        "hearings": coming(at)[:ON_FRONT],
        "organisations": queries.organisations()[:ORGANISATIONS_ON_FRONT],
        "surveys": queries.listed_surveys(deadline_queries.day_of(at))[:ON_FRONT],
        "form": CodeForm(),
    }
    return render(request, "monitoring/public/front.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def document_check(request: HttpRequest) -> HttpResponse:
    """Leads to the page of a document whose code was typed."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["code"]
        if IssuedDocument.objects.filter(code=code, organisation__isnull=False).exists():
            return redirect("correspondence:verify", code)
        form.add_error(
            "code", _("No document was issued under this code. Compare it with the paper, sign by sign.")
        )
    return render(request, "monitoring/public/check.html", {"form": form}, status=422 if form.errors else 200)


@for_search_engines
@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    title = _("Organisations")
    context = {"about": about.of_list(title, "/ngo/"), "page": _paged(request, queries.organisations(), "pk")}
    return render(request, "monitoring/public/organisations.html", context)


@for_search_engines
@require_safe
def survey_list(request: HttpRequest) -> HttpResponse:
    rows = queries.listed_surveys(deadline_queries.day_of(timezone.now()))
    context = {"about": about.of_list(_("Surveys open now"), "/s/"), "page": _paged(request, rows, "-pk")}
    return render(request, "monitoring/public/surveys.html", context)


def _paged(request: HttpRequest, rows: QuerySet[Any], order: str) -> Any:
    return page(rows, (order,), after=request.GET.get("after", ""), before=request.GET.get("before", ""))


@for_search_engines
@never_cache
@require_safe
def public_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Made at every view: what is taken back is gone with the next request."""
    organisation = access.public_organisation(slug)
    context = {
        **organisation_shown(organisation, timezone.now()),
        "about": about.of_organisation(organisation),
    }
    return render(request, "monitoring/public/organisation.html", context)


@require_safe
def public_logo(_request: HttpRequest, slug: str) -> HttpResponseBase:
    logo = access.public_organisation(slug).logo
    if not logo or not default_storage.exists(logo.name):
        raise Http404
    response = FileResponse(default_storage.open(logo.name), content_type="image/png")
    response["Cache-Control"] = "public, max-age=3600"
    response["Content-Security-Policy"] = SANDBOX
    return response


@for_search_engines
@never_cache
@require_safe
def public_part(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """One list of the organisation's page, whole."""
    organisation = access.public_organisation(slug)
    if part not in PARTS:
        raise Http404
    title = _("%(list)s: %(organisation)s") % {"list": PARTS[part], "organisation": organisation}
    found = page(
        *_of_part(organisation, part),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "organisation": organisation,
        "part": part,
        "title": PARTS[part],
        "page": found,
        "positions": said_of(found.rows) if part == "positions" else [],
        "about": about.of_list(title, f"{organisation.public_path}{part}/"),
    }
    return render(request, "monitoring/public/part.html", context)


def _of_part(organisation: Organisation, part: str) -> tuple[QuerySet[Any], tuple[str, ...]]:
    at = timezone.now()
    on = deadline_queries.day_of(at)
    if part == "positions":
        return queries.positions(organisation, on), ("-pk",)
    if part == "hearings":
        return queries.coming(organisation, at), ("starts_at", "pk")
    rows = queries.minutes(organisation) if part == "minutes" else queries.answers(organisation, on)
    return rows, ("-pk",)


@for_search_engines
@never_cache
@require_safe
def public_position(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    position = access.public_position(slug, code, deadline_queries.day_of(timezone.now()))
    context = position_shown(position)
    context["about"] = about.of_position(position, len(context["rows"]))
    return render(request, "monitoring/public/position.html", context)


@never_cache
@require_safe
def public_position_file(_request: HttpRequest, slug: str, code: str, number: int) -> HttpResponse:
    """A PDF as it was issued, to be saved and never shown as a page of ours."""
    position = access.public_position(slug, code, deadline_queries.day_of(timezone.now()))
    file = access.position_file(position, number)
    body = bytes(file.body)
    if sha256(body).hexdigest() != file.sha256:
        raise Http404
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="position-{position.code}-{number}.pdf"'
    response["Content-Security-Policy"] = SANDBOX
    return response
