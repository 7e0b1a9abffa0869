"""robots.txt as RFC 9309 has it, with Crawl-delay: the longest matching rule wins, and allowing wins a tie.

`urllib.robotparser` knows neither wildcards nor the longest match, so it is not used.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from common.fetching.pace import LONGEST_RETRY_AFTER
from common.fetching.policy import product_token

PARSED_BYTES = 500 * 1024
UNRESERVED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
NUMBER = re.compile(r"\d{1,9}(\.\d{1,9})?")


@dataclass(frozen=True)
class Rule:
    pattern: str
    allow: bool

    def matches(self, target: str) -> bool:
        """Whether the pattern fits the beginning of `target`, `*` being anything and a last `$` the end.

        Done with `str.find` and not with a regular expression, so that no pattern is slow.
        """
        first, *pieces = self.pattern.removesuffix("$").split("*")
        if not target.startswith(first):
            return False
        at = len(first)
        last = pieces.pop() if pieces else None
        for piece in pieces:
            found = target.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        if not self.pattern.endswith("$"):
            return last is None or target.find(last, at) >= 0
        return at == len(target) if last is None else target.endswith(last) and len(target) - len(last) >= at


@dataclass(frozen=True)
class Robots:
    """The rules that hold for us on one host; `crawl_delay` is seconds between two pages."""

    rules: tuple[Rule, ...] = ()
    crawl_delay: float = 0

    def allows(self, target: str) -> bool:
        """Whether the path with its query, as it goes over the wire, may be fetched."""
        target = normal(target)
        matching = [rule for rule in self.rules if rule.matches(target)]
        return max(matching, key=lambda rule: (len(rule.pattern), rule.allow), default=Rule("", True)).allow


def parse_robots(body: bytes, product: str) -> Robots:
    """The rules of the groups that name `product` (lower case), else of the `*` groups.

    Only the first 500 KiB are read, as RFC 9309 (2.5) allows.
    """
    rules: dict[str, list[Rule]] = {}
    delays: dict[str, float] = {}
    named: set[str] = set()
    in_rules = False
    for key, value in _lines(body):
        if key == "user-agent":
            named = set() if in_rules else named
            in_rules = False
            named |= {"*" if value.startswith("*") else product_token(value)} & {"*", product}
            for name in named:
                rules.setdefault(name, [])
        elif key in ("allow", "disallow"):
            in_rules = True
            for name in named if value else ():
                rules[name].append(Rule(normal(value), key == "allow"))
        elif key == "crawl-delay":
            in_rules = True
            for name in named if NUMBER.fullmatch(value) else ():
                delays[name] = min(float(value), LONGEST_RETRY_AFTER)
    ours = product if product in rules else "*"
    return Robots(tuple(rules.get(ours, ())), delays.get(ours, 0))


def normal(path: str) -> str:
    """The path as RFC 9309 (2.2.2) compares it: percent-encoded beyond ASCII, unreserved characters bare."""
    encoded = quote(path, safe="/%:?#[]@!$&'()*+,;=~|^\\{}<>\"`")
    return re.sub("%[0-9A-Fa-f]{2}", _normal_octet, encoded)


def _normal_octet(octet: re.Match[str]) -> str:
    character = chr(int(octet.group()[1:], 16))
    return character if character in UNRESERVED else octet.group().upper()


def _lines(body: bytes) -> Iterator[tuple[str, str]]:
    text = body[:PARSED_BYTES].decode("utf-8-sig", errors="replace")
    for line in re.split(r"[\r\n]+", text):
        key, _, value = line.partition("#")[0].partition(":")
        yield key.strip().lower(), value.strip()
