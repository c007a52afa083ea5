"""Recordings in, predictions out; one bad input harms no other; altered weights are refused."""

import io
import shutil
import tracemalloc

import numpy as np
import pytest
import soundfile

from core.errors import ArtifactRefused, InputError, ModelNotAvailable
from core.types import Prediction
from speech_model import MODALITY, baseline
from speech_model.audio import encode_wav, read
from speech_model.augment import noise
from speech_model.predictor import load
from tests.speech_model.sounds import make_tune


def test_a_voice_gives_a_complete_prediction(predictor, voice):
    found = predictor.predict([{"audio": encode_wav(voice(3.0))}])[0]
    assert isinstance(found, Prediction)
    scores = found.tasks["emotion"].scores
    assert set(scores) == set(MODALITY.distress_of)
    assert sum(scores.values()) == pytest.approx(1, abs=1e-5)
    assert found.label == max(scores, key=scores.__getitem__)
    assert found.confidence == pytest.approx(scores[found.label])
    assert found.quality["duration_s"] == pytest.approx(3.0, abs=0.05)


def test_bad_recordings_are_answered_in_their_place(predictor, voice, tmp_path):
    text = tmp_path / "diary.wav"
    text.write_text("dear diary")
    good = {"audio": encode_wav(voice(3.0))}
    silent = {"audio": encode_wav(np.zeros(48_000))}
    found = predictor.predict([good, {"audio": text}, silent, {"audio": b""}, {"audio": 7}, good])
    assert [type(f) for f in found] == [Prediction, *[InputError] * 4, Prediction]
    assert found[0] == found[5]
    assert "silent" in str(found[2])


@pytest.mark.parametrize("variant", MODALITY.variants)
def test_every_variant_answers(tiny_folder, voice, variant):
    found = load(tiny_folder, variant).predict([{"audio": encode_wav(voice(3.0))}])[0]
    assert isinstance(found, Prediction)


def test_the_average_lies_between_its_members(tiny_folder, voice):
    data = [{"audio": encode_wav(voice(3.0))}]
    one, two, both = (load(tiny_folder, v).predict(data)[0] for v in ("sklearn", "keras", "average"))
    for label, score in both.tasks["emotion"].scores.items():
        low, high = sorted(m.tasks["emotion"].scores[label] for m in (one, two))
        assert low - 1e-6 <= score <= high + 1e-6


def test_an_unknown_variant_names_the_known_ones(tiny_folder):
    with pytest.raises(InputError, match=r"'wav2vec'.*average"):
        load(tiny_folder, "wav2vec")


def test_altered_weights_are_refused(tiny_folder, tmp_path):
    folder = shutil.copytree(tiny_folder, tmp_path / "altered")
    with (folder / "sklearn.onnx").open("ab") as file:
        file.write(b"x")
    with pytest.raises(ArtifactRefused, match="not the one that was published"):
        load(folder)


def test_missing_weights_name_the_command_that_makes_them(tmp_path):
    with pytest.raises(ModelNotAvailable, match=r"python train_speech\.py"):
        load(tmp_path)


def test_a_baseline_changes_the_answer_and_is_counted(predictor, voice):
    clip = encode_wav(voice(3.0, pitch_hz=210))
    calm = [encode_wav(voice(3.0, seed=s)) for s in range(3)]
    alone, compared = predictor.predict([{"audio": clip}, {"audio": clip, "voice_baseline": calm}])
    assert compared.quality["baseline_pieces"] == 3
    assert alone.tasks["emotion"].scores != compared.tasks["emotion"].scores


def test_it_is_said_how_much_surer_calm_recordings_make(predictor, voice):
    clip = encode_wav(voice(3.0, pitch_hz=210))
    alone, compared = predictor.predict([{"audio": clip}, {"audio": clip, "voice_baseline": [encode_wav(voice(3.0))]}])
    said = "60 of 100 feelings with calm recordings to compare, and 50 without"
    assert [any(said in note for note in found.notes) for found in (alone, compared)] == [False, True]
    assert alone.quality["right_with_baseline"] == 60


def test_earlier_recordings_of_the_same_person_change_the_answer(predictor, voice):
    clip = encode_wav(voice(3.0, pitch_hz=210))
    earlier = [encode_wav(voice(3.0, seed=s)) for s in range(4)]
    alone, known, bad = predictor.predict(
        [{"audio": clip}, {"audio": clip, "voice_earlier": earlier}, {"audio": clip, "voice_earlier": [b"no sound"]}]
    )
    assert known.quality["earlier_pieces"] == 4
    assert known.tasks["emotion"].scores != alone.tasks["emotion"].scores
    assert bad.tasks == alone.tasks


def test_a_higher_pitch_than_the_baseline_is_said(tiny_folder, voice):
    predictor = load(tiny_folder)
    predictor._models.scaling.difference_deviation[:] = 3.0
    item = {"audio": encode_wav(voice(3.0, pitch_hz=230)), "voice_baseline": [encode_wav(voice(3.0, pitch_hz=120))]}
    cue = next(c for c in predictor.predict([item])[0].evidence if "pitch" in c.text)
    assert "Higher pitch than in your calm recording" in cue.text
    assert cue.feature == "pitch.p50"
    assert cue.weight > 0


def test_a_bad_baseline_clip_is_noted_and_left_out(predictor, voice):
    item = {
        "audio": encode_wav(voice(3.0)),
        "voice_baseline": [encode_wav(voice(3.0, seed=1)), b"no sound", encode_wav(np.zeros(32_000))],
    }
    found = predictor.predict([item])[0]
    assert found.quality["baseline_pieces"] == 1
    assert [note[:15] for note in found.notes if note.startswith("Baseline clip")] == [
        "Baseline clip 2",
        "Baseline clip 3",
    ]


def test_what_is_no_speech_is_no_calm_recording_and_a_poor_one_is_told(predictor, voice):
    tone = 0.2 * np.sin(2 * np.pi * 220 * np.arange(48_000) / 16_000)
    drowned = noise(voice(4.0), 2, 1, np.random.default_rng(0))
    calm = [voice(4.0), tone, make_tune(), np.clip(30 * voice(4.0), -1, 1), drowned, drowned[1:]]
    item = {"audio": encode_wav(voice(3.0)), "voice_baseline": [encode_wav(clip) for clip in calm]}
    found = predictor.predict([item])[0]
    assert found.quality["baseline_pieces"] == 4
    assert {note.partition(".")[0] for note in found.notes if note.startswith("Baseline")} == {
        "Baseline clip 2 was left out: This sounds like a steady tone, not like speech",
        "Baseline clip 3 was left out: This sounds like music or held notes rather than speech",
        "Baseline clips heard less well (4): The recording is too loud and distorted; move away from the microphone or "
        "turn it down",
        "Baseline clips heard less well (5, 6): The recording is noisy; a quieter place would help",
    }


def test_the_recording_itself_is_no_calm_recording_to_compare_it_with(predictor, voice, tmp_path):
    path, other = tmp_path / "voice.wav", encode_wav(voice(3.0, seed=1))
    path.write_bytes(encode_wav(voice(3.0)))
    copy = shutil.copy(path, tmp_path / "copy.wav")
    for audio, calm in ((path, path), (path.read_bytes(), path.read_bytes()), (path, copy), (path.read_bytes(), path)):
        beside, without = predictor.predict(
            [{"audio": audio, "voice_baseline": [calm, other]}, {"audio": audio, "voice_baseline": [other]}]
        )
        assert beside.tasks == without.tasks
        assert "Baseline clip 1 was left out: it is the recording that it would be compared with." in beside.notes


def test_a_name_that_no_file_can_have_is_answered_in_its_place(predictor, voice):
    good = {"audio": encode_wav(voice(3.0))}
    for name in (5000 * "a", "\ud83d.wav", "a\0.wav"):
        bad, noted = predictor.predict([{"audio": name}, good | {"voice_baseline": [name]}])
        assert "no recording named" in str(bad)
        assert any(note.startswith("Baseline clip 1 was left out: There is no recording") for note in noted.notes)


def test_without_one_usable_baseline_clip_the_voice_is_read_alone(predictor, voice):
    clip = encode_wav(voice(3.0))
    alone, bad = predictor.predict([{"audio": clip}, {"audio": clip, "voice_baseline": [b"no sound"]}])
    assert bad.tasks == alone.tasks
    assert any("read without them" in note for note in bad.notes)


def test_a_long_recording_has_an_ordered_timeline_to_its_end(predictor, voice):
    found = predictor.predict([{"audio": encode_wav(voice(65.0))}])[0]
    starts = [s.start for s in found.segments]
    assert starts == sorted(starts)
    assert len(set(starts)) == len(starts) >= 25
    assert found.segments[0].start < 4
    assert found.segments[-1].end == pytest.approx(65, abs=3)


@pytest.mark.parametrize("samples", [16_000, 39_990, 48_000, 75_008, 160_000])
def test_the_timeline_ends_with_the_recording(predictor, voice, samples):
    found = predictor.predict([{"audio": encode_wav(0.1 * voice(11.0)[-samples:])}])[0]
    assert found.segments[-1].end <= found.quality["duration_s"]
    assert found.speech[-1][1] <= found.quality["duration_s"]


def test_a_pause_has_no_segment(predictor, voice):
    quiet = 1e-4 * np.random.default_rng(0).standard_normal(16_000 * 12).astype(np.float32)
    found = predictor.predict([{"audio": encode_wav(np.concatenate([voice(8.0), quiet, voice(8.0)]))}])[0]
    assert not any(s.start >= 9 and s.end <= 19 for s in found.segments)


def hiss(seconds: float, level: float) -> np.ndarray:
    return (level * np.random.default_rng(0).standard_normal(int(seconds * 16_000))).astype(np.float32)


@pytest.mark.parametrize("level", [0, 2e-4, 5e-3])
def test_speech_after_two_minutes_of_quiet_or_noise_is_heard(predictor, voice, level):
    found = predictor.predict([{"audio": encode_wav(np.concatenate([hiss(120, level), voice(32.0)]))}])[0]
    assert isinstance(found, Prediction)
    assert found.segments[0].start >= 116
    assert found.segments[-1].end == pytest.approx(152, abs=4)


@pytest.mark.parametrize("after", [0, 2e-4, 5e-3])
def test_quiet_after_the_speech_is_not_counted_as_speech(predictor, voice, after):
    alone = predictor.predict([{"audio": encode_wav(voice(32.0))}])[0]
    found = predictor.predict([{"audio": encode_wav(np.concatenate([voice(32.0), hiss(100, after)]))}])[0]
    assert found.quality["duration_s"] == 132
    assert found.quality["speech_s"] == pytest.approx(alone.quality["speech_s"], abs=4)


def test_two_minutes_without_a_voice_are_refused(predictor):
    assert "No speech" in str(predictor.predict([{"audio": encode_wav(hiss(130, 5e-3))}])[0])


def test_memory_stays_flat_in_the_length(predictor, voice, tmp_path):
    minute = voice(60.0)
    peaks = []
    for minutes in (2, 12):
        path = tmp_path / f"{minutes}.wav"
        with soundfile.SoundFile(path, "w", 16_000, 1) as file:
            for _ in range(minutes):
                file.write(minute)
        tracemalloc.start()
        assert isinstance(predictor.predict([{"audio": path}])[0], Prediction)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 20e6


def test_a_strange_sound_lowers_the_certainty_and_is_said(tiny_folder, voice):
    predictor = load(tiny_folder)
    clip = [{"audio": encode_wav(voice(4.0))}]
    usual = predictor.predict(clip)[0]
    predictor._models.facts["usual_z"] = 1e-3
    strange = predictor.predict(clip)[0]
    assert strange.certainty < usual.certainty
    assert (usual.quality["verdict"], strange.quality["verdict"]) == ("good", "poor")
    assert any("does not sound like the voices" in note for note in strange.notes)


@pytest.mark.parametrize(("best", "is_doubted"), [(0.3, True), (0.9, False)])
def test_doubt_is_said(predictor, voice, monkeypatch, best, is_doubted):
    rest = (1 - best) / (len(MODALITY.distress_of) - 1)
    row = [best, *[rest] * (len(MODALITY.distress_of) - 1)]
    monkeypatch.setattr(predictor._models, "probabilities", lambda held, rows, person: np.array([row] * len(held)))
    found = predictor.predict([{"audio": encode_wav(voice(5.0))}])[0]
    assert found.confidence == pytest.approx(best)
    assert any("cannot tell" in note for note in found.notes) is is_doubted


def test_stereo_44_khz_and_mono_16_khz_give_the_same_answer(predictor, voice):
    samples = voice(3.0, rate_hz=44_100)
    buffer = io.BytesIO()
    soundfile.write(buffer, np.stack([samples] * 2, 1), 44_100, format="WAV", subtype="FLOAT")
    mono = io.BytesIO()
    soundfile.write(mono, samples, 44_100, format="WAV", subtype="FLOAT")
    one, two = predictor.predict([{"audio": buffer.getvalue()}, {"audio": mono.getvalue()}])
    assert one.distress == pytest.approx(two.distress, abs=1e-3)


def test_a_clipped_recording_is_doubted_as_much_at_48_khz_in_stereo(predictor, voice):
    found = []
    for rate_hz, channels in ((16_000, 1), (48_000, 2)):
        loud = np.clip(30 * voice(5.0, rate_hz=rate_hz), -1, 1)
        found += predictor.predict([{"audio": encode_wav(np.stack([loud] * channels, 1), rate_hz)}])
    assert all(any("too loud" in note for note in f.notes) for f in found)
    assert found[1].quality["clipped_share"] == pytest.approx(found[0].quality["clipped_share"], rel=0.3)


def test_describe_names_version_variant_and_digests(predictor):
    facts = predictor.describe()
    assert facts["version"] == "tiny"
    assert facts["variant"] == "average"
    assert all(len(digest) == 64 for digest in facts["files"].values())


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The baseline clips that were measured, in order."""
    clips: list[bytes] = []
    monkeypatch.setattr(baseline, "read", lambda clip, most_s: clips.append(clip) or read(clip, most_s))
    return clips


def test_a_baseline_clip_is_measured_once_even_if_others_join_it(predictor, voice, measured):
    first, second = (encode_wav(voice(3.0, seed=s)) for s in (2, 3))
    item = {"audio": encode_wav(voice(2.0)), "voice_memory": {}}
    predictor.predict([item | {"voice_baseline": [first]}])
    found = predictor.predict([item | {"voice_earlier": [first, second]}])[0]
    assert measured == [first, second]
    assert found == predictor.predict([{"audio": item["audio"], "voice_earlier": [first, second]}])[0]


def test_a_voice_is_forgotten_with_the_memory_that_was_given(predictor, voice, measured):
    clip, memory = encode_wav(voice(3.0, seed=2)), {}
    item = {"audio": encode_wav(voice(2.0)), "voice_baseline": [clip], "voice_memory": memory}
    predictor.predict([item, item])
    assert measured == [clip]
    memory.clear()
    predictor.predict([item, item])
    assert measured == [clip] * 2


def test_no_voice_is_remembered_after_a_batch(predictor, voice, measured):
    item = {"audio": encode_wav(voice(2.0)), "voice_baseline": [encode_wav(voice(3.0, seed=2))]}
    for calls in (1, 2):
        predictor.predict([item, item])
        assert len(measured) == calls


def test_people_in_one_batch_are_not_mixed(predictor, voice):
    clip = encode_wav(voice(2.0))
    people = [{"audio": clip, "voice_baseline": [encode_wav(voice(3.0, pitch_hz=hz))]} for hz in (110, 150, 220)]
    assert predictor.predict(people * 2) == [predictor.predict([one])[0] for one in people] * 2


def test_a_pause_in_a_baseline_clip_is_no_calm_voice(predictor, voice):
    hush = 1e-4 * np.random.default_rng(0).standard_normal(6 * 16_000).astype(np.float32)
    spoken, paused = voice(6.0), np.concatenate([voice(6.0), hush])
    item = {"audio": encode_wav(voice(2.0))}
    (alone,), (after,) = (predictor.predict([item | {"voice_baseline": [encode_wav(c)]}]) for c in (spoken, paused))
    assert alone.quality["baseline_pieces"] == after.quality["baseline_pieces"] == 2


def test_only_the_first_minute_of_a_long_baseline_clip_is_held(predictor, voice, tmp_path):
    path, minute = tmp_path / "long.wav", voice(60.0)
    with soundfile.SoundFile(path, "w", 16_000, 1) as file:
        for _ in range(15):
            file.write(minute)
    item = {"audio": encode_wav(voice(2.0)), "voice_baseline": [path]}
    tracemalloc.start()
    found = predictor.predict([item])[0]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.quality["baseline_pieces"] == 20
    assert peak < 60e6
