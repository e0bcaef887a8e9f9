"use strict";
const card = document.getElementById("card"), text = document.querySelector("main");
let shown = null, leaving = 0, touched = false;
function show(link) {
  clearTimeout(leaving);
  if (link === shown) return;
  hide();
  shown = link;
  link.classList.add("shown");
  card.replaceChildren(...link.dataset.entries.split(" ").map(id => {
    const entry = document.createElement("div");
    for (const part of document.getElementById(id).children) {
      const copy = part.cloneNode(true);
      copy.removeAttribute("id");
      entry.append(copy);
    }
    return entry;
  }));
  card.hidden = false;
  const place = link.getClientRects()[0], rows = link.getClientRects(), below = rows[rows.length - 1].bottom;
  const left = Math.min(place.left, document.documentElement.clientWidth - card.offsetWidth - 8);
  const above = below + card.offsetHeight + 8 > innerHeight && place.top > card.offsetHeight + 8;
  card.style.left = `${Math.max(8, left) + scrollX}px`;
  card.style.top = `${(above ? place.top - card.offsetHeight - 4 : below + 4) + scrollY}px`;
}
function hide() {
  clearTimeout(leaving);
  if (shown) shown.classList.remove("shown");
  shown = null;
  card.hidden = true;
}
const later = () => { clearTimeout(leaving); leaving = setTimeout(hide, 250); };
const term = event => event.target.closest("a[data-entries]");
text.addEventListener("mouseover", event => { if (term(event)) show(term(event)); });
text.addEventListener("mouseout", event => { if (term(event)) later(); });
text.addEventListener("focusin", event => { if (term(event)) show(term(event)); });
text.addEventListener("focusout", later);
card.addEventListener("mouseover", () => clearTimeout(leaving));
card.addEventListener("mouseleave", later);
text.addEventListener("pointerdown", event => { touched = event.pointerType === "touch"; });
text.addEventListener("click", event => {
  if (!term(event)) hide();
  else if (touched) { event.preventDefault(); show(term(event)); }
  else hide();
});
document.addEventListener("keydown", event => { if (event.key === "Escape") hide(); });
function arrive() {
  let place = /^#u\d+$/.test(location.hash) ? document.getElementById(location.hash.slice(1)) : null;
  while (place && !place.dataset.entries) place = place.nextElementSibling;
  if (!place) return;
  place.focus();
  show(place);
}
addEventListener("hashchange", arrive);
arrive();
