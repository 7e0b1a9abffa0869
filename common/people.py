"""What the shell must know of people. `accounts` lies above `common`, so the settings name its gate."""

from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from django.conf import settings


@cache
def _access() -> ModuleType:
    return import_module(getattr(settings, "ACCESS_MODULE", "accounts.access"))


def may(membership: Any, right: str) -> bool:
    """Whether the membership (or None) gives the right; an unknown right is a KeyError, not a silent 'no'."""
    allowed: bool = _access().may(membership, _access().Right(right))
    return allowed


def memberships(user: Any) -> list[Any]:
    """The person's current memberships; the request's first gate has already read them, so no query here."""
    known: list[Any] = _access().memberships(user)
    return known
