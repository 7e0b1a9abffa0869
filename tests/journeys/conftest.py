"""A person's browser, driven against a server of the test's own."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response
from pytest_django.live_server_helper import LiveServer

from accounts.models import User

PASSWORD = "Кең дала-2026"

Open = Callable[..., Page]


def missing(answer: Response) -> str:
    """What a page asked for and did not get; fonts are made by `prepare`, which tests do without."""
    return (
        f"{answer.status} {answer.url}"
        if answer.status >= 400 and answer.status not in (409, 422) and "/fonts/" not in answer.url
        else ""
    )


@pytest.fixture
def open_page(chromium: Browser, live_server: LiveServer) -> Iterator[Open]:
    """`open_page("/path/", language="kk", width=390, dark=True)`; at the end no page may have complained.

    `provoked`: statuses that the test itself brings about.
    """
    complaints: list[str] = []
    contexts = []

    def open_(
        path: str = "/",
        *,
        language: str = "kk",
        width: int = 1440,
        dark: bool = False,
        provoked: Collection[int] = (),
        **options: Any,
    ) -> Page:
        def note(answer: Response) -> None:
            if answer.status not in provoked and missing(answer):
                complaints.append(missing(answer))

        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            locale="kk-KZ",
            **options,
        )
        context.add_cookies([{"name": "language", "value": language, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("response", note)
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    told = [line for line in complaints if "Failed to load resource" not in line]
    assert not told, told


@pytest.fixture
def sign_in() -> Callable[[Page, User], None]:
    def sign_in_(page: Page, user: User) -> None:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        page.goto("/account/sign-in/")
        page.fill("input[name=username]", user.email)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit], main form button")
        page.wait_for_load_state()

    return sign_in_
