"""A page opened with a visit of its own, a data folder of its own, and an engine that needs no model."""

from __future__ import annotations

import datetime as dt
from typing import Any

from streamlit.testing.v1 import AppTest

from core.errors import ModelNotAvailable
from feedback.checkin import CheckIn
from tests.ui.reports import WORDS, FakeEngine, crisis_signal, report, speech_prediction, text_prediction
from ui.state import Clip, Outcome, Visit

NOW = dt.datetime.now(dt.UTC)


class _Model:
    def describe(self) -> dict[str, object]:
        return {"version": "v1", "files": {"model.onnx": "ab" * 32}}


class Engine(FakeEngine):
    """An engine with a text model and no speech model."""

    def predictor(self, name: str) -> _Model:
        """Facts of the text model."""
        if name != "text":
            raise ModelNotAvailable("There is no such model. Train one.")
        return _Model()


def kept(days_ago: float, score: float = 0.3, **more: Any) -> CheckIn:
    """A check-in as history has them."""
    values: dict[str, Any] = {"labels": {"text": "anxiety"}, "models": {"text": "v1"}, "moods": {"tired": 0.4}}
    level = "low" if score < 0.4 else "high"
    return CheckIn(NOW - dt.timedelta(days=days_ago), score, level, (0.0, 1.0), **(values | more))


def outcome(words: str = WORDS, *, crisis: bool = False) -> Outcome:
    """A result of words and a voice."""
    result = report(text_prediction(signals=(crisis_signal(),) if crisis else ()), speech_prediction())
    return Outcome(result, words, Clip("a.wav", b"RIFFsound", "recorded"), 0, 0.1, NOW)


def opened(code: str, found: Outcome | None = None) -> AppTest:
    """A page or a part of one, in a visit that holds `found`."""
    page = AppTest.from_string(code, default_timeout=30)
    page.session_state["attune_visit"] = Visit(outcome=found, count=1)
    return page.run()


def html(page: AppTest) -> str:
    """All of its own HTML."""
    return "\n".join(e.proto.body for e in page.get("html"))


def press(page: AppTest, label: str) -> AppTest:
    """Click the first button with this label."""
    return next(b for b in page.button if b.label == label).click().run()
