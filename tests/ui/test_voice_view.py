"""The pictures and the strip of a recording."""

import pytest

from core.types import Segment
from tests.ui.reports import speech_prediction
from ui.charts.voice import distress_along, spectrogram, waveform
from ui.tokens import DARK, LIGHT, feeling_colour, ink_on
from ui.views.timeline import as_table, distress, spoken, stretches, timeline


def test_the_strip_covers_the_recording_without_gap_or_overlap() -> None:
    overlapping = [Segment(0, 3, "calm", 0.5, 0.1), Segment(2, 5, "fear", 0.5, 0.8), Segment(4, 7, "fear", 0.5, 0.8)]
    html = timeline(overlapping, 7.0)
    assert "left:0.00%;width:35.71%" in html
    assert "left:35.71%;width:28.57%" in html
    assert "left:64.29%;width:35.71%" in html


APART = [Segment(0, 4, "sadness", 0.6, 0.7), Segment(64, 68, "happiness", 0.6, 0.2)]


def test_a_pause_is_no_feeling_on_the_strip() -> None:
    html = timeline(APART, 80.0)
    assert "left:0.00%;width:5.00%" in html
    assert "left:80.00%;width:5.00%" in html
    assert "0.0 to 4.0 s: Sadness, 60" in html
    assert 'title="4.0 to 64.0 s: Pause"' in html


def test_the_distress_signal_stands_below_the_strip_with_the_same_pauses() -> None:
    spans = [(start, end, segment.distress) for segment, start, end in stretches(APART, 80.0)]
    figure = distress_along(spans, 80.0, LIGHT)
    (bars,) = figure.data
    assert [(x - w / 2, x + w / 2, y) for x, w, y in zip(bars.x, bars.width, bars.y, strict=True)] == [
        (0, 4, 70),
        (64, 68, 20),
    ]
    assert bars.customdata[0] == "0.0 to 4.0 s<br>70 of 100"
    assert tuple(figure.layout.xaxis.range) == (0, 80.0)
    assert "between 20 and 70;" in distress(APART)


@pytest.mark.parametrize("segments", [[], APART[:1]])
def test_one_stretch_or_none_has_a_strip(segments: list[Segment]) -> None:
    assert timeline(segments, 0.0 if not segments else 4.0)


def test_a_stretch_without_a_likely_feeling_is_not_called_by_one() -> None:
    segments = [Segment(0, 3, "anger", 0.31, 0.4), Segment(3, 6, "sadness", 0.6, 0.7)]
    assert "Not clear from 0 to 3 s, Sadness from 3 to 6 s" in spoken(segments)
    strip = timeline(segments, 6.0)
    assert ">Not clear<" in strip
    assert ">Anger<" not in strip
    assert "Anger" in as_table(segments)


def test_half_of_two_feelings_is_a_coin_and_no_feeling() -> None:
    segments = [Segment(0, 3, "anger", 0.51, 0.4), Segment(3, 6, "calm", 0.7, 0.2)]
    assert "Not clear from 0 to 3 s, Calm from 3 to 6 s" in spoken(segments, labels=2)
    assert ">Anger<" not in timeline(segments, 6.0, labels=2)
    assert ">Anger<" in timeline(segments, 6.0)


def test_the_strip_has_words_and_a_table() -> None:
    segments = speech_prediction().segments
    assert "Sadness from 2 to 5 s" in spoken(segments)
    assert "<caption>" in as_table(segments)
    assert "2.5 to 5.0 s" in as_table(segments)


@pytest.mark.parametrize("label", ["anger", "disgust", "fear", "happiness", "neutral", "sadness", "calm", "surprise"])
def test_names_on_the_strip_can_be_read(label: str) -> None:
    def luminance(colour: str) -> float:
        channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    ground = feeling_colour(label)
    light, dark = sorted((luminance(ground), luminance(ink_on(ground))), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_waveform_marks_speech_and_keeps_the_length() -> None:
    figure = waveform([-0.1, -0.5], [0.2, 0.4], 3.0, [(0.5, 1.5), (2.0, 2.5)], LIGHT)
    assert [(s.x0, s.x1) for s in figure.layout.shapes] == [(0.5, 1.5), (2.0, 2.5)]
    assert tuple(figure.layout.xaxis.range) == (0, 3.0)


def test_spectrogram_names_frequencies_that_it_covers() -> None:
    figure = spectrogram([[0.0, -20.0]] * 4, 1.0, [200.0, 600.0, 1200.0, 2500.0], DARK)
    assert list(figure.layout.yaxis.ticktext) == ["250 Hz", "500 Hz", "1,000 Hz", "2,000 Hz"]
