from inforequests.models.answer import Fact, FactQuerySet, ItemVerdict, ItemVerdictQuerySet
from inforequests.models.batch import BatchLine, RequestBatch
from inforequests.models.dispatch import Dispatch
from inforequests.models.event import EventFile, RequestClock, RequestEvent, RequestEventQuerySet
from inforequests.models.file_check import FileCheck
from inforequests.models.holder import Holder, HolderQuerySet
from inforequests.models.letter import RequestLetter
from inforequests.models.publication import AcceptedFinding, Publication, PublicationQuerySet
from inforequests.models.request import InfoRequest, InfoRequestQuerySet, RequestItem

__all__ = [
    "AcceptedFinding",
    "BatchLine",
    "Dispatch",
    "EventFile",
    "Fact",
    "FactQuerySet",
    "FileCheck",
    "Holder",
    "HolderQuerySet",
    "InfoRequest",
    "InfoRequestQuerySet",
    "ItemVerdict",
    "ItemVerdictQuerySet",
    "Publication",
    "PublicationQuerySet",
    "RequestBatch",
    "RequestClock",
    "RequestEvent",
    "RequestEventQuerySet",
    "RequestItem",
    "RequestLetter",
]
