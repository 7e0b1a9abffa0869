"""Drafts that people bring: typed in, by the portal's address, or as a page they saved in their browser.

What a person brings belongs to the person's organisation until the portal's own list shows it: nobody can
change what others see by uploading a page.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import record
from accounts.models import Organisation, User
from deadlines.queries import day_of
from projects.actions import topics, windows
from projects.actions.ingest import (
    ingest_cards,
    list_on,
    make_searchable,
    snapshot,
    wait_for_other_ingests,
)
from projects.actions.names import NameBook
from projects.models import ActType, Category, DraftAct, Snapshot, Source, StateBody, WatchTopic
from projects.portal import (
    DraftPage,
    ListPage,
    NotADraftPage,
    NotAListPage,
    merge_cards,
    parse_draft_page,
    parse_list,
)
from projects.states import SnapshotKind, SourceKind

PAGE_CAP = 5_000_000

_IMPACT = _("This is a conclusion of a regulatory impact analysis, not a draft act. Nothing was changed.")

REASONS = {
    "login_page": _("This is the portal's log-in page: sign in there first, then save the page you wanted."),
    "error_page": _(
        "The portal had answered with an error page when this was saved. Open it again and save it anew."
    ),
    "empty_body": _("The file is empty."),
    "too_large": _("The file is larger than 5 MB: save the page as «HTML only», without pictures."),
    "not_html": _("This is not a saved web page. In the browser choose «Save as», then «HTML only»."),
    "web_archive": _("This is a web archive. In the browser choose «Save as», then «HTML only»."),
    "search_page": _("This is a page of search results: save the list of drafts or the page of one draft."),
    "cut_short": _(
        "The page was cut off while it was saved. Save it once more and wait until it has loaded."
    ),
    "impact_conclusions": _IMPACT,
    "impact_conclusion": _IMPACT,
    "no_number": _("The page does not say which draft it is: save it from the address that ends in id=…"),
    "unreadable": _(
        "This is neither a list of drafts nor a draft's page of the portal. Nothing was changed."
    ),
}


@dataclass
class Brought:
    """What an upload came to."""

    drafts: list[DraftAct] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    known: int = 0
    unreadable_cards: int = 0


class UnreadablePage(ValidationError):
    """The file is not a page that we can read; the message names it and says what to do."""

    def __init__(self, name: str, reason: str) -> None:
        why = REASONS.get(reason, REASONS["unreadable"])
        super().__init__("%(name)s: %(why)s", code=reason, params={"name": name[:120], "why": why})


def manual_source() -> Source:
    """The row that stands for people's own hands as a source; of two, which no constraint forbids, the first."""
    known = Source.objects.filter(kind=SourceKind.MANUAL, address="").order_by("pk").first()
    return known or Source.objects.create(
        kind=SourceKind.MANUAL, address="", name_kk="Қолмен енгізілген", name_ru="Внесено вручную"
    )


@transaction.atomic
def bring_pages(
    files: Sequence[tuple[str, bytes]], *, organisation: Organisation, actor: User, at: datetime, on: date
) -> Brought:
    """Read saved pages of the portal, lists and drafts' pages mixed, in either language; all of them or none.

    `files` are pairs of file name and bytes. Raises UnreadablePage, which names the file and the reason.
    """
    lists: dict[str, list[ListPage]] = {"kk": [], "ru": []}
    pages: list[tuple[DraftPage, bytes]] = []
    for name, body in files:
        read = _read(name, body, on)
        if isinstance(read, ListPage):
            lists[read.language].append(read)
        else:
            pages.append((read, body))
    result = _bring_lists(lists, organisation=organisation, at=at, on=on)
    for page, body in pages:
        _bring_page(page, body, result, organisation=organisation, at=at, on=on)
    _log_and_match(result, organisation=organisation, actor=actor, at=at, on=on)
    return result


def _read(name: str, body: bytes, on: date) -> ListPage | DraftPage:
    if len(body) > PAGE_CAP:
        raise UnreadablePage(name, "too_large")
    try:
        return parse_list(body, on=on)
    except NotAListPage as not_a_list:
        if not_a_list.reason_code != "draft_page" and not_a_list.reason_code in REASONS:
            raise UnreadablePage(name, not_a_list.reason_code) from not_a_list
    try:
        page = parse_draft_page(body, on=on)
    except NotADraftPage as not_a_page:
        raise UnreadablePage(name, not_a_page.reason_code) from not_a_page
    if page.portal_id is None:
        raise UnreadablePage(name, "no_number")
    return page


def _bring_lists(
    lists: dict[str, list[ListPage]], *, organisation: Organisation, at: datetime, on: date
) -> Brought:
    kk = [card for page in lists["kk"] for card in page.cards]
    ru = [card for page in lists["ru"] for card in page.cards]
    cards = merge_cards(kk, ru)
    ingested = ingest_cards(manual_source(), cards, at=at, on=on, organisation=organisation)
    touched = [*ingested.new, *ingested.changed]
    seen = DraftAct.objects.visible_to([organisation.pk]).filter(
        portal_id__in=[card.portal_id for card in cards]
    )
    return Brought(
        drafts=list(seen.order_by("-portal_id")),
        new=len(ingested.new),
        changed=len(ingested.changed),
        known=len(cards) - len(touched),
        unreadable_cards=sum(len(page.rejected) for pages in lists.values() for page in pages),
    )


def _bring_page(
    page: DraftPage, body: bytes, result: Brought, *, organisation: Organisation, at: datetime, on: date
) -> None:
    """A draft's own page: the organisation's draft is filled from it; beside the portal's it is kept as
    evidence.
    """
    assert page.portal_id is not None, "checked when it was read"
    known = known_by_number(page.portal_id, organisation)
    if known is not None and _is_latest(known, page, body, organisation):
        result.known += 1
        if known not in result.drafts:
            result.drafts.append(known)
        return
    draft = known or DraftAct(
        source=manual_source(), organisation=organisation, portal_id=page.portal_id, first_seen_at=at
    )
    if draft.organisation_id is not None:
        _fill_from_page(draft, page, on=on)
        draft.changed_at = at
        draft.save()
    if known is None:
        windows.open_first([draft], at=at)
        result.new += 1
    elif draft.organisation_id is not None:
        windows.ask_again(windows.follow_portal(draft, at=at, on=on, number=page.version), at=at)
        result.changed += 1
    else:
        result.known += 1
    _keep(draft, page, body, organisation=organisation, at=at)
    if draft not in result.drafts:
        result.drafts.append(draft)


def _is_latest(draft: DraftAct, page: DraftPage, body: bytes, organisation: Organisation) -> bool:
    """Whether these very bytes are what the organisation brought last of the draft in this language."""
    pages = Snapshot.objects.filter(draft=draft, organisation=organisation, kind=SnapshotKind.PAGE)
    latest = pages.filter(language=page.language).order_by("-id").values_list("sha256", flat=True).first()
    return latest == hashlib.sha256(body).hexdigest()


def _keep(draft: DraftAct, page: DraftPage, body: bytes, *, organisation: Organisation, at: datetime) -> None:
    taken = snapshot(
        draft, body, kind=SnapshotKind.PAGE, language=page.language, at=at, organisation=organisation
    )
    if not Snapshot.objects.filter(draft=draft, organisation=organisation, sha256=taken.sha256).exists():
        taken.save()


def _fill_from_page(draft: DraftAct, page: DraftPage, *, on: date) -> None:
    book = NameBook([page.body], may_learn=False)
    setattr(draft, f"title_{page.language}", page.title)
    setattr(draft, f"body_name_{page.language}", (page.body or "")[:300])
    draft.act_type = book.act_type(page.act_type, page.act_type) or draft.act_type
    by_number = None
    if page.body_portal_id is not None:
        by_number = StateBody.objects.filter(portal_id=page.body_portal_id).first()
    draft.body = by_number or book.body(page.body, page.body) or draft.body
    if page.category_portal_id is not None:
        draft.category = Category.objects.filter(portal_id=page.category_portal_id).first() or draft.category
    draft.portal_state = book.portal_state(page.state) or draft.portal_state
    draft.created_on = page.created_on or draft.created_on
    draft.ends_on = page.ends_on or draft.ends_on
    draft.listed_on = list_on(draft, day_of(draft.first_seen_at))
    draft.comments, draft.accepted, draft.not_accepted = page.comments, page.accepted, page.not_accepted
    draft.flags = sorted(page.flags)
    make_searchable(draft)


def _log_and_match(
    result: Brought, *, organisation: Organisation, actor: User, at: datetime, on: date
) -> None:
    ids = [draft.pk for draft in result.drafts]
    own = WatchTopic.objects.filter(organisation=organisation, is_active=True)
    topics.match_drafts(ids, at=at, on=on, topics=own, quiet=True)
    if result.new or result.changed:
        record(
            "draft.brought",
            actor=actor,
            organisation=organisation,
            subject=result.drafts[0] if len(result.drafts) == 1 else "",
            at=at,
            details={"new": result.new, "changed": result.changed},
        )


@transaction.atomic
def bring_typed(
    *,
    organisation: Organisation,
    actor: User,
    title_kk: str,
    title_ru: str,
    at: datetime,
    on: date,
    portal_id: int | None = None,
    body: StateBody | None = None,
    act_type: ActType | None = None,
    category: Category | None = None,
    created_on: date | None = None,
    ends_on: date | None = None,
) -> DraftAct:
    """A draft entered by hand, perhaps with the number from its pasted address; the known one if we have
    it. The same words typed twice on one day, by two clicks, are one draft.
    """
    source = manual_source()
    wait_for_other_ingests()
    if portal_id is not None:
        known = known_by_number(portal_id, organisation)
    else:
        known = _typed_today(
            organisation,
            on,
            title_kk=title_kk,
            title_ru=title_ru,
            body=body,
            act_type=act_type,
            category=category,
            created_on=created_on,
            ends_on=ends_on,
        )
    if known is not None:
        return known
    draft = DraftAct(
        source=source,
        organisation=organisation,
        portal_id=portal_id,
        title_kk=title_kk,
        title_ru=title_ru,
        body=body,
        act_type=act_type,
        category=category,
        created_on=created_on,
        ends_on=ends_on,
        first_seen_at=at,
        changed_at=at,
    )
    draft.listed_on = list_on(draft, on)
    make_searchable(draft)
    draft.save()
    windows.open_first([draft], at=at)
    evidence = "\n".join([title_kk, title_ru, str(created_on or ""), str(ends_on or "")])
    snapshot(draft, evidence.encode(), kind=SnapshotKind.TYPED, at=at).save()
    result = Brought(drafts=[draft], new=1)
    _log_and_match(result, organisation=organisation, actor=actor, at=at, on=on)
    return draft


def _typed_today(organisation: Organisation, on: date, **facts: object) -> DraftAct | None:
    """The draft without a number that the organisation entered on the day `on` with just these facts."""
    typed = DraftAct.objects.filter(
        organisation=organisation, source__kind=SourceKind.MANUAL, portal_id__isnull=True, **facts
    )
    return next((draft for draft in typed.order_by("pk") if day_of(draft.first_seen_at) == on), None)


def known_by_number(portal_id: int, organisation: Organisation) -> DraftAct | None:
    """The draft with this number of the portal that the organisation can see; the portal's own first."""
    visible = DraftAct.objects.visible_to([organisation.pk]).filter(portal_id=portal_id)
    return visible.filter(organisation__isnull=True).first() or visible.first()
