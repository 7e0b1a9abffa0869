"""The world in which every address is tried."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.views import passwords
from monitoring.models import Loop
from monitoring.queries import LOOPS
from tests.architecture.matrix import MATRIX, ROLES, TARGETS, Target, Targets, World
from tests.conftest import ClientOf
from tests.factories import MembershipFactory


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


# Name of an address -> who makes its target; known once every maker has been asked.
MAKER_OF: dict[str, Callable[[World], Targets]] = {}


class Stage:
    """The world, its addresses, and a browser for each role. Objects are made when their address is asked for."""

    def __init__(self, world: World, client_of: ClientOf) -> None:
        self.world = world
        self.client_of = client_of
        # Before the targets: signing in spends a link for a new password.
        self.browsers = {role: client_of(world.people[role]) for role in ROLES}
        self._made: dict[Callable[[World], Targets], Targets] = {}
        if not MAKER_OF:
            self.complete()

    def complete(self) -> None:
        """Make the objects of every address, for tests that look for one thing on the pages of another."""
        for make in TARGETS:
            MAKER_OF.update(dict.fromkeys(self._of(make), make))

    def target(self, name: str) -> Target:
        make = MAKER_OF.get(name)
        return self._of(make).get(name, Target()) if make else Target()

    def _of(self, make: Callable[[World], Targets]) -> Targets:
        if make not in self._made:
            self._made[make] = make(self.world)
        return self._made[make]

    def address(self, name: str, **other_parts: object) -> str:
        return reverse(name, kwargs={**self.target(name).parts, **other_parts})

    def ask(
        self, role: str, method: str, name: str, *, fields: object = None, **other_parts: object
    ) -> HttpResponseBase:
        """One request to the address of this line; its effects are gone afterwards."""
        self.target(name)  # made before what is undone
        with undone():
            self.lead(role, name)
            return _send(self.browsers[role], method, self.address(name, **other_parts), fields)

    def lead(self, role: str, name: str) -> None:
        """Open what has to be opened before this address."""
        if self.target(name).first:
            self.browsers[role].get(self.target(name).first)


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


@pytest.fixture
def stage(
    ashyq_orta: Organisation,
    kok_aspan: Organisation,
    aigerim: User,
    bolat: User,
    dana: User,
    operator: User,
    client_of: ClientOf,
    monkeypatch: pytest.MonkeyPatch,
) -> Stage:
    monkeypatch.setattr(passwords, "SECONDS_TO_ANSWER", 0)
    # However long the suite has run: a database older than a few minutes, in which no loop ever ran, is an alarm.
    Loop.objects.bulk_create(Loop(name=name, finished_at=timezone.now()) for name in LOOPS)
    people: dict[str, User | None] = {
        role: MembershipFactory(organisation=ashyq_orta, role=role, user__name=role).user
        for role in ("volunteer", "moderator", "lawyer")
    }
    people |= {
        "visitor": None,
        "outsider": dana,
        "observer": bolat,
        "coordinator": aigerim,
        "operator": operator,
    }
    return Stage(World(ashyq_orta, kok_aspan, people), client_of)
