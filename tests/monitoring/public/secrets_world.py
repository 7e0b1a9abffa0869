"""An organisation with one of everything that is nobody's business, and of everything that is public, told apart by words.

A secret holds 'құпия-<what>', what is public 'ашық-<what>'.
"""

from datetime import timedelta

from accounts.actions import record
from accounts.models import Organisation, User
from amendments.documents.table import table_document
from amendments.models import Receipt
from amendments.models.table import COLUMNS
from amendments.states import DocumentKind
from correspondence.documents import Mode
from correspondence.documents.rendering import render
from deadlines.actions import Words
from hearings.models import Minutes
from monitoring.models import Position
from tests.factories import (
    AccessNeedFactory,
    AmendmentRowFactory,
    AmendmentTableFactory,
    CallFactory,
    CaseFactory,
    ContactFactory,
    CouncilFactory,
    DeadlineFactory,
    DossierFactory,
    DraftActFactory,
    FactFactory,
    HearingFactory,
    InfoRequestFactory,
    LibraryEntryFactory,
    MembershipFactory,
    OpenSurveyFactory,
    OrganisationFactory,
    OutcomeFactory,
    OutgoingEmailFactory,
    PositionFactory,
    PublicationFactory,
    QuestionFactory,
    RapidAssessmentFactory,
    ReceiptFactory,
    RegistrationFactory,
    RequestEventFactory,
    RowCommentFactory,
    StakeholderFactory,
    SubmissionFactory,
    SurveyAnswerFactory,
    SurveyFactory,
    TriageItemFactory,
    UserFactory,
    WrittenProposalFactory,
    opened_page,
)
from tests.factories.correspondence import ordered
from tests.factories.hearings import ProposalFactory
from tests.factories.public import table_issued
from tests.projects.conftest import NOW, TODAY

SECRET, PUBLIC = "құпия-", "ашық-"
SOON = NOW + timedelta(days=30)
SHOWN_WORDS = frozenset(
    PUBLIC + what
    for what in (
        *("ұйым", "ұстаным", "жоба", "қорытынды", "негіздеме", "жауап-сөзі", "серіктес", "pdf"),
        *("тыңдау", "хаттама", "жауап", "дерек", "сауалнама", "оқиға"),
    )
)


def _both(name: str, text: str) -> dict[str, str]:
    return {f"{name}_kk": text, f"{name}_ru": text}


def plant(ours: Organisation) -> None:
    opened_page(ours, with_logo=True)
    ours.about_kk = ours.about_ru = f"{PUBLIC}ұйым"
    ours.save()
    someone = UserFactory(name=f"{SECRET}адам", email="qupia-adam@example.kz")
    MembershipFactory(user=someone, organisation=ours, role="coordinator")
    _plant_tables(ours, someone)
    _plant_hearings(ours)
    _plant_requests(ours, someone)
    _plant_evidence(ours)
    _plant_house(ours, someone)
    _plant_closed_page()
    # Set now, for issued letters bear both.
    card = _both("signatory_name", f"{SECRET}қолтаңба") | _both("address", f"{SECRET}мекенжай")
    Organisation.objects.filter(pk=ours.pk).update(**card)


# --- Positions ----------------------------------------------------------------------------------------------------


def _sent(ours: Organisation, word: str, **facts: object) -> Position:
    draft = DraftActFactory(title_kk=f"{word}жоба", title_ru=f"{word}жоба")
    table = AmendmentTableFactory(
        dossier=DossierFactory(organisation=ours, draft=draft),
        state="submitted",
        approved_at=NOW,
        **_both("summary", f"{word}қорытынды"),
    )
    texts = _both("proposed_wording", f"{word}ұстаным") | _both("justification", f"{word}негіздеме")
    row = AmendmentRowFactory(table=table, is_checked=True, **texts)
    OutcomeFactory(row=row, state="partly", body_words=f"{word}жауап-сөзі", confirmed_at=NOW)
    sent = SubmissionFactory(
        table=table, note=f"{SECRET}ескертпе", late_reason=f"{SECRET}кешігу", address="https://example.kz/qupia-silteme"
    )
    sent.content["coalition"] = [
        {**_both("name", f"{word}серіктес"), **_both("signatory_name", f"{SECRET}серіктес-адам"), "mandate": f"{SECRET}мандат"}
    ]
    sent.save(update_fields=["content"])
    return PositionFactory(organisation=ours, submission=sent, published_at=NOW, **facts)


def _plant_tables(ours: Organisation, someone: User) -> None:
    shown = _sent(ours, PUBLIC, published_by=someone)
    table, row = shown.table, shown.table.rows.get()
    RowCommentFactory(row=row, text=f"{SECRET}талқы", author=someone)
    ReceiptFactory(submission=shown.submission, file_name=f"{SECRET}растау.pdf")
    assert Receipt.objects.exists()
    for number, (confirmed_at, what) in enumerate(((None, "болжам"), (NOW + timedelta(hours=1), "кейінгі"))):
        later = AmendmentRowFactory(table=table, is_checked=True, order=50 + number)
        content = {"id": later.pk, "number": 2 + number, "category": later.category, "path": ""}
        texts = {f"{column}_{language}": "ұсыныс" for column in COLUMNS for language in ("kk", "ru")}
        shown.submission.content["rows"].append(content | texts)
        OutcomeFactory(row=later, body_words=f"{SECRET}{what}", confirmed_at=confirmed_at)
    shown.submission.save(update_fields=["content"])
    AmendmentRowFactory(table=table, **_both("proposed_wording", f"{SECRET}жолданбаған"))
    issued = {**shown.submission.content, **_both("summary", f"{PUBLIC}pdf"), "coalition": []}
    document = table_document(table, issued, Mode.KAZAKH)
    shown.documents.add(table_issued(shown, render(document, ["pdf"])["pdf"]))
    _sent(ours, f"{SECRET}эмбарго-", embargo_until=TODAY + timedelta(days=5))
    _sent(ours, f"{SECRET}кері-", state="withdrawn")
    unpublished = _sent(ours, f"{SECRET}жарияланбаған-")
    unpublished.delete()
    written = AmendmentTableFactory(dossier=DossierFactory(organisation=ours), **_both("summary", f"{SECRET}жазылуда"))
    AmendmentRowFactory(table=written, **_both("proposed_wording", f"{SECRET}қаралуда"))
    SubmissionFactory(table=table, round=2, submitted_at=NOW, content={"rows": [], **_both("summary", f"{SECRET}екінші")})
    RapidAssessmentFactory(dossier=written.dossier, **_both("reason", f"{SECRET}бағалау"))
    LibraryEntryFactory(organisation=ours, **_both("text", f"{SECRET}кітапхана"))


# --- Hearings -----------------------------------------------------------------------------------------------------


def _plant_hearings(ours: Organisation) -> None:
    HearingFactory(organisation=ours, starts_at=SOON, **_both("title", f"{SECRET}тыңдау"))
    announced = HearingFactory(
        organisation=ours,
        state="announced",
        announced_at=NOW,
        starts_at=SOON,
        format="hybrid",
        online_url="https://meet.example/qupia-kezdesu",
        **_both("title", f"{PUBLIC}тыңдау"),
    )
    person = RegistrationFactory(
        hearing=announced, name=f"{SECRET}қатысушы", email="qupia-qatysushy@example.kz"
    )
    AccessNeedFactory(registration=person, note=f"{SECRET}қажеттілік")
    StakeholderFactory(organisation=ours, name=f"{SECRET}мүдделі", note=f"{SECRET}пікірі")
    WrittenProposalFactory(hearing=announced, text=f"{SECRET}жазбаша")
    held = {"organisation": ours, "state": "held", "announced_at": NOW, "opened_at": NOW, "closed_at": NOW, "starts_at": NOW}
    shown, hidden = (HearingFactory(**held, **_both("title", f"{PUBLIC}тыңдау-өтті")) for _each in range(2))
    ProposalFactory(hearing=hidden, text=f"{SECRET}ауызша")
    minutes = {"organisation": ours, "approved_at": NOW}
    Minutes.objects.create(**minutes, hearing=hidden, state="approved", **_both("decisions", f"{SECRET}хаттама"))
    said = _both("decisions", f"{PUBLIC}хаттама")
    Minutes.objects.create(**minutes, hearing=shown, state="published", published_at=NOW, **said)


# --- Requests -----------------------------------------------------------------------------------------------------


def _plant_requests(ours: Organisation, someone: User) -> None:
    InfoRequestFactory(organisation=ours, created_by=someone, **_both("subject", f"{SECRET}сұрау"))
    tomorrow = TODAY + timedelta(days=1)
    for word, state, embargo in ((PUBLIC, "published", TODAY), (SECRET, "draft", None), (SECRET, "published", tomorrow)):
        asked = InfoRequestFactory(organisation=ours, created_by=someone, state="sent", **_both("subject", f"{SECRET}тақырып"))
        asked.items.update(**_both("text", f"{SECRET}тармақ"))
        RequestEventFactory(info_request=asked, on=TODAY, note=f"{SECRET}оқиға-жазбасы")
        RequestEventFactory(info_request=asked, kind="answered", outcome="part", channel="", on=TODAY)
        publishing = {"state": state, "published_at": NOW, "embargo_until": embargo}
        page = PublicationFactory(info_request=asked, **publishing, **_both("title", f"{word}жауап"))
        chosen, other = (FactFactory(info_request=asked, value=f"{one}дерек") for one in (word, SECRET))
        page.facts.set([chosen])
        assert other.pk


# --- Evidence -----------------------------------------------------------------------------------------------------


def _plant_evidence(ours: Organisation) -> None:
    SurveyFactory(organisation=ours, **_both("title", f"{SECRET}сауалнама"))
    listed = OpenSurveyFactory(organisation=ours, is_listed=True, **_both("title", f"{PUBLIC}сауалнама"))
    asked = QuestionFactory(survey=listed, kind="long")
    SurveyAnswerFactory(survey=listed, values={str(asked.pk): f"{SECRET}жауабы"})
    ContactFactory(organisation=ours, name=f"{SECRET}байланыс", phone="+7 701 555 44 33", email="qupia-bailanys@example.kz")
    CallFactory(organisation=ours, asked=f"{SECRET}қоңырау")
    told = {"story": f"{SECRET}әңгіме", "contact__name": f"{SECRET}айтушы"}
    CaseFactory(organisation=ours, state="published", published_at=NOW, **told, **_both("copy_title", f"{PUBLIC}оқиға"))
    CaseFactory(organisation=ours, **told, **_both("copy_title", f"{SECRET}оқиға"))


# --- The house ----------------------------------------------------------------------------------------------------


def _plant_house(ours: Organisation, someone: User) -> None:
    TriageItemFactory(organisation=ours, reason=f"{SECRET}іріктеу")
    DossierFactory(organisation=ours, state="closed", closing_reason=f"{SECRET}жабу")
    DeadlineFactory(organisation=ours, label=Words(f"{SECRET}мерзім", f"{SECRET}мерзім"))
    CouncilFactory(organisation=ours, **_both("name", f"{SECRET}кеңес"))
    OutgoingEmailFactory(organisation=ours, subject=f"{SECRET}хат", text=f"{SECRET}хат", address="qupia-hat@example.kz")
    ordered(ours, someone, kind=DocumentKind.TABLE)
    record("dossier.opened", actor=someone, organisation=ours, subject=f"{SECRET}журнал", at=NOW)


def _plant_closed_page() -> None:
    """Everything is published, but the page is closed: nothing of it is public."""
    closed = OrganisationFactory(slug="jabyq-uiym", **_both("about", f"{SECRET}жабық-ұйым"))
    _sent(closed, f"{SECRET}жабық-бет-")
