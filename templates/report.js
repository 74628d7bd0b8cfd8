"use strict";
document.documentElement.classList.add("script");
const FEW = 250; // a browser lays so many rows out in an instant; the rest is a click away
const many = (count) => count.toLocaleString("en");
const collate = new Intl.Collator("en", { numeric: true }).compare;
const order = (one, other) => (typeof one === "number" ? (one > other) - (one < other) : collate(one, other));
const key = (cell) => {
  const value = cell.dataset.v;
  return value === undefined ? cell.textContent.trim() : value === "" ? Infinity : Number(value);
};

/* Arguments: the words of a button, and what it does. */
const button = (words, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
};

for (const table of document.querySelectorAll(".wide > table")) {
  const body = table.tBodies[0];
  const texts = new Map(Array.from(body.rows, (row) => [row, row.textContent.replaceAll("\u00a0", " ").toLowerCase()]));
  const field = document.getElementById(table.dataset.filter);
  const said = document.getElementById(table.dataset.filter + "-said");
  const more = document.createElement("p");
  const told = document.createElement("span");
  let most = FEW;

  const show = () => {
    const wanted = field ? field.value.trim().toLowerCase() : "";
    let found = 0;
    for (const row of body.rows) {
      const fits = texts.get(row).includes(wanted);
      found += fits ? 1 : 0;
      row.hidden = !fits || found > most;
    }
    if (said) said.textContent = many(found) + " of " + many(texts.size);
    told.textContent = found > most ? "The first " + many(most) + " of " + many(found) + " are shown." : "All are shown.";
    more.hidden = found <= FEW;
    more.querySelectorAll("button").forEach((one) => { one.hidden = found <= most; });
  };

  const reveal = (count) => {
    most += count;
    show();
    told.focus(); // the buttons may be gone
  };

  table.querySelectorAll("th button").forEach((pressed) => {
    const head = pressed.closest("th");
    pressed.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const keyed = Array.from(body.rows, (row) => [key(row.cells[head.cellIndex]), row]);
      keyed.sort((a, b) => (up ? order(a[0], b[0]) : order(b[0], a[0])));
      body.append(...keyed.map((pair) => pair[1]));
      show();
    });
  });
  field?.addEventListener("input", show);
  if (texts.size > FEW) {
    more.className = "more";
    told.tabIndex = -1;
    more.append(told, " ", button("Show " + FEW + " more", () => reveal(FEW)), " ", button("Show all", () => reveal(Infinity)));
    table.parentElement.after(more);
    show();
    if (said) said.textContent = "";
  }
}
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
