"""`STORAGE_URL`: uploaded files live in a bucket, and leave it only through our views."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from accounts.actions import update_organisation
from accounts.models import Organisation, User
from accounts.queries import fingerprint
from config.object_storage import storage_from
from tests.conftest import ClientOf
from tests.setup.object_store import Bucket, bucket


@pytest.fixture
def store(settings: Settings) -> Iterator[Bucket]:
    with bucket() as server:
        url = f"s3+http://key:s%2Fecret@{server.address}/files/qatysu"
        settings.STORAGES = {**settings.STORAGES, "default": storage_from(url)}
        yield server


def test_file_is_kept_read_and_removed(store: Bucket) -> None:
    name = default_storage.save("receipts/2026/11/квитанция.pdf", ContentFile(b"%PDF-1.7"))

    assert store.objects == {f"/files/qatysu/{name}": b"%PDF-1.7"}
    with default_storage.open(name) as file:
        assert file.read() == b"%PDF-1.7"
    default_storage.delete(name)
    assert store.objects == {}
    assert set(store.signed) == {"key"}


def test_same_name_overwrites_nothing(store: Bucket) -> None:
    names = {default_storage.save("logo.png", ContentFile(content)) for content in (b"a", b"b")}

    assert len(names) == 2
    assert sorted(store.objects.values()) == [b"a", b"b"]


def test_file_that_is_gone_is_said_to_be_gone(store: Bucket) -> None:
    assert not default_storage.exists("nowhere.pdf")
    with pytest.raises(FileNotFoundError):
        default_storage.open("nowhere.pdf")


@pytest.mark.django_db(transaction=True)
def test_logo_is_shown_to_members_alone_and_the_old_one_leaves(
    store: Bucket, ashyq_orta: Organisation, aigerim: User, dana: User, client_of: ClientOf
) -> None:
    for colour in ("red", "teal"):
        picture = BytesIO()
        Image.new("RGB", (20, 20), colour).save(picture, "PNG")
        seen = fingerprint(ashyq_orta)
        update_organisation(
            ashyq_orta, changes={}, seen=seen, actor=aigerim, at=timezone.now(), logo=picture.getvalue()
        )
        ashyq_orta.refresh_from_db()

    assert list(store.objects) == [f"/files/qatysu/{ashyq_orta.logo.name}"]
    address = f"/account/organisations/{ashyq_orta.pk}/logo/"
    answers = [client_of(person).get(address) for person in (aigerim, dana)]
    assert [answer.status_code for answer in answers] == [200, 404]
    assert b"".join(answers[0].streaming_content) == next(iter(store.objects.values()))


@pytest.mark.parametrize(
    "url",
    ["s3://host/bucket", "s3://key:secret@host", "s3://key:secret@/bucket", "ftp://key:secret@host/bucket"],
)
def test_address_that_is_not_understood_shows_the_right_shape(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="s3://KEY:SECRET@host/bucket"):
        storage_from(url)


def test_tls_and_region_come_from_the_address() -> None:
    options = storage_from("s3://key:secret@storage.example.kz/files?region=kz-ala-1")["OPTIONS"]

    assert options["endpoint_url"] == "https://storage.example.kz"
    assert (options["bucket_name"], options["location"], options["region_name"]) == ("files", "", "kz-ala-1")
