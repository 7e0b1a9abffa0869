"""Public pages of organisations, and what stands on them."""

from hashlib import sha256
from io import BytesIO
from typing import Any

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from PIL import Image

from accounts.models import Organisation
from amendments.states import DocumentKind
from correspondence.issuing import Made, issue
from correspondence.models import IssuedDocument, SharePicture
from correspondence.states import OrderState
from monitoring.models import Position
from monitoring.states import PositionState
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.amendments import (
    WRITTEN_AT,
    AmendmentRowFactory,
    AmendmentTableFactory,
    SubmissionFactory,
)
from tests.factories.correspondence import AT, ordered
from tests.factories.projects import DossierFactory


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGBA", (60, 40), (0, 105, 124, 255)).save(out, "PNG")
    return out.getvalue()


def opened_page(organisation: Organisation | None = None, *, with_logo: bool = False, slug: str = "ashyq-orta") -> Organisation:
    """The organisation, its page open to everybody."""
    page: Organisation = organisation or OrganisationFactory()
    page.slug, page.is_public = slug, True
    page.about_kk, page.about_ru = "Су туралы заңдарды қадағалаймыз.", "Следим за законами о воде."
    if with_logo:
        page.logo.save("logo.png", ContentFile(picture()), save=False)
    page.save()
    return page


class PositionFactory(DjangoModelFactory[Position]):
    """A published position of one proposal, sent through the portal; `with_document`: a PDF stands beside it."""

    class Meta:
        model = Position

    organisation = factory.LazyFunction(opened_page)
    state = PositionState.PUBLISHED
    published_at = WRITTEN_AT

    @classmethod
    def _create(cls, model_class: type[Position], *args: Any, **kwargs: Any) -> Position:
        with_document = kwargs.pop("with_document", False)
        dossier = kwargs.pop("dossier", None) or DossierFactory(organisation=kwargs["organisation"])
        if "submission" not in kwargs:
            table = AmendmentTableFactory(dossier=dossier, state="submitted", approved_at=WRITTEN_AT)
            AmendmentRowFactory(table=table, is_checked=True)
            kwargs["submission"] = SubmissionFactory(table=table)
        position = Position.objects.create(table=kwargs["submission"].table, **kwargs)
        if with_document:
            position.documents.add(table_issued(position))
        return position


def table_issued(position: Position, body: bytes = b"%PDF-1.7") -> IssuedDocument:
    """The table of the position as it was issued, though others may have been asked for before it."""
    key = f"amendments:{position.table_id}:{DocumentKind.TABLE}:{position.pk}"
    order = ordered(position.organisation, UserFactory(), kind=DocumentKind.TABLE, key=key)
    order.state, order.lease_key = OrderState.RENDERING, f"position{position.pk}"
    order.save(update_fields=["state", "lease_key"])
    assert issue(order, Made(700 + position.pk, AT.date(), f"{position.pk:x}".rjust(32, "b"), {"pdf": body}))
    return IssuedDocument.objects.get(order=order)


class SharePictureFactory(DjangoModelFactory[SharePicture]):
    class Meta:
        model = SharePicture

    organisation = factory.LazyFunction(opened_page)
    key = factory.Sequence(lambda n: f"position:{n}")
    language = "kk"
    card_hash = "0" * 64
    body = factory.LazyFunction(picture)
    sha256 = factory.LazyAttribute(lambda one: sha256(one.body).hexdigest())
    drawn_at = WRITTEN_AT
