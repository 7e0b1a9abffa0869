"""The answer instead of a file that may not be handed out now."""

from django.http import HttpResponse


def held_back_answer(sentence: str) -> HttpResponse:
    """503 with the reason in words; a program may ask again in a minute."""
    response = HttpResponse(f"{sentence}\n", status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = "60"
    response["Cache-Control"] = "private, no-store"
    return response
