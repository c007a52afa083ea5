"""What was heard in the voice."""

from __future__ import annotations

import streamlit as st

from core.types import Prediction
from ui.state import Clip
from ui.views.details_text import tasks


def show(prediction: Prediction, clip: Clip | None) -> None:
    """The sound to play, and the probabilities."""
    if clip is not None:
        st.audio(clip.data)
    tasks(prediction.tasks, "voice")
