"""A dossier of Ashyq Orta with its amendment table, and moments to measure at."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.states import Role
from amendments.models import AmendmentRow, AmendmentTable
from amendments.states import TableState
from projects.models import DraftAct
from tests.factories import (
    AmendmentRowFactory,
    AmendmentTableFactory,
    DossierFactory,
    MembershipFactory,
    SubmissionFactory,
)
from tests.projects.comment_pages import PORTAL_ID

TODAY = date(2026, 9, 14)
NOW = timezone.make_aware(datetime(2026, 9, 14, 9, 30))


@pytest.fixture
def table(ashyq_orta: Organisation) -> AmendmentTable:
    return AmendmentTableFactory(dossier=DossierFactory(organisation=ashyq_orta))


@pytest.fixture
def row(table: AmendmentTable) -> AmendmentRow:
    return AmendmentRowFactory(table=table)


@pytest.fixture
def saule(ashyq_orta: Organisation) -> User:
    """A volunteer of Ashyq Orta."""
    return MembershipFactory(organisation=ashyq_orta, role=Role.VOLUNTEER, user__name="Сәуле Омарова").user


@pytest.fixture
def marat(ashyq_orta: Organisation) -> User:
    """The lawyer of Ashyq Orta."""
    return MembershipFactory(organisation=ashyq_orta, role=Role.LAWYER, user__name="Марат Әлиев").user


SECOND = {
    "structural_element_kk": "7-тармақ",
    "structural_element_ru": "пункт 7",
    "draft_wording_kk": "Өтініш он жұмыс күні ішінде қаралады.",
    "draft_wording_ru": "Заявление рассматривается в течение десяти рабочих дней.",
    "proposed_wording_kk": "Өтініш бес жұмыс күні ішінде қаралады, бас тарту жазбаша негізделеді.",
    "proposed_wording_ru": "Заявление рассматривается в течение пяти рабочих дней, отказ обосновывается письменно.",
    "justification_kk": "Әкімшілік рәсімдік-процестік кодекстің 76-бабы.",
    "justification_ru": "Статья 76 Административного процедурно-процессуального кодекса.",
}


@pytest.fixture
def rows(table: AmendmentTable) -> list[AmendmentRow]:
    """Two rows about different things, checked in both languages."""
    first = AmendmentRowFactory(table=table, order=1, is_checked=True)
    return [first, AmendmentRowFactory(table=table, order=2, is_checked=True, **SECOND)]


@pytest.fixture
def sent_table(table: AmendmentTable, rows: list[AmendmentRow]) -> AmendmentTable:
    """The table with its two rows, sent yesterday; its draft is that of tests.projects.comment_pages."""
    DraftAct.objects.filter(pk=table.dossier.draft_id).update(portal_id=PORTAL_ID)
    AmendmentTable.objects.filter(pk=table.pk).update(state=TableState.SUBMITTED, approved_at=NOW)
    table.refresh_from_db()
    table.dossier.draft.refresh_from_db()
    SubmissionFactory(table=table, submitted_at=NOW - timedelta(days=1))
    return table
