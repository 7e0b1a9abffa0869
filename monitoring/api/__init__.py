"""What programs read: the same rows as the pages, through the same gates, as JSON under /api/v1/."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from ninja import Router

from accounts.states import Scope
from monitoring.api.asker import Key
from monitoring.api.errors import Error

router = Router()


def reading(path: str, shape: Any, scope: Scope, name: str, summary: Promise) -> Callable[..., Any]:
    """An address that gives `shape` to a key with `scope`. `name`: of the URL. `summary`: for people."""
    return router.get(
        path,
        auth=Key(scope),
        response={200: shape, frozenset({401, 403, 404, 422, 429}): Error},
        url_name=name,
        operation_id=name.replace("-", "_"),
        summary=summary,  # type: ignore[arg-type]
        tags=[scope.value],
    )
