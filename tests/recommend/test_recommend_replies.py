"""The words of the crisis card are prepared, and the most urgent signal chooses them."""

import itertools

import pytest
import yaml

from core.types import SIGNAL_KINDS, RiskAssessment, SafetySignal
from recommend.crisis import ORDER, URGENCY
from recommend.replies import read_replies, reply
from recommend.strict import CatalogError


def assessed(level, *kinds):
    signals = tuple(SafetySignal(kind, "moderate", "a reason", "rule") for kind in kinds)
    return RiskAssessment(level, 0.5, (0.4, 0.6), {}, False, False, (), 0.5, signals=signals)


def test_every_signal_has_a_place_in_the_order_and_a_reply_of_its_own():
    assert set(URGENCY) == set(ORDER) == set(SIGNAL_KINDS)
    texts = [reply(assessed("high", kind)).text for kind in SIGNAL_KINDS]
    assert len(set(texts)) == len(SIGNAL_KINDS)


def test_a_body_in_danger_comes_before_everything():
    for kind in set(SIGNAL_KINDS) - {"medical"}:
        assert reply(assessed("high", kind, "medical")) == reply(assessed("high", "medical"))


def test_the_order_of_signals_does_not_matter():
    for first, second in itertools.permutations(SIGNAL_KINDS, 2):
        assert reply(assessed("high", first, second)) == reply(assessed("high", second, first))


def test_high_without_a_signal_has_its_own_words_and_low_has_none():
    assert "may be wrong" in reply(assessed("high")).text
    assert reply(assessed("low")) is None
    assert reply(assessed("moderate")) is None


def test_every_reply_says_what_to_do_next():
    for prepared in read_replies().values():
        assert any(word in prepared.next_step.lower() for word in ("call", "text", "consider"))


def test_a_reply_that_is_missing_is_noticed(tmp_path):
    (tmp_path / "replies.yaml").write_text(yaml.safe_dump({"suicide": {}}), encoding="utf8")
    with pytest.raises(CatalogError, match="exactly one reply each"):
        read_replies(tmp_path)
