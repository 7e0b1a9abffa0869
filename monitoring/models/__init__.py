from monitoring.models.adoption import Fate, InForce
from monitoring.models.cases import Case
from monitoring.models.councils import (
    ENTRIES,
    AgendaProposal,
    Council,
    CouncilMeeting,
    CouncilOpinion,
    CouncilRecommendation,
)
from monitoring.models.hotline import Call, CallCategory
from monitoring.models.implementation import (
    GroupEffect,
    ImplementationItem,
    ItemRequest,
    Measurement,
)
from monitoring.models.loops import Loop
from monitoring.models.open_data import OpenData
from monitoring.models.people import EvidenceConsent, EvidenceContact
from monitoring.models.proofs import Proof
from monitoring.models.publications import Position, PublicFigures
from monitoring.models.search import SearchEntry, SearchStale, SearchWord
from monitoring.models.surveys import Question, Survey, SurveyAnswer
from monitoring.models.webhooks import Webhook, WebhookDelivery

__all__ = [
    "ENTRIES",
    "AgendaProposal",
    "Call",
    "CallCategory",
    "Case",
    "Council",
    "CouncilMeeting",
    "CouncilOpinion",
    "CouncilRecommendation",
    "EvidenceConsent",
    "EvidenceContact",
    "Fate",
    "GroupEffect",
    "ImplementationItem",
    "InForce",
    "ItemRequest",
    "Loop",
    "Measurement",
    "Position",
    "OpenData",
    "Proof",
    "PublicFigures",
    "Question",
    "SearchEntry",
    "SearchStale",
    "SearchWord",
    "Survey",
    "SurveyAnswer",
    "Webhook",
    "WebhookDelivery",
]
