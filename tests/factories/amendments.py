"""What an organisation proposes to a draft; texts are invented."""

from datetime import datetime
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from amendments.actions.cells import settle_readiness
from amendments.actions.submission import rows_of
from amendments.models import (
    CELLS,
    AmendmentRow,
    AmendmentTable,
    CoalitionInvitation,
    Escalation,
    EscalationFile,
    LibraryEntry,
    Outcome,
    OutcomeCandidate,
    OutcomePage,
    PageComment,
    RapidAssessment,
    Receipt,
    RowComment,
    SourceText,
    Submission,
    SubmittedRow,
    TextElement,
)
from amendments.queries.table import as_sent, fingerprint
from amendments.states import (
    Channel,
    ElementKind,
    EscalationTo,
    OutcomeSource,
    PaperKind,
    Recommendation,
    TextOrigin,
    Verdict,
)
from tests.factories.projects import DossierFactory

WRITTEN_AT = timezone.make_aware(datetime(2026, 9, 14, 9, 30))
TEXTS = {
    "structural_element_kk": "3-тармақ",
    "structural_element_ru": "пункт 3",
    "draft_wording_kk": "Шекті тариф уәкілетті органның шешімі бойынша қайта қаралады.",
    "draft_wording_ru": "Предельный тариф пересматривается по решению уполномоченного органа.",
    "proposed_wording_kk": "Шекті тариф жария тыңдаулардан кейін жылына бір реттен жиі емес қайта қаралады.",
    "proposed_wording_ru": "Предельный тариф пересматривается не чаще одного раза в год после публичных слушаний.",
    "justification_kk": "«Табиғи монополиялар туралы» Заңның 25-бабы.",
    "justification_ru": "Закон «О естественных монополиях», статья 25.",
    "expected_effect_kk": "Тұтынушылар тарифті алдын ала біледі.",
    "expected_effect_ru": "Потребители знают тариф заранее.",
}


class AmendmentTableFactory(DjangoModelFactory[AmendmentTable]):
    """A table that is being written, with its summary in both languages, not checked yet."""

    class Meta:
        model = AmendmentTable

    dossier = factory.SubFactory(DossierFactory)
    organisation = factory.SelfAttribute("dossier.organisation")
    summary_kk = "Тариф ашық болсын."
    summary_ru = "Тариф должен быть открытым."
    created_at = WRITTEN_AT
    changed_at = WRITTEN_AT


class AmendmentRowFactory(DjangoModelFactory[AmendmentRow]):
    """A row with texts in all cells; `is_checked=True`: a person has checked them all."""

    class Meta:
        model = AmendmentRow

    table = factory.SubFactory(AmendmentTableFactory)
    organisation = factory.SelfAttribute("table.organisation")
    order = factory.Sequence(lambda n: n + 1)
    created_at = WRITTEN_AT
    changed_at = WRITTEN_AT

    @classmethod
    def _create(cls, model_class: type[AmendmentRow], *args: Any, **kwargs: Any) -> AmendmentRow:
        checked = [*CELLS] if kwargs.pop("is_checked", False) else []
        row = AmendmentRow(**{**TEXTS, "checked": checked, **kwargs})
        settle_readiness(row)
        row.save()
        return row


class RowCommentFactory(DjangoModelFactory[RowComment]):
    class Meta:
        model = RowComment

    row = factory.SubFactory(AmendmentRowFactory)
    organisation = factory.SelfAttribute("row.organisation")
    text = "Деректер қайдан алынды?"
    at = WRITTEN_AT


class SourceTextFactory(DjangoModelFactory[SourceText]):
    """A text of the draft with two paragraphs."""

    class Meta:
        model = SourceText

    dossier = factory.SubFactory(DossierFactory)
    organisation = factory.SelfAttribute("dossier.organisation")
    language = "ru"
    number = 1
    origin = TextOrigin.PASTED
    sha256 = "0" * 64
    brought_at = WRITTEN_AT

    @classmethod
    def _create(cls, model_class: type[SourceText], *args: Any, **kwargs: Any) -> SourceText:
        source = SourceText.objects.create(**kwargs)
        kk = source.language == "kk"
        for number, text in (
            (3, TEXTS[f"draft_wording_{source.language}"]),
            (4, "Ақпарат." if kk else "Информация."),
        ):
            TextElement.objects.create(
                source=source,
                order=number,
                kind=ElementKind.PARAGRAPH,
                number=str(number),
                path=f"paragraph:{number}",
                label=f"{number}-тармақ" if kk else f"пункт {number}",
                text=text,
            )
        return source


class LibraryEntryFactory(DjangoModelFactory[LibraryEntry]):
    class Meta:
        model = LibraryEntry

    sha256 = factory.Sequence(lambda n: f"{n:064d}")
    kind = "law"
    text_kk = "«Ақпаратқа қол жеткізу туралы» Заңның 11-бабы"
    text_ru = "Статья 11 Закона «О доступе к информации»"
    created_at = WRITTEN_AT


class CoalitionInvitationFactory(DjangoModelFactory[CoalitionInvitation]):
    class Meta:
        model = CoalitionInvitation

    table = factory.SubFactory(AmendmentTableFactory)
    organisation = factory.SelfAttribute("table.organisation")
    email = factory.Sequence(lambda n: f"serik{n}@example.kz")
    invited_name = "«Серік» қоғамдық қоры"
    language = "kk"
    token_hash = factory.Sequence(lambda n: f"{n:064d}")
    expires_at = timezone.make_aware(datetime(2126, 10, 1))
    created_at = WRITTEN_AT


class RapidAssessmentFactory(DjangoModelFactory[RapidAssessment]):
    class Meta:
        model = RapidAssessment

    dossier = factory.SubFactory(DossierFactory)
    organisation = factory.SelfAttribute("dossier.organisation")
    number = 1
    recommendation = Recommendation.TAKE_PART
    reason_kk = "Тариф тұтынушыларға әсер етеді."
    reason_ru = "Тариф затрагивает потребителей."
    saved_at = WRITTEN_AT


class SubmissionFactory(DjangoModelFactory[Submission]):
    """Sent through the portal, with the text of its table as it stands."""

    class Meta:
        model = Submission

    table = factory.SubFactory(AmendmentTableFactory)
    organisation = factory.SelfAttribute("table.organisation")
    channel = Channel.PORTAL
    submitted_at = WRITTEN_AT
    recorded_at = WRITTEN_AT
    content = factory.LazyAttribute(lambda sent: as_sent(sent.table))
    sha256 = factory.LazyAttribute(lambda sent: fingerprint(sent.content))

    @classmethod
    def _create(cls, model_class: type[Submission], *args: Any, **kwargs: Any) -> Submission:
        submission = Submission.objects.create(**kwargs)
        SubmittedRow.objects.bulk_create(rows_of(submission))
        return submission


class ReceiptFactory(DjangoModelFactory[Receipt]):
    class Meta:
        model = Receipt

    submission = factory.SubFactory(SubmissionFactory)
    organisation = factory.SelfAttribute("submission.organisation")
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.7 %%EOF", "receipt.pdf"))
    file_name = "skrinshot.pdf"
    content_type = "application/pdf"
    size = 14
    sha256 = factory.Sequence(lambda n: f"{n:064d}")
    added_at = WRITTEN_AT


class OutcomePageFactory(DjangoModelFactory[OutcomePage]):
    """A saved page of the draft in Russian, without its bytes."""

    class Meta:
        model = OutcomePage

    table = factory.SubFactory(AmendmentTableFactory)
    organisation = factory.SelfAttribute("table.organisation")
    source = OutcomeSource.DRAFT_PAGE
    language = "ru"
    channel = 6
    file_name = "view.html"
    sha256 = factory.Sequence(lambda n: f"{n:064d}")
    brought_at = WRITTEN_AT


class PageCommentFactory(DjangoModelFactory[PageComment]):
    """A comment of ours that the portal marks as accepted, with the body's reply."""

    class Meta:
        model = PageComment

    page = factory.SubFactory(OutcomePageFactory)
    order = factory.Sequence(lambda n: n + 1)
    key = factory.Sequence(lambda n: str(16000300 + n))
    text = TEXTS["proposed_wording_ru"]
    verdict = "accepted"
    replies = factory.LazyFunction(lambda: [{"text": "Учтено.", "is_official": True, "at": None}])
    is_ours = True


class OutcomeCandidateFactory(DjangoModelFactory[OutcomeCandidate]):
    class Meta:
        model = OutcomeCandidate

    row = factory.SubFactory(AmendmentRowFactory)
    comment = factory.SubFactory(PageCommentFactory)
    similarity = 0.82
    score = 0.9
    reasons = factory.LazyFunction(
        lambda: {"words": ["тариф"], "column": "proposed", "element": "пункт 3", "agreement": 1.0}
    )
    is_proposed = True


class OutcomeFactory(DjangoModelFactory[Outcome]):
    """An answer that was confirmed; `confirmed_at=None`: nobody has confirmed it."""

    class Meta:
        model = Outcome

    row = factory.SubFactory(AmendmentRowFactory)
    organisation = factory.SelfAttribute("row.organisation")
    state = Verdict.ACCEPTED
    body_words = "Учтено."
    body_language = "ru"
    source = OutcomeSource.LETTER
    confirmed_at = WRITTEN_AT


FINDING = {
    "adoption": "partly",
    "share": 0.5,
    "passage": "Предельный тариф пересматривается один раз в год.",
    "label": "пункт 3",
    "missing": ["слушаний"],
    "only_numbers": False,
}


class EscalationFactory(DjangoModelFactory[Escalation]):
    """A letter to the public council that is being written."""

    class Meta:
        model = Escalation

    table = factory.SubFactory(AmendmentTableFactory)
    organisation = factory.SelfAttribute("table.organisation")
    to = EscalationTo.PUBLIC_COUNCIL
    addressee_kk = "Қоғамдық кеңес"
    addressee_ru = "Общественный совет"
    title_kk = "Ұсыныстар туралы"
    title_ru = "О предложениях"
    text_kk = "Отырыста қарауыңызды сұраймыз."
    text_ru = "Просим рассмотреть на заседании."
    changed_at = WRITTEN_AT
    created_at = WRITTEN_AT


class EscalationFileFactory(DjangoModelFactory[EscalationFile]):
    class Meta:
        model = EscalationFile

    escalation = factory.SubFactory(EscalationFactory)
    organisation = factory.SelfAttribute("escalation.organisation")
    kind = PaperKind.RECEIPT
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.7 %%EOF", "receipt.pdf"))
    file_name = "tuskhat.pdf"
    content_type = "application/pdf"
    size = 14
    sha256 = factory.Sequence(lambda n: f"{n:064d}")
    added_at = WRITTEN_AT
