"""The labels that a person put right: to look at, to take to a training, to delete."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.errors import AttuneError
from feedback.correction import Correction
from feedback.history import History
from feedback.training_rows import to_csv
from language import moment, t, told
from ui import words
from ui.put import put
from ui.safe_html import tag

_MOST = 50


def show(history: History, corrections: Sequence[Correction]) -> None:
    """Newest first, folded."""
    with st.expander(t("Labels you put right ({count})", count=len(corrections)), key="corrections"):
        rows = to_csv(corrections, "state")
        if rows is not None:
            put(tag("p", t("Those with your words can train a model of your own. The file is not locked."), "at-p"))
            st.download_button(t("Download for training"), rows, "attune-state.csv", "text/csv", on_click="ignore")
        for one in list(reversed(corrections))[:_MOST]:
            with st.container(key=f"correction_{one.id}", horizontal=True, gap="small", vertical_alignment="center"):
                put(tag("p", _line(one), "at-p"))
                st.button(t("Delete"), key=f"drop_{one.id}", type="tertiary", on_click=_delete, args=(history, one.id))


def _line(one: Correction) -> str:
    said, predicted = (words.label(name, one.modality) for name in (one.said, one.predicted))
    line = t("{when}: {said}, not {predicted}.", when=moment(one.at), said=said, predicted=predicted.lower())
    if one.text:
        return f"{line} {t('Your words are kept with it.')}"
    return f"{line} {t('The recording is kept with it.')}" if one.has_audio else line


def _delete(history: History, identity: str) -> None:
    try:
        history.delete(identity)
    except AttuneError as error:
        st.session_state["history_told"] = told(str(error))
