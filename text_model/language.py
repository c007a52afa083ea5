"""Does a text look like the English that the model learned? Cheap signs: small words, letters, pieces, their order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from text_model.jumble import chance_of_jumble
from text_model.lines import are_code, are_items
from text_model.order import WORD, Look, clauses, shipped

# Small words of other languages in Latin letters; those that are English words too are left out below.
_FOREIGN = frozenset(
    WORD.findall(
        "de la el los las que y en un una por con para es mi muy pero como más yo lo le les et des du je ne "
        "pas est une dans pour sur avec qui mais plus il elle nous vous ich und der die das nicht ein eine "
        "ist zu den mit sich auf dem auch es wir sie ik het een van niet dat maar op zijn voor och att det "
        "som jag inte på är em uma não eu com os um se meu muito di che non sono per ma della gli anche io "
        "nie się jest że na jak ale tak bir ve bu için ben çok yang dan saya aku tidak suis très sais faire "
        "quoi estoy siento nada bin habe mir mich sehr"
    )
) - frozenset(
    WORD.findall(
        "me no so in on a is am was at or an as to do die he has had be van dan den des ben il per ma plus som bin com"
    )
)
# Verbs that make a few words foreign; an alarm stays, for they may be a cry for help that the model understands.
_FOREIGN_VERBS = frozenset(WORD.findall("quiero puedo tengo veux peux voglio posso quero estou kann chcę"))
_CODE = re.compile(
    r"[{}<>;=\[\]\\|$]|\b(?:def|return|import|function|const|null|void|public|class|self|var|elif|SELECT|FROM)\b|"
    r"\(\)|==|->|::|#include"
)
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2190-\u21ff\u2b00-\u2bff]")
_LIST_ITEM = re.compile(r"(?:^|\s)(?:[-*•]|\d+[.)])\s+\S")
_SENTENCE_END = re.compile(r"[.!?;{}]+")
_LIKELY = 0.7
_FEW_MET, _STRANGE, _NO_WORD = 0.4, 0.5, -0.4
_LONGEST_WORD = 40
# Of the words of English fewer than a quarter are single letters; of "w o r d s" set apart nearly all.
_APART = 0.7

_UNSURE = "so the reading is unsure."


@dataclass(frozen=True)
class Familiarity:
    """`certainty` in [0, 1]: how far the text is of the kind that the model knows; `note` says why it is not.

    `is_english` is less: bad spelling, code and shuffled words may be. Where it is false an alarm means nothing.
    """

    certainty: float
    note: str | None = None
    is_english: bool = True


@dataclass(frozen=True)
class _Signs:
    """What is measured on a stretch of a text: shares of words or letters, counts; `jumble` is a chance."""

    look: Look
    different: int
    foreign: float
    with_verbs: float
    latin: float
    code: int
    foreign_words: int
    statements: bool
    items: int
    listed: bool
    endless: bool
    tokens_per_word: float
    neighbours: int
    jumble: float
    apart: float


def familiarity(text: str, tokens_per_word: float, written: str | None = None) -> Familiarity:
    """Judge a stretch of a text; `written` is the same with its lines, before it was normalised.

    `tokens_per_word` is near 1.2 for English, 2 or more for what is unknown.
    """
    words = [word.lower() for word in WORD.findall(text)]
    if _is_wordless(text, words):
        kind = "emoji" if _EMOJI.search(text) else "signs or numbers"
        note = f"This is only {kind}, without words, so there is little to read from it."
        return Familiarity(0.1, note, is_english=bool(words))
    signs = _measure(text, words, tokens_per_word, text if written is None else written)
    english = not _is_foreign(signs)
    for strange, certainty, note in _oddities(signs):
        if strange:
            return Familiarity(certainty, note, english)
    return Familiarity(min(1.0, 0.6 + 0.05 * len(words)) * (1 - signs.jumble**2), is_english=english)


def has_english(passage: str) -> bool:
    """Whether a sentence stands in it that is English beyond doubt, though the rest may be anything."""
    sentences = (part for part in _SENTENCE_END.split(passage) if len(WORD.findall(part)) >= 4)
    return any(look.small >= 0.4 and look.met >= 0.8 for look in map(shipped().look, sentences))


def _is_wordless(text: str, words: list[str]) -> bool:
    """Without words but for links, or with a unit or two behind many digits."""
    return set(words) <= {"link"} or sum(c.isdigit() for c in text) > 2 * sum(c.isalpha() for c in text)


def _measure(seen: str, words: list[str], tokens_per_word: float, written: str) -> _Signs:
    letters = [c for c in seen if c.isalpha()]
    look = shipped().look(seen)
    foreign = [word for word in words if word in _FOREIGN]
    endless = sum(len(word) for word in WORD.findall(written) if len(word) > _LONGEST_WORD)
    return _Signs(
        look=look,
        different=len(set(words)),
        foreign=len(foreign) / len(words),
        with_verbs=sum(word in _FOREIGN or word in _FOREIGN_VERBS for word in words) / len(words),
        latin=sum(c.isascii() for c in letters) / max(1, len(letters)),
        code=len(_CODE.findall(seen)),
        foreign_words=len(set(foreign)),
        statements=are_code(written),
        items=len(_LIST_ITEM.findall(seen)),
        listed=are_items(written),
        endless=endless > sum(c.isalpha() for c in written) / 2,
        tokens_per_word=tokens_per_word,
        neighbours=sum(max(0, len(clause) - 1) for clause in clauses(seen)),
        jumble=chance_of_jumble(look, tokens_per_word),
        apart=sum(len(word) == 1 for word in words) / len(words),
    )


def _oddities(s: _Signs) -> tuple[tuple[bool, float, str], ...]:
    """What may be odd, worst first: whether it is, the certainty that is left, and what to say."""
    return (
        (_is_of_others(s), 0.15, f"This does not look like English, {_UNSURE}"),
        (
            s.statements or s.code > max(3, 0.25 * s.look.words),
            0.2,
            "This looks like program code or data, not like someone's own words.",
        ),
        (_is_unknown(s), 0.1, f"These words are mostly unknown to the model, {_UNSURE}"),
        (s.jumble > _LIKELY, 0.05, f"The letters of many words look mixed up, {_UNSURE}"),
        (_is_shuffled(s), 0.15, f"The words do not seem to follow each other, {_UNSURE}"),
        (
            s.look.words >= 8 and s.different <= max(2, min(5, s.look.words // 8)),
            0.4,
            f"The same few words come again and again, {_UNSURE}",
        ),
        (
            (s.items >= 3 and s.look.small < 0.25) or (s.listed and s.look.small < 0.15),
            0.4,
            f"This looks like a list, {_UNSURE}",
        ),
        (s.look.words < 3, 0.5, "This is very short. A few sentences give a better reading."),
    )


def _is_of_others(s: _Signs) -> bool:
    """In letters that are not Latin, or with more small words of other languages than of English."""
    return s.latin < 0.6 or s.with_verbs > max(0.12, s.look.small)


def _is_foreign(s: _Signs) -> bool:
    """Surely not English: one small word may stand in any, and whoever writes "im gona kil myslef" means it."""
    told = s.latin < 0.6 or (s.foreign_words > 1 and s.foreign > max(0.12, s.look.small))
    return told or (s.look.small < 0.2 and _are_unknown(s))


def _is_unknown(s: _Signs) -> bool:
    look = s.look
    endless = s.endless and (look.met < _STRANGE or look.words == 1)
    apart = look.words >= 8 and s.apart > _APART
    return endless or apart or _are_unknown(s) or (look.met == 0 and look.letters < _NO_WORD)


def _are_unknown(s: _Signs) -> bool:
    """Hardly a word was ever met, and their letters follow each other as in no English, not even a badly spelt one."""
    look = s.look
    strange = look.met < _FEW_MET and look.met + look.letters < _STRANGE
    return (look.words >= 4 and strange and s.tokens_per_word > 1.4) or (
        look.words >= 3 and look.small < 0.15 and s.tokens_per_word > 2.6
    )


def _is_shuffled(s: _Signs) -> bool:
    """Words dealt out at random; a few words may stand oddly by chance, so they must stand very oddly."""
    order = s.look.order
    return order < -0.25 if s.neighbours >= 11 else s.neighbours >= 5 and order < -0.7
