"""Figures are valid SVG that show the counts and curves they were given."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

from text_model.figures import draw_figures

_SVG = "{http://www.w3.org/2000/svg}"


def _curve(average: float) -> Mapping[str, object]:
    return {"n": 9, "average_precision": average, "precision": [average] * 20}


def _texts(file: Path) -> set[str | None]:
    return {node.text for node in ElementTree.parse(file).iter(f"{_SVG}text")}


def _lines(file: Path) -> list[list[tuple[float, float]]]:
    """The points of each line, in picture units."""
    points: list[Sequence[str]] = [
        node.attrib["points"].split() for node in ElementTree.parse(file).iter(f"{_SVG}polyline")
    ]
    return [[(float(x), float(y)) for x, y in (point.split(",") for point in line)] for line in points]


def test_figures_are_svg_files_that_show_counts_and_labels(tmp_path: Path) -> None:
    own = {"confusion": [[41, 2], [3, 57]], "reliability": [[0.55, 0.5, 10], [0.95, 0.97, 90]]}
    files = draw_figures(tmp_path, {"mood": ("low & slow", "high")}, {"tasks": {"mood": own, "many": {"f1": {}}}})
    assert [f.name for f in files] == ["mood_confusion.svg", "mood_reliability.svg"]
    texts = [node.text for node in ElementTree.parse(files[0]).iter("{http://www.w3.org/2000/svg}text")]
    assert {"41", "2", "3", "57", "low & slow"} <= set(texts)
    circles = list(ElementTree.parse(files[1]).iter("{http://www.w3.org/2000/svg}circle"))
    assert len(circles) == 2


def test_several_labels_at_once_have_reliability_and_no_confusion(tmp_path: Path) -> None:
    own = {"f1": {}, "reliability": [[0.05, 0.04, 900], [0.6, 0.5, 10]]}
    (file,) = draw_figures(tmp_path, {"many": ("a", "b")}, {"tasks": {"many": own}})
    assert file.name == "many_reliability.svg"
    assert len(list(ElementTree.parse(file).iter(f"{_SVG}circle"))) == 2


def test_precision_and_recall_have_a_line_for_each_label_and_higher_is_better(tmp_path: Path) -> None:
    own = {"precision_recall": {"low & slow": _curve(0.9), "high": _curve(0.4)}}
    (file,) = draw_figures(tmp_path, {"mood": ("low & slow", "high")}, {"tasks": {"mood": own}})
    assert file.name == "mood_precision_recall.svg"
    assert {"recall", "precision", "low & slow 0.90", "high 0.40"} == _texts(file)
    better, worse = _lines(file)
    assert better[0][1] < worse[0][1]
    assert better[-1][0] == worse[-1][0] == 300


def test_of_many_labels_the_extremes_and_the_mean_are_drawn(tmp_path: Path) -> None:
    own = {"precision_recall": {f"label {i}": _curve(i / 10) for i in range(9)}}
    (file,) = draw_figures(tmp_path, {"many": tuple(own["precision_recall"])}, {"tasks": {"many": own}})
    told = {"label 8 0.80", "label 7 0.70", "label 1 0.10", "label 0 0.00", "mean of 9 labels 0.40"}
    assert _texts(file) - {"recall", "precision"} == told
    assert _lines(file)[-1][3][1] == pytest.approx(300 - 260 * 0.4)
