"""What a program is told when it gets nothing: one shape, in Kazakh and Russian, in words for whoever wrote the program."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from ninja import NinjaAPI
from ninja.errors import ValidationError
from pydantic import BaseModel


class FieldError(BaseModel):
    name: str
    message_kk: str
    message_ru: str


class Error(BaseModel):
    """`code` is for the program, the messages are for people; `fields`: what was asked for in a way that is not understood."""

    code: str
    message_kk: str
    message_ru: str
    fields: list[FieldError] = []


class Refusal(Exception):
    """Ends the answer with this error. `values`: what the placeholders of the message stand for."""

    def __init__(
        self,
        status: int,
        code: str,
        message: Promise,
        *,
        values: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message
        self.values, self.headers = values or {}, headers or {}


NOT_FOUND = Refusal(404, "not_found", _("There is no such thing here, or it is not yours."))
_MAY_NOT = Refusal(403, "not_allowed", _("Your role does not let you read this."))
NOT_ALLOWED = Refusal(405, "read_only", _("Nothing can be changed here: ask with GET."))
NOT_UNDERSTOOD = _("Something in the address is not understood.")

# Beginning of pydantic's name of the mistake -> what is wanted instead.
_WANTED: dict[str, Promise] = {
    "int": _("A whole number is wanted."),
    "date": _("A day is wanted, as 2026-11-25, or a moment, as 2026-11-25T09:00:00+05:00."),
    "greater": _("The number is too small."),
    "less": _("The number is too large."),
    "literal": _("This is none of the values that there are."),
    "cursor": _("Take next_cursor of the answer before, with the same filters."),
}
_OTHER = _("This is not understood.")


def said(message: Promise, values: dict[str, Any] | None = None) -> dict[str, str]:
    """`message_kk` and `message_ru`."""
    both = {}
    for language in ("kk", "ru"):
        with override(language):
            both[f"message_{language}"] = str(message) % (values or {})
    return both


def answer(refusal: Refusal, fields: list[dict[str, str]] | None = None) -> HttpResponse:
    body = {"code": refusal.code, **said(refusal.message, refusal.values), "fields": fields or []}
    return JsonResponse(body, status=refusal.status, headers=refusal.headers)


def wrong_cursor() -> ValidationError:
    return ValidationError([{"type": "cursor", "loc": ("query", "cursor")}])


def handle(api: NinjaAPI) -> None:
    """Every way in which a view can end without an answer gets the one shape."""

    @api.exception_handler(Refusal)
    def _refused(_request: HttpRequest, refusal: Refusal) -> HttpResponse:
        return answer(refusal)

    @api.exception_handler(Http404)
    def _missing(_request: HttpRequest, _error: Http404) -> HttpResponse:
        return answer(NOT_FOUND)

    @api.exception_handler(PermissionDenied)
    def _denied(_request: HttpRequest, _error: PermissionDenied) -> HttpResponse:
        return answer(_MAY_NOT)

    @api.exception_handler(ValidationError)
    def _mistaken(_request: HttpRequest, error: ValidationError) -> HttpResponse:
        if any(each["loc"][0] == "path" for each in error.errors):
            return answer(NOT_FOUND)
        return answer(Refusal(422, "not_understood", NOT_UNDERSTOOD), [_field(each) for each in error.errors])


def _field(error: dict[str, Any]) -> dict[str, str]:
    wanted = next((text for name, text in _WANTED.items() if error["type"].startswith(name)), _OTHER)
    return {"name": str(error["loc"][-1])[:60], **said(wanted)}
