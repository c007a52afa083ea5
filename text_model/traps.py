"""Sentences from templates of our own that teach what the corpora lack: negation, other people, quotes, idioms."""

from __future__ import annotations

import re
from random import Random

from text_model.data import Row, Target
from text_model.labels import CRISIS, STATE

_SLOT = re.compile(r"\{(\w+)\}")
_FEELINGS = {
    "depression": (
        "depressed",
        "hopeless",
        "worthless",
        "empty inside",
        "miserable",
        "numb",
        "so low",
        "broken",
        "sad all the time",
    ),
    "anxiety": (
        "anxious",
        "panicky",
        "scared",
        "nervous",
        "worried sick",
        "on edge",
        "terrified",
        "full of dread",
        "so worried",
    ),
    "stress": (
        "stressed",
        "overwhelmed",
        "burned out",
        "under so much pressure",
        "swamped",
        "stretched too thin",
        "stressed out",
    ),
}
_SLOTS = {
    "bad": tuple(word for words in _FEELINGS.values() for word in words),
    "good": ("fine", "happy", "calm", "much better", "relaxed", "hopeful", "pretty good", "great", "at peace", "okay"),
    "who": ("my friend", "my sister", "my brother", "my coworker", "a girl in my class", "my neighbour", "my cousin",
        "the main character"),
    "thing": ("homework", "commute", "traffic", "workout", "heat", "meeting", "deadline", "essay", "hill", "puzzle",
        "recipe"),
    "do": ("see my kids grow up", "travel the world", "finish school", "dance at your wedding",
        "watch the next season", "get old"),
    "when": ("today", "anymore", "at all", "this week", "right now", "these days", "lately"),
    "work": ("the song", "the movie", "the novel", "a poem we read in class", "the play", "this old album", "the game"),
    "time": ("week", "month", "morning", "evening", "shift", "weekend", "year", "term"),
    "good_time": ("good", "great", "nice", "happy", "fun", "pleasant"),
    "bad_time": ("rough", "hard", "terrible", "difficult", "awful", "sad"),
    "fine": ("okay", "ok", "fine", "alright", "good", "great", "well", "happy", "all right", "so good"),
    "now": ("today", "this week", "right now", "tonight", "at the moment", ""),
    "dark": ("I want to die", "I can't go on", "end my life", "nothing matters", "kill me now",
        "life is not worth living"),
    "funny": ("lol", "haha", "lmao", "so funny", "", "seriously"),
    "plain": ("I have a dentist appointment", "we are having pasta tonight", "the bus was late", "I fixed my bike",
        "work was busy",
              "I need to do laundry", "the game starts at eight", "my plants are growing", "I am reading a new book"),
}  # fmt: skip
_CALM = (
    "I am not {bad} {when}, {plain}", "I don't feel {bad} {when}", "I'm not {bad} at all, just busy",
    "no I am not {bad}, I am {good}",
    "I used to be {bad} but now I feel {good}", "last year I was {bad}, today I feel {good}",
    "I was {bad} before the exam but it went well",
    "I am no longer {bad}", "I never get {bad} about work",
    "not {bad}, not anything, just tired after the gym and {good}",
    "{who} is {bad} and I try to help", "{who} has been {bad} for weeks, I brought some soup",
    "{who} says they feel {bad}, how can I support them",
    "I read an article about people who are {bad}", "we learned in class why people get {bad}", "I am {good} {when}",
    "{plain}", "{plain}, I feel {good}",
    "in {work} {who} is {bad} and then it all turns out {good}", "I feel {good}, {plain}",
    "nothing is wrong, I am {good}",
)  # fmt: skip
_SAFE = (
    "this {thing} is killing me {funny}", "I am dying of laughter {funny}", "my phone died again {funny}",
    "I could kill for a coffee",
    "I'm dead {funny} that was hilarious", "in {work} someone says {dark}",
    "the lyrics of {work} go {dark} and I love the beat",
    "{work} has the line {dark}, great acting", "I wrote an essay about suicide prevention",
    "the {thing} nearly killed me {funny}",
    "I would never hurt myself, I want to {do}", "I don't want to die, I want to {do}", "I want to live and {do}",
    "I'm not suicidal, {plain}", "I have no thoughts of suicide, I am {good}",
    "I don't want to kill myself, I am {good} and want to {do}",
    "they killed it on stage {funny}", "we killed time at the mall", "dead tired after the {thing}, {plain}",
    "watched a film about a suicide squad, {plain}", "drop dead gorgeous {funny}",
    "that {thing} was brutal, I am {good} now",
)  # fmt: skip
_LOW = (
    "I feel {own} {when}", "I am {own} and it is not getting better", "I'm {own} every single day",
    "why am I so {own}", "been feeling {own} {when}",
    "I am {own} again and I don't know what to do", "honestly I am just {own}", "not gonna lie I feel {own}",
    "I can't stop being {own}",
    "everyone thinks I am {good} but I am {own}", "I told them I was {good} but really I feel {own}",
    "so {own} that I can't sleep",
)  # fmt: skip
_JOYLESS = (
    "nothing makes me happy anymore", "I am not {good} and have not been for a long time",
    "I don't feel {good} {when}, I feel nothing",
    "nothing matters to me {when}", "I can't enjoy anything {when}",
    "I stay in bed all day and don't care about anything",
    "I have no hope left", "there is no joy in my life", "I feel like a burden to everyone",
    "I cry every night for no reason",
)  # fmt: skip
# Most people who are not well say no more than this. Which state it is, they do not say: mostly depression.
_UNWELL = (
    "I'm not {fine}", "I am not {fine} {when}", "i'm really not {fine}", "no, I'm not {fine}",
    "honestly I'm not {fine}", "I don't feel {fine} {when}", "I haven't been {fine} for a while",
    "I haven't felt {fine} in weeks", "I can't say I'm {fine}", "I can't say that things are {fine}",
    "I wouldn't say I'm {fine}", "things are not {fine} {when}", "nothing is {fine} {when}", "not {fine}",
    "not {fine} {when}", "not {fine} tbh", "not really {fine}", "not {fine} at all", "I was not {fine} {now}",
    "I'm far from {fine}", "I am anything but {fine}", "I tell them I'm {fine} but I'm not",
    "everyone thinks I'm {fine}, I'm not", "definitely not {fine}", "I'm just not {fine}, that's all",
    "I don't think I'm {fine}", "life is not {fine} {when}", "I wish I was {fine} but I'm not",
    "it's not going {fine} {when}", "I'm not doing {fine} {when}", "not doing {fine}", "I'm not coping {when}",
    "I'm not feeling {fine} in myself", "I'm not in a good place {when}",
    "I'm not {fine} and I don't want to talk about it", "I'm not {fine}, I just get through the day",
    "I wouldn't call this a {good_time} {time}", "it wasn't a {good_time} {time}",
    "I can't call it a {good_time} {time}", "it was no {good_time} {time}, {plain}",
)  # fmt: skip
_WELL = (
    "I'm {fine}", "I am {fine} {now}", "I'm feeling {fine} {now}", "{fine}, thanks", "not bad", "not bad {now}",
    "not too bad, {plain}", "can't complain, {plain}", "I can't say I'm {bad}", "I wouldn't say I'm {bad}, {plain}",
    "nothing is wrong, {plain}", "no complaints {now}", "I'm not unhappy, {plain}", "doing {fine}, {plain}",
    "all is {fine} {now}", "I'm doing {fine} {now}", "it went {fine}, {plain}", "never been better",
    "couldn't be better, {plain}", "I wasn't {fine} last month, now I am", "I was not {bad} at all {now}",
    "no reason to worry, {plain}", "I don't feel {bad}, I feel {fine}", "things are {fine} {now}, {plain}",
    "I'm {fine}, don't worry about me, {plain}", "not a bad day, {plain}", "I'm {fine}, {plain}",
    "I wouldn't call this a {bad_time} {time}", "it wasn't a {bad_time} {time}",
    "I can't call it a {bad_time} {time}", "it was no {bad_time} {time}, {plain}",
)  # fmt: skip
_UNWELL_STATES = ("depression", "depression", "depression", "depression", "anxiety", "stress")
_SOS = (
    "I want to die", "I don't want to live {when}", "I want to end my life", "I am going to kill myself",
    "I keep thinking about suicide",
    "I don't want to wake up tomorrow", "everyone would be better off without me",
    "I can't go on {when}, I want it to be over",
    "I see no reason to keep living", "I wish I was dead", "I'm not suicidal but I wish I would not wake up",
    "I have a plan to end my life",
    "people say it gets better but I still want to die", "this is my goodbye, I can't live like this",
    "I feel {bad} and I want to die",
    "I tried to kill myself last night", "sometimes I think it would be easier to be dead",
    "I am done with life, goodbye",
)  # fmt: skip
_TEMPLATES = {"calm": _CALM, "safe": _SAFE, "low": _LOW, "danger": _SOS, "unwell": _UNWELL, "well": _WELL}
_KINDS = ("calm", "unwell", "safe", "well", "low", "unwell", "danger", "well")
_LOWER_CASE = 0.6


def trap_rows(seed: int, count: int = 3600) -> list[Row]:
    """`count` rows, the same for the same seed; an eighth each: calm, safe, low, in danger; a quarter: unwell, well."""
    random = Random(seed)  # noqa: S311 - made-up sentences, not secrets
    return [_row(_KINDS[i % len(_KINDS)], random) for i in range(count)]


def _row(kind: str, random: Random) -> Row:
    state, template, weight = "neutral", random.choice(_TEMPLATES[kind]), 0.5
    if kind == "low":
        state = random.choice(tuple(_FEELINGS))
        if state == "depression" and random.random() < 0.5:
            template = random.choice(_JOYLESS)
    elif kind == "danger":
        state = "depression"
    elif kind == "unwell":
        state = random.choice(_UNWELL_STATES)
    if kind in ("unwell", "well"):
        weight = 1.0
    danger = "crisis" if kind == "danger" else "none"
    targets: dict[str, Target] = {"crisis": CRISIS.index(danger), "state": STATE.index(state)}
    text = _fill(template, state, random)
    text = text.lower() if random.random() < _LOWER_CASE else text
    return Row(text, "own sentences", targets, {"state": weight, "crisis": 0.5})


def _fill(template: str, state: str, random: Random) -> str:
    slots = _SLOTS | {"own": _FEELINGS.get(state, ("",))}
    return _SLOT.sub(lambda match: random.choice(slots[match[1]]), template).strip()
