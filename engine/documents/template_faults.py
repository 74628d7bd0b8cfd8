"""What is wrong with a template that fails, in words of templates, and where in which of them."""

from __future__ import annotations

import re
import traceback

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

OF_A_CLASS = re.compile(r"'[\w.]+ object' has no attribute '(.*)'")
LONGEST = 500


class FailedTemplateError(TemplateError):
    """A template failed, at a line of a file; an empty file where that can't be told."""

    def __init__(self, message: str, file: str = "", line: int = 1) -> None:
        """Keep the place beside the message."""
        super().__init__(message)
        self.file = file
        self.line = line


def described(fault: Exception) -> tuple[str, str, int]:
    """Give the message, the file and the line of what a template raised; the file is empty if none of its lines did."""
    if isinstance(fault, TemplateSyntaxError):
        return fault.message or "no template", fault.filename or "", fault.lineno
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if frame.filename.endswith(".j2")]
    file, line = (frames[-1].filename, frames[-1].lineno or 1) if frames else ("", 1)
    return _message(fault)[:LONGEST], file, line


def _message(fault: Exception) -> str:
    """Jinja names the Python class of what lacks an attribute: nothing that whoever writes templates can know."""
    if isinstance(fault, TemplateNotFound):
        return f"there is no template `{fault.name}`"
    said = fault.message if isinstance(fault, TemplateError) else f"{type(fault).__name__}: {fault}"
    return OF_A_CLASS.sub(r"it has no `\1`", said or type(fault).__name__)
