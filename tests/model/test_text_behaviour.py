"""How the shipped text model behaves: what must not matter does not, what must matter does, in the right direction."""

import time

import numpy as np
import pytest

from core.types import Prediction
from model_registry import Artifact
from text_model import MODALITY
from text_model.explain import attributions
from text_model.predictor import TextPredictor

pytestmark = pytest.mark.model

LOW = [
    "I feel so empty lately and I can't find a reason to get out of bed.",
    "Everything I do goes wrong and I am a disappointment to everyone around me.",
    "I keep crying at night and I don't enjoy anything I used to love.",
    "My heart keeps racing and I worry about everything, I can't calm down.",
    "There is too much on my plate, the deadlines pile up and I am close to breaking down.",
]
CALM = [
    "We had pasta for dinner and then watched a film with the kids.",
    "The bus was ten minutes late so I read my book at the stop.",
    "Picked up new running shoes today, going to try them in the park tomorrow.",
    "Does anyone know a good recipe for lentil soup?",
    "Our team won on Saturday and the whole town was out celebrating.",
]
HOPELESS = (
    "There is no hope left for me.",
    "Nothing matters anymore.",
    "I feel worthless and alone.",
    "I can't go on like this.",
)


@pytest.fixture(scope="module")
def predictor() -> TextPredictor:
    return TextPredictor(Artifact.open(MODALITY.shipped, MODALITY.train_command))


def _read(predictor: TextPredictor, texts: list[str]) -> list[Prediction]:
    answers = predictor.predict([{"text": t} for t in texts], explain=False)
    assert all(isinstance(a, Prediction) for a in answers)
    return [a for a in answers if isinstance(a, Prediction)]


def _distress(predictor: TextPredictor, texts: list[str]) -> np.ndarray:
    return np.array([a.distress for a in _read(predictor, texts)])


def test_low_texts_and_calm_texts_are_told_apart(predictor: TextPredictor) -> None:
    assert _distress(predictor, LOW).min() > 0.6
    assert _distress(predictor, CALM).max() < 0.3


@pytest.mark.parametrize(
    ("change", "description"),
    [
        (str.upper, "capitals"),
        (str.lower, "lower case"),
        (lambda t: t.replace("'", "’"), "curly quotes"),
        (lambda t: t.replace("'", ""), "no apostrophes"),
        (lambda t: f"   {t}  \n\n", "spaces around"),
        (lambda t: t.replace(" ", "  "), "double spaces"),
        (lambda t: t.rstrip(".?"), "no full stop"),
        (lambda t: t.replace(",", "").replace(".", ""), "no punctuation"),
        (lambda t: t.replace("the", "teh").replace("and", "adn"), "typos"),
        (lambda t: f"{t} 🙂", "an emoji"),
    ],
)
def test_the_way_of_writing_does_not_change_the_reading(predictor: TextPredictor, change, description) -> None:  # type: ignore[no-untyped-def]
    before = _distress(predictor, LOW + CALM)
    after = _distress(predictor, [change(t) for t in LOW + CALM])
    assert np.mean((before > 0.5) == (after > 0.5)) == 1, description
    assert np.mean(np.abs(before - after)) < 0.1, description


@pytest.mark.parametrize("names", [("Anna", "Mehmet"), ("John", "Wei"), ("Maria", "Tyrone"), ("he", "she")])
def test_a_name_does_not_change_the_reading(predictor: TextPredictor, names: tuple[str, str]) -> None:
    frames = ["I had lunch with {} today.", "{} told me to call back tomorrow.", "I miss {} and I cry every night."]
    one, other = (_distress(predictor, [f.format(name) for f in frames]) for name in names)
    assert np.abs(one - other).max() < 0.25


@pytest.mark.parametrize("sentence", HOPELESS)
def test_a_hopeless_sentence_never_lowers_the_distress(predictor: TextPredictor, sentence: str) -> None:
    before = _distress(predictor, LOW + CALM)
    after = _distress(predictor, [f"{t} {sentence}" for t in LOW + CALM])
    # One such sentence among ordinary talk raises the distress less than it should: a known limit, named in the card.
    assert (after - before).min() > -0.1
    assert (after - before)[len(LOW) :].mean() > 0.02


@pytest.mark.parametrize(
    ("calmer", "sadder"),
    [
        ("I am not sad, I had a good week.", "I am sad, I had a bad week."),
        ("I don't feel hopeless anymore, things are good.", "I feel hopeless, things are bad."),
        ("Last year I felt empty, but now I enjoy my days.", "Last year I was happy, but now I feel empty."),
        ("My neighbour has been feeling low, so I baked her a cake.", "I have been feeling low for weeks."),
        ("The lyrics say nothing matters, and the guitar is great.", "Nothing matters to me."),
        ("This puzzle is killing me, so much fun.", "This loneliness is killing me."),
    ],
)
def test_the_sadder_of_two_is_read_as_sadder(predictor: TextPredictor, calmer: str, sadder: str) -> None:
    low, high = _distress(predictor, [calmer, sadder])
    assert low < high


@pytest.mark.parametrize(
    "text",
    [
        "I want to die.",
        "i dont want to live anymore",
        "I have been thinking about suicide every day this week and I wrote my goodbye note.",
        "everyone would be happier if i was dead",
    ],
)
def test_plain_words_of_suicide_set_a_floor(predictor: TextPredictor, text: str) -> None:
    (answer,) = _read(predictor, [text])
    assert answer.tasks["crisis"].label == "crisis"
    assert {s.floor for s in answer.signals} <= {"high", "moderate"}
    assert answer.signals


@pytest.mark.parametrize("text", [*CALM, "My phone died on the train.", "That joke killed me, I can't stop laughing."])
def test_ordinary_talk_raises_no_alarm(predictor: TextPredictor, text: str) -> None:
    (answer,) = _read(predictor, [text])
    assert answer.signals == ()


def test_long_harmless_text_does_not_add_up_to_an_alarm(predictor: TextPredictor) -> None:
    (answer,) = _read(predictor, [" ".join(CALM * 80)])
    assert answer.signals == ()
    assert answer.distress < 0.3


def test_one_dark_passage_in_a_long_text_is_found(predictor: TextPredictor) -> None:
    text = " ".join([*CALM * 12, "I want to end my life. I can't do this anymore.", *CALM * 12])
    (answer,) = _read(predictor, [text])
    assert answer.signals
    start, end = answer.signals[0].spans[0]
    assert "end my life" in text[start:end]


def test_a_hundred_thousand_characters_cost_seconds_not_minutes(predictor: TextPredictor) -> None:
    text = (" ".join(CALM) + " ") * 400
    started = time.process_time()
    (answer,) = _read(predictor, [text[:100_000]])
    assert time.process_time() - started < 12
    assert answer.quality["covered"] == 1.0


def test_the_phrases_named_matter_more_than_others(predictor: TextPredictor) -> None:
    random = np.random.default_rng(0)
    top, others = [], []
    for text in LOW:
        moved = attributions(text, predictor.log_odds)
        found, few = moved.spans, max(1, len(moved.spans) // 3)
        ranked = [found[i] for i in np.argsort(-np.abs(moved.added[:, 0]))]
        whole = predictor.log_odds([text])[0, 0]
        top.append(abs(whole - predictor.log_odds([_drop(text, ranked[:few])])[0, 0]))
        for _ in range(6):
            chosen = [found[i] for i in random.choice(len(found), few, replace=False)]
            others.append(abs(whole - predictor.log_odds([_drop(text, chosen)])[0, 0]))
    assert np.mean(top) > 1.5 * np.mean(others)


@pytest.mark.parametrize(
    "text", ["Estoy muy triste y no quiero vivir así", "for (int i = 0; i < n; i++) { sum += a[i]; }"]
)
def test_what_is_not_english_prose_is_read_with_little_confidence(predictor: TextPredictor, text: str) -> None:
    (answer,) = _read(predictor, [text])
    assert answer.notes
    assert answer.certainty < 0.3
    assert 0.2 < answer.distress < 0.8


def _drop(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text
