"""The pictures of a recording, drawn from what speech_model/display.py measures."""

from __future__ import annotations

from ui.state import Clip


def pictures(clip: Clip) -> None:
    """Waveform with speech and pauses, and the log-mel spectrogram."""
