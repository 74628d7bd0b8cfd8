"""Rules of the lint that hang on the day: what ends soon, or has just ended, or has not been looked at."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine.diagnostics import Diagnostic, Diagnostics, in_order, warning
from engine.model.durations import DAY
from engine.model.revenue_plans import PERIODS_A_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.model.agreements import Agreement
    from engine.model.commitments import Period
    from engine.model.policy_set import PolicySet

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SOON = 30 * DAY
SOON_FOR_A_WAIVER = 14 * DAY


def agreements_go_on(policies: PolicySet, as_of: int) -> Iterator[Diagnostic]:
    """Warn of agreements whose last version ends soon or has ended: what starts afterwards is judged by none."""
    for version in policies.agreements:
        soon = max(SOON, _notice(version))
        if version.ends is not None and version.ends - as_of <= soon:
            when = "ends" if version.ends > as_of else "ended"
            message = f"`{version.id}` {when} on {_date(version.ends, version.zone)}, and no version follows"
            yield warning("LP931", version.at, message, "agree on the next version, or tell both sides that it ends")


def waivers_go_on(policies: PolicySet, as_of: int) -> Iterator[Diagnostic]:
    """Warn of waivers that end soon or have just ended: clocks that start afterwards count again."""
    for waiver in policies.waivers.values():
        if abs(waiver.until - as_of) <= SOON_FOR_A_WAIVER:
            zones = [version.zone for version in policies.versions_of(waiver.agreement)]
            when = "ends" if waiver.until > as_of else "ended"
            message = f"waiver `{waiver.name}` {when} on {_date(waiver.until, zones[-1])}"
            help_ = f"clocks of `{waiver.commitment}` that start afterwards count again; agree on another one if needed"
            yield warning("LP932", waiver.at, message, help_)


def reviews_are_held(policies: PolicySet, as_of: int) -> Iterator[Diagnostic]:
    """Warn of versions in force whose noted review is so long ago that a whole period has passed without one.

    A version that came into force since was looked at then. Where nobody notes reviews, nothing is told.
    """
    for version in (v for v in policies.agreements if v.starts <= as_of and _goes_on(policies, v, as_of)):
        review = version.review
        if review is None or review.reviewed is None:
            continue
        last, today = max(review.reviewed, _day(version.starts, version.zone)), _day(as_of, version.zone)
        missed = _period(today, review.every) - _period(last, review.every) - 1
        if missed > 0:
            message = f"`{version.id}` was last reviewed on {review.reviewed}, and is to be every {review.every.value}"
            yield warning("LP923", review.at, message, "hold the review, and note its date under `reviewed`")


def calendars_go_on(policies: PolicySet, as_of: int) -> Iterator[Diagnostic]:
    """Warn of calendars whose last day is near or gone: what is due after it is unknown, as are its holidays.

    Those of past versions alone may end.
    """
    used: dict[bool, set[str]] = {True: set(), False: set()}
    for version in policies.agreements:
        used[_goes_on(policies, version, as_of)] |= {*version.calendars_used}
    for calendar in (c for name, c in policies.calendars.items() if name not in used[False] - used[True]):
        today = _day(as_of, calendar.zone)
        if calendar.last < today + timedelta(days=SOON // DAY):
            message = f"calendar `{calendar.name}` is laid out until {calendar.last} only"
            help_ = "widen `laid_out`: what is due after it is unknown, and holidays after it are not covered"
            yield warning("LP933", calendar.at, message, help_)


TIMELY: tuple[Callable[[PolicySet, int], Iterator[Diagnostic]], ...] = (
    agreements_go_on,
    waivers_go_on,
    reviews_are_held,
    calendars_go_on,
)


def timely(policies: PolicySet, as_of: int) -> Diagnostics:
    """Run these rules as of an instant (µs UTC), on policies without an error."""
    return in_order(fault for rule in TIMELY for fault in rule(policies, as_of))


def _notice(version: Agreement) -> int:
    given = version.review.notice if version.review else None
    return 0 if given is None else given.amount * DAY if given.microseconds is None else given.microseconds


def _goes_on(policies: PolicySet, version: Agreement, as_of: int) -> bool:
    """Tell whether clocks can still start under a version."""
    later = [other.starts for other in policies.versions_of(version.name) if other.starts > version.starts]
    return min([*later, *([] if version.ends is None else [version.ends])], default=as_of + 1) > as_of


def _day(instant: int, zone: str) -> date:
    return (EPOCH + timedelta(microseconds=instant)).astimezone(ZoneInfo(zone)).date()


def _period(day: date, each: Period) -> int:
    """Number the periods one after the other."""
    return (day.year * 12 + day.month - 1) * PERIODS_A_YEAR[each] // 12


def _date(instant: int, zone: str) -> str:
    """Give the last date before an instant, in a zone: an end at midnight is that of the day before."""
    return (EPOCH + timedelta(microseconds=instant - 1)).astimezone(ZoneInfo(zone)).date().isoformat()
