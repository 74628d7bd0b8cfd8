"""Writes the sample CRM export: `python examples/make_crm_export.py OUTDIR`. Same bytes every time; see README.md."""

from __future__ import annotations

import sys
from pathlib import Path

from story.export import write

if __name__ == "__main__":
    if len(sys.argv) != len(("script", "folder")):
        sys.exit("usage: python examples/make_crm_export.py OUTDIR")
    for name, lines in write(Path(sys.argv[1])).items():
        print(f"{name}: {lines} lines")
