"""The public copy of the minutes: a page made at every view from the consents of that moment, and its files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from correspondence.documents import Mode
from correspondence.documents.composed import compose
from hearings import access
from hearings.minutes import minutes_document, record_of
from hearings.public_copy import KINDS, file_of, numbered
from hearings.states import Language
from hearings.views.minutes import paper_mode

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_safe
@never_cache
def public_minutes(request: HttpRequest, code: str) -> HttpResponse:
    minutes = access.public_minutes(code)
    record = record_of(minutes.hearing, minutes, is_public=True)
    context = {
        "is_wide": True,
        "hearing": minutes.hearing,
        "minutes": minutes,
        "paper": compose(numbered(minutes, minutes_document(record, paper_mode()))),
        "recording_url": record.recording_url,
        "languages_said": Language.choices,
    }
    return render(request, "hearings/public_minutes.html", context)


@require_safe
@never_cache
def public_file(_request: HttpRequest, code: str, language: str, kind: str) -> HttpResponse:
    """A file of the public copy; 503 while the worker makes another, because a consent has changed."""
    if language not in Language.values or kind not in KINDS:
        raise Http404
    minutes = access.public_minutes(code)
    row = file_of(minutes, Mode(language), kind)
    if row is None:
        response = HttpResponse(status=503, content_type="text/plain; charset=utf-8")
        response["Retry-After"] = "60"
        return response
    response = HttpResponse(bytes(row.body), content_type=TYPES[kind])
    response["Content-Disposition"] = (
        f'attachment; filename="minutes-{minutes.hearing.code}-{language}.{kind}"'
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    return response
