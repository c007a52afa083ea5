"""One thing at a time that goes wrong with a recording, at moderate strength: what the model must shrug off."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from speech_model import augment
from speech_model.spectrum import Array

Corruption = Callable[[Array, np.random.Generator], Array]

MODERATE: Mapping[str, Corruption] = {
    "white noise, 15 dB": lambda x, rng: augment.noise(x, 15, 0, rng),
    "pink noise, 10 dB": lambda x, rng: augment.noise(x, 10, 1, rng),
    "room, 0.4 s": lambda x, rng: augment.room(x, 0.4, 3, rng),
    "telephone, 300-3400 Hz": lambda x, rng: augment.band(x, 300, 3400),
    "telephone codec": lambda x, rng: augment.codec(x, "ULAW"),
    "MP3, low rate": lambda x, rng: augment.codec(x, "MP3"),
    "Opus, low rate": lambda x, rng: augment.codec(x, "OPUS"),
    "clipped, 2 %": lambda x, rng: augment.clip(x, 0.02),
    "dull microphone, -2 dB per octave": lambda x, rng: augment.tilt(x, -2.0),
    "sharp microphone, +2 dB per octave": lambda x, rng: augment.tilt(x, 2.0),
    "5 % faster": lambda x, rng: augment.speed(x, 1.05),
    "5 % slower": lambda x, rng: augment.speed(x, 0.95),
    "a semitone higher": lambda x, rng: augment.pitch(x, 1.0),
    "a semitone lower": lambda x, rng: augment.pitch(x, -1.0),
    "20 dB quieter": lambda x, rng: x * np.float32(0.1),
}
