"""Share pictures: the bytes as they were drawn."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from common.public_pages import for_search_engines
from correspondence import access


@for_search_engines
@require_safe
def share_picture(_request: HttpRequest, sha256: str) -> HttpResponse:
    """The address is that of these very bytes: they may be kept as long as anybody likes."""
    picture = access.share_picture(sha256)
    if picture is None:
        raise Http404
    response = HttpResponse(bytes(picture.body), content_type="image/png")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    return response
