"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const controls = document.getElementById("controls");
  const slider = document.getElementById("slider");
  const dayInput = document.getElementById("day");
  const summary = document.getElementById("summary");
  const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December"];
  const EPOCH = 719163; // 1 January 1970 as the number of a day, counted from 1 January of the year 1
  const slots = [...document.querySelectorAll("[data-slot]")].map((element) => {
    const [part, id] = element.dataset.slot.split(" ");
    return { element, part, ranges: data.course[part][id] };
  });

  const dateOf = (day) => new Date((day - EPOCH) * 86400000);
  const isoOf = (day) => dateOf(day).toISOString().slice(0, 10);
  const dayOf = (iso) => Math.round(Date.parse(iso + "T00:00:00Z") / 86400000) + EPOCH;
  const wordsOf = (day) => {
    const date = dateOf(day);
    const year = date.getUTCFullYear();
    return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${year < 1000 ? "AD " : ""}${year}`;
  };
  const viewOn = (ranges, day) => {
    let low = 0;
    let high = ranges.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (ranges[middle][0] <= day) low = middle; else high = middle - 1;
    }
    return data.pool[ranges[low][1]];
  };
  const bdi = (text) => {
    const element = document.createElement("bdi");
    element.textContent = text;
    return element;
  };
  const shapeOf = (mark) => {
    const kind = mark.split(" ")[0];
    if (kind === "unknown") return data.shapeUnknown;
    return kind === "nobody" ? data.shapeNobody : data.shapes[Number(kind.slice(1))];
  };
  const fill = (cell, view) => {
    const part = cell.dataset.part;
    if (part === "held") cell.replaceChildren(...view.held.flatMap(([lead, name]) => [lead, bdi(name)]));
    else if (part === "there") {
      cell.replaceChildren(...view.there.flatMap(([lead, name, how]) => [lead, bdi(name), how]));
    } else cell.textContent = view[part];
  };
  const show = ({ element, ranges }, day) => {
    const view = viewOn(ranges, day);
    element.hidden = view === null;
    if (view === null) return;
    if (element.dataset.part === "mark") {
      const svg = element.namespaceURI.endsWith("svg");
      element.setAttribute("class", svg ? `base ${view.mark}` : view.mark);
      element.querySelector(".shape").setAttribute("d", shapeOf(view.mark));
      const sample = element.querySelector(".sample");
      if (sample) sample.setAttribute("class", `sample base ${view.mark}`);
    }
    element.querySelectorAll("td[data-part]").forEach((cell) => fill(cell, view));
  };
  const plural = (number, noun) => (number === 1 ? `1 ${noun}` : `${number} ${noun}s`);
  const summarise = (day) => {
    const first = document.createElement("b");
    first.textContent = `On ${wordsOf(day)}: `;
    const said = [first];
    if (data.until !== null && day > data.until) {
      said.push(`This is after the end of the evidence (${data.untilWords}): nothing is certain. `);
    }
    const marks = data.sites.map((id) => viewOn(data.course.bases[id], day).mark);
    if (marks.length) {
      const sure = marks.filter((mark) => mark.endsWith(" sure")).length;
      said.push(`Of ${plural(marks.length, "site")}, ${sure} had a certain holder`);
      const held = data.groups.map((name, place) => [name, marks.filter((mark) => mark === `h${place} sure`).length])
        .filter(([, count]) => count);
      held.forEach(([name, count], place) => said.push(place ? ", " : " (", bdi(name), ` ${count}`));
      said.push(`${held.length ? ")" : ""}; for ${marks.length - sure} that was not certain. `);
    }
    data.phases.forEach(([id, label]) => said.push(bdi(label), `: ${viewOn(data.course.phases[id], day).words}. `));
    const overdue = Object.values(data.course.due).map((ranges) => viewOn(ranges, day))
      .filter((view) => view && view.overdue).length;
    said.push(overdue ? `${plural(overdue, "plan")} overdue.` : "No plan overdue.");
    summary.replaceChildren(...said);
  };
  let waiting = 0;
  const go = (wanted) => {
    const day = Math.min(Math.max(wanted, data.first), data.last);
    slider.value = String(day);
    slider.setAttribute("aria-valuetext", wordsOf(day));
    dayInput.value = isoOf(day);
    slots.forEach((slot) => show(slot, day));
    document.querySelectorAll(".today").forEach((line) => {
      const { first, last, left, right } = line.dataset;
      const share = Math.min(Math.max((day - first) / (last - first), 0), 1);
      const x = Number(left) + share * (right - left);
      line.setAttribute("x1", x);
      line.setAttribute("x2", x);
    });
    clearTimeout(waiting); // one announcement for a slide, not one for each day on the way
    waiting = setTimeout(() => summarise(day), 150);
  };
  const step = (by) => {
    const day = Number(slider.value);
    if (by === "change") go(data.changes.find((other) => other > day) ?? data.last);
    else if (by === "-change") go(data.changes.findLast((other) => other < day) ?? data.first);
    else go(day + Number(by));
  };

  slider.min = String(data.first);
  slider.max = String(data.last);
  dayInput.min = isoOf(data.first);
  dayInput.max = isoOf(data.last);
  controls.hidden = false;
  slider.addEventListener("input", () => go(Number(slider.value)));
  dayInput.addEventListener("change", () => { if (dayInput.value) go(dayOf(dayInput.value)); });
  controls.addEventListener("submit", (event) => event.preventDefault());
  controls.addEventListener("click", (event) => {
    if (event.target.dataset.step) step(event.target.dataset.step);
  });
  go(data.start);

  const open = () => { // what a link leads to is shown, and so is everything on paper
    let element = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    for (; element; element = element.parentElement) if (element.tagName === "DETAILS") element.open = true;
  };
  addEventListener("hashchange", open);
  document.addEventListener("click", (event) => { if (event.target.closest('a[href^="#"]')) setTimeout(open); });
  open();
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((element) => { element.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((element) => { element.open = false; }));
})();
