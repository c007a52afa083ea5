"""Rows, splits and pools: near-duplicates stay together, nothing leaks, labels are read as given."""

import gzip
import statistics
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import yaml

from core.errors import InputError, ModelNotAvailable
from tests.fusion.corpus import UNREAD
from tests.model.test_check_ins import FILE as CHECK_INS
from tests.model.test_natural_words import FILES
from tests.model.test_posts import FILE as POSTS
from text_model.augment import (
    contract,
    drop_words,
    expand,
    introduce,
    mask_labels,
    misspell,
    punctuate,
    rename,
    reorder,
    restyle,
    say_otherwise,
    swap_sexes,
)
from text_model.batches import draw, vary
from text_model.corpora import Pool, read_corpora
from text_model.data import (
    SHARED_DATA,
    Columns,
    Row,
    corpora_folder,
    group_of,
    halves,
    held_out,
    leaked_groups,
    read_csv,
    read_labelled,
    split_rows,
)
from text_model.labels import CRISIS, EMOTIONS, MOODS, POLARITY, SEVERITY, STATE
from text_model.normalise import normalise
from text_model.own import (
    check_in_rows,
    crisis_rows,
    emotion_rows,
    mood_rows,
    pairs,
    polarity_rows,
    post_rows,
    severity_rows,
)
from text_model.readers import EXPLICIT, polarity_of
from text_model.sentences import cases, emotions, moods, polarities, posts, severities
from text_model.traps import trap_rows
from text_model.twins import Scored

TWELVE = "one two three four five six seven eight nine ten eleven twelve"


def test_texts_that_begin_alike_are_one_group() -> None:
    assert group_of(f"{TWELVE} and then this") == group_of(f"{TWELVE.upper()}! But then that.")
    assert group_of("a b c") != group_of("a b d")


def test_texts_in_other_letters_are_groups_of_their_own() -> None:
    assert group_of("Мне сегодня грустно") == group_of("мне сегодня грустно") != group_of("Мне сегодня хорошо")
    assert group_of("我今天很难过") != group_of("我今天很高兴")
    assert group_of("Ein Käse, 2 €") == "ein k se 2"
    _, held = split_rows([Row(f"{chr(0x4E00 + i)}天", "made", {}) for i in range(300)], 0.2)
    assert 0.1 < len(held) / 300 < 0.3


def test_near_duplicates_never_cross_a_split() -> None:
    rows = [Row(f"{i} {TWELVE} ending {k}", "made", {}) for i in range(300) for k in range(3)]
    train, held = split_rows(rows, 0.2)
    assert 0.1 < len(held) / len(rows) < 0.3
    assert leaked_groups([r.text for r in train], [r.text for r in held]) == set()


def test_a_leak_is_found() -> None:
    assert leaked_groups([f"{TWELVE} a", "x"], [f"{TWELVE} b", "y"]) == {TWELVE}


def test_the_split_is_the_same_on_every_machine() -> None:
    assert [held_out(f"text number {i}", 0.3) for i in range(8)] == [
        held_out(f"Text number {i}!", 0.3) for i in range(8)
    ]


def test_a_csv_of_ones_own_is_read_by_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text('post,mood\n"so, good",up\nbad,down\n,up\n', encoding="utf8")
    rows, labels = read_labelled(path, "mood", Columns("post", "mood"), multi_label=False)
    assert labels == ("down", "up")
    assert [(r.text, r.targets["mood"]) for r in rows] == [("so, good", 1), ("bad", 0)]


def test_known_labels_keep_their_order_and_several_are_split_at_the_bar(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("text,label\na,joy|fear\nb,fear\n", encoding="utf8")
    rows, labels = read_labelled(path, "emotions", Columns(), True, ("joy", "fear", "grief"))
    assert labels == ("joy", "fear", "grief")
    assert rows[0].targets["emotions"] == (0, 1)


@pytest.mark.parametrize(
    ("task", "known", "spelled"),
    [("crisis", CRISIS, ("Crisis", " NONE ")), ("state", STATE, ("Neutral", "anxiety", "Stress", "DEPRESSION"))],
)
def test_a_crisis_in_other_letters_is_still_the_second_label_and_calm_the_first(
    tmp_path: Path, task: str, known: tuple[str, ...], spelled: tuple[str, ...]
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("\n".join(["text,label", *(f"words,{label}" for label in spelled)]), encoding="utf8")
    rows, labels = read_labelled(path, task, Columns(), False, known)
    assert labels == known
    assert [known[row.targets[task]] for row in rows] == [label.strip().lower() for label in spelled]


@pytest.mark.parametrize(
    ("task", "known", "given", "message"),
    [
        ("crisis", CRISIS, ("crisis", "safe"), r"none, crisis.* --task mine"),
        ("state", STATE, ("calm", "anxiety"), r"neutral, stress, anxiety, depression.* --task mine"),
        ("state", STATE, ("stress", "anxiety"), "rows labelled neutral"),
        ("crisis", CRISIS, ("crisis", "crisis"), "at least two"),
    ],
)
def test_labels_that_would_turn_the_alarm_around_are_refused(
    tmp_path: Path, task: str, known: tuple[str, ...], given: tuple[str, ...], message: str
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("\n".join(["text,label", *(f"words,{label}" for label in given)]), encoding="utf8")
    with pytest.raises(InputError, match=message):
        read_labelled(path, task, Columns(), False, known)


def test_a_part_of_the_states_keeps_the_places_of_all(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("text,label\na,depression\nb,neutral\n", encoding="utf8")
    rows, labels = read_labelled(path, "state", Columns(), False, STATE)
    assert labels == STATE
    assert [row.targets["state"] for row in rows] == [3, 0]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("name", ["mine.csv", "mine.csv.gz"])
def test_a_csv_as_excel_saves_it_is_read(tmp_path: Path, name: str, separator: str) -> None:
    path = tmp_path / name
    lines = [("text", "label"), ('"good, so; good"', "up"), ("bad", "down")]
    content = "\r\n".join(separator.join(line) for line in lines).encode("utf-8-sig")
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    rows, _ = read_labelled(path, "mood", Columns(), multi_label=False)
    assert [(row.text, row.targets["mood"]) for row in rows] == [("good, so; good", 1), ("bad", 0)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a,b\n1,2\n", "no column 'text'"),
        ("text,label\nx,one\ny,one\n", "at least two"),
        ("text,label\nx,Sad\ny,sad\n", "at least two"),
        ("text,label\n", "no rows"),
        ("", "no rows"),
    ],
)
def test_a_csv_that_cannot_teach_is_refused_in_words(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(content, encoding="utf8")
    with pytest.raises(InputError, match=message):
        read_labelled(path, "mood", Columns(), multi_label=False)


def test_a_label_in_other_letters_is_the_same_label(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("text,label\na,sad\nb,Sad\nc,Glad\nd,Sad\n", encoding="utf8")
    rows, labels = read_labelled(path, "mood", Columns(), multi_label=False)
    assert labels == ("Glad", "Sad")
    assert [row.targets["mood"] for row in rows] == [1, 1, 0, 1]


@pytest.mark.parametrize("broken", [lambda content: content[:-12], lambda content: content[:12] + b"\xff" * 20])
def test_a_csv_that_was_cut_short_or_damaged_is_named(tmp_path: Path, broken: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "mine.csv.gz"
    path.write_bytes(broken(gzip.compress(b"text,label\n" + b"a,b\n" * 99)))
    with pytest.raises(InputError, match=r"mine\.csv\.gz"):
        list(read_csv(path))


def test_a_missing_csv_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.csv"):
        list(read_csv(tmp_path / "gone.csv"))


def test_missing_corpora_say_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(ModelNotAvailable, match="--data"):
        corpora_folder(tmp_path)


@pytest.mark.parametrize(
    "text", ["I don't know what to do but I am fine", "ok", "a b c d e f g h", "wow!!! so cool :)"]
)
def test_restyling_never_empties_a_text_and_is_repeatable(text: str) -> None:
    for seed in range(60):
        assert restyle(text, Random(seed)) == restyle(text, Random(seed))
        assert any(c.isalnum() for c in restyle(text, Random(seed)))


def test_each_change_of_style_does_its_one_thing() -> None:
    assert "anxiety" not in mask_labels("my anxiety is back", Random(1))
    assert len(drop_words("a b c d e f g h i j " * 5, Random(1), 0.2).split()) < 50
    assert drop_words("a", Random(1), 1.0) == "a"
    assert introduce("I slept well", Random(1)).endswith("I slept well")
    assert misspell("wonderful weather everywhere", Random(2)) != "wonderful weather everywhere"
    assert punctuate("i went home and then i slept but it was late because of work", Random(3)).count(" ") == 13


def test_a_word_may_give_way_to_its_synonym_and_nothing_else_changes() -> None:
    said = {say_otherwise("My Boss is HUGE and angry, and I want to die.", Random(seed)) for seed in range(60)}
    assert {"My Manager is LARGE and mad, and I want to die.", "My Boss is BIG and furious, and I want to die."} <= said
    assert all(text.startswith("My ") and text.endswith(", and I want to die.") for text in said)


def test_contractions_are_written_out_and_made_in_any_case() -> None:
    short = "Can't sleep. Won't eat. I'm sure YOU'VE seen that they don't; it ain't so, WE SHAN'T go."
    long = "Cannot sleep. Will not eat. I am sure YOU HAVE seen that they do not; it ain't so, WE SHALL NOT go."
    assert expand(short) == long
    assert contract("I am sure YOU HAVE seen it: I do not know, we are not. Yes, I am.") == (
        "I'm sure YOU'VE seen it: I don't know, we're not. Yes, I am."
    )
    assert contract("Cannot sleep, WILL NOT eat") == "Can't sleep, WON'T eat"


@pytest.mark.parametrize("change", [expand, contract, swap_sexes])
def test_turkish_letters_that_python_takes_for_an_i_stay(change: Callable[[str], str]) -> None:
    assert change("İ am late, İ'm sorry for hİs") == "İ am late, İ'm sorry for hİs"


def test_whoever_is_named_gets_a_name_of_their_own() -> None:
    names = {rename("I miss Alex. Alex's hat is here.", Random(seed)) for seed in range(60)}
    assert len(names) > 50
    for text in names:
        _, _, first, second, *_ = text.replace(".", "").replace("'s", "").split()
        assert first == second != "Alex"
    assert rename("I slept well", Random(1)) == "I slept well"


def test_sentences_or_words_change_places_but_a_denial_stays_where_it_is() -> None:
    assert reorder("I slept. He called!", Random(1)) == "He called! I slept."
    moved = {reorder("I am not sad at all", Random(seed)) for seed in range(60)}
    assert "am I not sad at all" in moved
    assert all(text.split()[2] == "not" for text in moved)
    assert all(sorted(text.split()) == sorted(["I", "am", "not", "sad", "at", "all"]) for text in moved)
    assert reorder("ok", Random(1)) == "ok"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("He told me to call back tomorrow.", "She told me to call back tomorrow."),
        ("my husband and HIS mum, I saw her today", "my wife and HER dad, I saw him today"),
        ("I miss her so much; her laugh", "I miss him so much; his laugh"),
        ("I feel fine, the others here too", "I feel fine, the others here too"),
    ],
)
def test_a_text_can_be_about_the_other_sex(text: str, other: str) -> None:
    assert swap_sexes(text) == other


def test_half_of_the_long_texts_are_read_whole_and_windows_of_every_class_have_the_same_lengths() -> None:
    long = Pool("mental_state depression", tuple(Row("word " * 200, "m", {"state": 3}) for _ in range(9)), 9, "window")
    short = Pool("mental_state neutral", tuple(Row("word " * 12, "m", {"state": 0}) for _ in range(9)), 9, "window")
    random = Random(0)
    lengths = [[len(vary(pool, pool.rows[0], random).text.split()) for _ in range(400)] for pool in (long, short)]
    assert 0.4 < sum(n > 95 for n in lengths[0]) / 400 < 0.6
    assert max(lengths[0]) <= 182
    means = [statistics.mean(n for n in x if n <= 95) for x in lengths]
    assert means[0] / means[1] < 2


def test_a_judgement_of_a_whole_text_is_learned_from_whole_texts() -> None:
    pool = Pool("severity", (Row("word " * 150, "m", {"severity": 0}),), 1, "whole")
    assert all(len(vary(pool, pool.rows[0], Random(i)).text.split()) > 120 for i in range(40))


def test_restyling_can_be_left_out() -> None:
    pool = Pool("crisis none", (Row("I have anxiety, and it's bad.", "m", {"crisis": 0}),), 1)
    assert {vary(pool, pool.rows[0], Random(i), 0.0).text for i in range(40)} == {"I have anxiety, and it's bad."}


def test_each_row_of_a_pool_gets_its_turn() -> None:
    pool = Pool("moods", tuple(Row(f"row {i}", "m", {"moods": 0}) for i in range(10)), 5)
    sources = [int("".join(c for c in r.text if c.isdigit()) or -1) for n in (0, 1) for r in draw([pool], 7, n)]
    assert len(sources) == 10


def test_ordinary_talk_is_mixed_into_distress_and_never_the_other_way() -> None:
    calm = Pool("calm", tuple(Row("lunch", "m", {"state": 0, "crisis": 0}) for _ in range(50)), 50)
    low = Pool("low", tuple(Row("grief", "m", {"state": 3, "crisis": 0}) for _ in range(200)), 200)
    drawn = draw([calm, low], 1, 0)
    mixed = [r for r in drawn if "lunch" in r.text and "grief" in r.text]
    assert 10 < len(mixed) < 80
    assert all(r.targets["state"] == 3 for r in mixed)
    assert sum("grief" in r.text for r in drawn if r.targets["state"] == 0) == 0


def test_own_sentences_are_all_filled_in_and_teach_both_sides() -> None:
    rows = trap_rows(1, 400)
    assert rows == trap_rows(1, 400)
    assert not [r.text for r in rows if "{" in r.text or not r.text]
    assert sum(r.targets["crisis"] == 1 for r in rows) == 50
    unwell, well = (
        [r.targets["state"] for r in trap_rows(1) if r.text.lower().startswith(beginnings)]
        for beginnings in (("i'm not ok", "not ok", "i can't say that things"), ("not bad", "no complaints"))
    )
    assert len(unwell) > 20 and all(unwell)
    assert len(well) > 20 and not any(well)


def test_own_check_ins_have_the_same_lengths_in_every_state_and_join_their_like() -> None:
    rows = list(check_in_rows())
    means = [statistics.mean(len(r.text.split()) for r in rows if r.targets["state"] == k) for k in range(4)]
    assert min(means) > 0.85 * max(means)
    assert all(r.targets["crisis"] == 0 for r in rows)
    for row, joined in zip(rows, pairs(rows, 1), strict=False):
        assert joined.targets == row.targets
        assert joined.text.startswith(row.text) and len(joined.text) > len(row.text)


def test_own_posts_tell_each_situation_in_every_kind_at_the_same_lengths() -> None:
    lengths = {kind: [len(text.split()) for text in texts] for kind, texts in posts().items()}
    assert set(lengths) == {*STATE, "crisis"}
    assert all(len(own) >= 115 for own in lengths.values())
    medians = [statistics.median(own) for own in lengths.values()]
    assert max(medians) / min(medians) < 1.25
    measured = yaml.safe_load(POSTS.read_text(encoding="utf8"))
    taught, unread = ([t for texts in part.values() for t in texts] for part in (posts(), measured))
    assert not leaked_groups(taught, unread)
    of_crisis = [row for row in post_rows() if row.targets["crisis"] == 1]
    assert len(of_crisis) == len(posts()["crisis"])


@pytest.mark.parametrize(("taught", "labels"), [(severities, SEVERITY), (moods, MOODS), (polarities, POLARITY)])
def test_own_texts_of_each_label_are_as_many_and_as_long(
    taught: Callable[[], dict[str, list[str]]], labels: tuple[str, ...]
) -> None:
    lengths = {label: [len(text.split()) for text in texts] for label, texts in taught().items()}
    assert set(lengths) == set(labels)
    assert len({len(own) for own in lengths.values()}) == 1
    means = [statistics.mean(own) for own in lengths.values()]
    assert max(means) / min(means) < 1.25


def test_no_text_that_measures_the_answers_in_natural_words_is_taught() -> None:
    unread = [text for file in FILES for own in yaml.safe_load(file.read_text("utf8")).values() for text in own]
    rows = (*severity_rows(), *mood_rows(), *polarity_rows(), *emotion_rows(), *check_in_rows(), *post_rows())
    assert not leaked_groups([row.text for row in rows], unread)


@pytest.mark.parametrize(
    ("labels", "polarity"),
    [(("joy", "pride"), 1), (("grief",), 0), (("joy", "grief"), None), (("tired",), None), (("neutral",), None)],
)
def test_labels_of_one_mind_say_a_polarity(labels: tuple[str, ...], polarity: int | None) -> None:
    assert polarity_of(*labels).get("polarity") == polarity


def test_each_emotion_has_comments_of_our_own() -> None:
    met = Counter(label for labels, texts in emotions().items() for label in labels.split("|") for _ in texts)
    assert set(met) == set(EMOTIONS)
    assert min(met.values()) >= 20
    texts = [text.lower() for own in emotions().values() for text in own]
    assert len(texts) == len(set(texts)) == 1000


def test_the_own_crisis_corpus_teaches_both_sides_and_no_unread_sentence() -> None:
    rows = list(crisis_rows())
    assert 0.4 < statistics.mean(r.targets["crisis"] for r in rows) < 0.6
    taught = {r.text.lower() for r in (*rows, *check_in_rows())}
    unread = [c.text for path in UNREAD for c in cases(path)]
    unread += [text for own in yaml.safe_load(CHECK_INS.read_text("utf8")).values() for text in own]
    same = [text for text in unread if normalise(text).text.lower() in taught]
    assert len(same) < 0.01 * len(unread)  # the plainest words, which everybody uses


@pytest.mark.parametrize("text", ["i want to die", "I don't want to wake up tomorrow", "thinking of ending my life"])
def test_explicit_words_are_found(text: str) -> None:
    assert EXPLICIT.search(normalise(text).text)


@pytest.mark.parametrize("text", ["i took my dog out", "i want to dye my hair", "the end my friend"])
def test_harmless_words_are_not_explicit(text: str) -> None:
    assert not EXPLICIT.search(normalise(text).text)


@pytest.mark.skipif(not (SHARED_DATA / "text").is_dir(), reason="the corpora are not on this machine")
def test_no_validation_row_or_its_near_duplicate_is_learned_from() -> None:
    corpora = read_corpora(None)
    learned = [row.text for pool in corpora.pools for row in pool.rows]
    files = sorted((SHARED_DATA / "text").glob("*.csv.gz"))
    not_learned = {"toxicity", "risk_cssrs"}
    scored = [
        normalise(r["text"]).text
        for f in files
        if f.name.split(".")[0] not in not_learned
        for r in read_csv(f)
        if r["split"] == "val"
    ]
    assert leaked_groups(learned, scored) == set()
    validation = Scored(scored)
    of_corpora = [row.text for pool in corpora.pools if not pool.name.startswith("own ") for row in pool.rows]
    assert len(of_corpora) > 0.8 * len(learned)
    assert not [text for text in of_corpora if validation.has_twin_of(text)]
    held = [row.text for row in corpora.held]
    assert leaked_groups(learned, held) == set()
    kept_back = Scored(held)
    assert not [text for text in learned if kept_back.held_by(text)]


def test_rows_that_stop_and_calibrate_are_not_those_that_score() -> None:
    rows = [Row(f"{number} {word} {number} today", "mine", {"taste": 0}) for number in range(40) for word in ("a", "b")]
    fit, scored = halves(rows)
    assert len(fit) > 20 and len(scored) > 20
    assert sorted(row.text for row in (*fit, *scored)) == sorted(row.text for row in rows)
    assert halves(rows[:1]) == (rows[:1], rows[:1])


def test_danger_is_also_read_amid_a_longer_talk_and_never_cut() -> None:
    words = "I am ready to let go for good"
    calm = Row("we had soup and then a walk by the river with the dog", "m", {"state": 0, "crisis": 0})
    pools = [Pool("crisis", (Row(words, "m", {"crisis": 1}),), 600), Pool("calm", (calm,), 10)]
    danger = [row.text for row in draw(pools, 1, 0, style=0.0) if row.targets["crisis"] == 1]
    assert all(words in text for text in danger)
    lengths = [len(text.split()) for text in danger]
    assert 0.05 < sum(n > 60 for n in lengths) / len(lengths) < 0.2
    assert sum(n == len(words.split()) for n in lengths) > 300
    assert max(lengths) <= 180


def test_safe_texts_too_are_read_amid_a_longer_talk() -> None:
    words = "I could kill for a coffee right now"
    calm = Row("we had soup and then a walk by the river with the dog", "m", {"state": 0, "crisis": 0})
    of_an_emotion = Row("what a day that was", "m", {"crisis": 0, "emotions": (3,)})
    pools = [Pool(name, (row,), 1000) for name, row in (("own", Row(words, "m", {"crisis": 0})), ("e", of_an_emotion))]
    safe = draw([*pools, Pool("calm", (calm,), 10)], 1, 0, style=0.0)
    assert all(words in row.text for row in safe if set(row.targets) == {"crisis"})
    long = [row for row in safe if len(row.text.split()) > 45]
    assert 0.02 < len(long) / 1000 < 0.06
    assert not any("emotions" in row.targets for row in long)
