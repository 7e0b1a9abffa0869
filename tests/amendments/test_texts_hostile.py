"""Hostile files are refused with a code, in little memory and time, and nothing else happens."""

import random
import struct
import zipfile
from io import BytesIO

import pytest

from amendments.texts import UNREADABLE_REASONS, Unreadable, bounded, read_in_child, read_upload
from tests.amendments.office_files import ODT_TYPE, odt, p, packed, tbl, tc, word

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
ENTITY = '<!DOCTYPE d [<!ENTITY e "ха">]>'
EXTERNAL = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def nested(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + p("1. Мәтін") + "</w:tc></w:tr></w:tbl>" * depth


def many_entries() -> bytes:
    return packed({"[Content_Types].xml": "<Types/>", **{f"media/{n}": "" for n in range(5_000)}})


def lying_size() -> bytes:
    """A part of 60 MB that the directory calls one of 10 bytes."""
    body = BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types><Override ContentType='wordprocessingml'/></Types>")
        archive.writestr("word/document.xml", "<d>" + " " * 60_000_000)
    data = bytearray(body.getvalue())
    place = data.rfind(b"PK\x01\x02")
    struct.pack_into("<L", data, place + 24, 10)
    return bytes(data)


def encrypted_entries() -> bytes:
    data = bytearray(word(p("1. Мәтін")))
    for place in range(len(data) - 4):
        if data[place : place + 4] == b"PK\x01\x02":
            data[place + 8] |= 1
    return bytes(data)


def pages(count: int) -> bytes:
    return word(p("1. Мәтін") + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' * count)


HOSTILE = {
    "empty": ("a.docx", b"", "empty"),
    "only zeros": ("a.docx", b"\0" * 100, "empty"),
    "too large": ("a.docx", b"PK\x03\x04" + b"a" * 21 * 1024 * 1024, "too_large"),
    "program": ("a.docx", b"MZ\x90\0", "not_office"),
    "pdf": ("a.docx", b"%PDF-1.7", "pdf"),
    "rtf": ("a.doc", b"{\\rtf1 text}", "rtf"),
    "page": ("a.docx", b"<html>", "not_office"),
    "plain zip": ("a.docx", packed({"a.txt": "a"}), "not_office"),
    "spreadsheet": ("a.docx", word("", content_type=SHEET), "other_office_file"),
    "presentation": (
        "a.odt",
        packed({"mimetype": ODT_TYPE.replace("text", "presentation")}),
        "other_office_file",
    ),
    "macros renamed": ("a.docx", word(p("1"), content_type=MACROS), "macros"),
    "macros in odt": ("a.odt", odt("<text:p>1. а</text:p>", **{"Basic/Standard/Module1.xml": ""}), "macros"),
    "encrypted docx": ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "encrypted entries": ("a.docx", encrypted_entries(), "encrypted"),
    "encrypted odt": (
        "a.odt",
        odt(
            "",
            **{"META-INF/manifest.xml": "<manifest><file-entry><encryption-data/></file-entry></manifest>"},
        ),
        "encrypted",
    ),
    "old spreadsheet": ("a.doc", OLE + "Workbook".encode("utf-16-le"), "other_office_file"),
    "cut short": ("a.docx", word(p("1. Мәтін"))[:-30], "damaged"),
    "broken xml": ("a.docx", word("<w:p>"), "damaged"),
    "no text part": ("a.odt", packed({"mimetype": ODT_TYPE}), "damaged"),
    "entities": ("a.docx", word(p("&e;"), head=ENTITY), "entities"),
    "external entity": ("a.docx", word(p("&e;"), head=EXTERNAL), "entities"),
    "many entries": ("a.docx", many_entries(), "too_many_entries"),
    "lying size": ("a.docx", lying_size(), "damaged"),
    "bomb": ("a.docx", word(("<w:p>" + " " * 1_000 + "</w:p>") * 60_000), "unpacks_too_large"),
    "deep": ("a.docx", word("<w:ins>" * 200 + "</w:ins>" * 200), "too_deep"),
    "nested tables": ("a.docx", word(nested(30)), "tables_too_deep"),
    "500 pages": ("a.docx", pages(500), "too_long"),
    "long text": ("a.docx", word(p("мәтін " * 2_000) * 150), "too_long"),
    "cells": ("a.docx", word(tbl(*[tc("")] * 60_001)), "too_long"),
    "no words": ("a.docx", word("<w:p/>"), "no_text"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_file_is_refused_with_its_code(case: str) -> None:
    name, data, reason = HOSTILE[case]

    with pytest.raises(Unreadable) as refusal:
        read_upload(name, data)

    assert refusal.value.reason_code == reason
    assert reason in UNREADABLE_REASONS


def test_child_refuses_by_the_same_code_and_the_clock_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unreadable, match="tables_too_deep"):
        read_in_child(*HOSTILE["nested tables"][:2])
    monkeypatch.setattr(bounded, "WALL_SECONDS", 0.01)
    with pytest.raises(Unreadable, match="timeout"):
        read_in_child("a.docx", word(p("1. Мәтін")))


def test_child_without_memory_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "MEMORY_BYTES", 120 * 1024 * 1024)

    with pytest.raises(Unreadable, match="memory|crashed"):
        read_in_child("a.docx", word("<w:tbl>" + "<w:r/>" * 1_400_000 + "</w:tbl>"))


def test_file_cannot_name_a_part_outside_or_a_huge_number() -> None:
    relations = (
        '<Relationships><Relationship Type="x/officeDocument" Target="../../etc/passwd"/></Relationships>'
    )
    data = word(p("1. Мәтін", '<w:numPr><w:ilvl w:val="99999999"/><w:numId w:val="9"/></w:numPr>'))
    parts = {
        name: zipfile.ZipFile(BytesIO(data)).read(name) for name in zipfile.ZipFile(BytesIO(data)).namelist()
    }

    read = read_upload("../../x.docx", packed({**parts, "_rels/.rels": relations}))

    assert read.notes == ("numbers_unresolved",)


def outcome(data: bytes) -> str:
    try:
        read_upload("a.docx", data)
    except Unreadable as refusal:
        return refusal.reason_code
    return "read"


def test_damaged_bytes_never_crash_the_reader() -> None:
    dice = random.Random(2026)
    whole = [word(p("1. Мәтін") + tbl(tc("а") + tc("б"))), odt("<text:p>1. Мәтін</text:p>")]
    outcomes = set()
    for turn in range(300):
        data = bytearray(whole[turn % 2])
        for _ in range(dice.randint(1, 6)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        outcomes.add(outcome(bytes(data[: dice.randint(1, len(data))] if turn % 3 == 0 else data)))

    assert {"read", "damaged"} <= outcomes <= UNREADABLE_REASONS | {"read"}
