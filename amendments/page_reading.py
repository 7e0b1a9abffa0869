"""A saved page of the portal with comments or with the report on them: is it one, and is it of our draft?"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amendments.states import OutcomeSource
from common.stems import tokens
from projects.actions import bring
from projects.models import DraftAct
from projects.portal import CommentsPage, NotACommentsPage, NotAReportPage, ReportPage, parse_outcome_page

PAGE_CAP = bring.PAGE_CAP
UNREADABLE = _(
    "This is neither the page of a draft with its comments nor the report on its discussion. Nothing was changed."
)
REASONS: dict[str, "str | Promise"] = {
    **{code: reason for code, reason in bring.REASONS.items() if code != "unreadable"},
    "list_page": _("This is a list of drafts. Open the draft itself, and save its own page."),
    "comments_missing": _(
        "The page has no place for comments: perhaps it was saved before it had loaded. Open the comments and save it anew."
    ),
    "comments_unreadable": _("None of the comments on the page could be read. Save it as «HTML only»."),
    "too_many_comments": _("The page has more comments than can be read at once."),
    "too_many_rows": _("The report has more rows than can be read at once."),
}


@dataclass(frozen=True)
class BroughtPage:
    """A page as it was read, with its bytes. `is_numbered`: the page itself says that it is of this draft."""

    page: CommentsPage | ReportPage
    body: bytes
    name: str
    is_numbered: bool

    @cached_property
    def sha256(self) -> str:
        return sha256(self.body).hexdigest()

    @property
    def is_report(self) -> bool:
        return isinstance(self.page, ReportPage)

    @property
    def source(self) -> OutcomeSource:
        return OutcomeSource.REPORT_PAGE if self.is_report else OutcomeSource.DRAFT_PAGE

    @property
    def portal_id(self) -> int | None:
        return self.page.portal_id if isinstance(self.page, ReportPage) else self.page.draft.portal_id

    @property
    def title(self) -> str:
        return (self.page.title if isinstance(self.page, ReportPage) else self.page.draft.title) or ""

    @property
    def flags(self) -> list[str]:
        unread = not isinstance(self.page, ReportPage) and self.page.rejected
        more = (["not_all_read"] if unread else []) + ([] if self.is_numbered else ["number_unknown"])
        return [*self.page.flags, *more]


def read_page(name: str, body: bytes, *, draft: DraftAct, on: date) -> BroughtPage:
    """The uploaded page of `draft`. ValidationError with a sentence for whoever chose the file: it is none, or another
    draft's. A page that does not say which draft it is, is taken, and the person is told so.
    """
    if len(body) > PAGE_CAP:
        raise _refused("too_large")
    try:
        page = parse_outcome_page(body, on=on)
    except (NotACommentsPage, NotAReportPage) as refusal:
        raise _refused(refusal.reason_code) from refusal
    number = page.portal_id if isinstance(page, ReportPage) else page.draft.portal_id
    title = (page.title if isinstance(page, ReportPage) else page.draft.title) or ""
    if number is not None and draft.portal_id is not None and number != draft.portal_id:
        message = _(
            "This is the page of another draft, No. %(other)s: «%(title)s». This dossier is about No. %(ours)s."
        )
        params = {"other": number, "ours": draft.portal_id, "title": title[:200]}
        raise ValidationError(message, code="other_draft", params=params)
    is_numbered = number is not None and number == draft.portal_id
    return BroughtPage(page, body, name, is_numbered or _is_titled(title, draft))


def _refused(code: str) -> ValidationError:
    return ValidationError(str(REASONS.get(code, UNREADABLE)), code=code)


def _is_titled(title: str, draft: DraftAct) -> bool:
    said = tokens(title)
    return bool(said) and said in (tokens(draft.title_kk or ""), tokens(draft.title_ru or ""))
