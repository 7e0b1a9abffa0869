"""The line that answers a person's step: 'Dossier closed', with the way back where there is one."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core.exceptions import ValidationError
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_UNDO = "undo:"


def say(request: HttpRequest, sentence: "str | _StrPromise", *, undo: str = "") -> None:
    """Tell the person what was done. `undo`: a path of this site that takes it back when posted to."""
    messages.success(request, sentence, extra_tags=f"{_UNDO}{undo}" if undo else "")


def warn(request: HttpRequest, sentence: "str | _StrPromise") -> None:
    """Tell the person what was not done, or what to look at; read aloud at once by screen readers."""
    messages.warning(request, sentence)


def attempt(request: HttpRequest, step: Callable[[], object]) -> bool:
    """Take the step; where the rules refuse it (somebody was faster), tell the person why; False then."""
    try:
        step()
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
        return False
    return True


def undo_url(message: Message) -> str:
    """Where to post to take the step back, or ''."""
    tags = message.extra_tags or ""
    return tags.removeprefix(_UNDO) if tags.startswith(_UNDO) else ""
