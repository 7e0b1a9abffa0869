"""Fail on what templates may not hold: inline style or script, unescaped text, other hosts, loose words."""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Letters and mails are not pages: no Content-Security-Policy applies, and mail programs need styles inside.
NOT_PAGES = ("pdf/", "emails/")
# path inside templates/ -> the unescaped expressions it may hold, each reviewed
MAY_BE_UNESCAPED: dict[str, set[str]] = {}
# Names that are the same in every language.
SAME_EVERYWHERE = {
    "qatysu", "kk", "ru", "en", "қазақша", "русский", "english", "қаз", "рус", "eng",
    "pdf", "rss", "docx", "icalendar", "ics", "csv", "html", "http", "https", "utf", "robots.txt",
    "sha", "sha256", "xlsx", "zip", "cc", "by",
}  # fmt: skip
# Shown when nothing works, translation included: these say everything in all three languages.
IN_ALL_LANGUAGES = {"400.html", "500.html", "503.html", "507.html"}
READ_ALOUD = {"alt", "aria-label", "aria-description", "placeholder", "title", "label"}
# The words of a letter in a given language are that letter's content, not the interface's.
IN_ONE_LANGUAGE = re.compile(r"_(kk|ru)\.(html|txt)$")

COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}|<!--.*?-->", re.S)
TRANSLATED = re.compile(r"\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}", re.S)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)
PATH = re.compile(r"(?<!\S)/\S+")
WORD = re.compile(r"[^\W\d_]{2,}(?:\.[a-z]{2,4})?")

RULES = [
    (re.compile(r"<[^>]*\sstyle\s*=", re.I), "inline style"),
    (re.compile(r"<style\b", re.I), "style element"),
    (re.compile(r"<script\b(?![^>]*\ssrc\s*=)(?![^>]*application/(?:ld\+)?json)", re.I), "inline script"),
    (re.compile(r"<[^>]*\son[a-z]+\s*=", re.I), "on… handler"),
    (re.compile(r"<[^>]*\shx-on[:\w-]*\s*=", re.I), "hx-on (needs eval)"),
    (re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.I), "javascript: address"),
]
FOREIGN = re.compile(
    r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.I
)
UNESCAPED = re.compile(r"\{\{[^}]*\|\s*safe(?:seq)?\b[^}]*\}\}|\{%\s*autoescape\s+off\s*%\}")


def blanked(text: str, pattern: re.Pattern[str]) -> str:
    """Return `text` with the matches emptied and every line still in its place."""
    return pattern.sub(lambda match: " " + "\n" * match.group().count("\n"), text)


class Words(HTMLParser):
    """Collects the words a person would see or hear, with their lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"script", "style", "code", "svg"}
        for name, value in attrs:
            if name in READ_ALOUD and value and (name != "label" or tag in {"option", "optgroup", "track"}):
                self._keep(value)

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style", "code", "svg"}

    def handle_data(self, data: str) -> None:
        if self.silent <= 0:
            self._keep(data)

    def _keep(self, text: str) -> None:
        words = [word for word in WORD.findall(PATH.sub(" ", text)) if word.lower() not in SAME_EVERYWHERE]
        if words:
            self.found.append((self.getpos()[0], " ".join(words)))


def line_of(text: str, position: int) -> int:
    """Return the line number of a position."""
    return text.count("\n", 0, position) + 1


def faults_of(path: Path, root: Path) -> Iterator[tuple[int, str]]:
    """Yield line and fault for one template."""
    name = path.relative_to(root).as_posix()
    source = blanked(path.read_text(), COMMENT)
    for match in UNESCAPED.finditer(source):
        plain_text = path.suffix == ".txt" and match.group().startswith("{%")
        if not plain_text and match.group() not in MAY_BE_UNESCAPED.get(name, set()):
            yield line_of(source, match.start()), f"unescaped: {match.group()}"
    if path.suffix != ".html":
        return
    markup = blanked(source, TAG)
    if not name.startswith(NOT_PAGES):
        for pattern, fault in RULES:
            for match in pattern.finditer(markup):
                yield line_of(markup, match.start()), fault
    for match in FOREIGN.finditer(markup):
        yield line_of(markup, match.start()), "file from another host"
    if not IN_ONE_LANGUAGE.search(name) and name not in IN_ALL_LANGUAGES:
        words = Words()
        words.feed(blanked(blanked(source, TRANSLATED), TAG))
        for line, found in words.found:
            yield line, f"not marked for translation: {found!r}"


def main() -> None:
    """Print each fault as path:line: fault; exit 1 when there is one."""
    faults = total = 0
    for root in [ROOT / "templates", *ROOT.glob("[!.]*/templates")]:
        for path in sorted([*root.rglob("*.html"), *root.rglob("*.txt")]):
            total += 1
            for line, fault in sorted(faults_of(path, root)):
                faults += 1
                print(f"{path.relative_to(ROOT)}:{line}: {fault}")
    print(f"{total} templates, {faults} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
