"""What is not someone's own English words is noticed and said."""

import pytest

from text_model.language import familiarity, has_english


@pytest.mark.parametrize(
    "text",
    [
        "I went to the market and bought some apples for my mother.",
        "cant sleep again, my head is so loud and i dont know why",
        "Work was long today but dinner with friends helped a lot.",
        "honestly idk what to do about my exams, im scared i will fail",
        "The weather is nice - we may go out later - or stay in.",
    ],
)
def test_plain_english_is_certain_and_gets_no_note(text: str) -> None:
    result = familiarity(text, 1.2)
    assert result.note is None
    assert result.certainty > 0.8


@pytest.mark.parametrize(
    "text",
    [
        "Je suis très fatigué et je ne sais pas quoi faire de ma vie",
        "Ich weiß nicht, was ich machen soll, es geht mir nicht gut",
        "Estoy muy triste y no sé qué hacer con mi vida",
        "Не знаю, что мне делать, мне очень грустно",
        "今日はとても疲れました。何もしたくない。",
        "Non so cosa fare della mia vita, sono stanca",
    ],
)
def test_another_language_is_said(text: str) -> None:
    result = familiarity(text, 2.2)
    assert result.note is not None
    assert "English" in result.note
    assert result.certainty < 0.5


@pytest.mark.parametrize(
    ("text", "tokens_per_word", "word"),
    [
        ("😭😭😭 💔", 1.0, "emoji"),
        ("12 / 3 ... 45", 1.0, "numbers"),
        ("def f(x): return x + 1; print(f(3)); y = [1, 2]; z = {}", 1.5, "code"),
        ("- milk - eggs - bread - butter - flour - salt", 1.1, "list"),
        ("qwpoei zxmnvb asldkfj qpwoei zmxncb alskdj", 3.5, "unknown"),
        ("no no no no no no no no no no no no", 1.0, "again"),
        ("help", 1.0, "short"),
    ],
)
def test_other_oddities_are_said(text: str, tokens_per_word: float, word: str) -> None:
    result = familiarity(text, tokens_per_word)
    assert result.note is not None
    assert word in result.note
    assert result.certainty <= 0.5


@pytest.mark.parametrize(
    "text",
    [
        "ym tesirs dna I alewyks dellat tuoba eht keeew dna ti saw duog",
        "asjkdh qlwkje zmxnb poqiwu lkajsd mnbvc",
        "I hva ebne ryve dtire aylelt dan I dnot wkno hwy",
        "i siwh i ahd a enicer dya",
        "btu the dgo si lla thrgi",
    ],
)
def test_mixed_up_letters_are_said(text: str) -> None:
    result = familiarity(text, 2.2)
    assert result.note is not None
    assert result.certainty <= 0.2


@pytest.mark.parametrize(
    "text",
    ["jestem bardzo smutny i zmeczony dzisiaj", "kendimi cok yorgun hissediyorum bugun", "olen vasynyt ja surullinen"],
)
def test_languages_without_any_small_word_that_is_listed_are_unknown(text: str) -> None:
    result = familiarity(text, 2.5)
    assert result.note is not None and "unknown" in result.note
    assert result.certainty <= 0.2


def test_shuffled_words_are_said() -> None:
    text = "of the my very to was walk and long I a dog in evening the with and tired quiet was it park"
    result = familiarity(text, 1.1)
    assert result.note is not None and "follow each other" in result.note
    assert result.certainty <= 0.3


@pytest.mark.parametrize(
    ("text", "tokens_per_word"),
    [
        ("tired. work bad. head hurts. no sleep. want home. kids loud. rain again. whatever", 1.1),
        ("i am feel very bad today because my boss he shout me and i not know what i do wrong", 1.1),
        ("cnt slep agian, my hed is so lowd n i dnt kno wat to do abuot skool tmrw", 1.9),
        ("gym crossfit deadlift quads glutes protein shake then sauna and pizza with Krzysztof in Szczecin", 1.9),
        ("ths wek i hvae ben feling rely tird", 1.75),
        ("feelin rly dwn 2day cudnt gt outta bed", 1.75),
        ("yeehaw it's time for a hoedown", 1.8),
        ("im knackerd n me bairn wont sleep", 1.6),
        ("everything is fine really just a bit quiet here since the kids moved out and i miss them", 1.0),
    ],
)
def test_terse_misspelt_and_second_language_writing_stays_certain(text: str, tokens_per_word: float) -> None:
    result = familiarity(text, tokens_per_word)
    assert result.note is None
    assert result.certainty > 0.8


@pytest.mark.parametrize(
    ("text", "tokens_per_word"),
    [
        ("i wnat to dei", 1.25),
        ("im gona kil myslef", 2.5),
        ("Let me fall asleep and let there be no morning after it.", 1.1),
        ("def f(x): return x + 1; print(f(3)); y = [1, 2]; z = {}", 1.5),
        ("mi nah see christmas", 1.5),
    ],
)
def test_bad_spelling_odd_order_and_code_may_be_english_still(text: str, tokens_per_word: float) -> None:
    assert familiarity(text, tokens_per_word).is_english


@pytest.mark.parametrize(
    ("text", "tokens_per_word"),
    [
        ("Не удалось получить состояние сети", 9.0),
        ("je suis mort de rire", 1.8),
        ("Die Datei wurde extern verändert", 2.0),
        ("😭😭", 1.0),
    ],
)
def test_other_languages_and_signs_are_not_english(text: str, tokens_per_word: float) -> None:
    assert not familiarity(text, tokens_per_word).is_english


def test_one_english_sentence_among_others_is_found() -> None:
    spanish = "Hoy fui al mercado con mi hermana. Luego cocinamos juntas."
    assert not has_english(spanish)
    assert has_english(f"{spanish} I am ready to let go for good. {spanish}")


def test_letters_that_were_set_apart_are_not_read_with_certainty() -> None:
    result = familiarity("I a m s o t i r e d a n d a l o n e", 1.0)
    assert result.note is not None
    assert result.certainty < 0.5
    assert result.is_english
