"""The journey, composed: every verb of the command line is one function here, and the only place where stages meet.

Stages are imported where they are needed, so that a verb starts with what it uses and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.pipeline.agreements import chosen_agreements, rendered, templates_beside
from engine.pipeline.attesting import (
    Attested,
    AttestingWish,
    RunMade,
    attest,
    attester_key,
    ledger_faults,
    report_made,
    run_made,
    take_attestation_away,
)
from engine.pipeline.calendars import answer_many, answer_one, calendar_as_text
from engine.pipeline.codes import code_page, code_titles
from engine.pipeline.comparing import NoSideError, Side, changed_lines, changes_as, compare, side
from engine.pipeline.formatting import laid_out, layout_changes, write_laid_out
from engine.pipeline.judging import Question, explain, explanation_as, instant, judge, judged_twice, on_demand
from engine.pipeline.kept_runs import NoEntryError
from engine.pipeline.ledger_runs import ReplayWish, compare_entries, replay_entry
from engine.pipeline.ledger_words import (
    recomputation_as_json,
    recomputation_conclusion,
    recomputation_in_words,
    restatement_as_json,
    restatement_conclusion,
    restatement_in_words,
)
from engine.pipeline.locking import Locked, locks, write_lock
from engine.pipeline.numbers import numbers_to_try
from engine.pipeline.plan_forms import guarded, informed, plan_as, write_plan
from engine.pipeline.planning import PlanWish, fit_to_judge, plan
from engine.pipeline.policies import (
    BrokenLedgerError,
    load_policies,
    load_unlocked,
    policies_in_words,
    policy_files,
    settings,
    validate_policies,
    with_sources,
)
from engine.pipeline.recomputing import NotAtHandError
from engine.pipeline.reporting import (
    ReportWish,
    SampleWish,
    allowance,
    is_period,
    report,
    report_as_json,
    report_of,
    summary,
    write_report,
)
from engine.pipeline.restating import with_restatements
from engine.pipeline.schemas import schema_kinds, schema_text
from engine.pipeline.signing import new_key, sign
from engine.pipeline.signing_wishes import Signed, SigningWish
from engine.pipeline.standing import not_signed, refusal, with_standings, with_waivers_signed
from engine.pipeline.starting import holds_policies, start
from engine.pipeline.testing import TestWish, files_with_examples, run_tests
from engine.pipeline.verifying import VerifyingWish, conclusion, verification_as_json, verification_in_words, verify
from engine.pipeline.verifying_papers import is_signed_paper, verify_paper
from engine.pipeline.verifying_runs import (
    LedgerWish,
    files_as_json,
    files_conclusion,
    files_in_words,
    ledger_as_json,
    ledger_conclusion,
    ledger_in_words,
    names_a_file,
    verify_files,
    verify_ledger,
)
from engine.pipeline.writing import write_whole

if TYPE_CHECKING:
    from engine.evaluation.on_demand import OnDemand as OnDemand
    from engine.evaluation.results import Results as Results
    from engine.loading.formatting import Formatted as Formatted
    from engine.model.agreements import Agreement as Agreement
    from engine.model.policy_set import PolicySet as PolicySet
    from engine.reports.changes import ChangesView as ChangesView
    from engine.reports.compliance import ComplianceView as ComplianceView
    from engine.reports.outcome import Outcome as Outcome
    from engine.reports.plan_view import PlanView as PlanView
    from engine.reports.plan_view import Turn as Turn
    from engine.reports.runs import FilesView as FilesView
    from engine.reports.runs import LedgerView as LedgerView
    from engine.reports.signatures import SignaturesView as SignaturesView

__all__ = [
    "Attested",
    "AttestingWish",
    "BrokenLedgerError",
    "LedgerWish",
    "Locked",
    "NoEntryError",
    "NoSideError",
    "NotAtHandError",
    "PlanWish",
    "Question",
    "ReplayWish",
    "ReportWish",
    "RunMade",
    "SampleWish",
    "Side",
    "Signed",
    "SigningWish",
    "TestWish",
    "VerifyingWish",
    "allowance",
    "answer_many",
    "answer_one",
    "attest",
    "attester_key",
    "calendar_as_text",
    "changed_lines",
    "changes_as",
    "chosen_agreements",
    "code_page",
    "code_titles",
    "compare",
    "compare_entries",
    "conclusion",
    "explain",
    "explanation_as",
    "files_as_json",
    "files_conclusion",
    "files_in_words",
    "files_with_examples",
    "fit_to_judge",
    "guarded",
    "holds_policies",
    "informed",
    "instant",
    "is_period",
    "is_signed_paper",
    "judge",
    "judged_twice",
    "laid_out",
    "layout_changes",
    "ledger_as_json",
    "ledger_conclusion",
    "ledger_faults",
    "ledger_in_words",
    "load_policies",
    "load_unlocked",
    "locks",
    "names_a_file",
    "new_key",
    "not_signed",
    "numbers_to_try",
    "on_demand",
    "plan",
    "plan_as",
    "policies_in_words",
    "policy_files",
    "recomputation_as_json",
    "recomputation_conclusion",
    "recomputation_in_words",
    "refusal",
    "rendered",
    "replay_entry",
    "report",
    "report_as_json",
    "report_made",
    "report_of",
    "restatement_as_json",
    "restatement_conclusion",
    "restatement_in_words",
    "run_made",
    "run_tests",
    "schema_kinds",
    "schema_text",
    "settings",
    "side",
    "sign",
    "start",
    "summary",
    "take_attestation_away",
    "templates_beside",
    "validate_policies",
    "verification_as_json",
    "verification_in_words",
    "verify",
    "verify_files",
    "verify_ledger",
    "verify_paper",
    "with_restatements",
    "with_sources",
    "with_standings",
    "with_waivers_signed",
    "write_laid_out",
    "write_lock",
    "write_plan",
    "write_report",
    "write_whole",
]
