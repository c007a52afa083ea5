"""Given names from many languages. All are read as one: a name says where someone may come from, not how they are."""

from __future__ import annotations

from pathlib import Path

READ_AS = "Alex"
GIVEN_NAMES = frozenset((Path(__file__).parent / "names.txt").read_text(encoding="utf8").split())
# Names that are words too: names only within a sentence, where a word would be written small. Left out are those that
# people write large for their own sake (Hope, Faith, Joy, months, places).
WORDS_TOO = (
    "Amber|Angel|Archer|Bill|Blessing|Brooke|Carter|Chance|Chase|Christian|Cliff|Cooper|Crystal|Daisy|Dawn|Dean|Destiny|"
    "Drew|Frank|Gene|Glen|Grace|Grant|Harmony|Harper|Heather|Holly|Hunter|Ivy|Jack|Jade|Jasmine|Jewel|Jordan|Lane|Lily|"
    "Mark|Mason|Max|Melody|Mercy|Miles|Nick|Olive|Parker|Pat|Patience|Pearl|Penny|Piper|Porter|Precious|Prudence|Ray|"
    "Reed|Rich|Rob|Robin|Rose|Ruby|Rusty|Sage|Sandy|Sawyer|Serenity|Sue|Tanner|Trinity|Tucker|Violet|Wade|Will|Young"
)
