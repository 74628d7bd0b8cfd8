"""What a field held at an instant, from its recorded changes; a field of a lead without any stands as it is today.

The input `field_changes` has a row 0 for what a lead's field held before its first change, and a row for each
change: ord, lead_id, field, nth, change_id, at, until, value (text of the field's type), currency, tells. `holds` is
false for a change of a merged lead that the value of the one that stays hides; value_before, currency_before and
tells_before say what the record that changed held before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlglot import exp

from engine.compiler.query import Relation
from engine.compiler.sql import column, is_in, projected, select, tree
from engine.model.lead_schema import FieldType

SQL_TYPES = {
    FieldType.TEXT: "varchar",
    FieldType.CHOICE: "varchar",
    FieldType.INTEGER: "bigint",
    FieldType.DECIMAL: "decimal(18, 4)",
    FieldType.BOOLEAN: "boolean",
    FieldType.DATE: "integer",
    FieldType.MONEY: "decimal(18, 4)",
}


def change_of(field: str) -> str:
    """How changes of a field are called among event types; no event type's name holds a colon."""
    return f"field:{field}"


def history_relations(fields: Iterable[str], types: Mapping[str, FieldType], asked: str) -> list[Relation]:
    """Build `field_spans` and `held(lead_id, at, …)`: for each row of `asked`, what the named fields held then.

    For each field: h_ is 1 if the lead's field has a history, told_ is 1 if that says what it held, v_ is the value,
    m_ its currency, w_ when it was set (NULL if nobody knows).
    """
    names = sorted(fields)
    return [Relation("field_spans", _spans(names)), Relation("held", _held(names, types, asked))]


def _spans(names: list[str]) -> exp.Query:
    """Half-open [since, until); a change dated by its day alone isn't told before that day is over."""
    return select(
        """
        select c.lead_id, c.field, c.nth, c.at as since, c.value, c.currency, c.tells,
               lead(c.at) over (partition by c.lead_id, c.field order by c.nth) as until,
               max(c.until) over (partition by c.lead_id, c.field order by c.nth
                                  rows between unbounded preceding and current row) as told_from
        from field_changes as c where c.holds and :wanted
        """,
        wanted=is_in(column("field", "c"), names),
    )


def _held(names: list[str], types: Mapping[str, FieldType], asked: str) -> exp.Query:
    held = select(
        f"""
        select a.lead_id, a.at from {asked} as a
        join field_spans as s on s.lead_id = a.lead_id and s.since <= a.at and (s.until is null or a.at < s.until)
        group by a.lead_id, a.at
        """
    )
    for name in names:
        told = tree("s.field = :name and s.tells and a.at >= s.told_from", name=name)
        columns = {
            f"h_{name}": tree("max(case when s.field = :name then 1 end)", name=name),
            f"told_{name}": tree("max(case when :told then 1 end)", told=told),
            f"v_{name}": _value(told, types[name]),
            f"w_{name}": tree("max(case when :told and s.nth > 0 then s.since end)", told=told),
        }
        if types[name] is FieldType.MONEY:
            columns[f"m_{name}"] = tree("max(case when :told then s.currency end)", told=told)
        held = projected(held, columns)
    return held


def _value(told: exp.Expr, kind: FieldType) -> exp.Expr:
    """At most one row is told. Not every engine has the greatest of truths."""
    if kind is FieldType.BOOLEAN:
        return tree(
            "max(case when :told then case s.value when 'true' then 1 when 'false' then 0 end end) = 1", told=told
        )
    read = exp.cast(column("value", "s"), SQL_TYPES[kind])
    return tree("max(case when :told then :read end)", told=told, read=read)


def values_then(fields: Iterable[str], types: Mapping[str, FieldType], asked: str) -> Relation:
    """`values_then(lead_id, at, …)`: what each field held at every instant asked, by its history or as it stands.

    For each field: f_ is the value, c_ its currency, since_ the latest of set and confirmed, stands_ whether the value
    is today's (no history tells of then), barred_ whether a strict run refuses it, untold_ whether nothing tells it.
    """
    query = select(
        f"""
        select a.lead_id, a.at from {asked} as a
        left join leads as l on l.lead_id = a.lead_id
        left join held as h on h.lead_id = a.lead_id and h.at = a.at
        cross join run as r
        """
    )
    for name in sorted(fields):
        parts = {key: column(f"{key}_{name}", "h") for key in ("h", "told", "v", "w")}
        parts |= {"today": column(f"f_{name}", "l"), "confirmed": column(f"s_{name}", "l")}
        stands = tree(":h is null and a.at < r.as_of", **parts)
        barred = tree(":stands and r.strict_history", stands=stands)
        choice = "case when :h = 1 then :held when :barred then null else :today end"
        columns = {
            f"f_{name}": tree(choice, **parts, held=parts["v"], barred=barred),
            f"since_{name}": _since(parts),
            f"stands_{name}": stands,
            f"barred_{name}": barred,
            f"untold_{name}": tree("case when :h = 1 then :told is null else :barred end", **parts, barred=barred),
        }
        if types[name] is FieldType.MONEY:
            named = {"h": parts["h"], "held": column(f"m_{name}", "h"), "today": column(f"c_{name}", "l")}
            columns[f"c_{name}"] = tree(choice, **named, barred=barred)
        query = projected(query, columns)
    return Relation("values_then", query)


def _since(parts: Mapping[str, exp.Expr]) -> exp.Expr:
    """The latest of set and confirmed; a confirmation after the instant asked confirms nothing of then."""
    return tree(
        """
        case when :h is null then :confirmed
             when :confirmed <= a.at and (:w is null or :confirmed > :w) then :confirmed else :w end
        """,
        **parts,
    )
