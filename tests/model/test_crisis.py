"""The crisis corpus on the rule alone and on rule and text model together: recall, false alarms, the right path."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from core.errors import ModelNotAvailable
from core.types import Prediction, SafetySignal
from fusion.crisis import detect, unite
from tests.fusion import corpus
from text_model import MODALITY

pytestmark = pytest.mark.model

FILES = [
    corpus.SEEN,
    corpus.HELD_OUT,
    corpus.ONCE_UNSEEN,
    corpus.SECOND_AUTHOR,
    corpus.THIRD_AUTHOR,
    corpus.FOURTH_AUTHOR,
    corpus.FIFTH_AUTHOR,
    corpus.SIXTH_AUTHOR,
]
# HELD_OUT is counted after changes and never read. ONCE_UNSEEN and SECOND_AUTHOR were counted unread (.86, .74), then
# read, and the rule was widened by them: their floors guard what was learnt and say nothing of new sentences.
# THIRD_, FOURTH_ and SIXTH_AUTHOR are not read; FIFTH_AUTHOR was not before it was counted. The text model is taught
# none of these. See fusion/README.md.
LEAST_RECALL = {
    corpus.SEEN: 0.98,
    corpus.HELD_OUT: 0.98,
    corpus.ONCE_UNSEEN: 0.98,
    corpus.SECOND_AUTHOR: 0.87,
    corpus.THIRD_AUTHOR: 0.58,
    corpus.FOURTH_AUTHOR: 0.48,
    corpus.FIFTH_AUTHOR: 0.6,
    corpus.SIXTH_AUTHOR: 0.68,
}
LEAST_RECALL_WITH_MODEL = dict.fromkeys(FILES, 0.98) | {corpus.SECOND_AUTHOR: 0.96, corpus.THIRD_AUTHOR: 0.93}
LEAST_RECALL_WITH_MODEL |= {corpus.FOURTH_AUTHOR: 0.79, corpus.FIFTH_AUTHOR: 0.88, corpus.SIXTH_AUTHOR: 0.95}
# The aims, .98 and .05 for every part, stand in a test of their own, which is expected to fail.
MOST_FALSE_ALARMS = dict.fromkeys(FILES, 0.05) | {corpus.FOURTH_AUTHOR: 0.06, corpus.SIXTH_AUTHOR: 0.065}
# Any sign at all, by the rule alone.
MOST_SIGNS = MOST_FALSE_ALARMS | {corpus.SIXTH_AUTHOR: 0.085}
Detect = Callable[[Sequence[str]], list[tuple[SafetySignal, ...]]]


def _rule(texts: Sequence[str]) -> list[tuple[SafetySignal, ...]]:
    return [detect(text) for text in texts]


@pytest.fixture(scope="module")
def with_model() -> Detect:
    try:
        predictor = MODALITY.load(MODALITY.shipped)
    except ModelNotAvailable as missing:
        pytest.skip(str(missing))

    def both(texts: Sequence[str]) -> list[tuple[SafetySignal, ...]]:
        answers = predictor.predict([{"text": text} for text in texts], explain=False)
        pairs = zip(texts, answers, strict=True)
        found = [unite(text, a).signals if isinstance(a, Prediction) else () for text, a in pairs]
        return [(*rule, *model) for rule, model in zip(_rule(texts), found, strict=True)]

    return both


def _share_of_alarms(path: Path, side: str, find: Detect) -> float:
    texts = [case.text for case in corpus.cases(path) if case.side == side]
    alarms = [any(s.floor == "high" for s in signals) for signals in find(texts)]
    return sum(alarms) / len(alarms)


def test_the_corpus_is_large_and_a_third_was_first_counted_unread() -> None:
    seen, *held_out = (list(corpus.cases(path)) for path in FILES[:3])
    for side in ("crisis", "trap"):
        seen_n, held_out_n = (sum(c.side == side for c in part) for part in (seen, [*held_out[0], *held_out[1]]))
        assert seen_n + held_out_n >= 400
        assert 0.31 <= held_out_n / (seen_n + held_out_n) <= 0.36
    assert not {c.text for c in seen} & {c.text for part in held_out for c in part}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_the_rule_alone_catches_crisis_and_lets_traps_pass(path: Path) -> None:
    assert _share_of_alarms(path, "crisis", _rule) >= LEAST_RECALL[path]
    assert _share_of_alarms(path, "trap", _rule) <= MOST_FALSE_ALARMS[path]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_rule_and_model_together_catch_crisis_and_let_traps_pass(path: Path, with_model: Detect) -> None:
    assert _share_of_alarms(path, "crisis", with_model) >= LEAST_RECALL_WITH_MODEL[path]
    assert _share_of_alarms(path, "trap", with_model) <= MOST_FALSE_ALARMS[path]


@pytest.mark.xfail(strict=True, reason="the aim for new sentences; fusion/README.md has the figures")
@pytest.mark.parametrize("path", corpus.UNREAD[1:], ids=lambda p: p.stem)
def test_aim_new_sentences_are_heard_like_known_ones(path: Path, with_model: Detect) -> None:
    assert _share_of_alarms(path, "crisis", with_model) >= 0.98
    assert _share_of_alarms(path, "trap", with_model) <= 0.05


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_each_danger_takes_its_own_path(path: Path) -> None:
    kinds = [(c.expect, {s.kind for s in detect(c.text)}) for c in corpus.cases(path) if c.expect != "none"]
    right = [expect in found for expect, found in kinds if found]
    assert sum(right) / len(right) >= 0.95


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_harmless_sentences_give_no_signal_at_all(path: Path) -> None:
    found = [bool(detect(c.text)) for c in corpus.cases(path) if c.expect == "none"]
    assert sum(found) / len(found) <= MOST_SIGNS[path]
