"""Which of the two languages a text is in. Pure."""

KAZAKH_LETTERS = frozenset("әғқңөұүһіӘҒҚҢӨҰҮҺІ")


def language_of(text: str) -> str:
    """'kk' if the text has letters that only Kazakh has, else 'ru'."""
    return "kk" if KAZAKH_LETTERS & set(text) else "ru"
