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


@pytest.mark.parametrize(
    "text",
    [
        "The nurse asked if I want to die. I said no. I do.",
        "He asked whether I was thinking of killing myself. I said no. Then I went home and counted my pills.",
        "A patient of mine wanted to die and so do I",
        "My husband is going to kill me. He has a knife.",
    ],
)
def test_what_follows_can_take_the_harmless_reading_back(text: str) -> None:
    assert _alarmed(text)


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


# Each danger is the nearest dangerous neighbour of the harmless line beside it.
@pytest.mark.parametrize(
    ("danger", "harmless"),
    [
        # Words that only look like the phrase.
        ("My best friend died in the crash and I want to join him", "My best friend died in the crash and I miss her"),
        ("My best mate died, I can't live without him", "My best mate died, I keep his coat in the hall"),
        ("It would be best if I died", "My best mate died in a motorbike crash and I'm angry at everybody"),
        ("would anyone care if i dyed", "would anyone care if i dyed it pink"),
        ("I want to die in my black dress", "I want to die my black dress red"),
        ("I am thinking about dying tonight", "In class we argued about assisted dying"),
        ("Will the life insurance pay if it's my own doing?", "Will the life insurance pay if he died abroad?"),
        ("they'd be free of me", "six months I was free of it"),
        ("I didn't plan to grow up", "I didn't want to get up this morning, the bed was so warm"),
        ("I know exactly my plan to die", "we trained what to do if a participant discloses a plan to die"),
        # "kms", a way and a wish.
        ("i've run 300 kms this week and i want to kms", "i've run 300 kms this week"),
        ("its over tonight at 10 kms", "how many kms to the next petrol station"),
        ("kms i failed everything", "kms on the clock, not miles"),
        # Asked and denied.
        (
            "The nurse asked if I wanted to die. I said no. I lied.",
            "The nurse asked if I wanted to die. I said no, truthfully.",
        ),
        (
            "I said no when asked do I want to harm myself but I lied, I do want to harm myself",
            "Nurse asked do I want to harm myself and I said no, truthfully.",
        ),
        (
            "The nurse asked about thoughts of ending my life. I ticked no because I was scared.",
            "The nurse asked about thoughts of ending my life. I ticked no, and it's honest.",
        ),
        ("Do I want to be dead? Yes, doctor.", "Do I want to be dead? No, doctor."),
        ("Do I want to live? No.", "Have I thought of ending my life? No."),
        ("I want to die. No, I mean it.", "The form asks if I'd be better off dead. No. Never felt that."),
        ("I ticked no but I want to kill myself", "I ticked no to wanting to kill myself"),
        ("to being better off dead I put not at all but I lied", 'to being better off dead I put "not at all"'),
        ("I have no thought but to kill myself", "I've no thought to kill myself, I've failed maths"),
        (
            "stop asking me if I want to die, yes I do",
            "I don't want to die, I want people to stop asking me if I want to die.",
        ),
        ("She asked if she could help because I want to die. I said no.", "She asked if I want to die. I said no."),
        (
            "Suicidal thoughts: in my twenties, treated, back this week",
            "Suicidal thoughts: in my twenties, treated, none for eighteen years",
        ),
        ("The wanting to die never left", "Sober six years, and the wanting to die left with the drink"),
        ("The suicidal thoughts stopped with the baby but they are back", "My suicidal thoughts stopped with the baby"),
        ("Have I thought of ending my life? No, I have planned it.", "Have I thought of ending my life? No, never."),
        ("Reasons not to kill myself: none", "Thoughts of killing myself: none"),
        # Of other people.
        ("I have a patient of mine in an hour and I want to die", "A patient of mine wanted to die and we got her in"),
        ("I worry about how I want to die", "I worry about a friend who wants to die. I am fine myself."),
        ("I want to die, said the voice in my head", "I want to die, said my brother-in-law on the ferry"),
        ("My suicidal thoughts are loud", "My sister's suicidal thoughts are being treated"),
        ("I'm a paramedic and I've overdosed", "I'm a paramedic and the young ones who've overdosed stay with me"),
        # What is told as over.
        (
            "I tried to take my life that winter and haven't felt happy in years",
            "Tried to take my life that winter, haven't felt that way in years",
        ),
        ("Ten years since he left and I want to die", "Ten years since I wanted to die. Two kids now."),
        ("my diary is full of wanting to die", "my old diary is full of wanting to die"),
        ("I hope not to wake up", "Back then I hoped not to wake up, today I hate to oversleep"),
        ("ten years since I felt happy and I want to die", "ten years since I wanted to die"),
        ("I self harmed as a teenager and I still do", "I self harmed as a teenager and I've been clean ever since"),
        (
            "clean for six years and tonight I want to self harm",
            "I used to self harm but I've been clean for six years",
        ),
        ("two days since I last cut myself", "eight years since I last cut myself, proud of that"),
        # Figures of speech with what they are about.
        ("They'd be better off without me as their mother", "They'd be better off without me as goalkeeper"),
        ("I'd sooner be dead than go on like this", "I'd sooner be dead than seen in that shirt"),
        ("Wish I was dead right now", "Wish I was dead wrong about that horse"),
        ("I want to die no matter what they give me", "My dahlias want to die no matter what I give them"),
        ("I'm worth more dead than alive", "This car is worth more dead than alive"),
        ("I lost the will to live in that house", "I lost the will to live in that queue"),
        ("I could kill myself for what I did to her", "I could kill myself for forgetting the tickets"),
        ("I could kill myself, and that is not a figure of speech", "I could kill myself, it is a figure of speech"),
        ("I want to end it all with my dad's gun", "I want to end it all with my phone company"),
        ("I wish I'd never been born into this family", "I wish I'd never been born in December"),
        ("Fed up with breathing", "Fed up with breathing exercises"),
        ("I want to erase myself from everyone's life", "I'd erase myself from every photo before 2010"),
        ("every night I cut myself with his razor", "every time I shave I cut myself"),
        ("my chest hurts so badly that I can't breathe", "I miss her so much that I can't breathe"),
        ("I get pills tonight and off myself", "I take Sundays off myself"),
        ("my husband is going to kill me, he has a knife", "my wife is going to kill me, I forgot the milk"),
        ("I'm not gonna make it to 18", "I'm not gonna make it to 18 holes in this heat"),
        ("Forgive me for what I'm about to do to this family", "Forgive me for what I'm about to do to this pizza"),
        ("I broke my laptop, I'm better off dead", "My laptop is better off dead"),
        ("I burst into tears and want to kill myself away from my family", "we are 20 kms away from my family"),
        ("I lost the will to live by the minute", "I lost the will to live around minute thirty"),
        ("God please take me to the next life", "God please take me to that concert"),
        ("I took all my pills this morning", "I took all my pills this morning as the doctor said"),
        ("I overdosed this weekend", "I overdosed on telly this weekend"),
        ("I can't breathe, call someone", "I can't breathe in these jeans"),
        ("The kids are happier without me here", "The kids are happier without me hovering"),
        ("it hurts to live so I want to stop", "it hurts to live so far from my mum"),
        ("My brother hits me with his belt", "My little brother hits me with his toy sword"),
        # Goodbyes and absence with an everyday reason.
        ("I won't be here next week, tell my mum", "I won't be here next week, my colleague will answer"),
        (
            "By the time you read this I'll be gone, the train comes at six",
            "By the time you read this I'll be gone, the bus leaves at six",
        ),
        (
            "gave away my guitar, I won't need it where I'm going",
            "gave away my guitar, I won't need it where I'm going, the dorm is tiny",
        ),
        (
            "Writing goodbye letters to all my family before I go",
            "Writing goodbye letters to all my host family before I fly home",
        ),
        ("the goodbye letter for my mother is finished", "the goodbye letter for my boss is finished"),
        ("cancelled my membership, I won't be here next month", "I won't be here next month, I'm on a gap year"),
        ("alone in my dorm writing my goodbye letters", "writing a goodbye message for the guild"),
        (
            "I don't want to be here anymore, my flight home is booked",
            "I won't be here next month, my flight home is booked",
        ),
        ("This is goodbye, I'm ending it tonight", "This is goodbye, I'm ending my subscription tonight"),
    ],
)
def test_danger_is_told_from_its_nearest_harmless_neighbour(danger: str, harmless: str) -> None:
    assert _alarmed(danger)
    assert not _alarmed(harmless)


def test_a_real_threat_of_a_partner_is_abuse() -> None:
    assert {s.kind for s in detect("my boyfriend is going to kill me one day")} == {"abuse"}


def test_an_answer_is_read_with_its_question_only_where_it_is_the_whole_answer() -> None:
    assert _alarmed("I'm suicidal. No, I will not be telling anyone.")
    assert not _alarmed("Am I suicidal? No, I am tired.")
