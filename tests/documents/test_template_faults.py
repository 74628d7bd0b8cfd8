"""A template of one's own that fails is told where it fails, in words that whoever writes templates knows."""

from pathlib import Path

import pytest

from engine import pipeline
from engine.documents.agreement_forms import agreement_document
from engine.reports.agreement_view import agreement_view

POLICIES, _ = pipeline.load_policies(Path(__file__).parents[2] / "policies")
VIEW = agreement_view(POLICIES, POLICIES.agreements[-1])


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("a\n{{ view.nope | md }}", "a template fails: it has no `nope`"),
        ("a\n{% include 'gone.md.j2' %}", "a template fails: there is no template `gone.md.j2`"),
        ("a\n{{ (1 / 0) | md }}", "a template fails: ZeroDivisionError: division by zero"),
    ],
)
def test_a_fault_names_the_file_and_line_of_the_template_and_no_class_of_ours(tmp_path, source, message):
    (tmp_path / "agreement").mkdir()
    (tmp_path / "agreement/terms.md.j2").write_text(source, encoding="utf-8")
    _, (fault,) = agreement_document(VIEW, "md", tmp_path)
    assert fault.location.file == (tmp_path / "agreement/terms.md.j2").as_posix()
    assert (fault.location.line, fault.message) == (2, message)
