"""A program that asks with a key, and what an organisation may have that it can ask for."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.actions import make_key
from accounts.models import Organisation, User
from accounts.states import Scope
from deadlines.actions.work import Words
from projects.models import Dossier
from tests.factories import (
    AgendaItemFactory,
    AmendmentRowFactory,
    AmendmentTableFactory,
    DeadlineFactory,
    DossierFactory,
    DraftActFactory,
    HearingFactory,
    InfoRequestFactory,
    OutcomeFactory,
    RegistrationFactory,
    RequestEventFactory,
    SubmissionFactory,
)
from tests.factories.correspondence import issued

ALL = tuple(Scope)
LISTS = {
    "drafts": "/api/v1/drafts",
    "deadlines": "/api/v1/deadlines",
    "dossiers": "/api/v1/dossiers",
    "tables": "/api/v1/tables",
    "requests": "/api/v1/requests",
    "hearings": "/api/v1/hearings",
    "documents": "/api/v1/documents",
}


@dataclass
class Program:
    """Asks with one key; without a key where `secret` is ''."""

    secret: str

    def get(self, address: str, asked: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
        sent = {"authorization": f"Bearer {self.secret}"} if self.secret else {}
        answer: HttpResponse = Client().get(address, asked, headers={**sent, **headers})
        return answer


def program_of(user: User, scopes: tuple[Scope, ...] = ALL, **values: Any) -> Program:
    """A program with a key that this person made at their first organisation."""
    at = timezone.now()
    options = {"name": "Сайт", "expires_at": None, "at": at, **values}
    _key, secret = make_key(user.memberships.get(), scopes=scopes, **options)
    return Program(secret)


def work_of(organisation: Organisation, person: User, *, canary: str = "", sets: int = 1) -> list[Dossier]:
    """`sets` of everything that the interface reads; `canary` stands in a text of each thing."""
    made = []
    for number in range(1, sets + 1):
        draft = DraftActFactory(organisation=organisation, title_ru=f"Проект {canary}", portal_id=None)
        dossier = DossierFactory(organisation=organisation, draft=draft, owner=person)
        table = AmendmentTableFactory(dossier=dossier, summary_ru=f"Позиция {canary}")
        row = AmendmentRowFactory(table=table, justification_ru=f"Довод {canary}", author=person)
        OutcomeFactory(row=row, body_words=f"Ответ {canary}")
        SubmissionFactory(table=table, addressee_ru=f"Кому {canary}")
        label = Words(f"Мерзім {canary}", f"Срок {canary}")
        DeadlineFactory(organisation=organisation, label=label, responsible=person)
        request = InfoRequestFactory(organisation=organisation, subject_ru=f"Запрос {canary}")
        RequestEventFactory(info_request=request, number=f"вх. {canary}")
        hearing = HearingFactory(organisation=organisation, title_ru=f"Слушание {canary}", moderator=person)
        AgendaItemFactory(hearing=hearing, speaker="Гүлнәр Сейтқали")
        RegistrationFactory(hearing=hearing, name="Жанар Әбішева", email="zhanar@example.kz")
        issued(organisation, person, number=number)
        made.append(dossier)
    return made
