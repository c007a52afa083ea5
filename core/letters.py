"""Letters that are only drawn otherwise: small capitals and boxes, and other alphabets' where they stand for Latin."""

from __future__ import annotations

import re

_BOXES = {first + i: chr(ord("A") + i) for first in (0x1F150, 0x1F170) for i in range(26)}
_DRAWN = _BOXES | str.maketrans("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑɡɩ", "abcdefghijklmnoprstuvwyzagi")
_OF_OTHERS = re.compile("[\u0370-\u058f]")  # Greek, Cyrillic, Armenian
LOOKALIKES = str.maketrans(
    "аеорсухіѕјԁһкмтвнѵԛԝӏїёг" + "АЕОРСУХІЅЈКМТВНԚԜӀЇЁ" + "αεοντρικηυμχγω" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "օոսհ",
    "aeopcyxisjdhkmtbhvqwlier" + "AEOPCYXISJKMTBHQWIIE" + "aeovtpiknuuxyw" + "ABEZHIKMNOPTYX" + "onuh",
)


def as_latin(text: str) -> str:
    """`text`, character by character, with disguised letters as the Latin ones that they look like.

    Letters of other alphabets are a disguise where Latin ones stand beside them and none that looks otherwise: there
    is hardly a sentence in Russian or Greek without one.
    """
    if text.isascii():
        return text
    drawn = text.translate(_DRAWN)
    others = {ord(letter) for letter in _OF_OTHERS.findall(drawn)}
    if others and others <= LOOKALIKES.keys() and re.search("[A-Za-z]", drawn):
        return drawn.translate(LOOKALIKES)
    return drawn
