"""Fail unless every visible string is translated into Kazakh and Russian.

In each .po: nothing untranslated or fuzzy, every plural form filled, the English sentence's placeholders.
Against the sources: every string that makemessages finds is in one of the catalogues.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("kk", "ru")
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|(?<!\{)\{(\w+)[^{}]*\}(?!\})")
SOURCES = ("*.py", "*.html", "*.txt", "*.po")
NOT_SOURCES = {"tests", "var", "docs", "bin", "node_modules"}


def catalogues(root: Path, language: str) -> Iterator[Path]:
    """Yield the project's .po files of a language."""
    for folder in [root / "locale", *root.glob("[!.]*/locale")]:
        yield from sorted((folder / language / "LC_MESSAGES").glob("*.po"))


def placeholders(text: str) -> set[str]:
    """Return the names a sentence expects to have filled in."""
    return {percent or brace for percent, brace in PLACEHOLDER.findall(text)}


def faults_of(entry: polib.POEntry) -> Iterator[str]:
    """Yield what is wrong with one entry."""
    if entry.fuzzy:
        yield "fuzzy"
    forms = entry.msgstr_plural if entry.msgid_plural else {0: entry.msgstr}
    if not forms or not all(form.strip() for form in forms.values()):
        yield "not translated" if not entry.msgid_plural else "a plural form is empty"
        return
    wanted = placeholders(entry.msgid_plural or entry.msgid)
    for number, form in forms.items():
        found = placeholders(form)
        of_one = bool(entry.msgid_plural) and number == 0
        if found - wanted or (wanted - found and not of_one):
            yield f"placeholders {sorted(found)} instead of {sorted(wanted)}"


def plural_count(file: polib.POFile) -> int:
    """Return how many plural forms the file's header declares."""
    declared = re.search(r"nplurals\s*=\s*(\d+)", file.metadata.get("Plural-Forms", ""))
    return int(declared.group(1)) if declared else 0


def key(entry: polib.POEntry) -> tuple[str, str]:
    """Return what identifies a string to gettext."""
    return (entry.msgctxt or "", entry.msgid)


def extracted(language: str, copy: Path) -> dict[tuple[str, str], str]:
    """Return the strings that makemessages finds in the sources, each with where it stands."""
    found = {}
    for path in catalogues(copy, language):
        for entry in polib.pofile(str(path)):
            if not entry.obsolete and entry.occurrences:
                found[key(entry)] = ":".join(entry.occurrences[0])
    return found


def copy_of_sources(target: Path) -> None:
    """Copy what makemessages reads, so that it writes nothing into the project."""
    for folder in ROOT.iterdir():
        if folder.is_dir() and not folder.name.startswith(".") and folder.name not in NOT_SOURCES:
            for pattern in SOURCES:
                for source in folder.rglob(pattern):
                    place = target / source.relative_to(ROOT)
                    place.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(source, place)
    shutil.copy2(ROOT / "manage.py", target)
    (target / "locale").mkdir(exist_ok=True)


def run_makemessages(copy: Path) -> None:
    """Collect the strings of the copy; exit with the tool's own words when it fails."""
    languages = [word for language in LANGUAGES for word in ("--locale", language)]
    done = subprocess.run(
        [sys.executable, "manage.py", "makemessages", *languages, "--ignore", "var/*"],
        cwd=copy,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"makemessages failed: {done.stderr.strip() or done.stdout.strip()}")


def main() -> None:
    """Print each fault on a line; exit 1 when there is one."""
    if shutil.which("xgettext") is None:
        sys.exit("xgettext is missing. Debian and Ubuntu: apt-get install gettext")
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        copy_of_sources(copy)
        run_makemessages(copy)
        for language in LANGUAGES:
            known = set()
            for path in catalogues(ROOT, language):
                file = polib.pofile(str(path))
                name = path.relative_to(ROOT)
                for entry in file:
                    if entry.obsolete:
                        continue
                    known.add(key(entry))
                    faults += [f"{name}: {fault}: {entry.msgid!r}" for fault in faults_of(entry)]
                    if entry.msgid_plural and len(entry.msgstr_plural) != plural_count(file):
                        faults.append(f"{name}: {len(entry.msgstr_plural)} plural forms: {entry.msgid!r}")
            for string, place in sorted(extracted(language, copy).items()):
                if string not in known:
                    faults.append(f"{place}: not in the {language} catalogues: {string[1]!r}")
            print(f"{language}: {len(known)} strings")
    for fault in faults:
        print(fault)
    if faults:
        sys.exit(f"Catalogues: {len(faults)} faults")


if __name__ == "__main__":
    main()
