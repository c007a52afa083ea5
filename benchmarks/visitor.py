"""A visit without a browser: the page's own messages over a websocket, so that many fit on one machine."""

from __future__ import annotations

import asyncio
import time
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

FIELD = "What is on your mind?"
BUTTON = "Analyse"
BROKEN = "Something went wrong here"
LIMIT_S = 120.0


class BrokenPage(Exception):
    """The page showed an error where a result should be."""


class Visitor:
    """One person on the start page. Use it as an asynchronous context manager."""

    def __init__(self, address: str) -> None:
        self._address = address.replace("http://", "ws://") + "/_stcore/stream"
        self._ids: dict[str, str] = {}
        self._written = ""
        self._page_hash = ""

    async def __aenter__(self) -> Self:
        self._socket: ClientConnection = await connect(
            self._address, subprotocols=[Subprotocol("streamlit")], max_size=None, open_timeout=60, ping_interval=None
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._socket.close()

    async def open(self) -> float:
        """Draw the start page; seconds until it is complete."""
        return await self._ask([], "Attune is not a diagnosis.")

    async def analyse(self, words: str) -> float:
        """Write and press the button; seconds from the press to the foot of the page, which is drawn last."""
        self._written = words
        await self._send([])
        return await self._ask([WidgetState(id=self._ids[BUTTON], trigger_value=True)], f" {len(words.split())} words")

    async def _ask(self, pressed: list[WidgetState], awaited: str) -> float:
        began = time.perf_counter()
        async with asyncio.timeout(LIMIT_S):
            await self._send(pressed)
            await self._until(awaited)
        return time.perf_counter() - began

    async def _send(self, pressed: list[WidgetState]) -> None:
        """Ask for the page, with what stands in the field, as a browser does after each touch."""
        message = BackMsg()
        state = message.rerun_script
        state.page_script_hash = self._page_hash
        if self._written:
            state.widget_states.widgets.append(WidgetState(id=self._ids[FIELD], string_value=self._written))
        state.widget_states.widgets.extend(pressed)
        await self._socket.send(message.SerializeToString())

    async def _until(self, awaited: str) -> None:
        """Read what the server sends until `awaited` was shown and the page is complete."""
        seen = False
        while True:
            message = ForwardMsg.FromString(await self._socket.recv(decode=False))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self._page_hash = message.new_session.page_script_hash
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                seen = self._look(message.delta.new_element, awaited) or seen
            elif kind == "script_finished" and seen:
                return

    def _look(self, element: Element, awaited: str) -> bool:
        kind = element.WhichOneof("type")
        if kind == "exception" or (kind == "html" and BROKEN in element.html.body):
            raise BrokenPage(element.exception.type or BROKEN)
        if kind == "text_area":
            self._ids[element.text_area.label] = element.text_area.id
        if kind == "button":
            self._ids[element.button.label] = element.button.id
        return kind == "html" and awaited in element.html.body
