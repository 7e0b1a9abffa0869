"""What the pages of one's own share: the secret of a letter, which lives in the session, consents, and one's data."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.notices import attempt, say
from deadlines import queries as deadline_queries


def remember(request: HttpRequest, key: str, pk: int, token_hash: str) -> None:
    """Take the secret out of the address, which logs and history keep, into the session."""
    request.session[key] = {**request.session.get(key, {}), str(pk): token_hash}


def remembered(request: HttpRequest, key: str, pk: int) -> str:
    """The hash of the secret by which this person opened the row; '' if they did not."""
    return str(request.session.get(key, {}).get(str(pk), ""))


def change_consent(
    request: HttpRequest, give: Callable[[str, datetime], None], withdraw: Callable[[date, datetime], None]
) -> None:
    """Give the consent, in the language of the page, or withdraw it."""
    at = timezone.now()
    if request.POST.get("agree") == "yes":
        language = "kk" if (get_language() or "kk").startswith("kk") else "ru"
        attempt(request, lambda: give(language, at))
    elif attempt(request, lambda: withdraw(deadline_queries.day_of(at), at)):
        say(request, _("The consent is withdrawn."))


def data_file(known: Mapping[str, Any]) -> HttpResponse:
    """Everything that we know of the person, as a file to keep."""
    text = json.dumps(known, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="qatysu.json"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
