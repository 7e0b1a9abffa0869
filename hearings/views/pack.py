"""The participant pack: for those who put it together, and as strangers see it."""

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, may, membership_in, person_view, require
from accounts.models import User
from common.held_back import held_back_answer
from common.notices import attempt, say
from correspondence.scanning import held_back
from hearings import access, queries
from hearings.actions import pack as actions
from hearings.forms_pack import MaterialForm
from hearings.models import Hearing, PackFile
from hearings.pack import FORMATS, frozen_since, missing
from hearings.pack_documents import makeable
from hearings.states import DocumentKind, HearingState, PackKind

SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


# --- For the organisation -----------------------------------------------------------------------------------------


@require_safe
@person_view
def pack(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    return _pack_page(request, person, access.hearing(person, pk, Right.READ))


def _pack_page(
    request: HttpRequest,
    person: User,
    hearing: Hearing,
    *,
    form: MaterialForm | None = None,
    refused: str = "",
) -> HttpResponse:
    """`form`: the files of the material `refused`, with what is wrong with them."""
    at, membership = timezone.now(), membership_in(person, hearing.organisation_id)
    since = frozen_since(hearing, at)
    is_open = since is None and hearing.state != HearingState.CANCELLED
    can_write = is_open and may(membership, _right(hearing))
    can_make = can_write and may(membership, Right.ISSUE_DOCUMENTS)
    materials = queries.whole_pack(hearing)
    made = makeable(hearing) if can_make else frozenset()
    context = {
        "hearing": hearing,
        "since": since,
        "can_write": can_write,
        "rows": [
            (material, form if material.kind == refused and form else MaterialForm(), material.kind in made)
            for material in materials
        ],
        "refused": refused,
        "missing": missing(materials),
        "archive": queries.archive_of(hearing),
        "is_due": queries.is_archive_due(hearing),
    }
    return render(request, "hearings/pack.html", context, status=422 if form else 200)


def _right(hearing: Hearing) -> Right:
    """What is published is changed by those who may publish."""
    return Right.PLAN_HEARINGS if hearing.announced_at is None else Right.ANNOUNCE_HEARINGS


def _writable(person: User, pk: int, kind: str) -> tuple[Hearing, PackKind]:
    hearing = access.hearing(person, pk, Right.PLAN_HEARINGS)
    require(person, hearing.organisation_id, _right(hearing))
    if kind not in PackKind.values:
        raise Http404
    return hearing, PackKind(kind)


def _back(pk: int, kind: PackKind) -> HttpResponse:
    return redirect(f"{reverse('hearings:pack', args=[pk])}#{kind}")


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def pack_bring(request: HttpRequest, person: User, pk: int, kind: str) -> HttpResponse:
    """Files of one material, in one language or in both."""
    hearing, material = _writable(person, pk, kind)
    if request.method != "POST":
        return _back(pk, material)
    form = MaterialForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.bring_files(hearing, material, form.brought, actor=person, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            say(request, _("The files are in the pack."))
            return _back(pk, material)
    return _pack_page(request, person, access.hearing(person, pk, Right.READ), form=form, refused=material)


@require_POST
@person_view
def pack_make(request: HttpRequest, person: User, pk: int, kind: str) -> HttpResponse:
    """One click: the worker makes the documents within seconds."""
    hearing, material = _writable(person, pk, kind)
    require(person, hearing.organisation_id, Right.ISSUE_DOCUMENTS)
    if attempt(request, lambda: actions.make_material(hearing, material, actor=person, at=timezone.now())):
        say(request, _("It is being made; in a few seconds it is in the pack."))
    return _back(pk, material)


@require_POST
@person_view
def pack_take_out(request: HttpRequest, person: User, pk: int, kind: str) -> HttpResponse:
    hearing, material = _writable(person, pk, kind)
    if attempt(request, lambda: actions.take_out(hearing, material, actor=person, at=timezone.now())):
        say(request, _("The files are taken out of the pack."))
    return _back(pk, material)


@require_safe
@person_view
def pack_file(_request: HttpRequest, person: User, pk: int, kind: str, language: str) -> HttpResponseBase:
    return inert(access.pack_file(access.hearing(person, pk, Right.READ), kind, language))


# --- What strangers see -------------------------------------------------------------------------------------------


@require_safe
def public_pack(request: HttpRequest, code: str) -> HttpResponse:
    """All materials on one page, in both languages, and the archive of all."""
    hearing, at = access.public_hearing(code), timezone.now()
    materials = queries.whole_pack(hearing)
    issued = queries.issued_files(materials)
    context = {
        "hearing": hearing,
        "since": frozen_since(hearing, at),
        "materials": [material for material in materials if material.is_there],
        "missing": missing(materials),
        "sizes": {order: row.size for order, row in issued.items()},
        "archive": queries.archive_of(hearing),
    }
    return render(request, "hearings/public_pack.html", context)


@require_safe
def public_pack_file(_request: HttpRequest, code: str, kind: str, language: str) -> HttpResponseBase:
    return inert(access.pack_file(access.public_hearing(code), kind, language))


@require_safe
def public_pack_archive(_request: HttpRequest, code: str) -> HttpResponseBase:
    """The ZIP, piece by piece as it comes from the storage; its SHA-256 stands in `PackArchive`."""
    hearing = access.public_hearing(code)
    archive = queries.archive_of(hearing)
    if archive is None:
        raise Http404
    if sentence := held_back(queries.hashes_of_pack(hearing)):
        return held_back_answer(sentence)
    try:
        response = FileResponse(archive.file.open("rb"), content_type="application/zip")
    except FileNotFoundError as gone:
        raise Http404 from gone
    name = f"tyndau-{hearing.starts_on:%Y-%m-%d}-{hearing.code}.zip"
    return guarded(response, name)


def inert(row: PackFile) -> HttpResponseBase:
    """The bytes, to be saved and never shown by the browser as a page of ours; Http404 where they are not there."""
    if row.order_id is None and (sentence := held_back([row.sha256])):
        return held_back_answer(sentence)
    try:
        body = queries.body_of_file(row)
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = HttpResponse(body, content_type=row.content_type or CONTENT_TYPES[_ending(row)])
    guarded(response, row.file_name)
    return response


CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def _ending(row: PackFile) -> str:
    assert row.order is not None
    return FORMATS[DocumentKind(row.order.kind)].value


def guarded(response: HttpResponse | FileResponse, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
