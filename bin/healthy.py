"""Exit 0 when the web server of this container can serve people, 1 when it is silent, fails, or lacks what it stands on."""

import http.client
import json
import os
import sys
from urllib.parse import urlsplit


def main() -> None:
    """A refused host name or a redirect is an answer; silence and 5xx count as ill, and 503 names the parts."""
    host = urlsplit(os.environ.get("SITE_URL", "")).netloc or "127.0.0.1"
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=8)
    try:
        connection.request("GET", "/readyz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        response = connection.getresponse()
        status, body = response.status, response.read(10_000)
    except (OSError, http.client.HTTPException) as error:
        sys.exit(f"no answer: {error}")
    if status >= 500:
        sys.exit(f"answers with {status}{_what_is_gone(body)}")


def _what_is_gone(body: bytes) -> str:
    try:
        parts = json.loads(body)
        return ": " + ", ".join(name for name, holds in parts.items() if name != "ready" and not holds)
    except (ValueError, AttributeError):
        return ""


if __name__ == "__main__":
    main()
