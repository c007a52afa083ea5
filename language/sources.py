"""Where the sentences of a catalog come from, and what in those places nobody has to translate."""

from __future__ import annotations

import re

# Rooms that draw the page and its documents: every capitalised string there is for a person.
DISPLAYED = ("ui", "app_streamlit.py")
# Rooms below, whose errors, notes and reasons reach the page.
SPOKEN = (
    "core", "model_registry", "text_model", "speech_model", "fusion", "recommend", "questionnaire", "feedback",
    "pipeline.py",
)  # fmt: skip
# Files whose tuples hold the labels that models and suggestions carry.
LABELS = frozenset({"text_model/labels.py", "recommend/suggestion.py"})
OUR_ERRORS = frozenset({"InputError", "AttuneError", "ModelNotAvailable", "ArtifactRefused", "Failure"})
# Calls and arguments whose strings are names, formats or logs.
SILENT = frozenset(
    {"compile", "getLogger", "error", "getattr", "strftime", "container", "replace", "execute", "open", "field",
     "ValueError", "key", "css", "mime", "shortcut", "autocomplete", "font", "family", "hovertemplate", "text"}
)  # fmt: skip
# Names that are the same in every language.
STAYS = frozenset(
    {
        "Attune",
        "Attune {version}",
        "Macro-F1",
        "Keras",
        "Hz",
        "Point",
        "Ctrl+Enter",
        "Source Sans, sans-serif",
        "InputError",
    }
)
# Pieces that a room below puts together, so that they stand nowhere as a whole, and names that results carry.
PUT_TOGETHER = (
    "and", "or", "{quality} than in most voices", "{quality} than in most voices (z {score})",
    "{quality} than in your calm recording", "{quality} than in your calm recording (z {score})",
    "Higher pitch", "Lower pitch", "Louder", "Quieter", "Livelier melody", "Flatter melody", "Shakier voice",
    "Steadier voice", "Faster speech", "Slower speech", "More pauses", "Fewer pauses", "Sharper, tenser sound",
    "Softer sound", "More uneven loudness", "More even loudness", "Clearer voice", "Breathier or rougher voice",
    "so the reading is unsure.", "emoji", "signs or numbers",
    "none may be left out", "at most {number} may be left out",
    "happiness", "minimal", "mild", "moderate", "moderately severe", "severe",
    "{site}, checked {date}", "Emergency services", "Emergency services where you are", "Local languages",
    "Languages of India", "20 languages of India", "others with an interpreter", "English and others by menu",
    "Go to {address}", "Chat at {address}",
    "Baseline clip {number} was left out: {error}", "Baseline clips heard less well ({which}): {flaw}",
    "alone", "3 calm clips", "female", "male", "under 30", "30 to 49", "50 and over",
    "Putting it together", "low", "high",
)  # fmt: skip

# Fields of YAML files that a person reads; an empty set takes every string. PHQ-9 and GAD-7 are given in the wording in
# which they were published, so only what Attune itself says about them is taken.
YAML_FIELDS = {
    "fusion/words.yaml": frozenset({"sentences", "where", "adds", "called"}),
    "fusion/signals.yaml": frozenset({"reason"}),
    "recommend/catalog/replies.yaml": frozenset({"title", "text", "next_step"}),
    "recommend/catalog/suggestions/*.yaml": frozenset({"title", "text", "steps", "caution"}),
    "recommend/catalog/crisis_lines.yaml": frozenset({"note", "hours"}),
    "questionnaire/forms.yaml": frozenset({"about"}),
    "documents/words.yaml": frozenset(),
}
_FOR_DEVELOPERS = re.compile(
    r"train|corpora|dataset|(?:^|/)data\.py|augment|batches|network|encoder|evaluat|export|card\.py|job\.py|fitting|"
    r"importing|control\.py|elsewhere|metrics|release|reopen|tiny|calibrat|heads|models\.py|fit\.py|figures|measuring|traps|strict|"
    r"studies|speech_model/(?:kept|split|tables)\.py"
)


def developers_only(name: str) -> bool:
    """Whether a file speaks only to those who train or build."""
    return not name.startswith("ui/") and bool(_FOR_DEVELOPERS.search(name))
