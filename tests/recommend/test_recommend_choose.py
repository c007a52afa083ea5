"""What is chosen: crisis resources first, then what fits, the same each time."""

import dataclasses
import itertools

import pytest

from core.types import LEVELS, SIGNAL_KINDS, Prediction, RiskAssessment, SafetySignal, TaskResult
from recommend.choose import Context, choose
from recommend.crisis_lines import countries, lines
from recommend.suggestion import SITUATIONS, suggestions

CHEERFUL = {"savouring", "activity", "movement"}
STATES = ("neutral", "stress", "anxiety", "depression")


def assessed(level="low", *kinds, crisis=False):
    floor = level if level != "low" else "moderate"
    signals = tuple(SafetySignal(kind, floor, "a reason", "rule") for kind in kinds)
    return RiskAssessment(level, 0.5, (0.4, 0.6), {}, False, crisis, (), 0.5, signals=signals)


def says(state, reliability=1.0, **emotions):
    scores = dict.fromkeys(STATES, 0.0) | {state: 0.9}
    tasks = {"state": TaskResult(scores, state)}
    if emotions:
        tasks["emotions"] = TaskResult(emotions, selected=tuple(emotions))
    return {"text": Prediction("text", state, 0.9, 0.5, tasks, reliability=reliability)}


def kinds_of(chosen):
    return [one.kind for one in chosen]


@pytest.mark.parametrize("country", [None, "US", "GB", "DE", "JP", "XX"])
@pytest.mark.parametrize("kind", [None, *SIGNAL_KINDS])
def test_high_puts_crisis_resources_first_and_nothing_cheerful_after(country, kind):
    risk = assessed("high", *([kind] if kind else []), crisis=True)
    chosen = choose(risk, says("neutral", joy=0.9), Context(country))
    kinds = kinds_of(chosen)
    resources = kinds.count("crisis")
    assert resources >= 2, "at least two routes to help"
    assert set(kinds[:resources]) == {"crisis"}
    assert 1 <= len(kinds) - resources <= 3
    assert not CHEERFUL.intersection(kinds)


def test_a_happy_face_does_not_move_the_crisis_resources():
    risk = assessed("high", "suicide", crisis=True)
    assert choose(risk, says("neutral", joy=0.99))[0] == choose(risk, says("depression", grief=0.99))[0]


def test_without_a_country_american_british_and_international_help_is_shown():
    titles = " ".join(one.title for one in choose(assessed("high", "suicide"), {}))
    for expected in ("988", "Crisis Text Line", "Samaritans", "Emergency services", "Find A Helpline"):
        assert expected in titles
    assert "(United States)" in titles
    assert "(United Kingdom)" in titles


def test_988_names_its_longer_number():
    first = choose(assessed("high", "suicide"), {}, Context("US"))[0]
    assert "Call or text 988." in first.steps
    assert "If 988 does not connect, call 1-800-273-8255." in first.steps


def test_a_medical_signal_starts_with_the_emergency_number_and_poison_help():
    chosen = choose(assessed("high", "medical", "suicide", crisis=True), {}, Context("US"))
    assert chosen[0].steps[0] == "Call 911."
    assert chosen[1].title == "Poison Help"
    assert "urgent-care-now" in {one.id for one in chosen}


def test_abuse_starts_with_the_line_for_abuse():
    assert choose(assessed("high", "abuse"), {}, Context("GB"))[0].title == "National Domestic Abuse Helpline"


def test_worry_about_someone_else_brings_how_to_help_them():
    assert "help-someone-in-danger" in {one.id for one in choose(assessed("high", "other_person"), {}, Context("GB"))}


def test_a_past_attempt_brings_resources_and_a_safety_plan():
    chosen = choose(assessed("moderate", "past_attempt"), says("depression"), Context("GB"))
    assert chosen[0].title == "Samaritans"
    assert "write-safety-plan" in {one.id for one in chosen}


def test_abuse_is_not_answered_with_advice_that_may_endanger():
    ids = {one.id for one in choose(assessed("moderate", "abuse"), says("stress", anger=0.9), Context("GB", limit=40))}
    assert not ids & {"tell-one-person", "say-no-once", "cool-down-anger", "bring-someone-along"}


@pytest.mark.parametrize("state", STATES)
def test_moderate_always_names_someone_to_see_and_a_line_in_reserve(state):
    kinds = kinds_of(choose(assessed("moderate"), says(state), Context("DE")))
    assert "see someone" in kinds
    assert kinds[-2:] == ["support", "support"]
    assert "crisis" not in kinds


@pytest.mark.parametrize(
    ("possible", "with_someone"), [((), False), (("low", "moderate"), False), (("low", "moderate", "high"), True)]
)
def test_low_that_may_well_be_high_is_treated_with_care(possible, with_someone):
    risk = dataclasses.replace(assessed("low"), possible_levels=possible)
    kinds = kinds_of(choose(risk, says("neutral"), Context("US")))
    assert ("see someone" in kinds) == with_someone
    assert ("support" in kinds) == with_someone


def test_a_country_whose_service_is_written_to_still_has_a_place_in_reserve():
    support = [one for one in choose(assessed("moderate"), says("stress"), Context("ID")) if one.kind == "support"]
    assert support[0].title == "Healing119"
    assert "https://www.healing119.id" in " ".join(support[0].steps)


def test_a_good_day_is_savoured():
    kinds = kinds_of(choose(assessed("low"), says("neutral", joy=0.9), Context("DE")))
    assert kinds[0] == "savouring"
    assert not {"crisis", "see someone", "support"}.intersection(kinds)


def test_each_situation_brings_something_of_its_own():
    own = {s: {one.id for one in suggestions() if s in one.situations} for s in SITUATIONS}
    for situation, level in itertools.product(SITUATIONS, ("low", "moderate")):
        chosen = choose(assessed(level), says("stress"), Context("DE", situation))
        assert own[situation] & {one.id for one in chosen}, (situation, level)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_what_was_written_for_a_situation_comes_before_what_also_serves_it(situation):
    first = choose(assessed("moderate"), says("stress"), Context("DE", situation))[0]
    assert next(one for one in suggestions() if one.id == first.id).situations[0] == situation


@pytest.mark.parametrize(("feeling", "offered"), [({}, False), ({"anger": 0.1}, False), ({"anger": 0.6}, True)])
def test_advice_about_a_feeling_is_only_given_when_the_feeling_is_there(feeling, offered):
    ids = {one.id for one in choose(assessed("low"), says("stress", **feeling), Context("DE", limit=60))}
    assert ("cool-down-anger" in ids) == offered


def test_a_situation_that_was_not_chosen_is_not_assumed():
    limited = {one.id for one in suggestions() if one.situations}
    for state, level in itertools.product(STATES, ("low", "moderate")):
        assert not limited & {one.id for one in choose(assessed(level), says(state), Context("DE", limit=40))}


def test_what_was_seen_or_declined_makes_way_for_something_new():
    risk, predictions = assessed("low"), says("stress", anger=0.8)
    first = {one.id for one in choose(risk, predictions, Context("DE"))}
    second = {one.id for one in choose(risk, predictions, Context("DE", seen=frozenset(first)))}
    assert not first & second


def test_when_everything_was_seen_it_comes_back_rather_than_nothing():
    everything = frozenset(one.id for one in suggestions())
    assert len(choose(assessed("low"), says("stress"), Context("DE", seen=everything))) == Context().limit


def test_crisis_resources_are_never_hidden_because_they_were_seen():
    risk = assessed("high", "suicide")
    seen = frozenset(one.id for one in choose(risk, {}, Context("US")))
    assert choose(risk, {}, Context("US", seen=seen))[0].title.startswith("988")
    assert choose(risk, {}, Context("US", limit=1))[:4] == choose(risk, {}, Context("US"))[:4]


def test_the_list_is_varied():
    kinds = kinds_of(choose(assessed("low"), says("stress", anger=0.6), Context("DE")))
    assert len(set(kinds)) >= 4


def test_the_same_input_gives_the_same_answer():
    for level, state in itertools.product(LEVELS, STATES):
        args = (assessed(level), says(state, fear=0.7), Context("DE", "student"))
        assert choose(*args) == choose(*args)


def test_a_model_that_is_unsure_moves_the_list_less():
    sure = choose(assessed("low"), says("stress", anger=0.9) | says("stress"), Context("DE"))
    voice = TaskResult({"happiness": 0.9, "sadness": 0.1}, "happiness")
    doubtful = {"speech": Prediction("speech", "happiness", 0.9, 0.2, {"emotion": voice}, certainty=0.05)}
    assert choose(assessed("low"), says("stress") | doubtful, Context("DE")) == sure


@pytest.mark.parametrize("wrong", [{"situation": "pilot"}, {"limit": 0}])
def test_a_context_that_makes_no_sense_is_refused_with_its_value(wrong):
    with pytest.raises(ValueError, match=str(next(iter(wrong.values())))):
        Context(**wrong)


def test_every_country_can_be_answered_for_every_signal():
    for (code, _), kind in itertools.product([*countries(), ("XX", "")], SIGNAL_KINDS):
        chosen = choose(assessed("high", kind, crisis=True), {}, Context(code))
        assert chosen[0].kind == "crisis"
        assert all(one.steps and one.source for one in chosen), code
        assert len(lines(code)) >= 3


def test_a_caution_stands_by_itself_so_that_it_can_be_shown_and_translated():
    cautions = {one.id: one.caution for one in suggestions() if one.caution}
    found = [one for state in STATES for one in choose(assessed("moderate"), says(state), Context(limit=60))]
    told = {one.id: one.caution for one in found if one.id in cautions}
    assert told
    assert all(cautions[name] == caution for name, caution in told.items())
    assert not any(one.caution and one.caution in one.text for one in found)
