"""The models, opened once per process in the background and shared by every session; never a person's words."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace

import streamlit as st

from core.errors import AttuneError
from core.types import Failure, Item, Report
from pipeline import OnStage, Pipeline
from recommend.choose import Context, choose
from ui.clock import local_now
from ui.state import Outcome, Visit, visit

MOST_EARLIER = 8


@st.cache_resource(show_spinner=False, max_entries=4)
def engine(speech_variant: str | None = None) -> Pipeline:
    """The pipeline of this process; its models start to open at once, without keeping the page waiting.

    One with another voice model shares all the others with it.
    """
    if speech_variant:
        return engine().with_variants({"speech": speech_variant})
    made = Pipeline()
    threading.Thread(target=made.warm_up, name="attune-warm-up", daemon=True).start()
    return made


def facts(names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Version and main digest of the model behind each of these readings; one that cannot be opened is left out."""
    found: dict[str, tuple[str, str]] = {}
    for name in names:
        with suppress(AttuneError):
            said = engine(visit().speech_variant).predictor(name).describe()
            files = said.get("files")
            digests = [str(d) for d in files.values()] if isinstance(files, Mapping) else []
            found[name] = (str(said.get("version", "")), digests[0] if digests else "")
    return found


def versions(names: Iterable[str]) -> dict[str, str]:
    """Version of the model behind each of these readings."""
    return {name: version for name, (version, _) in facts(names).items()}


def item_of(given: Visit) -> Item:
    """The inputs of a visit as the engine wants them; what was not given is left out."""
    inputs: dict[str, object] = {}
    if given.draft.strip():
        inputs["text"] = given.draft
    if given.clip is not None:
        inputs["audio"] = given.clip.data
        if given.clip.origin != "example":
            inputs |= _own_voice(given, given.clip.data)
    if given.answers:
        inputs["questionnaire"] = given.answers
    return Item("check-in", inputs)


def _own_voice(given: Visit, data: bytes) -> dict[str, object]:
    """Recordings that this one is compared with: calm ones and, if the person agreed, earlier ones of this visit.

    Earlier ones count beside calm ones only: alone they made the reading of one corpus worse (speech_model/README.md).
    """
    calm = list(given.baseline.values())
    earlier = [clip for clip in given.earlier if clip != data] if given.learn_voice and calm else []
    known = {key: clips for key, clips in (("voice_baseline", calm), ("voice_earlier", earlier)) if clips}
    return {**known, "voice_memory": given.voice_memory} if known else {}


def _learn(given: Visit, result: Report | Failure) -> None:
    """Keep a recording that could be read for the rest of the visit, if the person agreed."""
    clip = given.clip
    if not given.learn_voice or clip is None or clip.origin == "example" or clip.data in given.earlier:
        return
    if isinstance(result, Report) and "speech" in result.predictions:
        given.earlier = [*given.earlier, clip.data][-MOST_EARLIER:]


def analyse(given: Visit, on_stage: OnStage) -> Outcome:
    """Run the engine on a visit's inputs."""
    context = Context(given.country, given.situation, frozenset(given.declined | given.done))
    started = time.perf_counter()
    result = engine(given.speech_variant).analyse(item_of(given), context, on_stage)
    took_s = time.perf_counter() - started
    _learn(given, result)
    return Outcome(result, given.draft, given.clip, len(given.answers), took_s, local_now(), context)


def for_country(outcome: Outcome, country: str | None) -> Report | Failure:
    """The result with what is advised in `country`, which may have been chosen after the analysis."""
    found = outcome.result
    if isinstance(found, Failure) or country == outcome.context.country:
        return found
    context = replace(outcome.context, country=country)
    return replace(found, recommendations=choose(found.risk, found.predictions, context))
