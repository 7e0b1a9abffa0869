"""Giving out a file that somebody brought."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from amendments.models import EscalationFile, Receipt
from common.held_back import held_back_answer
from correspondence.scanning import held_back


def inert(kept: Receipt | EscalationFile) -> HttpResponse:
    """The bytes, to be saved and never shown by the browser as a page of ours; Http404 where the file is lost."""
    if sentence := held_back([kept.sha256]):
        return held_back_answer(sentence)
    try:
        with kept.file.open("rb") as file:
            response = HttpResponse(file.read(), content_type=kept.content_type)
    except FileNotFoundError as gone:
        raise Http404 from gone
    response["Content-Disposition"] = content_disposition_header(True, kept.file_name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
