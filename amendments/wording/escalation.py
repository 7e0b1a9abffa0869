"""What a letter on rows that were not accepted or not answered says, in the official register of each language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from amendments.documents.table import body_of, council_of
from amendments.models import Outcome, Submission
from amendments.states import Channel, EscalationTo, Verdict
from correspondence.documents import Text, same
from correspondence.documents.words import long_date
from correspondence.states import LetterKind
from deadlines import queries as deadline_queries
from projects.models import DraftAct

KIND_OF = {
    EscalationTo.PUBLIC_COUNCIL: LetterKind.ESCALATION_COUNCIL,
    EscalationTo.AUTHORISED_BODY: LetterKind.AUTHORISED_BODY,
    EscalationTo.OTHER: LetterKind.AUTHORISED_BODY,
}
# The rules of public discussion are an order of this ministry (Order of 30.09.2021 No. 849); a person checks the name.
AUTHORISED_BODY = Text(
    "Қазақстан Республикасының Әділет министрлігі", "Министерство юстиции Республики Казахстан"
)
HOW = {
    Channel.PORTAL: Text("«Ашық НҚА» порталы арқылы", "через портал «Открытые НПА»"),
    Channel.LETTER: Text("қағаз түріндегі хатпен", "письмом на бумажном носителе"),
    Channel.EMAIL: Text("электрондық пошта арқылы", "по электронной почте"),
    Channel.PUBLIC_COUNCIL: Text("қоғамдық кеңес арқылы", "через общественный совет"),
    Channel.E_OTINISH: Text("«e-Өтініш» жүйесі арқылы", "через систему «e-Өтініш»"),
}
VERDICTS = {
    Verdict.PARTLY: Text("ішінара қабылданды", "принято частично"),
    Verdict.NOT_ACCEPTED: Text("қабылданбады", "не принято"),
    Verdict.NOT_ANSWERED: Text("жауапсыз қалды", "оставлено без ответа"),
}
OUR_WORDING = Text("Ұсынылған редакция:", "Предложенная редакция:")
THEIR_WORDS = Text("Әзірлеуші органның жауабы:", "Ответ органа-разработчика:")
NO_REASONS = Text("Қабылдамау себептері көрсетілмеген.", "Причины непринятия не указаны.")
NO_NUMBER = Text("жоқ", "отсутствует")
NO_BODY = Text("көрсетілмеген", "не указан")
MOST_NUMBERS = 10


@dataclass(frozen=True)
class Refused:
    """One row of the letter: its place and its texts as they were sent, and what became of it."""

    number: int
    texts: Mapping[str, Any]
    outcome: Outcome

    def said(self, column: str) -> Text:
        """One column in both languages; one borrows from the other where the row has it in one only."""
        kk, ru = self.texts.get(f"{column}_kk", ""), self.texts.get(f"{column}_ru", "")
        return Text(kk or ru, ru or kk)


def addressee_of(draft: DraftAct, to: str) -> Text:
    """Who is proposed as the addressee; empty where nobody is known."""
    if to == EscalationTo.PUBLIC_COUNCIL:
        return council_of(draft)
    return AUTHORISED_BODY if to == EscalationTo.AUTHORISED_BODY else Text()


def letter_values(
    draft: DraftAct, refused: Sequence[Refused], submissions: Sequence[Submission], on: date
) -> dict[str, Text]:
    """What stands in the gaps of the letter; `on`: the day up to which no answer has come."""
    first = submissions[0]
    return {
        "draft_title": Text(draft.title_kk or draft.title_ru or "", draft.title_ru or draft.title_kk or ""),
        "draft_number": same(draft.portal_id) if draft.portal_id is not None else NO_NUMBER,
        "draft_link": same(draft.portal_address),
        "body": body_of(draft) or NO_BODY,
        "council": council_of(draft),
        "submitted_on": long_date(deadline_queries.day_of(first.submitted_at)),
        "submissions": _joined(submissions),
        "row_count": same(len(refused)),
        "rows": _rows(refused, on),
    }


def _joined(submissions: Iterable[Submission]) -> Text:
    said = [_submission(submission) for submission in submissions]
    return Text("; ".join(one.kk for one in said), "; ".join(one.ru for one in said))


def _submission(submission: Submission) -> Text:
    """'2026 жылғы 14 қыркүйек күні «Ашық НҚА» порталы арқылы (берілген нөмірлер: 4821)'."""
    day, how = long_date(deadline_queries.day_of(submission.submitted_at)), HOW[Channel(submission.channel)]
    kk, ru = f"{day.kk} күні {how.kk}", f"{day.ru} {how.ru}"
    numbers, more = ", ".join(submission.numbers[:MOST_NUMBERS]), len(submission.numbers) > MOST_NUMBERS
    if not numbers:
        return Text(kk, ru)
    count = len(submission.numbers)
    all_kk, all_ru = (f" және т.б., барлығы {count}", f" и др., всего {count}") if more else ("", "")
    return Text(
        f"{kk} (берілген нөмірлер: {numbers}{all_kk})", f"{ru} (присвоенные номера: {numbers}{all_ru})"
    )


def _rows(refused: Iterable[Refused], on: date) -> Text:
    said = [_row(one, on) for one in refused]
    return Text("\n\n".join(one.kk for one in said), "\n\n".join(one.ru for one in said))


def _row(one: Refused, on: date) -> Text:
    """The row by its number and element, our wording, and the body's words, or that there are none."""
    element, verdict = one.said("structural_element"), VERDICTS[Verdict(one.outcome.state)]
    kk = [f"№ {one.number} ұсыныс ({element.kk}): {verdict.kk}."]
    ru = [f"Предложение № {one.number} ({element.ru}): {verdict.ru}."]
    wording, theirs = one.said("proposed_wording"), one.outcome.body_words
    if wording:
        kk += [OUR_WORDING.kk, quoted(wording.kk)]
        ru += [OUR_WORDING.ru, quoted(wording.ru)]
    if theirs.strip():
        kk += [THEIR_WORDS.kk, quoted(theirs)]
        ru += [THEIR_WORDS.ru, quoted(theirs)]
    else:
        silence = _silence(one.outcome, on)
        kk, ru = [*kk, silence.kk], [*ru, silence.ru]
    return Text("\n\n".join(kk), "\n\n".join(ru))


def _silence(outcome: Outcome, on: date) -> Text:
    if outcome.state != Verdict.NOT_ANSWERED:
        return NO_REASONS
    day = long_date(on)
    return Text(
        f"{day.kk} күнгі жағдай бойынша әзірлеуші органның жауабы алынған жоқ.",
        f"По состоянию на {day.ru} ответ органа-разработчика не получен.",
    )


def quoted(text: str) -> str:
    """Somebody's words as one paragraph of a letter that is set apart (correspondence.letters.written_letter)."""
    return "\n".join(f"> {line.strip()}" for line in text.splitlines() if line.strip())
