"""Putting a label right in one click: kept in the person's own history, their words only if they tick it."""

from __future__ import annotations

import streamlit as st

from core.errors import AttuneError
from core.types import Prediction
from feedback.correction import Correction
from language import t, told
from ui import words
from ui.clock import local_now
from ui.engine import versions
from ui.navigation import page
from ui.put import put
from ui.safe_html import tag
from ui.state import Outcome, visit
from ui.views.keep import open_history

# Tasks whose labels a person can judge; what is said about a crisis is not up for a vote.
_TASKS = {"text": "state", "speech": "emotion"}


def correct(prediction: Prediction, outcome: Outcome) -> None:
    """A folded choice of labels; nothing is shown for a reading that has no such task."""
    task = _TASKS.get(prediction.modality, "")
    result = prediction.tasks.get(task)
    if result is None or result.label is None:
        return
    with st.expander(t("Not right? Say what fits better"), key=f"correct_{prediction.modality}"):
        _choice(prediction, task, outcome)


def _choice(prediction: Prediction, task: str, outcome: Outcome) -> None:
    history = open_history()
    if history is None:
        put(tag("p", t("What you say is kept in your history, on this computer. Start or open it first."), "at-p"))
        st.page_link(page("history"), label=t("Go to your history"))
        return
    key = f"said_{prediction.modality}_{visit().count}"
    if said := st.session_state.get(f"{key}_kept"):
        put(
            tag(
                "p",
                t(
                    "Kept: {label}. Thank you. You can delete it with your history.",
                    label=words.label(said, prediction.modality),
                ),
                "at-p",
                role="status",
            )
        )
        return
    put(
        tag(
            "p",
            t(
                "Attune thought: {reading}. A click saves your answer in your history.",
                reading=words.reading(prediction),
            ),
            "at-p",
        )
    )
    own = st.checkbox(_consent(prediction), key=f"{key}_own")
    others = [label for label in prediction.tasks[task].scores if label != prediction.label]
    with st.container(key=f"{key}_labels", horizontal=True, gap="small"):
        for label in others:
            given = (prediction, task, label, outcome if own else None, key)
            st.button(words.label(label, prediction.modality), key=f"{key}_{label}", on_click=_keep, args=given)
    if refused := st.session_state.pop(f"{key}_refused", None):
        put(tag("p", refused, "at-note", role="alert"))


def _consent(prediction: Prediction) -> str:
    if prediction.modality == "text":
        return t("Keep my words with it, so that a model on this computer can learn from it")
    return t("Keep the recording with it, so that a model on this computer can learn from it")


def _keep(prediction: Prediction, task: str, label: str, own: Outcome | None, key: str) -> None:
    history = open_history()
    text = own.text if own and prediction.modality == "text" else None
    clip = own.clip if own and prediction.modality == "speech" else None
    correction = Correction(
        at=local_now(),
        modality=prediction.modality,
        task=task,
        predicted=prediction.label,
        said=label,
        confidence=prediction.confidence,
        model=versions([prediction.modality]).get(prediction.modality, ""),
        text=text,
    )
    try:
        if history is not None:
            history.add(correction, clip.data if clip else None)
            st.session_state[f"{key}_kept"] = label
    except AttuneError as error:
        st.session_state[f"{key}_refused"] = told(str(error))
