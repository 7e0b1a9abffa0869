"""The minutes of a hearing as a document: composed from its record, by the form of the methodology's second template."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from django.utils import timezone

from amendments.documents.table import body_of
from correspondence.documents import (
    Block,
    Column,
    ColumnKind,
    Document,
    Heading,
    Items,
    KeyValues,
    Mode,
    Paragraph,
    Signature,
    Table,
    Text,
    same,
)
from correspondence.documents.storing import to_json
from correspondence.documents.words import long_date
from correspondence.letterheads import letterhead_of
from deadlines.actions import Words
from hearings.board import VoteRow, votes_of
from hearings.models import AgendaItem, Hearing, Minutes, Proposal, RemarkAnswer, Turn
from hearings.naming import Naming, naming_of
from hearings.poster import FORMATS
from hearings.queries import agenda_of, annexed
from hearings.states import (
    Choice,
    Format,
    Origin,
    PackKind,
    ProposalState,
    RuleSet,
    VoteBase,
    VoteResult,
    VoteRule,
    VoteWay,
)

TITLE = Text("Қоғамдық тыңдаулар хаттамасы", "Протокол общественных слушаний")
NONE = Text("Жоқ.", "Нет.")
ORIGINS = {
    Origin.HALL: Text("залда айтылды", "высказано в зале"),
    Origin.WRITING: Text("жазбаша", "письменно"),
}
WITHDRAWN = Text("автор кері қайтарып алды", "отозвано автором")
WAYS = {
    VoteWay.HANDS: Text("қол көтеру арқылы", "поднятием рук"),
    VoteWay.NAMED: Text("атаулы", "поимённо"),
    VoteWay.SECRET: Text("жасырын", "тайно"),
}
RULES = {
    VoteRule.MAJORITY: Text("жай көпшілік", "простое большинство"),
    VoteRule.TWO_THIRDS: Text("үштен екі", "две трети"),
    VoteRule.CONSENSUS: Text("консенсус", "консенсус"),
}
BASES = {
    VoteBase.VOTING: Text("дауыс бергендерден", "от голосовавших"),
    VoteBase.PRESENT: Text("қатысып отырғандардан", "от присутствующих"),
}
RESULTS = {
    VoteResult.ADOPTED: Text("қабылданды", "принято"),
    VoteResult.NOT_ADOPTED: Text("қабылданбады", "не принято"),
    VoteResult.NO_QUORUM: Text("кворум жоқ", "нет кворума"),
}
CHOICES = {
    Choice.FOR: Text("жақтады", "за"),
    Choice.AGAINST: Text("қарсы", "против"),
    Choice.ABSTAINED: Text("қалыс қалды", "воздержался"),
}
PACK = {
    PackKind.DRAFT: Text("НҚА жобасы", "Проект НПА"),
    PackKind.EXPLANATORY_NOTE: Text("Түсіндірме жазба", "Пояснительная записка"),
    PackKind.COMPARATIVE_TABLE: Text("Салыстырма кесте", "Сравнительная таблица"),
    PackKind.ANALYTICAL_NOTE: Text("Ұйымның аналитикалық жазбасы", "Аналитическая записка организации"),
    PackKind.QUESTIONS: Text("Талқылауға арналған сұрақтар", "Вопросы для обсуждения"),
    PackKind.PROPOSAL_FORM: Text("Жазбаша ұсыныстар нысаны", "Форма письменных предложений"),
}
# Ecological Code, article 73: the minutes tell those who took part that they may appeal.
APPEAL = Text(
    "Қатысушылар хаттамаға Қазақстан Республикасының заңнамасында белгіленген тәртіппен шағым жасауға құқылы.",
    "Участники вправе обжаловать протокол в порядке, установленном законодательством Республики Казахстан.",
)
NUMBER = Column(same("№"), ColumnKind.NUMBER, 4)
NOTED = {True: Text("шешілді", "снято"), False: Text("шешілмеді", "не снято")}


@dataclass(frozen=True)
class Record:
    """Everything that the minutes say, read from the record; `minutes` only for the texts that people write."""

    hearing: Hearing
    minutes: Minutes
    naming: Naming
    agenda: list[AgendaItem]
    turns: list[Turn]
    proposals: list[Proposal]
    answers: dict[int, RemarkAnswer]
    votes: list[VoteRow]
    pack: list[tuple[PackKind, Words]]
    recording_url: str

    @property
    def is_environmental(self) -> bool:
        return self.hearing.rule_set == RuleSet.ENVIRONMENT


def record_of(hearing: Hearing, minutes: Minutes, *, is_public: bool) -> Record:
    """The record as it stands, with the names of this moment's consents."""
    rows = Proposal.objects.filter(hearing=hearing).exclude(state=ProposalState.STRUCK)
    proposals = list(rows.select_related("answer").order_by("number"))
    naming = naming_of(hearing, is_public=is_public)
    spoken = Turn.objects.filter(hearing=hearing, started_at__isnull=False).order_by("started_at", "pk")
    closed = [row for row in reversed(votes_of(hearing)) if row.result is not None]
    return Record(
        hearing=hearing,
        minutes=minutes,
        naming=naming,
        agenda=list(agenda_of(hearing)),
        turns=list(spoken),
        proposals=proposals,
        answers={row.pk: row.answer for row in proposals if hasattr(row, "answer")},
        votes=closed,
        pack=annexed(hearing),
        recording_url=minutes.recording_url if not is_public or not naming.unwilling else "",
    )


def minutes_document(record: Record, mode: Mode) -> Document:
    """The minutes in `mode`. What people said stands in the language in which it was said."""
    return Document(
        title=TITLE,
        mode=mode,
        letterhead=letterhead_of(record.hearing.organisation),
        blocks=tuple(_blocks(record)),
    )


def hash_of(description: Document) -> str:
    """What the document says, as one number: two descriptions with the same say the same."""
    text = json.dumps(to_json(description), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _blocks(record: Record) -> Iterator[Block]:
    yield KeyValues(tuple(_facts(record)))
    yield Heading(Text("Күн тәртібі", "Повестка дня"))
    yield from _agenda(record)
    yield Heading(Text("Қатысушылар", "Участники"))
    yield from _participants(record)
    yield Heading(Text("Тыңдалды, сөйледі", "Слушали, выступили"))
    yield from _speeches(record)
    if record.is_environmental:
        yield Heading(
            Text("Ескертулер мен ұсыныстардың жиынтық кестесі", "Сводная таблица замечаний и предложений")
        )
        yield from _remarks(record)
    else:
        yield Heading(Text("Ұсыныстар", "Предложения"))
        yield from _proposals(record)
    yield Heading(Text("Дауыс беру нәтижелері", "Результаты голосований"))
    yield from _votes(record)
    yield Heading(Text("Шешімдер мен ұсынымдар", "Решения и рекомендации"))
    decisions = _clean(record, record.minutes.decisions_kk, record.minutes.decisions_ru)
    yield Paragraph(decisions or NONE)
    if record.is_environmental:
        yield Paragraph(APPEAL)
    yield Heading(Text("Қосымшалар", "Приложения"))
    yield Items(tuple(_annexes(record)), numbered=True)
    yield from _signatures(record.hearing)


def _clean(record: Record, kk: str, ru: str) -> Text:
    return Text(record.naming.clean(kk), record.naming.clean(ru))


def _either(kk: str, ru: str) -> Text:
    return Text(kk or ru, ru or kk)


def _spoken(record: Record, text: str) -> Text:
    return same(record.naming.clean(text))


def _facts(record: Record) -> Iterator[tuple[Text, Text]]:
    hearing = record.hearing
    yield Text("Тақырыбы", "Тема"), _either(hearing.title_kk, hearing.title_ru)
    if hearing.dossier is not None:
        draft = hearing.dossier.draft
        yield Text("НҚА жобасы", "Проект НПА"), _either(draft.title_kk or "", draft.title_ru or "")
        if body := body_of(draft):
            yield Text("Әзірлеуші мемлекеттік орган", "Государственный орган-разработчик"), body
        if draft.portal_id is not None:
            yield (
                Text("«Ашық НҚА» порталындағы нөмірі", "Номер на портале «Открытые НПА»"),
                same(draft.portal_id),
            )
    opened = hearing.opened_at or hearing.starts_at
    yield Text("Өткен күні", "Дата проведения"), long_date(timezone.localdate(opened))
    yield Text("Нысаны", "Форма проведения"), FORMATS[Format(hearing.format)]
    if hearing.has_room:
        yield Text("Өткен орны", "Место проведения"), _either(hearing.place_kk, hearing.place_ru)
    yield Text("Басталуы – аяқталуы", "Начало – окончание"), same(_from_to(opened, hearing.closed_at))
    if hearing.moderator is not None:
        yield Text("Төраға (модератор)", "Председатель (модератор)"), same(hearing.moderator)
    if hearing.secretary is not None:
        yield Text("Хатшы", "Секретарь"), same(hearing.secretary)
    if record.recording_url:
        yield Text("Бейне- немесе аудиожазба", "Видео- или аудиозапись"), same(record.recording_url)


def _from_to(begun: datetime | None, ended: datetime | None) -> str:
    return " – ".join(f"{timezone.localtime(at):%H:%M}" for at in (begun, ended) if at is not None)


def _agenda(record: Record) -> Iterator[Block]:
    if not record.agenda:
        yield Paragraph(NONE)
        return
    # Who reports was written on the agenda as free words: it is no consent to be named.
    is_reported = any(item.speaker for item in record.agenda) and not record.naming.is_public
    reporting = (Column(Text("Баяндамашы", "Докладчик"), width=14),) if is_reported else ()
    rows = []
    for number, item in enumerate(record.agenda, 1):
        cells = [same(number), _clean(record, *_both(item.title_kk, item.title_ru))]
        if reporting:
            cells.append(_spoken(record, item.speaker))
        rows.append((*cells, same(_from_to(item.started_at, item.ended_at))))
    columns = (
        NUMBER,
        Column(Text("Мәселе", "Вопрос"), width=30),
        *reporting,
        Column(Text("Уақыты", "Время"), width=9),
    )
    yield Table(columns, tuple(rows))


def _both(kk: str, ru: str) -> tuple[str, str]:
    return kk or ru, ru or kk


def _participants(record: Record) -> Iterator[Block]:
    came, naming = record.naming.came, record.naming
    yield Paragraph(
        Text(f"Тіркелген қатысушылар саны: {len(came)}.", f"Участников по листу регистрации: {len(came)}.")
    )
    named = [row for row in came if naming.names(row)]
    if named:
        columns = (
            NUMBER,
            Column(Text("Аты-жөні", "Имя"), width=16),
            Column(Text("Кімнің атынан", "Кого представляет"), width=20),
            Column(Text("Негізі", "Основание"), width=12),
        )
        yield Table(columns, tuple(_participant(record, row.pk) for row in named))
    if len(named) < len(came):
        left = len(came) - len(named)
        yield Paragraph(
            Text(
                f"Аты-жөнін көрсетуге келісім бермеген қатысушылар: {left}.",
                f"Участников, не давших согласия на указание имени: {left}.",
            )
        )


def _participant(record: Record, pk: int) -> tuple[Text, ...]:
    place = record.naming.places[pk]
    row = record.naming.came[place - 1]
    basis = (
        Text("лауазымы бойынша", "по должности")
        if row.is_official
        else Text("келісім бойынша", "по согласию")
    )
    return same(place), same(row.name), same(row.represents), basis


def _speeches(record: Record) -> Iterator[Block]:
    if not record.turns:
        yield Paragraph(NONE)
        return
    numbers = {item.pk: number for number, item in enumerate(record.agenda, 1)}
    columns = (
        NUMBER,
        Column(Text("Күн тәртібінің тармағы", "Пункт повестки"), width=8),
        Column(Text("Сөйлеуші", "Выступивший"), width=16),
        Column(Text("Тезистер", "Тезисы"), width=36),
    )
    yield Table(
        columns,
        tuple(
            (
                same(number),
                same(numbers.get(turn.item_id or 0, "—")),
                record.naming.author(turn),
                _spoken(record, turn.thesis),
            )
            for number, turn in enumerate(record.turns, 1)
        ),
    )


def _proposals(record: Record) -> Iterator[Block]:
    if not record.proposals:
        yield Paragraph(NONE)
        return
    columns = (
        NUMBER,
        Column(Text("Норма", "Норма"), width=12),
        Column(Text("Ұсыныс", "Предложение"), width=32),
        Column(Text("Авторы", "Автор"), width=16),
        Column(Text("Белгі", "Отметка"), width=11),
    )
    yield Table(columns, tuple((*_proposal(record, row), _mark(row)) for row in record.proposals))


def _proposal(record: Record, row: Proposal) -> tuple[Text, ...]:
    return same(row.number), _spoken(record, row.norm), _spoken(record, row.text), record.naming.author(row)


def _mark(row: Proposal) -> Text:
    return WITHDRAWN if row.state == ProposalState.WITHDRAWN else ORIGINS[Origin(row.origin)]


def _remarks(record: Record) -> Iterator[Block]:
    standing = [row for row in record.proposals if row.state == ProposalState.STANDING]
    if not standing:
        yield Paragraph(NONE)
        return
    columns = (
        NUMBER,
        Column(Text("Ескерту, ұсыныс", "Замечание, предложение"), width=24),
        Column(Text("Авторы", "Автор"), width=14),
        Column(Text("Бастамашының жауабы", "Ответ инициатора"), width=24),
        Column(Text("Белгі", "Снято или не снято"), width=10),
    )
    yield Table(columns, tuple(_remark(record, row) for row in standing))


def _remark(record: Record, row: Proposal) -> tuple[Text, ...]:
    number, norm, text, author = _proposal(record, row)
    answer = record.answers.get(row.pk)
    said = same(f"{norm.kk}\n{text.kk}" if norm else text.kk)
    if answer is None:
        return number, said, author, Text(), NOTED[False]
    words = _clean(record, *_both(answer.answer_kk, answer.answer_ru))
    return number, said, author, words, NOTED[answer.is_settled]


def _votes(record: Record) -> Iterator[Block]:
    if not record.votes:
        yield Paragraph(Text("Дауыс беру өткізілген жоқ.", "Голосования не проводились."))
        return
    counts = (
        Text("Қатысқаны", "Присутствовало"),
        Text("Жақтады", "За"),
        Text("Қарсы", "Против"),
        Text("Қалыс қалды", "Воздержались"),
    )
    columns = (
        NUMBER,
        Column(Text("Мәселе", "Вопрос"), width=24),
        *(Column(label, width=7) for label in counts),
        Column(Text("Нәтиже", "Итог"), width=13),
    )
    yield Table(columns, tuple(_vote(record, row) for row in record.votes))
    people = {row.pk: row for row in record.naming.came}
    by_name = [(row.vote.number, pk, choice) for row in record.votes for pk, choice in row.choices.items()]
    if by_name:
        columns = (
            NUMBER,
            Column(Text("Қатысушы", "Участник"), width=24),
            Column(Text("Дауысы", "Голос"), width=12),
        )
        rows = tuple(
            (same(number), record.naming.label(people[pk]), CHOICES[Choice(choice)])
            for number, pk, choice in by_name
        )
        yield Table(columns, rows, caption=Text("Атаулы дауыс беру", "Поимённое голосование"))


def _vote(record: Record, row: VoteRow) -> tuple[Text, ...]:
    vote, tally, result = row.vote, row.tally, row.result
    assert tally is not None
    assert result is not None
    way, rule, base = WAYS[VoteWay(vote.way)], RULES[VoteRule(vote.rule)], BASES[VoteBase(vote.base)]
    spoilt = (
        Text(f"; жарамсыз: {tally.spoilt}", f"; недействительных: {tally.spoilt}") if tally.spoilt else Text()
    )
    question = _clean(record, *_both(vote.question_kk, vote.question_ru))
    kk, ru = question.kk, question.ru
    if vote.proposal is not None:
        number = vote.proposal.number
        kk = f"{kk} (№ {number} ұсыныс)" if kk else f"№ {number} ұсыныс"
        ru = f"{ru} (предложение № {number})" if ru else f"Предложение № {number}"
    return (
        same(vote.number),
        Text(f"{kk}\n{way.kk}; {rule.kk}, {base.kk}", f"{ru}\n{way.ru}; {rule.ru}, {base.ru}"),
        same(vote.present),
        same(tally.in_favour),
        same(tally.against),
        same(tally.abstained),
        Text(f"{RESULTS[result].kk}{spoilt.kk}", f"{RESULTS[result].ru}{spoilt.ru}"),
    )


def _annexes(record: Record) -> Iterator[Text]:
    if not record.naming.is_public:
        yield Text("Тіркеу парағы", "Лист регистрации участников")
    for kind, address in record.pack:
        name = PACK[kind]
        kk, ru = _both(address.kk, address.ru)
        yield Text(f"{name.kk}: {kk}", f"{name.ru}: {ru}") if kk else name
    typed = [text.splitlines() for text in (record.minutes.annexes_kk, record.minutes.annexes_ru)]
    for pair in zip_longest(*typed, fillvalue=""):
        kk, ru = (line.strip() for line in pair)
        if kk or ru:
            yield _clean(record, *_both(kk, ru))
    if record.naming.is_public and not record.pack and not any(typed):
        yield NONE


def _signatures(hearing: Hearing) -> Iterator[Block]:
    on = timezone.localdate(hearing.minutes_approved_at) if hearing.minutes_approved_at else None
    yield Signature(Text("Төраға (модератор)", "Председатель (модератор)"), same(hearing.moderator or ""), on)
    yield Signature(Text("Хатшы", "Секретарь"), same(hearing.secretary or ""), on)
