"""Speed and memory of the speech model against librosa and Keras, in the same run: python -m benchmarks.speech."""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

from speech_model import MODALITY
from speech_model.audio import encode_wav
from speech_model.features import vector
from speech_model.frames import measure
from speech_model.picture import ROWS
from speech_model.spectrum import delta, mfcc

RATE_HZ = 16_000


def voice(seconds: float, seed: int = 0) -> np.ndarray:
    """Gliding harmonics in syllables with pauses, a stand-in for speech; float32 at 16 kHz."""
    t = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    rng = np.random.default_rng(seed)
    phase = 2 * np.pi * np.cumsum(140 * 2 ** (0.25 * np.sin(4 * t))) / RATE_HZ
    sound = sum(np.sin(k * phase) / k for k in range(1, 20)) + 0.02 * rng.standard_normal(len(t))
    return (0.1 * sound * np.clip(np.sin(2 * np.pi * 4 * t), 0, 1)).astype(np.float32)


def median_ms(work: Callable[[], object], times: int) -> float:
    """Median processor time of `times` runs after one to warm up; other work on the machine does not count."""
    work()
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(1000 * (time.process_time() - start))
    return statistics.median(found)


def librosa_features(samples: np.ndarray) -> np.ndarray:
    """The same measures as speech_model.frames, the usual way: log-mel, MFCC, two deltas, energy, YIN pitch."""
    import librosa

    mel = librosa.feature.melspectrogram(y=samples, sr=RATE_HZ, n_fft=512, hop_length=160, n_mels=64)
    decibels = librosa.power_to_db(mel, top_db=None)
    cepstra = librosa.feature.mfcc(S=decibels, n_mfcc=20)
    first, second = librosa.feature.delta(cepstra), librosa.feature.delta(cepstra, order=2)
    energy = librosa.feature.rms(y=samples, frame_length=512, hop_length=160)
    pitch = librosa.yin(samples, fmin=65, fmax=500, sr=RATE_HZ, frame_length=1024, hop_length=160)
    return np.concatenate([decibels, cepstra, first, second, energy, pitch[None]])


def our_features(samples: np.ndarray) -> object:
    """Frames, MFCCs and both deltas."""

    frames = measure(samples)
    cepstra = mfcc(frames.mel_db)
    return frames, delta(cepstra), delta(cepstra, 2)


def keras_network() -> object:
    """The Keras network of this project, untrained: its speed does not depend on what it knows."""
    import tensorflow

    tensorflow.config.threading.set_intra_op_parallelism_threads(1)
    tensorflow.config.threading.set_inter_op_parallelism_threads(1)

    # Imported here: it needs keras, which no other part of this measurement may have loaded before.
    from speech_model.network import build  # noqa: PLC0415

    return build(8, training_heads=False)


def clip_against_keras(times: int) -> tuple[float, float, float, float]:
    """ms: our features, librosa's, our clip to prediction, librosa features + keras predict."""

    samples = voice(3.0)
    data = encode_wav(samples)
    predictor = MODALITY.load(MODALITY.shipped)
    model = keras_network()
    picture, design = (
        np.zeros((1, 304, ROWS), np.float32),
        np.zeros((1, 2 * len(vector(measure(samples))) + 1), np.float32),
    )

    def usual() -> None:
        librosa_features(samples)
        model.predict([picture, design], verbose=0)  # type: ignore[attr-defined]

    ours, theirs = median_ms(lambda: our_features(samples), times), median_ms(lambda: librosa_features(samples), times)
    return ours, theirs, median_ms(lambda: predictor.predict([{"audio": data}]), times), median_ms(usual, times)


def hour() -> tuple[float, float]:
    """Seconds, and MB above the memory of the same process after a short clip, for an hour of audio."""

    predictor = MODALITY.load(MODALITY.shipped)
    predictor.predict([{"audio": encode_wav(voice(10.0))}])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hour.wav"
        minute = voice(60.0)
        with soundfile.SoundFile(path, "w", RATE_HZ, 1, subtype="PCM_16") as file:
            for _ in range(60):
                file.write(minute)
        del minute
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.perf_counter()
        answer = predictor.predict([{"audio": path}])[0]
        seconds = time.perf_counter() - start
    if isinstance(answer, Exception):
        raise SystemExit(f"the hour was refused: {answer}")
    return seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def main(arguments: list[str] | None = None) -> int:
    """Print a table. Each part runs in a process of its own, with one thread and its own memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20, help="runs of each clip measurement (default: 20)")
    parser.add_argument("--part", choices=("clip", "hour"), help="only one of the two measurements")
    given = parser.parse_args(arguments)
    if given.part is None:
        one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ATTUNE_THREADS"), "1")
        command = [sys.executable, "-m", "benchmarks.speech", "--times", str(given.times), "--part"]
        environment = os.environ | one_thread | {"TF_CPP_MIN_LOG_LEVEL": "3"}
        codes = [subprocess.run([*command, p], check=False, env=environment).returncode for p in ("clip", "hour")]  # noqa: S603
        return max(codes)
    if given.part == "hour":
        seconds, megabytes = hour()
        print(f"an hour of audio to a timeline         {seconds:8.1f} s    {megabytes:6.0f} MB above a short clip")
        return 0
    ours, theirs, clip, usual = clip_against_keras(given.times)
    print(f"3 s clip, features                     {ours:8.1f} ms   librosa {theirs:8.1f} ms   {theirs / ours:5.1f} x")
    print(
        f"3 s wav to probabilities, one thread   {clip:8.1f} ms   librosa + keras.predict {usual:8.1f} ms"
        f"   {usual / clip:5.1f} x"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
