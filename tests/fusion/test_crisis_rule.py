"""The crisis rule on single sentences: spans, disguises, who speaks, and what must never happen."""

from __future__ import annotations

import time
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.types import Prediction, SafetySignal, TaskResult
from fusion.crisis import chance, detect, unite
from fusion.crisis_rule.anchors import Index
from fusion.crisis_rule.folding import fold
from fusion.crisis_rule.phrases import Group, groups
from fusion.crisis_rule.reading import read
from fusion.crisis_rule.spelling import one_slip, plain_words
from tests.fusion.samples import drawn


def _kinds(text: str) -> set[str]:
    return {s.kind for s in detect(text)}


def _only(text: str) -> SafetySignal:
    (signal,) = detect(text)
    return signal


@settings(deadline=None)
@given(st.text(max_size=300))
@example("\ud800 kill myself")
@example("\x00\u200b" * 50)
@example("i want to " * 200)
def test_no_string_breaks_the_rule_and_spans_lie_inside_it(text: str) -> None:
    for signal in detect(text):
        assert all(0 <= start < end <= len(text) for start, end in signal.spans)


@given(st.text(alphabet="abc \u200b\u0301é’ßﬁ\n", max_size=60))
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.origin)
    assert list(folded.origin) == sorted(folded.origin)
    assert all(0 <= place < max(1, len(text)) for place in folded.origin)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Well. I want to kill myself, ok?", "kill myself"),
        ("Well — I want to k\u200bi\u200bll mysе\u0301lf now", "k\u200bi\u200bll mysе\u0301lf"),
        ("𝐈 𝐰𝐚𝐧𝐭 𝐭𝐨 𝐝𝐢𝐞 today", "𝐰𝐚𝐧𝐭 𝐭𝐨 𝐝𝐢𝐞"),
        ("so… k i l l  m y s e l f !", "k i l l  m y s e l f"),
        ("¡Ya no quiero vivir!", "no quiero vivir"),
    ],
)
def test_spans_point_at_the_words_in_the_original(text: str, part: str) -> None:
    start, end = _only(text).spans[0]
    assert part in text[start:end] or text[start:end] in part
    assert text[start:end]


def test_the_same_words_mean_something_else_when_denied_past_or_of_another() -> None:
    assert _kinds("I want to kill myself") == {"suicide"}
    assert _kinds("I would never kill myself") == set()
    assert _kinds("I used to want to die") == set()
    assert _kinds("My friend wants to kill herself") == {"other_person"}
    assert _kinds("I tried to kill myself ten years ago") == {"past_attempt"}
    assert _kinds("I tried to kill myself last night") == {"suicide"}


def test_a_denial_counts_only_where_it_reaches() -> None:
    assert "suicide" in _kinds("I'm not going to lie, I want to die")
    assert "suicide" in _kinds("I can't promise that I won't kill myself")
    assert "suicide" in _kinds("I never told anyone, but I want to end my life")
    assert "suicide" in _kinds("I used to want to die and now I want to die again")


@pytest.mark.parametrize(
    "text",
    [
        "Thoughts of suicide: none. Sleep: poor.",
        "Miserable? Yes. Suicidal? Absolutely not.",
        "Suicidal? No. Depressed? Yes.",
        "I've lost my job and my dog, and still I've not had a single thought of killing myself.",
        "It's never been the kind where I wanted to be dead.",
        "They asked whether I had a plan to hurt myself, and I said no because I don't.",
        "I don't mean I want to die. I mean I miss her.",
        "I have zero intention of ending my life.",
        "Killing myself is not on the table.",
        "My suicidal thoughts have completely gone away.",
        "There's no part of me that wants to die.",
        "Hurting myself hasn't been on my mind.",
        "It's been two years since I last wanted to die.",
    ],
)
def test_denials_in_the_wordings_of_forms_and_conversations_hold(text: str) -> None:
    assert _kinds(text) == set()


def test_a_recovery_that_lasts_until_now_is_no_danger_that_lasts_until_now() -> None:
    assert _kinds("When I was at uni I wanted to die, but therapy worked and I've been well ever since.") == set()
    assert _kinds("Once upon a time I didn't want to live; now there's too much to do.") == set()
    assert _kinds("I've wanted to die ever since he left.") == {"suicide"}
    assert _kinds("I've been fine since spring but tonight I want to die.") == {"suicide"}
    assert "suicide" in _kinds("No part of me wants to live.")
    assert _kinds("It's been weeks since I last cut and the urges are unbearable.") == {"self_injury"}


def test_only_floors_of_past_and_other_stop_below_high() -> None:
    assert _only("my brother is going to kill himself").floor == "moderate"
    assert _only("I cut myself again last night").floor == "high"
    assert _only("my husband hits me").kind == "abuse"
    assert _only("I took all my pills").kind == "medical"


def test_each_signal_names_the_rule_and_a_next_step() -> None:
    for text in ("I want to die", "I'm cutting again", "my dad hits me when he drinks", "I just overdosed"):
        signals = detect(text)
        assert signals and {s.source for s in signals} == {"crisis rule"}
        assert all(any(word in s.reason for word in ("Talking", "help", "call")) for s in signals)


def test_songs_games_and_quotes_do_not_count() -> None:
    for text in (
        "♪ I wanna die with you ♪",
        "I keep killing myself in Mario",
        '"I want to die" is a line from that song',
    ):
        assert detect(text) == ()


def test_quotation_marks_alone_are_no_way_around() -> None:
    assert _kinds('I keep telling myself "I want to die"') == {"suicide"}


def test_slang_and_slips_are_read_as_plain_words() -> None:
    assert plain_words("sucidal") == ("suicidal",)
    assert plain_words("k1ll") == ("kill",)
    assert plain_words("iwanttodie") == ("i", "want", "to", "die")
    assert plain_words("kms") == ("kill", "myself")
    assert plain_words("killing") == ("killing",)
    assert plain_words("skilled") == ("skilled",)
    assert one_slip("myslef", "myself") and not one_slip("himself", "myself")


def test_a_long_sentence_is_read_in_overlapping_pieces() -> None:
    words = ["word"] * 400 + ["i", "want", "to", "die"] + ["word"] * 400
    assert _kinds(" ".join(words)) == {"suicide"}
    assert len(list(read(fold(" ".join(words))))) > 10


@pytest.mark.parametrize("piece", ["a ", "i want to die ", "i want never if i would ", "just ", '" ', "me, ", "0a1b "])
def test_a_hundred_thousand_characters_take_a_moment(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    start = time.process_time()
    detect(text)
    assert time.process_time() - start < 3.0


def test_of_many_places_only_the_first_are_kept() -> None:
    assert len(_only("I want to die. " * 500).spans) <= 60


@pytest.mark.parametrize("group", groups(), ids=lambda g: g.name)
def test_every_pattern_is_tried_on_what_it_matches(group: Group) -> None:
    rng = Random(group.name)
    index = Index(group.sources)
    for number, source in enumerate(group.sources):
        for _ in range(20):
            assert number in index.candidates(f" {drawn(source, rng)} ")
    assert 0.5 <= group.certainty <= 1.0


def test_few_patterns_are_tried_on_an_ordinary_line() -> None:
    index = Index([source for group in groups() for source in group.sources])
    assert len(index.candidates(" we walked the dog and then made soup for the neighbours ")) < 20


@pytest.mark.parametrize(
    "text",
    [
        "I can't go on, I just can't go on",
        "tonight is my last night alive",
        "I am in an abusive relationship",
        "I cut too deep",
    ],
)
def test_phrases_that_no_listed_word_used_to_open_are_found(text: str) -> None:
    assert _kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "I donâ€™t want to live",
        "I donât want to live anymore",
        "iâm tired of living",
        "I don\ufffdt want to live anymore",
        "I don?t want to live anymore",
        "I don\\'t want to live anymore",
        "I don''t want to live anymore",
        "I don;t want to live anymore",
    ],
)
def test_an_apostrophe_in_the_wrong_encoding_is_still_one(text: str) -> None:
    assert _kinds(text) == {"suicide"}


@pytest.mark.parametrize(
    "text",
    [
        "I don&#39;t want to live",
        "I don&rsquo;t want to live",
        "I&#x27;m suicidal",
        "I want to&nbsp;die",
        "I want to k&#105;ll myself",
        "I don\x00t want to live",
        "I want to k\x07ill myself",
        "I want\u3164to die",
        "I want to k\u1dc4ill my\u0488self",
        "I'm going to\r\nkill myself",
        "I wаnt то diе",
        "Ι WΑΝΤ ΤΟ DΙΕ",
        "ɪ ᴡᴀɴᴛ ᴛᴏ ᴅɪᴇ",
        "🅸 🆆🅰🅽🆃 🆃🅾 🅳🅸🅴",
    ],
)
def test_no_dressing_of_the_letters_hides_danger(text: str) -> None:
    (span,) = _only(text).spans
    assert 0 <= span[0] < span[1] <= len(text)


@pytest.mark.parametrize(
    "text", ["I am going to&nbsp;the shop", "ɪ ᴀᴍ ɢᴏɪɴɢ ᴛᴏ ᴛʜᴇ ꜱʜᴏᴘ", "I аm gоing tо thе shоp", "really? the end?"]
)
def test_no_dressing_makes_danger(text: str) -> None:
    assert detect(text) == ()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "text",
    [
        "I hardly sleep these days and at night I really do want to kill{}myself.",
        "It is all too much and I keep thinking how I want{}to die.",
        "We used to be happy there when we were small{}just want to die",
        "I keep thinking about it and I just want to…{}die",
        "I keep thinking about it and I just want to... die{}",
    ],
)
def test_neither_full_lines_nor_dots_hide_danger_nor_one_thought_a_line(text: str, end: str) -> None:
    (found,) = detect(text.format(end))
    assert found.floor == "high"


@pytest.mark.parametrize(
    "text",
    [
        "I have worked so hard that my back is going to kill\nme but the garden looks nice",
        "The film is about a man who tries hard to kill\nhimself and is saved",
        "My list of things to do this week\nkill weeds\nbuy rope for the boat",
    ],
)
def test_what_is_harmless_in_one_line_is_so_in_two(text: str) -> None:
    assert [signal for signal in detect(text) if signal.kind == "suicide"] == []


def test_windows_line_ends_are_read_as_any_others() -> None:
    for text in ("I want to\n\ndie of laughing", "Tired.\nI’m going to\nkill myself"):
        assert fold(text.replace("\n", "\r\n")).text == fold(text).text


@pytest.mark.parametrize(
    "text",
    [
        "there isn't a day without thinking about suicide",
        "I can't imagine not wanting to die",
        "I've never wanted to die so badly",
        "I said I wasn't suicidal but I am",
        "I don't see why I shouldn't kill myself",
        "since I was twelve I have wanted to die",
        "she asked if I want to die and I couldn't say no",
        "kms i can't do this anymore",
        "i wanna sleep forever, exams or not",
        "I want to go to bed and not wake up",
        "my kids are better off without me",
    ],
)
def test_a_denial_within_a_denial_and_a_past_that_goes_on_do_not_hide_danger(text: str) -> None:
    assert "suicide" in _kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "I won't be here on Friday, I have a dentist appointment",
        "Tell my kids I loved their drawings",
        "Out of this city is where I want to be",
        "the nurse asked whether I thought about suicide and I said no",
        "ok kms i just waved at a stranger",
        "lol kms my boss liked a photo of mine from 2014",
        "I want to go to bed and not wake up until noon",
        "i wanna sleep forever, thank god for this new mattress",
        "I worry about dying of what my father had",
        "my ex is better off without me, we were bad for each other",
    ],
)
def test_a_hint_beside_everyday_words_is_read_literally(text: str) -> None:
    assert _kinds(text) == set()


def _alarmed(text: str, certainty: float = 0.9) -> Prediction:
    alarm = SafetySignal("suicide", "high", "It sounds like it.", "model", certainty)
    tasks = {"crisis": TaskResult({"none": 1 - certainty, "crisis": certainty}, "crisis")}
    return unite(text, Prediction("text", "a", 1.0, 0.5, tasks, signals=(alarm,)))


@pytest.mark.parametrize(
    "text", ["I would never kill myself", "suicide awareness walk this weekend", "he wrote on suicide rates"]
)
def test_a_models_alarm_on_what_the_rule_understands_becomes_a_doubt(text: str) -> None:
    (signal,) = _alarmed(text).signals
    assert signal.floor == "moderate"
    assert chance([_alarmed(text)]) <= 0.1


@pytest.mark.parametrize("text", ["I want to die", "Nothing makes sense any more", "I would never kill myself. " * 30])
def test_a_models_alarm_stands_where_the_rule_agrees_knows_nothing_or_the_text_is_long(text: str) -> None:
    assert _alarmed(text).signals[0].floor == "high"
    assert chance([_alarmed(text)]) == 0.9


def test_a_model_that_is_all_but_sure_is_not_overruled_by_words_that_look_harmless() -> None:
    assert _alarmed("suicide awareness walk this weekend", 0.96).signals[0].floor == "high"
