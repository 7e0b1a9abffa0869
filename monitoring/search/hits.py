"""What was found, as the page shows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from monitoring.models import SearchEntry
from monitoring.search.kinds import Kind
from monitoring.search.marks import Marker
from projects.models import DraftAct


@dataclass(frozen=True)
class Hit:
    """`title` and `piece` are marked; `language` and `piece_language` are theirs. `about`: the dossier that it belongs to."""

    kind: Kind
    url: str
    title: SafeString
    language: str
    piece: SafeString
    piece_language: str
    about: str
    dated_on: date


_URLS: dict[Kind, Callable[[SearchEntry], str]] = {
    Kind.DOSSIER: lambda row: reverse("monitoring:dossier", args=[row.object_id]),
    Kind.TABLE: lambda row: reverse("amendments:table", args=[row.dossier_id]),
    Kind.ROW: lambda row: f"{reverse('amendments:table', args=[row.dossier_id])}#row-{row.object_id}",
    Kind.REQUEST: lambda row: reverse("inforequests:request", args=[row.object_id]),
    Kind.HEARING: lambda row: reverse("hearings:hearing", args=[row.object_id]),
    Kind.LETTER: lambda row: reverse("correspondence:document", args=[row.object_id]),
    Kind.INCOMING: lambda row: reverse("inforequests:incoming", args=[row.object_id]),
}
_UNTITLED: dict[Kind, Promise] = {
    Kind.TABLE: _("Position summary"),
    Kind.ROW: _("Amendment without an article named"),
    Kind.REQUEST: _("without a subject yet"),
    Kind.INCOMING: _("Letter without a subject"),
}


def hits_of_entries(entries: Iterable[SearchEntry], marker: Marker) -> list[Hit]:
    return [_hit_of_entry(entry, marker) for entry in entries]


def hits_of_drafts(drafts: Iterable[DraftAct], marker: Marker) -> list[Hit]:
    return [_hit_of_draft(draft, marker) for draft in drafts]


def _hit_of_entry(row: SearchEntry, marker: Marker) -> Hit:
    kind = Kind(row.kind)
    title, language = _best(row.title_kk, row.title_ru)
    text, text_language = _found_in((row.text_kk, row.text_ru), marker)
    if not text and not marker.holds(title):
        text, text_language = _found_in((row.title_kk, row.title_ru), marker)
    about = row.dossier.draft.title if row.dossier is not None and kind != Kind.DOSSIER else ""
    return Hit(
        *(kind, _URLS[kind](row)),
        *(marker.whole(title or str(_UNTITLED.get(kind, "—"))), language),
        *(marker.piece(text), text_language),
        *(about or "", row.dated_on),
    )


def _hit_of_draft(draft: DraftAct, marker: Marker) -> Hit:
    title, language = _best(draft.title_kk or "", draft.title_ru or "")
    text, text_language = "", ""
    if not marker.holds(title):
        text, text_language = _found_in((draft.title_kk or "", draft.title_ru or ""), marker)
    return Hit(
        *(Kind.DRAFT, reverse("projects:draft", args=[draft.pk])),
        *(marker.whole(title or "—"), language),
        *(marker.piece(text), text_language),
        *(draft.body_label, draft.listed_on),
    )


def _reading() -> tuple[str, ...]:
    """The languages in which texts are, the reader's first."""
    return ("ru", "kk") if (get_language() or "kk")[:2] == "ru" else ("kk", "ru")


def _best(kk: str, ru: str) -> tuple[str, str]:
    texts = {"kk": kk, "ru": ru}
    return next(((texts[one], one) for one in _reading() if texts[one]), ("", _reading()[0]))


def _found_in(texts: tuple[str, str], marker: Marker) -> tuple[str, str]:
    """The text that holds a word that was looked for, the reader's language first; else none."""
    by_language = dict(zip(("kk", "ru"), texts, strict=True))
    for one in _reading():
        if marker.holds(by_language[one]):
            return by_language[one], one
    return "", ""
