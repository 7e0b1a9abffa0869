"""The participant pack: which of the six materials of stage 3 there are, in which language, and from when it is frozen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from correspondence.states import FileKind, OrderState
from deadlines.actions import Words
from hearings.models import Hearing, PackFile
from hearings.models.hearing import in_reader_language
from hearings.states import DocumentKind, HearingState, Language, PackKind

# What the files are called in the archive.
FILE_NAMES: Mapping[PackKind, Words] = {
    PackKind.DRAFT: Words("Акт жобасы", "Проект акта"),
    PackKind.EXPLANATORY_NOTE: Words("Түсіндірме жазба", "Пояснительная записка"),
    PackKind.COMPARATIVE_TABLE: Words("Салыстырма кесте", "Сравнительная таблица"),
    PackKind.ANALYTICAL_NOTE: Words("Аналитикалық жазба", "Аналитическая записка"),
    PackKind.QUESTIONS: Words("Талқыланатын сұрақтар", "Вопросы для обсуждения"),
    PackKind.PROPOSAL_FORM: Words("Жазбаша ұсыныс нысаны", "Форма письменного предложения"),
}
# Of documents of ours: the form is for filling in, the others are for reading.
FORMATS = {
    DocumentKind.PACK_DRAFT: FileKind.PDF,
    DocumentKind.PACK_TABLE: FileKind.PDF,
    DocumentKind.PACK_FORM: FileKind.DOCX,
}


@dataclass(frozen=True)
class Part:
    """One material in one language: a file, a document of ours, an address, or nothing yet."""

    kind: PackKind
    language: Language
    address: str = ""
    file: PackFile | None = None

    @property
    def is_failed(self) -> bool:
        return (
            self.file is not None
            and self.file.order is not None
            and self.file.order.state == OrderState.FAILED
        )

    @property
    def is_there(self) -> bool:
        return bool(self.address) or (self.file is not None and not self.is_failed)

    @property
    def is_being_made(self) -> bool:
        order = self.file.order if self.file is not None else None
        return order is not None and order.state in (OrderState.WAITING, OrderState.RENDERING)

    @property
    def has_file(self) -> bool:
        """There are bytes to be given out."""
        return self.file is not None and not self.is_being_made and not self.is_failed


@dataclass(frozen=True)
class Material:
    """One of the six materials; `address_kk` and `address_ru` are the pages on which it can be read elsewhere."""

    kind: PackKind
    address_kk: str = ""
    address_ru: str = ""
    files: Mapping[str, PackFile] = field(default_factory=dict)

    @property
    def label(self) -> "str | Promise":
        return self.kind.label

    @property
    def address(self) -> str:
        return in_reader_language(self.address_kk, self.address_ru)

    @property
    def parts(self) -> list[Part]:
        return [
            Part(self.kind, language, getattr(self, f"address_{language}"), self.files.get(language))
            for language in Language
        ]

    @property
    def is_there(self) -> bool:
        return any(part.is_there for part in self.parts)

    @property
    def has_files(self) -> bool:
        return bool(self.files)

    def says(self, language: str) -> bool:
        return Part(
            self.kind, Language(language), getattr(self, f"address_{language}"), self.files.get(language)
        ).is_there


def missing(materials: Iterable[Material]) -> dict[Language, list["str | Promise"]]:
    """For each language the names of what it lacks; an empty list is a whole pack."""
    rows = list(materials)
    return {
        language: [material.label for material in rows if not material.says(language)]
        for language in Language
    }


def frozen_since(hearing: Hearing, at: datetime) -> datetime | None:
    """The moment at which an announced hearing began, from which its pack does not change; None while it may."""
    if hearing.announced_at is None or hearing.state == HearingState.CANCELLED:
        return None
    begun = [moment for moment in (hearing.starts_at, hearing.opened_at) if moment and moment <= at]
    return min(begun, default=None)


def why_frozen() -> str:
    return _("The hearing has begun: its materials are frozen.")
