"""Licences that are known by name, and the page of each that says what may be done."""

import re

_CC = "https://creativecommons.org/"
_KINDS = {"by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd"}
_VERSIONS = {"1.0", "2.0", "2.5", "3.0", "4.0"}
_LICENCE = re.compile(r"\bCC[ -](BY(?:[ -](?:NC|SA|ND))*)[ -](\d\.\d)\b", re.IGNORECASE)
_ZERO = re.compile(r"\bCC[ -]?(?:0|Zero)\b", re.IGNORECASE)


def deed(licence: str) -> str:
    """Return the address of what ``licence`` allows, such as of “CC BY-SA 4.0”; "" for one that is not known."""
    if found := _LICENCE.search(licence):
        kind, version = found[1].lower().replace(" ", "-"), found[2]
        return f"{_CC}licenses/{kind}/{version}/" if kind in _KINDS and version in _VERSIONS else ""
    return f"{_CC}publicdomain/zero/1.0/" if _ZERO.search(licence) else ""
