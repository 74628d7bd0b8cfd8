"use strict";
document.documentElement.classList.add("script");
for (const table of document.querySelectorAll("table.sorted")) {
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const texts = rows.map((row) => row.textContent.replaceAll("\u00a0", " ").toLowerCase());
  const collate = new Intl.Collator("en", { numeric: true }).compare;
  const order = (one, other) => (typeof one === "number" ? (one > other) - (one < other) : collate(one, other));
  const key = (row, column) => {
    const value = row.cells[column].dataset.v;
    return value === undefined ? row.cells[column].textContent.trim() : value === "" ? Infinity : Number(value);
  };
  table.querySelectorAll("th button").forEach((button) => {
    const head = button.closest("th");
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const keyed = Array.from(body.rows, (row) => [key(row, head.cellIndex), row]);
      keyed.sort((a, b) => (up ? order(a[0], b[0]) : order(b[0], a[0])));
      body.append(...keyed.map((pair) => pair[1]));
    });
  });
  const field = document.getElementById(table.dataset.filter);
  const said = document.getElementById(table.dataset.filter + "-said");
  field?.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    let shown = 0;
    rows.forEach((row, at) => {
      row.hidden = !texts[at].includes(wanted);
      shown += row.hidden ? 0 : 1;
    });
    said.textContent = shown + " of " + rows.length;
  });
}
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
