"""What is due of a request for information, when and by whom. Pure: events, rules and a calendar come in.

The events of a request are folded one after another into a Case. `step` is the only way from one case to the next: what
the law does not let follow is Illegal, with its reason. `standing` then says for any day which one thing is due next. Of
silence there is no event: it is a day on which a term has passed with nothing after it.
"""

from inforequests.clocks.standing import possible, standing
from inforequests.clocks.steps import FOLLOWS, fold, step
from inforequests.clocks.vocabulary import (
    ANSWER,
    CODES,
    By,
    Case,
    Due,
    Event,
    Illegal,
    Kind,
    Lateness,
    Law,
    Phase,
    Standing,
    What,
)

__all__ = [
    "ANSWER",
    "CODES",
    "FOLLOWS",
    "By",
    "Case",
    "Due",
    "Event",
    "Illegal",
    "Kind",
    "Lateness",
    "Law",
    "Phase",
    "Standing",
    "What",
    "fold",
    "possible",
    "standing",
    "step",
]
