"""The one bounded way out to other people's servers.

`Fetcher(FetchPolicy(...)).fetch(url)` gives a whole, decoded answer or raises `FetchFailure` with a reason.
What bounds it: robots.txt, a host allow-list, public addresses only, caps on time, wire bytes and decoded
bytes, redirects re-checked one by one, one request at a time with a pause. Whoever calls stores validators
only after the parse is committed.
"""

from common.fetching.addresses import host_of
from common.fetching.client import Fetcher
from common.fetching.pace import backoff
from common.fetching.policy import Fetched, FetchFailure, FetchPolicy, Reason
from common.fetching.posting import post

__all__ = ["FetchFailure", "FetchPolicy", "Fetched", "Fetcher", "Reason", "backoff", "host_of", "post"]
