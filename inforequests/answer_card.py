"""The answer on the page of its request: verdicts, facts, publication."""

from dataclasses import dataclass

from inforequests.answers import facts_of, overall, verdicts_of
from inforequests.models import Fact, InfoRequest, ItemVerdict, Publication
from inforequests.publications import publication_of
from inforequests.states import Completeness

SHOWN_FACTS = 5


@dataclass(frozen=True)
class AnswerCard:
    """`left`: how many items are not judged; `overall`: what the verdicts come to once none is left."""

    verdicts: list[ItemVerdict]
    left: int
    overall: Completeness | None
    facts: list[Fact]
    more_facts: bool
    publication: Publication | None


def answer_card(info_request: InfoRequest, items: int) -> AnswerCard:
    """Of a request with so many `items` (three queries)."""
    verdicts = verdicts_of(info_request)
    facts = list(facts_of(info_request)[: SHOWN_FACTS + 1])
    return AnswerCard(
        verdicts,
        items - len(verdicts),
        overall([row.verdict for row in verdicts], items),
        facts[:SHOWN_FACTS],
        len(facts) > SHOWN_FACTS,
        publication_of(info_request),
    )
