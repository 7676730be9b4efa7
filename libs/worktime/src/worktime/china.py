"""Public holidays of mainland China and the weekend days worked in their stead (调休), as announced year by year."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar


@dataclass(frozen=True, slots=True)
class AnnouncedYear:
    """Days of one year that differ from the regular week by the State Council's notice."""

    holidays: frozenset[date]
    makeup_workdays: frozenset[date]


@lru_cache(maxsize=128)
def announced_year(year: int) -> AnnouncedYear | None:
    """The exceptions of `year`, or None when the installed chinesecalendar does not know the year."""
    holidays: set[date] = set()
    makeup_workdays: set[date] = set()
    day = date(year, 1, 1)
    while day.year == year:
        try:
            off, occasion = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError:
            return None
        if occasion is not None:
            (holidays if off else makeup_workdays).add(day)
        day += timedelta(days=1)
    return AnnouncedYear(frozenset(holidays), frozenset(makeup_workdays))
