"""Issued documents: what they are and where they can be read; the files are not handed out here."""

from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from ninja import Query
from pydantic import BaseModel

from accounts.states import Scope
from correspondence.kinds import kind_name
from correspondence.models import IssuedDocument, IssuedFile
from correspondence.states import LanguageMode
from monitoring.api import reading
from monitoring.api.shapes import Asked, Id, Listed, coded, in_both, listed, url


class File(BaseModel):
    kind: str
    size: int
    sha256: str


class Document(BaseModel):
    """`check_url`: the public page where anybody checks a file in hand against `sha256`."""

    id: int
    number: str
    kind: str
    kind_kk: str
    kind_ru: str
    title_kk: str
    title_ru: str
    language: str
    language_kk: str
    language_ru: str
    issued_on: date
    files: list[File]
    check_url: str
    url: str
    updated_at: datetime


@reading("/documents", Listed[Document], Scope.WORK, "document-list", _("Issued documents"))
def document_list(request: HttpRequest, asked: Query[Asked]) -> Any:
    return listed(_documents(request), ("-id",), asked, _document)


@reading("/documents/{pk}", Document, Scope.WORK, "document", _("One issued document"))
def document(request: HttpRequest, pk: Id) -> Any:
    found = _documents(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    return _document(found)


def _documents(request: HttpRequest) -> QuerySet[IssuedDocument]:
    files = Prefetch("files", queryset=IssuedFile.objects.defer("body").order_by("kind"))
    rows = IssuedDocument.objects.filter(organisation=request.auth.organisation)  # type: ignore[attr-defined]
    return rows.prefetch_related(files)


def _document(row: IssuedDocument) -> dict[str, Any]:
    kinds = {}
    for language in ("kk", "ru"):
        with override(language):
            kinds[f"kind_{language}"] = str(kind_name(row.kind))
    return {
        "id": row.pk,
        "number": row.full_number,
        "kind": row.kind,
        **kinds,
        **in_both(row, "title"),
        **coded("language", LanguageMode, row.language),
        "issued_on": row.issued_on,
        "files": [{"kind": file.kind, "size": file.size, "sha256": file.sha256} for file in row.files.all()],
        "check_url": url("correspondence:verify", row.code),
        "url": url("correspondence:document", row.pk),
        "updated_at": row.rendered_at,
    }
