// Looks at pages in a browser and prints what it saw as JSON: node browse.mjs BROWSER PAGE...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [executablePath, ...pages] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const views = [[1280, "light"], [1280, "dark"], [360, "light"], [360, "dark"]];
const families = ["DejaVu Sans", "Liberation Sans"]; // as wide as Verdana, as narrow as Arial
const atOnce = 2; // pages; each has a process of its own in the browser

async function open(width, colorScheme, page, options = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, ...options });
  const tab = await context.newPage();
  if (options.clock) await tab.clock.install(); // what the page waits for comes when it is told so, at once
  const seen = { messages: [], requests: [] };
  tab.on("console", (message) => seen.messages.push(`${message.type()}: ${message.text()}`));
  tab.on("pageerror", (error) => seen.messages.push(`error: ${error.message}`));
  context.on("request", (request) => seen.requests.push(request.url()));
  await tab.goto(pathToFileURL(page).href);
  return { context, tab, seen };
}

// What is read of a page at any moment.
const read = () => ({
  summary: document.getElementById("summary").textContent,
  day: document.getElementById("day").value,
  rows: Object.fromEntries([...document.querySelectorAll('tr[data-slot^="bases "]')].map((row) =>
    [row.dataset.slot.slice(6), [row.className, row.querySelector('[data-part="sure"]').textContent,
      row.querySelector('[data-part="held"]').textContent]])),
  marks: Object.fromEntries([...document.querySelectorAll('g[data-slot^="bases "]')].map((mark) =>
    [mark.dataset.slot.slice(6), mark.getAttribute("class").replace("base ", "")])),
  shapes: [...document.querySelectorAll("g[data-slot] .shape")].map((shape) => shape.getAttribute("d")),
  line: document.querySelector(".today")?.getAttribute("x1"),
});

// Texts of drawings that cover one another, and names on the map that cover a mark.
const overlaps = () => {
  const visible = (element) => element.getClientRects().length && element.getBoundingClientRect().width > 0;
  const found = [];
  const meets = (a, b) => a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
  for (const svg of document.querySelectorAll("svg")) {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].filter(visible).map((e) => [e.textContent, e.getBoundingClientRect()]);
    texts.forEach(([words, box], place) => {
      texts.slice(place + 1).forEach(([other, one]) => { if (meets(box, one)) found.push([words, other]); });
      if (box.left < frame.left - 1 || box.right > frame.right + 1) found.push([words, "the edge"]);
    });
    const labels = [...svg.querySelectorAll(".label")].filter(visible);
    const shapes = [...svg.querySelectorAll(".shape")].filter(visible);
    for (const label of labels) for (const shape of shapes) {
      if (meets(label.getBoundingClientRect(), shape.getBoundingClientRect())) found.push([label.textContent, "a mark"]);
    }
  }
  return { found, labels: [...document.querySelectorAll(".label")].filter(visible).length };
};

// The same drawings in other fonts than those of this machine.
async function dressed(tab) {
  const found = [];
  for (const family of families) {
    found.push([family, await tab.evaluate((name) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`* { font-family: "${name}" !important; }`);
      document.adoptedStyleSheets = [sheet];
      const ink = document.createElement("canvas").getContext("2d");
      ink.font = `20px "${name}"`;
      return ink.measureText("Wide or narrow").width;
    }, family), await tab.evaluate(overlaps)]);
  }
  await tab.evaluate(() => { document.adoptedStyleSheets = []; });
  return found;
}

// With all details open everything is judged that a page has; dark or light makes a difference for colours alone. To
// judge colours takes longest: the page with every kind of record has it done in each view, the others wide in light and
// narrow in dark.
async function look(page, width, scheme) {
  const { context, tab, seen } = await open(width, scheme, page);
  await tab.waitForTimeout(300);
  const result = { start: await tab.evaluate(read), ...(await tab.evaluate(overlaps)) };
  result.wider = await tab.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  if (scheme === "light") result.dressed = await dressed(tab);
  await tab.evaluate(axe);
  const judge = (options) => tab.evaluate(async (given) => (await globalThis.axe.run(given)).violations.map((violation) =>
    [violation.id, violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 200))]), options);
  const options = (colours) => ({ resultTypes: ["violations"], rules: { "color-contrast": { enabled: colours } } });
  const colours = /full\.html$/.test(page) || (width === 1280) === (scheme === "light");
  result.axe = scheme === "light" ? await judge(options(false)) : [];
  await tab.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.open = true; }));
  if (scheme === "light") result.axeOpen = await judge(options(colours));
  else result.axeOpen = colours ? await judge({ runOnly: ["cat.color"] }) : [];
  await context.close();
  return { width, scheme, ...result, ...seen };
}

async function use(page) {
  const { context, tab, seen } = await open(1280, "light", page, { clock: true });
  const after = async (act) => { await act(); await tab.clock.runFor(200); return tab.evaluate(read); };
  const steps = {};
  await tab.keyboard.press("Tab");
  steps.skip = await tab.evaluate(() => document.activeElement.textContent);
  await tab.focus("#slider");
  steps.before = await after(async () => {});
  steps.key = await after(() => tab.keyboard.press("ArrowLeft"));
  steps.home = await after(() => tab.keyboard.press("Home"));
  steps.change = await after(async () => { await tab.focus('[data-step="change"]'); await tab.keyboard.press("Enter"); });
  steps.typed = await after(() => tab.fill("#day", "2026-01-20"));
  const days = await tab.evaluate(() => JSON.parse(document.getElementById("data").textContent).changes);
  steps.days = [];
  for (const day of /(full|iraq)\.html$/.test(page) ? days : []) { // those whose every change is compared
    const state = await after(() => tab.evaluate((value) => {
      const slider = document.getElementById("slider");
      slider.value = value;
      slider.dispatchEvent(new Event("input"));
    }, day));
    steps.days.push([day, state]);
  }
  steps.valuetext = await tab.evaluate(() => document.getElementById("slider").getAttribute("aria-valuetext"));
  await tab.evaluate(() => { location.hash = document.querySelector("details[id]")?.id ?? ""; });
  await tab.clock.runFor(100);
  steps.opened = await tab.evaluate(() => Boolean(location.hash) && document.querySelector(location.hash).open);
  await tab.emulateMedia({ media: "print" });
  steps.print = await tab.evaluate(() => getComputedStyle(document.getElementById("controls")).display);
  await context.close();
  return { ...steps, ...seen };
}

async function bare(page) {
  const { context, tab, seen } = await open(1280, "light", page, { javaScriptEnabled: false });
  const text = await tab.locator("body").innerText();
  const controls = await tab.locator("#controls").isVisible();
  const summary = await tab.locator("#summary").textContent();
  await context.close();
  return { text, controls, summary, ...seen };
}

async function all(page) {
  const looks = [];
  for (const [width, scheme] of views) looks.push(await look(page, width, scheme));
  return { looks, use: await use(page), bare: await bare(page) };
}

const report = {};
const browser = await chromium.launch({ executablePath, args: flags, headless: true }); // with a profile of its own
try {
  const waiting = [...pages];
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let page = waiting.shift(); page; page = waiting.shift()) report[page] = await all(page);
  }));
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(report));
