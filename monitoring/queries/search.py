"""What an organisation finds by words: among what it wrote and got, and among the drafts of the state."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Collate, RowNumber
from django.utils.translation import get_language

from accounts.models import Organisation, User
from common.keyset import Page, page
from common.stems import tokens
from common.word_index import BEGINNING, TERM_LENGTH, TERMS, Group, every_group, forms_of, group_of
from monitoring.models import SearchEntry, SearchStale, SearchWord
from monitoring.search import spelling
from monitoring.search.kinds import Kind
from monitoring.search.triggers import ENTRIES
from projects.models import DraftAct, StateBody
from projects.queries import NEWEST
from projects.search import holding
from projects.states import BodyKind

SHOWN = 5  # of each kind, where several are shown
_NEWEST = ("-dated_on", "-id")
_HEAVY = (
    "search_text",
    "dossier__draft__search_text",
    "dossier__draft__stems_kk",
    "dossier__draft__stems_ru",
)
_HEAVY_OF_DRAFT = ("search_text", "stems_kk", "stems_ru")


@dataclass
class Word:
    """A word of the query: as typed, the forms that it has, and the stems that it may have been meant for."""

    typed: str
    exact: Group
    guessed: list[str] = field(default_factory=list)

    @property
    def group(self) -> Group:
        return [*self.exact, *((stem, False) for stem in self.guessed)]


@dataclass(frozen=True)
class Wanted:
    """What is looked for. `kinds`: those that the person may open. `mine`: only what this person wrote or sees to, and what
    is in the person's dossiers; drafts of the state are nobody's."""

    organisation: Organisation
    words: list[Word]
    kinds: tuple[Kind, ...]
    body: StateBody | None = None
    since: date | None = None
    till: date | None = None
    mine: User | None = None

    @property
    def groups(self) -> list[Group]:
        return [word.group for word in self.words if word.group]


def central_bodies() -> QuerySet[StateBody]:
    """What the filter offers: akimats are too many for a list, and are found by words."""
    name = "name_ru" if (get_language() or "kk").startswith("ru") else "name_kk"
    rows = StateBody.objects.filter(is_active=True).exclude(kind=BodyKind.LOCAL)
    return rows.order_by(Collate(name, "kk"), "pk")


# --- The words ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Chunk:
    """What stands between two spaces: its words, and what it is as one word on another keyboard."""

    typed: str
    words: list[Word]
    meant: list[str]


def words_of(text: str, organisation: Organisation, *, exact: bool = False) -> list[Word]:
    """The words of a query. One that stands nowhere gets those that it may have been meant for (one or two queries);
    `exact`: none does."""
    chunks = _chunks(text)
    words = [word for chunk in chunks for word in chunk.words]
    if exact or not chunks:
        return words
    visible = SearchWord.objects.filter(Q(organisation__isnull=True) | Q(organisation=organisation))
    forms = {form for word in words for form in _exact_forms(word)}
    forms |= {form for chunk in chunks for one in chunk.meant for form in forms_of(one)}
    keys = {key for word in words if word.typed.isalpha() for key in spelling.unmarked(word.typed)}
    rows = visible.filter(Q(stem__in=forms) | Q(folded__in=keys))
    known = dict(rows.values_list("stem", "folded"))
    meant = [word for chunk in chunks for word in _meant(chunk, known)]
    unknown = []
    for word in meant:
        if known.keys() & set(_exact_forms(word)):  # a whole word, and no beginning of another: қала is not қалам
            word.exact = [form for form in word.exact if not form[1]]
        elif not word.guessed:
            unknown.append(word)
    open_ = [word for word in unknown if word.typed.isalpha() and len(word.typed) > spelling.SHORTEST]
    if open_:
        _guess(open_, visible)
    return meant


def _chunks(text: str) -> list[_Chunk]:
    found: list[_Chunk] = []
    left = TERMS
    for part in text.split():
        words = [Word(one, group) for one in tokens(part) if (group := group_of(one))][:left]
        meant = spelling.on_other_keys(part[:TERM_LENGTH])
        if left and (words or meant):
            found.append(_Chunk(part[:TERM_LENGTH], words, meant))
            left -= max(1, len(words))
    return found


def _meant(chunk: _Chunk, known: dict[str, str]) -> list[Word]:
    """The words of a chunk; where none of them stands anywhere, the one on the other keyboard, if that does."""
    if any(known.keys() & set(_exact_forms(word)) for word in chunk.words):
        return chunk.words
    other = [form for one in chunk.meant for form in forms_of(one) if form in known]
    if other:
        exact = chunk.words[0].exact if len(chunk.words) == 1 else []
        return [Word(chunk.typed, exact, list(dict.fromkeys(other)))]
    for word in chunk.words:
        word.guessed = _without_marks(word.typed, known)
    return chunk.words


def _exact_forms(word: Word) -> list[str]:
    return [form for form, is_beginning in word.exact if not is_beginning]


def _without_marks(typed: str, known: dict[str, str]) -> list[str]:
    """Of the known stems those that the word without marks leads to, the fewest endings taken off; none for a word that
    stands somewhere itself."""
    if known.keys() & set(forms_of(typed)):
        return []
    keys = spelling.unmarked(typed)
    fitting = [(len(key), stem) for stem, key in known.items() if key in keys]
    longest = max(fitting, default=(0, ""))[0]
    return sorted(stem for size, stem in fitting if size == longest)


def _guess(words: Iterable[Word], visible: QuerySet[SearchWord]) -> None:
    """The nearest stems; a word that is the beginning of another is not mistyped."""
    near = Q()
    for word in words:
        near |= Q(head=word.typed[:BEGINNING])
        for form in spelling.typed_forms(word.typed):
            if (most := spelling.bound(form)) > 0:
                sizes = (len(form) - most, len(form) + most)
                near |= (Q(start=form[:2]) | Q(end=form[-2:])) & Q(size__range=sizes)
    known = list(visible.filter(near).values_list("stem", "folded"))
    for word in words:
        is_beginning = len(word.typed) >= BEGINNING and any(
            stem.startswith(word.typed) for stem, _key in known
        )
        word.guessed = [] if is_beginning else spelling.nearest(word.typed, known)


# --- What is found -----------------------------------------------------------------------------------------------


def _entries(wanted: Wanted) -> QuerySet[SearchEntry]:
    """What has changed since it was read is left out until it is read again: it may be gone, or say something else."""
    stale = SearchStale.objects.filter(kind=OuterRef("kind"), object_id=OuterRef("object_id"))
    rows = SearchEntry.objects.filter(~Exists(stale), organisation=wanted.organisation, kind__in=wanted.kinds)
    if wanted.body:
        rows = rows.filter(Q(body=wanted.body) | Q(dossier__draft__body=wanted.body))
    if wanted.since:
        rows = rows.filter(dated_on__gte=wanted.since)
    if wanted.till:
        rows = rows.filter(dated_on__lte=wanted.till)
    if wanted.mine:
        rows = rows.filter(Q(person=wanted.mine) | Q(dossier__owner=wanted.mine))
    return rows


def _drafts(wanted: Wanted) -> QuerySet[DraftAct]:
    rows = DraftAct.objects.visible_to([wanted.organisation.pk])
    if wanted.body:
        rows = rows.filter(body=wanted.body)
    if wanted.since:
        rows = rows.filter(listed_on__gte=wanted.since)
    if wanted.till:
        rows = rows.filter(listed_on__lte=wanted.till)
    rows = rows.select_related("body").defer(*_HEAVY_OF_DRAFT)
    return holding(rows, wanted.groups, by_pages=True)


def _shown(rows: QuerySet[SearchEntry]) -> QuerySet[SearchEntry]:
    return rows.select_related("dossier__draft").defer(*_HEAVY)


def newest_of_each(wanted: Wanted) -> tuple[list[SearchEntry], dict[str, int]]:
    """The newest entries of each kind, and how many there are of it (two queries)."""
    kind, order = [F("kind")], [F("dated_on").desc(), F("pk").desc()]
    rows = ENTRIES.found(_entries(wanted), every_group(wanted.groups)).annotate(
        place=Window(RowNumber(), partition_by=kind, order_by=order),
        of_kind=Window(Count("pk"), partition_by=kind),
    )
    found = list(rows.filter(place__lte=SHOWN).values_list("pk", "kind", "of_kind"))
    entries = _shown(SearchEntry.objects.filter(pk__in=[pk for pk, _kind, _count in found]))
    return list(entries.order_by(*_NEWEST)), {kind: count for _pk, kind, count in found}


def newest_drafts(wanted: Wanted) -> list[DraftAct]:
    """One more than is shown, where there are more."""
    return list(_drafts(wanted).order_by(*NEWEST)[: SHOWN + 1])


def entries_page(wanted: Wanted, *, after: str = "", before: str = "") -> Page[SearchEntry]:
    found = ENTRIES.found(_entries(wanted), every_group(wanted.groups), by_pages=True)
    return page(_shown(found), _NEWEST, after=after, before=before)


def drafts_page(wanted: Wanted, *, after: str = "", before: str = "") -> Page[DraftAct]:
    return page(_drafts(wanted), NEWEST, after=after, before=before)
