"""Days of returns and 8D records are days as written, `2026-03-02`; nothing else becomes one."""

import pytest
from dispatch.entrypoints.http.schemas_returns import Day
from pydantic import TypeAdapter, ValidationError

DAYS: TypeAdapter[Day] = TypeAdapter(Day)


def test_a_day_is_read_as_written() -> None:
    assert DAYS.validate_python("2026-03-02").isoformat() == "2026-03-02"


@pytest.mark.parametrize(
    "value",
    [
        1_700_006_400,
        0,
        1.5,
        True,
        "1700006400",
        "2026-03-02T00:00:00Z",
        "2026-3-2",
        "20260302",
        "2026-02-30",
        "1969-12-31",
    ],
)
def test_what_is_no_day_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        DAYS.validate_python(value)
