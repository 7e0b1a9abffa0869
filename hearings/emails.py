"""Letters about hearings to people who have no account here."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from common import dates
from correspondence.actions import queue_email
from hearings.models import Hearing
from hearings.readers import Reader


def public_link(hearing: Hearing, language: str) -> str:
    return settings.SITE_URL + reverse("hearings:public-in", args=[hearing.code, language])


def own_link(secret: str) -> str:
    """The page of one registration; `secret` stands in no other place."""
    return settings.SITE_URL + reverse("hearings:own-open", args=[secret])


def written_link(secret: str) -> str:
    """The page of one written proposal; `secret` stands in no other place."""
    return settings.SITE_URL + reverse("hearings:written-open", args=[secret])


def send(
    name: str,
    hearing: Hearing,
    reader: Reader,
    *,
    key: str,
    at: datetime,
    link: str = "",
    is_secret: bool = False,
    before: datetime | None = None,
    **facts: Any,
) -> None:
    """Queue the letter templates/emails/<name> to the reader; with the same `key` it goes once.

    `before`: when it was to begin before it was moved. `link`: where its button leads, the public page unless said.
    `is_secret`: the link is a key and is wiped when sent.
    """
    language = reader.language
    with translation.override(language):
        context = {
            "hearing": hearing,
            "organisation": _name(hearing, language),
            "title": hearing.title,
            "when": _moment(hearing.starts_at, language),
            "before": _moment(before, language) if before else "",
            "place": hearing.said("place") if hearing.has_room else "",
            "link": link or public_link(hearing, language),
            "language": language,
            "address": reader.address,
            **facts,
        }
        queue_email(
            key=key,
            address=reader.address,
            subject=" ".join(render_to_string(f"emails/{name}.subject.txt", context).split()),
            text=render_to_string(f"emails/{name}.txt", context).strip() + "\n",
            html=render_to_string(f"emails/{name}.html", context),
            at=at,
            language=language,
            organisation=hearing.organisation,
            is_secret=is_secret,
        )


def _moment(at: datetime, language: str) -> str:
    """The whole date, for nobody knows on which day a letter is read."""
    return dates.moment(at, language, today=date.min)


def _name(hearing: Hearing, language: str) -> str:
    kk, ru = hearing.organisation.name_kk or "", hearing.organisation.name_ru or ""
    return (kk or ru) if language == "kk" else (ru or kk)
