"""Letters that come by e-mail: what one of them says, and which request it belongs to. Knows nothing of Django."""

from inforequests.incoming.letter import Attached, Letter, Nature, Trouble
from inforequests.incoming.matching import Found, Match, Reason, decide, numbers_in
from inforequests.incoming.reading import read_headers, read_letter

__all__ = [
    "Attached",
    "Found",
    "Letter",
    "Match",
    "Nature",
    "Reason",
    "Trouble",
    "decide",
    "numbers_in",
    "read_headers",
    "read_letter",
]
