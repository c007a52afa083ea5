"""What a batch gave: counts, spread, rows that failed, and files to take along."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter

import streamlit as st

from core.types import LEVELS, Failure, Report
from language import number, t, told
from ui import words
from ui.batch_work import Work
from ui.charts import CONFIG
from ui.charts.batch import level_counts, score_spread
from ui.put import put
from ui.safe_html import table, tag
from ui.shell import colours

_MOST_SHOWN = 100


def show(work: Work) -> None:
    """Counts first, then the rows, then the files."""
    good = [r for r in work.results if isinstance(r, Report)]
    failed = [r for r in work.results if isinstance(r, Failure)]
    rate = len(work.results) / work.spent_s if work.spent_s else 0.0
    said = t("{good} of {rows} rows read, {rate} a second.", good=len(good), rows=len(work.rows), rate=number(rate))
    said += " " + t("{count} could not be read.", count=len(failed)) if failed else ""
    said += " " + t("Stopped with {count} to go.", count=work.left) if work.left else ""
    put(tag("h2", t("Results"), "at-h at-h-top"))
    put(tag("p", said, "at-p", role="status"))
    if good:
        _charts(good)
        _rows(good)
    if failed:
        with st.expander(t("Rows that could not be read ({count})", count=len(failed))):
            put(table((t("Row"), t("Why")), [(f.id, told(f.message)) for f in failed[:_MOST_SHOWN]], t("Failed rows")))
    _files(work)


def _charts(good: list[Report]) -> None:
    counts = Counter("undecided" if r.risk.undecided else r.risk.level for r in good)
    left, right = st.columns(2, gap="large")
    with left:
        put(tag("h3", t("Levels"), "at-h"))
        alt = ", ".join(f"{words.level(level)} {counts[level]}" for level in LEVELS)
        st.plotly_chart(level_counts(counts, colours()), theme=None, config=CONFIG, key="batch_levels", alt=alt)
    with right:
        put(tag("h3", t("Spread of the signal"), "at-h"))
        chart = score_spread([r.risk.score for r in good], colours())
        st.plotly_chart(
            chart, theme=None, config=CONFIG, key="batch_spread", alt=t("How often each signal strength came up.")
        )


def _rows(good: list[Report]) -> None:
    urgent = sum(r.risk.crisis for r in good)
    if urgent:
        put(
            tag(
                "p",
                t("{count} rows speak of danger. Read those first, and see Help now for who to call.", count=urgent),
                "at-note",
            )
        )
    with st.expander(t("The first {count} rows as a table", count=min(_MOST_SHOWN, len(good)))):
        rows = [(r.id, words.headline(r.risk), f"{100 * r.risk.score:.0f}", _labels(r)) for r in good[:_MOST_SHOWN]]
        put(table((t("Row"), t("Level"), t("Signal of 100"), t("Reading")), rows, t("Results")))


def _labels(report: Report) -> str:
    return ", ".join(words.label(p.label, p.modality) for p in report.predictions.values())


def _files(work: Work) -> None:
    with st.container(key="batch_files", horizontal=True, gap="small"):
        st.download_button(
            t("Download JSON lines"),
            lambda: _json_lines(work),
            "attune-results.jsonl",
            "application/jsonl",
            on_click="ignore",
        )
        st.download_button(
            t("Download a table"), lambda: _csv(work), "attune-results.csv", "text/csv", on_click="ignore"
        )


def _json_lines(work: Work) -> str:
    return "".join(json.dumps(r.to_json(), ensure_ascii=False) + "\n" for r in work.results)


def _csv(work: Work) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("id", "level", "score", "low", "high", "undecided", "crisis", "labels", "error"))
    for r in work.results:
        if isinstance(r, Failure):
            writer.writerow((_cell(r.id), "", "", "", "", "", "", "", r.message))
        else:
            risk, labels = r.risk, "; ".join(f"{n}: {p.label}" for n, p in r.predictions.items())
            low, high = risk.interval
            numbers = (f"{risk.score:.4f}", f"{low:.4f}", f"{high:.4f}")
            writer.writerow((_cell(r.id), risk.level, *numbers, risk.undecided, risk.crisis, labels, ""))
    return out.getvalue()


def _cell(value: str) -> str:
    """A spreadsheet must not run an id as a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@")) else value
