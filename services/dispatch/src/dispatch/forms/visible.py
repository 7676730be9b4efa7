"""Text of strangers as it may stand on a form: nothing invisible in it can reorder, hide or break what is around."""

import re

_HIDDEN = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but tab and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction marks, embeddings, overrides, isolates
    "\u200b\u2028\u2029\u2060\ufeff"  # invisible spaces and separators
    "\ud800-\udfff\ufffe\uffff"  # nothing that XML may carry
    "]"
)


def visible(text: str) -> str:
    """The text with each hidden character told by its number, such as `[U+202E]`; line ends become line feeds."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HIDDEN.sub(lambda found: f"[U+{ord(found.group()):04X}]", unified)
