"""The document of a period: in short, the scores over time, day by day, feelings, every check-in, limits and method."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from documents.bars import share_bars
from documents.blocks import Block, Document, Figure, Heading, Paragraph, Table
from documents.closing import help_first, limits_and_method, under_title
from documents.day_map import MOST_WEEKS, calendar
from documents.subject import Moment, Period, Setting
from documents.trend import trend_chart
from documents.words import label, part, say
from language import day, moment, number, speaking, t

WIDTH = 482.0
MOST_ROWS = 60
MOST_NOTES = 40
_LONGEST_NOTE = 600
_MOST_MOODS = 6
# A High level of the last two weeks puts help on top; an older one puts it behind the figures.
_RECENT = dt.timedelta(days=14)


def period_document(subject: Period, setting: Setting) -> Document:
    """Put the document of a period together.

    Raises ValueError when there is no check-in in it.
    """
    moments = subject.moments
    if not moments:
        raise ValueError("a period needs at least one check-in")
    with speaking(setting.language):
        return _document(subject, setting)


def _document(subject: Period, setting: Setting) -> Document:
    moments = subject.moments
    high = [m.at for m in moments if m.level == "high" and not m.undecided]
    recent = bool(high) and setting.made_at - high[-1] <= _RECENT
    blocks: list[Block] = [
        *help_first(setting, needed=recent),
        Heading(say("h_short")),
        *_in_short(subject),
        *_charts(subject, setting),
        *_moods(moments),
        *(_notes(moments) if subject.with_notes else []),
        *_all(moments),
        *help_first(setting, needed=bool(high) and not recent),
        *limits_and_method(setting, sorted({pair for m in moments for pair in m.models.items()}), say("method_period")),
    ]
    about = say("period_of", first=day(moments[0].at), last=day(moments[-1].at))
    made = say("made_at", when=moment(setting.made_at))
    slug = f"attune-{moments[0].at:%Y-%m-%d}-to-{moments[-1].at:%Y-%m-%d}"
    under = under_title(setting, f"{about}. {made}.")
    return Document(say("title_period"), under, slug, tuple(blocks), setting.language)


def _in_short(subject: Period) -> list[Block]:
    moments = subject.moments
    count = say("one_checkin") if len(moments) == 1 else say("many_checkins", count=len(moments))
    days = say("many_days", count=len(subject.days))
    key = "in_short_one" if len(subject.days) == 1 else "in_short_count"
    first = say(key, count=count, days=days, first=day(moments[0].at), last=day(moments[-1].at))
    return [Paragraph(f"{first} {_levels(moments)}"), Paragraph(f"{_usual(subject)} {_direction(subject)}")]


def _levels(moments: Sequence[Moment]) -> str:
    known = [m.level for m in moments if not m.undecided]
    unsure = len(moments) - len(known)
    counts = {level: known.count(level) for level in ("low", "moderate", "high")}
    return say("in_short_levels", undecided=unsure, **counts) if unsure else say("in_short_levels_known", **counts)


def _usual(subject: Period) -> str:
    usual = subject.usual
    if usual is None:
        return say("in_short_no_usual")
    low, high, middle = (round(100 * v) for v in (usual.low, usual.high, usual.median))
    said = say("in_short_usual", count=usual.count, low=low, high=high, median=middle)
    return f"{said} {say(f'change_{subject.place}')}" if subject.place else said


def _direction(subject: Period) -> str:
    trend = subject.trend
    size = abs(100 * trend.per_week)
    points = number(size) if size >= 1 else number(size, 1)
    return say(f"trend_{trend.direction}", weeks=len(trend.weeks), points=points)


def _charts(subject: Period, setting: Setting) -> list[Block]:
    scores = [round(100 * m.score) for m in subject.moments]
    says = say("trend_says", count=len(scores), low=min(scores), high=max(scores))
    trend = trend_chart(subject.moments, subject.usual, setting.thresholds, (WIDTH, 210), says)
    days = calendar(subject.days, setting.thresholds, WIDTH, say("calendar_says"))
    cut = (max(subject.days) - min(subject.days)).days >= 7 * MOST_WEEKS
    blocks: list[Block] = [
        Heading(say("h_trend")),
        Figure(trend, say("trend_caption" if subject.usual else "trend_caption_plain")),
        Heading(say("h_calendar")),
        Figure(days, say("calendar_caption_cut", weeks=MOST_WEEKS) if cut else say("calendar_caption")),
    ]
    if len(subject.trend.weeks) > 1:
        head = (say("col_week"), say("col_median"), say("col_count"))
        rows = tuple((day(w.monday), f"{100 * w.median:.0f}", str(w.count)) for w in subject.trend.weeks)
        blocks += [Heading(say("h_weeks")), Table(head, rows, (0.4, 0.3, 0.3))]
    return blocks


def _moods(moments: Sequence[Moment]) -> list[Block]:
    read = [m.moods for m in moments if m.moods]
    if not read:
        return []
    names = {name for moods in read for name in moods}
    means = {name: sum(moods.get(name, 0.0) for moods in read) / len(read) for name in names}
    top = dict(sorted(means.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_MOODS])
    named = {t(name).capitalize(): mean for name, mean in top.items()}
    says = say("moods_says", listed=", ".join(f"{name} {100 * mean:.0f} %" for name, mean in named.items()))
    return [Heading(say("h_moods")), Figure(share_bars(named, WIDTH, says), say("moods_caption"))]


def _notes(moments: Sequence[Moment]) -> list[Block]:
    written = [m for m in moments if m.note.strip()]
    if not written:
        return []
    shown = written[-MOST_NOTES:]
    cut = [Paragraph(say("notes_cut", kept=len(shown), count=len(written)), "muted")] if written != shown else []
    entries: list[Block] = []
    for m in shown:
        note = m.note.strip()
        entries += [
            Paragraph(moment(m.at), "muted"),
            Paragraph(note if len(note) <= _LONGEST_NOTE else f"{note[:_LONGEST_NOTE]} …", "own"),
        ]
    return [Heading(say("h_notes")), Paragraph(say("words_from_person"), "muted"), *cut, *entries]


def _all(moments: Sequence[Moment]) -> list[Block]:
    shown = moments[-MOST_ROWS:]
    head = tuple(say(f"col_{c}") for c in ("time", "score", "interval", "level", "labels"))
    table = Table(head, tuple(_row(m) for m in shown), (0.22, 0.09, 0.12, 0.15, 0.42))
    cut = [Paragraph(say("rows_cut", kept=len(shown), count=len(moments)), "muted")]
    return [Heading(say("h_all")), table, *(cut if len(moments) > len(shown) else [])]


def _row(m: Moment) -> tuple[str, ...]:
    low, high = (round(100 * v) for v in m.interval)
    level = say("undecided") if m.undecided else say(f"level_{m.level}")
    labels = ", ".join(f"{part(name)}: {label(found)}" for name, found in m.labels.items())
    return f"{day(m.at, 'year')}, {m.at:%H:%M}", f"{100 * m.score:.0f}", f"{low}–{high}", level, labels
