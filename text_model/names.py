"""Given names from many languages. All are read as one: a name says where someone may come from, not how they are."""

from __future__ import annotations

from pathlib import Path

READ_AS = "Alex"
# Left out are names that are words too (Grace, Hope, Mark, Will, Rose, May, Bill, Jordan, ...).
GIVEN_NAMES = frozenset((Path(__file__).parent / "names.txt").read_text(encoding="utf8").split())
