"""The draft's text: bringing it in, mending how it was cut into elements, and tying rows to it."""

import hashlib
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from accounts.actions import record
from accounts.models import User
from amendments.actions.cells import ELEMENT_LENGTH, write_cell
from amendments.actions.rows import add_row, anchor
from amendments.actions.table import begin_table
from amendments.anchoring import Anchor, reattach
from amendments.models import AmendmentRow, SourceText, TextElement
from amendments.models.table import LANGUAGES
from amendments.reading import BroughtText
from amendments.states import AnchorState, ElementKind
from amendments.texts.elements import Element
from projects.models import Dossier

GAP = 1_000  # between the orders of elements as they come in: room for splitting
TEXT_LENGTH = 60_000
MOST_ELEMENTS = 20_000


@transaction.atomic
def bring_text(dossier: Dossier, read: BroughtText, *, actor: User, at: datetime) -> SourceText:
    """Keep a text of the draft as the next version in its language. The very same one again is the version that is there.

    ValidationError: there is nothing in it, or too much.
    """
    if not read.elements:
        raise ValidationError(_("No text was found in it."), code="empty")
    if len(read.elements) > MOST_ELEMENTS:
        message = _("The text has more than %(most)s elements: bring it in by parts.")
        raise ValidationError(message, code="too_many", params={"most": MOST_ELEMENTS})
    Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    digest = hashlib.sha256(read.content).hexdigest()
    versions = SourceText.objects.filter(dossier=dossier, language=read.language)
    latest = versions.order_by("-number").first()
    if latest is not None and latest.sha256 == digest:
        return latest
    source = SourceText.objects.create(
        organisation=dossier.organisation,
        dossier=dossier,
        language=read.language,
        number=latest.number + 1 if latest else 1,
        origin=read.origin,
        file_name=read.file_name[-255:],
        sha256=digest,
        notes=list(read.notes),
        brought_by=actor,
        brought_at=at,
    )
    TextElement.objects.bulk_create(
        [_row_of(element, source, place) for place, element in enumerate(read.elements, start=1)],
        batch_size=500,
    )
    _reattach(source)
    record(
        "text.brought",
        actor=actor,
        organisation=dossier.organisation,
        obj=dossier,
        subject=dossier.draft,
        at=at,
        details={"version": source.number, "elements": len(read.elements), "language": read.language},
    )
    return source


def _row_of(element: Element, source: SourceText, place: int) -> TextElement:
    kind = element.kind if element.kind in ElementKind.values else ElementKind.PART
    return TextElement(
        source=source,
        order=place * GAP,
        kind=kind,
        number=element.number[:40],
        path=element.path[:500],
        label=element.label[:500],
        text=element.text.replace("\x00", ""),
        marker=element.marker[:60],
        amends=element.amends[:500],
    )


def _reattach(source: SourceText) -> None:
    """Tie the rows of the dossier's table to this newer text of theirs, by number and words; say what has changed.

    No row is lost and none of its words changes: what is not the same any more is flagged for a person.
    """
    language = source.language
    quoted = {f"quote_{language}": ""}
    rows = list(AmendmentRow.objects.filter(table__dossier=source.dossier_id).exclude(**quoted))
    elements = list(TextElement.objects.filter(source=source).order_by("order"))
    anchors = [Anchor(row.path, getattr(row, f"quote_{language}")) for row in rows]
    for row, found in zip(rows, reattach(anchors, elements), strict=True):
        setattr(row, f"anchor_{language}", found.state)
        if found.place is not None:
            row.path = elements[found.place].path
    AmendmentRow.objects.bulk_update(rows, [f"anchor_{language}", "path"], batch_size=200)


# --- Mending --------------------------------------------------------------------------------------------------


@transaction.atomic
def mend_element(
    element: TextElement, *, kind: str, number: str, label: str, text: str, actor: User, at: datetime
) -> None:
    """Correct what the machine read: what kind of element it is, its number, its name, its words."""
    before = (element.kind, element.number, element.label, element.text)
    element.kind, element.number, element.label, element.text = kind, number, label, text
    if before == (kind, number, label, text):
        return
    if before[:2] != (kind, number):
        element.path = _path_beside(element)
    element.save(update_fields=["kind", "number", "label", "text", "path"])
    _log(element, "text.element_mended", actor=actor, at=at)


def _path_beside(element: TextElement) -> str:
    """The path of an element that was named anew: under the same parent."""
    parent = element.path.rpartition(" / ")[0]
    own = f"{element.kind} {element.number}".strip()
    return (f"{parent} / {own}" if parent else own)[:500]


@transaction.atomic
def join_with_previous(element: TextElement, *, actor: User, at: datetime) -> TextElement:
    """Make the element the end of the one before it, which is returned. ValidationError: it is the first, or the two
    are too long for one."""
    earlier = TextElement.objects.filter(source=element.source_id, order__lt=element.order)
    previous = earlier.order_by("-order").first()
    if previous is None:
        raise ValidationError(_("There is nothing before the first element."), code="first")
    joined = f"{previous.text}\n{element.text}"
    if len(joined) > TEXT_LENGTH:
        raise ValidationError(_("The two are too long for one element."), code="too_long")
    previous.text = joined
    previous.save(update_fields=["text"])
    _log(element, "text.element_joined", actor=actor, at=at)
    element.delete()
    return previous


@transaction.atomic
def split_element(element: TextElement, first: str, second: str, *, actor: User, at: datetime) -> TextElement:
    """Cut the element in two; the second half, which is returned, has the same kind and no number yet.

    ValidationError: a half would be empty.
    """
    if not (first.strip() and second.strip()):
        raise ValidationError(_("Put an empty line where the text is to be cut."), code="one_half")
    element.text = first.strip()
    element.save(update_fields=["text"])
    half = TextElement.objects.create(
        source_id=element.source_id,
        order=_order_after(element),
        kind=element.kind,
        path=f"{element.path} (2)"[:500],
        text=second.strip(),
    )
    _log(element, "text.element_split", actor=actor, at=at)
    return half


def _order_after(element: TextElement) -> int:
    later = TextElement.objects.filter(source=element.source_id, order__gt=element.order)
    following = later.order_by("order").first()
    if following is None:
        return element.order + GAP
    if following.order - element.order < 2:
        _spread(element.source_id)
        element.refresh_from_db(fields=["order"])
        return element.order + GAP // 2
    return (element.order + following.order) // 2


def _spread(source_id: int) -> None:
    """Make room between all elements again; by way of orders that none has, for each is unique."""
    elements = TextElement.objects.filter(source=source_id)
    highest: int = elements.aggregate(highest=Max("order"))["highest"] or 0
    ordered = list(elements.order_by("order"))
    elements.update(order=F("order") + highest + GAP * (len(ordered) + 1))
    for place, element in enumerate(ordered, start=1):
        element.order = place * GAP
    TextElement.objects.bulk_update(ordered, ["order"], batch_size=500)


def _log(element: TextElement, verb: str, *, actor: User, at: datetime) -> None:
    record(
        verb,
        actor=actor,
        organisation=element.source.organisation,
        obj=element.source.dossier,
        subject=element.label or element.number or element.text[:80],
        at=at,
    )


# --- Rows -----------------------------------------------------------------------------------------------------


@transaction.atomic
def row_from_element(element: TextElement, *, actor: User, at: datetime) -> AmendmentRow:
    """A row about this element, with its words in every language in which the draft's text is here."""
    dossier = element.source.dossier
    table = begin_table(dossier, actor=actor, at=at)
    chosen = {element.source.language: element}
    for language in LANGUAGES:
        if language not in chosen and (twin := _twin(element, dossier, language)):
            chosen[language] = twin
    row = add_row(table, actor=actor, at=at, elements=chosen)
    if row.path != element.path:
        row.path = element.path
        row.save(update_fields=["path"])
    return row


@transaction.atomic
def take_new_wording(
    row: AmendmentRow, language: str, *, seen: int, actor: User, at: datetime
) -> AmendmentRow:
    """The flagged row quotes the new text from now on: the norm of the draft and the element's name are the new ones.

    What we propose stays as it is. ValidationError: there is nothing to take, or somebody wrote meanwhile.
    """
    element = element_of(row, language)
    if element is None:
        raise ValidationError(_("The new text has no element to take the words from."), code="lost")
    for cell, words in (
        (f"draft_wording_{language}", element.text),
        (f"structural_element_{language}", element.label[:ELEMENT_LENGTH]),
    ):
        write_cell(row, cell, words, seen=seen, actor=actor, at=at, page=f"text-{element.pk}")
    fresh = AmendmentRow.objects.select_related("table").get(pk=row.pk)
    anchor(fresh, language, element)
    fresh.save(update_fields=["path", f"quote_{language}", f"anchor_{language}"])
    return fresh


def element_of(row: AmendmentRow, language: str) -> TextElement | None:
    """The piece of the latest text in this language at which the row stands."""
    versions = SourceText.objects.filter(dossier=row.table.dossier_id, language=language)
    latest = versions.order_by("-number").first()
    if latest is None or getattr(row, f"anchor_{language}") == AnchorState.LOST:
        return None
    return TextElement.objects.filter(source=latest, path=row.path).first()


def _twin(element: TextElement, dossier: Dossier, language: str) -> TextElement | None:
    """The same place in the latest text in the other language; nothing where the number stands twice."""
    versions = SourceText.objects.filter(dossier=dossier, language=language)
    latest = versions.order_by("-number").first()
    if latest is None or not element.path:
        return None
    same = list(TextElement.objects.filter(source=latest, path=element.path)[:2])
    return same[0] if len(same) == 1 else None
