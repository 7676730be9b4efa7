"""Case numbers that people read over the phone: `2611-000042-7`, year and month, running number, check digit.

The check digit is Damm's (H. M. Damm, Total anti-symmetrische Quasigruppen, 2004): it finds every single wrong digit
and every swap of neighbours, and is a digit itself.
"""

import re
import unicodedata
from datetime import datetime

from intake.domain.errors import InvalidCaseNumber

_QUASIGROUP = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_NEXT = {f"{row}{column}": digit for row, line in enumerate(_QUASIGROUP) for column, digit in enumerate(line)}
_SEPARATORS = re.compile(r"[\s\-–—._/]+")
_DIGITS = re.compile(r"[0-9]{11,16}")
SERIAL_DIGITS = 6


def check_digit(digits: str) -> str:
    """Damm check digit of a string of digits."""
    interim = "0"
    for digit in digits:
        interim = _NEXT[interim + digit]
    return interim


def period(at: datetime) -> str:
    """Year and month of the number, such as `2611`."""
    return f"{at.year % 100:02d}{at.month:02d}"


def case_number(numbering_period: str, serial: int) -> str:
    """The number of the `serial`-th case of a period. Serials above six digits only make the number longer."""
    running = f"{serial:0{SERIAL_DIGITS}d}"
    return f"{numbering_period}-{running}-{check_digit(numbering_period + running)}"


def parse_case_number(text: str) -> str:
    """The canonical form of what somebody typed, with any separators or full-width digits; raises InvalidCaseNumber."""
    digits = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if _DIGITS.fullmatch(digits) is None or check_digit(digits) != "0":
        raise InvalidCaseNumber
    return f"{digits[:4]}-{digits[4:-1]}-{digits[-1]}"


def looks_like_number(text: str) -> bool:
    """Whether a reference can only be meant as a case number, right or mistyped."""
    return _DIGITS.fullmatch(_SEPARATORS.sub("", unicodedata.normalize("NFKC", text))) is not None
