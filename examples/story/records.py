"""Lead records: who arrives, when, and what the CRM knows of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from story.dice import Dice
from story.office import MUNICH, NEW_YORK, Office

FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 181
COUNTRIES_EMEA = {"Germany": 52, "Austria": 9, "Switzerland": 8, "United Kingdom": 9, "France": 6, "Netherlands": 6}
COUNTRIES_EMEA |= {"Denmark": 2, "Sweden": 2, "Norway": 2, "Belgium": 2, "India": 2}
COUNTRIES_AMERICAS = {"United States": 80, "Canada": 15, "Brazil": 5}
CHANNELS = {"Organic Search": 24, "Paid Search": 22, "Social Media": 12, "Webinar": 14, "Trade Show": 8}
CHANNELS |= {"Referral": 6, "Partner": 6, "List Import": 8}
SECTORS = {"Computer Software": 26, "Financial Technology": 16, "Machinery": 18, "Logistics and Supply Chain": 12}
SECTORS |= {"Retail": 10, "Hospital & Health Care": 10, "Government": 4, "Education": 4}
FIRST_NAMES = (
    "Anna",
    "Jürgen",
    "Zoë",
    "Łukasz",
    "Miriam",
    "Søren",
    "Claire",
    "Ravi",
    "Emily",
    "José",
    "Björn",
    "Grace",
)
LAST_NAMES = (
    "Müller",
    "Weiß",
    "O'Brien",
    "Nowak",
    "Schröder",
    "Lefèvre",
    "Johnson",
    "García",
    "Ødegård",
    "Patel",
    "Kim",
)
COMPANY_WORDS = (
    "Nordlicht",
    "Blue Harbor",
    "Kranich",
    "Helvetia",
    "Redwood",
    "Söhne & Co",
    "Quantum",
    "Alpen",
    "Delta",
)
COMPANY_FORMS = ("GmbH", "AG", "Ltd", "Inc.", "SE", "B.V.", "LLC")
SENIORITY = {"Specialist": 28, "Manager": 32, "Director": 18, "VP": 10, "C-Level": 9, "Student": 3}


@dataclass
class Lead:
    """One row of leads.csv in the making, and the office that serves it."""

    id: str
    arrived: datetime
    office: Office
    cells: dict[str, str] = field(default_factory=dict)


def _arrival(dice: Dice) -> datetime:
    """Mostly on working days and in the daytime; one in five at night or on a weekend."""
    while True:
        day = FIRST_DAY + timedelta(days=dice.between(0, DAYS - 1))
        at = day + timedelta(seconds=dice.between(0, 86_399))
        usual = day.isoweekday() <= 5 and 7 <= at.hour <= 18  # noqa: PLR2004 - a working day, in daylight
        if usual or dice.chance(16):
            return at


def _size(segment: str, dice: Dice) -> tuple[int, int]:
    """Employees and revenue in EUR; a small business seldom meets the agreed size."""
    low, high = {"SMB": (25, 180), "Mid-Market": (120, 900), "Enterprise": (1000, 9000)}[segment]
    employees = dice.early(low, high)
    return employees, employees * dice.between(110, 260) * 1000


def new_lead(number: int) -> Lead:
    """Lead `number` of the half year, its facts complete; what is missing is taken away later."""
    dice = Dice(f"record {number}")
    office = NEW_YORK if dice.chance(35) else MUNICH
    lead = Lead(str(24_100_000 + number * 7), _arrival(dice), office)
    segment = dice.weighted({"SMB": 45, "Mid-Market": 38, "Enterprise": 17})
    employees, revenue = _size(segment, dice)
    lead.cells = {
        "Full Name": f"{dice.pick(FIRST_NAMES)} {dice.pick(LAST_NAMES)}",
        "Company Name": f"{dice.pick(COMPANY_WORDS)} {dice.pick(COMPANY_FORMS)}",
        "Country/Region": dice.weighted(COUNTRIES_AMERICAS if office is NEW_YORK else COUNTRIES_EMEA),
        "Segment": segment,
        "Lead Source": dice.weighted(CHANNELS),
        "Industry": dice.weighted(SECTORS),
        "Number of Employees": str(employees),
        "Annual Revenue (EUR)": str(revenue),
        "Company data updated": (lead.arrived - timedelta(days=dice.early(0, 500))).date().isoformat(),
        "Seniority": dice.weighted(SENIORITY),
        "Existing Customer": dice.weighted({"No": 97, "Yes": 3}),
    }
    return lead
