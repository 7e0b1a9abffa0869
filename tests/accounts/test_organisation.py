"""The organisation's card and its logo."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageFile
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts import actions, queries
from accounts.logo import UnusablePicture, as_png
from accounts.models import ActivityEntry, Organisation, User
from common.states import AlreadyMoved
from tests.conftest import ClientOf
from tests.factories import OrganisationFactory

EDIT = "/account/organisation/edit/"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(/etc/passwd) run\nshowpage\n"


def card(organisation: Organisation, **changes: object) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(organisation, name) or "" for name in queries.CARD_FIELDS}
    return {**values, "seen": queries.fingerprint(organisation), **changes}


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 300), **options: object) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, format=kind, **options)
    return SimpleUploadedFile(f"logo.{kind.lower()}", out.getvalue())


def png_of(width: int, height: int) -> bytes:
    """A PNG whose header promises more pixels than it has bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000))


def test_card_is_saved_and_says_what_changed(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    data = card(ashyq_orta, name_ru="Фонд\r\n «Открытая   середина»", phone="+7 7172 111111")
    assert client_of(aigerim).post(EDIT, data).status_code == 302
    ashyq_orta.refresh_from_db()
    assert (ashyq_orta.name_ru, ashyq_orta.phone) == ("Фонд «Открытая середина»", "+7 7172 111111")
    (entry,) = ActivityEntry.objects.all()
    assert (entry.verb, entry.details) == ("organisation.changed", {"fields": ["name_ru", "phone"]})


def test_same_card_sent_twice_is_one_change(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    data = card(ashyq_orta, phone="+7 7172 111111")
    statuses = [client_of(aigerim).post(EDIT, data).status_code for _twice in range(2)]
    assert (statuses, ActivityEntry.objects.count()) == ([302, 302], 1)


def test_slower_of_two_editors_is_told_and_overwrites_nothing(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    mine, theirs = card(ashyq_orta, phone="+7 1"), card(ashyq_orta, phone="+7 2")
    assert client_of(aigerim).post(EDIT, theirs).status_code == 302
    page = client_of(aigerim).post(EDIT, mine)
    assert (page.status_code, "Somebody changed this card" in page.content.decode()) == (422, True)
    ashyq_orta.refresh_from_db()
    assert ashyq_orta.phone == "+7 2"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("bin", "230140300001"),
        ("bin", "12"),
        ("name_kk", ""),
        ("name_ru", "x" * 301),
        ("email", "not an address"),
        ("website", "javascript:alert(1)"),
        ("phone", "\0"),
    ],
)
def test_wrong_value_is_named_beside_its_field(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf, field: str, value: str
) -> None:
    page = client_of(aigerim).post(EDIT, card(ashyq_orta, **{field: value}))
    assert (page.status_code, f'id="id_{field}_error"' in page.content.decode()) == (422, True)


def test_card_belongs_to_the_persons_own_organisation(
    ashyq_orta: Organisation, kok_aspan: Organisation, aigerim: User, bolat: User, client_of: ClientOf
) -> None:
    smuggled = dict.fromkeys(("organisation", "organisation_id", "id", "pk"), kok_aspan.pk)
    data = card(ashyq_orta, name_ru="Canary") | smuggled
    assert client_of(bolat).post(EDIT, data).status_code == 403
    client_of(aigerim).post(EDIT, data)
    assert set(Organisation.objects.values_list("name_ru", flat=True)) == {
        "Canary",
        "Объединение «Көк аспан»",
    }


def test_action_refuses_unknown_fields_and_a_stale_view(ashyq_orta: Organisation, aigerim: User) -> None:
    now = timezone.now()
    with pytest.raises(KeyError, match="is_active"):
        actions.update_organisation(ashyq_orta, changes={"is_active": "1"}, seen="", actor=aigerim, at=now)
    with pytest.raises(AlreadyMoved):
        actions.update_organisation(ashyq_orta, changes={"phone": "1"}, seen="", actor=aigerim, at=now)


def test_what_a_letter_misses_is_listed(aigerim: User, ashyq_orta: Organisation, client_of: ClientOf) -> None:
    assert queries.missing_in_letters(ashyq_orta) == []
    Organisation.objects.update(bin="", address_kk=None)
    page = client_of(aigerim).get(reverse("accounts:organisation")).content.decode()
    assert "<li>the BIN</li><li>the address in Kazakh</li></ul>" in page


def test_new_organisation_misses_everything_but_its_name(db: None) -> None:
    organisation, _secret = actions.create_organisation(
        name_kk="«Жол» қоры",
        name_ru="Фонд «Жол»",
        coordinator_email="a@example.kz",
        language="kk",
        actor=None,
        at=timezone.now(),
    )
    organisation.refresh_from_db()
    assert len(queries.missing_in_letters(organisation)) == 9


# --- The logo (D7) ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_logo_is_drawn_anew_as_a_small_png(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf, kind: str
) -> None:
    browser = client_of(aigerim)
    assert browser.post(EDIT, card(ashyq_orta, logo=picture(kind))).status_code == 302
    answer = browser.get(reverse("accounts:organisation-logo", args=[ashyq_orta.pk]))
    body = b"".join(answer.streaming_content)  # type: ignore[arg-type]
    with Image.open(BytesIO(body)) as logo:
        assert (logo.format, logo.size) == ("PNG", (600, 200))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_nothing_but_pixels_survives(ashyq_orta: Organisation, aigerim: User, client_of: ClientOf) -> None:
    exif = Image.Exif()
    exif[0x010E] = "canary-in-exif"
    tainted = picture("JPEG", exif=exif.tobytes(), comment=b"canary-in-comment")
    tainted = SimpleUploadedFile("logo.jpg", tainted.read() + b"<script>canary-at-the-end</script>")
    client_of(aigerim).post(EDIT, card(ashyq_orta, logo=tainted))
    ashyq_orta.refresh_from_db()
    assert b"canary" not in ashyq_orta.logo.read()


def test_name_of_the_file_is_ours(ashyq_orta: Organisation, aigerim: User, client_of: ClientOf) -> None:
    upload = picture()
    upload.name = "../../evil.html"
    client_of(aigerim).post(EDIT, card(ashyq_orta, logo=upload))
    ashyq_orta.refresh_from_db()
    folder, name = ashyq_orta.logo.name.split("/")
    assert (folder, len(name), name[-4:]) == ("logos", 36, ".png")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("svg", SVG),
        ("svg named png", SVG),
        ("eps", EPS),
        ("eps named png", EPS),
        ("bomb", png_of(60_000, 60_000)),
        ("wide bomb", png_of(2_000_000_000, 1)),
        ("cut short", picture().read()[:60]),
        ("text", b"MZ this is a program"),
        ("too many bytes", b"\x89PNG\r\n\x1a\n" + b"\0" * 5_100_000),
        ("empty", b""),
    ],
)
def test_what_is_no_picture_is_refused(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf, name: str, content: bytes
) -> None:
    upload = SimpleUploadedFile("logo.png" if "named" in name else f"logo.{name}", content, "image/png")
    page = client_of(aigerim).post(EDIT, card(ashyq_orta, logo=upload))
    assert (page.status_code, 'id="id_logo_error"' in page.content.decode()) == (422, True)
    ashyq_orta.refresh_from_db()
    assert not ashyq_orta.logo


def test_logo_is_shown_to_members_only(
    ashyq_orta: Organisation, aigerim: User, bolat: User, dana: User, client_of: ClientOf
) -> None:
    client_of(aigerim).post(EDIT, card(ashyq_orta, logo=picture()))
    address = reverse("accounts:organisation-logo", args=[ashyq_orta.pk])
    statuses = [client_of(user).get(address).status_code for user in (None, dana, bolat)]
    assert statuses == [302, 404, 200]
    ashyq_orta.refresh_from_db()
    assert client_of(aigerim).get(f"/media/{ashyq_orta.logo.name}").status_code == 404


def test_old_logo_leaves_the_disk_with_its_row(
    ashyq_orta: Organisation,
    aigerim: User,
    client_of: ClientOf,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    browser = client_of(aigerim)
    browser.post(EDIT, card(ashyq_orta, logo=picture()))
    ashyq_orta.refresh_from_db()
    storage, name = ashyq_orta.logo.storage, ashyq_orta.logo.name
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(EDIT, card(ashyq_orta, remove_logo="on"))
    ashyq_orta.refresh_from_db()
    assert (bool(ashyq_orta.logo), storage.exists(name)) == (False, False)
    assert browser.get(reverse("accounts:organisation-logo", args=[ashyq_orta.pk])).status_code == 404


def test_organisations_are_made_with_a_valid_bin(db: None) -> None:
    for _n in range(30):
        try:
            OrganisationFactory().full_clean(exclude=["logo", "name"])
        except ValidationError as error:
            pytest.fail(str(error))


def test_half_a_picture_is_refused_also_where_documents_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(UnusablePicture):
        as_png(BytesIO(picture().read()[:60]))
