"""What can be found, and who may find it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.access import Right, may
from accounts.models import Membership


class Kind(models.TextChoices):
    """In the order of the page. All but drafts are kept in SearchEntry; drafts have an index of their own."""

    DOSSIER = "dossier", _("Dossiers")
    TABLE = "table", _("Position summaries")
    ROW = "row", _("Amendments")
    REQUEST = "request", _("Requests for information")
    HEARING = "hearing", _("Hearings")
    LETTER = "letter", pgettext_lazy("search", "Documents and letters issued")
    INCOMING = "incoming", _("Letters received")
    DRAFT = "draft", _("Draft acts")


# What asks for more than reading, as the page of the thing itself does.
WANTS: dict[Kind, Right] = {Kind.INCOMING: Right.WRITE_REQUESTS}


def open_to(membership: Membership) -> list[Kind]:
    """The kinds that this person may open, in the order of the page."""
    return [kind for kind in Kind if may(membership, WANTS.get(kind, Right.READ))]
