"""What strangers see of an answer: its page and its files."""

from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.held_back import held_back_answer
from common.public_pages import About, for_search_engines
from correspondence.scanning import held_back
from inforequests import access
from inforequests.publications import public_files, shown

SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"
LANGUAGES = ("kk", "ru")


@for_search_engines
@require_safe
@never_cache
def public_answer(request: HttpRequest, code: str) -> HttpResponse:
    """Made at every view from what stands: what is withdrawn is gone at once. It needs no script and no log-in."""
    row = access.public_answer(code)
    what = shown(row)
    if what is None:
        raise Http404
    context = {
        "publication": row,
        "info_request": row.info_request,
        "shown": what,
        "about": About(
            row.title, f"{row.info_request.holder}: {what.verdict}", row.public_path, kind="article"
        ),
    }
    return render(request, "inforequests/public_answer.html", context)


@require_safe
def public_answer_in(_request: HttpRequest, code: str, language: str) -> HttpResponse:
    """The address that other pages link to: the same page, in the language of the link from now on."""
    if language not in LANGUAGES:
        raise Http404
    row = access.public_answer(code)
    response = redirect("inforequests:public-answer", row.code)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@require_safe
@never_cache
def public_answer_file(_request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The bytes that were looked through and no others, to be saved and never shown by the browser as a page of ours."""
    row = access.public_answer(code)
    found = next((one for one in public_files(row) if one.number == number), None)
    if found is None:
        raise Http404
    if sentence := held_back([found.file.sha256]):
        return held_back_answer(sentence)
    try:
        with found.file.file.open("rb") as file:
            body = file.read()
    except FileNotFoundError as gone:
        raise Http404 from gone
    if sha256(body).hexdigest() != found.file.sha256:
        raise Http404
    response = HttpResponse(body, content_type=found.file.content_type)
    response["Content-Disposition"] = f'attachment; filename="answer-{row.code}-{number}.{found.ending}"'
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response
