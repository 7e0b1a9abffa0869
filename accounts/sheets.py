"""The lists of an organisation's people and of their steps, as the pages show them, for a spreadsheet."""

from django.utils.translation import gettext_lazy as _

from accounts.activity import actor_name, line
from accounts.models import ActivityEntry, Membership
from common.sheets import Sheet

PEOPLE: Sheet[Membership] = Sheet(
    "team",
    (_("Name"), _("E-mail"), _("Role"), _("Member since")),
    lambda row: (row.user.name, row.user.email, row.get_role_display(), row.created_at),
    _("Team"),
)
ACTIVITY: Sheet[ActivityEntry] = Sheet(
    "activity",
    (_("When"), _("Whose step"), _("What was done")),
    lambda entry: (entry.at, actor_name(entry), line(entry).sentence),
    _("Activity log"),
)
