"""The guide inside the portal, open to everybody, and the help on a screen, which is a section of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from common import guide


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    language = guide.language_of(get_language())
    context = {"chapters": guide.chapters(language), "spoken": language, "frame": frame_of(request)}
    return render(request, "monitoring/guide.html", context)


def frame_of(request: HttpRequest) -> str:
    """A visitor has no places to go to beside the page."""
    return "base.html" if request.user.is_authenticated else "base_plain.html"


@require_safe
def chapter(request: HttpRequest, key: str) -> HttpResponse:
    language = guide.language_of(get_language())
    chapters = guide.chapters(language)
    place = next((number for number, one in enumerate(chapters) if one.key == key), None)
    if place is None:
        raise Http404
    context = {
        "chapter": chapters[place],
        "number": place + 1,
        "chapters": chapters,
        "before": chapters[place - 1] if place else None,
        "after": chapters[place + 1] if place + 1 < len(chapters) else None,
        "spoken": language,
        "frame": frame_of(request),
    }
    return render(request, "monitoring/guide_chapter.html", context)


@require_safe
def topic(request: HttpRequest, key: str) -> HttpResponse:
    """The help on a screen: a fragment for the panel, else the place in the guide."""
    language = guide.language_of(get_language())
    found = guide.topics(language).get(key)
    if found is None:
        raise Http404
    if not request.headers.get("HX-Request"):
        return redirect(f"{reverse('monitoring:guide-chapter', args=[found.chapter])}#{key}")
    return render(request, "monitoring/_help.html", {"topic": found, "spoken": language})
