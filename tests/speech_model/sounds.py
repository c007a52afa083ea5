"""Sounds that the tests make themselves: a voice, and a tune."""

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


def make_tune(seconds: float = 10.0, *, drums: bool = False, seed: int = 0) -> np.ndarray:
    """Something like music: a melody over chords on plucked strings, 110 beats a minute, with a drum if asked for."""
    rng, beat = np.random.default_rng(seed), 60 / 110
    sound = np.zeros(int((seconds + 5) * RATE))

    def play(at_s: float, length_s: float, pitch_hz: float, level: float) -> None:
        t = np.arange(int(length_s * RATE)) / RATE
        note = sum(np.sin(2 * np.pi * k * pitch_hz * t) / k for k in range(1, 9))
        sound[int(at_s * RATE) :][: len(t)] += level * note * np.exp(-3 * t) * np.minimum(1, t / 0.01)

    for place in range(int(seconds / beat)):
        play(place * beat, beat, 220 * 2 ** (rng.choice([0, 2, 4, 7, 9, 12]) / 12), 0.5)
        for step in ((0, 4, 7), (9, 12, 16), (5, 9, 12), (7, 11, 14))[place // 4 % 4] if place % 4 == 0 else ():
            play(place * beat, 4 * beat, 131 * 2 ** (step / 12), 0.25)
        if drums:
            hit = np.exp(-30 * np.arange(RATE // 8) / RATE) * rng.standard_normal(RATE // 8)
            sound[int(place * beat * RATE) :][: len(hit)] += 0.6 * hit
    sound = sound[: int(seconds * RATE)]
    return (0.3 * sound / np.abs(sound).max() + 1e-4 * rng.standard_normal(len(sound))).astype(np.float32)
