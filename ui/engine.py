"""The models, opened once per process in the background and shared by every session; never a person's words."""

from __future__ import annotations

import threading
import time

import streamlit as st

from core.types import Item
from pipeline import OnStage, Pipeline
from recommend.choose import Context
from ui.state import Clip, Outcome, Visit


@st.cache_resource(show_spinner=False, max_entries=4)
def engine(speech_variant: str | None = None) -> Pipeline:
    """The pipeline of this process; its models start to open at once, without keeping the page waiting."""
    made = Pipeline(variants={"speech": speech_variant} if speech_variant else None)
    threading.Thread(target=made.warm_up, name="attune-warm-up", daemon=True).start()
    return made


def item_of(visit: Visit) -> Item:
    """The inputs of a visit as the engine wants them; what was not given is left out."""
    inputs: dict[str, object] = {}
    if visit.draft.strip():
        inputs["text"] = visit.draft
    if visit.clip is not None:
        inputs["audio"] = visit.clip.data
        if visit.baseline and visit.clip.origin != "example":
            inputs["voice_baseline"] = list(visit.baseline)
    if visit.answers:
        inputs["questionnaire"] = visit.answers
    return Item("check-in", inputs)


def analyse(visit: Visit, on_stage: OnStage) -> Outcome:
    """Run the engine on a visit's inputs."""
    context = Context(visit.country, visit.situation, frozenset(visit.declined | visit.done))
    started = time.perf_counter()
    result = engine(visit.speech_variant).analyse(item_of(visit), context, on_stage)
    clip: Clip | None = visit.clip
    return Outcome(result, visit.draft, clip, len(visit.answers), time.perf_counter() - started)
