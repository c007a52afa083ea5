"""How a calm recording came out: a level meter and, in words, how well the voice in it can be heard."""

from __future__ import annotations

from core.errors import InputError
from language import number, t, told
from ui.charts.bars import Bar, bars
from ui.put import put
from ui.safe_html import tag
from ui.shell import colours
from ui.state import visit
from ui.views.details_voice import VERDICTS

_QUIETEST_DBFS = -60.0


def heard(data: bytes) -> None:
    """Meter and words of a recording that is used; of one that cannot be used, why."""
    from speech_model.baseline import measured  # noqa: PLC0415 - numpy and codecs are not for every page load
    from speech_model.quality import verdict  # noqa: PLC0415

    try:
        quality = measured(data, visit().voice_memory).quality
    except InputError as error:
        unused(str(error))
        return
    level = max(quality.level_dbfs, _QUIETEST_DBFS) - _QUIETEST_DBFS
    colour = colours().accent if quality.flaws else colours().primary
    said = f"{number(quality.level_dbfs)} dB"
    put(bars([Bar(t("Loudness"), level, said, colour)], 0.0, -_QUIETEST_DBFS))
    words = [f"{t(VERDICTS[verdict(quality.certainty)])}.", *(told(flaw) for flaw in quality.flaws)]
    put(tag("p", " ".join(words), "at-small", role="status"))


def unused(why: str) -> None:
    """Why a recording is not used."""
    put(tag("p", t("This recording is not used: {why}", why=told(why)), "at-note", role="alert"))
