"""Whatever a person writes is shown as written and never becomes HTML."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.types import Cue
from ui import safe_html
from ui.put import put

NASTY = "<script>alert(1)</script><img src=x onerror=alert(1)> \"quoted\" & 'so'"
UI = Path(safe_html.__file__).parent


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def test_markup_in_a_persons_words_is_shown_as_words() -> None:
    read = _read(safe_html.highlighted(NASTY, [Cue("alert", 0.5, 8, 13)]))
    assert read.tags == ["p", "mark"]
    assert read.words == NASTY


@given(
    st.text(alphabet=st.characters(exclude_characters="\r\0"), max_size=60),
    st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70))),
)
def test_marked_words_are_the_words_whatever_the_marks(words: str, spans: list[tuple[int, int]]) -> None:
    cues = [Cue("x", 0.1 * (i + 1), a, b) for i, (a, b) in enumerate(spans)]
    read = _read(safe_html.highlighted(words, cues))
    assert read.words == words
    assert set(read.tags) <= {"p", "mark"}


def test_a_quote_in_an_attribute_cannot_leave_it() -> None:
    html = safe_html.tag("span", "x", title='" onmouseover="alert(1)')
    assert _read(html).tags == ["span"]
    assert html.count('"') == 2


def test_only_web_addresses_become_links() -> None:
    assert "href" not in safe_html.website("javascript:alert(1)", "site")
    assert _read(safe_html.website("https://988lifeline.org", "site")).tags == ["a"]


def test_numbers_become_links_that_can_be_dialled() -> None:
    assert 'href="tel:18002738255"' in safe_html.telephone("1-800-273-8255", "Call")
    assert 'href="sms:741741?body=HOME"' in safe_html.message("741741", "HOME", "Text")


def test_plain_words_cannot_be_shown_as_html() -> None:
    with pytest.raises(TypeError, match="only Html"):
        put(NASTY)  # type: ignore[arg-type]


# The preview of a report: its template escapes every word (tests/documents).
_PREVIEW = "report_file.py"


def test_html_reaches_the_page_through_one_door() -> None:
    other = r"\bst\.html\(|\.markdown\(|(?<!def )\bHtml\("
    for path in UI.rglob("*.py"):
        source = path.read_text(encoding="utf8")
        assert "unsafe_allow_html" not in source, path
        assert path.name == _PREVIEW or ".iframe(" not in source, path
        assert path.name in ("put.py", "safe_html.py") or not re.search(other, source), path
