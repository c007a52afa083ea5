"""What stands around every page: style, header with Help now, footer with what Attune is not."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from language import LANGUAGES, current, t
from ui import words
from ui.navigation import ENTRIES, page
from ui.put import put, put_script, put_style
from ui.safe_html import tag
from ui.state import visit
from ui.tokens import Palette, palette

log = logging.getLogger(__name__)
_HEADER = [entry for entry in ENTRIES if entry.in_header]


def colours() -> Palette:
    """The palette of the theme that this browser shows."""
    return palette(st.context.theme.type)


def header() -> None:
    """One line: the name, the pages, Help now. On a phone the pages fold into a menu."""
    put_style()
    put(tag("span", "", "at-language", lang=current(), data_upload=t("Upload")))
    put_script("language", list(LANGUAGES).index(current()))
    with st.container(key="header", horizontal=True, vertical_alignment="center", gap="small"):
        put(
            tag("div", [tag("span", "", "at-mark", aria_hidden="true"), tag("span", "Attune")], "at-name"),
            width="content",
        )
        with st.container(key="header_pages", horizontal=True, gap="small", width="stretch"):
            for entry in _HEADER:
                st.page_link(page(entry.module), label=t(entry.title))
        with st.container(key="header_menu", width="content"), st.popover(t("Menu"), type="tertiary"):
            for entry in _HEADER:
                st.page_link(page(entry.module), label=t(entry.title))
        with st.container(key="header_help", width="content"):
            st.page_link(page("help_now"), label=t("Help now"))


def guarded(draw: Callable[[], None]) -> None:
    """Draw a page; if it breaks, say so calmly and keep header and footer. The log gets the kind of error, no words."""
    try:
        draw()
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        log.error("page failed: %s at %s:%s", type(error).__name__, Path(where.filename).name, where.lineno)
        put(tag("h2", t("Something went wrong here"), "at-h"))
        put(
            tag(
                "p",
                t("It is not your fault. Reload the page and try again. Help now still works."),
                "at-p",
                role="alert",
            )
        )


def footer() -> None:
    """What is always there: no diagnosis, a link to the limits, what was read and where it stays."""
    outcome = visit().outcome
    seen = ""
    if outcome is not None:
        seen = words.measured(len(outcome.text.split()), _seconds(outcome.clip is not None), outcome.answers)
    stays = (
        t("Read just now: {seen}. It stays on this computer.", seen=seen)
        if seen
        else t("What you share stays on this computer.")
    )
    with st.container(key="footer", horizontal=True, vertical_alignment="center", gap="small"):
        put(tag("p", t("Attune is not a diagnosis."), "at-foot at-foot-strong"), width="content")
        st.page_link(page("about"), label=t("What it can and cannot do"))
        put(tag("p", stays, "at-foot"), width="content")
        for code, name in LANGUAGES.items():
            if code != current():
                st.button(name, key=f"speak_{code}", type="tertiary", on_click=_speak, args=(code,))


def _speak(code: str) -> None:
    visit().language = code


def _seconds(has_clip: bool) -> float | None:
    outcome = visit().outcome
    if not has_clip or outcome is None:
        return None
    speech = getattr(outcome.result, "predictions", {}).get("speech")
    found = speech.quality.get("duration_s") if speech else None
    return float(found) if isinstance(found, int | float) else None
