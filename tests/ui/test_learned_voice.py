"""Earlier recordings of a visit are compared with a new one only if the person agreed, and can be taken back."""

import pytest

from ui import engine
from ui.state import Clip, Visit


def heard(visit: Visit, data: bytes, origin: str, report: object) -> None:
    visit.clip = Clip("voice.wav", data, origin)
    engine._learn(visit, report)  # type: ignore[arg-type]


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> object:
    """A result in which a voice was read."""

    class Read:
        def __init__(self) -> None:
            self.predictions = {"speech": object()}

    monkeypatch.setattr(engine, "Report", Read)
    return Read()


def given(visit: Visit, data: bytes) -> dict[str, object]:
    visit.clip = Clip("voice.wav", data, "recorded")
    return dict(engine.item_of(visit).inputs)


def test_nothing_is_learned_without_consent(report):
    visit = Visit()
    heard(visit, b"first", "recorded", report)
    assert visit.earlier == []
    assert "voice_earlier" not in given(visit, b"second")


def test_earlier_recordings_are_compared_with_a_new_one_but_not_with_themselves(report):
    visit = Visit(learn_voice=True, baseline={0: b"calm"})
    for data in (b"first", b"second", b"second"):
        heard(visit, data, "recorded", report)
    assert given(visit, b"third")["voice_earlier"] == [b"first", b"second"]
    assert given(visit, b"second")["voice_earlier"] == [b"first"]


def test_without_calm_recordings_earlier_ones_are_no_help(report):
    visit = Visit(learn_voice=True)
    heard(visit, b"first", "recorded", report)
    assert "voice_earlier" not in given(visit, b"second")
    visit.baseline[0] = b"calm"
    assert given(visit, b"second")["voice_earlier"] == [b"first"]


def test_the_example_voice_is_not_the_persons(report):
    visit = Visit(learn_voice=True)
    heard(visit, b"example", "example", report)
    assert visit.earlier == []


def test_only_the_latest_recordings_are_kept(report):
    visit = Visit(learn_voice=True)
    for number in range(20):
        heard(visit, bytes([number]), "recorded", report)
    assert visit.earlier == [bytes([n]) for n in range(20 - engine.MOST_EARLIER, 20)]


def test_changing_ones_mind_stops_the_comparison(report):
    visit = Visit(learn_voice=True, baseline={0: b"calm"})
    heard(visit, b"first", "recorded", report)
    visit.learn_voice = False
    assert "voice_earlier" not in given(visit, b"second")
