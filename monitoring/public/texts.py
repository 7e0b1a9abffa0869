"""Words of the public pages that several of them say."""

from amendments.models.table import in_reading
from monitoring.models import Position


def body_of(position: Position) -> str:
    """The state body of the draft, in the reader's language; '' where the portal names none."""
    return str(position.table.dossier.draft.body_label or "")


def summary_of(position: Position) -> str:
    """The position summary as it was sent."""
    content = position.submission.content
    return in_reading(content.get("summary_kk", ""), content.get("summary_ru", ""))


def partners_of(position: Position) -> list[str]:
    """The organisations that sent it together with this one; nobody's name and post."""
    members = position.submission.content.get("coalition", ())
    return [in_reading(member.get("name_kk", ""), member.get("name_ru", "")) for member in members]
