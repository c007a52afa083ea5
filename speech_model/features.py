"""The statistics of a stretch of speech: one named vector, free of the recording's overall level.

`vector` is what the scikit-learn model reads, and the Keras model beside the log-mel of `picture.py`.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from speech_model.frames import DYNAMIC_RANGE_DB, Frames, normalised_mel, runs
from speech_model.picture import LENGTH, picture
from speech_model.pitch import VOICED_ABOVE
from speech_model.spectrum import FRAMES_PER_S, MEL_BANDS, MEL_HIGH_HZ, MEL_LOW_HZ, Array, delta, mfcc, percentiles
from speech_model.texture import texture, texture_names

_RATE_BANDS_HZ = ((0.5, 2.0), (2.0, 4.0), (4.0, 8.0), (8.0, 16.0))
_GROUPS = 8
_SWING_FRAMES = 512
_PERCENTILES = (5, 25, 50, 75, 95)
_STATS = ("mean", "std", "slope", *(f"p{p}" for p in _PERCENTILES))
_SMOOTH = np.hanning(9) / np.hanning(9).sum()

# Numbers by the pattern of their names: "mfcc*.mean" is one for each column, "tilt.?" one for each of _STATS.
Statistics = dict[str, Array | float]


@cache
def _slope_per_octave() -> Array:
    """What a spectrum in dB is multiplied with for the slope of a straight line through it."""
    low, high = np.log2(MEL_LOW_HZ), np.log2(MEL_HIGH_HZ)
    octaves = np.linspace(low, high, MEL_BANDS) - (low + high) / 2
    return (octaves / (octaves**2).sum()).astype(np.float32)


@cache
def _profiles() -> Array:
    """Columns to add up powers with: those of the lower third, of the rest, and each times the number of its band."""
    lower = np.arange(MEL_BANDS) < MEL_BANDS // 3
    return np.stack([lower, ~lower, np.arange(MEL_BANDS)], axis=1).astype(np.float32)


@cache
def _groups() -> Array:
    """What a mel spectrum is multiplied with for the means of neighbouring bands, shape (MEL_BANDS, _GROUPS)."""
    size = MEL_BANDS // _GROUPS
    return np.kron(np.eye(_GROUPS), np.ones((size, 1))).astype(np.float32) / np.float32(size)


def _shape(mel: Array) -> dict[str, Array]:
    """Per-frame shape of the spectrum: tilt, balance, centre, flatness, flux."""
    power = np.exp(mel * np.float32(np.log(10) / 10))
    lower, upper, weighed = (power @ _profiles()).T + np.float32(1e-9)
    total = lower + upper
    change = np.abs(np.diff(mel, axis=0, prepend=mel[:1])).mean(1)
    third = MEL_BANDS // 3
    return {
        "tilt": mel @ _slope_per_octave(),
        "balance": 10 * np.log10(upper / lower),
        "hammarberg": mel[:, :third].max(1) - mel[:, third : 2 * third].max(1),
        "centre": weighed / total,
        "flatness": mel.mean(1) - 10 * np.log10(total / MEL_BANDS),
        "flux": change,
    }


def _spread(contours: Array) -> Array:
    """The `_STATS` of each column: mean, deviation, slope per second and percentiles, shape (columns, stats)."""
    if len(contours) < 2:
        return np.zeros((contours.shape[1], len(_STATS)), np.float32)
    t = np.arange(len(contours)) / FRAMES_PER_S
    t = t - t.mean()
    slope = t @ contours / (t**2).sum()
    return np.stack([contours.mean(0), contours.std(0), slope, *percentiles(contours, _PERCENTILES)], axis=1)


def _pitch(frames: Frames, voiced: NDArray[np.bool_]) -> Statistics:
    semitones = 12 * np.log2(np.maximum(frames.pitch_hz, 1.0) / 100)
    contour = semitones[voiced]
    steps = np.abs(np.diff(semitones))[voiced[1:] & voiced[:-1]]
    steps = steps[steps < 4]
    spread = _spread(contour[:, None])[0]
    out: Statistics = {"pitch.?": spread}
    out["pitch.range"] = spread[_STATS.index("p95")] - spread[_STATS.index("p5")]
    out["pitch.movement"] = float(steps.mean()) if len(steps) else 0.0
    out["pitch.shake"] = float(np.abs(np.diff(contour, 2)).mean()) if len(contour) > 4 else 0.0
    thirds = [c.mean() if len(c) else 0.0 for c in np.array_split(contour, 3)]
    out["pitch.end"] = float(thirds[2] - thirds[0]) if len(contour) > 9 else 0.0
    return out


def _lengths(mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Lengths of the stretches of True, in frames."""
    starts, stops = runs(mask)
    return stops - starts


def _timing(frames: Frames, speech: NDArray[np.bool_], voiced: NDArray[np.bool_]) -> Statistics:
    seconds = len(speech) / FRAMES_PER_S
    energy = np.maximum(frames.energy_db - frames.level_db(), -DYNAMIC_RANGE_DB)
    inner = np.convolve(energy, _SMOOTH, "same")
    peaks = (inner[1:-1] > inner[:-2]) & (inner[1:-1] >= inner[2:]) & voiced[1:-1] & (inner[1:-1] > -25)
    voiced_runs, gaps = _lengths(voiced), _lengths(~speech)
    return {
        "time.seconds": np.log(max(seconds, 0.1)),
        "time.pause_share": float((~speech).mean()),
        "time.pause_mean_s": float(gaps.mean()) / FRAMES_PER_S if len(gaps) else 0.0,
        "time.voiced_share": float(voiced.sum() / max(1, speech.sum())),
        "time.voiced_run_s": float(voiced_runs.mean()) / FRAMES_PER_S if len(voiced_runs) else 0.0,
        "time.voiced_run_max_s": float(voiced_runs.max()) / FRAMES_PER_S if len(voiced_runs) else 0.0,
        "time.syllables_per_s": float(peaks.sum()) / max(0.2, speech.sum() / FRAMES_PER_S),
        "time.voiced_runs_per_s": len(voiced_runs) / max(0.2, seconds),
    }


def _swings(contours: Array) -> Array:
    """How strongly each contour swings at the rates of phrases, words, syllables and phones, in dB."""
    centred = (contours - contours.mean(0))[:_SWING_FRAMES]
    spectrum = np.fft.rfft(centred * np.hanning(len(centred))[:, None], _SWING_FRAMES, axis=0)
    power = (spectrum.real**2 + spectrum.imag**2) / max(1, len(centred))
    return 10 * np.log10(np.stack([power[first:last].mean(0) for first, last in _rate_bins()]) + 1e-2)


@cache
def _rate_bins() -> tuple[tuple[int, int], ...]:
    hz = np.fft.rfftfreq(_SWING_FRAMES, 1 / FRAMES_PER_S)
    return tuple((int(np.searchsorted(hz, low)), int(np.searchsorted(hz, high))) for low, high in _RATE_BANDS_HZ)


def describe(frames: Frames) -> Statistics:
    """Every statistic, of the part of `frames` between the first and the last speech."""
    part = frames.trimmed(margin=0)
    speech = part.speech_mask()
    if not speech.any():
        speech = np.ones(len(part), bool)
    voiced = speech & (part.voicing > VOICED_ABOVE)
    mel = normalised_mel(part)
    cepstra = mfcc(mel)
    level = part.energy_db - part.level_db()
    out: Statistics = {}
    for name, rows in (("mfcc", cepstra[speech]), ("delta", delta(cepstra)[speech])):
        out |= {f"{name}*.mean": rows.mean(0), f"{name}*.std": rows.std(0)}
    shape = _shape(mel)
    contours = np.stack([*shape.values(), level, part.voicing], axis=1)
    spread = _spread(contours[speech])
    voiced_mean = contours[voiced].mean(0) if voiced.any() else np.zeros(contours.shape[1])
    for i, name in enumerate(shape):
        out |= {f"{name}.?": spread[i], f"{name}.voiced": voiced_mean[i]}
    out |= {"energy.?": spread[-2], "voicing.?": spread[-1]}
    out |= _pitch(part, voiced) | _timing(part, speech, voiced)
    swings = _swings(np.column_stack([np.maximum(level, -DYNAMIC_RANGE_DB), mel @ _groups()]))
    out |= {f"energy*.swing{b}": row[:1] for b, row in enumerate(swings)}
    out |= {f"mel*.swing{b}": row[1:] for b, row in enumerate(swings)}
    out["level_db"] = part.level_db()
    return out


@cache
def names() -> tuple[str, ...]:
    """Order of the statistics in a vector. `level_db` is last: it means something only against a baseline."""
    silence = np.full((50, MEL_BANDS), -40, np.float32) + np.arange(50, dtype=np.float32)[:, None]
    one = np.ones(50, np.float32)
    found = describe(Frames(silence, silence[:, 0], 100 * one, one))
    return (*texture_names(), *(name for pattern, values in found.items() for name in _expanded(pattern, values)))


def _expanded(pattern: str, values: Array | float) -> list[str]:
    """The names that a pattern of `Statistics` stands for."""
    parts = _STATS if "?" in pattern else [str(i) for i in range(np.size(values))]
    return [pattern.replace("?", part).replace("*", part) for part in parts]


def vector(frames: Frames, seen: Array | None = None) -> Array:
    """`texture` and `describe` as float32, in the order of `names`; `seen`: `picture(frames)`, if it is at hand."""
    described = np.hstack(list(describe(frames).values())).astype(np.float32)
    return np.nan_to_num(np.concatenate([texture((picture(frames) if seen is None else seen)[:LENGTH]), described]))
