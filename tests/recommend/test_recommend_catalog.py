"""The catalog is complete, and its loader says exactly what is wrong with an entry."""

import itertools
import shutil
import subprocess
import sys
import time

import pytest
import yaml

from core.types import LEVELS, SIGNAL_KINDS
from recommend.strict import CATALOG, CatalogError
from recommend.suggestion import KINDS, SITUATIONS, feelings, read_suggestions, suggestions

STATES = ("neutral", "stress", "anxiety", "depression")
ASKED_FOR = set(KINDS) - {"savouring", "information"}

GOOD = {
    "id": "a-thing",
    "kind": "breathing",
    "title": "A thing",
    "text": "It may help.",
    "steps": ["Do this.", "Do that."],
    "minutes": 5,
    "states": ["stress"],
    "levels": ["low"],
    "source": "Someone (2020)",
    "url": "https://example.org",
    "evidence": "trials",
}


def catalog_of(folder, *entries):
    (folder / "suggestions").mkdir(exist_ok=True)
    shutil.copyfile(CATALOG / "feelings.yaml", folder / "feelings.yaml")
    (folder / "suggestions" / "one.yaml").write_text(yaml.safe_dump(list(entries)), encoding="utf8")
    return folder


def test_there_are_sixty_suggestions_of_every_kind():
    found = suggestions()
    assert len(found) >= 60
    assert {one.kind for one in found} >= ASKED_FOR


def test_every_state_has_a_choice_at_low_and_moderate():
    for state, level in itertools.product(STATES, ("low", "moderate")):
        fitting = [one for one in suggestions() if state in one.states and level in one.levels and not one.situations]
        assert len({one.kind for one in fitting}) >= 3, (state, level)


def test_every_signal_has_something_gentle_of_its_own_or_in_common():
    for kind in SIGNAL_KINDS:
        calm = [one for one in suggestions() if one.immediate and kind not in one.not_for and "high" in one.levels]
        assert len(calm) >= 5, kind


def test_every_situation_has_a_person_to_see_or_a_group_and_something_for_a_good_day():
    for situation in set(SITUATIONS) - {"student", "carer"}:
        kinds = {one.kind for one in suggestions() if situation in one.situations}
        assert {"see someone", "savouring"} <= kinds, situation


def test_titles_are_unique_and_high_is_never_long():
    assert len({one.title for one in suggestions()}) == len(suggestions())
    assert all(one.minutes <= 30 for one in suggestions() if "high" in one.levels)


def test_every_group_of_feelings_is_used():
    used = {name for one in suggestions() for name in one.feelings}
    assert set(feelings()) == used


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "dancing"}, "kind must be among"),
        ({"steps": ["Only one."]}, "steps must be 2 to 6, got 1"),
        ({"minutes": "5"}, "expected int, got '5'"),
        ({"minutes": 0}, "between 1 and 120, got 0"),
        ({"levels": ["severe"]}, "levels must be among"),
        ({"url": "http://example.org"}, "must start with https"),
        ({"colour": "red"}, "unknown field 'colour'"),
        ({"feelings": ["hangry"]}, "'hangry' is not in feelings.yaml"),
        ({"needs": ["hangry"]}, "'hangry' is not in feelings.yaml"),
        ({"not_for": ["pilots"]}, "not_for names 'pilots'"),
        ({"text": " "}, "is empty"),
        ({"id": "A Thing"}, "lower-case words"),
        ({"states": []}, "expected a list of entries"),
        ({"immediate": 1}, "expected bool, got 1"),
    ],
)
def test_a_wrong_entry_is_refused_by_name_and_field(tmp_path, change, message):
    with pytest.raises(CatalogError, match=message) as caught:
        read_suggestions(catalog_of(tmp_path, GOOD | change))
    assert "one.yaml, entry 1" in str(caught.value)


@pytest.mark.parametrize("field", ["title", "steps", "source", "url", "levels", "evidence"])
def test_a_missing_field_is_named(tmp_path, field):
    with pytest.raises(CatalogError, match=f"field '{field}' is missing"):
        read_suggestions(catalog_of(tmp_path, {k: v for k, v in GOOD.items() if k != field}))


def test_an_id_is_used_once(tmp_path):
    with pytest.raises(CatalogError, match=r"entry 2 .*'a-thing' is taken"):
        read_suggestions(catalog_of(tmp_path, GOOD, GOOD))


def test_a_good_entry_passes(tmp_path):
    assert read_suggestions(catalog_of(tmp_path, GOOD))[0].levels == (LEVELS[0],)


def test_broken_yaml_is_named(tmp_path):
    catalog_of(tmp_path, GOOD)
    (tmp_path / "suggestions" / "one.yaml").write_text("- [", encoding="utf8")
    with pytest.raises(CatalogError, match=r"one\.yaml cannot be read"):
        read_suggestions(tmp_path)


def test_the_whole_catalog_loads_in_a_tenth_of_a_second_and_is_kept():
    code = (
        "import time; from recommend import crisis_lines, replies, suggestion; start = time.process_time();"
        "suggestion.suggestions(); suggestion.feelings(); crisis_lines.countries(); replies.read_replies();"
        "print(time.process_time() - start)"
    )
    runs = [float(subprocess.check_output([sys.executable, "-c", code], cwd=CATALOG.parent.parent)) for _ in range(3)]
    assert min(runs) < 0.1
    suggestions()
    start = time.process_time()
    suggestions()
    assert time.process_time() - start < 0.001
