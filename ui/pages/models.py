"""Models: what reads you, how good it was when it was measured, and which one is in use."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.errors import AttuneError
from core.modality import Modality
from language import t, told
from modalities import MODALITIES
from model_registry import Artifact, Manifest, current
from ui.put import put, put_card
from ui.safe_html import join, tag
from ui.state import visit
from ui.views import compare, measured

_VARIANTS = {
    "": "As published",
    "average": "Both together",
    "sklearn": "Kernel ridge regression (scikit-learn)",
    "keras": "Convolutional network (Keras)",
}


def show() -> None:
    """A tab for each modality that has a trained model."""
    put(
        join(
            tag("h1", t("Models"), "at-title"),
            tag("p", t("What reads you, how good it was when it was measured, and where it is weak."), "at-lead"),
        )
    )
    trained = [m for m in MODALITIES if m.kind != "form"]
    tabs = st.tabs([told(m.title) for m in trained], on_change="rerun", key="model_tabs")
    for tab, modality in zip(tabs, trained, strict=True):
        if tab.open:
            with tab:
                _model(modality)


def _model(modality: Modality) -> None:
    try:
        folder = current(modality)
        manifest = Artifact.open(folder, modality.train_command).manifest
    except AttuneError as error:
        put(tag("p", told(str(error)), "at-note", role="alert"))
        return
    own = t("You trained it on this computer.") if folder != modality.shipped else t("It came with Attune.")
    put(tag("p", t("Version {version} is in use. {own}", version=manifest.version, own=own), "at-p"))
    # A model that a person brought along has none of the variants, one of a single family has only that.
    variants = [name for name in modality.variants if name in manifest.facts.get("members", ())]
    if modality.variants:
        _switch(variants)
    measured.show(modality.name, manifest)
    if len(variants) > 1:
        compare.show(variants)
    card = next(
        (c for c in (folder / "README.md", folder / "card.md", folder.parent / "README.md") if c.is_file()), None
    )
    if card is not None:
        with st.expander(t("Read the model card")):
            put_card(card)
    with st.expander(t("Files and how it was made")):
        _made(manifest)


def _switch(variants: Sequence[str]) -> None:
    """A choice for this visit, where there is one; a choice that is no longer there is taken back."""
    if visit().speech_variant not in variants:
        visit().speech_variant = None
    if len(variants) < 2:
        return
    key = f"speech_variant_{visit().language}"
    if st.session_state.get(key) not in ("", *variants):
        st.session_state[key] = visit().speech_variant or ""
    chosen = st.radio(
        t("Which voice model should listen to you?"),
        ["", *variants],
        key=key,
        format_func=lambda name: t(_VARIANTS.get(str(name), str(name))),
        horizontal=True,
    )
    visit().speech_variant = chosen or None
    put(tag("p", t("The choice lasts for this visit."), "at-small"))


def _made(manifest: Manifest) -> None:
    files = [tag("li", f"{name}: SHA-256 {digest[:16]}…") for name, digest in manifest.files.items()]
    facts = [
        tag("li", f"{name}: {value}")
        for name, value in manifest.training.items()
        if isinstance(value, str | int | float)
    ]
    put(tag("ul", [*files, *facts], "at-list"))
