"""I1: the header of a request names an encoding that no browser sends."""

import pytest
from django.test import Client

from tests.conftest import ClientOf

# Python knows all of these; the second row are no encodings of text at all.
TEXTS = ("utf-16", "utf-7", "latin-1", "cp1251", "unicode_escape")
NO_TEXTS = ("hex", "rot13", "base64", "zlib", "idna", "punycode", "undefined")
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def stranger(db: None, client_of: ClientOf) -> Client:
    """As the server runs: the CSRF token is looked for, and our mistakes are answered, not raised."""
    return client_of(None, enforce_csrf_checks=True, raise_request_exception=False)


@pytest.mark.parametrize("charset", TEXTS + NO_TEXTS)
@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x", "text/plain"])
def test_body_in_another_encoding_is_refused_with_a_page(stranger: Client, kind: str, charset: str) -> None:
    for address in ("/account/sign-in/", "/nowhere/"):
        answer = stranger.generic("POST", address, b"username=%D3%98", f"{kind}; charset={charset}")
        assert (answer.status_code, answer["X-Content-Type-Options"]) == (400, "nosniff")
        assert "Сұрау қабылданбады" in answer.content.decode()


@pytest.mark.parametrize("charset", TEXTS + NO_TEXTS)
def test_address_is_read_as_utf_8_whatever_the_header_says(stranger: Client, charset: str) -> None:
    answer = stranger.generic(
        "GET",
        "/account/sign-in/",
        content_type=f"text/plain; charset={charset}",
        QUERY_STRING="next=/drafts/%3Fq=%D2%9B",
    )
    assert answer.status_code == 200
    assert "/drafts/?q=қ" in answer.content.decode()


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", "utf_8", "no-such-encoding"])
def test_body_in_utf_8_by_any_of_its_names_is_read(db: None, client_of: ClientOf, charset: str) -> None:
    answer = client_of(None).generic(
        "POST", "/account/sign-in/", b"username=%D3%98", f"{FORM}; charset={charset}"
    )
    assert answer.status_code == 422
    assert 'value="Ә"' in answer.content.decode()
