"""The answers that a page in which somebody is writing gets for each of its texts."""

from collections.abc import Callable, Collection

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from amendments.actions.cells import RowGone, SomebodyWrote
from amendments.actions.table import Frozen
from amendments.models import AmendmentRow, AmendmentTable

NEWEST = 2**31 - 1
PAGE_WORD = 32

Write = Callable[[str, int, str], AmendmentRow | AmendmentTable]


def saved_cell(request: HttpRequest, cell: str, known: Collection[str], write: Write) -> HttpResponse:
    """200 with the new version; 409 with what somebody else wrote; 422 with the reason why it cannot be kept."""
    if cell not in known:
        raise Http404
    text = request.POST.get("text", "")
    page = request.POST.get("page", "")[:PAGE_WORD].replace("\x00", "")
    try:
        owner = write(text, seen_version(request), page)
    except SomebodyWrote as wrote:
        context = {"wrote": wrote, "cell": cell}
        return render(request, "amendments/_conflict.html", context, status=409)
    except (Frozen, RowGone) as refusal:
        return JsonResponse({"refused": " ".join(refusal.messages), "final": True}, status=422)
    except ValidationError as refusal:
        return JsonResponse({"refused": " ".join(refusal.messages)}, status=422)
    return JsonResponse({"version": owner.version})


def seen_version(request: HttpRequest) -> int:
    """The version that the writer had before the eyes; what is no number is taken as the oldest."""
    word = request.POST.get("version", "")
    return min(int(word), NEWEST) if word.isascii() and word.isdigit() and len(word) < 12 else 0
