"""What kinds of documents are called. An app that issues a kind of its own tells its name when Django starts:

from correspondence.kinds import KINDS

KINDS["amendments.table"] = _("Table of proposals")
"""

from django.utils.functional import Promise

from correspondence.states import LetterKind

KINDS: dict[str, "Promise | str"] = {kind.value: kind.label for kind in LetterKind}


def kind_name(kind: str) -> str:
    return str(KINDS.get(kind, kind))
