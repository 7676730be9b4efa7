"""Working calendars, deadlines and pausable clocks; pure: every instant is an argument."""

from worktime.calendar import AROUND_THE_CLOCK, Calendar, Coverage, Holidays
from worktime.deadlines import Deadline, deadline, is_working, next_working_instant, working_time_between
from worktime.errors import CalendarError, InstantError, LedgerError, WorktimeError
from worktime.ledger import Ledger
from worktime.pauses import Pause
from worktime.spec import WEEKDAYS, CalendarSpec, SlotSpec, Weekday, calendar_from_spec, to_spec
from worktime.week import Slot, Week

__all__ = [
    "AROUND_THE_CLOCK",
    "WEEKDAYS",
    "Calendar",
    "CalendarError",
    "CalendarSpec",
    "Coverage",
    "Deadline",
    "Holidays",
    "InstantError",
    "Ledger",
    "LedgerError",
    "Pause",
    "Slot",
    "SlotSpec",
    "Week",
    "Weekday",
    "WorktimeError",
    "calendar_from_spec",
    "deadline",
    "is_working",
    "next_working_instant",
    "to_spec",
    "working_time_between",
]
