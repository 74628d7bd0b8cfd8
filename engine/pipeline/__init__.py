"""The journey, composed: every verb of the command line is one function here, and the only place where stages meet.

Stages are imported where they are needed, so that a verb starts with what it uses and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.pipeline.calendars import answer_many, answer_one, calendar_as_text
from engine.pipeline.judging import Question, explain, explanation_as, instant, judge
from engine.pipeline.policies import load_policies, policies_in_words, settings
from engine.pipeline.reporting import allowance, is_period, report, report_as_json, summary, write_report
from engine.pipeline.signing import SigningWish, sign
from engine.pipeline.verifying import VerifyingWish, conclusion, verification_as_json, verification_in_words, verify

if TYPE_CHECKING:
    from engine.evaluation.results import Results as Results
    from engine.model.policy_set import PolicySet as PolicySet
    from engine.reports.compliance import ComplianceView as ComplianceView
    from engine.reports.outcome import Outcome as Outcome

__all__ = [
    "Question",
    "SigningWish",
    "VerifyingWish",
    "allowance",
    "answer_many",
    "answer_one",
    "calendar_as_text",
    "conclusion",
    "explain",
    "explanation_as",
    "instant",
    "is_period",
    "judge",
    "load_policies",
    "policies_in_words",
    "report",
    "report_as_json",
    "settings",
    "sign",
    "summary",
    "verification_as_json",
    "verification_in_words",
    "verify",
    "write_report",
]
