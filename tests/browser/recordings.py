"""One synthesised voice in every kind of file that the page takes, and recordings that cannot be used."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import soundfile
import soxr

_RATE_HZ = 48_000
_BY_LIBSNDFILE = {"wav": ("WAV", "PCM_16"), "flac": ("FLAC", "PCM_16"), "ogg": ("OGG", "VORBIS")}
_BY_FFMPEG = {"m4a": ("mp4", "aac"), "webm": ("webm", "libopus")}


def every_kind(voice: Path, folder: Path) -> list[Path]:
    """`voice` as wav, flac, ogg, opus, mp3, m4a and webm, named after the kind."""
    samples, rate_hz = soundfile.read(voice, dtype="float32")
    samples = soxr.resample(samples, rate_hz, _RATE_HZ)
    kinds = _BY_LIBSNDFILE | {"opus": ("OGG", "OPUS"), "mp3": ("MP3", "MPEG_LAYER_III")}
    for ending, (container, subtype) in kinds.items():
        soundfile.write(folder / f"a_{ending}.{ending}", samples, _RATE_HZ, format=container, subtype=subtype)
    for ending, (container, codec) in _BY_FFMPEG.items():
        _encode(samples, folder / f"a_{ending}.{ending}", container, codec)
    return sorted(folder.glob("a_*"))


def cut_off(voice: Path, folder: Path) -> Path:
    """An mp3 of which the larger part is missing."""
    samples, rate_hz = soundfile.read(voice, dtype="float32")
    whole = folder / "whole.mp3"
    soundfile.write(whole, samples, rate_hz, format="MP3")
    path = folder / "cut_off.mp3"
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 5])
    return path


def silence(folder: Path) -> Path:
    """Three seconds in which nothing can be heard."""
    path = folder / "silence.wav"
    soundfile.write(path, np.zeros(3 * _RATE_HZ, np.float32), _RATE_HZ)
    return path


def blink(voice: Path, folder: Path) -> Path:
    """A fifth of a second of the voice."""
    samples, rate_hz = soundfile.read(voice, dtype="float32")
    path = folder / "blink.wav"
    soundfile.write(path, samples[: rate_hz // 5], rate_hz)
    return path


def no_sound(folder: Path) -> Path:
    """A text that calls itself wav."""
    path = folder / "diary.wav"
    path.write_text("This is not a sound at all.\n" * 40, encoding="utf8")
    return path


def _encode(samples: np.ndarray, path: Path, container: str, codec: str) -> None:
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream(codec, rate=_RATE_HZ, layout="mono")
        sound = av.AudioFrame.from_ndarray(samples[None], format="fltp", layout="mono")
        sound.sample_rate = _RATE_HZ
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=_RATE_HZ)
        for frame in [*resampler.resample(sound), *resampler.resample(None)]:
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
