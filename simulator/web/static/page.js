// Partial updates, progress and announcements. The page works without it: every form has a button, every state a link.
"use strict";

const said = document.getElementById("said");
let asked = 0;

function announce(text) {
  said.textContent = text;
}

async function fetched(address) {
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

// What was open stays open, and the focus stays where it was.
function swap(fresh, id) {
  const [now, next] = [document.getElementById(id), fresh.getElementById(id)];
  if (!now || !next) return;
  const { id: focused, value: typed } = now.contains(document.activeElement) ? document.activeElement : {};
  const open = [...now.querySelectorAll("details[open][id]")].map((part) => part.id);
  now.replaceWith(document.importNode(next, true));
  open.forEach((part) => document.getElementById(part)?.setAttribute("open", ""));
  const again = focused && document.getElementById(focused);
  if (again) again.focus({ preventScroll: true });
  if (again?.type === "text") again.value = typed;
}

function addressOf(form) {
  const kept = [...new FormData(form)].filter(([, value]) => value !== "");
  return `${form.getAttribute("action")}?${new URLSearchParams(kept)}`;
}

// Faults stand beside their controls, inside the form; so it is exchanged when it has some or had some.
function shapeChanges(form, fresh) {
  return Boolean(form.querySelector(".fault") || fresh.querySelector("#levers .fault"));
}

async function show(address, swapLevers) {
  const turn = ++asked;
  const answer = document.getElementById("answer");
  answer.setAttribute("aria-busy", "true");
  const fresh = await fetched(address).catch(() => null);
  if (turn !== asked) return;
  if (!fresh || !fresh.getElementById("answer")) {
    answer.removeAttribute("aria-busy");
    announce(fresh ? fresh.getElementById("main").innerText.trim() : document.body.dataset.lost);
    return;
  }
  if (swapLevers || shapeChanges(document.getElementById("levers"), fresh)) swap(fresh, "levers");
  swap(fresh, "answer");
  swap(fresh, "languages");
  for (const input of document.getElementsByName("query")) input.value = fresh.getElementById("run-query").value;
  const words = [...document.querySelectorAll("#answer .number-words")].slice(0, 4).map((part) => part.textContent);
  announce([document.getElementById("answer-title").textContent, ...words].join(". "));
  refine();
}

// A first look is followed by more replications, once nobody moves a lever.
function refine() {
  const next = document.getElementById("answer")?.dataset.next;
  const turn = asked;
  if (next) setTimeout(() => turn === asked && show(next, false), 800);
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-live]");
  if (!form) return;
  const address = addressOf(form);
  history.replaceState(null, "", address);
  show(address, event.target.matches("[data-shape]"));
});

async function follow() {
  const state = document.getElementById("state");
  if (!state?.dataset.again) return;
  const fresh = await fetched(state.dataset.again).catch(() => null);
  const finished = fresh?.getElementById("results");
  if (finished) {
    document.title = fresh.title;
    swap(fresh, "main");
    announce(finished.dataset.finished);
    return;
  }
  if (fresh && !fresh.getElementById("state")?.isEqualNode(state)) swapState(fresh, state);
  setTimeout(follow, 1000);
}

// The button keeps the focus while the bar moves; the whole is exchanged when the run comes to another state.
function swapState(fresh, state) {
  const next = fresh.getElementById("state");
  if (next && next.dataset.phase === state.dataset.phase) {
    const [now, then] = [state.querySelector("p"), next.querySelector("p")];
    now.replaceWith(document.importNode(then, true));
  } else swap(fresh, "state");
}

refine();
follow();
