"""Word forms of Kazakh and Russian, so that `еңбек` is found in `еңбегіне` and `труд` in `труда`.

`tokens` cuts a text into words, `stem_kk` and `stem_ru` bring one word to its stem, `stems` does both for a
text, `title_stems` for a title in two languages. A stem is a key to compare, not always a word.

How the Kazakh half works. Kazakh glues one ending after another onto an unchanging root: `бұйрық-тар-ы-на`.
So the outermost ending is taken off again and again until none is left: `бұйрықтары`, `бұйрықтар`, `бұйрық`.
Every form of a word passes through its dictionary form on the way down, therefore all of them end at the same
stem, even where the stem itself is cut short. Three things keep the knife off the root:

1. An ending has sound twins, and the letter before it decides which one may stand there (`_AFTER`).
2. Its vowel agrees with the last vowel of the root (`_in_harmony`): `гектар` is not `гек` in the plural.
3. Roots that the rules would cut wrongly, or differently in different forms, are written out (`_ROOTS`).
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

_LONGEST_WORD = 40  # letters; what is longer is no word, and the stemmers need not read it
_REMEMBERED_WORDS = 1 << 16  # of each language


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


# --- Kazakh ------------------------------------------------------------------------------------------------

_KAZAKH_LETTERS = frozenset("әғқңөұүһі")
_BACK, _FRONT = "аоұыя", "әөүіеэ"
_NEUTRAL = "иую"  # go with back and front endings; at the end of a root they behave as consonants
_VOWELS = _BACK + _FRONT + _NEUTRAL
_HARD = "пкқстфхцчшщһбвгғд"  # б, в, г, д: at the end of a loan heard, and inflected, as п, ф, к, т
_SOFT = "лрйзж" + _NEUTRAL
_NASAL = "мнң"
_VOICED = _SOFT + _NASAL
_CONSONANTS = _HARD + _VOICED

# Ending: the letters it may stand after. А is written for а/е, Ы for ы/і, Ғ for ғ/г, Қ for қ/к.
_AFTER = {
    # genitive, accusative (н after 'its'), dative (нА after 'its'), locative, ablative, instrumental
    "нЫң": _VOWELS + _NASAL, "дЫң": _SOFT, "тЫң": _HARD,
    "нЫ": _VOWELS, "дЫ": _VOICED, "тЫ": _HARD, "н": "ыі",
    "ҒА": _VOWELS + _VOICED, "ҚА": _HARD, "нА": "ыі",
    "дА": _VOWELS + _VOICED, "тА": _HARD, "ндА": "ыі",
    "дАн": _VOWELS + _SOFT, "тАн": _HARD, "нАн": _NASAL + "ыі",
    "мен": _VOWELS + _VOICED, "бен": "зж", "пен": _HARD,
    # that is in, that is of: саласындағы, жылғы
    "дАҒЫ": _VOWELS + _VOICED, "тАҒЫ": _HARD, "ндАҒЫ": "ыі", "ҒЫ": _VOWELS + _VOICED,
    # plural
    "лАр": _VOWELS + "рй", "дАр": "лзж" + _NASAL, "тАр": _HARD,
    # its, our, your
    "Ы": _CONSONANTS, "сЫ": _VOWELS,
    "ЫмЫз": _CONSONANTS, "мЫз": _VOWELS, "ЫңЫз": _CONSONANTS, "ңЫз": _VOWELS,
    # the adjective of a noun (экологиялық, бюджеттік) and its adverb (қаржылай)
    "лЫҚ": _VOWELS + "рй", "дЫҚ": "лзж" + _NASAL, "тЫҚ": _HARD, "лАй": _VOWELS,
}  # fmt: skip
_DERIVED = _words("лық лік дық дік тық тік лай лей")
_OF_A_VOWEL = _words("сы сі ны ні")
_ONLY_AFTER_A_LISTED_ROOT = _words("ғы гі")
_CASES = _words(
    "ның нің дың дің тың тің ны ні ды ді ты ті н ға ге қа ке на не да де та те нда нде"
    " дан ден тан тен нан нен мен бен пен дағы дегі тағы тегі ндағы ндегі"
)


def _sound_twins() -> Iterator[tuple[str, str]]:
    for pattern, before in _AFTER.items():
        yield pattern.translate(str.maketrans("АЫҒҚ", "аығқ")), before
        yield pattern.translate(str.maketrans("АЫҒҚ", "еігк")), before


_ENDINGS = dict(_sound_twins())
INFLECTIONS = frozenset(_ENDINGS)
_LONGEST_ENDING = max(map(len, _ENDINGS))

_KAZAKH_ROOTS = _words(
    # of two letters: the rules leave no fewer than three
    "ай ел ем ет ие іс су үй",
    # short, so that -лық and -ғы, and Russian look-alikes, are told from them
    "ана ауа бала бап бар бас дін жан жас жер жол жыл заң зат кен күн қан мал мүше сала сан сот тас",
    "тау тіл ұлт",
    # little words
    "арқылы барлық басқа бойынша бұрын дейін және кейбір кейін қарсы тегін туралы үшін",
    # end like an ending of case
    "апта аудан дүние заман кесте қағида қазына қысқа нысан нұсқа орман орта пайда сауда теңге тоқсан тұлға",
    "алтын егін жиын кәсіпорын орын отын тасқын тұрғын ұшқын шығын",
    # end in -ы, -і of their own
    "ақы белгі елші есірткі жарғы қаржы қаулы отбасы саты үлгі",
    # end in -ат, -ет, so that -атын, -етін is no participle
    "ақпарат аманат әділет қабілет құжат қызмет мақсат мәдениет мәслихат мемлекет міндет мұрағат",
    "өкілет рұқсат сурет уақыт",
    # end in -с, so that -сы, -сі is not all ending
    "әріптес байланыс қандас қатынас кеңес құрылыс облыс отандас серіктес тіркес үлес",
    # another notion than what is left without -лық, -лар, -ты
    "агенттік азаматтық әкім әкімдік балық денсаулық жеңілдік кәсіпкерлік министрлік оңтүстік салық сандық",
    "солтүстік халық жастар жауап жауапты жергілікті қатты құнды маңызды міндетті тиісті тұрақты",
    # another notion than the verb without -н-, -л-; and жариялау than жария
    "айналу жариялау жоғалу қолдану қорғану пайдалану таралу тұтыну",
    # names
    "қазақстан қарағанды қызылорда",
)
_LOAN_ROOTS = _words(
    "агент адрес акт аппарат банк бизнес билет вахта газ гендер депутат дефект комитет комплект контракт",
    "конфликт объект орган почта препарат проект пункт сенат спорт субъект тендер университет факт факультет",
    "эффект",
)
_ROOTS = _KAZAKH_ROOTS | _LOAN_ROOTS

# A narrow vowel drops out before an ending that begins with a vowel: халық, but халқы.
_FULL_ROOT = {
    "халқ": "халық", "орн": "орын", "кәсіпорн": "кәсіпорын", "мүлк": "мүлік", "ерк": "ерік", "ғұрп": "ғұрып",
    "әрп": "әріп", "даус": "дауыс", "ауз": "ауыз", "көрк": "көрік", "қарп": "қаріп", "құлқ": "құлық",
}  # fmt: skip
_HARDENED = str.maketrans("ғгб", "қкп")

_VERB_ENDING = re.compile(
    r"(?:(?<=[аәоөұүыіеиулрйзжмнң])(?:ған|ген)|(?<=[пкқстфхцчшщ])(?:қан|кен)"  # that was done: бекітілген
    r"|(?<=[ыіае][лн])(?:атын|етін)|(?<=[зрт])(?:атын|етін)|йтын|йтін|итын"  # that is done: көрсетілетін
    r"|(?<=...[ыі]л)(?:ды|ді|сын|сін))$"  # was done, be it done: бекітілді, бекітілсін
)
_PASSIVE = re.compile(r"(?<=...)[ыі]л$|(?<=..л)[ыі]н$|(?<=...[ае])л$|(?<=..[лдт][ае])н$")
_VERB_OF_A_LOAN = re.compile(r"(?<=..ия)лау$")


def is_kazakh_root(word: str) -> bool:
    """Whether `word`, as `tokens` gives it, is a form of a listed root that is Kazakh and not Russian too."""
    return stem_kk(word) in _KAZAKH_ROOTS


@lru_cache(maxsize=_REMEMBERED_WORDS)
def stem_kk(word: str) -> str:
    """The stem of one Kazakh word, as `tokens` gives it. Numbers and Latin words come back unchanged.

    Nouns lose case, plural, possessive and the -лық of adjectives. Verbs meet in the active verbal noun:
    `бекітілген`, `бекітілуі`, `бекітетін`, `бекітуді` are `бекіту`. Kept, because they make another notion:
    -шы (`тұтынушы`), -сыз (`жұмыссыз`), -лау (`бағалау`; only a loan in -ия gives it up: `субсидиялау`).
    """
    if len(word) > _LONGEST_WORD or not "а" <= word[:1] <= "ӿ":
        return word
    ending = ""
    while word not in _ROOTS:
        if verb := _verbal_noun(word):
            return verb
        rest, ending = _less_one_ending(word, after=ending)
        if not ending:
            return _hardened(word.rstrip("ь"))
        word = rest
    return word


def _less_one_ending(word: str, after: str) -> tuple[str, str]:
    """The word without its last ending, and that ending; ('', '') if it has none.

    Of several cuts the one at a listed root wins, or the longest. A word has one case: inside a case ending
    (`after`) another reading is preferred, so that `заманы-ның` is 'of its time', not a case of `зама`.
    """
    best = ("", "")
    for length in range(min(_LONGEST_ENDING, len(word) - 2), 0, -1):
        ending = word[-length:]
        if ending not in _ENDINGS:
            continue
        rest = word[:-length]
        if ending[0] in "ыі":
            rest = _FULL_ROOT.get(rest) or _hardened(rest)
        if not _may_follow(rest, ending):
            continue
        if rest in _ROOTS:
            return rest, ending
        second_case = after in _CASES and best[1] in _CASES and ending not in _CASES
        if (not best[1] or second_case) and _leaves_a_root(rest, ending):
            best = (rest, ending)
    return best


def _hardened(rest: str) -> str:
    """What softens between vowels is hard at the end of a word: бұйрығ-ы is of бұйрық, талаб-ы of талап."""
    return rest[:-1] + rest[-1:].translate(_HARDENED)


def _may_follow(rest: str, ending: str) -> bool:
    if ending in _OF_A_VOWEL and not _ends_in_a_vowel_of_its_own(rest):
        return False
    return rest.rstrip("ь")[-1:] in _ENDINGS[ending] and _in_harmony(rest, ending)


def _ends_in_a_vowel_of_its_own(rest: str) -> bool:
    """Жоба-сы and акті-сі, but ұсыныс-ы: after ы and і the с or н nearly always belongs to the root."""
    if rest[-1] in "ыі":
        return rest in _ROOTS or rest.endswith(("шы", "ші", "ғы", "гі", "ақы", "кті"))
    return rest[-1] in "аеәэя" or rest.endswith("тво")  # of о-s, only that of ведомство is safe


def _in_harmony(rest: str, ending: str) -> bool:
    front = next((letter in _FRONT for letter in ending if letter in _VOWELS), None)
    if front is None or ending in ("мен", "бен", "пен"):
        return True
    if front and rest.endswith(("к", "г", "кт", "ь")):  # банктің, педагогтер, актілер, рольдер
        return True
    for letter in reversed(rest):
        if letter in _VOWELS:
            return letter in _NEUTRAL or (letter in _FRONT) == front
    return False


def _leaves_a_root(rest: str, ending: str) -> bool:
    if ending in _ONLY_AFTER_A_LISTED_ROOT:
        return False
    syllables = sum(letter in _VOWELS for letter in rest)
    if ending in _DERIVED:
        return len(rest) >= 4 and syllables >= 2 and not rest.endswith(("шы", "ші"))
    return len(rest) >= 3 and syllables >= 1


def _verbal_noun(word: str) -> str:
    """The active verbal noun of a participle, a passive or a verbal noun; '' for any other word."""
    if word[-1] == "у" and len(word) > 4:
        verb = word[:-1]
    elif (found := _VERB_ENDING.search(word)) and found.start() >= 3 and word[:-2] not in _ROOTS:
        verb = word[: found.start()]
    else:
        return ""
    while (noun := _noun_of_verb(verb)) not in _ROOTS and (active := _PASSIVE.sub("", verb)) != verb:
        verb = active
    return noun if noun in _ROOTS else _VERB_OF_A_LOAN.sub("", noun)


def _noun_of_verb(verb: str) -> str:
    if verb[-1] == "й":
        return verb[:-1] + "ю"  # жой-, жою
    return verb.rstrip("ыі") + "у"  # дамы-, даму; бекіт-, бекіту


# --- Russian -----------------------------------------------------------------------------------------------

_ADJECTIVE = "(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ым|им|ом|ем|ую|юю|ых|их|ыми|ими)$"
# As with Kazakh -лық, an adjective that only says 'of such a thing' goes to its noun.
_OF_THING = re.compile("^(?!здоров|остров|покров)(.{4,})ов" + _ADJECTIVE)  # трудовой, налоговый
_OF_THING_IYA = re.compile("^(.{3,})(?:ионн|ическ)" + _ADJECTIVE)  # пенсионный, экологический
_NOUNS_IN_IKA = _words(
    "автомат генет диагност информат логист математ педагог полит практ профилакт статист темат техн эконом",
    "энергет",
)
_STEM_OF_THING = {  # adjectives, and verbal nouns, that are no rule's but stand in the titles of acts
    "бюджетн": "бюджет", "водн": "вод", "газов": "газ", "городск": "город", "детск": "дет", "дорожн": "дорог",
    "земельн": "земл", "культурн": "культур", "лекарствен": "лекарств", "лесн": "лес", "медицинск": "медицин",
    "молодежн": "молодеж", "областн": "област", "пожарн": "пожар", "семейн": "сем", "судебн": "суд",
    "таможен": "таможн", "тарифн": "тариф", "транспортн": "транспорт", "школьн": "школ",
    "лицензирован": "лиценз", "субсидирован": "субсид", "финансирован": "финанс",
}  # fmt: skip
# A vowel that is there only in some forms: рынок, рынка; закупок, закупки; перечень, перечня; беженец
_FLEETING = re.compile("(?<=..[бвгджзклмнпрстфхцчшщ])(?:ок|ень)$|(?<=[аеиоуыэюя][бвгджзкмнпрст])ец$")
_FLEETING_TO = {"ок": "к", "ень": "н", "ец": "ц"}
_NOT_FLEETING = _words("водоток восток исток отток порок поток приток пророк степень ступень мишень ячмень")
_RUSSIAN_FORMS = {
    "владелец": "владельц", "денег": "деньг", "детьми": "дет", "земель": "земл", "людьми": "люд",
    "писем": "письм", "тюрем": "тюрьм", "уголь": "угл", "чисел": "числ",
}  # fmt: skip
_NOUNS_SNOWBALL_TAKES_FOR_VERBS = _words(  # орган is орга to it, органов is орган; актив is акт
    "аким актив архив аудит ветеран визит водоем водоканал вокзал депозит дефицит диплом домен журнал",
    "казахстан канал капитал караван квартал коллектив кооператив кредит криминал лимит материал минерал",
    "мотив норматив обмен обман объем океан орган персонал подъем портал потенциал прием профицит реквизит",
    "режим ресторан сигнал состав терминал транзит трибунал туркестан узбекистан уран устав феномен филиал",
    "финал фонтан экзамен экран",
)
_NOUN_ENDINGS = ("", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах")
_RUSSIAN_FORMS |= {noun + end: noun for noun in _NOUNS_SNOWBALL_TAKES_FOR_VERBS for end in _NOUN_ENDINGS}
_RUSSIAN_FORMS |= {"правил" + end: "правил" for end in (*_NOUN_ENDINGS, "о")}
_snowball = threading.local()  # the stemmer keeps the word it works on, so that two threads may not share it


@lru_cache(maxsize=_REMEMBERED_WORDS)
def stem_ru(word: str) -> str:
    """The stem of one Russian word, as `tokens` gives it: Snowball, mended where titles of acts need it.

    Mended are fleeting vowels (`закупок`, `закупки`), adjectives that go to their noun (`трудовой`: `труд`),
    nouns that look like a past tense (`орган`), and `правила`, which Snowball takes for `право`.
    """
    if len(word) > _LONGEST_WORD:
        return word
    if word in _RUSSIAN_FORMS:
        return _RUSSIAN_FORMS[word]
    if found := _OF_THING_IYA.match(word):
        word = found[1] + ("ика" if found[1] in _NOUNS_IN_IKA else "ия")
    elif found := _OF_THING.match(word):
        word = found[1]
    elif word not in _NOT_FLEETING and (found := _FLEETING.search(word)):
        word = word[: found.start()] + _FLEETING_TO[found[0]]
    stem = _snowball_stem(word)
    return _STEM_OF_THING.get(stem, stem)


def _snowball_stem(word: str) -> str:
    if not hasattr(_snowball, "russian"):
        _snowball.russian = snowballstemmer.stemmer("russian")
    return str(_snowball.russian.stemWord(word))


# --- words and texts ---------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile("[a-zəɵ]")
_TWO_ALPHABETS = re.compile("[a-zəɵ][а-ӿ]|[а-ӿ][a-zəɵ]")
_LATIN_TWINS = str.maketrans("aceopxyhikmtəɵ", "асеорхуһікмтәө")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\u0300\u0301]")
_INFLECTION = "|".join(sorted({*_ENDINGS} - _DERIVED - {"н"}))
_GLUED_ENDING = re.compile(  # «Х» ЖШС-нің, ТМД-ға, 2026-ның: what follows the hyphen is no word
    rf"(?<=[A-ZА-ЯӘҒҚҢӨҰҮҺІ0-9»”])-(?:{_INFLECTION}){{1,3}}(?!\w)"
)
_RUSSIAN_LITTLE_WORDS = _words("в и к на о об от по с")


def tokens(text: str) -> list[str]:
    """The words and numbers of a text, in order, case-folded, with ё as е.

    A hyphen or a slash parts words: `508-н/қ` is `508`, `н`, `қ`, so that both the number alone and the whole
    can be looked for. Latin letters typed inside a Cyrillic word (`i` for `і`) become Cyrillic. Soft hyphens,
    zero-width characters and stress marks vanish; a NUL or another control character ends a word.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    if "-" in text:
        text = _GLUED_ENDING.sub(" ", text)
    text = unicodedata.normalize("NFC", text.casefold()).replace("ё", "е")
    words = _WORD.findall(text)
    return [_in_one_alphabet(word) for word in words] if _LATIN.search(text) else words


def _in_one_alphabet(word: str) -> str:
    return word.translate(_LATIN_TWINS) if _TWO_ALPHABETS.search(word) else word


def stems(text: str, language: str) -> tuple[str, ...]:
    """The stems of a text, word by word, in order. `language` is 'kk' or 'ru', else ValueError.

    In a Kazakh text every word takes Kazakh endings, Russian loans too (`экологияның`). In a Russian text a
    word with a Kazakh letter is a Kazakh name (`Жетісу`) and is stemmed as Kazakh.
    """
    if language == "kk":
        return tuple(map(stem_kk, tokens(text)))
    if language == "ru":
        return tuple(map(_stem_in_a_russian_text, tokens(text)))
    raise ValueError(f"There is no stemmer for the language '{language}': use 'kk' or 'ru'.")


def _stem_in_a_russian_text(word: str) -> str:
    return stem_ru(word) if _KAZAKH_LETTERS.isdisjoint(word) else stem_kk(word)


def written_in(text: str, claimed: str) -> str:
    """The language a text is really in, 'kk' or 'ru'. Portals put untranslated titles on the other page.

    `claimed` is the language of the page; only clear evidence overrules it.
    """
    words = tokens(text)
    kazakh = sum(not _KAZAKH_LETTERS.isdisjoint(word) for word in words)
    russian = sum(word in _RUSSIAN_LITTLE_WORDS for word in words)
    if claimed == "kk" and russian and kazakh * 5 < len(words):
        return "ru"
    if claimed == "ru" and not russian and kazakh * 5 > len(words) * 2:
        return "kk"
    return claimed


def title_stems(title_kk: str, title_ru: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The Kazakh and the Russian stems of an act's two titles, each title in the language it is written in.

    Where both turn out to be in one language, a bar parts them: no phrase runs from one into the other.
    """
    found: dict[str, tuple[str, ...]] = {"kk": (), "ru": ()}
    for claimed, title in (("kk", title_kk), ("ru", title_ru)):
        language = written_in(title, claimed)
        found[language] += ("|", *stems(title, language)) if found[language] else stems(title, language)
    return found["kk"], found["ru"]
