"""Where the interface is mounted: /api/v1/, its OpenAPI description at /api/v1/openapi.json."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from monitoring.api import documents, drafts, errors, hearings, law, requests, router, work
from monitoring.api.reader import JsonOnly

RESOURCES = (documents, drafts, hearings, law, requests, work)

api = NinjaAPI(
    title="Qatysu",
    version="1",
    description="Reading for programs. Send a key in the header Authorization: Bearer.",
    urls_namespace="api",
    docs_url=None,
    renderer=JsonOnly(),
)
errors.handle(api)
api.add_router("", router)


def _nowhere(_request: HttpRequest, **_parts: Any) -> HttpResponse:
    return errors.answer(errors.NOT_FOUND)


def _in_one_shape(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """What Django and the framework would answer in their own way; and an answer that has not changed is not sent again."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, **kwargs)
        if response.status_code == 405:
            return _with_allow(errors.answer(errors.NOT_ALLOWED), response["Allow"])
        patch_vary_headers(response, ["Authorization"])
        if response.status_code != 200:
            response["Cache-Control"] = "no-store"
            return response
        response["Cache-Control"] = "private, no-store"
        set_response_etag(response)
        answer = get_conditional_response(request, etag=response["ETag"], response=response)
        return answer or response

    answered.csrf_exempt = True  # type: ignore[attr-defined]
    return answered


def _with_allow(response: HttpResponse, allowed: str) -> HttpResponse:
    response["Allow"] = allowed
    return response


def _patterns() -> list[Any]:
    found: list[Any] = list(api.urls[0])
    for pattern in found:
        view = require_safe(pattern.callback) if pattern.name == "openapi-json" else pattern.callback
        pattern.callback = _in_one_shape(view)
    resources = [pattern for pattern in found if pattern.name != "api-root"]
    nowhere = _in_one_shape(_nowhere)
    return [*resources, path("", nowhere, name="api-root"), path("<path:rest>", nowhere, name="nowhere")]


urls = (_patterns(), "api")
