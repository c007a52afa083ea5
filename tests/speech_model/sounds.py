"""Sounds that the tests make themselves."""

import numpy as np

RATE = 16_000


def make_voice(seconds: float = 3.0, pitch_hz: float = 140.0, rate_hz: int = RATE, seed: int = 0) -> np.ndarray:
    """Something like speech: gliding harmonics under three formants, four syllables a second, pauses, faint noise."""
    rng = np.random.default_rng(seed)
    t = np.arange(int(seconds * rate_hz)) / rate_hz
    pitch = pitch_hz * 2 ** (0.25 * np.sin(2 * np.pi * 0.7 * t + seed))
    phase = 2 * np.pi * np.cumsum(pitch) / rate_hz
    sound = np.zeros_like(t)
    for k in range(1, int(min(4000, rate_hz / 2.5) / pitch_hz)):
        level = sum(a * np.exp(-(((k * pitch_hz - f) / 180) ** 2)) for a, f in ((1, 600), (0.6, 1300), (0.3, 2600)))
        sound += (level + 0.02 / k) * np.sin(k * phase)
    syllables = np.clip(np.sin(2 * np.pi * 4 * t), 0, 1) ** 0.5 * (np.sin(2 * np.pi * 0.5 * t + 1) > -0.7)
    breath = 4e-3 * rng.standard_normal(len(t)) * syllables
    mixed = breath + 0.2 * sound / np.abs(sound).max() * syllables + 2e-4 * rng.standard_normal(len(t))
    return mixed.astype(np.float32)
