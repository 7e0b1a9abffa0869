"""Keeping share pictures in step with the pages they stand for."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256

from django.core.files.storage import default_storage

from accounts.models import Organisation
from correspondence.models import SharePicture
from correspondence.share_drawing import draw_share
from correspondence.shares import Card

Wanted = Mapping[tuple[str, str], tuple[Organisation, Card]]


def draw_due(wanted: Wanted, *, at: datetime, most: int) -> int:
    """Draw what lacks, or says something else than its page by now; `wanted` by key and language. At most `most` pictures;
    returns how many were drawn."""
    languages = {language for _key, language in wanted}
    rows = SharePicture.objects.filter(language__in=languages)
    known = {
        (key, language): card_hash
        for key, language, card_hash in rows.values_list("key", "language", "card_hash")
    }
    due = [name for name, (_organisation, card) in wanted.items() if known.get(name) != card.hash][:most]
    for name in due:
        _draw(name, *wanted[name], at=at)
    return len(due)


def _draw(name: tuple[str, str], organisation: Organisation, card: Card, *, at: datetime) -> None:
    body = draw_share(card, _logo(card.logo))
    values = {
        "organisation": organisation,
        "card_hash": card.hash,
        "sha256": sha256(body).hexdigest(),
        "body": body,
        "drawn_at": at,
    }
    SharePicture.objects.update_or_create(key=name[0], language=name[1], defaults=values)


def _logo(name: str) -> bytes | None:
    if not name or not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        return file.read()


def drop_pictures(keys: Iterable[str]) -> None:
    """Of pages that strangers see no more: gone with the next request."""
    SharePicture.objects.filter(key__in=list(keys)).delete()
