"""Letters as bodies, robots and enemies write them."""

from email.message import EmailMessage
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

HEAD = b"From: Kense <kense@ministry.example>\r\nDate: Mon, 14 Sep 2026 09:00:00 +0500\r\n"
PDF = b"%PDF-1.7\nanswer\n%%EOF\n"


def letter(
    *,
    subject: str = "Жауап",
    sender: str = "Кеңсе <kense@ministry.example>",
    text: str = "Жауап тіркелген.",
    files: tuple[tuple[str, bytes], ...] = (),
    **headers: str,
) -> bytes:
    """`headers`: with `_` for `-`."""
    message = EmailMessage()
    message["From"], message["Subject"] = sender, subject
    message["Date"] = "Mon, 14 Sep 2026 09:00:00 +0500"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    for name, body in files:
        message.add_attachment(body, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def zip_bomb() -> bytes:
    """Ten kilobytes that unpack to ten megabytes, and are no office file."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("answer.txt", b"0" * 10_000_000)
    return packed.getvalue()


def nested(depth: int) -> bytes:
    """Letters in letters."""
    opening = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
        for level in range(depth)
    )
    return HEAD + b"Subject: deep\r\n" + opening + b"Content-Type: text/plain\r\n\r\nhere\r\n"


def many_parts(number: int) -> bytes:
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    return (
        HEAD
        + b"Subject: many\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        + part * number
        + b"--b--\r\n"
    )
