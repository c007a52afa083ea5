"""The files themselves: safe, self-contained, readable, of a sane length."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from documents.blocks import Document, Paragraph
from documents.checkin import checkin_document
from documents.fonts import writable
from documents.html import to_html
from documents.pdf import Pdf, to_pdf
from documents.period import period_document
from documents.subject import OneCheckIn, Setting
from tests.documents.subjects import NOW, SETTING, high, one, period

ROOT = Path(__file__).resolve().parents[2]
EVIL = "<script>alert(1)</script> & <img src=x onerror=alert(1)> {{ 7 * 7 }} </text>"


def read(pdf: Pdf, tmp_path: Path) -> str:
    """The text that a reader finds in the file."""
    if shutil.which("pdftotext") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("pdftotext is missing; .ci/run installs it")
        pytest.skip("pdftotext (poppler-utils) is not installed")
    file = tmp_path / "document.pdf"
    file.write_bytes(pdf.data)
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_words_in_html_are_words_and_never_markup() -> None:
    said = to_html(checkin_document(one(text=EVIL, note=EVIL), Setting(NOW, (0.4, 0.6), "Attune 1", name=EVIL)))
    assert "<script" not in said
    assert "<img" not in said
    assert "&lt;script&gt;" in said
    assert "{{ 7 * 7 }}" in said


def test_words_in_charts_are_escaped_too() -> None:
    document = period_document(period([0.3] * 9), SETTING)
    moods = {EVIL: 0.5}
    evil = [type(m)(m.at, m.score, moods=moods) for m in period([0.3] * 9).moments]  # type: ignore[call-arg]
    said = to_html(period_document(period([0.3] * 9, moments=evil), SETTING))
    assert "<img" not in said
    assert said.count("<svg") == to_html(document).count("<svg") == 3


def test_html_loads_nothing_from_anywhere() -> None:
    for document in (checkin_document(OneCheckIn(high(), NOW), SETTING), period_document(period([0.4] * 30), SETTING)):
        said = to_html(document)
        assert set(re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(.{5})""", said)) <= {"data:"}
        assert "default-src 'none'" in said
        assert "<script" not in said
        assert "@import" not in said


def test_pdf_holds_the_same_words(tmp_path: Path) -> None:
    said = read(to_pdf(checkin_document(one(text="Grüße, žluťoučký kůň, Ελλάδα, ёлка, đường"), SETTING)), tmp_path)
    for part in (
        "Check-in report", "Moderate", "The score is 55 of 100", "142 words", "signs of worry", "+20", "v7",
        "Attune. Not a diagnosis.", "Page 1 of", "Grüße, žluťoučký kůň, Ελλάδα, ёлка, đường",
    ):  # fmt: skip
        assert part in said


def test_words_in_a_pdf_are_words_and_never_markup(tmp_path: Path) -> None:
    said = read(to_pdf(checkin_document(one(text=EVIL), SETTING)), tmp_path)
    assert "<script>alert(1)</script> &" in said


def test_letters_that_the_font_lacks_are_named_and_counted(tmp_path: Path) -> None:
    pdf = to_pdf(checkin_document(one(text="Today 日本語 and שלום and 😊👩‍👧 end"), SETTING))
    assert pdf.missing == 10
    said = " ".join(read(pdf, tmp_path).split())
    assert "Today [3 signs] and [4 signs] and [3 signs] end" in said
    assert "10 characters could not be written" in said
    assert "could not be written" not in read(to_pdf(checkin_document(one(text="plain"), SETTING)), tmp_path)


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("plain – “quoted” … €", "plain – “quoted” … €"),
        ("e\u0301", "é"),
        ("a\u200bb\ufe0f", "ab"),
        ("x\x07y\tz", "x y\tz"),
        ("漢", "[1 sign]"),
        ("漢 字", "[1 sign] [1 sign]"),
    ],
)
def test_writable_words(words: str, written: str) -> None:
    assert writable(words)[0] == written


def test_no_character_of_our_own_sentences_is_missing() -> None:
    for file in ("words.yaml",):
        assert writable((ROOT / "documents" / file).read_text("utf8"))[1] == 0
    assert to_pdf(period_document(period([0.9, 0.5, 0.1] * 30), SETTING)).missing == 0


def test_the_page_count_is_sane() -> None:
    assert to_pdf(checkin_document(one(), SETTING)).pages == 1
    assert to_pdf(checkin_document(OneCheckIn(high(), NOW), SETTING)).pages <= 2
    assert to_pdf(checkin_document(one(text="word " * 20_000), SETTING)).pages <= 5
    assert to_pdf(period_document(period([0.3] * 1500), SETTING)).pages <= 6


@pytest.mark.parametrize("words", ["x" * 50_000, "\n" * 5_000, "a\n" * 3_000, "", "  ", "\u202e\u0000"])
def test_strange_words_do_not_break_the_pdf(words: str) -> None:
    document = Document("T", ("u",), "slug", (Paragraph(words, "own"),))
    assert to_pdf(document).data.startswith(b"%PDF")


def test_charts_are_vectors_and_not_pictures() -> None:
    data = to_pdf(period_document(period([0.3] * 30), SETTING)).data
    assert b"/Subtype /Image" not in data
    assert b"/FontFile2" in data


def test_a_document_is_small_and_the_fonts_that_ship_too() -> None:
    document = period_document(period([0.3] * 100), SETTING)
    assert len(to_pdf(document).data) < 150_000
    assert len(to_html(document)) < 400_000
    assert sum(f.stat().st_size for f in (ROOT / "documents" / "fonts").glob("*.ttf")) < 600_000


def test_the_rooms_are_light_to_import() -> None:
    code = "import documents.checkin, documents.period, feedback.history, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {"streamlit", "pandas", "plotly", "numpy", "reportlab", "jinja2", "cryptography", "platformdirs"}
    assert not heavy & set(done.stdout.split())
