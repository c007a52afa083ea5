"""Figures are valid SVG that show the counts they were given."""

from pathlib import Path
from xml.etree import ElementTree

from text_model.figures import draw_figures


def test_figures_are_svg_files_that_show_counts_and_labels(tmp_path: Path) -> None:
    own = {"confusion": [[41, 2], [3, 57]], "reliability": [[0.55, 0.5, 10], [0.95, 0.97, 90]]}
    files = draw_figures(tmp_path, {"mood": ("low & slow", "high")}, {"tasks": {"mood": own, "many": {"f1": {}}}})
    assert [f.name for f in files] == ["mood_confusion.svg", "mood_reliability.svg"]
    texts = [node.text for node in ElementTree.parse(files[0]).iter("{http://www.w3.org/2000/svg}text")]
    assert {"41", "2", "3", "57", "low & slow"} <= set(texts)
    circles = list(ElementTree.parse(files[1]).iter("{http://www.w3.org/2000/svg}circle"))
    assert len(circles) == 2
