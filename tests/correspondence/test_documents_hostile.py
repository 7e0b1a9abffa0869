"""What people may write into a document, and what it must never do (D1, D2, D3, D7, I11)."""

import ast
import re
import socket
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from time import perf_counter

import pytest
from openpyxl import load_workbook

from correspondence import pdf
from correspondence.documents import (
    Addressee,
    Document,
    Executor,
    Heading,
    Items,
    KeyValues,
    Letterhead,
    Mode,
    Paragraph,
    Signature,
    Table,
    Text,
    rendering,
    same,
)
from correspondence.documents.rendering import RenderingFailure, render
from correspondence.states import RenderingTrouble
from tests import office
from tests.correspondence import paper
from tests.correspondence.paper import COLUMNS, letter, pdf_text, table_document

ROOT = Path(__file__).parents[2]
CANARY = "canary-4f1c77d2"

VECTORS = {
    "img": '<img src="{http}/img.png">',
    "link stylesheet": '<link rel="stylesheet" href="{http}/a.css">',
    "@import": '<style>@import url("{http}/b.css");</style>',
    "@font-face": '<style>@font-face{{font-family:x;src:url("{http}/x.ttf")}} p{{font-family:x}}</style><p>x</p>',
    "background": '<div style="background:url({http}/bg.png)">x</div>',
    "content": '<style>p::before{{content:url("{http}/c.png")}}</style><p>x</p>',
    "list-style-image": '<ul style="list-style-image:url({http}/l.png)"><li>x</li></ul>',
    "embed": '<embed src="{http}/e.png" type="image/png">',
    "object": '<object data="{http}/o.png" type="image/png"></object>',
    "svg image": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{http}/s.png"/></svg>',
    "svg in data": (
        '<img src=\'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        '<image href="{http}/d.png" width="9" height="9"/></svg>\'>'
    ),
    "base": '<base href="{http}/"><img src="relative.png">',
    "attachment http": '<link rel="attachment" href="{http}/secret.txt">',
    "attachment file": '<link rel="attachment" href="{file}">',
    "a attachment file": '<a rel="attachment" href="{file}">x</a>',
    "iframe": '<iframe src="{http}/f.html"></iframe>',
    "meta refresh": '<meta http-equiv="refresh" content="0;url={http}/r.html">',
    "ftp": '<img src="ftp://{host}/x.png">',
}


class Listener:
    """A server that counts who connects, and serves the canary to whoever asks."""

    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.door.getsockname()[1]
        self.connections = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                guest, _address = self.door.accept()
            except OSError:
                return
            self.connections += 1
            with guest:
                guest.settimeout(1)
                with suppress(OSError):
                    guest.recv(10_000)
                    guest.sendall(f"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n{CANARY}".encode())


@pytest.fixture
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.door.close()


@pytest.fixture
def fill(listener: Listener, tmp_path: Path) -> Callable[[str], str]:
    secret = tmp_path / "secret.txt"
    secret.write_text(CANARY)
    host = f"127.0.0.1:{listener.port}"
    return lambda vector: vector.format(http=f"http://{host}", host=host, file=secret.as_uri())


def everywhere(text: str) -> Document:
    """The text in every field that a person can fill, of every kind of block."""
    both = Text(text, f"{text} ")
    return Document(
        both,
        Mode.BOTH,
        Letterhead(both, text, both, text, text, text),
        (
            Addressee((both,)),
            Heading(both, 2),
            Heading(both, 3),
            Paragraph(both),
            Paragraph(both, quoted=True),
            Paragraph(same(text), centred=True),
            KeyValues(((both, both),)),
            Items((both, both), numbered=True),
            Table(COLUMNS, (tuple([both] * len(COLUMNS)),), caption=both),
            Signature(both, both),
            Executor(both, text),
        ),
        number=text,
    )


def raw(body: bytes) -> bytes:
    """All that a PDF holds, streams unpacked."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", body, re.S)
    unpacked = []
    for stream in streams:
        try:
            unpacked.append(zlib.decompress(stream))
        except zlib.error:
            unpacked.append(stream)
    return body + b"".join(unpacked)


@pytest.mark.slow
def test_no_text_makes_a_document_reach_out(listener: Listener, fill: Callable[[str], str]) -> None:
    leaks = []
    for name, vector in VECTORS.items():
        files = render(everywhere(fill(vector)))
        if any(CANARY.encode() in raw(body) for body in files.values()):
            leaks.append(name)
        assert len(pdf_text(files["pdf"])) > 100
    print(
        f"D1 {len(VECTORS)} vectors in every field: {listener.connections} connections, {len(leaks)} leaks (bar 0)"
    )
    assert len(VECTORS) == 18
    assert (listener.connections, leaks) == (0, [])


def test_vector_stands_in_the_document_as_text(fill: Callable[[str], str]) -> None:
    said = pdf_text(render(letter(Mode.KAZAKH, Paragraph(Text(fill(VECTORS["img"])))))["pdf"])
    assert "<img src=" in said


def test_fetcher_alone_refuses_what_got_in_unescaped(listener: Listener, fill: Callable[[str], str]) -> None:
    """The second lock, tried without the first: markup that the templates would have turned into text."""
    for vector in VECTORS.values():
        made = pdf.pdf_of(f'<html lang="kk"><title>x</title>{fill(vector)}<p>соңы</p></html>', {})
        assert CANARY.encode() not in raw(made)
    assert listener.connections == 0


def test_without_the_locks_the_vectors_would_work(
    listener: Listener, fill: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what is refused above is not harmless by nature."""
    monkeypatch.setattr(pdf, "OwnAssets", lambda _assets: pdf.URLFetcher(timeout=1))
    made = [
        pdf.pdf_of(f'<html lang="kk"><title>x</title>{fill(vector)}<p>соңы</p></html>', {})
        for vector in VECTORS.values()
    ]
    assert listener.connections > 8
    assert any(CANARY.encode() in raw(body) for body in made)


def test_child_process_has_no_way_to_the_network(listener: Listener) -> None:
    code = (
        "import sys, socket; from correspondence.documents.child import _no_network;"
        f"sys.addaudithook(_no_network); socket.create_connection(('127.0.0.1', {listener.port}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "made without the network" in done.stderr
    assert listener.connections == 0


@pytest.mark.parametrize("kind", ["svg", "eps", "text"])
def test_logo_that_is_no_plain_picture_is_left_out(
    kind: str, listener: Listener, fill: Callable[[str], str]
) -> None:
    """Whatever lies in the storage: a logo is re-drawn when it comes in (accounts.logo), and only PNG is asked for."""
    logos = {
        "svg": fill(VECTORS["svg image"]).encode(),
        "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n(canary) show\n",
        "text": CANARY.encode(),
    }
    head = Letterhead(Text("Қор", "Фонд"), logo=logos[kind])
    document = Document(Text("Хат", "Письмо"), Mode.KAZAKH, head, (Paragraph(Text("Мәтін")),))
    assert "Мәтін" in pdf_text(render(document, ("pdf",))["pdf"])
    assert listener.connections == 0


# --- D2: what takes too long or too much ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        '<table><td colspan="65534">x</td></table>',
        "<ul><li>" * 400,
        '<p style="font-size:1e9px">x</p>',
        "ә" * 50_000,
        "😀🏽👨‍👩‍👧‍👦 \u202eнаоборот\u202c \u0301" * 40,
        '<img src="data:image/png;base64,iVBORw0KGgo=">' * 200,
        "{{7*7}}{% debug %}${7*7}",
        "a\r\nb\ttab\x00nul\x1b",
    ],
    ids=["colspan", "nested", "font-size", "long word", "emoji", "images", "templates", "control"],
)
def test_odd_text_is_set_as_text(text: str) -> None:
    begun = perf_counter()
    files = render(letter(Mode.KAZAKH, Paragraph(Text(text))))
    assert perf_counter() - begun < 60
    assert "екінші ұсыныс" in paper.docx_text(files["docx"])
    if "😀" not in text:  # pypdf cannot read a font that has been given signs it lacks; pdftotext can
        assert "екінші ұсыныс" in pdf_text(files["pdf"])


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (table_document(Mode.KAZAKH, 1_500), RenderingTrouble.TOO_LARGE),
        (letter(Mode.KAZAKH, Paragraph(Text("x" * 1_000_000))), RenderingTrouble.TEXT_TOO_LONG),
        (letter(Mode.KAZAKH, *[Paragraph(Text("x " * 25_000))] * 40), RenderingTrouble.TOO_LARGE),
    ],
    ids=["1,500 rows", "a word of 1,000,000 letters", "2,000,000 letters"],
)
def test_what_is_too_large_is_refused_before_anything_begins(document: Document, code: str) -> None:
    with pytest.raises(RenderingFailure) as refusal:
        render(document)
    assert refusal.value.code == code


@pytest.mark.slow
def test_largest_document_is_made_within_its_minute() -> None:
    begun = perf_counter()
    files = render(table_document(Mode.KAZAKH, rendering.MAX_ROWS, words=6))
    seconds = perf_counter() - begun
    print(f"D2 {rendering.MAX_ROWS:,} rows: {seconds:.0f} s in a process of at most 2 GiB (bar 60 s)")
    assert seconds < 60
    assert set(files) == {"pdf", "docx", "xlsx"}


@pytest.mark.parametrize(
    ("limit", "value", "codes"),
    [
        ("WALL_SECONDS", 0.3, {RenderingTrouble.TOO_SLOW}),
        ("CPU_SECONDS", 1, {RenderingTrouble.TOO_SLOW}),
        ("MEMORY_BYTES", 150_000_000, {RenderingTrouble.MEMORY, RenderingTrouble.CRASHED}),
    ],
)
def test_each_limit_ends_in_a_code_that_has_a_sentence(
    limit: str, value: float, codes: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, limit, value)
    with pytest.raises(RenderingFailure) as failure:
        render(table_document(Mode.BOTH, 200))
    assert failure.value.code in codes
    assert str(RenderingTrouble(failure.value.code).label)


# --- D3: the lock --------------------------------------------------------------------------------------------------


def sources() -> Iterator[Path]:
    for folder in ROOT.iterdir():
        if (folder / "__init__.py").exists() and folder.name != "tests":
            yield from folder.rglob("*.py")
    for folder in ("bin", ".ci", "docs"):
        yield from (ROOT / folder).rglob("*.py")


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from (str(ast.literal_eval(one)) for one in node.args if isinstance(one, ast.Constant))


def faults_of(name: str, source: str) -> list[str]:
    """What is against the lock in one module."""
    tree = ast.parse(source)
    faults = []
    if name != "correspondence/pdf.py" and any(one.split(".")[0] == "weasyprint" for one in imported(tree)):
        faults.append(f"{name} imports weasyprint")
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        words = {keyword.arg for keyword in call.keywords}
        if words & {"stylesheets", "xmp_metadata"} or (
            "attachments" in words and "write_pdf" in ast.unparse(call)
        ):
            faults.append(f"{name}:{call.lineno} hands WeasyPrint an address of its own")
        if ast.unparse(call.func).split(".")[-1] in ("HTML", "CSS") and "url_fetcher" not in words:
            faults.append(f"{name}:{call.lineno} makes HTML or CSS without our fetcher")
    return faults


def test_one_module_knows_weasyprint_and_hands_it_nothing_to_fetch() -> None:
    faults = [
        fault
        for path in sources()
        for fault in faults_of(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    ]
    print(f"D3 faults against the lock on WeasyPrint: {len(faults)} (bar 0)")
    assert faults == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("amendments/views.py", "import weasyprint"),
        ("amendments/views.py", "from weasyprint.text import fonts"),
        ("amendments/views.py", "importlib.import_module('weasyprint')"),
        ("correspondence/pdf.py", "HTML(string=page, url_fetcher=own).write_pdf(stylesheets=['a.css'])"),
        ("correspondence/pdf.py", "HTML(string=page)"),
        ("correspondence/pdf.py", "weasyprint.CSS(string=style)"),
    ],
)
def test_the_lock_would_be_seen_broken(name: str, source: str) -> None:
    assert len(faults_of(name, source)) == 1


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locked_weasyprint_is_not_older_than_70(lock: str) -> None:
    found = re.search(r"^weasyprint==(\d+)", (ROOT / lock).read_text(), re.M)
    assert found is not None
    assert int(found.group(1)) >= 70


def test_templates_of_documents_escape_everything() -> None:
    for path in (ROOT / "templates" / "pdf").iterdir():
        assert not re.search(r"\|\s*safe|autoescape\s+off|mark_safe", path.read_text()), path.name


# --- I11: formulas -------------------------------------------------------------------------------------------------

FORMULAS = (
    *("=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1+1)", "\t=1+1", "\r=1+1", "\n=1+1"),
    *(
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(1)",
        '=HYPERLINK("http://example.kz","x")',
        "#N/A",
        "=-@+",
        "0012",
        "1e5",
    ),
)


def formula_rows() -> tuple[tuple[Text, ...], ...]:
    return tuple((same(n), *[same(formula)] * 5) for n, formula in enumerate(FORMULAS, 1))


def test_formula_is_a_text_in_the_sheet() -> None:
    body = render(table_document(Mode.KAZAKH, body=formula_rows()), ("xlsx",))["xlsx"]
    sheet = load_workbook(BytesIO(body)).worksheets[0]
    cells = [row[2] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == [formula.strip() for formula in FORMULAS]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix and cell.number_format == "@" for cell in cells)


def test_office_program_shows_formulas_as_text(tmp_path: Path) -> None:
    sheet = tmp_path / "rows.xlsx"
    sheet.write_bytes(render(table_document(Mode.KAZAKH, body=formula_rows()), ("xlsx",))["xlsx"])
    as_shown = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true"
    text = office.convert(sheet, as_shown, "calc").read_text()
    shown = [formula for formula in FORMULAS if formula.strip().replace('"', '""') in text]
    print(f"I11 formulas that LibreOffice shows as text: {len(shown)} of {len(FORMULAS)} (bar all)")
    assert shown == list(FORMULAS)
