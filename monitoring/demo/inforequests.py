"""A request for information of the demonstration: the full draft, asked for through e-Otinish today."""

from datetime import date, datetime

from accounts.models import Organisation, User
from inforequests.actions.events import Happening, record_event
from inforequests.actions.issuing import issue_request
from inforequests.actions.requests import write_ready_request
from inforequests.states import Channel, EventKind, ReadyText
from projects.models import Dossier

# Nobody's: what a letter has to name of an organisation that does not exist.
CARD = {
    "bin": "000000000000",
    "phone": "+7 7172 000000",
    "email": "hat@ashyq-orta.example",
    "signatory_name_kk": "А. Сағынова",
    "signatory_name_ru": "А. Сагынова",
}


def ask_for_full_draft(dossier: Dossier, asker: User, at: datetime, on: date) -> None:
    """The ready text, issued and sent; the answer is waited for."""
    organisation = dossier.organisation
    for name, value in CARD.items():
        setattr(organisation, name, value)
    Organisation.objects.filter(pk=organisation.pk).update(**CARD)
    asked = write_ready_request(dossier, ReadyText.FULL_DRAFT, actor=asker, at=at)
    assert asked is not None  # the drafts of the demonstration name their bodies
    issue_request(asked, seen=0, path=f"/requests/{asked.pk}/", actor=asker, at=at)
    sent = Happening(EventKind.SENT, on, channel=Channel.OTINISH)
    record_event(asked, sent, actor=asker, at=at)
