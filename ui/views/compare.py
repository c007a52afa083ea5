"""Two voice models on the same recording, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.errors import AttuneError
from core.types import Item, Report
from language import t, told
from ui.charts import CONFIG
from ui.charts.bars import percent
from ui.charts.quality import side_by_side
from ui.engine import engine
from ui.put import put
from ui.safe_html import table, tag
from ui.shell import colours
from ui.state import visit

_NAMES = {"sklearn": "scikit-learn", "keras": "Keras", "average": "Both together"}


def show(variants: Sequence[str]) -> None:
    """A button that lets each of these models listen to the recording of this visit."""
    put(tag("h2", t("Compare the voice models"), "at-h at-h-top"))
    clip = visit().clip
    if clip is None:
        put(
            tag(
                "p",
                t("Record or upload your voice at the check-in first. Then both models can listen to it here."),
                "at-p",
            )
        )
        return
    st.audio(clip.data)
    if not st.button(t("Compare on this recording")):
        return
    columns: dict[str, dict[str, float]] = {}
    for variant in variants:
        scores = _scores(variant, clip.data)
        if isinstance(scores, str):
            put(tag("p", f"{t(_NAMES.get(variant, variant))}: {told(scores)}", "at-note"))
        else:
            columns[t(_NAMES.get(variant, variant))] = scores
    if columns:
        _draw(columns)


def _scores(variant: str, data: bytes) -> dict[str, float] | str:
    try:
        result = engine(variant).analyse(Item("compare", {"audio": data}))
    except AttuneError as error:
        return str(error)
    if not isinstance(result, Report) or "speech" not in result.predictions:
        return result.problems.get("speech", "") if isinstance(result, Report) else result.message
    return dict(result.predictions["speech"].tasks["emotion"].scores)


def _draw(columns: dict[str, dict[str, float]]) -> None:
    labels = list(next(iter(columns.values())))
    chart = side_by_side(labels, {n: [s.get(label, 0.0) for label in labels] for n, s in columns.items()}, colours())
    alt = "; ".join(f"{n}: {t(max(s, key=lambda k: s[k]))}" for n, s in columns.items())
    st.plotly_chart(chart, theme=None, config=CONFIG, key="compare", alt=alt)
    rows = [(t(label).capitalize(), *(percent(s.get(label, 0.0)) for s in columns.values())) for label in labels]
    with st.expander(t("Show as a table"), type="compact"):
        put(table((t("Feeling"), *columns), rows, t("What each model hears")))
