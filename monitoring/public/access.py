"""What of the public pages a stranger reaches, and whose tables and surveys a person may publish."""

from datetime import date

from django.http import Http404

from accounts.access import Right, reach
from accounts.models import Organisation, User
from amendments.models import AmendmentTable
from correspondence.models import IssuedFile
from correspondence.states import FileKind
from monitoring.models import Position, Survey
from monitoring.public import queries


def public_organisation(slug: str) -> Organisation:
    """With a public page that is open; else Http404."""
    found = queries.organisations().filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def public_position(slug: str, code: str, on: date) -> Position:
    """Published, and not under an embargo on the day `on`; else Http404."""
    rows = queries.with_texts(Position.objects.public(on)).defer(None)
    found = rows.filter(organisation__slug=slug, code=code).first()
    if found is None:
        raise Http404
    return found


def position_file(position: Position, number: int) -> IssuedFile:
    """The PDF of the document with this place among those of the position (1 is the first); else Http404."""
    documents = list(position.documents.order_by("pk").values_list("pk", flat=True))
    if not 1 <= number <= len(documents):
        raise Http404
    files = IssuedFile.objects.filter(document__organisation=position.organisation, kind=FileKind.PDF)
    found = files.filter(document=documents[number - 1]).first()
    if found is None:
        raise Http404
    return found


def table(person: User, pk: int, right: Right) -> AmendmentTable:
    """A table of which something was sent; else Http404."""
    return reach(person, queries.sent_tables().select_related("organisation"), right, pk=pk)


def position(person: User, pk: int, right: Right) -> Position:
    return reach(
        person, Position.objects.select_related("organisation", "table__dossier__draft"), right, table=pk
    )


def survey(person: User, pk: int, right: Right) -> Survey:
    """A survey that was opened once; else Http404."""
    return reach(
        person, Survey.objects.filter(opened_at__isnull=False).select_related("organisation"), right, pk=pk
    )
