"""The rapid assessment as pages show it, and what changed between two of its versions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amendments.anchoring import Piece, difference, is_worth_marking
from amendments.models import RapidAssessment
from amendments.models.assessment import RISKS
from amendments.models.table import LANGUAGES
from amendments.states import AccompanyingDocument, Effect, Level, Presence, Recommendation

TEXT_NAMES: dict[str, Promise] = {
    "conformity": _("Conformity with the norms in force"),
    "obligations": _("International obligations"),
    "reason": _("Reason"),
}
TEXT_HINTS: dict[str, Promise] = {
    "conformity": _("Which norms of which acts the draft agrees with, and which it contradicts."),
    "obligations": _("Which treaties and conventions it touches, and whether it keeps to them."),
    "reason": _("Two or three sentences that the next reader decides by."),
}
RISK_NAMES = {
    "corruption": _("Corruption risk"),
    "rights": _("Risk to people's rights"),
    "budget": _("Risk to the budget"),
}
GROUPS_NAME = _("Target groups")
DOCUMENTS_NAME = _("Accompanying documents")
ADVICE_NAME = _("Recommendation")
GIVEN_NAME = _("Working days given for the discussion")
DUE_NAME = _("Working days that the law wants at least")
LEVEL_TONES = {Level.HIGH: "late", Level.MEDIUM: "soon", Level.LOW: "", Level.NONE: "good"}
EFFECT_TONES = {Effect.WORSE: "late", Effect.MIXED: "soon", Effect.BETTER: "good", Effect.NONE: ""}
PRESENCE_TONES = {Presence.PRESENT: "good", Presence.ABSENT: "late", Presence.NOT_REQUIRED: ""}
RECOMMENDATION_TONES = {
    Recommendation.TAKE_PART: "good",
    Recommendation.WATCH: "soon",
    Recommendation.LEAVE: "",
}


@dataclass(frozen=True)
class Said:
    """A text in one language; '' where it was not written in it."""

    language: str
    text: str


@dataclass(frozen=True)
class Topic:
    """A heading with its texts. `answer`: what was chosen there, '' where nothing was; `tone`: its colour."""

    name: "Promise | str"
    texts: Sequence[Said] = ()
    answer: str = ""
    tone: str = ""

    @property
    def is_silent(self) -> bool:
        return not self.answer and not any(said.text for said in self.texts)


@dataclass(frozen=True)
class Shown:
    """A version of the assessment in the languages that the reader wants."""

    row: RapidAssessment
    recommendation: Topic
    texts: Sequence[Topic]
    groups: Sequence[Topic]
    risks: Sequence[Topic]
    documents: Sequence[Topic]


def shown(assessment: RapidAssessment, languages: Iterable[str] = LANGUAGES) -> Shown:
    wanted = tuple(languages)
    return Shown(
        assessment,
        recommendation=Topic(
            TEXT_NAMES["reason"],
            _texts(assessment, "reason", wanted),
            str(Recommendation(assessment.recommendation).label),
            RECOMMENDATION_TONES[Recommendation(assessment.recommendation)],
        ),
        texts=[
            Topic(TEXT_NAMES[name], _texts(assessment, name, wanted))
            for name in ("conformity", "obligations")
        ],
        groups=[_group(group, wanted) for group in assessment.groups],
        risks=[_risk(assessment, risk, wanted) for risk in RISKS],
        documents=[
            _document(code, assessment.documents[code])
            for code in AccompanyingDocument
            if assessment.documents.get(code)
        ],
    )


def _texts(assessment: RapidAssessment, name: str, languages: Iterable[str]) -> list[Said]:
    return [Said(language, getattr(assessment, f"{name}_{language}")) for language in languages]


def _group(group: dict[str, str], languages: Sequence[str]) -> Topic:
    """Named in the first of the languages that has a name for it: a group without a name cannot be shown."""
    names = [group[f"name_{language}"] for language in (*languages, *LANGUAGES)]
    effect = Effect(group["effect"])
    notes = [Said(language, group[f"note_{language}"]) for language in languages]
    return Topic(next(filter(None, names), ""), notes, str(effect.label), EFFECT_TONES[effect])


def _risk(assessment: RapidAssessment, risk: str, languages: Sequence[str]) -> Topic:
    level = getattr(assessment, f"{risk}_level")
    label, tone = (str(Level(level).label), LEVEL_TONES[Level(level)]) if level else ("", "")
    return Topic(RISK_NAMES[risk], _texts(assessment, f"{risk}_note", languages), label, tone)


def _document(code: AccompanyingDocument, presence: str) -> Topic:
    return Topic(code.label, (), str(Presence(presence).label), PRESENCE_TONES[Presence(presence)])


# --- What changed ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One answer that differs; `language` is '' for what is no text of a person."""

    name: str
    language: str
    pieces: Sequence[Piece]


def changes(earlier: RapidAssessment | None, later: RapidAssessment) -> list[Change]:
    """The answers of the later version that differ from the earlier one's, in the order of the form; then those that
    are gone. Without an earlier one, all."""
    before, after = _facts(earlier) if earlier else {}, _facts(later)
    keys = [*after, *(key for key in before if key not in after)]
    return [
        Change(key[0], key[-1], _pieces(before.get(key, ""), after.get(key, ""), is_text=bool(key[-1])))
        for key in keys
        if before.get(key, "") != after.get(key, "")
    ]


def _pieces(before: str, after: str, *, is_text: bool) -> list[Piece]:
    """Word by word for texts; what has little in common, and an answer that was chosen, is replaced as a whole."""
    if is_text and is_worth_marking(pieces := difference(before, after)):
        return pieces
    gap = ("\n" if is_text else " ") if before and after else ""
    return [Piece(op, text) for op, text in (("removed", before), ("same", gap), ("added", after)) if text]


def _facts(assessment: RapidAssessment) -> dict[tuple[str, ...], str]:
    """Every answer by name and language, with a third part where one name may come twice."""
    facts: dict[tuple[str, ...], str] = {}
    seen = shown(assessment)
    facts[str(ADVICE_NAME), "", ""] = seen.recommendation.answer
    for topic in (replace(seen.recommendation, answer=""), *seen.texts):
        _add(facts, topic, "")
    for number, topic in enumerate(seen.groups):
        twins = sum(str(other.name) == str(topic.name) for other in seen.groups[:number])
        _add(facts, topic, f"group{twins}")
    for topic in (*seen.risks, *seen.documents):
        _add(facts, topic, "")
    for name, days in ((GIVEN_NAME, assessment.days_given), (DUE_NAME, assessment.days_due)):
        facts[str(name), "", ""] = "" if days is None else str(days)
    return facts


def _add(facts: dict[tuple[str, ...], str], topic: Topic, place: str) -> None:
    name = str(topic.name)
    if topic.answer:
        facts[name, place, ""] = topic.answer
    for said in topic.texts:
        facts[name, place, said.language] = said.text
