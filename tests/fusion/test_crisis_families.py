"""Families of wordings: other ways to say what was once missed, each beside a harmless neighbour."""

from __future__ import annotations

import pytest

from fusion.crisis import detect


def _alarmed(text: str) -> bool:
    return any(signal.floor == "high" for signal in detect(text))


@pytest.mark.parametrize(
    ("danger", "harmless"),
    [
        ("There's nothing ahead of me but death", "There's nothing left for me to do except wait"),
        ("dying is the only thing I ever think of", "Work is all I think about"),
        ("nobody left to hang on for", "There's nothing to stay for at this party, let's go"),
        ("I'd be okay if I went to bed and never woke", "I wish I could go to bed and sleep in"),
        ("left a video for my kids for when I'm gone", "I left a message for my boss explaining why I was late"),
        ("please don't hate me for what I have to do", "Don't blame the kids for what I do"),
        ("let the kids know I loved them to the end", "tell him I'm sorry for the late reply"),
        ("I already wrote my note", "I wrote a note to the teacher"),
        ("I've decided to end things", "I've decided to end things, our relationship is over"),
        ("I picked a day to die", "we picked a day for the party"),
        ("how many sleeping pills would it take to die", "I counted my pills for the trip, enough for two weeks"),
        ("being alive is not what I want", "Living alone is not what I wanted"),
        ("I can't trust myself not to do it", "I don't trust myself around chocolate"),
        ("Don't let my kids be the ones who find me", "Hide and seek: wait until he counts so he doesn't find me"),
        ("I'm going to end it tonight", "I'm going to end the call now"),
        ("By the time you read this I'll be gone", "By the time you read this I'll be on the train to work"),
        ("I shall make an end to my life", "He made an end to my boring life as a single, we got married"),
        ("I'd rather not be alive", "I'd rather not be at the party"),
        ("I won't be alive by spring", "The tomatoes won't be ripe by spring"),
        ("Tonight I will kill me", "My mother will kill me, I forgot her birthday"),
        ("I have made up my mind to die", "I have made up my mind to dye my hair"),
        ("gonna do myself in", "gonna do my hair in the morning"),
        ("since she passed I only want to follow her", "since she left the company I follow her on LinkedIn"),
        ("my life insurance is worth more than I am", "my life insurance costs more than I thought"),
        ("I nearly jumped off the platform today", "I nearly jumped out of my skin when the phone rang"),
        ("I am planning my own death", "I am planning my own wedding"),
        ("Ich möchte am liebsten einfach sterben", "Ich will einfach nicht sterben"),
        ("ik wil gewoon niet meer leven", "ik wil gewoon niet meer leven in Amsterdam"),
    ],
)
def test_a_family_of_wordings_is_found_and_its_harmless_neighbour_is_not(danger: str, harmless: str) -> None:
    assert _alarmed(danger)
    assert not _alarmed(harmless)


@pytest.mark.parametrize(
    "text",
    [
        "The survey asked about thoughts of suicide and I ticked no.",
        "We handed out a booklet about overdose prevention at the fair.",
        "I'm removing myself from Instagram for a month.",
        "My calves wanted to die on the last hill.",
        "I want to sleep and not wake up until noon.",
        "I read my goodbye letter to my old addiction in group today.",
        "I keep killing myself with my own grenade in that level.",
        "I cannot breathe with laughter, that video!",
    ],
)
def test_what_only_sounds_dark_raises_no_alarm(text: str) -> None:
    assert not _alarmed(text)


def test_a_form_answered_with_a_lie_is_still_heard() -> None:
    assert _alarmed("I ticked not at all for wanting to kill myself but I lied")


@pytest.mark.parametrize(
    "text",
    [
        "My sister died last year and I am going to end it tonight",
        "My brother wants to die and I have written my goodbye letters",
        "my friend is suicidal and by the time you read this I'll be gone",
    ],
)
def test_a_hint_of_the_writer_counts_beside_the_danger_of_another(text: str) -> None:
    assert _alarmed(text)


def test_a_hint_of_another_person_is_theirs() -> None:
    signals = detect("My friend wants to die and she has said goodbye to everyone")
    assert {signal.kind for signal in signals} == {"other_person"}
