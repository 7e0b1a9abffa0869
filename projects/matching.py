"""Which watch topics does the title of a draft act touch?

Everything is decided on stems (`common.stems`), word by word: `су` is found in `суды` and never in `сурет`.
A keyword is one word or a phrase, that is, words that stand next to each other in this order. Titles are
matched against all keywords at once: each keyword waits under a stem, or under two neighbours of its phrase,
and only the keywords are looked at that wait under something the title has.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from common.stems import is_kazakh_root, stems, tokens

MOST_LINES = 200
LONGEST_WORD = 120  # letters of one word or phrase as typed

Stems = tuple[str, ...]
Pair = tuple[str, str]
Concept = tuple[str, ...]  # synonyms as the person typed them; any of them will do


# --- keywords ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Keyword:
    """A word or phrase, compiled for Kazakh and for Russian titles. An empty side is never found."""

    id: Hashable
    kk: Stems
    ru: Stems


def compile_keyword(text: str, id: Hashable = None) -> Keyword:
    """Compile what a person typed, in whichever language, for titles in both. `id` is the text by default.

    A single word that is plainly Kazakh (`мал`, livestock) is not looked for in Russian titles, where the
    same stem may be another word (`малый`, small). A phrase is: Russian titles quote «Ауыл аманаты» as it is.
    Raises ValueError where there is no letter and no digit.
    """
    words = tokens(text)
    if not words:
        raise ValueError(f"A keyword needs at least one letter or digit: {text!r}.")
    kazakh_alone = len(words) == 1 and is_kazakh_root(words[0])
    return Keyword(
        id=text if id is None else id,
        kk=stems(text, "kk"),
        ru=() if kazakh_alone else stems(text, "ru"),
    )


class Matcher:
    """Finds which of many keywords a title holds, in a time that hardly depends on how many there are."""

    def __init__(self, keywords: Iterable[Keyword]) -> None:
        keywords = list(keywords)
        self._kk = _PhraseIndex((keyword.kk, keyword.id) for keyword in keywords)
        self._ru = _PhraseIndex((keyword.ru, keyword.id) for keyword in keywords)

    def match(self, kk_stems: Sequence[str], ru_stems: Sequence[str]) -> set[Hashable]:
        """The ids of the keywords found in the Kazakh title, the Russian one, or both."""
        found: set[Hashable] = set()
        self._kk.find_in(kk_stems, found)
        self._ru.find_in(ru_stems, found)
        return found


class _PhraseIndex:
    """Words wait under their stem, phrases under two neighbours of theirs, the rarest two in a longer one."""

    def __init__(self, phrases: Iterable[tuple[Stems, Hashable]]) -> None:
        self._words: dict[str, list[Hashable]] = {}
        self._phrases: dict[Pair, list[tuple[str, Hashable]]] = {}
        longer = []
        for phrase, id in phrases:
            if len(phrase) == 1:
                self._words.setdefault(phrase[0], []).append(id)
            elif len(phrase) == 2:
                self._phrases.setdefault((phrase[0], phrase[1]), []).append(("", id))
            elif phrase:
                longer.append((phrase, id))
        how_many = Counter(pair for phrase, _ in longer for pair in pairwise(phrase))
        for phrase, id in longer:
            rarest = min(pairwise(phrase), key=how_many.__getitem__)
            self._phrases.setdefault(rarest, []).append((_spaced(phrase), id))
        self._known_words = frozenset(self._words)
        self._known_pairs = frozenset(self._phrases)

    def find_in(self, title: Sequence[str], found: set[Hashable]) -> None:
        for word in self._known_words.intersection(title):
            found.update(self._words[word])
        pairs = self._known_pairs.intersection(pairwise(title))
        text = _spaced(title) if pairs else ""
        for pair in pairs:
            for phrase, id in self._phrases[pair]:
                if phrase in text:  # '' for a phrase that is no more than its pair
                    found.add(id)


def _spaced(stems: Sequence[str]) -> str:
    return f" {' '.join(stems)} "


# --- topics ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TopicRule:
    """What a watch topic asks for. An empty set of ids asks for nothing.

    `include` and `exclude` are concepts as `parse_lines` gives them: one line each, of synonyms.
    """

    topic_id: Hashable
    include: tuple[Concept, ...] = ()
    exclude: tuple[Concept, ...] = ()
    body_ids: frozenset[int] = frozenset()
    category_ids: frozenset[int] = frozenset()
    act_type_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class TitleFacts:
    """What is known of a draft act: the stems of its titles (`common.stems.title_stems`) and its filing."""

    kk_stems: Stems = ()
    ru_stems: Stems = ()
    body_id: int | None = None
    category_id: int | None = None
    act_type_id: int | None = None


@dataclass(frozen=True)
class TopicHit:
    """`words` are the included words that were found, as typed, in the order of the topic.

    `category_unknown`: the topic asks for categories and none is known of the draft act yet: it is a maybe.
    """

    topic_id: Hashable
    words: tuple[str, ...] = ()
    category_unknown: bool = False


class TopicMatcher:
    """Matches draft acts against many watch topics at once.

    A topic with words needs at least one of them, and none of its excluded words. State bodies and act types
    narrow it: the draft act must be filed under one of those named, and an unknown one is not. Categories
    narrow it too, but the portal's list pages do not tell the category, so an unknown category passes and
    marks the hit.

    A topic without words matches on its bodies, act types and categories alone; if categories are all it has,
    the draft act's must be known, or else every draft act would be a maybe. An empty topic never matches.
    """

    def __init__(self, rules: Iterable[TopicRule]) -> None:
        self._rules = list(rules)
        self._wordless = [place for place, rule in enumerate(self._rules) if not rule.include]
        self._including: dict[Hashable, list[int]] = defaultdict(list)
        self._excluding: dict[Hashable, list[int]] = defaultdict(list)
        words: set[str] = set()
        for place, rule in enumerate(self._rules):
            for concepts, topics in ((rule.include, self._including), (rule.exclude, self._excluding)):
                for word in _flat(concepts):
                    topics[word].append(place)
                    words.add(word)
        self._matcher = Matcher(map(compile_keyword, words))

    def match(self, title: TitleFacts) -> list[TopicHit]:
        """The topics that the draft act touches, in the order in which the rules were given."""
        found = self._matcher.match(title.kk_stems, title.ru_stems)
        ruled_out = {place for word in found for place in self._excluding.get(word, ())}
        candidates = {place for word in found for place in self._including.get(word, ())}
        candidates.update(self._wordless)
        hits = []
        for place in sorted(candidates - ruled_out):
            rule = self._rules[place]
            if _is_filed_under(rule, title):
                words = tuple(word for word in _flat(rule.include) if word in found)
                unknown = bool(rule.category_ids) and title.category_id is None
                hits.append(TopicHit(rule.topic_id, words, category_unknown=unknown))
        return hits


def _flat(concepts: Iterable[Concept]) -> Iterator[str]:
    return iter(dict.fromkeys(word for concept in concepts for word in concept))


def _is_filed_under(rule: TopicRule, title: TitleFacts) -> bool:
    if rule.body_ids and title.body_id not in rule.body_ids:
        return False
    if rule.act_type_ids and title.act_type_id not in rule.act_type_ids:
        return False
    if rule.category_ids and title.category_id is not None:
        return title.category_id in rule.category_ids
    return bool(rule.include or rule.body_ids or rule.act_type_ids)


# --- what is typed into the form ---------------------------------------------------------------------------

# A slash parts synonyms, but not the parts of an order's number: 508-н/қ, 481/НҚ.
_BETWEEN_SYNONYMS = re.compile(r"[,;]|\s/|/\s|(?<!\d)(?<!-\w)(?<!-\w\w)/")


class TopicTextError(ValueError):
    """Text that cannot be a topic's words. `reason` is 'too_many_lines', 'word_too_long' or 'no_letters'.

    `line` is the number of the line, from 1; `word` what stands there.
    """

    def __init__(self, reason: str, line: int, word: str = "") -> None:
        super().__init__(f"{reason} in line {line}" + (f": {word[:40]!r}" if word else ""))
        self.reason = reason
        self.line = line
        self.word = word


def parse_lines(text: str) -> list[list[str]]:
    """The concepts of a text area: a line each, synonyms parted by commas, semicolons or slashes.

    Empty lines and empty synonyms are passed over, repetitions within a line too. Raises TopicTextError, a
    ValueError, for more than 200 lines, a word or phrase of more than 120 characters, or one without a letter
    or digit.
    """
    concepts = []
    for number, line in enumerate(text.replace("\0", " ").splitlines(), start=1):
        words = [" ".join(word.split()) for word in _BETWEEN_SYNONYMS.split(line)]
        words = list(dict.fromkeys(word for word in words if word))
        for word in words:
            if len(word) > LONGEST_WORD:
                raise TopicTextError("word_too_long", number, word)
            if not tokens(word):
                raise TopicTextError("no_letters", number, word)
        if words:
            concepts.append(words)
        if len(concepts) > MOST_LINES:
            raise TopicTextError("too_many_lines", number)
    return concepts
