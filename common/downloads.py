"""Files made for whoever asks, of what is theirs: saved, never opened as a page of this site, never kept on the way."""

from django.http import HttpResponse

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SVG = "image/svg+xml; charset=utf-8"


def own_file(body: bytes, name: str, content_type: str) -> HttpResponse:
    """`name`: plain letters of ours."""
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
