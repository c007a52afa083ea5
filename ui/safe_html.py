"""The one place where text becomes HTML: everything that did not come from this file is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote

from core.types import Cue
from language import t


class Html(str):
    """A piece of HTML that was made by this module, so that it is safe to show."""

    __slots__ = ()


def tag(name: str, content: str | Html | Iterable[Html], css: str = "", **attributes: str) -> Html:
    """`<name class=css ...>content</name>`; content that is not `Html` is escaped, attributes always are."""
    inner = content if isinstance(content, Html) else escape(content) if isinstance(content, str) else "".join(content)
    named = {"class": css, **{key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}}
    written = "".join(f' {key}="{escape(value)}"' for key, value in named.items() if value)
    return Html(f"<{name}{written}>{inner}</{name}>")


def join(*parts: Html) -> Html:
    """Pieces one after another."""
    return Html("".join(parts))


def text(words: str) -> Html:
    """Plain words inside a larger piece."""
    return Html(escape(words))


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> Html:
    """A real table, readable by a screen reader; the first cell of a row is its heading."""
    head = tag("tr", [tag("th", h, scope="col") for h in headings])
    body = [tag("tr", [tag("th", row[0], scope="row"), *(tag("td", cell) for cell in row[1:])]) for row in rows]
    return tag("table", [tag("caption", caption), tag("thead", head), tag("tbody", body)], "at-table")


def telephone(number: str, label: str, css: str = "at-tel") -> Html:
    """A link that dials `number`, which may hold spaces and hyphens."""
    dialled = "".join(c for c in number if c.isdigit() or c in "+*#")
    return tag("a", label, css, href=f"tel:{quote(dialled, safe='+*')}")


def message(number: str, word: str | None, label: str) -> Html:
    """A link that opens a text message to `number`, with `word` as its body."""
    dialled = "".join(c for c in number if c.isdigit() or c == "+")
    body = f"?body={quote(word)}" if word else ""
    return tag("a", label, "at-tel", href=f"sms:{quote(dialled, safe='+')}{body}")


def whatsapp(number: str, label: str) -> Html:
    """A link that opens a WhatsApp chat with `number`, which begins with the code of its country."""
    return website(f"https://wa.me/{''.join(c for c in number if c.isdigit())}", label, "at-tel")


def website(address: str, label: str, css: str = "") -> Html:
    """A link to a site that opens beside the page; only http(s) addresses become links."""
    if not address.startswith(("https://", "http://")):
        return tag("span", label)
    return tag("a", label, css, href=address, target="_blank", rel="noopener noreferrer")


def highlighted(words: str, cues: Iterable[Cue]) -> Html:
    """`words` with the stretches that raised or lowered the signal marked; overlaps keep the stronger one."""
    marks = sorted((c for c in cues if c.start is not None and c.end is not None), key=lambda c: -abs(c.weight))
    kept: list[tuple[int, int, Cue]] = []
    for cue in marks:
        start, end = max(0, int(cue.start or 0)), min(len(words), int(cue.end or 0))
        if start < end and all(end <= a or start >= b for a, b, _ in kept):
            kept.append((start, end, cue))
    pieces: list[Html] = []
    at = 0
    for start, end, cue in sorted(kept, key=lambda k: k[0]):
        way = "up" if cue.weight > 0 else "down"
        said = t("raised the signal") if cue.weight > 0 else t("lowered the signal")
        pieces += [text(words[at:start]), tag("mark", words[start:end], f"at-{way}", title=said)]
        at = end
    return tag("p", [*pieces, text(words[at:])], "at-quote")
