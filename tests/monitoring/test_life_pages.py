"""Pages of acts in life: questions asked, what they say, and that nothing of another organisation is on them."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Organisation, User
from monitoring.actions import adoption, implementation
from monitoring.actions.implementation import Due
from monitoring.models import ENTRIES, Council, Fate, ImplementationItem, ItemRequest, Proof
from projects.models import Dossier
from tests.conftest import ClientOf
from tests.factories import (
    AgendaProposalFactory,
    CouncilFactory,
    CouncilMeetingFactory,
    CouncilOpinionFactory,
    CouncilRecommendationFactory,
    DossierFactory,
    FateFactory,
    GroupEffectFactory,
    InForceFactory,
    InfoRequestFactory,
    ItemFactory,
    MeasurementFactory,
    ProofFactory,
    StateBodyFactory,
)
from tests.moments import almaty
from tests.monitoring.act_law import act_law  # noqa: F401 - a fixture
from tests.monitoring.test_pages import text_of

NOW = almaty("14.09.2026 09:30")
TODAY = NOW.date()
CANARY = "Құпиябелгі"
pytestmark = pytest.mark.usefixtures("act_law")


@pytest.fixture(autouse=True)
def _fourteenth() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def dossier(ashyq_orta: Organisation, aigerim: User) -> Dossier:
    return DossierFactory(organisation=ashyq_orta, owner=aigerim)


@pytest.fixture
def her(aigerim: User, client_of: ClientOf, _fourteenth: None) -> Client:
    return client_of(aigerim)


def busy(dossier: Dossier, actor: User, rows: int) -> tuple[ImplementationItem, Council]:
    """An adopted act with `rows` of everything that follows one, at councils with `rows` of everything."""
    body = dossier.draft.body
    fate = FateFactory(dossier=dossier, published_on=date(2026, 9, 10))
    for number in range(rows):
        InForceFactory(fate=fate, is_whole=False, label_kk=f"{number}-тармақ", rule="stated", stated_on=TODAY)
        values = {"kind": "kpi", "title_kk": f"Көрсеткіш {number}", "title_ru": "", "provision": ""}
        rest = {"body": StateBodyFactory(), "body_name": "", "responsible": actor, "target": None, "unit": ""}
        due = Due(TODAY + timedelta(number - 1))
        item = implementation.add_item(dossier, {**values, **rest}, due, actor=actor, on=TODAY, at=NOW)
        council = CouncilFactory(organisation=dossier.organisation, body=body)
    adoption.follow(fate, actor=actor, on=TODAY, at=NOW)
    for _number in range(rows):
        MeasurementFactory(item=item, noted_by=actor)
        GroupEffectFactory(dossier=dossier, noted_by=actor)
        ProofFactory(item=item, added_by=actor)
        ItemRequest.objects.create(
            item=item, info_request=InfoRequestFactory(organisation=dossier.organisation)
        )
        meeting = CouncilMeetingFactory(council=council, participant=actor)
        ProofFactory(item=None, meeting=meeting, organisation=dossier.organisation)
        AgendaProposalFactory(council=council, dossier=dossier, meeting=meeting)
        CouncilOpinionFactory(council=council, dossier=dossier)
        CouncilRecommendationFactory(council=council, item=item, meeting=meeting)
    return item, council


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_same_number_of_questions_whatever_they_show(
    her: Client, aigerim: User, dossier: Dossier, django_assert_num_queries: Any, rows: int
) -> None:
    item, council = busy(dossier, aigerim, rows)
    of_dossier = f"/dossiers/{dossier.pk}"
    counts = {
        # session, person, memberships, days off, then what the page shows
        f"{of_dossier}/adoption/": 10,  # dossier, fate, forces, table, councils, evidence
        f"{of_dossier}/implementation/": 7,  # dossier, items, effects
        "/implementation/": 6,  # items, bodies
        f"/implementation/{item.pk}/": 9,  # item, requests, values, evidence, requests to link
        "/councils/": 4,
        f"/councils/{council.pk}/": 15,  # council, waiting 3, chronology 4, letters 2, dossiers
        f"/councils/{council.pk}/?kind=opinion": 12,
    }
    for address in counts:
        her.get(address)
    for address, number in counts.items():
        with django_assert_num_queries(number):
            assert her.get(address).status_code == 200


def test_date_of_force_is_explained_on_the_page(her: Client, aigerim: User, dossier: Dossier) -> None:
    busy(dossier, aigerim, 1)
    page = text_of(her.get(f"/dossiers/{dossier.pk}/adoption/"))
    assert "Counted from Thursday, 10 September; that day itself does not count." in page
    assert "Days 1–11" in page
    assert "Counted by our reading of the law" in page
    assert "The act itself names this day" in page


def test_dossier_card_and_thread_tell_the_force_and_what_is_overdue(
    her: Client, aigerim: User, dossier: Dossier
) -> None:
    page = text_of(her.get(f"/dossiers/{dossier.pk}/"))
    assert "It is not known yet what became of the draft." in page
    busy(dossier, aigerim, 3)
    page = text_of(her.get(f"/dossiers/{dossier.pk}/"))
    assert "In force from: 21 September 2026" in page
    assert "in force from" in page
    assert "3 promises of the act are open overdue: 1" in page


def test_nothing_is_proposed_to_a_draft_that_is_decided(her: Client, dossier: Dossier) -> None:
    address = f"/dossiers/{dossier.pk}/"
    assert "Assess the draft" in str(her.get(address).context["next_step"])
    FateFactory(dossier=dossier)
    assert her.get(address).context["next_step"] is None


@pytest.mark.parametrize(
    ("facts", "items", "is_done"),
    [
        ({"state": "unknown", "adopted_on": None}, [], False),
        ({"state": "withdrawn", "withdrawn_on": TODAY}, ["expected"], True),
        ({"state": "adopted"}, [], False),
        ({"state": "adopted", "published_on": date(2026, 9, 1)}, [], True),
        ({"state": "adopted", "published_on": date(2026, 9, 1)}, ["in_progress"], False),
        ({"state": "adopted", "published_on": date(2026, 9, 1)}, ["dropped"], True),
    ],
)
def test_last_stage_is_done_in_force_with_nothing_open(
    her: Client, aigerim: User, dossier: Dossier, facts: dict[str, Any], items: list[str], is_done: bool
) -> None:
    fate = FateFactory(dossier=dossier, **facts)
    adoption.follow(fate, actor=aigerim, on=TODAY, at=NOW)
    for state in items:
        ItemFactory(dossier=dossier, state=state)
    stages = her.get(f"/dossiers/{dossier.pk}/").context["stages"]
    assert (stages[-1].state == "done") is is_done


def test_council_that_kept_silent_has_agreed(her: Client, ashyq_orta: Organisation, aigerim: User) -> None:
    council = CouncilFactory(organisation=ashyq_orta)
    fields = {"on": "2026-08-20", "rule": "public_council.opinion"}
    assert her.post(f"/councils/{council.pk}/opinion/add/", fields).status_code == 302
    page = text_of(her.get(f"/councils/{council.pk}/"))
    assert "silence: agreed without remarks" in page
    opinion = ENTRIES["opinion"].objects.get()
    assert "counts as agreed without remarks" in text_of(
        her.get(f"/councils/{council.pk}/opinion/{opinion.pk}/")
    )


# --- Whose it is ----------------------------------------------------------------------------------------------


def test_nothing_of_another_organisation_is_on_any_page(
    her: Client, aigerim: User, dossier: Dossier, kok_aspan: Organisation, dana: User
) -> None:
    item, council = busy(dossier, aigerim, 1)
    theirs = DossierFactory(organisation=kok_aspan, draft=dossier.draft)
    FateFactory(dossier=theirs, name_kk=CANARY, name_ru=CANARY, state="withdrawn", withdrawn_on=TODAY)
    their_item = ItemFactory(dossier=theirs, title_kk=CANARY, title_ru=CANARY)
    GroupEffectFactory(dossier=theirs, name_kk=CANARY)
    their_council = CouncilFactory(organisation=kok_aspan, name_kk=CANARY, body=dossier.draft.body)
    AgendaProposalFactory(council=their_council, text_kk=CANARY)
    InfoRequestFactory(organisation=kok_aspan, subject_kk=CANARY, subject_ru=CANARY)
    pages = [
        *(
            f"/dossiers/{dossier.pk}/{part}"
            for part in ("", "adoption/", "implementation/", "adoption/fate/adopted/")
        ),
        *("/implementation/", "/implementation/export/csv/", f"/implementation/{item.pk}/", "/councils/"),
        *(f"/councils/{council.pk}/", f"/councils/{council.pk}/recommendation/add/"),
        f"/implementation/?dossier={theirs.pk}",
    ]
    for address in pages:
        answer = her.get(address)
        assert answer.status_code == 200
        assert CANARY not in answer.content.decode(), address
    for address in (f"/implementation/{their_item.pk}/", f"/councils/{their_council.pk}/"):
        assert her.get(address).status_code == 404
    proposed = f"/councils/{council.pk}/proposal/add/?dossier={theirs.pk}"
    assert her.get(proposed).status_code == 404


def test_foreign_rows_cannot_be_chosen(
    her: Client, dossier: Dossier, ashyq_orta: Organisation, dana: User
) -> None:
    item = ItemFactory(dossier=dossier)
    foreign = InfoRequestFactory()
    address = f"/implementation/{item.pk}/requests/"
    assert her.post(address, {"info_request": foreign.pk}).status_code == 422
    assert her.post(f"/implementation/{item.pk}/requests/{foreign.pk}/unlink/").status_code == 404
    council = CouncilFactory(organisation=ashyq_orta)
    fields = {"on": "2026-09-01", "text_kk": "Мәселе", "dossier": DossierFactory().pk, "body_name": "Орган"}
    for kind in ("proposal", "recommendation", "meeting"):
        assert her.post(f"/councils/{council.pk}/{kind}/add/", fields).status_code == 422
    assert (
        her.post("/councils/add/", {"name_kk": "К", "level": "central", "our_member": dana.pk}).status_code
        == 422
    )


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.pdf", b"MZ\x90\0" * 9),
        ("a.svg", b"<svg onload=alert(1)>"),
        ("a.html", b"<script>"),
        ("a.pdf", b""),
    ],
)
def test_hostile_file_is_refused_and_nothing_is_kept(
    her: Client, dossier: Dossier, name: str, body: bytes
) -> None:
    item = ItemFactory(dossier=dossier)
    fields = {"on": "2026-09-01", "note": "Дәлел", "file": SimpleUploadedFile(name, body)}
    for what, pk in (("item", item.pk), ("fate", FateFactory(dossier=dossier).pk)):
        assert her.post(f"/proofs/{what}/{pk}/add/", fields).status_code == 422
    assert not Proof.objects.exists()


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://a.example/x", "data:text/html,x"])
def test_link_that_no_page_opens_is_refused(her: Client, dossier: Dossier, link: str) -> None:
    fate = FateFactory(dossier=dossier)
    fields = {"on": "2026-09-01", "link": link}
    assert her.post(f"/proofs/fate/{fate.pk}/add/", fields).status_code == 422
    adopted = {"seen": "1", "adopted_on": "2026-09-01", "link_kk": link}
    assert her.post(f"/dossiers/{dossier.pk}/adoption/fate/adopted/", adopted).status_code == 422
    assert Fate.objects.get().link_kk == ""
