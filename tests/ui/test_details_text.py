"""What the words said, in full: the passage that weighed most is the one that decided."""

from streamlit.testing.v1 import AppTest

from tests.ui.visits import html


def _without_distress() -> None:
    from dataclasses import replace  # noqa: PLC0415 - AppTest runs this function alone

    from core.types import Segment  # noqa: PLC0415
    from tests.ui.reports import text_prediction  # noqa: PLC0415
    from ui.views.details_text import show  # noqa: PLC0415

    parts = (Segment(0, 6, "calm", 0.9, 0.5), Segment(7, 14, "storm", 0.6, 0.5), Segment(15, 20, "storm", 0.8, 0.5))
    show(replace(text_prediction(), label="storm", segments=parts, evidence=()), "Early. Middle. Last.")


def test_where_all_passages_have_one_distress_the_surest_of_the_answer_weighed_most() -> None:
    shown = html(AppTest.from_function(_without_distress).run())
    assert "The passage that weighed most:" in shown
    assert ">Last.<" in shown
    assert "Middle." not in shown
