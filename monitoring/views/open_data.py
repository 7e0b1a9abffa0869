"""Open data: the organisation's switch, the public page, the file."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Right, member_view
from accounts.models import Membership
from common.notices import say
from deadlines.queries import day_of
from monitoring.actions import open_data as actions
from monitoring.models import OpenData
from monitoring.open_data.words import LICENCE, TABLES

SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


@require_safe
@member_view(Right.EDIT_ORGANISATION)
def open_data_edit(request: HttpRequest, membership: Membership) -> HttpResponse:
    row = OpenData.objects.filter(organisation=membership.organisation).select_related("switched_by").first()
    page = {"row": row, "counts": _counts(row), "licence": LICENCE}
    if row is not None:
        page["address"] = settings.SITE_URL + reverse("monitoring:open-data", args=[row.code])
    return render(request, "monitoring/open_data_edit.html", page)


@require_POST
@member_view(Right.EDIT_ORGANISATION)
def open_data_switch(request: HttpRequest, membership: Membership, wish: str) -> HttpResponse:
    if wish not in ("on", "off"):
        raise Http404
    actions.switch(membership.organisation, on=wish == "on", actor=membership.user, at=timezone.now())
    if wish == "on":
        say(request, _("The open data are switched on. The file will be here within a few minutes."))
    else:
        say(request, _("The open data are switched off: the page and the file are gone."))
    return redirect("monitoring:open-data-edit")


@never_cache
@require_safe
def open_data(request: HttpRequest, code: str) -> HttpResponse:
    row = _public(code)
    page = {"row": row, "counts": _counts(row), "licence": LICENCE}
    return render(request, "monitoring/open_data.html", page)


@never_cache
@require_safe
def open_data_file(_request: HttpRequest, code: str) -> HttpResponseBase:
    row = _public(code)
    try:
        file = row.file.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = FileResponse(
        file, as_attachment=True, filename=f"qatysu-{row.code}.zip", content_type="application/zip"
    )
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _public(code: str) -> OpenData:
    found = OpenData.objects.public().select_related("organisation").filter(code=code).first()
    if found is None or actions.holds_what_was_taken_back(found, day_of(timezone.now())):
        raise Http404
    return found


def _counts(row: OpenData | None) -> list[tuple[object, int]]:
    """What there is in the file, in words, with how many rows."""
    return [(text, row.rows.get(name, 0)) for name, text in TABLES.items()] if row and row.made_at else []
