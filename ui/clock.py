"""The time where the person is: by their browser's clock, or this computer's if it does not say."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st


def local_now() -> dt.datetime:
    """This moment, with its offset from UTC."""
    try:
        return dt.datetime.now(ZoneInfo(st.context.timezone or ""))
    except (ValueError, ZoneInfoNotFoundError):
        return dt.datetime.now().astimezone()
