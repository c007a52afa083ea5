"""Models: what a manifest holds is shown, and what it lacks is said."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from model_registry import Manifest, publish
from speech_model import MODALITY
from tests.ui.visits import html, opened
from ui.charts.quality import Score, confusion, reliability, scores_with_intervals
from ui.state import Visit
from ui.tokens import LIGHT
from ui.views import measured, measured_voice

PAGE = "from ui.pages.models import show\nshow()"
OWN = {
    "macro_f1": 0.8,
    "interval": [0.7, 0.9],
    "n": 40,
    "confusion": [[15, 5], [3, 17]],
    "reliability": [[0.6, 0.5, 10]],
}


def _html(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(e.proto.body for e in page.get("html"))


def test_each_trained_modality_has_a_tab_and_names_its_version() -> None:
    page = AppTest.from_string(PAGE, default_timeout=60).run()
    assert [tab.label for tab in page.tabs] == ["What you write", "How you sound"]
    assert "is in use" in _html(page) or "train_text.py" in _html(page)


def _voice_tab() -> AppTest:
    def show() -> None:
        from speech_model import MODALITY  # noqa: PLC0415
        from ui.pages.models import _model  # noqa: PLC0415

        _model(MODALITY)

    page = AppTest.from_function(show, default_timeout=60)
    page.session_state["attune_visit"] = Visit(speech_variant="keras")
    return page.run()


def test_the_voice_models_that_ship_can_be_chosen_and_compared() -> None:
    page = _voice_tab()
    assert page.radio[0].options[1:] == [
        "Both together",
        "Kernel ridge regression (scikit-learn)",
        "Convolutional network (Keras)",
    ]
    assert page.radio[0].value == "keras"
    assert "Compare the voice models" in _html(page)


@pytest.mark.parametrize("only", ["own", "sklearn"])
def test_a_voice_model_without_variants_offers_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, only: str) -> None:
    monkeypatch.setenv("ATTUNE_ARTIFACTS", str(tmp_path))
    publish(MODALITY, Manifest("speech", "mine", {}, {"members": {only: {only: 1.0}}}), [])
    page = _voice_tab()
    assert "Version mine is in use" in _html(page)
    assert "Compare the voice models" not in _html(page)
    assert not page.radio
    assert page.session_state["attune_visit"].speech_variant is None


def test_a_manifest_without_scores_says_so() -> None:
    def show() -> None:
        from model_registry import Manifest  # noqa: PLC0415
        from ui.views import measured  # noqa: PLC0415

        measured.show("text", Manifest("text", "x", {}, {}))

    assert "No scores are stored" in _html(AppTest.from_function(show).run())


def test_scores_stand_beside_the_control() -> None:
    score = measured._score("state", OWN, {"macro_f1": 0.6})
    assert score == Score("State of mind", 0.8, 0.7, 0.9, 0.6)
    rings, dots = scores_with_intervals([score], LIGHT).data
    assert list(rings.x) == [0.6]
    assert list(dots.text) == ["0.80"]


def test_confusion_shows_shares_of_what_is_true() -> None:
    assert [list(row) for row in confusion(["a", "b"], OWN["confusion"], LIGHT).data[0].text] == [
        ["75", "25"],
        ["15", "85"],
    ]


def test_reliability_draws_a_point_for_each_bin() -> None:
    assert list(reliability([(0.6, 0.5, 10), (0.9, 0.95, 30)], LIGHT).data[1].y) == [0.5, 0.95]


@pytest.mark.parametrize("mode", ["alone", "3 calm clips"])
def test_the_control_of_a_voice_is_held_against_the_same_condition_only(mode: str) -> None:
    own = {"UA": 0.6, "UA_95": [0.5, 0.7], "WA": 0.6, "ECE": 0.05, "clips": 10, "speakers": 2}
    (line,) = measured_voice._lines({"cremad": {mode: own}})
    control = measured_voice._score(line, {"cremad": 0.48}).control
    assert control == (0.48 if mode == "alone" else None)


@pytest.mark.parametrize("groups", [{}, {"by_group": {"female": 0.7}, "by_age": {}}])
def test_groups_have_a_table_only_where_they_were_measured(groups: dict[str, dict[str, float]]) -> None:
    code = (
        "from model_registry import Manifest\nfrom ui.views.measured_voice import show\n"
        "own = {'UA': 0.6, 'UA_95': [0.5, 0.7], 'WA': 0.6, 'ECE': 0.05, 'clips': 10, 'speakers': 2, "
        f"'by_group': {{}}, 'by_age': {{}}, **{groups!r}}}\n"
        "show(Manifest('speech', 'x', {}, {}, metrics={'test': {'average': {'own': {'alone': own}}}}))"
    )
    shown = html(opened(code))
    assert ("By group" in shown) is ("female" in shown) is bool(groups)


def test_a_form_that_is_not_known_is_not_taken_for_voice_scores() -> None:
    assert not measured_voice.has_scores(Manifest("speech", "x", {}, {}, metrics={"tasks": {}}))
