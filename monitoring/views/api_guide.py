"""How programs read Qatysu, for whoever writes them: made from the description that programs get."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.keys import ASKS_A_MINUTE
from accounts.states import Scope
from monitoring.api.addresses import api
from monitoring.api.shapes import MOST
from monitoring.views.guide import frame_of


@require_safe
def api_guide(request: HttpRequest) -> HttpResponse:
    schema = api.get_openapi_schema()
    parts: dict[str, list[dict[str, Any]]] = {scope.value: [] for scope in Scope}
    for path, methods in schema["paths"].items():
        asked = methods["get"]
        parts[asked["tags"][0]].append(_endpoint(path, asked, schema["components"]["schemas"]))
    page = {
        "groups": [(Scope(value), endpoints) for value, endpoints in parts.items()],
        "site": settings.SITE_URL,
        "asks_a_minute": ASKS_A_MINUTE,
        "most": MOST,
        "frame": frame_of(request),
    }
    return render(request, "monitoring/api_guide.html", page)


def _endpoint(path: str, asked: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    example = path.replace("{pk}", "1")
    parameters = [each for each in asked.get("parameters", []) if each["in"] == "query"]
    return {
        "id": asked["operationId"],
        "summary": asked["summary"],
        "path": path,
        "curl": f'curl -H "Authorization: Bearer $KEY" {settings.SITE_URL}{example}',
        "parameters": [(each["name"], _values(each["schema"])) for each in parameters],
        "fields": list(_fields(asked["responses"][200]["content"]["application/json"]["schema"], schemas)),
    }


def _values(schema: dict[str, Any]) -> list[str]:
    """The values that there are, where they are listed."""
    found = [schema, *schema.get("anyOf", [])]
    return [value for each in found for value in each.get("enum", [])]


def _fields(schema: dict[str, Any], schemas: dict[str, Any]) -> list[str]:
    """Names of what one object holds; of a list, of what each of its items holds."""
    properties = schemas[schema["$ref"].rsplit("/", 1)[-1]]["properties"]
    if "items" in properties and "next_cursor" in properties:
        return _fields(properties["items"]["items"], schemas)
    return list(properties)
