"""Rules of the lint that hang on the day: what ends soon, or has just ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine.diagnostics import Diagnostic, Diagnostics, in_order, warning
from engine.model.durations import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.model.agreements import Agreement
    from engine.model.policy_set import PolicySet

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SOON = 30 * DAY
SOON_FOR_A_WAIVER = 14 * DAY


def agreements_go_on(policies: PolicySet, as_of: int) -> Iterator[Diagnostic]:
    """Warn of agreements whose last version ends soon or has just ended: what starts afterwards is judged by none."""
    for version in policies.agreements:
        soon = max(SOON, _notice(version))
        if version.ends is not None and -SOON <= version.ends - as_of <= soon:
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


def calendars_go_on(policies: PolicySet, as_of: int) -> Iterator[Diagnostic]:
    """Warn of calendars whose last day is near or gone: what is due after it is unknown, as are its holidays.

    Those of past versions alone may end.
    """
    used: dict[bool, set[str]] = {True: set(), False: set()}
    for version in policies.agreements:
        used[_goes_on(policies, version, as_of)] |= {*version.calendars_used}
    for calendar in (c for name, c in policies.calendars.items() if name not in used[False] - used[True]):
        today = (EPOCH + timedelta(microseconds=as_of)).astimezone(ZoneInfo(calendar.zone)).date()
        if calendar.last < today + timedelta(days=SOON // DAY):
            message = f"calendar `{calendar.name}` is laid out until {calendar.last} only"
            help_ = "widen `laid_out`: what is due after it is unknown, and holidays after it are not covered"
            yield warning("LP933", calendar.at, message, help_)


TIMELY: tuple[Callable[[PolicySet, int], Iterator[Diagnostic]], ...] = (
    agreements_go_on,
    waivers_go_on,
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


def _date(instant: int, zone: str) -> str:
    """Give the last date before an instant, in a zone: an end at midnight is that of the day before."""
    return (EPOCH + timedelta(microseconds=instant - 1)).astimezone(ZoneInfo(zone)).date().isoformat()
