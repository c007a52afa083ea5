"""How the shipped text model behaves: what must not matter does not, what must matter does, in the right direction."""

from collections.abc import Callable

import numpy as np
import pytest

from core.types import Prediction
from model_registry import Artifact
from text_model import MODALITY
from text_model.explain import attributions
from text_model.labels import TASKS
from text_model.names import GIVEN_NAMES
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
DARK = [
    "I want to die and I have stopped eating with the others.",
    "Every evening I sit by the window and think about ending my life.",
    "My family would be better off without me and I wish I was dead.",
    "I wrote my goodbye note last night and put it under the lamp.",
    "Work was fine today but I don't want to live anymore.",
]
HOPELESS = (
    "There is no hope left for me.",
    "Nothing matters anymore.",
    "I feel worthless and alone.",
    "I can't go on like this.",
)
KINDS = {"low": LOW, "calm": CALM, "dark": DARK}
# Two ways to say the same.
SAME = [
    ("I can't sleep because I keep worrying.", "Worrying all the time keeps me awake at night."),
    ("I have no energy left and nothing makes me happy.", "I am drained, and I take no joy in anything."),
    ("I feel completely alone in the world.", "There is nobody in my life that I am close to, and it hurts."),
    ("Work is too much and I am about to break down.", "I am close to collapsing under all that my job asks of me."),
    ("I cry every day and I don't know why.", "Not a day goes by without tears, and I can't say for what reason."),
    ("My chest gets tight and I panic before every meeting.", "Ahead of each meeting I get scared and can't breathe."),
    ("We went to the lake and had a lovely afternoon.", "The afternoon at the lake was really nice."),
    ("I finished the report and then walked the dog.", "After getting the report done I took the dog out."),
    ("Dinner with my sister was fun, we laughed a lot.", "I had many laughs with my sister over dinner."),
    ("The train was late, so I missed the first scene.", "I didn't see the first scene because of a late train."),
    ("I slept well and feel rested today.", "After a good night I am fresh this morning."),
]
NOT_YET_THE_SAME = [("I hate myself and everything I do.", "I can't stand who I am or anything I have done.")]
# As short as people are when asked how they are; none of these sentences is taught.
UNWELL = ["I am definitely not okay", "I'm not feeling well in myself", "I don't feel alright these days",
          "no, I'm really not fine", "I'm not in a happy place", "Not great, to be honest.",
          "I can't say things are good"]  # fmt: skip
WELL = ["I'm okay today", "not bad, thanks", "I can't complain, work was fine", "I'm not sad at all",
        "nothing wrong, just sleepy", "I wouldn't call it a bad day"]  # fmt: skip
NAMES = [("he", "she"), ("Grace", "Will"), ("Tadhg", "Sibongile"), ("Xolani", "Yevheniia"), ("Ngaire", "Jorunn"),
         ("Laquan", "Deshawnte")]  # fmt: skip
NOT_YET_ALIKE = [("Ffion", "Chukwudi"), ("Kealoha", "Bryndis")]
SARCASTIC = [
    "Oh great, another sleepless night, just what I needed.",
    "Wonderful, I got to cry in the office toilet again, living the dream.",
    "Sure, I'm doing fantastic, who needs friends or a reason to get up anyway.",
    "Love how nobody remembered my birthday, really makes me feel special.",
    "Yeah, life is just perfect when you can't get out of bed for a week.",
    "I'm thrilled to announce that I have disappointed everyone once again.",
]


def _beyond(limit: str, values: list) -> list:  # type: ignore[type-arg]
    """Cases that are read wrongly as yet; one that comes right is to be moved among the others."""
    return [pytest.param(value, marks=pytest.mark.xfail(strict=True, reason=limit)) for value in values]


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


def _swapped(word: str, middle: int) -> str:
    return word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]


def _dropped(word: str, middle: int) -> str:
    return word[:middle] + word[middle + 1 :]


def _doubled(word: str, middle: int) -> str:
    return word[:middle] + word[middle] + word[middle:]


@pytest.mark.parametrize("slip", [_swapped, _dropped, _doubled])
@pytest.mark.parametrize("first", [0, 1, 2])
def test_a_slip_in_every_third_word_does_not_change_the_reading(
    predictor: TextPredictor, slip: Callable[[str, int], str], first: int
) -> None:
    def mistyped(text: str) -> str:
        words = text.split(" ")
        words[first::3] = [slip(word, len(word) // 2) if len(word) > 3 else word for word in words[first::3]]
        return " ".join(words)

    before, after = _distress(predictor, LOW + CALM), _distress(predictor, [mistyped(t) for t in LOW + CALM])
    assert np.array_equal(before > 0.5, after > 0.5)
    assert np.mean(np.abs(before - after)) < 0.1


@pytest.mark.parametrize(
    "pair", SAME + _beyond("a limit: a rarer wording of the same is not understood", NOT_YET_THE_SAME)
)
def test_other_words_for_the_same_are_read_alike(predictor: TextPredictor, pair: tuple[str, str]) -> None:
    one, other = _distress(predictor, list(pair))
    assert (one > 0.5) == (other > 0.5)
    assert abs(one - other) < 0.25


@pytest.mark.parametrize("text", UNWELL)
def test_a_good_word_denied_is_no_good_sign(predictor: TextPredictor, text: str) -> None:
    assert _distress(predictor, [text])[0] > 0.5


@pytest.mark.parametrize("text", WELL)
def test_a_bad_word_denied_is_no_bad_sign(predictor: TextPredictor, text: str) -> None:
    assert _distress(predictor, [text])[0] < 0.3


@pytest.mark.parametrize("text", _beyond("a limit, named in the card: sarcasm is read as it stands", SARCASTIC))
def test_sarcasm_is_understood(predictor: TextPredictor, text: str) -> None:
    assert _distress(predictor, [text])[0] > 0.5


def test_the_names_tried_are_not_of_the_list_that_is_read_as_one() -> None:
    assert not GIVEN_NAMES & {name for pair in [*NAMES, *NOT_YET_ALIKE] for name in pair}


@pytest.mark.parametrize(
    "names", NAMES + _beyond("a limit: a name that is not listed may move a sad sentence", NOT_YET_ALIKE)
)
def test_a_name_does_not_change_the_reading(predictor: TextPredictor, names: tuple[str, str]) -> None:
    frames = ["I had lunch with {} today.", "{} told me to call back tomorrow.", "I miss {} and I cry every night."]
    one, other = (_distress(predictor, [f.format(name) for f in frames]) for name in names)
    assert np.abs(one - other).max() < 0.25


@pytest.mark.parametrize("sentence", HOPELESS)
def test_a_hopeless_sentence_never_lowers_the_distress(predictor: TextPredictor, sentence: str) -> None:
    before = _distress(predictor, LOW + CALM)
    after = _distress(predictor, [f"{t} {sentence}" for t in LOW + CALM])
    # Where the distress is near 1 already, it may move by the last digits: by .001 as measured.
    assert (after - before).min() > -0.005
    # One such sentence among ordinary talk raises the distress less than it should: a known limit, named in the card.
    assert (after - before)[len(LOW) :].mean() > 0.2


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


def test_a_hundred_thousand_characters_are_read_whole_in_as_many_windows_as_they_need(predictor: TextPredictor) -> None:
    text = (" ".join(CALM) + " ") * 400
    part, whole = _read(predictor, [text[:10_000], text[:100_000]])
    assert whole.quality["covered"] == 1.0
    assert whole.quality["windows"] == pytest.approx(10 * int(part.quality["windows"] or 0), rel=0.1)


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


@pytest.fixture(scope="module")
def losses(predictor: TextPredictor) -> dict[tuple[str, str], np.ndarray]:
    """What each answer loses, in log-odds, without the third of the phrases that speak for it most, and at random.

    Of each kind of text and each answer ("distress" or a task): shape (texts, 2).
    """
    random = np.random.default_rng(0)
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for kind, text in [(kind, text) for kind, texts in KINDS.items() for text in texts]:
        (answer,) = _read(predictor, [text])
        answers = {name: task.label or (task.selected or ("",))[0] for name, task in answer.tasks.items()}
        moved = attributions(text, lambda texts, answers=answers: predictor.log_odds(texts, answers))
        whole, spans, few = predictor.log_odds([text], answers)[0], moved.spans, max(1, len(moved.spans) // 3)
        chosen = [random.choice(len(spans), few, replace=False) for _ in range(10)]
        at_random = whole - predictor.log_odds([_drop(text, [spans[i] for i in c]) for c in chosen], answers).mean(0)
        for column, name in enumerate(["distress", *answers]):
            # Of distress a calm text says that there is none.
            side = np.sign(whole[0]) if column == 0 else 1
            ranked = np.argsort(-side * moved.added[:, column])[:few]
            lost = whole - predictor.log_odds([_drop(text, [spans[i] for i in ranked])], answers)[0]
            found.setdefault((kind, name), []).append((side * lost[column], side * at_random[column]))
    return {key: np.array(pairs) for key, pairs in found.items()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("answer", ["distress", *TASKS])
def test_an_answer_loses_more_without_the_phrases_that_speak_for_it_than_without_others(
    losses: dict[tuple[str, str], np.ndarray], kind: str, answer: str
) -> None:
    named, at_random = losses[kind, answer].mean(0)
    assert named > 0
    assert named > 1.5 * at_random


@pytest.mark.parametrize(
    "text", ["Estoy muy triste y no quiero vivir así", "for (int i = 0; i < n; i++) { sum += a[i]; }"]
)
def test_what_is_not_english_prose_is_read_with_little_confidence(predictor: TextPredictor, text: str) -> None:
    (answer,) = _read(predictor, [text])
    assert answer.notes
    assert answer.certainty < 0.3
    assert 0.2 < answer.distress < 0.8


STRANGE = {
    "code without braces": "def load(path):\n    rows = list(open(path))\n    return rows\n\nprint(load('a.csv'))\n",
    "a query": "SELECT name, count(*) FROM users WHERE age > 30 GROUP BY name",
    "things between commas": "milk, eggs, bread, butter, flour, salt, sugar",
    "things one a line": "milk\neggs\nbread\nbutter\nflour\nsalt",
    "three words of Spanish": "quiero morirme ya",
    "one endless word": "abcdefghij" * 1000,
    "one letter": "a" * 1000,
    "keys of a row": "asdfghjkl",
    "a link": "https://example.org/a/b?c=d",
    "numbers and units": "12:30 4.5 km",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_what_the_card_says_is_noticed_lowers_the_confidence(predictor: TextPredictor, text: str) -> None:
    (answer,) = _read(predictor, [text])
    assert answer.notes and "very short" not in answer.notes[0]
    assert answer.certainty < 0.5
    assert answer.tasks["state"].scores[answer.label] < 0.95


@pytest.mark.parametrize("text", ["I'm okay", "so tired", "tired, sad, alone, empty, numb", "tired\nsad\nalone\nempty"])
def test_a_few_words_of_ones_own_are_read_as_they_stand(predictor: TextPredictor, text: str) -> None:
    (answer,) = _read(predictor, [text])
    assert answer.certainty >= 0.5


ALARMING = "I have been planning how to kill myself tonight. I want to die and I have written my goodbye note."
CODE = "for (int i = 0; i < n; i++) { sum += a[i]; }\nif (sum > 10) { printf(sum); }\nreturn sum;\n"
SPANISH = "Hoy fui al mercado con mi hermana y compramos fruta para la cena. Luego vimos una película en casa. "


@pytest.mark.parametrize("before", [CODE, SPANISH, SPANISH * 42], ids=["code", "Spanish", "much Spanish"])
def test_what_stands_before_it_does_not_switch_an_alarm_off(predictor: TextPredictor, before: str) -> None:
    (answer,) = _read(predictor, [before + ALARMING])
    assert answer.signals


@pytest.mark.parametrize("text", ["i wnat to dei", "im gona kil myslef", "iwant to kil myslef"])
def test_bad_spelling_does_not_switch_an_alarm_off(predictor: TextPredictor, text: str) -> None:
    (answer,) = _read(predictor, [text])
    assert answer.signals


def test_a_foreign_part_of_a_long_text_lowers_the_certainty_of_the_whole(predictor: TextPredictor) -> None:
    (answer,) = _read(predictor, [" ".join(CALM * 15) + SPANISH * 42])
    assert answer.certainty < 0.8
    assert "part of the text" in answer.notes[0]


def _drop(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text


@pytest.mark.parametrize("characters", [0, 800, 2_400, 5_500, 6_000, 7_100, 16_000])
def test_a_dark_passage_without_plain_words_is_heard_amid_ordinary_talk(
    predictor: TextPredictor, characters: int
) -> None:
    talk = "We had pasta for dinner and my brother told us about his job. The bus was late, so I walked home. "
    dark = (
        "I have been sorting my things so that nobody has to do it later. I am so tired of carrying this and I am "
        "ready to let go for good. "
    )
    around = talk * (characters // 2 // len(talk))
    (found,) = _read(predictor, [around + dark + around])
    assert found.distress > 0.5
    assert found.signals
