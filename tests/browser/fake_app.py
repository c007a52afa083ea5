"""The real page with an engine that answers at once: for tests of the page alone."""

import app_streamlit
import ui.engine
import ui.pages.checkin
from tests.ui.reports import FakeEngine

_ENGINE = FakeEngine()
ui.engine.engine = app_streamlit.engine = lambda variant=None: _ENGINE  # type: ignore[assignment]

app_streamlit.main()
