"""The publish gate: what an announcement still lacks. Both languages, or it is not published."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hearings.models import AgendaItem, Hearing
from hearings.pack import Material

# What an announcement says in both languages, in the order of the page.
SAID: dict[str, Promise] = {
    "title": gettext_lazy("Subject of the hearing"),
    "aim": gettext_lazy("Aim of the hearing"),
    "place": gettext_lazy("Place"),
    "rules": gettext_lazy("Rules of order"),
    "access": gettext_lazy("Access for everybody"),
}


def lacking(hearing: Hearing, agenda: Iterable[AgendaItem], pack: Iterable[Material]) -> list[str]:
    """A sentence for each thing without which the hearing is not announced; empty: it can be."""
    said = []
    for name, label in SAID.items():
        if name == "place" and not hearing.has_room:
            continue
        said += _in_one_language(str(label), getattr(hearing, f"{name}_kk"), getattr(hearing, f"{name}_ru"))
    for number, item in enumerate(agenda, 1):
        said += _in_one_language(
            _("Item %(number)s of the agenda") % {"number": number}, item.title_kk, item.title_ru
        )
    for material in pack:
        said += _in_one_language(str(material.label), *("+" * part.is_there for part in material.parts))
    if hearing.has_online and not hearing.online_url:
        said.append(_("The link for those who take part online is missing."))
    if hearing.moderator_id is None:
        said.append(_("Nobody is named as moderator."))
    return said


def _in_one_language(what: str, kk: str, ru: str) -> list[str]:
    missing = []
    if not kk.strip():
        missing.append(_("%(what)s: not in Kazakh yet.") % {"what": what})
    if not ru.strip():
        missing.append(_("%(what)s: not in Russian yet.") % {"what": what})
    return missing
