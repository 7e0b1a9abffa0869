"""Issued documents: the list, the page of each, its files, and how far one is that is being made."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Right, may, member_view, membership_in, person_view
from accounts.models import Membership, User
from common.keyset import page
from common.notices import attempt, say
from common.sheets import sheet_file, wanted
from correspondence import access, actions, queries
from correspondence.documents.rendering import qr_svg
from correspondence.models import DocumentOrder, IssuedDocument
from correspondence.sheets import DOCUMENTS
from correspondence.states import CONTENT_TYPES, FileKind, OrderState
from correspondence.wording import issued_row, progress


@require_safe
@member_view(Right.READ)
def document_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    issued = IssuedDocument.objects.filter(organisation=membership.organisation).select_related("issued_by")
    if kind := wanted(request):
        return sheet_file(DOCUMENTS, issued.order_by("-id"), kind)
    found = page(issued, ("-id",), after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    orders = DocumentOrder.objects.of(membership.organisation).unfinished().select_related("ordered_by")
    context = {
        "page": found,
        "rows": [issued_row(document) for document in found],
        "orders": [(order, progress(order, 0)) for order in orders.order_by("-id")[:20]],
        "may_edit_templates": may(membership, Right.EDIT_TEMPLATES),
    }
    return render(request, "correspondence/document_list.html", context)


@require_safe
@person_view
def document(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    issued = access.issued_document(person, pk)
    address = request.build_absolute_uri(reverse("correspondence:verify", args=[issued.code]))
    context = {"document": issued_row(issued), "files": queries.files_of(issued), "address": address}
    return render(request, "correspondence/document_page.html", context)


@require_safe
@person_view
def document_code(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The QR code of the public page as a picture, for printing it elsewhere."""
    issued = access.issued_document(person, pk)
    address = request.build_absolute_uri(reverse("correspondence:verify", args=[issued.code]))
    return _guarded(HttpResponse(qr_svg(address), content_type="image/svg+xml"))


@require_safe
@person_view
def document_file(request: HttpRequest, person: User, pk: int, kind: str) -> HttpResponse:
    """The bytes as they were issued. Their sha256 is their ETag: what a browser has already is not sent twice."""
    file = access.issued_file(person, pk, kind)
    etag = f'"{file.sha256}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(bytes(file.body), content_type=CONTENT_TYPES[FileKind(file.kind)])
        response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response["ETag"] = etag
    return _guarded(response)


def _guarded(response: HttpResponse) -> HttpResponse:
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


# --- Being made ----------------------------------------------------------------------------------------------------


@require_safe
@person_view
def order(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.document_order(person, pk)
    if row.state == OrderState.READY:
        return redirect("correspondence:document", row.issued.pk)
    return render(request, "correspondence/document_order.html", _order_context(row, person))


@require_safe
@person_view
def order_progress(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """How far it is, asked for every few seconds; the document's own page as soon as there is one."""
    row = access.document_order(person, pk)
    if row.state == OrderState.READY:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = reverse("correspondence:document", args=[row.issued.pk])
        return response
    return render(request, "correspondence/_order_progress.html", _order_context(row, person))


def _order_context(row: DocumentOrder, person: User) -> dict[str, object]:
    before = queries.orders_before(row) if row.state == OrderState.WAITING else 0
    may_retry = may(membership_in(person, row.organisation_id), Right.ISSUE_DOCUMENTS)
    return {"order": row, "progress": progress(row, before), "may_retry": may_retry}


@require_POST
@person_view
def order_retry(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.document_order(person, pk, Right.ISSUE_DOCUMENTS)
    if attempt(request, lambda: actions.retry_document(row, actor=person, at=timezone.now())):
        say(request, _("The document is being made again."))
    return redirect("correspondence:document-order", pk)
