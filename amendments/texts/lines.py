"""What a line looks like: a title, capitals, the beginning of a sentence."""

LONGEST_TITLE = 200


def is_title(text: str) -> bool:
    """Whether a line is a title and not a sentence."""
    return len(text) <= LONGEST_TITLE and "\n" not in text and text[-1:] not in ".;:,"


def is_capitals(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return (
        len(letters) > 5
        and len(text) <= LONGEST_TITLE
        and text[-1:] not in ".;:,"
        and not any(sign.islower() for sign in letters)
    )
