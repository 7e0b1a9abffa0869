"""The draft's text on screen: bringing it in, mending it, beginning a row from an element."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, may, membership_in, person_view
from accounts.models import User
from amendments import access
from amendments.actions import text
from amendments.forms.table import BringTextForm, ElementForm
from amendments.models import SourceText, TextElement
from amendments.queries import table as queries
from amendments.reading import NOTES
from amendments.states import FROZEN
from amendments.wording.table import changed_elements, reading_languages
from common.keyset import page
from common.notices import attempt, say

ELEMENTS_A_PAGE = 100
CHANGES_SHOWN = 500
WORDS_LENGTH = 200


@require_safe
@person_view
def text_page(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The latest text of the draft in one language, element by element."""
    dossier = access.dossier(person, pk, Right.READ)
    texts = queries.latest_texts(dossier)
    language = reading_languages(request.GET.get("language", ""))[0]
    if language not in texts and texts:
        language = next(iter(texts))
    source = texts.get(language)
    membership = membership_in(person, dossier.organisation_id)
    progress = queries.progress(dossier.pk)
    context = {
        "dossier": dossier,
        "texts": texts,
        "notes": [NOTES[code] for code in source.notes if code in NOTES] if source else [],
        "language": language,
        "source": source,
        "words": request.GET.get("q", "")[:WORDS_LENGTH],
        "can_write": may(membership, Right.WRITE_AMENDMENTS),
        "can_begin_rows": may(membership, Right.WRITE_AMENDMENTS) and progress.state not in FROZEN,
        "page": _elements(request, source) if source else None,
        "earlier": queries.text_before(source) if source else None,
    }
    return render(request, "amendments/text.html", context)


def _elements(request: HttpRequest, source: SourceText) -> object:
    elements = TextElement.objects.filter(source=source)
    if words := request.GET.get("q", "")[:WORDS_LENGTH].replace("\x00", "").strip():
        elements = elements.filter(text__icontains=words) | elements.filter(label__icontains=words)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    return page(elements, ("order",), after=after, before=before, size=ELEMENTS_A_PAGE)


@require_safe
@person_view
def text_difference(request: HttpRequest, person: User, pk: int, source_pk: int) -> HttpResponse:
    """What this version changed against the one before it, element by element and word by word."""
    source = access.source(person, pk, source_pk, Right.READ)
    earlier = queries.text_before(source)
    if earlier is None:
        raise Http404
    changes = changed_elements(
        TextElement.objects.filter(source=earlier).order_by("order"),
        TextElement.objects.filter(source=source).order_by("order"),
    )
    found = [change for change in changes if change.state != "same"]
    context = {
        "dossier": source.dossier,
        "source": source,
        "earlier": earlier,
        "changes": found[:CHANGES_SHOWN],
        "more": max(0, len(found) - CHANGES_SHOWN),
    }
    return render(request, "amendments/text_difference.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def text_bring(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Upload or paste a text; what is read is shown next, to be mended."""
    dossier = access.dossier(person, pk, Right.WRITE_AMENDMENTS)
    posted = request.method == "POST"
    form = BringTextForm(request.POST, request.FILES) if posted else BringTextForm()
    if posted and form.is_valid():
        read = form.cleaned_data["read"]
        try:
            source = text.bring_text(dossier, read, actor=person, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            number = source.elements.count()
            sentence = ngettext("One element was read.", "%(number)s elements were read.", number)
            say(request, sentence % {"number": number})
            return redirect(f"{reverse('amendments:text', args=[pk])}?language={source.language}")
    context = {"dossier": dossier, "form": form}
    return render(request, "amendments/text_bring.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def element_edit(
    request: HttpRequest, person: User, pk: int, source_pk: int, element_pk: int
) -> HttpResponse:
    """Mend an element; with `split`, cut it where an empty line was put."""
    element = access.element(person, pk, source_pk, element_pk, Right.WRITE_AMENDMENTS)
    form = ElementForm(request.POST or None, element=element)
    if request.method == "POST" and form.is_valid():
        at, data = timezone.now(), form.cleaned_data
        try:
            if "split" in request.POST:
                first, _gap, second = data["text"].partition("\n\n")
                text.split_element(element, first, second, actor=person, at=at)
            else:
                text.mend_element(element, **data, actor=person, at=at)
        except ValidationError as refusal:
            form.add_error("text", refusal.messages)
        else:
            say(request, _("Saved."))
            return redirect(_place_of(element))
    context = {"dossier": element.source.dossier, "element": element, "form": form}
    return render(request, "amendments/element_edit.html", context, status=422 if form.errors else 200)


def _place_of(element: TextElement) -> str:
    source = element.source
    address = reverse("amendments:text", args=[source.dossier_id])
    before = TextElement.objects.filter(source=source, order__lt=element.order).order_by("-order")[:3]
    after = f"&after={list(before)[-1].order}" if len(before) == 3 else ""
    return f"{address}?language={source.language}{after}#element-{element.pk}"


@require_POST
@person_view
def element_join(
    request: HttpRequest, person: User, pk: int, source_pk: int, element_pk: int
) -> HttpResponse:
    element = access.element(person, pk, source_pk, element_pk, Right.WRITE_AMENDMENTS)
    joined: list[TextElement] = []
    step = lambda: joined.append(text.join_with_previous(element, actor=person, at=timezone.now()))  # noqa: E731
    if attempt(request, step):
        say(request, _("Joined with the element before it."))
    place = joined[0] if joined else element
    place.source = element.source
    return redirect(_place_of(place))


@require_POST
@person_view
def element_row(request: HttpRequest, person: User, pk: int, source_pk: int, element_pk: int) -> HttpResponse:
    """Begin an amendment to this element."""
    element = access.element(person, pk, source_pk, element_pk, Right.WRITE_AMENDMENTS)
    made: list[int] = []

    def begin() -> None:
        made.append(text.row_from_element(element, actor=person, at=timezone.now()).pk)

    if not attempt(request, begin):
        return redirect(_place_of(element))
    return redirect("amendments:row-edit", pk, made[0])
