import re
import secrets
from hashlib import sha256

from django.contrib.syndication.views import Feed
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, may, member_view, membership_in
from accounts.models import Membership, User
from common.keyset import page
from common.notices import say
from common.sheets import sheet_file, wanted
from correspondence.actions import one_line
from deadlines.queries import day_of
from projects import access, queries
from projects.actions import topics
from projects.forms import TopicForm
from projects.models import DraftAct, WatchTopic
from projects.sheets import MATCHES, TOPICS

FEED_ITEMS = 50
TITLE_LENGTH = 300
CHOSEN = {
    "bodies": gettext_lazy("State bodies"),
    "categories": gettext_lazy("Categories"),
    "act_types": gettext_lazy("Types of acts"),
}
CHOICES = tuple(CHOSEN)


@require_safe
@member_view(Right.READ)
def topic_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    rows = queries.topics_with_counts(membership.organisation)
    if kind := wanted(request):
        return sheet_file(TOPICS, rows, kind)
    return render(request, "projects/topic_list.html", {"topics": rows})


@require_safe
@member_view(Right.READ)
def topic(request: HttpRequest, membership: Membership, pk: int) -> HttpResponse:
    row = access.topic(request.user, pk, Right.READ)  # type: ignore[arg-type]
    matched = row.matches.select_related("draft", "draft__body", "draft__act_type")
    if kind := wanted(request):
        shown = matched.order_by("-id").defer("draft__search_text", "draft__stems_kk", "draft__stems_ru")
        return sheet_file(MATCHES, shown, kind)
    found = page(matched, ("-id",), after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    chosen = [(label, list(getattr(row, name).all())) for name, label in CHOSEN.items()]
    may_edit = may(membership_in(request.user, row.organisation_id), Right.EDIT_TOPICS)  # type: ignore[arg-type]
    context = {"topic": row, "page": found, "chosen": chosen, "may_edit": may_edit}
    return render(request, "projects/topic_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.EDIT_TOPICS)
def topic_add(request: HttpRequest, membership: Membership) -> HttpResponse:
    return _edit(request, membership, WatchTopic(organisation=membership.organisation))


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.READ)
def topic_edit(request: HttpRequest, membership: Membership, pk: int) -> HttpResponse:
    return _edit(request, membership, access.topic(request.user, pk, Right.EDIT_TOPICS))  # type: ignore[arg-type]


def _edit(request: HttpRequest, membership: Membership, row: WatchTopic) -> HttpResponse:
    form = TopicForm(request.POST or None, instance=row, organisation=row.organisation)
    if request.method == "POST" and form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in CHOICES}
        at = timezone.now()
        saved = form.save(commit=False)
        try:
            topics.save_topic(saved, actor=request.user, at=at, on=day_of(at), **chosen)  # type: ignore[arg-type]
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("The topic is saved; the drafts of the last 12 months were looked through."))
            return redirect("projects:topic", saved.pk)
    context = {"form": form, "topic": row, "has_choices": any(form[name].value() for name in CHOICES)}
    return render(request, "projects/topic_edit.html", context, status=422 if form.errors else 200)


@require_POST
@member_view(Right.EDIT_TOPICS)
def topic_preview(request: HttpRequest, membership: Membership) -> HttpResponse:
    """What the words would have found in the last twelve months, before anything is saved."""
    form = TopicForm(
        request.POST,
        instance=WatchTopic(organisation=membership.organisation),
        organisation=membership.organisation,
    )
    form.is_valid()
    data = form.cleaned_data
    problems = [error for name in ("words", "excluded") for error in form.errors.get(name, ())]
    preview = None
    if not problems and any(data.get(name) for name in ("words", *CHOICES)):
        preview = topics.preview(
            membership.organisation,
            words=data["words"],
            excluded=data["excluded"],
            on=timezone.localdate(),
            **{name: data.get(name, ()) for name in CHOICES},
        )
    context = {"preview": preview, "problems": problems if request.POST.get("words") else []}
    return render(request, "projects/_topic_preview.html", context)


@require_POST
@member_view(Right.READ)
def topic_remove(request: HttpRequest, _membership: Membership, pk: int) -> HttpResponse:
    row = access.topic(request.user, pk, Right.EDIT_TOPICS)  # type: ignore[arg-type]
    topics.remove_topic(row, actor=request.user, at=timezone.now())  # type: ignore[arg-type]
    say(request, _("The topic is removed; dossiers and decisions stay."))
    return redirect("projects:topic-list")


# --- RSS of a topic -----------------------------------------------------------------------------------------


@require_POST
@member_view(Right.READ)
def topic_feed_make(request: HttpRequest, _membership: Membership, pk: int) -> HttpResponse:
    """A new secret address for the topic's feed; the one before stops working. It is shown once, and works while the
    person who made it is a member."""
    row = access.topic(request.user, pk, Right.EDIT_TOPICS)  # type: ignore[arg-type]
    token = f"{request.user.pk}-{secrets.token_urlsafe(24)}"
    topics.set_feed(row, _hash(token))
    address = request.build_absolute_uri(f"/feeds/topics/{token}.xml")
    return render(request, "projects/topic_feed.html", {"topic": row, "address": address})


@require_POST
@member_view(Right.READ)
def topic_feed_revoke(request: HttpRequest, _membership: Membership, pk: int) -> HttpResponse:
    row = access.topic(request.user, pk, Right.EDIT_TOPICS)  # type: ignore[arg-type]
    topics.set_feed(row, "")
    say(request, _("The feed's address does not work any more."))
    return redirect("projects:topic", pk)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _is_member(maker: str, organisation_id: int) -> bool:
    person = User.objects.filter(pk=int(maker)).first() if re.fullmatch("[0-9]{1,18}", maker) else None
    return person is not None and membership_in(person, organisation_id) is not None


class TopicFeed(Feed[DraftAct, WatchTopic]):
    """Drafts that a topic matched, for feed readers; the address is the key, and opens what its maker may see today."""

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        with translation.override("kk"):
            response = super().__call__(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    def get_object(self, request: HttpRequest, token: str) -> WatchTopic:
        rows = WatchTopic.objects.filter(feed_token_hash=_hash(token), organisation__is_active=True)
        found = rows.exclude(feed_token_hash="").first()
        if found is None or not _is_member(token.partition("-")[0], found.organisation_id):
            raise Http404
        return found

    def title(self, topic: WatchTopic) -> str:
        return one_line(f"Qatysu · {topic.name}")

    def link(self, topic: WatchTopic) -> str:
        return f"/topics/{topic.pk}/"

    def items(self, topic: WatchTopic) -> list[DraftAct]:
        matched = topic.matches.select_related("draft", "draft__body").order_by("-id")[:FEED_ITEMS]
        return [match.draft for match in matched]

    def item_title(self, item: DraftAct) -> str:
        return one_line(str(item), TITLE_LENGTH)

    def item_description(self, item: DraftAct) -> str:
        return one_line(item.body_label, TITLE_LENGTH)

    def item_link(self, item: DraftAct) -> str:
        return f"/drafts/{item.pk}/"

    def item_guid(self, item: DraftAct) -> str:
        return f"qatysu-draft-{item.pk}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: DraftAct) -> object:
        return item.first_seen_at
