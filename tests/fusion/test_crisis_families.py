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
        ("Ich möchte am liebsten einfach sterben", "Ich will einfach nicht sterben"),
        ("ik wil gewoon niet meer leven", "ik wil gewoon niet meer leven in Amsterdam"),
    ],
)
def test_a_family_of_wordings_is_found_and_its_harmless_neighbour_is_not(danger: str, harmless: str) -> None:
    assert _alarmed(danger)
    assert not _alarmed(harmless)
