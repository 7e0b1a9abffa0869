"""Quotation marks within quotation marks."""


def within_quotes(text: str) -> str:
    """A text that stands in «» has other marks for what it quotes itself."""
    return text.replace("«", "“").replace("»", "”")
