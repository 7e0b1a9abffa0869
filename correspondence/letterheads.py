"""The letterhead of an organisation, from its card."""

from django.core.files.storage import default_storage

from accounts.models import Organisation
from correspondence.documents import Letterhead, Text

PNG = b"\x89PNG\r\n\x1a\n"


def letterhead_of(organisation: Organisation) -> Letterhead:
    """As the card is today; a logo whose file is gone is left out."""
    return Letterhead(
        name=Text(organisation.name_kk or "", organisation.name_ru or ""),
        bin=organisation.bin,
        address=words_of(organisation, "address"),
        phone=organisation.phone,
        email=organisation.email,
        website=organisation.website,
        logo=_logo(organisation),
    )


def words_of(organisation: Organisation, field: str) -> Text:
    """A field of the card in both languages: 'address', 'signatory_post'."""
    return Text(getattr(organisation, f"{field}_kk") or "", getattr(organisation, f"{field}_ru") or "")


def _logo(organisation: Organisation) -> bytes:
    if not organisation.logo or not default_storage.exists(organisation.logo.name):
        return b""
    with default_storage.open(organisation.logo.name) as file:
        body: bytes = file.read()
    return body if body.startswith(PNG) else b""
