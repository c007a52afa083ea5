"""Charts are pure functions: the same values give the same figure, and the figure says what the values say."""

import base64
import datetime as dt
import json
import re

import pytest

from core.types import RiskAssessment
from fusion.late import assess
from tests.ui.reports import crisis_signal, speech_prediction, text_prediction
from ui.charts import CONFIG, contribution_bars, probability_bars, waterfall
from ui.charts.bars import moved, percent, signed
from ui.charts.gauge import gauge
from ui.charts.moods import apart, mood_lines
from ui.tokens import DARK, LIGHT, feeling_colour

LIMITS = (0.42, 0.78)


def _picture(risk: RiskAssessment | None) -> str:
    (data,) = re.findall(r'base64,([^"]+)"', gauge(risk, LIMITS, LIGHT, ""))
    return base64.b64decode(data).decode()


def _shapes(risk: RiskAssessment | None) -> int:
    return len(re.findall("<poly", _picture(risk)))


def test_gauge_names_all_three_bands_also_without_a_result() -> None:
    assert re.findall(r"aria-hidden=\"true\">(\w+)</span>", gauge(None, LIMITS, LIGHT, "")) == [
        "Low",
        "Moderate",
        "High",
    ]


def test_gauge_says_in_words_what_it_shows() -> None:
    assert 'aria-label="It is &lt;so&gt;."' in gauge(None, LIMITS, LIGHT, "It is <so>.")


def _risk(score: float, *, undecided: bool = False) -> RiskAssessment:
    level = "low" if score < LIMITS[0] else "moderate" if score < LIMITS[1] else "high"
    around = (max(0.0, score - 0.1), min(1.0, score + 0.1))
    return RiskAssessment(
        level, score, around, {"text": score - 0.3}, False, False, ("Why.",), 0.3, (level,), undecided
    )


def test_gauge_sets_the_band_of_the_result_apart_by_more_than_colour() -> None:
    assert re.findall(r"at-here\" aria-hidden=\"true\">(\w+)<", gauge(_risk(0.9), LIMITS, LIGHT, "")) == ["High"]


def test_gauge_has_a_needle_only_when_it_can_tell() -> None:
    assert _shapes(None) == 3
    assert _shapes(_risk(0.6)) == 3 + 3, "an arc, a needle and its hub"
    assert _shapes(_risk(0.6, undecided=True)) == 3 + 1, "an arc alone"


def _tip(risk: RiskAssessment) -> float:
    """Where the needle ends, left to right: it is the shape before the last."""
    points = re.findall(r'points="([^"]+)"', _picture(risk))[-2]
    return float(points.split()[1].split(",")[0])


def test_needle_moves_right_as_distress_grows() -> None:
    tips = [_tip(_risk(score)) for score in (0.05, 0.6, 0.95)]
    assert tips == sorted(tips)
    assert tips[0] < 50 < 140 < tips[2]


def test_gauge_takes_the_colours_of_the_theme() -> None:
    dark = gauge(_risk(0.6), LIMITS, DARK, "")
    assert dark != gauge(_risk(0.6), LIMITS, LIGHT, "")
    assert DARK.ink in base64.b64decode(re.findall(r'base64,([^"]+)"', dark)[0]).decode()


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_chart_is_transparent_and_has_no_legend(palette) -> None:
    risk = assess([text_prediction(), speech_prediction()])
    parts = dict(risk.contributions)
    for figure in (waterfall(risk.prior, parts, risk.score, palette),):
        assert figure.layout.paper_bgcolor == "rgba(0,0,0,0)"
        assert figure.layout.showlegend is False
        assert figure.layout.font.color == palette.ink
        json.dumps(figure.to_plotly_json(), default=list)
    assert CONFIG["displayModeBar"] is False


def _rows(found: str) -> list[tuple[str, ...]]:
    """Name, place and length in percent of the width, colour, value in words."""
    return re.findall(r'name">([^<]*)<.*?left:([\d.]+)%;width:([\d.]+)%;background:(#\w+)".*?said">([^<]*)<', found)


def test_probability_bars_put_the_likeliest_first_and_write_the_value_beside_it() -> None:
    rows = _rows(probability_bars({"neutral": 0.1, "anxiety": 0.7, "stress": 0.2}, LIGHT, feelings=False))
    assert [(name, length, said) for name, _, length, _, said in rows] == [
        ("Anxiety", "70.00", "70 %"), ("Stress", "20.00", "20 %"), ("Neutral", "10.00", "10 %"),
    ]  # fmt: skip


def test_a_feeling_has_one_colour_in_text_and_voice() -> None:
    text = _rows(probability_bars({"sadness": 0.6, "joy": 0.4}, LIGHT, feelings=True))
    voice = _rows(probability_bars({"sadness": 0.2, "fear": 0.8}, DARK, feelings=True))
    assert text[0][3] == voice[1][3] == feeling_colour("sadness")


def test_what_lowers_the_result_reaches_left_of_what_raises_it() -> None:
    (_, up, _, _, raised), (_, down, length, _, lowered) = _rows(contribution_bars({"a": 0.3, "b": -0.1}, LIGHT))
    assert float(down) + float(length) == pytest.approx(float(up), abs=0.01)
    assert (raised, lowered) == ("+30", "\N{MINUS SIGN}10")


def test_a_name_on_a_bar_stays_words() -> None:
    assert "<b>" not in contribution_bars({"<b>x": 0.3}, LIGHT)


def test_feelings_of_the_voice_differ_in_colour() -> None:
    labels = ["anger", "disgust", "fear", "happiness", "neutral", "sadness", "calm", "surprise"]
    assert len({feeling_colour(label) for label in labels}) == len(labels)


def test_waterfall_starts_at_the_prior_and_ends_at_the_score() -> None:
    risk = assess([text_prediction(0.9, (crisis_signal(),)), speech_prediction(0.1)])
    bars = waterfall(risk.prior, dict(risk.contributions), risk.score, LIGHT).data[0]
    assert bars.y[0] == pytest.approx(100 * risk.prior)
    assert sum(bars.y[:-1]) == pytest.approx(bars.y[-1])


@pytest.mark.parametrize(("value", "said"), [(0.0, "0 %"), (0.001, "under 1 %"), (0.427, "43 %"), (0.999, "over 99 %")])
def test_probabilities_are_rounded_to_what_they_are_worth(value: float, said: str) -> None:
    assert percent(value) == said


def test_points_carry_their_sign_and_their_meaning() -> None:
    assert [signed(p) for p in (16.2, -3.6, 0.2)] == ["+16", "\N{MINUS SIGN}4", "0"]
    assert moved(-3.6) == "lowered the signal by 4 of 100"
    assert moved(0.2) == "hardly changed the result"


def test_labels_of_lines_that_end_together_are_pushed_apart() -> None:
    assert apart([0.1, 0.11, 0.5], 0.1) == pytest.approx([0.1, 0.2, 0.5])
    assert apart([], 0.1) == []


def test_each_mood_has_a_line_with_its_name_at_the_end() -> None:
    weeks = {dt.date(2026, 9, 7) + dt.timedelta(weeks=i): 0.1 * i for i in range(4)}
    fig = mood_lines({"tired": weeks, "calm": weeks}, LIGHT)
    assert [trace.name for trace in fig.data] == ["Tired", "Calm"]
    assert fig.data[0].line.dash != fig.data[1].line.dash
    assert {a.text for a in fig.layout.annotations} == {"Tired", "Calm"}
