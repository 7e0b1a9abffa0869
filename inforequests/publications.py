"""What the public page of an answer shows, and what keeps it from being shown."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from correspondence.scanning import unscanned
from inforequests.answers import files_of_answers, last_answer, overall, verdicts_of
from inforequests.hidden_words import KINDS, STOPS
from inforequests.models import EventFile, Fact, FileCheck, InfoRequest, ItemVerdict, Publication, RequestItem
from inforequests.publishing import Checked, Stop, personal_in, stops


def publication_of(info_request: InfoRequest) -> Publication | None:
    """With what was chosen."""
    rows = Publication.objects.filter(info_request=info_request).select_related("published_by")
    found = rows.prefetch_related("items", "files", "facts").first()
    if found is not None:
        found.info_request = info_request
    return found


def checked_of(check: FileCheck) -> Checked:
    """The check as inforequests.publishing judges it; as long as it has not ended it says nothing."""
    is_picture = check.file.content_type.startswith("image/")
    done = check.checked_at is not None
    return Checked(
        check.sha256 if done else "", check.findings, check.unread if done else "", check.more, is_picture
    )


@dataclass(frozen=True)
class FileStanding:
    """A file of an answer, and what keeps it from going public."""

    file: EventFile
    stops: tuple[Stop, ...]

    @property
    def words(self) -> list[str]:
        return [str(STOPS[stop]) for stop in self.stops]


def standings_of(info_request: InfoRequest) -> list[FileStanding]:
    """Every file that may be chosen (two queries, three with a virus scanner)."""
    rows = files_of_answers(info_request).select_related("look", "cleaned_of")
    files = list(rows.prefetch_related("look__accepted"))
    not_scanned = unscanned(file.sha256 for file in files)
    return [FileStanding(file, tuple(_stops(file, not_scanned))) for file in files]


def _stops(file: EventFile, not_scanned: Collection[str]) -> Iterator[Stop]:
    if file.sha256 in not_scanned:
        yield Stop.NOT_SCANNED
    check: FileCheck | None = getattr(file, "look", None)
    if check is None:
        yield Stop.NOT_CHECKED
        return
    accepted = [accepted.key for accepted in check.accepted.all()]
    check.file = file
    yield from stops(checked_of(check), file.sha256, accepted)


def lacking_of(publication: Publication, standings: list[FileStanding] | None = None) -> list[str]:
    """Everything that keeps the answer from going public, in words of the page's language.

    `standings`: those of the request's files, where they are known already.
    """
    info_request = publication.info_request
    items = list(info_request.items.all())
    judged = {row.item_id for row in verdicts_of(info_request)}
    lacks = []
    open_items = [str(item.number) for item in items if item.pk not in judged]
    if open_items:
        lacks.append(_("Not judged yet: items %(numbers)s.") % {"numbers": ", ".join(open_items)})
    if last_answer(info_request) is None:
        lacks.append(_("No answer is recorded: there is nothing to publish."))
    chosen = {file.pk for file in publication.files.all()}
    for standing in standings_of(info_request) if standings is None else standings:
        if standing.file.pk in chosen:
            lacks += [
                _("«%(name)s»: %(what)s") % {"name": standing.file.file_name, "what": words}
                for words in standing.words
            ]
    if not chosen and not publication.summary_kk and not publication.facts.all():
        lacks.append(_("Choose a file or a fact, or say in words what the answer was."))
    return lacks + [
        _("%(where)s: %(what)s, %(excerpt)s") % {"where": where, "what": KINDS[kind], "excerpt": excerpt}
        for where, kind, excerpt in personal_in(texts_of(publication))
    ]


def texts_of(publication: Publication) -> dict[str, str]:
    """Every text of ours that the page would show, by its name."""
    holder = publication.info_request.holder
    texts = {
        _("Who was asked"): f"{holder.name_kk}\n{holder.name_ru}",
        _("Title in Kazakh"): publication.title_kk,
        _("Title in Russian"): publication.title_ru,
        _("What the answer says, in Kazakh"): publication.summary_kk,
        _("What the answer says, in Russian"): publication.summary_ru,
    }
    for item in publication.items.all():
        where = _("Item %(number)s of the request") % {"number": item.number}
        texts[where] = f"{item.text_kk}\n{item.text_ru}"
    for number, fact in enumerate(sorted(publication.facts.all(), key=lambda fact: fact.pk), start=1):
        where = _("Fact %(number)s") % {"number": number}
        parts = (fact.label_kk, fact.label_ru, fact.value, fact.unit, fact.period, fact.place)
        texts[where] = "\n".join(parts)
    return texts


# --- The public page -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PublicFile:
    """A file as strangers see it: no name that somebody gave it."""

    number: int
    file: EventFile

    @property
    def ending(self) -> str:
        return self.file.file_name.rpartition(".")[2].lower()


def public_files(publication: Publication) -> list[PublicFile]:
    """What was chosen, but for files of an answer that was taken back."""
    rows = files_of_answers(publication.info_request).filter(pk__in=publication.files.values("pk"))
    return [PublicFile(number, file) for number, file in enumerate(rows, start=1)]


@dataclass(frozen=True)
class Shown:
    """The page of an answer. `items`: those that are shown, with their verdicts; `hidden`: how many are not."""

    items: list[tuple[RequestItem, ItemVerdict | None]]
    hidden: int
    verdict: str
    answered_on: object
    files: list[PublicFile]
    facts: list[Fact]


def shown(publication: Publication) -> Shown | None:
    """What the page says now; None where the answer was taken back."""
    info_request = publication.info_request
    answer = last_answer(info_request)
    if answer is None:
        return None
    items = list(info_request.items.all())
    verdicts = {row.item_id: row for row in verdicts_of(info_request)}
    chosen = set(publication.items.values_list("pk", flat=True))
    found = overall([row.verdict for row in verdicts.values()], len(items))
    return Shown(
        [(item, verdicts.get(item.pk)) for item in items if item.pk in chosen],
        sum(item.pk not in chosen for item in items),
        str(found.label) if found else "",
        answer.on,
        public_files(publication),
        list(publication.facts.kept().order_by("id")),
    )
