"""Any recording can be read, and what cannot is refused in words."""

import io
import struct
import time
import tracemalloc
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from core.errors import InputError
from speech_model.audio import AudioStream, encode_wav, read


def encoded(samples: np.ndarray, rate_hz: int, container: str, subtype: str | None = None) -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, samples, rate_hz, format=container, subtype=subtype)
    return buffer.getvalue()


def through_av(samples: np.ndarray, rate_hz: int, container: str, codec: str, layout: str = "mono") -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as out:
        stream = out.add_stream(codec, rate=rate_hz, layout=layout)
        sound = av.AudioFrame.from_ndarray(samples[None].astype(np.float32), format="fltp", layout="mono")
        sound.sample_rate = rate_hz
        resampler = av.AudioResampler(format=stream.format, layout=layout, rate=rate_hz)
        for frame in [*resampler.resample(sound), *resampler.resample(None)]:
            for packet in stream.encode(frame):
                out.mux(packet)
        for packet in stream.encode(None):
            out.mux(packet)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("container", "subtype"),
    [
        ("WAV", "PCM_U8"),
        ("WAV", "PCM_16"),
        ("WAV", "PCM_24"),
        ("WAV", "FLOAT"),
        ("WAV", "DOUBLE"),
        ("WAV", "ULAW"),
        ("FLAC", None),
        ("OGG", "VORBIS"),
        ("OGG", "OPUS"),
        ("MP3", None),
        ("AIFF", None),
    ],
)
def test_every_usual_format_gives_the_same_three_seconds(voice, container, subtype):
    samples = voice(3.0)
    found = read(encoded(samples, 16_000, container, subtype))
    assert found.duration_s == pytest.approx(3.0, abs=0.15)
    assert found.samples.dtype == np.float32
    assert np.sqrt((found.samples**2).mean()) == pytest.approx(np.sqrt((samples**2).mean()), rel=0.1)


@pytest.mark.parametrize(("container", "codec"), [("mp4", "aac"), ("adts", "aac"), ("webm", "libopus")])
def test_what_phones_and_browsers_record_is_read(voice, container, codec):
    found = read(through_av(voice(3.0, rate_hz=48_000), 48_000, container, codec))
    assert found.duration_s == pytest.approx(3.0, abs=0.2)
    assert float(np.abs(found.samples).max()) > 0.1


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000])
def test_every_rate_becomes_16_khz_with_pitch_intact(rate_hz):
    tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(2 * rate_hz) / rate_hz)
    samples = read(encoded(tone, rate_hz, "WAV")).samples
    assert len(samples) == pytest.approx(32_000, abs=200)
    assert np.abs(np.fft.rfft(samples)).argmax() / len(samples) * 16_000 == pytest.approx(440, abs=1)


@pytest.mark.parametrize("channels", [1, 2, 3, 6, 8])
def test_channels_are_mixed_to_one(voice, channels):
    samples = np.tile(voice(1.0)[:, None], channels)
    assert np.allclose(read(encoded(samples, 16_000, "WAV")).samples, voice(1.0), atol=2e-4)


def test_channels_of_opposite_sign_do_not_cancel(voice):
    samples = np.stack([voice(1.0), -voice(1.0)], axis=1)
    assert float(np.abs(read(encoded(samples, 16_000, "WAV")).samples).max()) > 0.1


@pytest.mark.parametrize(("offset", "noise"), [(0.3, 0.0), (0.0, 0.02), (0.3, 0.02)])
def test_neither_an_offset_nor_noise_hides_that_channels_cancel(voice, offset, noise):
    rng, loud = np.random.default_rng(0), voice(3.0)
    samples = np.stack([loud, -loud], axis=1) + offset + noise * rng.standard_normal((len(loud), 2))
    found = read(encoded(samples, 16_000, "WAV", "FLOAT")).samples
    assert abs(np.corrcoef(found, loud)[0, 1]) > 0.8


def test_channels_that_have_nothing_in_common_are_mixed():
    samples = 0.1 * np.random.default_rng(0).standard_normal((16_000, 4))
    assert np.allclose(read(encoded(samples, 16_000, "WAV", "FLOAT")).samples, samples.mean(1), atol=1e-6)


def test_blocks_add_up_to_the_whole(voice):
    data = encoded(voice(95.0), 22_050, "WAV")
    blocks = list(AudioStream(data))
    assert len(blocks) > 2
    assert np.allclose(np.concatenate(blocks), read(data).samples)


@pytest.mark.parametrize("rate_hz", [16_000, 22_050])
def test_only_the_start_of_a_recording_is_read_when_no_more_is_asked_for(voice, rate_hz):
    data = encoded(voice(70.0, rate_hz=rate_hz), rate_hz, "WAV")
    start = read(data, 40.0)
    assert start.duration_s == 40
    assert np.array_equal(start.samples, read(data).samples[: 40 * 16_000])
    assert len(read(encode_wav(voice(3.0)), 40.0).samples) == 48_000


def test_many_channels_at_a_high_rate_take_no_more_memory_than_few(voice):
    data = encoded(np.tile(voice(20.0, rate_hz=96_000)[:, None], 16), 96_000, "WAV")
    tracemalloc.start()
    assert sum(map(len, AudioStream(data))) == 20 * 16_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100e6


def clipped_share(samples: np.ndarray, rate_hz: int) -> float:
    stream = AudioStream(encoded(samples, rate_hz, "WAV"))
    assert sum(map(len, stream))
    return stream.clipping.share


@pytest.mark.parametrize("rate_hz", [8_000, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("gains", [(1.0,), (1.0, 1.0), (0.3, 1.0)])
def test_what_was_cut_off_is_seen_at_every_rate_and_in_every_channel(voice, rate_hz, gains):
    loud = np.clip(30 * voice(5.0, rate_hz=rate_hz), -1, 1)
    expected = clipped_share(np.clip(30 * voice(5.0), -1, 1), 16_000)
    assert expected > 0.05
    assert clipped_share(np.outer(loud, gains), rate_hz) == pytest.approx(expected, rel=0.3)


@pytest.mark.parametrize("rate_hz", [16_000, 48_000])
def test_the_faintest_noise_before_or_after_a_voice_is_not_cut_off(voice, rate_hz):
    dither = np.random.default_rng(0).integers(-1, 2, 35 * rate_hz) / 32_768
    clean = voice(5.0, rate_hz=rate_hz)
    for parts in ((dither, clean), (clean, dither)):
        assert clipped_share(np.concatenate(parts), rate_hz) < 1e-4


def test_samples_that_are_not_numbers_become_silence_with_a_note(voice):
    samples = voice(2.0)
    samples[1000:1100] = np.nan
    samples[2000] = np.inf
    found = read(encoded(samples, 16_000, "WAV", "FLOAT"))
    assert np.isfinite(found.samples).all()
    assert "not numbers" in found.notes[0]


def test_a_recording_of_nan_is_refused():
    with pytest.raises(InputError, match="damaged"):
        read(encoded(np.full(32_000, np.nan, np.float32), 16_000, "WAV", "FLOAT"))


@pytest.mark.parametrize("content", [b"Dear diary, today was fine.\n" * 500, b"RIFF", b"\x00" * 5000, b"ID3", b"{}"])
def test_what_is_not_audio_is_refused_in_words(tmp_path, content):
    path = tmp_path / "voice.wav"
    path.write_bytes(content)
    with pytest.raises(InputError, match="not a recording that can be read"):
        read(path)


def test_random_bytes_never_raise_anything_but_an_input_error():
    rng = np.random.default_rng(0)
    for start in (b"RIFF\x00\x00\x00\x00WAVEfmt ", b"fLaC", b"OggS", b"\xff\xfb\x90", b"\x1aE\xdf\xa3", b""):
        with pytest.raises(InputError):
            read(start + rng.bytes(300))


def test_an_empty_file_is_refused(tmp_path):
    path = tmp_path / "empty.wav"
    path.touch()
    for source in (path, b"", encoded(np.zeros(0), 16_000, "WAV")):
        with pytest.raises(InputError, match="empty"):
            read(source)


def test_a_fifth_of_a_second_is_too_short_and_says_how_long_it_is(voice):
    with pytest.raises(InputError, match=r"0\.2 seconds.*three seconds"):
        read(encode_wav(voice(0.2)))


def test_a_missing_file_is_named_without_its_folders(tmp_path):
    with pytest.raises(InputError, match=r"no recording named 'gone\.wav'") as error:
        read(tmp_path / "gone.wav")
    assert str(tmp_path) not in str(error.value)


@pytest.mark.parametrize("container", ["WAV", "FLAC", "MP3"])
def test_a_file_that_ends_early_is_used_as_far_as_it_goes_and_says_so(voice, container, tmp_path):
    whole = encoded(voice(6.0), 16_000, container)
    path = Path(tmp_path / f"cut.{container.lower()}")
    path.write_bytes(whole[: len(whole) // 2])
    found = read(path)
    assert 1.5 < found.duration_s < 4.5
    assert any("ends early" in note for note in found.notes)


@pytest.mark.parametrize("junk", [100, 65_490, 65_500, 65_506, 200_000])
def test_a_wav_is_read_however_much_stands_before_its_header(voice, junk):
    plain = encode_wav(voice(3.0))
    wide = plain[:12] + b"JUNK" + struct.pack("<I", junk) + bytes(junk) + plain[12:]
    assert np.array_equal(read(wide).samples, read(plain).samples)
    assert read(wide).notes == ()
    assert any("ends early" in note for note in read(wide[: len(wide) - len(plain) // 2]).notes)


@pytest.mark.parametrize("size", [0, 0x7FFFF000, 0x80000000, 0xFFFFFFFF])
def test_a_wav_that_was_streamed_is_read_to_its_end_without_a_warning(voice, size):
    plain = encode_wav(voice(3.0))
    streamed = plain[:4] + struct.pack("<I", size) + plain[8:40] + struct.pack("<I", size) + plain[44:]
    found = read(streamed)
    assert np.allclose(found.samples, read(plain).samples, atol=1e-6)
    assert found.notes == ()


def test_a_flac_that_was_streamed_is_read_to_its_end_without_a_warning(voice):
    plain = bytearray(encoded(voice(2.9), 16_000, "FLAC"))
    plain[21:26] = bytes([plain[21] & 0xF0, 0, 0, 0, 0])  # how many samples there are
    found = read(bytes(plain))
    assert found.duration_s == pytest.approx(2.9, abs=1e-3)
    assert found.notes == ()


def test_one_damaged_packet_does_not_end_a_recording(voice):
    data = bytearray(through_av(voice(6.0, rate_hz=48_000), 48_000, "adts", "aac"))
    place = data.index(data[:2], len(data) // 3) + 7
    data[place : place + 40] = bytes(40 * [0xFF])
    found = read(bytes(data))
    assert found.duration_s > 5.5
    assert any("is damaged" in note for note in found.notes)


def test_a_pause_before_the_speech_does_not_make_an_aac_file_end_early(voice):
    samples = np.concatenate([np.zeros(10 * 48_000), voice(5.0, rate_hz=48_000)])
    assert read(through_av(samples, 48_000, "adts", "aac")).notes == ()


@pytest.mark.parametrize("second", [(48_000, "stereo"), (44_100, "mono")])
def test_another_recording_in_the_same_file_is_left_out_with_a_note(voice, second):
    rate_hz, layout = second
    first = through_av(voice(2.0, rate_hz=48_000), 48_000, "adts", "aac")
    found = read(first + through_av(voice(2.0, rate_hz=rate_hz), rate_hz, "adts", "aac", layout))
    assert found.duration_s == pytest.approx(2.0, abs=0.1)
    assert any("ends early" in note for note in found.notes)


def test_a_list_of_other_files_is_no_recording(voice, tmp_path):
    (tmp_path / "secret.wav").write_bytes(encode_wav(voice(3.0)))
    path = tmp_path / "voice.wav"
    path.write_text("ffconcat version 1.0\nfile secret.wav\n")
    with pytest.raises(InputError, match="not a recording that can be read"):
        read(path)


def test_no_recording_makes_the_program_listen_on_the_network():
    session = b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 50004 RTP/AVP 0\r\n"
    started = time.monotonic()
    with pytest.raises(InputError, match="not a recording that can be read"):
        read(session)
    assert time.monotonic() - started < 10  # FFmpeg waits 20 seconds for someone to send sound.


def test_a_whole_file_has_no_notes(voice):
    for container in ("WAV", "FLAC", "MP3", "OGG"):
        assert read(encoded(voice(3.0), 16_000, container)).notes == ()


def test_bytes_and_path_are_read_alike(voice, tmp_path):
    data = encode_wav(voice(2.0))
    path = tmp_path / "voice.wav"
    path.write_bytes(data)
    assert np.array_equal(read(data).samples, read(path).samples)


def test_samples_without_a_header_are_refused_in_words_and_a_wav_by_that_name_is_read(voice, tmp_path):
    path = tmp_path / "voice.raw"
    path.write_bytes(encode_wav(voice(2.0))[44:])
    with pytest.raises(InputError, match="not a recording that can be read"):
        read(path)
    path.write_bytes(encode_wav(voice(2.0)))
    assert np.allclose(read(path).samples, voice(2.0), atol=2e-4)


def test_something_else_than_path_or_bytes_is_refused():
    with pytest.raises(InputError, match="path or bytes, got int"):
        read(7)


def test_a_cut_off_webm_is_used_and_a_cut_off_m4a_is_refused_in_words(voice):
    webm = through_av(voice(6.0, rate_hz=48_000), 48_000, "webm", "libopus")
    assert 1.0 < read(webm[: len(webm) // 2]).duration_s < 5.0
    m4a = through_av(voice(6.0, rate_hz=48_000), 48_000, "mp4", "aac")
    with pytest.raises(InputError, match="not a recording that can be read"):
        read(m4a[: len(m4a) // 2])
