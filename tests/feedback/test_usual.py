"""The person's own range: calm when nothing changes, awake when something does."""

from __future__ import annotations

import random

import pytest

from feedback.moods import by_week, mean_strength, stands_out
from feedback.usual import change, usual_range
from feedback.weeks import by_day, weekly
from tests.feedback.histories import checkin, checkins


def test_fewer_than_seven_check_ins_are_no_habit() -> None:
    assert usual_range([0.3] * 6) is None
    assert change([0.3] * 7) is None
    assert usual_range([0.3] * 7) is not None


def test_the_range_holds_median_and_quartiles() -> None:
    usual = usual_range([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
    assert usual is not None
    assert (usual.q1, usual.median, usual.q3) == pytest.approx((0.3, 0.5, 0.7))
    assert 0.0 < usual.low < usual.q1
    assert usual.q3 < usual.high < 1.0


def test_only_the_last_twenty_eight_count() -> None:
    assert usual_range([0.9] * 50 + [0.2] * 28) == usual_range([0.2] * 28)


def test_one_wild_day_hardly_moves_the_range() -> None:
    calm = [0.2, 0.25, 0.3, 0.22, 0.28, 0.24, 0.26, 0.27, 0.23, 0.21]
    before, after = usual_range(calm), usual_range([*calm, 0.99])
    assert before is not None
    assert after is not None
    assert after.high - before.high < 0.08


def test_a_hard_day_after_calm_ones_stands_out_and_an_ordinary_one_does_not() -> None:
    calm = [0.2, 0.25, 0.3, 0.22, 0.28, 0.24, 0.26, 0.27, 0.23, 0.21]
    hard, same, easy = (change([*calm, value]) for value in (0.8, 0.25, 0.02))
    assert hard is not None
    assert same is not None
    assert easy is not None
    assert (hard.place, same.place, easy.place) == ("above", "usual", "below")
    assert hard.z > 3 > abs(same.z)
    assert hard.usual == usual_range(calm)  # the day itself does not widen what it is held against
    assert hard.points == pytest.approx(0.8 - 0.245)


def test_values_at_the_edges_are_no_trouble() -> None:
    for value in (0.0, 1.0):
        found = change([value] * 10)
        assert found is not None
        assert found.place == "usual"


@pytest.mark.parametrize("count", [7, 10, 14, 28])
def test_about_one_steady_day_in_ten_lies_outside(count: int) -> None:
    rng = random.Random(7)
    outside = 0
    for _ in range(3000):
        days = [1 / (1 + 2.718 ** -rng.gauss(-0.5, 0.6)) for _ in range(count + 1)]
        found = change(days)
        assert found is not None
        outside += found.place != "usual"
    assert 0.07 < outside / 3000 < 0.13


def test_a_day_with_two_check_ins_takes_their_middle_by_the_persons_clock() -> None:
    late = checkin(0.6, day=0.64)  # 23:52 there, 21:52 in UTC
    days = by_day([checkin(0.2, day=0), late, checkin(0.5, day=1)])
    assert list(days.values()) == pytest.approx([0.4, 0.5])


def test_weeks_that_climb_are_called_rising() -> None:
    trend = weekly(checkins([0.2 + 0.01 * i for i in range(49)]))
    assert trend.direction == "rising"
    assert trend.per_week == pytest.approx(0.07)
    assert [w.count for w in trend.weeks] == [7] * 7
    assert trend.weeks[0].monday.weekday() == 0


def test_weeks_that_ease_are_called_falling_and_flat_ones_steady() -> None:
    assert weekly(checkins([0.8 - 0.01 * i for i in range(49)])).direction == "falling"
    assert weekly(checkins([0.3, 0.5] * 28)).direction == "steady"


def test_three_weeks_are_too_few_to_tell() -> None:
    assert weekly(checkins([0.1 * (i // 7) for i in range(21)])).direction == "unknown"
    assert weekly([]).direction == "unknown"


def test_a_gap_of_weeks_does_not_steepen_the_slope() -> None:
    dense = checkins([0.2, 0.3, 0.4, 0.5], step_days=7)
    gap = [*dense[:2], checkin(0.5, day=21), checkin(0.6, day=28)]
    assert weekly(gap).per_week == pytest.approx(weekly(dense).per_week)


def test_moods_by_week_names_the_strongest_and_counts_absence_as_nothing() -> None:
    days = [checkin(0.3, day=i, moods={"tired": 0.8, "calm": 0.2} if i < 7 else {"calm": 0.4}) for i in range(14)]
    weeks = by_week(days, most=2)
    assert list(weeks) == ["tired", "calm"]
    assert list(weeks["tired"].values()) == pytest.approx([0.8, 0.0])
    assert list(weeks["calm"].values()) == pytest.approx([0.2, 0.4])


def test_check_ins_without_moods_do_not_pull_them_down() -> None:
    days = [checkin(0.3, day=i, moods={"tired": 0.8} if i % 2 else {}) for i in range(7)]
    assert list(by_week(days)["tired"].values()) == pytest.approx([0.8])
    assert by_week([checkin(0.3, moods={})]) == {}
    assert mean_strength(days) == pytest.approx({"tired": 0.8})
    assert mean_strength([]) == {}


def test_a_mood_far_above_its_usual_strength_stands_out() -> None:
    calm = [checkin(0.3, day=i, moods={"tired": 0.1 + 0.01 * (i % 4), "calm": 0.6}) for i in range(14)]
    assert stands_out([*calm, checkin(0.3, day=15, moods={"tired": 0.9, "calm": 0.6})]) == "tired"
    assert stands_out([*calm, checkin(0.3, day=15, moods={"tired": 0.12, "calm": 0.6})]) is None
    assert stands_out([*calm, checkin(0.3, day=15, moods={})]) is None
    assert stands_out([]) is None


def test_steady_moods_seldom_stand_out() -> None:
    rng = random.Random(3)
    names = ["tired", "calm", "anxious", "hopeful", "sad", "proud"]
    named = 0
    for _ in range(200):
        days = [checkin(0.3, day=i, moods={n: min(1.0, rng.betavariate(2, 6)) for n in names}) for i in range(29)]
        named += stands_out(days) is not None
    assert named / 200 < 0.15
