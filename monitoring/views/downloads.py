"""Files made for whoever asks: saved, never opened as a page of this site, never kept on the way."""

from django.http import HttpResponse

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def own_file(body: bytes, name: str) -> HttpResponse:
    """`name`: plain letters of ours, ending in .csv or .xlsx."""
    response = HttpResponse(body, content_type=_TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
