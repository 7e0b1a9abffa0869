"""The adopted text beside ours: computed for every row and language, corrected by a person."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from amendments.actions.outcome_pages import NOTHING_SENT
from amendments.actions.table import hold, log
from amendments.answers.adopted_text import AdoptedElement, AdoptedText, Finding
from amendments.models import AdoptedSource, AmendmentTable, Outcome
from amendments.queries import outcomes as queries
from amendments.queries.outcomes import SentRow
from amendments.reading import BroughtText
from amendments.states import Adoption, OutcomeSource, TableState

MOST_MISSING = 60  # words kept of what is not in the passage
PASSAGE_LENGTH = 5_000
_ORDER = (Adoption.VERBATIM, Adoption.PARTLY, Adoption.ABSENT)


def bring_adopted_text(
    table: AmendmentTable, read: BroughtText, *, actor: User, at: datetime
) -> AdoptedSource:
    """Keep the adopted text as the latest in its language and compare every row with it; what people corrected stays.

    The very same text again is the one that is there. ValidationError: it is empty, or nothing was sent.
    """
    elements = [[element.label[:500], element.text.replace("\x00", "")] for element in read.elements]
    if not elements:
        raise ValidationError(_("No text was found in it."), code="empty")
    digest = hashlib.sha256(read.content).hexdigest()
    latest = _latest(table, read.language)
    if latest is not None and latest.sha256 == digest:
        return latest
    sent = queries.sent(table)
    if not sent.rows:
        raise ValidationError(NOTHING_SENT, code="nothing_sent")
    findings = compared(elements, read.language, sent.rows)
    return _keep(table, read, digest, elements, findings, sent.rows, actor=actor, at=at)


def compared(
    elements: Iterable[Iterable[str]], language: str, rows: Iterable[SentRow]
) -> dict[int, dict[str, Any]]:
    """By row, what `adopted_text` finds, as it is kept; rows without wording in the language are left out."""
    adopted = AdoptedText([AdoptedElement(text, label) for label, text in elements], language)
    return {
        row.pk: _plain(
            adopted.compare(row.text("proposed_wording", language), row.text("draft_wording", language))
        )
        for row in rows
        if row.text("proposed_wording", language).strip()
    }


def _plain(found: Finding) -> dict[str, Any]:
    return {
        "adoption": found.adoption or Adoption.UNKNOWN,
        "share": round(found.share, 4),
        "passage": found.passage,
        "label": found.label,
        "missing": list(found.missing[:MOST_MISSING]),
        "only_numbers": found.only_numbers_differ,
    }


@transaction.atomic
def _keep(
    table: AmendmentTable,
    read: BroughtText,
    digest: str,
    elements: list[list[str]],
    findings: dict[int, dict[str, Any]],
    rows: Iterable[SentRow],
    *,
    actor: User,
    at: datetime,
) -> AdoptedSource:
    hold(table, frozenset(TableState))
    latest = _latest(table, read.language)
    if latest is not None and latest.sha256 == digest:
        return latest
    source = AdoptedSource.objects.create(
        organisation=table.organisation,
        table=table,
        language=read.language,
        number=latest.number + 1 if latest else 1,
        origin=read.origin,
        file_name=read.file_name[-255:],
        sha256=digest,
        elements=elements,
        brought_by=actor,
        brought_at=at,
    )
    _settle(table, read.language, findings, rows, at=at)
    log(table, "outcome.adopted_brought", actor=actor, at=at, language=read.language)
    return source


def _latest(table: AmendmentTable, language: str) -> AdoptedSource | None:
    versions = AdoptedSource.objects.filter(table=table, language=language).defer("elements")
    return versions.order_by("-number").first()


def _settle(
    table: AmendmentTable,
    language: str,
    findings: dict[int, dict[str, Any]],
    rows: Iterable[SentRow],
    *,
    at: datetime,
) -> None:
    """Write the findings of one language to all rows."""
    known = queries.outcomes_of(table)
    new: list[Outcome] = []
    old: list[Outcome] = []
    for row in rows:
        outcome = known.get(row.pk) or Outcome(
            organisation=table.organisation, row_id=row.pk, source=OutcomeSource.BY_HAND, found_at=at
        )
        rest = {code: found for code, found in outcome.findings.items() if code != language}
        outcome.findings = rest | ({language: findings[row.pk]} if row.pk in findings else {})
        if outcome.corrected_at is None:
            take_computed(outcome)
        (old if outcome.pk else new).append(outcome)
    Outcome.objects.bulk_create(new, batch_size=200)
    fields = ["findings", "adoption", "adopted_text", "adoption_similarity"]
    Outcome.objects.bulk_update(old, fields, batch_size=100)


def take_computed(outcome: Outcome) -> None:
    """What was computed becomes the row's; of two languages the better one, for a translation may be reworded."""
    found = [outcome.findings[code] for code in sorted(outcome.findings)]
    ranked = sorted(found, key=lambda one: (_rank(one["adoption"]), -one["share"]))
    best = ranked[0] if ranked else None
    outcome.adoption = best["adoption"] if best else Adoption.UNKNOWN
    outcome.adopted_text = best["passage"] if best else ""
    outcome.adoption_similarity = best["share"] if best else None


def _rank(adoption: str) -> int:
    return _ORDER.index(Adoption(adoption)) if adoption in _ORDER else len(_ORDER)


@transaction.atomic
def correct_adoption(
    table: AmendmentTable,
    row: SentRow,
    adoption: Adoption | None,
    passage: str = "",
    *,
    actor: User,
    at: datetime,
) -> Outcome | None:
    """A person says how the adopted text has our wording, and where; None: what was computed is right after all."""
    hold(table, frozenset(TableState))
    outcome = Outcome.objects.filter(row=row.pk).first()
    if outcome is None or not outcome.findings:
        return None
    if adoption is None:
        if outcome.corrected_at is None:
            return outcome
        outcome.corrected_by = outcome.corrected_at = None
        take_computed(outcome)
    else:
        passage = passage.replace("\x00", "").strip()[:PASSAGE_LENGTH]
        if outcome.corrected_at and (outcome.adoption, outcome.adopted_text) == (adoption, passage):
            return outcome
        outcome.adoption, outcome.adopted_text = adoption, passage
        outcome.corrected_by, outcome.corrected_at = actor, at
    outcome.save(
        update_fields=["adoption", "adopted_text", "adoption_similarity", "corrected_by", "corrected_at"]
    )
    verb = "outcome.adoption_corrected" if adoption else "outcome.adoption_recomputed"
    log(table, verb, actor=actor, at=at, subject=row, adoption=outcome.adoption)
    return outcome
