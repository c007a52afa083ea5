"""Putting a label right in one click: what it would change is told at once; it is kept only in a history that is on."""

from __future__ import annotations

import streamlit as st

from core.errors import AttuneError
from core.types import Prediction, Report, RiskAssessment
from feedback.correction import Correction
from language import t, told
from pipeline import reconsidered
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
    key = f"said_{prediction.modality}_{visit().count}"
    said, kept_here = st.session_state.get(f"{key}_said"), open_history() is not None
    if not (said and kept_here):
        put(tag("p", t("Attune thought: {reading}. What fits better?", reading=words.reading(prediction)), "at-p"))
        _labels(prediction, task, outcome, key)
    if refused := st.session_state.pop(f"{key}_refused", None):
        put(tag("p", refused, "at-note", role="alert"))
    elif said:
        _answer(prediction.modality, said, outcome)
    elif kept_here:
        put(tag("p", t("A click saves your answer in your history, on this computer."), "at-small"))


def _labels(prediction: Prediction, task: str, outcome: Outcome, key: str) -> None:
    own = open_history() is not None and st.checkbox(_consent(prediction), key=f"{key}_own")
    others = [label for label in prediction.tasks[task].scores if label != prediction.label]
    with st.container(key=f"{key}_labels", horizontal=True, gap="small"):
        for label in others:
            given = (prediction, task, label, outcome if own else None, key)
            st.button(words.label(label, prediction.modality), key=f"{key}_{label}", on_click=_say, args=given)


def _answer(modality: str, said: str, outcome: Outcome) -> None:
    """What the correction would change, and whether it was kept."""
    assert isinstance(outcome.result, Report)
    put(tag("h4", t("What would this change?"), "at-h"))
    changed = reconsidered(outcome.result, modality, said)
    put(tag("p", _change(outcome.result.risk, changed, words.label(said, modality)), "at-p", role="status"))
    if open_history() is not None:
        put(tag("p", t("Your answer is kept. Thank you. You can delete it with your history."), "at-small"))
        return
    put(tag("p", t("Your answer is not kept. To keep such answers, start or open your history first."), "at-small"))
    st.page_link(page("history"), label=t("Go to your history"))


def _change(before: RiskAssessment, after: RiskAssessment, label: str) -> str:
    old, new = round(100 * before.score), round(100 * after.score)
    level = words.headline(after)
    told_change = (
        t("With “{label}” it would stay the same: {level}, {old} of 100.", label=label, level=level, old=old)
        if old == new
        else t("With “{label}”: {level}, {new} of 100 instead of {old}.", label=label, level=level, new=new, old=old)
    )
    held = any(signal.floor != "low" for signal in after.signals)
    return f"{told_change} {t('Words about safety keep the level up, whatever else is said.')}" if held else told_change


def _consent(prediction: Prediction) -> str:
    if prediction.modality == "text":
        return t("Keep my words with it, so that a model on this computer can learn from it")
    return t("Keep the recording with it, so that a model on this computer can learn from it")


def _say(prediction: Prediction, task: str, label: str, own: Outcome | None, key: str) -> None:
    st.session_state[f"{key}_said"] = label
    history = open_history()
    if history is None:
        return
    clip = own.clip if own and prediction.modality == "speech" else None
    correction = Correction(
        at=local_now(),
        modality=prediction.modality,
        task=task,
        predicted=prediction.label,
        said=label,
        confidence=prediction.confidence,
        model=versions([prediction.modality]).get(prediction.modality, ""),
        text=own.text if own and prediction.modality == "text" else None,
    )
    try:
        history.add(correction, clip.data if clip else None)
    except AttuneError as error:
        st.session_state[f"{key}_refused"] = told(str(error))
