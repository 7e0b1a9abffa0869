"""The adopted text beside ours, as pages say it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from amendments.models import Outcome
from amendments.queries.outcomes import SentRow
from amendments.states import Adoption
from amendments.wording.outcomes import ADOPTION_TONES


@dataclass(frozen=True)
class FindingLine:
    """What was computed of a row in one language. `share`: per cent of our words that are in the passage."""

    language: str
    adoption: str
    tone: str
    share: int
    passage: str
    label: str
    missing: str
    only_numbers: bool
    proposed: str


@dataclass(frozen=True)
class AdoptionLine:
    row: SentRow
    outcome: Outcome | None
    findings: Sequence[FindingLine]

    @property
    def is_corrected(self) -> bool:
        return self.outcome is not None and self.outcome.corrected_at is not None

    @property
    def label(self) -> str:
        return str(Adoption(self.outcome.adoption).label) if self.outcome else ""

    @property
    def tone(self) -> str:
        return ADOPTION_TONES.get(Adoption(self.outcome.adoption), "") if self.outcome else ""


def adoption_lines(rows: Sequence[SentRow], outcomes: Mapping[int, Outcome]) -> list[AdoptionLine]:
    return [
        AdoptionLine(row, outcomes.get(row.pk), _findings(row, outcomes[row.pk].findings))
        if row.pk in outcomes
        else AdoptionLine(row, None, ())
        for row in rows
    ]


def _findings(row: SentRow, findings: Mapping[str, Mapping[str, Any]]) -> list[FindingLine]:
    return [
        FindingLine(
            language=code,
            adoption=_adoption_words(found["adoption"]),
            tone=ADOPTION_TONES.get(found["adoption"], ""),
            share=round(found["share"] * 100),
            passage=found["passage"],
            label=found["label"],
            missing=", ".join(found["missing"]),
            only_numbers=found["only_numbers"],
            proposed=row.text("proposed_wording", code),
        )
        for code, found in sorted(findings.items())
    ]


def _adoption_words(adoption: str) -> str:
    if adoption == Adoption.UNKNOWN:
        return _("words cannot tell: only striking out was proposed")
    return str(Adoption(adoption).label)
