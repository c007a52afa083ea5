"""What training does to a picture, each time anew: another pace, another vocal tract, another microphone, masks."""

from __future__ import annotations

import numpy as np

from speech_model.picture import DYNAMIC_RANGE_DB, PITCH, VOICING
from speech_model.spectrum import MEL_BANDS, Array

FEWEST_FRAMES = 32
_OCTAVES_PER_BAND = 0.06
_HIDDEN = -0.2


def repaced(picture: Array, factor: float) -> Array:
    """Faster (above 1) or slower, pitch unchanged."""
    count = max(FEWEST_FRAMES, int(len(picture) / factor))
    return picture[np.minimum((np.arange(count) * (len(picture) / count)).astype(int), len(picture) - 1)]


def moved(picture: Array, bands: float) -> Array:
    """A shorter or longer vocal tract: the spectrum moved up by `bands` mel bands, and the pitch with it."""
    whole = int(np.floor(bands))
    share = np.float32(bands - whole)
    mel, places = picture[:, :MEL_BANDS], np.arange(MEL_BANDS)
    low, high = (np.clip(places - whole - more, 0, MEL_BANDS - 1) for more in (0, 1))
    out = picture.copy()
    out[:, :MEL_BANDS] = (1 - share) * mel[:, low] + share * mel[:, high]
    voiced = out[:, VOICING] > 0.5
    out[voiced, PITCH] += np.float32(_OCTAVES_PER_BAND * bands)
    return out


def masked(picture: Array, rng: np.random.Generator) -> Array:
    """Another microphone and room, and stretches of time and of frequency hidden (Park et al. 2019)."""
    picture = picture.copy()
    bumps = np.interp(np.arange(MEL_BANDS), np.linspace(0, MEL_BANDS - 1, 6), rng.normal(0, 1.5, 6))
    response = rng.normal(0, 4) * np.linspace(-1, 1, MEL_BANDS) + rng.normal(0, 1) + bumps
    picture[:, :MEL_BANDS] += (response / (DYNAMIC_RANGE_DB / 2)).astype(np.float32)
    # Noise hides what is faint: sometimes the floor is higher.
    floor = np.float32(rng.uniform(-1, -0.2) if rng.random() < 0.3 else -1)
    np.maximum(picture[:, :MEL_BANDS], floor, out=picture[:, :MEL_BANDS])
    # A telephone or a poor microphone: nothing below and above.
    if rng.random() < 0.2:
        picture[:, : int(rng.integers(0, MEL_BANDS // 8))] = floor
        picture[:, int(rng.integers(MEL_BANDS * 5 // 8, MEL_BANDS)) : MEL_BANDS] = floor
    for _ in range(2):
        width = int(rng.integers(0, 10))
        first = int(rng.integers(0, MEL_BANDS - width))
        picture[:, first : first + width] = _HIDDEN
        length = int(rng.integers(0, max(1, len(picture) // 7)))
        first = int(rng.integers(0, len(picture) - length))
        picture[first : first + length, :MEL_BANDS] = _HIDDEN
    return picture
