"""What was read in the words: marked words, the passage that weighed most, probabilities of each task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from core.types import Cue, Prediction, Segment, TaskResult
from language import t
from ui import words
from ui.charts import probability_bars
from ui.charts.bars import percent
from ui.put import put
from ui.safe_html import highlighted, table, tag
from ui.shell import colours


def show(prediction: Prediction, written: str) -> None:
    """Marked words, then the bars of each task, two to a row."""
    moved = [cue for cue in prediction.evidence if cue.task is None]
    if moved:
        put(tag("p", t("Marked with a line: raised the signal. Marked with dots: lowered it."), "at-small"))
        with st.container(border=True, key="marked_words"):
            put(highlighted(written, moved))
    heaviest = max(prediction.segments, key=partial(_weight, prediction.label), default=None)
    if heaviest is not None and len(prediction.segments) > 1:
        _passage(written, heaviest)
    tasks(prediction.tasks, prediction.evidence)


def _weight(label: str, segment: Segment) -> tuple[float, bool, float]:
    """The distress; a model that knows none gives all the same, there the passage that is surest of the answer."""
    return segment.distress, segment.label == label, segment.confidence


def _passage(written: str, segment: Segment) -> None:
    passage = written[int(segment.start) : int(segment.end)]
    put(tag("p", t("The passage that weighed most:"), "at-small"))
    put(tag("p", passage, "at-note"))


def tasks(results: Mapping[str, TaskResult], evidence: Sequence[Cue] = (), columns: int = 2) -> None:
    """Bars for each task with its table beside it, and the words that spoke for its answer and against it."""
    for at in range(0, len(results), columns):
        row = list(results.items())[at : at + columns]
        for place, (name, result) in zip(st.columns(columns, gap="large"), row, strict=False):
            with place:
                _task(name, result, [cue for cue in evidence if cue.task == name])


def _task(name: str, result: TaskResult, evidence: Sequence[Cue]) -> None:
    feelings = name in words.FEELING_TASKS
    main = result.label or max(result.scores, key=result.scores.__getitem__)
    shown = {words.label(label, name): score for label, score in result.scores.items()}
    ranked = sorted(shown.items(), key=lambda pair: -pair[1])
    put(tag("h4", words.task(name), "at-h"))
    put(probability_bars(result.scores if feelings else shown, colours(), feelings=feelings, top=6))
    if evidence and (name, main) != ("crisis", "none"):
        put(tag("p", _spoke(evidence), "at-small"))
    with st.expander(t("Show as a table"), type="compact"):
        put(table((t("Label"), t("Probability")), [(a, percent(b)) for a, b in ranked], words.task(name)))


def _spoke(evidence: Sequence[Cue]) -> str:
    """The phrases that spoke for an answer and against it, in one line."""
    said = {way: ", ".join(f"“{c.text}”" for c in evidence if c.weight * way > 0) for way in (1, -1)}
    for_it = t("For it: {said}.", said=said[1]) if said[1] else ""
    against = t("Against it: {said}.", said=said[-1]) if said[-1] else ""
    return f"{for_it} {against}".strip()
