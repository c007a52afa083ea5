"""The one door through which HTML reaches the page: only what safe_html made, and our own files, pass it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import streamlit as st

from ui.safe_html import Html

_HERE = Path(__file__).parent


def put(piece: Html, width: Literal["stretch", "content"] = "stretch") -> None:
    """Show `piece`. A plain string is refused, so that no words of a person become HTML by accident."""
    if not isinstance(piece, Html):
        raise TypeError(f"only Html made by safe_html can be shown, got {type(piece).__name__}")
    st.html(piece, width=width)


def put_style() -> None:
    """Our style sheet."""
    st.html(_HERE / "style.css")


def put_script(name: str, run: int) -> None:
    """Run one of our scripts, the file ui/`name`.js, once for each `run`: the page skips what it has seen before.

    It takes no other value, so nothing that a person gave can be in it.
    """
    code = (_HERE / f"{name}.js").read_text(encoding="utf8")
    st.html(f"<script>/* {run:d} */{code}</script>", unsafe_allow_javascript=True)


def put_card(path: Path) -> None:
    """A model card, which lies beside the model and was written by training; HTML in it stays text."""
    st.markdown(path.read_text(encoding="utf8"))
