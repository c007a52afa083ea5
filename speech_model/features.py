"""The statistics of a stretch of speech: one named vector, free of the recording's overall level.

`describe` gives the vector that the scikit-learn model reads; `mel_picture` the log-mel that the Keras model reads.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from speech_model.frames import DYNAMIC_RANGE_DB, Frames, normalised_mel
from speech_model.picture import LENGTH, picture
from speech_model.pitch import VOICED_ABOVE
from speech_model.spectrum import FRAMES_PER_S, MEL_BANDS, MEL_HIGH_HZ, MEL_LOW_HZ, Array, delta, mfcc, percentiles
from speech_model.texture import texture, texture_names

_RATE_BANDS_HZ = ((0.5, 2.0), (2.0, 4.0), (4.0, 8.0), (8.0, 16.0))
_GROUPS = 8
_PERCENTILES = (5, 25, 50, 75, 95)


@cache
def _band_centres_octaves() -> Array:
    low, high = np.log2(MEL_LOW_HZ), np.log2(MEL_HIGH_HZ)
    return np.linspace(low, high, MEL_BANDS, dtype=np.float32) - np.float32((low + high) / 2)


def _shape(mel: Array) -> dict[str, Array]:
    """Per-frame shape of the spectrum: tilt, balance, centre, flatness, flux."""
    power = 10 ** (mel / 10)
    total = power.sum(1) + 1e-9
    x = _band_centres_octaves()
    tilt = (mel - mel.mean(1, keepdims=True)) @ x / np.float32((x**2).sum())
    change = np.abs(np.diff(mel, axis=0, prepend=mel[:1])).mean(1)
    third = MEL_BANDS // 3
    return {
        "tilt": tilt,
        "balance": 10 * np.log10((power[:, third:].sum(1) + 1e-9) / (power[:, :third].sum(1) + 1e-9)),
        "hammarberg": mel[:, :third].max(1) - mel[:, third : 2 * third].max(1),
        "centre": (power @ np.arange(MEL_BANDS, dtype=np.float32)) / total,
        "flatness": mel.mean(1) - 10 * np.log10(total / MEL_BANDS),
        "flux": change,
    }


def _spread(contours: dict[str, Array]) -> dict[str, dict[str, float]]:
    """Mean, deviation, percentiles and slope per second of contours of one length, by name."""
    stats = ("mean", "std", "slope", *(f"p{p}" for p in _PERCENTILES))
    rows = np.stack(list(contours.values()), axis=1)
    if len(rows) < 2:
        return {name: {f"{name}.{stat}": 0.0 for stat in stats} for name in contours}
    t = np.arange(len(rows)) / FRAMES_PER_S
    t = t - t.mean()
    found = np.stack([rows.mean(0), rows.std(0), t @ rows / (t**2).sum(), *percentiles(rows, _PERCENTILES)], axis=1)
    return {
        n: {f"{n}.{stat}": v for stat, v in zip(stats, f, strict=True)} for n, f in zip(contours, found, strict=True)
    }


def _columns(name: str, rows: Array, *, full: bool) -> dict[str, float]:
    """Statistics of every column of `rows` at once."""
    stats = {"mean": rows.mean(0), "std": rows.std(0)}
    if full:
        low, mid, high = percentiles(rows, (10, 50, 90))
        centred = rows - stats["mean"]
        stats |= {"p10": low, "p50": mid, "p90": high}
        stats["skew"] = (centred**3).mean(0) / (stats["std"] ** 3 + 1e-3)
    return {f"{name}{i}.{stat}": float(v) for stat, values in stats.items() for i, v in enumerate(values)}


def _pitch(frames: Frames, voiced: NDArray[np.bool_]) -> dict[str, float]:
    semitones = 12 * np.log2(np.maximum(frames.pitch_hz, 1.0) / 100)
    contour = semitones[voiced]
    steps = np.abs(np.diff(semitones))[voiced[1:] & voiced[:-1]]
    steps = steps[steps < 4]
    out = _spread({"pitch": contour})["pitch"]
    out["pitch.range"] = out["pitch.p95"] - out["pitch.p5"]
    out["pitch.movement"] = float(steps.mean()) if len(steps) else 0.0
    out["pitch.shake"] = float(np.abs(np.diff(contour, 2)).mean()) if len(contour) > 4 else 0.0
    thirds = [c.mean() if len(c) else 0.0 for c in np.array_split(contour, 3)]
    out["pitch.end"] = float(thirds[2] - thirds[0]) if len(contour) > 9 else 0.0
    return out


def _runs(mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Lengths of the stretches of True, in frames."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.view(np.int8), [0]))))
    return edges[1::2] - edges[::2]


def _timing(frames: Frames, speech: NDArray[np.bool_], voiced: NDArray[np.bool_]) -> dict[str, float]:
    seconds = len(speech) / FRAMES_PER_S
    energy = np.maximum(frames.energy_db - frames.level_db(), -DYNAMIC_RANGE_DB)
    inner = np.convolve(energy, np.hanning(9) / np.hanning(9).sum(), "same")
    peaks = (inner[1:-1] > inner[:-2]) & (inner[1:-1] >= inner[2:]) & voiced[1:-1] & (inner[1:-1] > -25)
    voiced_runs, gaps = _runs(voiced), _runs(~speech)
    out = {
        "time.seconds": np.log(max(seconds, 0.1)),
        "time.pause_share": float((~speech).mean()),
        "time.pause_mean_s": float(gaps.mean()) / FRAMES_PER_S if len(gaps) else 0.0,
        "time.voiced_share": float(voiced.sum() / max(1, speech.sum())),
        "time.voiced_run_s": float(voiced_runs.mean()) / FRAMES_PER_S if len(voiced_runs) else 0.0,
        "time.voiced_run_max_s": float(voiced_runs.max()) / FRAMES_PER_S if len(voiced_runs) else 0.0,
        "time.syllables_per_s": float(peaks.sum()) / max(0.2, speech.sum() / FRAMES_PER_S),
        "time.voiced_runs_per_s": len(voiced_runs) / max(0.2, seconds),
    }
    return out | _modulation("energy", energy[:, None])


def _modulation(name: str, contours: Array) -> dict[str, float]:
    """How strongly each contour swings at the rates of phrases, words, syllables and phones, in dB."""
    length = 512
    centred = (contours - contours.mean(0))[:length]
    power = np.abs(np.fft.rfft(centred * np.hanning(len(centred))[:, None], length, axis=0)) ** 2 / max(1, len(centred))
    hz = np.fft.rfftfreq(length, 1 / FRAMES_PER_S)
    bands = [power[(hz >= low) & (hz < high)].mean(0) for low, high in _RATE_BANDS_HZ]
    decibel = 10 * np.log10(np.stack(bands) + 1e-2)
    return {f"{name}{g}.swing{b}": float(v) for b, row in enumerate(decibel) for g, v in enumerate(row)}


def describe(frames: Frames) -> dict[str, float]:
    """Every statistic by name, of the part of `frames` between the first and the last speech."""
    part = frames.trimmed(margin=0)
    speech = part.speech_mask()
    if not speech.any():
        speech = np.ones(len(part), bool)
    voiced = speech & (part.voicing > VOICED_ABOVE)
    mel = normalised_mel(part)
    cepstra = mfcc(mel)
    level = part.energy_db - part.level_db()
    loud = speech & (level >= percentiles(level[speech], (60,))[0])
    out = _columns("mfcc", cepstra[speech], full=True)
    out |= _columns("delta", delta(cepstra)[speech], full=True)
    out |= _columns("accel", delta(cepstra, 2)[speech], full=False)
    out |= {f"loud_mfcc{i}.mean": float(v) for i, v in enumerate(cepstra[loud].mean(0))}
    out |= _columns("mel", mel[speech][:, ::2], full=False)
    shape = _shape(mel)
    heard = shape | {"energy": level, "voicing": part.voicing}
    spread = _spread({name: contour[speech] for name, contour in heard.items()})
    for name, contour in shape.items():
        out |= spread[name]
        out[f"{name}.voiced"] = float(contour[voiced].mean()) if voiced.any() else 0.0
    out |= spread["energy"] | spread["voicing"]
    out |= _pitch(part, voiced) | _timing(part, speech, voiced)
    out |= _modulation("mel", mel.reshape(len(mel), _GROUPS, -1).mean(2))
    out["level_db"] = part.level_db()
    return out


@cache
def names() -> tuple[str, ...]:
    """Order of the statistics in a vector. `level_db` is last: it means something only against a baseline."""
    silence = np.full((50, MEL_BANDS), -40, np.float32) + np.arange(50, dtype=np.float32)[:, None]
    one = np.ones(50, np.float32)
    return (*texture_names(), *describe(Frames(silence, silence[:, 0], 100 * one, one)))


def vector(frames: Frames) -> Array:
    """`texture` and `describe` as float32, in the order of `names`."""
    described = np.fromiter(describe(frames).values(), np.float32)
    return np.nan_to_num(np.concatenate([texture(picture(frames)[:LENGTH]), described]))
