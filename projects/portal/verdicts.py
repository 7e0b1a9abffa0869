"""The portal's marks on a comment: accepted or not accepted. It knows no third."""

from collections.abc import Iterable

from lxml import etree

from projects.portal.labels import normalised_label

ACCEPTED, NOT_ACCEPTED = "accepted", "not_accepted"
_BY_TITLE = {
    "принято": ACCEPTED,
    "қабылданды": ACCEPTED,
    "не принято": NOT_ACCEPTED,
    "қабылданбады": NOT_ACCEPTED,
}
_BY_ICON = {"fa-check-square": ACCEPTED, "fa-times-circle": NOT_ACCEPTED}


def verdict_of(elements: Iterable[etree._Element]) -> tuple[str | None, list[str]]:
    """The verdict that the marks inside `elements` give, and the flag verdict_doubtful if they disagree."""
    said: set[str] = set()
    for element in elements:
        for icon in element.iter("i"):
            said.add(_BY_TITLE.get(normalised_label(icon.get("title") or ""), ""))
            said |= {_BY_ICON.get(name, "") for name in (icon.get("class") or "").split()}
    said.discard("")
    if len(said) > 1:
        return None, ["verdict_doubtful"]
    return next(iter(said), None), []
