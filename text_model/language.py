"""Does a text look like the English that the model learned? Cheap signs: small words, letters, pieces, their order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from text_model.jumble import chance_of_jumble
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
_CODE = re.compile(
    r"[{}<>;=\[\]\\|$]|\b(?:def|return|import|function|const|null|void|public|class|self|var|elif|SELECT|FROM)\b|"
    r"\(\)|==|->|::|#include"
)
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2190-\u21ff\u2b00-\u2bff]")
_LIST_ITEM = re.compile(r"(?:^|\s)(?:[-*•]|\d+[.)])\s+\S")
LOOKED_AT = 4000
_LIKELY = 0.7
_FEW_MET, _STRANGE = 0.4, 0.5

_UNSURE = "so the reading is unsure."


@dataclass(frozen=True)
class Familiarity:
    """`certainty` in [0, 1]: how far the text is of the kind that the model knows; `note` says why it is not."""

    certainty: float
    note: str | None = None


@dataclass(frozen=True)
class _Signs:
    """What is measured on the beginning of a text: shares of words or letters, counts; `jumble` is a chance."""

    look: Look
    different: int
    foreign: float
    latin: float
    code: int
    items: int
    tokens_per_word: float
    neighbours: int
    jumble: float


def familiarity(text: str, tokens_per_word: float) -> Familiarity:
    """Judge the first 4,000 characters. `tokens_per_word` is near 1.2 for English, 2 or more for what is unknown."""
    seen = text[:LOOKED_AT]
    words = [word.lower() for word in WORD.findall(seen)]
    if not words:
        kind = "emoji" if _EMOJI.search(seen) else "signs or numbers"
        return Familiarity(0.1, f"This is only {kind}, without words, so there is little to read from it.")
    signs = _measure(seen, words, tokens_per_word)
    for strange, certainty, note in _oddities(signs):
        if strange:
            return Familiarity(certainty, note)
    return Familiarity(min(1.0, 0.6 + 0.05 * len(words)) * (1 - signs.jumble**2))


def _measure(seen: str, words: list[str], tokens_per_word: float) -> _Signs:
    letters = [c for c in seen if c.isalpha()]
    look = shipped().look(seen)
    return _Signs(
        look=look,
        different=len(set(words)),
        foreign=sum(word in _FOREIGN for word in words) / len(words),
        latin=sum(c.isascii() for c in letters) / max(1, len(letters)),
        code=len(_CODE.findall(seen)),
        items=len(_LIST_ITEM.findall(seen)),
        tokens_per_word=tokens_per_word,
        neighbours=sum(max(0, len(clause) - 1) for clause in clauses(seen)),
        jumble=chance_of_jumble(look, tokens_per_word),
    )


def _oddities(s: _Signs) -> tuple[tuple[bool, float, str], ...]:
    """What may be odd, worst first: whether it is, the certainty that is left, and what to say."""
    return (
        (
            s.latin < 0.6 or (s.foreign > 0.12 and s.foreign > s.look.small),
            0.15,
            f"This does not look like English, {_UNSURE}",
        ),
        (
            s.code > max(3, 0.25 * s.look.words),
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
        (s.items >= 3 and s.look.small < 0.25, 0.4, f"This looks like a list, {_UNSURE}"),
        (s.look.words < 3, 0.5, "This is very short. A few sentences give a better reading."),
    )


def _is_unknown(s: _Signs) -> bool:
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
