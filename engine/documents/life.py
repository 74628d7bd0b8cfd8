"""The life of a lead as a picture: a lane for each party, the main line downwards, the hand-over where it crosses."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from textwrap import wrap

from markupsafe import Markup, escape

from engine.documents.charts import Datum, chart_svg
from engine.reports.agreement_stages import StageText

WIDTH, LANE, HEAD, GAP, NAME, LINE, LETTERS = 416, 190, 34, 30, 34, 16, 27


def life_picture(stages: Sequence[StageText]) -> Markup:
    """Give the picture as a figure of a page."""
    labelled = life_drawn(stages).replace("<svg ", f'<svg role="img" aria-label="{escape(life_told(stages))}" ', 1)
    return Markup(f'<figure class="life">\n{labelled}\n</figure>\n')  # noqa: S704 - drawn by the renderer, which escapes


def life_drawn(stages: Sequence[StageText]) -> str:
    """Draw the stages as SVG; the ways that are not an arrow are named in the box they lead from."""
    ordered = sorted(stages, key=lambda stage: not stage.on_line)
    lanes = {holder: n for n, holder in enumerate(dict.fromkeys(stage.holder for stage in stages))}
    boxes, below = [], HEAD
    ends = dict.fromkeys(lanes, HEAD)
    for stage, following in zip(ordered, [*ordered[1:], None], strict=True):
        onward = _arrow(stage, following)
        rest = [name for name in stage.next if following is None or not onward or name != following.name]
        said = wrap(f"{'or ' if onward else 'to '}{', '.join(rest)}" if rest else "", LETTERS)
        left = lanes[stage.holder] * (WIDTH - LANE) / max(1, len(lanes) - 1)
        height = NAME + LINE * len(said) + (4 if said else 0)
        top = below if stage.on_line else ends[stage.holder]  # what leaves the main line stands beside it
        boxes.append((stage, left, top, height, said))
        ends[stage.holder] = top + height + GAP
        below = max(below, ends[stage.holder])
    data: dict[str, Sequence[Datum]] = {
        "lanes": [{"x": n * (WIDTH - LANE) / max(1, len(lanes) - 1), "name": name} for name, n in lanes.items()],
        "boxes": [{"x": x, "x2": x + LANE, "y": y, "y2": y + h, "name": s.name} for s, x, y, h, _ in boxes],
        "notes": [
            {"x": x, "y": y + NAME + LINE * n, "note": text}
            for _, x, y, _, said in boxes
            for n, text in enumerate(said)
        ],
        **_arrows(boxes),
    }
    return chart_svg("life", data, {}, "life", height=below - GAP + 6)


Box = tuple[StageText, float, int, int, list[str]]


def _arrow(stage: StageText, following: StageText | None) -> bool:
    """Only the main line is drawn, or the picture would be a knot."""
    return following is not None and stage.on_line and following.on_line and following.name in stage.next


def _arrows(boxes: Sequence[Box]) -> dict[str, list[Datum]]:
    lines: list[Datum] = []
    heads: list[Datum] = []
    labels: list[Datum] = []
    for n, ((stage, x, y, height, _), (following, to_x, to_y, _, _)) in enumerate(pairwise(boxes)):
        if not _arrow(stage, following):
            continue
        begins, ends, between = x + LANE / 2, to_x + LANE / 2, y + height + GAP / 2 - 2
        corners = [(begins, y + height), (begins, between), (ends, between), (ends, to_y - 7)]
        lines += [{"arrow": n, "order": k, "x": at_x, "y": at_y} for k, (at_x, at_y) in enumerate(corners)]
        heads.append({"x": ends, "y": to_y - 5})
        if following.hands_over:
            labels.append({"x": (begins + ends) / 2, "y": between - 2, "label": "hand-over"})
    return {"lines": lines, "heads": heads, "labels": labels}


def life_told(stages: Sequence[StageText]) -> str:
    """Say what the picture shows."""
    ordered = sorted(stages, key=lambda stage: not stage.on_line)
    ways = (f"{s.name} ({s.holder}){' to ' + ', '.join(s.next) if s.next else ''}" for s in ordered)
    return f"The life of a lead: {'; '.join(ways)}."
