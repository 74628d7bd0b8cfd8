"""The journey, composed: every verb of the command line is one function here, and the only place where stages meet.

Stages are imported where they are needed, so that a verb starts with what it uses and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.pipeline.agreements import chosen_agreements, rendered
from engine.pipeline.calendars import answer_many, answer_one, calendar_as_text
from engine.pipeline.codes import code_page, code_titles
from engine.pipeline.comparing import NoSideError, Side, changes_as, compare, side
from engine.pipeline.formatting import laid_out, layout_changes, write_laid_out
from engine.pipeline.judging import Question, compiled, explain, explanation_as, instant, judge
from engine.pipeline.locking import Locked, locks, write_lock
from engine.pipeline.policies import load_policies, load_unlocked, policies_in_words, policy_files, settings
from engine.pipeline.reporting import allowance, is_period, report, report_as_json, summary, write_report
from engine.pipeline.schemas import schema_kinds, schema_text
from engine.pipeline.signing import SigningWish, sign
from engine.pipeline.starting import holds_policies, start
from engine.pipeline.testing import TestWish, run_tests
from engine.pipeline.verifying import VerifyingWish, conclusion, verification_as_json, verification_in_words, verify
from engine.pipeline.writing import write_whole

if TYPE_CHECKING:
    from engine.compiler.query import Query as Query
    from engine.evaluation.results import Results as Results
    from engine.loading.formatting import Formatted as Formatted
    from engine.model.agreements import Agreement as Agreement
    from engine.model.policy_set import PolicySet as PolicySet
    from engine.reports.changes import ChangesView as ChangesView
    from engine.reports.compliance import ComplianceView as ComplianceView
    from engine.reports.outcome import Outcome as Outcome

__all__ = [
    "Locked",
    "NoSideError",
    "Question",
    "Side",
    "SigningWish",
    "TestWish",
    "VerifyingWish",
    "allowance",
    "answer_many",
    "answer_one",
    "calendar_as_text",
    "changes_as",
    "chosen_agreements",
    "code_page",
    "code_titles",
    "compare",
    "compiled",
    "conclusion",
    "explain",
    "explanation_as",
    "holds_policies",
    "instant",
    "is_period",
    "judge",
    "laid_out",
    "layout_changes",
    "load_policies",
    "load_unlocked",
    "locks",
    "policies_in_words",
    "policy_files",
    "rendered",
    "report",
    "report_as_json",
    "run_tests",
    "schema_kinds",
    "schema_text",
    "settings",
    "side",
    "sign",
    "start",
    "summary",
    "verification_as_json",
    "verification_in_words",
    "verify",
    "write_laid_out",
    "write_lock",
    "write_report",
    "write_whole",
]
