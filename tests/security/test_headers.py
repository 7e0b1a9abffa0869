"""T9: the guarding headers on every address, for every role, on error pages and downloads."""

import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as project_settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import path
from PIL import Image
from pytest_django import Settings

from accounts.actions import update_organisation
from accounts.models import Organisation, User
from accounts.queries import fingerprint
from common.middleware import OwnPagesMiddleware
from config.urls import urlpatterns as product
from tests.architecture.conftest import Line, Stage, lines, undone
from tests.architecture.matrix import ROLES
from tests.architecture.test_urls_matrix import addresses_of_the_product as addresses
from tests.conftest import ClientOf, browser_of
from tests.factories.accounts import PASSWORD

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.any_engine

LINES = lines()
POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": OwnPagesMiddleware.POWERS,
}
# Their addresses are the key: nothing on the way may keep what they answer.
SECRET = {
    "hearings:own-open",
    "hearings:screen-open",
    "hearings:written-open",
    *("accounts:invitation-open", "accounts:password-reset-open", "deadlines:feed", "projects:topic-feed"),
    *("accounts:invitation-accept", "accounts:password-reset-confirm", "correspondence:verify"),
    "amendments:coalition-open",
    "monitoring:contact-own",
}
SHOWS_A_SECRET = {"monitoring:case-link", "hearings:hold", "deadlines:feeds", "projects:topic-feed-make"}
# By the browser: under an address that changes with it, or open to everybody.
MAY_BE_KEPT = {"accounts:organisation-logo", "correspondence:share-picture", "monitoring:public-logo"}

# Files that people made: nothing in them may run, whatever a browser does with them.
SANDBOXED = {
    "correspondence:document-file",
    "correspondence:document-code",
    "amendments:receipt-file",
    "amendments:escalation-file",
    "inforequests:event-file",
    "inforequests:public-answer-file",
    "inforequests:incoming-original",
    "inforequests:incoming-file",
    "hearings:pack-file",
    "hearings:public-pack-file",
    "hearings:public-pack-archive",
    "hearings:public-minutes-file",
    "hearings:minutes-letter-proof",
    "monitoring:proof-file",
    "monitoring:public-logo",
    "monitoring:public-position-file",
    "correspondence:share-picture",
    "monitoring:open-data-file",
}
IN_THE_SANDBOX = {"default-src": "'none'", "sandbox": "", "frame-ancestors": "'none'"}


def policy_of(answer: HttpResponseBase) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in parts if name}


def missing_in(answer: HttpResponseBase, *, policy: dict[str, str] = POLICY) -> list[str]:
    """The guarding headers that the answer lacks or has otherwise."""
    wrong = [name for name, value in FIXED.items() if answer.headers.get(name) != value]
    if answer.headers.get("Content-Security-Policy") is None or policy_of(answer) != policy:
        wrong.append("Content-Security-Policy")
    return wrong


def is_kept_nowhere(answer: HttpResponseBase) -> bool:
    return "no-store" in answer.headers.get("Cache-Control", "")


@pytest.mark.any_engine
@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_every_address_carries_the_headers_however_it_answers(stage: Stage, line: Line) -> None:
    for role in answered_apart(line):
        for method in ("POST",) if line.is_post else ("GET", "POST"):
            answer = stage.ask(role, method, line.name, fields=stage.target(line.name).fields)
            is_file = line.name in SANDBOXED and answer.status_code == 200
            assert missing_in(answer, policy=IN_THE_SANDBOX if is_file else POLICY) == [], (role, method)
            if role != "visitor" and line.name not in ("accounts:sign-out", *MAY_BE_KEPT):
                assert is_kept_nowhere(answer), (role, method)


def answered_apart(line: Line) -> list[str]:
    """A visitor, and one role for each other way in which the address answers."""
    signed_in = {line.statuses[role]: role for role in reversed(ROLES) if role != "visitor"}
    return ["visitor", *signed_in.values()]


def test_figure_of_the_headers() -> None:
    answers = sum(len(answered_apart(line)) for line in LINES)
    print(f"T9 addresses whose headers are tried: {len(LINES)}, by {answers} roles that are answered apart")


@pytest.mark.parametrize(
    "line", [line for line in LINES if line.name in SECRET | SHOWS_A_SECRET], ids=lambda line: line.name
)
def test_secret_addresses_are_kept_nowhere(stage: Stage, line: Line) -> None:
    for role in ("visitor", "coordinator") if line.name in SECRET else ("coordinator",):
        answer = stage.ask(
            role, "POST" if line.is_post else "GET", line.name, fields=stage.target(line.name).fields
        )
        assert is_kept_nowhere(answer)
        assert answer["Referrer-Policy"] == "same-origin"  # the address does not travel to other sites


def test_every_secret_address_is_in_the_list() -> None:
    """An address with a secret in it says so: `<str:secret>`, `<str:token>`."""
    secret = {name for name, route in addresses() if re.search("<str:(secret|token)>", route)}
    assert secret <= SECRET


# --- Downloads ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["projects:draft-snapshot", "correspondence:letter-html"])
def test_download_is_saved_and_never_shown(stage: Stage, name: str) -> None:
    answer = stage.ask("coordinator", "GET", name)
    assert missing_in(answer) == []
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_logo_is_a_picture_and_nothing_else(stage: Stage) -> None:
    picture = BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "PNG")
    theirs, aigerim = Organisation.objects.get(pk=stage.world.ashyq_orta.pk), stage.world.aigerim
    update_organisation(
        theirs,
        changes={},
        seen=fingerprint(theirs),
        actor=aigerim,
        at=theirs.created_at,
        logo=picture.getvalue(),
    )
    answer = stage.browsers["coordinator"].get(stage.address("accounts:organisation-logo"))
    assert (
        answer.getvalue() == picture.getvalue()
    )  # reading to the end closes it and leaves the database open
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert (
        policy_of(answer) == {"default-src": "'none'", "sandbox": ""}
        or "sandbox" in answer["Content-Security-Policy"]
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"].startswith("private")


# --- Error pages -------------------------------------------------------------------------------------------


def forbidden(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("our bug")


def without_database(_request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection unexpectedly")


def without_room(_request: HttpRequest) -> HttpResponse:
    raise OSError(28, "No space left on device")


urlpatterns = [
    path("forbidden/", forbidden),
    path("broken/", broken),
    path("without-database/", without_database),
    path("without-room/", without_room),
    *product,
]
handler500 = "common.trouble.server_error"

ERRORS = {
    "/nowhere/": 404,
    "/forbidden/": 403,
    "/broken/": 500,
    "/without-database/": 503,
    "/without-room/": 507,
    "/outbox/1/retry/": 405,
}


@pytest.fixture
def browsers(settings: Settings, aigerim: User, client_of: ClientOf) -> list[Client]:
    settings.ROOT_URLCONF = __name__
    return [client_of(person, raise_request_exception=False) for person in (None, aigerim)]


@pytest.mark.parametrize("address", ERRORS)
def test_error_pages_carry_the_headers(browsers: list[Client], address: str) -> None:
    for browser in browsers:
        answer = browser.get(address)
        assert answer.status_code == ERRORS[address]
        assert missing_in(answer) == []


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/without-database/", "The database does not answer"),
        ("/without-room/", "The disk of the server is full"),
    ],
)
def test_trouble_of_the_server_is_told_in_three_languages(
    browsers: list[Client], address: str, sentence: str
) -> None:
    page = browsers[0].get(address).content.decode()
    assert sentence in page
    assert all(f'lang="{language}"' in page for language in ("kk", "ru", "en"))


def test_refused_form_and_strange_host_carry_the_headers(aigerim: User, client_of: ClientOf) -> None:
    strict = client_of(aigerim, enforce_csrf_checks=True)
    grown_old = strict.post("/account/sign-out/")
    strange = strict.get("/", headers={"host": "evil.example"})
    assert (grown_old.status_code, strange.status_code) == (403, 400)
    assert missing_in(grown_old) == missing_in(strange) == []
    assert "evil.example" not in strange.content.decode()


# --- Behind TLS --------------------------------------------------------------------------------------------


def test_browser_is_told_to_keep_to_https(settings: Settings, aigerim: User, client_of: ClientOf) -> None:
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    settings.SECURE_SSL_REDIRECT = True
    browser = client_of(aigerim)
    plain, safe = browser.get("/"), browser.get("/", secure=True)
    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/")
    assert "max-age=31536000" in safe["Strict-Transport-Security"]


@pytest.mark.any_engine
def test_every_address_keeps_the_browser_to_https(stage: Stage, settings: Settings) -> None:
    """Pages, steps, downloads and refusals, for a visitor and for a coordinator; a plain address leads to the safe one."""
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = settings.SECURE_SSL_REDIRECT = (
        True
    )
    wanted = "max-age=31536000; includeSubDomains; preload"
    people = [browser_of(None), browser_of(stage.world.aigerim)]
    loose = []
    for name in (line.name for line in LINES):
        for browser in people:
            with undone():
                safe = browser.get(stage.address(name), secure=True)
            if safe.headers.get("Strict-Transport-Security") != wanted:
                loose.append(name)
        plain = people[0].get(stage.address(name))
        if plain.status_code != 301 or not plain["Location"].startswith("https://"):
            loose.append(f"{name} without TLS")
    print(f"T9 addresses that keep the browser to https: {len(LINES) - len(set(loose))} of {len(LINES)}")
    assert loose == []


def test_cookies_behind_tls_belong_to_this_very_host(tmp_path: Path) -> None:
    """As the settings are read where people type https://."""
    show = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE)"
    own = {
        "SITE_URL": "https://qatysu.example",
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", show],
        cwd=ROOT,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "True"], done.stderr


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(aigerim: User, client_of: ClientOf) -> None:
    browser = client_of(None)
    browser.get("/account/sign-in/")
    browser.post("/account/sign-in/", {"username": aigerim.email, "password": PASSWORD})
    browser.post("/account/language/", {"language": "ru", "next": "/"})
    kept = {name: browser.cookies[name] for name in ("sessionid", "language", "device")}
    assert {
        name: (bool(cookie["httponly"]), cookie["samesite"]) for name, cookie in kept.items()
    } == dict.fromkeys(kept, (True, "Lax"))
    token = browser.cookies["csrftoken"]
    assert (bool(token["httponly"]), token["samesite"]) == (True, "Lax")
    assert project_settings.SESSION_COOKIE_SECURE is project_settings.BEHIND_TLS
