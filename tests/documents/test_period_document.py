"""What the document of a period says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from documents.blocks import Heading, Help, Table
from documents.drawing import Label, Shape
from documents.html import to_html
from documents.period import period_document
from documents.trend import trend_chart
from tests.documents.subjects import NOW, SECRET, SETTING, At, Band, Direction, period

CALM = [0.2, 0.3, 0.25, 0.4, 0.22, 0.31, 0.28, 0.24]


def test_it_says_in_short_what_the_charts_show() -> None:
    said = to_html(period_document(period(CALM), SETTING))
    for part in (
        "8 check-ins on 8 days, from 13 November 2026 to 20 November 2026", "7 low, 1 moderate, 0 high",
        "usual range of the last 28 is 10 to 50 of 100", "below the usual range",
        "falling, by about 3 points a week", "Theil-Sen", "v7", "not a diagnosis",
    ):  # fmt: skip
        assert part in said


def test_too_little_history_is_said_and_not_guessed() -> None:
    few = period([0.2, 0.3], usual=None, place=None, trend=Direction("unknown", 0.0))
    said = to_html(period_document(few, SETTING))
    assert "too few check-ins to say what is usual" in said
    assert "too few weeks" in said


def test_an_empty_period_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        period_document(period([]), SETTING)


def test_one_check_in_is_a_period_too() -> None:
    said = to_html(period_document(period([0.2], usual=None, place=None, trend=Direction("unknown", 0.0)), SETTING))
    assert "1 check-in, on 20 November 2026." in said


def test_help_stands_on_top_after_a_recent_high_and_behind_after_an_old_one() -> None:
    recent = period_document(period([*CALM, 0.9, 0.3]), SETTING)
    assert isinstance(recent.blocks[0], Help)
    old = period_document(period([0.9, *[0.3] * 30]), SETTING)
    assert isinstance(old.blocks[0], Heading)
    assert any(isinstance(b, Help) for b in old.blocks)
    assert not any(isinstance(b, Help) for b in period_document(period(CALM), SETTING).blocks)


def test_notes_are_printed_only_when_chosen() -> None:
    noted = period(CALM)
    noted = replace(noted, moments=[*noted.moments[:-1], At(NOW, 0.3, note=SECRET)])
    assert SECRET not in to_html(period_document(noted, SETTING))
    assert SECRET in to_html(period_document(replace(noted, with_notes=True), SETTING))


def test_a_long_list_is_cut_and_the_cut_is_said() -> None:
    document = period_document(period([0.3] * 400), SETTING)
    tables = [b for b in document.blocks if isinstance(b, Table)]
    assert max(len(t.rows) for t in tables) == 60
    assert "The latest 60 of 400 are listed." in to_html(document)


def test_the_chart_has_a_mark_for_each_known_check_in_and_the_usual_band() -> None:
    moments = [At(NOW + dt.timedelta(days=i), 0.1 * i, (0.0, 1.0), undecided=i == 2) for i in range(9)]
    with_band = trend_chart(moments, Band(), (0.36, 0.64), (482, 210), "says")
    without = trend_chart(moments, None, (0.36, 0.64), (482, 210), "says")
    filled = [p for p in with_band.parts if isinstance(p, Shape) and p.fill]
    assert len(filled) == 8 + 1
    assert len(with_band.parts) == len(without.parts) + 2
    corners = {len(p.points) for p in filled[1:]}
    assert corners == {24, 4, 3}  # disc, diamond, triangle: the level without its colour


def test_higher_scores_stand_higher_and_later_ones_further_right() -> None:
    moments = [At(NOW, 0.1), At(NOW + dt.timedelta(days=1), 0.9)]
    drawing = trend_chart(moments, None, (0.36, 0.64), (482, 210), "says")
    line = next(
        p for p in drawing.parts if isinstance(p, Shape) and not p.fill and len(p.points) == 2 and p.width == 1.1
    )
    (x0, y0), (x1, y1) = line.points
    assert x0 < x1
    assert y0 > y1


def test_nothing_is_drawn_outside_the_paper() -> None:
    document = period_document(period([0.0, 1.0, 0.5] * 90), SETTING)
    for block in document.blocks:
        if not hasattr(block, "drawing"):
            continue
        drawing = block.drawing
        for part in drawing.parts:
            points = [part.at] if isinstance(part, Label) else part.points
            assert all(-0.5 <= x <= drawing.width + 0.5 and -0.5 <= y <= drawing.height + 0.5 for x, y in points)


def test_every_version_that_took_part_is_named_and_only_a_known_digest() -> None:
    mixed = period(CALM)
    moments = [replace(m, models={"text": "v7" if i > 3 else "v5"}) for i, m in enumerate(mixed.moments)]  # type: ignore[type-var]
    document = period_document(replace(mixed, moments=moments), SETTING)
    table = next(b for b in reversed(document.blocks) if isinstance(b, Table))
    assert table.rows == (("Writing", "v5", "–"), ("Writing", "v7", ("ab" * 32)[:24]))
