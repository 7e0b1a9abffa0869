from monitoring.models.adoption import Fate, InForce
from monitoring.models.councils import (
    ENTRIES,
    AgendaProposal,
    Council,
    CouncilMeeting,
    CouncilOpinion,
    CouncilRecommendation,
)
from monitoring.models.implementation import (
    GroupEffect,
    ImplementationItem,
    ItemRequest,
    Measurement,
)
from monitoring.models.loops import Loop
from monitoring.models.proofs import Proof

__all__ = [
    "ENTRIES",
    "AgendaProposal",
    "Council",
    "CouncilMeeting",
    "CouncilOpinion",
    "CouncilRecommendation",
    "Fate",
    "GroupEffect",
    "ImplementationItem",
    "InForce",
    "ItemRequest",
    "Loop",
    "Measurement",
    "Proof",
]
