"""What one visit holds: typed, in this session's memory only, gone when the page is reloaded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from core.types import Failure, Report
from feedback.history import History
from language import ENGLISH, nearest
from recommend.choose import Context
from ui.batch_work import Work

_KEY = "attune_visit"


@dataclass(frozen=True)
class Clip:
    """A recording as it came; `origin` is "recorded", "uploaded" or "example"."""

    name: str
    data: bytes
    origin: str


@dataclass(frozen=True)
class Outcome:
    """A result with the inputs that it was made from, so that the details can show both."""

    result: Report | Failure
    text: str
    clip: Clip | None
    answers: int
    took_s: float
    at: dt.datetime
    context: Context = field(default_factory=Context)


@dataclass
class Visit:
    """Everything that a person gave and got in this session."""

    draft: str = ""
    clip: Clip | None = None
    held: dict[str, Clip] = field(default_factory=dict)  # by origin: what recorder and upload hold, the latest last
    answers: dict[str, list[int | None]] = field(default_factory=dict)
    voice_on: bool = False
    offer_voice: bool = True
    offer_form: bool = True
    baseline: dict[int, bytes] = field(default_factory=dict)
    learn_voice: bool = False
    earlier: list[bytes] = field(default_factory=list)
    voice_memory: dict[bytes, Any] = field(default_factory=dict)  # the model's: measured of baseline and earlier
    outcome: Outcome | None = None
    count: int = 0
    language: str = ENGLISH
    country: str | None = None
    situation: str | None = None
    speech_variant: str | None = None
    done: set[str] = field(default_factory=set)
    declined: set[str] = field(default_factory=set)
    waiting: bool = False
    history: History | None = None
    recalled: History | None = None  # the history that calm recordings were taken from
    calm_kept: bool = False  # whether it keeps them
    saved: int = 0
    batch: Work | None = None


def spoken_language() -> str:
    """The language of this session's page."""
    return visit().language


def visit() -> Visit:
    """This session's visit."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Visit(language=nearest(st.context.locale))
    found = st.session_state[_KEY]
    assert isinstance(found, Visit)
    return found
