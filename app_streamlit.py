"""The dashboard: page set-up and navigation. Start it with `make app` or `streamlit run app_streamlit.py`."""

import streamlit as st

from language import follow, t
from ui.engine import engine
from ui.navigation import pages
from ui.shell import footer, guarded, header
from ui.state import spoken_language


def main() -> None:
    """Show the page that the address names, inside the shell; then open the models, if nobody has yet."""
    follow(spoken_language)
    st.set_page_config(
        page_title="Attune",
        page_icon="static/icon.png",
        layout="wide",
        menu_items={"About": t("Attune reads how someone may be doing. It is not a diagnosis.")},
    )
    chosen = st.navigation(pages(), position="hidden")
    header()
    guarded(chosen.run)
    footer()
    engine()


if __name__ == "__main__":
    main()
