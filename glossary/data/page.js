"use strict";
const rows = [...document.querySelectorAll("tbody tr")];
const query = document.getElementById("query"), field = document.getElementById("field"), count = document.getElementById("count");
const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d").replace(/œ/g, "oe").replace(/æ/g, "ae")
  .replace(/[’‘ʼ´`]/g, "'").replace(/[\s–—‐‑-]+/g, " ").trim();
for (const name of [...new Set(rows.map(row => row.dataset.field))].filter(Boolean).sort((a, b) => a.localeCompare(b)))
  field.add(new Option(name));
function show() {
  const words = fold(query.value).split(" ").filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const fits = words.every(word => row.dataset.search.includes(word)) && (!field.value || row.dataset.field === field.value);
    row.hidden = !fits;
    shown += fits;
  }
  count.value = `${shown} of ${rows.length} concepts`;
}
function columns(box) {
  for (const row of document.querySelectorAll("tr")) row.cells[+box.dataset.language].hidden = !box.checked;
}
function sort(button) {
  const head = button.parentElement, place = +button.dataset.sort, down = head.getAttribute("aria-sort") === "ascending";
  for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const key = row => row.cells[place].dataset.key ?? row.dataset.field;
  rows.sort((a, b) => (down ? -1 : 1) * key(a).localeCompare(key(b)));
  document.querySelector("tbody").append(...rows);
}
document.getElementById("search").addEventListener("submit", event => event.preventDefault());
query.addEventListener("input", show);
field.addEventListener("change", show);
for (const box of document.querySelectorAll("[data-language]")) box.addEventListener("change", () => columns(box));
for (const button of document.querySelectorAll("[data-sort]")) button.addEventListener("click", () => sort(button));
if (location.hash.startsWith("#q=")) query.value = decodeURIComponent(location.hash.slice(3));
show();
