"""The public page of an issued document: what it is, and whether a file in hand is the one that was issued."""

from hashlib import sha256

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from correspondence import access, queries
from correspondence.forms import FileInHandForm
from correspondence.models import IssuedFile
from correspondence.wording import issued_row


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Open to whoever holds the code. A browser with scripts computes the hash itself and sends nothing; without them
    the file comes here, is read once and kept nowhere."""
    document = access.verified_document(code)
    files = queries.files_of(document)
    form = (
        FileInHandForm(request.POST or None, request.FILES or None)
        if request.method == "POST"
        else FileInHandForm()
    )
    context = {"document": issued_row(document), "files": files, "form": form}
    status = 200
    if form.is_bound:
        if form.is_valid():
            digest = _digest(form.cleaned_data["file"])
            context |= {"digest": digest, "matching": _matching(files, digest)}
        else:
            status = 422
    response = render(request, "correspondence/verify.html", context, status=status)
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response


def _digest(file: UploadedFile) -> str:
    computed = sha256()
    for chunk in file.chunks():
        computed.update(chunk)
    return computed.hexdigest()


def _matching(files: list[IssuedFile], digest: str) -> IssuedFile | None:
    return next((file for file in files if file.sha256 == digest), None)
