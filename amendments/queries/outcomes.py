"""Reads of what became of the rows that were sent: the pages brought in, what was confirmed, and counts of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from accounts import queries as account_queries
from amendments.models import (
    AdoptedSource,
    AmendmentTable,
    CoalitionMember,
    Outcome,
    OutcomePage,
    Submission,
)
from amendments.models.table import in_reading
from amendments.states import Adoption, Verdict
from deadlines.models import Deadline
from deadlines.states import DeadlineState

# --- What was sent ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SentRow:
    """A row as it was sent; `texts` by cell name."""

    pk: int
    number: int
    texts: Mapping[str, Any]

    def __str__(self) -> str:
        return self.label or f"№ {self.number}"

    @property
    def label(self) -> str:
        """The structural element in the reader's language, else in the other."""
        return self._read("structural_element")

    @property
    def proposed(self) -> str:
        return self._read("proposed_wording")

    @property
    def draft_wording(self) -> str:
        return self._read("draft_wording")

    @property
    def justification(self) -> str:
        return self._read("justification")

    def _read(self, column: str) -> str:
        return in_reading(self.text(column, "kk"), self.text(column, "ru"))

    def text(self, column: str, language: str) -> str:
        return str(self.texts.get(f"{column}_{language}", ""))


@dataclass(frozen=True)
class Sent:
    """What the body has to answer: the latest submission and its rows; nothing where nothing was sent."""

    submission: Submission | None = None
    rows: Sequence[SentRow] = ()

    def row(self, pk: int) -> SentRow | None:
        return next((row for row in self.rows if row.pk == pk), None)

    @property
    def report_deadline(self) -> Deadline | None:
        return self.submission.report_deadline if self.submission else None


def sent(table: AmendmentTable) -> Sent:
    """The rows of the latest submission as they were sent (one query)."""
    submissions = Submission.objects.filter(table=table).select_related(
        "report_deadline", "report_deadline__time_limit", "report_deadline__responsible"
    )
    latest = submissions.order_by("-submitted_at", "-id").first()
    if latest is None:
        return Sent()
    return Sent(latest, [SentRow(row["id"], row["number"], row) for row in latest.content["rows"]])


def our_names(table: AmendmentTable) -> list[str]:
    """Under which names a comment is ours: the organisation's, its people's, those of the coalition."""
    organisation = table.organisation
    names = [organisation.name_kk, organisation.name_ru]
    names += [person.name for person in account_queries.people(organisation)]
    for member in CoalitionMember.objects.filter(table=table).standing():
        names += [member.name_kk, member.name_ru, member.signatory_name_kk, member.signatory_name_ru]
    return [name for name in names if name and name.strip()]


def our_numbers(table: AmendmentTable) -> set[str]:
    """The numbers that were given to what we sent."""
    lists = Submission.objects.filter(table=table).values_list("numbers", flat=True)
    return {str(number) for numbers in lists for number in numbers}


# --- Pages ------------------------------------------------------------------------------------------------------------


def pages(table: AmendmentTable) -> list[OutcomePage]:
    """The pages that were brought in, the latest first, each with the number of its comments and of ours."""
    counted = OutcomePage.objects.filter(table=table).annotate(
        said=Count("comments"), ours=Count("comments", filter=Q(comments__is_ours=True))
    )
    return list(counted.select_related("brought_by", "snapshot").defer("snapshot__body").order_by("-id"))


def current(pages: Iterable[OutcomePage]) -> list[OutcomePage]:
    """The latest of each kind, language and channel: a page saved again later takes the place of the earlier one."""
    seen: dict[tuple[str, str, int | None], OutcomePage] = {}
    for page in sorted(pages, key=lambda page: -page.pk):
        seen.setdefault((page.source, page.language, page.channel), page)
    return list(seen.values())


# --- Silence ----------------------------------------------------------------------------------------------------------


def is_term_over(sent: Sent, pages: Iterable[OutcomePage], on: date) -> bool:
    """Whether silence has become an answer: the report is out, or the day to look for it has passed."""
    deadline = sent.report_deadline
    is_past = deadline is not None and deadline.state != DeadlineState.CANCELLED and deadline.due_on < on
    return is_past or any(page.is_report or page.report_available for page in pages)


def is_report_overdue(sent: Sent, on: date) -> bool:
    """Whether the day of the report has passed and nobody has found it."""
    deadline = sent.report_deadline
    return deadline is not None and deadline.state == DeadlineState.OPEN and deadline.due_on < on


# --- Outcomes -----------------------------------------------------------------------------------------------------


def outcomes_of(table: AmendmentTable) -> dict[int, Outcome]:
    """By row, confirmed or not."""
    rows = Outcome.objects.filter(row__table=table).select_related("confirmed_by", "corrected_by")
    return {outcome.row_id: outcome for outcome in rows}


def confirmed(table: AmendmentTable) -> dict[int, Outcome]:
    """The answers that count, by row."""
    return {row: outcome for row, outcome in outcomes_of(table).items() if outcome.confirmed_at is not None}


@dataclass(frozen=True)
class Tally:
    """How many of `all` rows were answered how, as far as confirmed; `adoptions` likewise for the adopted text."""

    all: int
    verdicts: Mapping[str, int]
    adoptions: Mapping[str, int]

    @property
    def confirmed(self) -> int:
        return sum(self.verdicts.values())

    @property
    def is_complete(self) -> bool:
        return self.all > 0 and self.confirmed == self.all

    @property
    def left(self) -> int:
        return self.all - self.confirmed

    @property
    def unmet(self) -> int:
        """Not accepted or not answered: what a letter can be about."""
        return self.verdicts[Verdict.NOT_ACCEPTED] + self.verdicts[Verdict.NOT_ANSWERED]

    @property
    def compared(self) -> int:
        return sum(self.adoptions.values())


def tally(rows: Collection[SentRow], outcomes: Mapping[int, Outcome]) -> Tally:
    """Counts over the rows that were sent; a match that nobody confirmed counts nowhere."""
    verdicts = dict.fromkeys(Verdict.values, 0)
    adoptions: dict[str, int] = {Adoption.VERBATIM: 0, Adoption.PARTLY: 0, Adoption.ABSENT: 0}
    for row in rows:
        outcome = outcomes.get(row.pk)
        if outcome is None:
            continue
        if outcome.confirmed_at is not None:
            verdicts[outcome.state] += 1
        if outcome.adoption in adoptions:
            adoptions[outcome.adoption] += 1
    return Tally(len(rows), verdicts, adoptions)


# --- Adopted text -----------------------------------------------------------------------------------------------------


def adopted_sources(table: AmendmentTable) -> dict[str, AdoptedSource]:
    """By language, the latest adopted text, without its words."""
    found: dict[str, AdoptedSource] = {}
    rows = AdoptedSource.objects.filter(table=table).defer("elements").select_related("brought_by")
    for source in rows.order_by("number"):
        found[source.language] = source
    return dict(sorted(found.items()))
