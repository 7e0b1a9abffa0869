"""Texts of drafts: the difference of two 200-page texts beside difflib, rows found again, a hostile file's memory."""

import difflib
import random
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from time import process_time

from amendments.texts import Anchor, difference, numbered, reattach
from amendments.texts.alignment import matches
from amendments.texts.markers import marker_of
from tests.amendments.test_texts_elements import FORMS
from tests.benchmarks.figures import Figure

WORDS_200_PAGES = 60_000
WORDS_FOR_DIFFLIB = 4_000
MEMORY_BAR = 300.0  # MB
_STEMS = "право орган срок лицо закон порядок участник проект решение заявление обсуждение ведомство".split()
_STEMS += "құқық орган мерзім тұлға заң тәртіп қатысушы жоба шешім өтініш талқылау ведомство".split()


def run() -> list[Figure]:
    """Differences, recognition, re-attachment and the cost of reading."""
    return [*_recognition(), *_differences(), *_against_difflib(), *_reattachment(), *_reading()]


def prose(words: int, dice: random.Random) -> list[str]:
    """Words of invented acts: the little words come as often as in real ones."""
    little = ["и", "в", "на", "не", ",", ",", ".", "осы", "және", "бойынша", "Республики", "Казахстан"]
    return [
        dice.choice(little)
        if dice.random() < 0.45
        else f"{dice.choice(_STEMS)}{dice.choice('аоуеыі')}{dice.randint(1, 60)}"
        for _ in range(words)
    ]


def edited(words: list[str], share: float, dice: random.Random, *, moves: bool = True) -> list[str]:
    """`words` with a share of them replaced or left out; and a tenth of the text moved to its end."""
    changed: list[str] = []
    for word in words:
        if dice.random() >= share:
            changed.append(word)
        elif dice.random() < 0.6:
            changed += prose(dice.randint(1, 3), dice)
    tenth = len(changed) // 10 if moves else 0
    if not tenth:
        return changed
    return changed[: 4 * tenth] + changed[5 * tenth :] + changed[4 * tenth : 5 * tenth]


def _recognition() -> list[Figure]:

    seen = {line: (marker.kind, marker.number) if (marker := marker_of(line)) else None for line in FORMS}
    share = 100 * sum(seen[line] == form for line, form in FORMS.items()) / len(FORMS)
    return [
        Figure(f"numbers of elements recognised, of {len(FORMS)} forms", share, "%", ">= 98 %", share >= 98)
    ]


def _differences() -> list[Figure]:
    figures = []
    for share in (0.02, 0.3, 1.0):
        dice = random.Random(2026)
        before = prose(WORDS_200_PAGES, dice)
        after = edited(before, share, dice)
        one, other = " ".join(before), " ".join(after)
        begun = process_time()
        pieces = difference(one, other)
        spent = process_time() - begun
        is_whole = all(
            "".join("".join(p.text for p in pieces if p.op in ("same", op)).split()) == "".join(text.split())
            for op, text in (("removed", one), ("added", other))
        )
        name = f"difference of two texts of 200 pages, {share:.0%} of the words changed"
        figures.append(Figure(name, spent, "s", "< 2 s, both texts come back", spent < 2 and is_whole))
    return figures


def _against_difflib() -> list[Figure]:
    dice = random.Random(7)
    before = prose(WORDS_FOR_DIFFLIB, dice)
    after = edited(before, 0.1, dice, moves=False)
    ids: dict[str, int] = {}
    one, other = ([ids.setdefault(word, len(ids)) for word in words] for words in (before, after))
    begun = process_time()
    blocks = difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    theirs = process_time() - begun
    ours = float("inf")
    for _ in range(5):
        begun = process_time()
        found = matches(one, other)
        ours = min(ours, process_time() - begun)
    kept, their_kept = sum(size for *_, size in found), sum(block.size for block in blocks)
    ratio = theirs / ours
    return [
        Figure(
            f"difference of {WORDS_FOR_DIFFLIB:,} words against difflib",
            ratio,
            "times as fast",
            ">= 10",
            ratio >= 10,
        ),
        Figure("words kept, against difflib", kept / their_kept, "", ">= 1", kept >= their_kept),
    ]


def _reattachment() -> list[Figure]:
    dice = random.Random(5)
    lines = [f"Статья {n}. " + " ".join(prose(60, dice)) for n in range(1, 2_001)]
    old = numbered(lines)
    texts = [line.split(" ", 2)[2] for line in lines]
    texts.insert(4, "Новая статья о слушаниях")
    texts = [re.sub(r"срок\w+", "мерзім", text) for text in texts]
    new = numbered([f"Статья {n}. {text}" for n, text in enumerate(texts, 1)])
    anchors = [Anchor(str(n), e.path, e.number, e.text) for n, e in enumerate(old) if n % 10 == 9]
    begun = process_time()
    answers = reattach(anchors, new)
    spent = process_time() - begun
    right = sum(one.path == f"article {int(one.anchor.number) + 1}" for one in answers)
    return [
        Figure("200 rows found again among 2,000 renumbered articles", spent, "s", "< 2 s", spent < 2),
        Figure(
            "of them at the right article", 100 * right / len(answers), "%", "100 %", right == len(answers)
        ),
    ]


def _reading() -> list[Figure]:
    figures = []
    for name, body in (
        ("a 300-page DOCX", _word("".join(_paragraph(n) for n in range(4_500)))),
        (
            "a hostile DOCX, one table of 1.4 million empty elements",
            _word("<tbl>" + "<r/>" * 1_400_000 + "</tbl>"),
        ),
        (
            "a hostile DOCX, one table of 38 MB of attributes",
            _word("<tbl>" + f'<r a="{"x" * 20}" b="1"/>' * 950_000 + "</tbl>"),
        ),
        ("a hostile DOCX, a zip bomb of 200 MB", _word(" " * 200_000_000)),
        ("a hostile DOCX, runs of a megabyte each", _word(f"<p><r><t>{'а' * 1_000_000}</t></r></p>" * 20)),
    ):
        script = (
            "import resource, sys; from amendments.texts import bounded, Unreadable\n"
            "try: bounded.read_in_child('a.docx', sys.stdin.buffer.read()); print('read')\n"
            "except Unreadable as refusal: print(refusal.reason_code)\n"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime)"
        )
        done = subprocess.run([sys.executable, "-c", script], input=body, capture_output=True, check=True)
        outcome, used, spent = done.stdout.decode().split()
        megabytes = int(used) / 1024
        figures.append(
            Figure(
                f"memory for {name} ({outcome}, {float(spent):.1f} s)",
                megabytes,
                "MB",
                "< 300 MB",
                megabytes < MEMORY_BAR,
            )
        )
    return figures


def _paragraph(number: int) -> str:
    words = " ".join(prose(25, random.Random(number)))
    return f"<p><r><t>{number}. {words}</t></r></p>"


def _word(body: str) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types><Override ContentType='wordprocessingml'/></Types>")
        archive.writestr("word/document.xml", f"<document><body>{body}</body></document>")
    return packed.getvalue()
