"""From the assessment to the body's answer, for the demonstration's draft that has gone the whole way; all words invented."""

from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

from accounts.models import User
from amendments.actions import outcomes
from amendments.actions.assessment import save_assessment
from amendments.actions.outcome_pages import bring_outcome_page
from amendments.actions.submission import Sending, is_late, record_submission, set_report_day
from amendments.models import AmendmentTable
from amendments.models.assessment import ANSWERS
from amendments.page_reading import read_page
from amendments.queries import outcomes as outcome_queries
from amendments.queries.outcome_standing import standings
from amendments.wording.submission import copy_blocks
from common.dates import ALMATY
from deadlines import queries as deadline_queries
from projects.models import Dossier

TEMPLATE = Path(__file__).with_name("answers.html")
FIRST_NUMBER = 990100001
REPLY_NUMBER = 990200001
MARKS = {"accepted": ("Принято", "fa-check-square"), "partly": ("Принято", "fa-check-square")}
LATE = "Демалыс күндері порталға кіру мүмкін болмады."
OTHER = (
    "Просим до утверждения правил обсудить с жителями, где будут стоять контейнеры.",
    "Предложение принято к сведению.",
)
COMMENT = """<div class="media"><div class="media-body"><h4 class="media-heading">{author}</h4>
<h4 class="media-heading"><a href="#1" npa-id="1" class="view-comment-part"><span>{part}</span></a> <span>{at:%d/%m} - {at:%H:%M}
{mark} /</span></h4><p id="{number}">{text}</p>{reply}</div></div>"""
MARK = '<span><i class="liker fa {icon}" title="{title}"></i></span>'
REPLY = """<div class="media"><div class="media-body"><h4 class="media-heading"><i class="fa fa-tags"></i> {body}
<span>{at:%d/%m} - {at:%H:%M}</span></h4><p id="{number}">{text}</p></div></div>"""


def assess(dossier: Dossier, facts: dict[str, Any], actor: User, at: datetime) -> None:
    """Save the rapid assessment of `facts`, the rest left open."""
    empty: dict[str, Any] = dict.fromkeys(ANSWERS, "") | {"groups": [], "documents": {}}
    save_assessment(dossier, empty | facts, seen=0, actor=actor, at=at)


def submit(table: AmendmentTable, actor: User, at: datetime) -> None:
    """Sent through the portal at the moment `at`; each row was given a number there. The report is looked for a week later."""
    numbers = tuple(str(FIRST_NUMBER + place) for place in range(table.rows.live().count()))
    reason = LATE if is_late(table.dossier, at) else ""
    sending = Sending("portal", at, numbers=numbers, late_reason=reason)
    sent = record_submission(table, sending, actor=actor, at=at)
    on = deadline_queries.day_of(at)
    set_report_day(sent, deadline_queries.calendar().add(on, 5), actor=actor, on=on, at=at)


def answer(table: AmendmentTable, rows: list[dict[str, Any]], actor: User, at: datetime) -> None:
    """Bring in the draft's page as the portal would show it, and confirm the rows that `rows` call confirmed."""
    on = deadline_queries.day_of(at)
    brought = read_page("view.html", portal_page(table, rows, at), draft=table.dossier.draft, on=on)
    bring_outcome_page(table, brought, actor=actor, at=at)
    sent, pages = outcome_queries.sent(table), outcome_queries.pages(table)
    for standing, facts in zip(standings(sent, sent.rows, {}, pages, on), rows, strict=True):
        proposed = outcomes.proposed_answer(standing)
        if facts.get("is_confirmed") and proposed is not None:
            outcomes.confirm_outcome(table, standing, proposed, seen="", actor=actor, at=at)


def portal_page(table: AmendmentTable, rows: list[dict[str, Any]], at: datetime) -> bytes:
    """The page of the table's draft in Russian, with our comments, their marks and the body's replies."""
    draft = table.dossier.draft
    body = escape(draft.body_name_ru or (draft.body.name_ru if draft.body else "") or "")
    sent = outcome_queries.sent(table)
    assert sent.submission is not None, "it was sent a moment ago"
    said_at = sent.submission.submitted_at.astimezone(ALMATY)
    comments = [
        _comment(block.text, place, facts, body, said_at)
        for place, (block, facts) in enumerate(
            zip(copy_blocks(sent.submission.content, "ru"), rows, strict=True)
        )
    ]
    other = {"body_words_ru": OTHER[1]}
    comments.append(_comment(OTHER[0], 90, other, body, said_at, author="УЧАСТНИК ОБСУЖДЕНИЯ"))
    marked = sum(facts.get("verdict") in MARKS for facts in rows)
    return (
        TEMPLATE.read_text(encoding="utf-8")
        .format(
            portal_id=draft.portal_id,
            title=escape(draft.title_ru or ""),
            created=draft.created_on or at,
            ends=draft.ends_on or at,
            body=body,
            said=len(comments),
            accepted=marked,
            comments="".join(comments),
        )
        .encode()
    )


def _comment(
    text: str,
    place: int,
    facts: dict[str, Any],
    body: str,
    at: datetime,
    author: str = "АШЫҚ ОРТА ҚОҒАМДЫҚ ҚОРЫ",
) -> str:
    mark = MARKS.get(facts.get("verdict", ""))
    words = facts.get("body_words_ru", "")
    reply = (
        REPLY.format(body=body, at=at + timedelta(hours=14), number=REPLY_NUMBER + place, text=escape(words))
        if words
        else ""
    )
    return COMMENT.format(
        author=author,
        part=escape(facts.get("structural_element_ru", "проект в целом")),
        at=at,
        mark=MARK.format(title=mark[0], icon=mark[1]) if mark else "",
        number=FIRST_NUMBER + place,
        text=escape(text),
        reply=reply,
    )
