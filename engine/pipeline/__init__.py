"""The journey, composed: every verb of the command line is one function here, and the only place where stages meet.

Stages are imported where they are needed, so that a verb starts with what it uses and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.pipeline.agreements import chosen_agreements, rendered
from engine.pipeline.calendars import answer_many, answer_one, calendar_as_text
from engine.pipeline.judging import Question, explain, explanation_as, instant, judge
from engine.pipeline.policies import load_policies, policies_in_words, settings
from engine.pipeline.reporting import allowance, is_period, report, report_as_json, summary, write_file, write_report

if TYPE_CHECKING:
    from engine.evaluation.results import Results as Results
    from engine.model.agreements import Agreement as Agreement
    from engine.model.policy_set import PolicySet as PolicySet
    from engine.reports.compliance import ComplianceView as ComplianceView
    from engine.reports.outcome import Outcome as Outcome

__all__ = [
    "Question",
    "allowance",
    "answer_many",
    "answer_one",
    "calendar_as_text",
    "chosen_agreements",
    "explain",
    "explanation_as",
    "instant",
    "is_period",
    "judge",
    "load_policies",
    "policies_in_words",
    "rendered",
    "report",
    "report_as_json",
    "settings",
    "summary",
    "write_file",
    "write_report",
]
