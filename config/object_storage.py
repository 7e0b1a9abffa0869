"""Where uploaded files (logos, receipts) are kept when it is not the disk of this machine: `STORAGE_URL`."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SHAPE = "s3://KEY:SECRET@host/bucket (https), or s3+http://... on a network of your own; ?region=... where the service asks"
SCHEMES = {"s3": "https", "s3+http": "http"}
CONNECT_SECONDS, READ_SECONDS = 5, 30


def storage_from(url: str) -> dict[str, Any]:
    """Return the entry of STORAGES for an S3-compatible service; raises ImproperlyConfigured with the right shape.

    The key and the secret are percent-encoded where they hold `/`, `:` or `@`. Objects get no access rights of
    their own: the bucket is private, and every file goes out through a view that asks who wants it.
    """
    # Imported only where object storage is used: half a second at each start of everybody else.
    from botocore.config import Config

    parts = urlsplit(url)
    folders = [folder for folder in parts.path.split("/") if folder]
    if parts.scheme not in SCHEMES or not all((parts.hostname, parts.username, parts.password, folders)):
        raise ImproperlyConfigured(f"STORAGE_URL is not understood. Write it like this: {SHAPE}.")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "endpoint_url": f"{SCHEMES[parts.scheme]}://{parts.netloc.rpartition('@')[2]}",
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "bucket_name": folders[0],
            "location": "/".join(folders[1:]),
            "region_name": parse_qs(parts.query).get("region", ["us-east-1"])[0],
            "default_acl": None,
            "file_overwrite": False,
            "client_config": Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                # Services other than Amazon's do not all know the checksums that come after a body.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"total_max_attempts": 3},
            ),
        },
    }
