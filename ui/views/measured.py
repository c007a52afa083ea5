"""What was measured of a model, read from its manifest: scores, confusion, calibration, groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from language import number, t, told
from model_registry import Manifest
from ui import words
from ui.charts import CONFIG
from ui.charts.quality import Score, confusion, reliability, scores_with_intervals
from ui.put import put
from ui.safe_html import table, tag
from ui.shell import colours
from ui.views import measured_voice


def show(name: str, manifest: Manifest) -> None:
    """All that the manifest holds; a calm sentence when it holds nothing."""
    if measured_voice.has_scores(manifest):
        measured_voice.show(manifest)
        return
    tasks = _tasks(manifest.metrics)
    if not tasks:
        put(tag("p", t("No scores are stored with this version. Train it anew to measure it."), "at-note"))
        _other(manifest.metrics)
        return
    _overview(name, tasks, manifest.metrics.get("control", {}))
    detailed = [task for task, own in tasks.items() if own.get("confusion") or own.get("reliability")]
    if detailed:
        task = detailed[0]
        if len(detailed) > 1:
            task = st.segmented_control(
                t("Look closer at"), detailed, default=task, required=True, key=f"closer_{name}", format_func=words.task
            )
        _closer(name, task or detailed[0], tasks[task or detailed[0]], _labels(manifest, task or detailed[0]))
    _other({k: v for k, v in manifest.metrics.items() if k not in ("tasks", "control")})


def _tasks(metrics: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    found = metrics.get("tasks", {})
    return {task: own for task, own in found.items() if isinstance(own, Mapping)} if isinstance(found, Mapping) else {}


def _labels(manifest: Manifest, task: str) -> list[str]:
    own = manifest.facts.get("tasks", {}).get(task, {})
    return [str(label) for label in own.get("labels", manifest.facts.get("labels", []))]


def _overview(name: str, tasks: Mapping[str, Mapping[str, Any]], control: Mapping[str, Any]) -> None:
    scores = [_score(task, own, control.get(task, {})) for task, own in tasks.items()]
    put(tag("h2", t("How well it answers"), "at-h at-h-top"))
    put(
        tag(
            "p",
            t("Dot: mean F1 over labels, with its 95 % interval. Ring: a simple word-counting control."),
            "at-small",
        )
    )
    alt = ", ".join(f"{s.name} {number(s.value, 2)}" for s in scores)
    chart = scores_with_intervals(scores, colours())
    st.plotly_chart(chart, theme=None, config=CONFIG, key=f"scores_{name}", alt=alt)
    with st.expander(t("Show as a table"), type="compact"):
        rows = [
            (
                s.name,
                number(s.value, 3),
                t("{low} to {high}", low=number(s.low, 3), high=number(s.high, 3)),
                "-" if s.control is None else number(s.control, 3),
            )
            for s in scores
        ]
        put(
            table(
                (t("Question"), t("Macro-F1"), t("Interval"), t("Control")),
                rows,
                t("Scores on rows that were not trained on"),
            )
        )


def _score(task: str, own: Mapping[str, Any], control: Mapping[str, Any]) -> Score:
    value = float(own.get("macro_f1", own.get("ua", 0.0)))
    low, high = own.get("interval", (value, value))
    beside = control.get("macro_f1") if isinstance(control, Mapping) else None
    return Score(words.task(task), value, float(low), float(high), None if beside is None else float(beside))


def _closer(name: str, task: str, own: Mapping[str, Any], labels: Sequence[str]) -> None:
    left, right = st.columns([7, 5], gap="large")
    counts = own.get("confusion")
    if counts and len(counts) == len(labels):
        with left:
            put(tag("h3", t("What is taken for what"), "at-h"))
            alt = t("Of 100 that are true, how many are said to be each: {task}.", task=words.task(task))
            st.plotly_chart(
                confusion(labels, counts, colours()),
                theme=None,
                config=CONFIG,
                key=f"confusion_{name}_{task}",
                alt=alt,
            )
            with st.expander(t("Show as a table"), type="compact"):
                rows = [(t(label).capitalize(), *map(str, row)) for label, row in zip(labels, counts, strict=True)]
                put(
                    table(
                        (t("True"), *(t(label).capitalize() for label in labels)),
                        rows,
                        t("Counts; columns are what was said"),
                    )
                )
    bins = [(float(c), float(r), int(n)) for c, r, n in own.get("reliability", [])]
    if bins:
        with right:
            put(tag("h3", t("Does it mean what it says?"), "at-h"))
            chart = reliability(bins, colours())
            alt = t("Confidence against the share that was right.")
            st.plotly_chart(chart, theme=None, config=CONFIG, key=f"reliability_{name}_{task}", alt=alt)
            with st.expander(t("Show as a table"), type="compact"):
                rows = [(number(c, 2), number(r, 2), number(n)) for c, r, n in bins]
                put(table((t("Confidence"), t("Share right"), t("Rows")), rows, t("Calibration")))
    for group, title in (
        ("by_words", t("By number of words")),
        ("by_source", t("By source")),
        ("by_group", t("By group")),
    ):
        _group(own.get(group), title)


def _group(parts: object, title: str) -> None:
    if not isinstance(parts, Mapping) or len(parts) < 2:
        return
    rows = [
        (told(str(name)), number(part["macro_f1"], 2), number(part.get("n", 0)))
        for name, part in parts.items()
        if isinstance(part, Mapping) and part.get("n") and "macro_f1" in part
    ]
    if rows:
        put(table((title, t("Macro-F1"), t("Rows")), rows, title))


def _other(metrics: Mapping[str, Any]) -> None:
    flat = [(name, value) for name, value in _flat(metrics) if isinstance(value, str | int | float)]
    if flat:
        with st.expander(t("Everything else that was measured")):
            rows = [(name, f"{value:.4g}" if isinstance(value, float) else str(value)) for name, value in flat]
            put(table((t("What"), t("Value")), rows, t("As stored with the model")))


def _flat(metrics: Mapping[str, Any], before: str = "") -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for name, value in metrics.items():
        path = f"{before}{name}"
        if isinstance(value, Mapping):
            found += _flat(value, f"{path}, ")
        elif isinstance(value, list) and all(isinstance(v, int | float) for v in value) and len(value) <= 3:
            found.append((path, " to ".join(f"{v:.3g}" for v in value)))
        else:
            found.append((path, value))
    return found
