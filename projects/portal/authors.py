"""Whether the name under a comment is one of ours, however the portal writes it. No name is kept here."""

import re
from collections.abc import Iterable

from common.stems import tokens

# The same name is written with Kazakh letters in one document and without them in another.
_LETTERS = str.maketrans("әғқңөұүһі", "агкноуухи")
_LEGAL_FORM_WORDS = (
    "ао ип кф коо нао нко оо оф оюл рго рмо роо тоо чу чф ақ жк жм жшс збұ қб ққ "
    "ассоциация благотворительный в корпоративный лиц некоммерческая некоммерческое общественного общественное "
    "общественный объединение объединения ограниченной организация ответственностью республиканское с союз "
    "товарищество учреждение фонд фонда форме частное частный юридических "
    "бірлестігі бірлестігінің бірлестік емес жауапкершілігі жеке заңды коммерциялық корпоративтік қайырымдылық "
    "қауымдастығы қауымдастық қоғамдық қор қоры мекеме мекемесі нысанындағы одағы одақ республикалық "
    "серіктестігі серіктестік тұлғалар ұйым ұйымы шектеулі"
)
_LEGAL_FORMS = frozenset(_LEGAL_FORM_WORDS.translate(_LETTERS).split())
_PATRONYMIC = re.compile(r".{2,}(?:вич|ич|вна|чна|шна|улы|угли|оглы|кызы|кизи|гызы)$")
_GLUED_PATRONYMIC = frozenset({"улы", "кызы", "оглы", "уулу"})


def is_one_of(shown: str, names: Iterable[str]) -> bool:
    """Whether `shown` names one of `names`.

    A person's patronymic may be on one side only. Two different organisations whose names differ in the legal
    form alone count as one.
    """
    written = _words_of(shown)
    return bool(written) and any(_same(written, _words_of(name)) for name in names)


def same_words(one: str, other: str) -> bool:
    """Whether two names are the same words in the same order; spaces and marks do not matter."""
    return tokens(one) == tokens(other) != []


def _words_of(name: str) -> frozenset[str]:
    words = [word.translate(_LETTERS) for word in tokens(name)]
    return frozenset(words) - _LEGAL_FORMS or frozenset(words)


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    if one == other:
        return True
    if len(one & other) < 2 or (one - other and other - one):
        return False
    return all(_PATRONYMIC.match(word) or word in _GLUED_PATRONYMIC for word in one ^ other)
