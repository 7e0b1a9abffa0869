"""How well proposals agree with labels made by hand."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from types import ModuleType

from amendments.answers.adopted_text import AdoptedText
from amendments.answers.matching import TheirComment, match_comments
from tests.amendments import labelled_adopted, labelled_hearings, labelled_home, labelled_meals

Pair = tuple[Hashable, Hashable]
DRAFTS = {"HOME": labelled_home, "HEARINGS": labelled_hearings, "MEALS": labelled_meals}
HELD_OUT = "MEALS"


@dataclass(frozen=True)
class Quality:
    found: frozenset[Pair]
    wanted: frozenset[Pair]

    @property
    def precision(self) -> float:
        return len(self.found & self.wanted) / (len(self.found) or 1)

    @property
    def recall(self) -> float:
        return len(self.found & self.wanted) / (len(self.wanted) or 1)

    @property
    def missed(self) -> frozenset[Pair]:
        return self.wanted - self.found

    @property
    def wrong(self) -> frozenset[Pair]:
        return self.found - self.wanted

    def __str__(self) -> str:
        return f"precision {self.precision:.2f}, recall {self.recall:.2f} of {len(self.wanted)}"


def quality_of_matching(
    drafts: Iterable[ModuleType], *, authors_known: bool, ways: str = "vsrmpto"
) -> Quality:
    """Pairs of row and comment, the comments told in one of `ways` (see `Said`)."""
    found: set[Pair] = set()
    wanted: set[Pair] = set()
    for draft in drafts:
        comments = [
            TheirComment(said.id, said.text, said.part, said.ours if authors_known else None)
            for said in draft.SAID
        ]
        counted = {said.id for said in draft.SAID if said.id[0] in ways}
        for match in match_comments(comments, draft.ROWS):
            place = f"{draft.__name__} {match.row_id}"
            found |= {(place, one.comment_id) for one in match.proposed if one.comment_id in counted}
        wanted |= {
            (f"{draft.__name__} {row}", said.id)
            for said in draft.SAID
            if said.id in counted
            for row in said.rows
        }
    return Quality(frozenset(found), frozenset(wanted))


def judged_adoptions(names: Iterable[str]) -> list[tuple[str, str, str]]:
    """(draft, language and row; how it was labelled; how it was judged) for the adopted acts of `names`."""
    judged = []
    for name in names:
        for language in ("kk", "ru"):
            act = getattr(labelled_adopted, f"{name}_{language.upper()}")
            labels = getattr(labelled_adopted, f"{name}_{language.upper()}_LABELS")
            adopted = AdoptedText(act, language)
            for row in DRAFTS[name].ROWS:
                if row.id in labels:
                    texts = row.kk if language == "kk" else row.ru
                    found = adopted.compare(texts.proposed, texts.draft)
                    judged.append((f"{name} {language} {row.id}", labels[row.id], (found.adoption or "?")[0]))
    return judged
