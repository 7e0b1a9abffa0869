"""From the words of a card to the bodies, act types and states that we know."""

import re
from collections.abc import Iterable

from projects.models import ActType, StateBody, StateBodyName
from projects.states import BodyKind, PortalState

_SPACES = re.compile(r"\s+")
_QUOTES = str.maketrans("«»“”„\"'", "       ")

# The words of the portal, Russian and Kazakh, lower case.
PORTAL_STATES = {
    "на рассмотрении": PortalState.UNDER_REVIEW,
    "мо қарастыруда": PortalState.UNDER_REVIEW,
    "на публичном обсуждении": PortalState.PUBLIC_DISCUSSION,
    "жария талқылауда": PortalState.PUBLIC_DISCUSSION,
    "на онлайн обсуждении": PortalState.ONLINE_DISCUSSION,
    "на онлайн-обсуждении": PortalState.ONLINE_DISCUSSION,
    "онлайн талқылауда": PortalState.ONLINE_DISCUSSION,
    "архив": PortalState.ARCHIVE,
}


def name_key(name: str) -> str:
    """A name as it is compared: without regard to case, quotation marks and spaces."""
    return _SPACES.sub(" ", name.translate(_QUOTES)).strip().casefold()[:300]


class NameBook:
    """Looks up the names of one batch, each table read once.

    `bodies` are the names that the batch holds. `may_learn`: an unknown body on the portal's own list is
    written down; what a person uploads teaches us no names.
    """

    def __init__(self, bodies: Iterable[str | None], *, may_learn: bool) -> None:
        self._may_learn = may_learn
        keys = {name_key(name) for name in bodies if name}
        rows = StateBodyName.objects.filter(key__in=keys).select_related("body")
        self._bodies: dict[str, StateBody] = {name.key: name.body for name in rows}
        self._act_types: dict[str, ActType] = {}
        for act_type in ActType.objects.all():
            for name in (act_type.name_kk, act_type.name_ru, *act_type.aliases):
                if name:
                    self._act_types[name_key(name)] = act_type

    def portal_state(self, label: str | None) -> str:
        return PORTAL_STATES.get(name_key(label or ""), "")

    def act_type(self, kk: str | None, ru: str | None) -> ActType | None:
        keys = map(name_key, filter(None, (ru, kk)))
        return next((self._act_types[key] for key in keys if key in self._act_types), None)

    def body(self, kk: str | None, ru: str | None) -> StateBody | None:
        """The body that these wordings name; a new local one if it is unknown and may be learned."""
        names = {language: name for language, name in (("ru", ru), ("kk", kk)) if name}
        found = next(
            (self._bodies[key] for key in map(name_key, names.values()) if key in self._bodies), None
        )
        if not self._may_learn or not names:
            return found
        body = found or StateBody.objects.create(kind=BodyKind.LOCAL, name_kk=kk or "", name_ru=ru or "")
        for language, name in names.items():
            if name_key(name) not in self._bodies:
                self._learn(body, language, name)
        return body

    def _learn(self, body: StateBody, language: str, name: str) -> None:
        key = name_key(name)
        StateBodyName.objects.get_or_create(key=key, defaults={"body": body})
        self._bodies[key] = body
        if not getattr(body, f"name_{language}"):
            setattr(body, f"name_{language}", name)
            body.save(update_fields=[f"name_{language}"])
