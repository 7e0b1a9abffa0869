from collections.abc import Iterator

import pytest
from django.utils import translation
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _home_is_below(settings: Settings) -> None:
    """The first page belongs to an app above this one; here it is the organisation's card."""
    settings.LOGIN_REDIRECT_URL = "accounts:organisation"


@pytest.fixture(autouse=True)
def _refusals_in_english() -> Iterator[None]:
    with translation.override("en"):
        yield
