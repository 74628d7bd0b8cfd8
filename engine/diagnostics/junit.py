"""JUnit XML: a test case for each policy file, failed where the file has a fault that counts."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from engine.diagnostics.diagnostic import Diagnostics, in_words
from engine.diagnostics.escapes import visible
from engine.diagnostics.terminal import as_text
from engine.diagnostics.validation import Validation

SUITE = "leadpact validate"


def as_junit(validation: Validation) -> str:
    """Give the XML; characters that XML can't hold are shown as code points. What doesn't count is in `system-out`."""
    suites = Element("testsuites")
    suite = SubElement(suites, "testsuite", name=SUITE)
    failed = sum(_case(suite, file, faults, validation) for file, faults in validation.by_file.items())
    suite.attrib |= {"tests": str(len(suite)), "failures": str(failed), "errors": "0", "skipped": "0"}
    indent(suites)
    return tostring(suites, encoding="unicode", xml_declaration=False) + "\n"


def _case(suite: Element, file: str, faults: Diagnostics, validation: Validation) -> bool:
    named = visible(file or "the policies folder")
    case = SubElement(suite, "testcase", name=named, classname=SUITE, file=named)
    counting = tuple(fault for fault in faults if validation.counts(fault))
    others = tuple(fault for fault in faults if not validation.counts(fault))
    if counting:
        first = counting[0]
        told = visible(f"{first.code}: {first.message}") + f" ({in_words(counting)})" * (len(counting) > 1)
        SubElement(case, "failure", message=told, type=first.code).text = as_text(counting)
    if others:
        SubElement(case, "system-out").text = as_text(others)
    return bool(counting)
