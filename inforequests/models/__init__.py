from inforequests.models.batch import BatchLine, RequestBatch
from inforequests.models.dispatch import Dispatch
from inforequests.models.event import EventFile, RequestClock, RequestEvent, RequestEventQuerySet
from inforequests.models.file_check import FileCheck
from inforequests.models.holder import Holder, HolderQuerySet
from inforequests.models.letter import RequestLetter
from inforequests.models.request import InfoRequest, InfoRequestQuerySet, RequestItem

__all__ = [
    "BatchLine",
    "Dispatch",
    "EventFile",
    "FileCheck",
    "Holder",
    "HolderQuerySet",
    "InfoRequest",
    "InfoRequestQuerySet",
    "RequestBatch",
    "RequestClock",
    "RequestEvent",
    "RequestEventQuerySet",
    "RequestItem",
    "RequestLetter",
]
