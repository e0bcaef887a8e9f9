"use strict";
// Keys for what stands on the page: a letter presses the button or follows the link that carries it. Everything works without.
const typing = element => element.matches("input:not([type=radio]), select, textarea");
const acting = element => element.closest("a, button, summary, input, select");
let busy = false;

function press(key) {
  const bearer = document.querySelector(`[data-key="${key}"]`);
  if (bearer) return bearer.click();
  if (key === "T") focusOn([...document.querySelectorAll("[data-target]")].sort((a, b) => !!a.value - !!b.value)[0]);
  if (key === "V") focusOn(document.querySelector("[name=into]:checked") ?? document.querySelector("[name=other]"));
  if (key === "C") {
    const more = document.querySelector('[data-toggle="C"]');
    if (more) more.open = !more.open;
    document.querySelector(".contexts")?.scrollIntoView({block: "nearest"});
  }
}

function focusOn(element) {
  element?.focus();
  if (element?.type === "text") element.setSelectionRange(element.value.length, element.value.length);
}

document.addEventListener("keydown", event => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  const on = event.target;
  if (event.key === "Escape" && acting(on)) return document.querySelector("h1")?.focus();
  if (event.repeat || busy) return event.key === "Enter" && event.preventDefault();
  if (typing(on)) return;
  if (event.key === "Enter") {
    if (!acting(on)) document.querySelector("#decide [value=approve]")?.click();
    return;
  }
  if (/^[a-z]$/i.test(event.key)) {
    event.preventDefault();
    press(event.key.toUpperCase());
  }
});

document.addEventListener("htmx:beforeRequest", event => { busy = event.detail.requestConfig.verb === "post"; });
for (const done of ["htmx:afterSwap", "htmx:afterRequest"]) document.addEventListener(done, () => { busy = false; });
document.addEventListener("htmx:afterSettle", event => {
  if (event.target.id === "page") (document.querySelector("#page [autofocus]") ?? document.querySelector("#page h1"))?.focus({preventScroll: true});
});
if (!document.querySelector("[autofocus]")) document.querySelector("#page h1")?.focus({preventScroll: true});
