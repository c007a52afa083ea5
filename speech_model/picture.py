"""What the Keras model sees: trimmed log-mel with pitch, voicing and energy as extra rows."""

from __future__ import annotations

import numpy as np

from speech_model.frames import DYNAMIC_RANGE_DB, Frames, normalised_mel
from speech_model.pitch import VOICED_ABOVE
from speech_model.spectrum import MEL_BANDS, Array

LENGTH = 320
PITCH, VOICING, ENERGY = MEL_BANDS, MEL_BANDS + 1, MEL_BANDS + 2
ROWS = MEL_BANDS + 3


def in_decibels(rows: Array) -> Array:
    """Decibels below the loud frames, from mel or energy rows of a picture."""
    return ((rows - 1) * np.float32(DYNAMIC_RANGE_DB / 2)).astype(np.float32)


def picture(frames: Frames) -> Array:
    """Rows of roughly -1 to 1, shape (frames, ROWS): mel bands, pitch of voiced frames, voicing, energy."""
    part = frames.trimmed()
    voiced = part.voicing > VOICED_ABOVE
    octaves = np.where(voiced, np.log2(np.maximum(part.pitch_hz, 1) / 160), 0)
    energy = np.maximum(part.energy_db - part.level_db(), -DYNAMIC_RANGE_DB)
    scale = DYNAMIC_RANGE_DB / 2
    rows = (normalised_mel(part) / scale + 1, octaves[:, None], part.voicing[:, None], energy[:, None] / scale + 1)
    return np.concatenate(rows, axis=1).astype(np.float32)
