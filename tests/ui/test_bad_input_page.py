"""Bad input with the real models: each is answered with a sentence, nothing typed is lost, the words still answer."""

import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import numpy as np
import pytest
import soundfile
from streamlit.testing.v1 import AppTest

import ui.engine
from modalities import MODALITIES
from pipeline import Pipeline

pytestmark = pytest.mark.model
APP = str(Path(__file__).parents[2] / "app_streamlit.py")
WORRY = "I keep lying awake and worrying about everything that could go wrong."
RATE_HZ = 16_000


@pytest.fixture(scope="module")
def engine() -> Pipeline:
    made = Pipeline()
    assert made.warm_up() == {}
    return made


@pytest.fixture
def page(engine: Pipeline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[AppTest]:
    monkeypatch.setenv("ATTUNE_DATA", str(tmp_path))
    monkeypatch.setattr(ui.engine, "engine", lambda variant=None: engine)
    yield AppTest.from_file(APP, default_timeout=300).run()


def _html(page: AppTest) -> str:
    html = "\n".join(e.proto.body for e in page.get("html") if not e.proto.body.startswith("<style"))
    assert not page.exception
    assert "Something went wrong" not in html
    return unescape(html)


def _analyse(page: AppTest, words: str) -> str:
    page.text_area[0].set_value(words).run()
    next(b for b in page.button if b.label == "Analyse").click().run()
    assert page.text_area[0].value == words
    return _html(page)


def _wav(samples: np.ndarray, subtype: str = "PCM_16") -> bytes:
    out = io.BytesIO()
    soundfile.write(out, samples, RATE_HZ, format="WAV", subtype=subtype)
    return out.getvalue()


def _mp3_cut_off() -> bytes:
    out = io.BytesIO()
    tone = 0.2 * np.sin(2 * np.pi * 220 * np.arange(3 * RATE_HZ) / RATE_HZ)
    soundfile.write(out, tone, RATE_HZ, format="MP3")
    return out.getvalue()[:400]


@pytest.mark.parametrize("words", ["", "   \n", "🙂🙂🙂", "?!…"], ids=["nothing", "blank", "emoji only", "signs only"])
def test_words_without_words_get_a_sentence(page: AppTest, words: str) -> None:
    html = _analyse(page, words)
    assert "Nothing to read yet" in html or "Can't tell yet" in html


def test_a_megabyte_of_text_is_answered(page: AppTest) -> None:
    html = _analyse(page, (WORRY + " ") * 14_000)
    assert "What you could do now" in html or "Nothing to read yet" in html


def test_another_language_is_said(page: AppTest) -> None:
    html = _analyse(page, "Ich liege seit Wochen nachts wach und mache mir Sorgen um alles, was schiefgehen könnte.")
    assert "English" in html


SOUNDS = {
    "silence": lambda: _wav(np.zeros(3 * RATE_HZ)),
    "a fifth of a second": lambda: _wav(0.1 * np.random.default_rng(0).standard_normal(RATE_HZ // 5)),
    "samples that are no numbers": lambda: _wav(np.full(3 * RATE_HZ, np.nan), "FLOAT"),
    "a text named wav": lambda: b"Dear diary, today was long.\n" * 40,
    "an mp3 that was cut off": _mp3_cut_off,
    "an empty file": lambda: b"",
}


@pytest.mark.parametrize("name", SOUNDS)
def test_a_bad_recording_is_said_and_the_words_still_answer(page: AppTest, name: str) -> None:
    page.toggle[0].set_value(True).run()
    page.get("file_uploader")[0].set_value(("voice.wav", SOUNDS[name](), "audio/wav")).run()
    html = _analyse(page, WORRY)
    assert "How you sounded could not be read." in html or "at-note" in html
    assert "What you could do now" in html


@pytest.mark.parametrize("name", SOUNDS)
def test_a_bad_recording_alone_gets_a_sentence(page: AppTest, name: str) -> None:
    page.toggle[0].set_value(True).run()
    page.get("file_uploader")[0].set_value(("voice.wav", SOUNDS[name](), "audio/wav")).run()
    html = _analyse(page, "")
    assert "Nothing to read yet" in html or "Can't tell yet" in html


def _text_from(folder: Path) -> Pipeline:
    return Pipeline([replace(m, shipped=folder) if m.name == "text" else m for m in MODALITIES])


def test_missing_weights_name_the_command_that_makes_them(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = _text_from(tmp_path / "none")
    monkeypatch.setattr(ui.engine, "engine", lambda variant=None: broken)
    assert "train_text.py" in _analyse(page, WORRY)


def test_altered_weights_are_refused_and_the_crisis_rule_still_works(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shipped = next(m.shipped for m in MODALITIES if m.name == "text")
    folder = shutil.copytree(shipped, tmp_path / "weights")
    name = next(iter(json.loads((folder / "manifest.json").read_text())["files"]))
    with (folder / name).open("ab") as file:
        file.write(b"x")
    broken = _text_from(folder)
    monkeypatch.setattr(ui.engine, "engine", lambda variant=None: broken)
    assert "not the one that was published" in _analyse(page, WORRY)
    html = _analyse(page, "I want to kill myself.")
    assert 'href="tel:988"' in html
    assert "High signal" in html
