"""What the activity log says in words.

Each app that records deeds tells their sentences in its own `activity.py`, which is read when Django starts:

    from accounts.activity import SENTENCES, Sentence

    SENTENCES.update({"dossier.opened": Sentence(_("%(actor)s opened the dossier %(subject)s."))})

A sentence may name `actor`, `subject` and every key of the entry's details. A detail that is kept as the
value of a list of choices is shown by its label when the list is named:

    Sentence(_("%(actor)s joined. Role: %(role)s."), role=Role)

A detail that is a day, kept as ISO 8601, is written as people write it when `days` names it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import ActivityEntry
from accounts.states import Role
from common import dates


class Sentence:
    """A whole sentence with named placeholders, the days among its details, and the lists that others are chosen from."""

    def __init__(
        self, text: Promise, *, days: Collection[str] = (), **choices: type[models.TextChoices]
    ) -> None:
        self.text = text
        self.days = days
        self.choices = choices

    def about(self, entry: ActivityEntry) -> str:
        """The sentence, filled in, in the active language; what an old entry does not hold is left out."""
        return str(self.text) % _Facts(
            {name: self._shown(name, value) for name, value in entry.details.items()}
            | {"actor": actor_name(entry), "subject": entry.subject_in_reading}
        )

    def _shown(self, name: str, value: Any) -> Any:
        if name in self.days:
            return dates.whole_day(date.fromisoformat(value), (get_language() or "kk")[:2])
        choices = self.choices.get(name)
        return choices(value).label if choices is not None and value in choices.values else value


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True)
class Line:
    """An entry as the page shows it."""

    entry: ActivityEntry
    sentence: str


def actor_name(entry: ActivityEntry) -> str:
    return str(entry.actor) if entry.actor is not None else gettext("The system")


def line(entry: ActivityEntry) -> Line:
    return Line(entry, SENTENCES.get(entry.verb, _UNTOLD).about(entry))


_UNTOLD = Sentence(_("%(actor)s did something to %(subject)s that this version has no words for."))

SENTENCES: dict[str, Sentence] = {
    "organisation.created": Sentence(_("%(actor)s set up the organisation %(subject)s.")),
    "organisation.changed": Sentence(_("%(actor)s changed the card of the organisation.")),
    "organisation.suspended": Sentence(_("%(actor)s suspended the organisation.")),
    "organisation.page_saved": Sentence(_("%(actor)s changed the address or the text of the public page.")),
    "organisation.page_opened": Sentence(
        _("%(actor)s opened the public page of the organisation to everybody.")
    ),
    "organisation.page_closed": Sentence(_("%(actor)s closed the public page of the organisation.")),
    "organisation.resumed": Sentence(_("%(actor)s opened the organisation again.")),
    "invitation.sent": Sentence(_("%(actor)s invited %(subject)s. Role: %(role)s."), role=Role),
    "invitation.resent": Sentence(_("%(actor)s sent the invitation to %(subject)s again."), role=Role),
    "invitation.revoked": Sentence(_("%(actor)s withdrew the invitation to %(subject)s."), role=Role),
    "invitation.accepted": Sentence(_("%(actor)s joined the organisation. Role: %(role)s."), role=Role),
    "member.role_changed": Sentence(
        _("%(actor)s changed the role of %(subject)s from %(before)s to %(role)s."), role=Role, before=Role
    ),
    "member.removed": Sentence(_("%(actor)s removed %(subject)s from the organisation."), role=Role),
    "member.restored": Sentence(_("%(actor)s took %(subject)s back into the organisation."), role=Role),
    "member.left": Sentence(_("%(actor)s left the organisation."), role=Role),
    "person.profile_changed": Sentence(_("%(actor)s changed their profile.")),
    "person.password_changed": Sentence(_("%(actor)s changed their password.")),
    "person.password_reset_asked": Sentence(_("A letter for a new password was asked for %(subject)s.")),
    "person.password_reset": Sentence(_("%(actor)s chose a new password by the letter.")),
    "person.totp_added": Sentence(_("%(actor)s added an application with codes to their account.")),
    "person.totp_removed": Sentence(_("%(actor)s removed the application with codes from their account.")),
    "person.passkey_added": Sentence(_("%(actor)s added a passkey to their account.")),
    "person.passkey_removed": Sentence(_("%(actor)s removed a passkey from their account.")),
    "person.codes_made": Sentence(_("%(actor)s made new recovery codes.")),
    "person.code_used": Sentence(_("%(actor)s used a recovery code.")),
    "person.key_made": Sentence(_("%(actor)s made the access key “%(subject)s” for a program.")),
    "person.key_revoked": Sentence(_("%(actor)s revoked the access key “%(subject)s” of a program.")),
    "person.sessions_ended": Sentence(_("%(actor)s signed out other devices.")),
    "list.exported": Sentence(
        _("%(actor)s downloaded the list “%(subject)s”. Lines: %(count)s, as %(format)s.")
    ),
    "person.factors_reset": Sentence(_("%(actor)s reset the second step of %(subject)s.")),
}
