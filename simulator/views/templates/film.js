"use strict";
// What is shown at a moment follows from that moment alone, so playing, stepping and moving in time are one function.
const film = JSON.parse(document.getElementById("film").textContent);
const at = (id) => document.getElementById(id);
const glide = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : film.glide;
const clock = new Intl.DateTimeFormat(film.language, {
  timeZone: film.timezone, weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit",
  minute: "2-digit", hourCycle: "h23",
});
const number = (count) => count.toLocaleString(film.language);
const said = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name]);
let moment = 0, playing = false, last = 0;

function drawn(name, where, attributes) {
  const made = where.appendChild(document.createElementNS("http://www.w3.org/2000/svg", name));
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function prepare(panel, place) {
  const root = document.querySelector(`[data-panel="${place}"]`), marks = root.querySelector(".marks");
  for (const mark of panel.marks) {
    mark.shape = drawn("g", marks, {});
    drawn("title", mark.shape, {}).textContent = mark.title;
    const look = mark.kind === "prints" ? { class: "prints" } : { fill: mark.fill };
    drawn("circle", mark.shape, { r: mark.size, "stroke-width": Math.min(1.2, mark.size / 5), ...look });
    if (mark.digit) drawn("text", mark.shape, { y: 3.5 }).textContent = mark.digit;
  }
  panel.counts = [...root.querySelectorAll("[data-place]")];
  panel.prints = [...root.querySelectorAll("[data-prints]")];
}

// The mean of where a mark stood during the last glide: it goes evenly from place to place, and stands there after.
function spot(visits) {
  const from = Math.max(moment - glide, visits[0][0]), length = moment - from;
  if (length <= 0) return visits[0].slice(3);
  let x = 0, y = 0;
  for (const [begins, until, , left, top] of visits) {
    const share = Math.max(0, Math.min(until, moment) - Math.max(begins, from)) / length;
    x += share * left;
    y += share * top;
  }
  return [x, y];
}

function drawPanel(panel) {
  const people = {}, prints = {};
  for (const mark of panel.marks) {
    const here = mark.visits.find(([begins, until]) => begins <= moment && moment < until);
    mark.shape.setAttribute("display", here ? "inline" : "none");
    if (!here) continue;
    const [x, y] = glide ? spot(mark.visits) : here.slice(3), counts = mark.kind === "prints" ? prints : people;
    mark.shape.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    counts[here[2]] = (counts[here[2]] || 0) + 1;
  }
  for (const text of panel.counts) text.textContent = number(people[text.dataset.place] || 0);
  for (const text of panel.prints) {
    const many = prints[text.dataset.prints];
    text.textContent = many ? said(film.words.prints, { prints: number(many) }) : "";
  }
  const sum = (counts, from, to) =>
    number(Object.entries(counts).reduce((all, [place, count]) => all + (place >= from && place < to ? count : 0), 0));
  return said(film.words.state, {
    policy: panel.label, jail: sum(people, 0, film.stations), prints: sum(prints, 0, film.stations),
    ended: sum(people, film.stations, Infinity),
  });
}

function go(to) {
  moment = Math.max(0, Math.min(film.long, to));
  const states = film.panels.map(drawPanel);
  at("clock").textContent = clock.format(1000 * (film.begins + Math.floor(moment / 3600) * 3600));
  at("time").value = moment;
  at("time").setAttribute("aria-valuetext", at("clock").textContent);
  at("play").textContent = playing ? film.words.pause : film.words.play;
  at("state").textContent = playing ? "" : states.join(" ");
}

function frame(now) {
  if (!playing) return;
  const next = moment + (now - last) / 1000 * film.rate * at("speed").value;
  last = now;
  playing = next < film.long;
  go(next);
  requestAnimationFrame(frame);
}

at("play").addEventListener("click", () => {
  playing = !playing;
  last = performance.now();
  go(playing && moment >= film.long ? 0 : moment);
  requestAnimationFrame(frame);
});
at("back").addEventListener("click", () => go(moment - 86400));
at("on").addEventListener("click", () => go(moment + 86400));
at("time").addEventListener("input", (event) => go(+event.target.value));
film.panels.forEach(prepare);
go(0);
