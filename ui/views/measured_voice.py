"""What was measured of the voice models: each corpus, with and without calm clips, by group, beside the control."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import streamlit as st

from language import number, t, told
from model_registry import Manifest
from ui.charts import CONFIG
from ui.charts.quality import Score, scores_with_intervals
from ui.put import put
from ui.safe_html import Html, table, tag
from ui.shell import colours

_CORPORA = {"cremad": "CREMA-D", "ravdess": "RAVDESS", "tess": "TESS"}
_NAMES = {"sklearn": "scikit-learn", "keras": "Keras", "average": "Both together"}


class Measured(NamedTuple):
    """One line of the table: a corpus under one condition."""

    name: str
    corpus: str
    mode: str
    own: Mapping[str, Any]


def has_scores(manifest: Manifest) -> bool:
    """Whether the manifest holds scores in the form of the voice models."""
    return isinstance(manifest.metrics.get("test"), Mapping)


def show(manifest: Manifest) -> None:
    """The scores of one variant, the default first."""
    test = manifest.metrics["test"]
    default = str(manifest.facts.get("default", next(iter(test))))
    variants = sorted(test, key=lambda v: v != default)
    chosen = st.segmented_control(
        t("Scores of"),
        variants,
        default=variants[0],
        required=True,
        key="voice_scores",
        format_func=lambda v: t(_NAMES.get(str(v), str(v))),
    )
    lines = list(_lines(test[chosen or variants[0]]))
    control = manifest.metrics.get("control", {})
    put(tag("h2", t("How well it hears"), "at-h at-h-top"))
    said = t("Dot: average recall over feelings, on voices it never heard, with its interval. Ring: simple control.")
    put(tag("p", said, "at-small"))
    scores = [_score(line, control) for line in lines]
    alt = ", ".join(f"{s.name} {number(s.value, 2)}" for s in scores)
    st.plotly_chart(scores_with_intervals(scores, colours()), theme=None, config=CONFIG, key="voice_ua", alt=alt)
    with st.expander(t("Show as a table"), type="compact"):
        put(_table(lines))
    if groups := _groups(lines):
        put(tag("h3", t("By group"), "at-h"))
        put(table((t("Corpus"), t("Group"), t("Average recall")), groups, t("Average recall by sex and age")))


def _lines(corpora: Mapping[str, Any]) -> Iterator[Measured]:
    for corpus, modes in corpora.items():
        for mode, own in modes.items():
            with_clips = "" if mode == "alone" else ", " + t("with {mode}", mode=told(mode))
            yield Measured(f"{_CORPORA.get(corpus, corpus)}{with_clips}", corpus, mode, own)


def _score(line: Measured, control: Mapping[str, Any]) -> Score:
    low, high = line.own["UA_95"]
    beside = control.get(line.corpus)
    alone = line.mode == "alone"
    return Score(line.name, line.own["UA"], low, high, float(beside) if beside is not None and alone else None)


def _table(lines: list[Measured]) -> Html:
    rows = []
    for name, _, _, own in lines:
        low, high = own["UA_95"]
        numbers = (
            number(own["UA"], 3),
            t("{low} to {high}", low=number(low, 3), high=number(high, 3)),
            number(own["WA"], 3),
            number(own["ECE"], 3),
        )
        rows.append((name, *numbers, t("{clips} clips, {voices} voices", clips=own["clips"], voices=own["speakers"])))
    headings = (t("Corpus"), t("Average recall"), t("Interval"), t("Share right"), t("Calibration error"), t("Size"))
    return table(headings, rows, t("Voices that the models never heard"))


def _groups(lines: list[Measured]) -> list[tuple[str, str, str]]:
    return [
        (line.name, told(group), number(value, 2))
        for line in lines
        for part in ("by_group", "by_age")
        for group, value in line.own.get(part, {}).items()
    ]
