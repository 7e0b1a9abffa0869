"""The world in which every address is tried."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy, deepcopy
from dataclasses import dataclass

import pytest
import pytest_django
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.views import passwords
from monitoring.models import Loop
from monitoring.queries.health import LOOPS
from tests.architecture.matrix import MATRIX, ROLES, TARGETS, Target, Targets, World
from tests.conftest import browser_of
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory


@dataclass(frozen=True)
class Line:
    """A line of the matrix, read."""

    name: str
    is_post: bool
    statuses: dict[str, str]


def lines() -> list[Line]:
    return [_line(name, text.split()) for name, text in MATRIX.items()]


def _line(name: str, words: list[str]) -> Line:
    if words[0] not in ("GET", "POST") or len(words) != len(ROLES) + 1:
        raise ValueError(f"{name}: GET or POST, then {len(ROLES)} statuses are wanted, not {' '.join(words)}")
    return Line(name, words[0] == "POST", dict(zip(ROLES, words[1:], strict=True)))


class Stage:
    """The world, the objects behind its addresses, and a browser for each role."""

    def __init__(self, world: World) -> None:
        self.world = world
        # Before the targets: signing in spends a link for a new password.
        self.browsers = {role: browser_of(world.people[role]) for role in ROLES}
        self._targets: Targets = {}
        for make in TARGETS:
            self._targets |= make(world)

    def cleared(self) -> "Stage":
        """The same for another test: browsers as they were at first, files that nobody has read."""
        stage = copy(self)
        stage.browsers = {role: _like(browser) for role, browser in self.browsers.items()}
        for target in self._targets.values():
            for value in target.fields.values():
                if hasattr(value, "seek"):
                    value.seek(0)
        return stage

    def target(self, name: str) -> Target:
        return self._targets.get(name, Target())

    def address(self, name: str, **other_parts: object) -> str:
        return reverse(name, kwargs={**self.target(name).parts, **other_parts})

    def ask(
        self, role: str, method: str, name: str, *, fields: object = None, **other_parts: object
    ) -> HttpResponseBase:
        """One request to the address of this line; its effects are gone afterwards."""
        with undone():
            self.lead(role, name)
            return _send(self.browsers[role], method, self.address(name, **other_parts), fields)

    def lead(self, role: str, name: str) -> None:
        """Open what has to be opened before this address."""
        if self.target(name).first:
            self.browsers[role].get(self.target(name).first)


def _like(browser: Client) -> Client:
    same = Client()
    same.cookies = deepcopy(browser.cookies)
    return same


def _send(browser: Client, method: str, address: str, fields: object) -> HttpResponseBase:
    answer: HttpResponseBase = getattr(browser, method.lower())(address, fields)
    if answer.streaming:  # read to its end it is closed as by a server, and the database stays open
        b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return answer


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[Stage]:
    """Made once for the tests of a file and gone after them; only the tests' own effects are taken back in between."""
    with django_db_blocker.unblock(), undone():
        yield Stage(world_of(OrganisationFactory(), OrganisationFactory()))


@pytest.fixture
def stage(standing: Stage, db: None, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(passwords, "SECONDS_TO_ANSWER", 0)
    Loop.objects.update(finished_at=timezone.now())  # however long this file takes
    return standing.cleared()


def world_of(ours: Organisation, others: Organisation, **people: User) -> World:
    """The two organisations and somebody in each role; `people` are those that there are already."""
    # However long the suite has run: a database older than a few minutes, in which no loop ever ran, is an alarm.
    Loop.objects.bulk_create(Loop(name=name, finished_at=timezone.now()) for name in LOOPS)
    cast: dict[str, User | None] = {"visitor": None, **people}
    for role in ROLES:
        if role == "operator":
            cast.setdefault(role, UserFactory(name=role, is_staff=True, is_superuser=True))
        elif role not in cast:
            theirs, its_role = (others, "coordinator") if role == "outsider" else (ours, role)
            cast[role] = MembershipFactory(organisation=theirs, role=its_role, user__name=role).user
    return World(ours, others, cast)
