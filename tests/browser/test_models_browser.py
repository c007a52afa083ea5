"""Models in a real browser: the cards, another voice model for this visit, and all of them on the same recording."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import download, go, settle
from tests.browser.conftest import Visit
from ui.charts.bars import percent

pytestmark = [pytest.mark.model]
KERAS = "Convolutional network (Keras)"


def _plot(page: Page, key: str) -> None:
    expect(page.locator(f"[class*=st-key-{key}] .js-plotly-plot").first).to_be_visible()


def _open_card(page: Page) -> None:
    settle(page)
    page.get_by_text("Read the model card").click()
    expect(page.get_by_test_id("stMarkdown").get_by_role("heading").first).to_be_visible()
    settle(page)
    page.get_by_text("Files and how it was made").click()
    expect(page.get_by_text("SHA-256").first).to_be_visible()


def _heard(page: Page) -> dict[str, dict[str, str]]:
    """What each model hears: model -> feeling -> share."""
    page.get_by_text("Show as a table").last.click()
    found = page.get_by_role("table", name="What each model hears")
    expect(found).to_be_visible()
    _, *models = found.locator("thead th").all_inner_texts()
    rows = [row.locator("th, td").all_inner_texts() for row in found.locator("tbody tr").all()]
    return {model: {name.lower(): shares[at] for name, *shares in rows} for at, model in enumerate(models)}


def test_each_model_shows_its_scores_and_its_card(visit: Visit) -> None:
    page = visit("models")
    expect(page.get_by_text("is in use.")).to_be_visible()
    for key in ("scores_text", "confusion_text", "reliability_text"):
        _plot(page, key)
    _open_card(page)
    page.get_by_role("tab", name="How you sound").click()
    _plot(page, "voice_ua")
    expect(page.get_by_text("Record or upload your voice at the check-in first.")).to_be_visible()
    _open_card(page)


def test_the_chosen_voice_model_reads_the_check_in_and_can_be_compared(visit: Visit, tmp_path: Path) -> None:
    page = visit("models")
    page.get_by_role("tab", name="How you sound").click()
    page.get_by_text(KERAS).click()
    expect(page.get_by_role("radio", name=KERAS)).to_be_checked()
    settle(page)  # the choice is kept when the script has run, not yet when the button shows it
    go(page, "Check-in")
    page.get_by_role("button", name="Low, with a voice").click()
    page.get_by_role("tab", name="Raw result").click()
    file = tmp_path / "result.json"
    download(page, "Download the result").save_as(file)
    heard = json.loads(file.read_text("utf8"))["predictions"]["speech"]["tasks"]["emotion"]["scores"]

    go(page, "Models")
    page.get_by_role("tab", name="How you sound").click()
    expect(page.get_by_role("radio", name=KERAS)).to_be_checked()
    page.get_by_role("button", name="Compare on this recording").click()
    _plot(page, "compare")
    settle(page)
    by_model = _heard(page)
    assert by_model["Keras"] == {feeling: percent(score) for feeling, score in heard.items()}
    assert by_model["scikit-learn"] != by_model["Keras"]
