"""Exit 0 when the web server of this container answers at all, 1 when it does not or fails of itself."""

import http.client
import sys


def main() -> None:
    """A refused host name or a redirect is an answer; only silence and 5xx count as ill."""
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=8)
    try:
        connection.request("GET", "/")
        status = connection.getresponse().status
    except OSError as error:
        sys.exit(f"no answer: {error}")
    if status >= 500:
        sys.exit(f"answers with {status}")


if __name__ == "__main__":
    main()
