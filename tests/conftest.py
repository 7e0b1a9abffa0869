"""The cast, and a test run that touches nothing outside its own folder.

Aigerim is the coordinator of Ashyq Orta, Bolat an observer there, Dana the coordinator of another NGO, Kok
Aspan. `operator` runs the portal and belongs to no organisation.
"""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.conf import settings as project_settings
from django.core.cache import cache, caches
from django.core.signals import setting_changed
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings

from accounts.models import Organisation, User
from tests.browsers import chromium  # noqa: F401
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

# How fast this machine is says nothing about the product; what is to be fast is measured by tests of its own.
hypothesis_settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("unhurried")

# Tests that start processes of their own, which reach the database and the broker by themselves.
_WITH_PROCESSES = ("faults", "security", "setup", "journeys")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-services", action="store_true", help="leave out what asks neither the database nor the broker"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Against PostgreSQL and Redis, what asks neither would say the same a second time."""
    if config.getoption("--only-services"):
        left_out = [item for item in items if not _asks_a_service(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _asks_a_service(item)]


def _asks_a_service(item: pytest.Item) -> bool:
    if item.get_closest_marker("any_engine"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    with_database = {"db", "transactional_db", "django_db_setup", "live_server"} & fixtures
    return bool(
        item.get_closest_marker("django_db") or with_database or _folder(item.nodeid) in _WITH_PROCESSES
    )


@pytest.fixture(scope="session", autouse=True)
def _own_folder() -> Iterator[None]:
    """A folder of the run's own for files and mail, a hasher that costs nothing, no lock-outs."""
    folder = Path(tempfile.mkdtemp(prefix="qatysu-tests-"))
    for name in ("media", "mail", "static"):
        (folder / name).mkdir()
    project_settings.VAR_DIR = folder
    project_settings.MEDIA_ROOT = folder / "media"
    project_settings.MAIL_FOLDER = folder / "mail"
    project_settings.STATIC_ROOT = folder / "static"
    project_settings.STORAGES = {
        **project_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # Whoever asked for a storage while the tests were collected got one of before.
    setting_changed.send(sender=None, setting="STORAGES", value=project_settings.STORAGES, enter=True)
    project_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    project_settings.MAIL_TRANSPORT = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    project_settings.AXES_ENABLED = False
    _own_redis(project_settings.CACHES["default"])
    yield
    shutil.rmtree(folder, ignore_errors=True)


def _own_redis(config: dict[str, Any]) -> None:
    """Tests empty the cache: each of the processes that share the work gets a Redis database of its own."""
    address = str(config.get("LOCATION", ""))
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if address.startswith("redis") and worker:
        server, _slash, number = address.rpartition("/")
        config["LOCATION"] = f"{server}/{(int(number) - 2 * int(worker[2:])) % 16}"
        # What asked for the cache while the tests were collected got the one that all the processes share.
        if hasattr(caches._connections, "default"):
            del caches["default"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """SQLite lives in a file, as in production: only so do threads and processes meet as they will there."""
    database = project_settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        folder = tmp_path_factory.mktemp("database")
        database.setdefault("TEST", {})["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Outside a page, messages are in the language in which the source is written."""
    with translation.override("en"):
        yield


@pytest.fixture
def through_outbox(settings: Settings) -> None:
    """Mail takes the product's way, a row of the outbox first; otherwise it lands in mail.outbox at once."""
    settings.EMAIL_BACKEND = "correspondence.backends.OutboxBackend"


# --- The cast ---------------------------------------------------------------------------------------------


class ClientOf(Protocol):
    def __call__(self, user: User | None, *, language: str = "en", **options: Any) -> Client: ...


@pytest.fixture
def ashyq_orta(db: None) -> Organisation:
    return OrganisationFactory(name_kk="«Ашық орта» қоры", name_ru="Фонд «Ашық орта»")


@pytest.fixture
def kok_aspan(db: None) -> Organisation:
    return OrganisationFactory(name_kk="«Көк аспан» бірлестігі", name_ru="Объединение «Көк аспан»")


@pytest.fixture
def aigerim(ashyq_orta: Organisation) -> User:
    return _member("Айгерім Серікова", "aigerim@example.kz", ashyq_orta, "coordinator")


@pytest.fixture
def bolat(ashyq_orta: Organisation) -> User:
    return _member("Болат Ахметов", "bolat@example.kz", ashyq_orta, "observer", mail_language="ru")


@pytest.fixture
def dana(kok_aspan: Organisation) -> User:
    return _member("Дана Оспанова", "dana@example.kz", kok_aspan, "coordinator")


@pytest.fixture
def operator(db: None) -> User:
    return UserFactory(name="Оператор", email="operator@example.kz", is_staff=True, is_superuser=True)


@pytest.fixture
def client_of() -> ClientOf:
    """`client_of(aigerim)`: her browser, signed in; pages in English, in which the source is written.

    `client_of(None)` is a visitor's. `language`: 'kk' or 'ru' for the translated page. Further options go to
    django.test.Client.
    """
    return browser_of


def browser_of(user: User | None, *, language: str = "en", **options: Any) -> Client:
    """What the fixture `client_of` gives, for fixtures that live longer than a test."""
    client = Client(**options)
    client.cookies[project_settings.LANGUAGE_COOKIE_NAME] = language
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _member(name: str, email: str, organisation: Organisation, role: str, **fields: Any) -> User:
    user = UserFactory(name=name, email=email, **fields)
    MembershipFactory(user=user, organisation=organisation, role=role)
    return user


# --- What was not run -------------------------------------------------------------------------------------

_NOUNS = {"journeys": ("journey", "journeys"), "benchmarks": ("benchmark", "benchmarks")}


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name what was skipped, and why, in the closing lines: 'Not run here: 12 journeys (no Chromium)'."""
    skipped: Counter[tuple[str, str]] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        skipped[_folder(report.nodeid), _reason(report)] += 1
    for (folder, reason), count in sorted(skipped.items()):
        one, many = _NOUNS.get(folder, ("test", "tests"))
        terminalreporter.write_line(f"Not run here: {count} {one if count == 1 else many} ({reason})")


def _folder(nodeid: str) -> str:
    parts = nodeid.split("/")
    return parts[1] if len(parts) > 2 else ""


def _reason(report: Any) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return " ".join(str(text).removeprefix("Skipped: ").split()).rstrip(".")
