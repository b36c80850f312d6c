// Measures the timeline in a real Chromium beside a plain HTML list of the same events, and prints JSON.
//
//   node measure.mjs [--sizes 20,200,2000,20000] [--runs 5] [--theme wire]     (DATELINE=path to a release binary)
//
// First load: every response of the front page, gzipped, fonts aside. CPU: what the main thread worked until it was idle
// (CDP, threadTicks). Shift: cumulative layout shift. Long tasks: over 50 ms, the longest. Frames: 95th percentile while
// 80 wheel ticks, and two drags over the overview. Best of all runs, as machines are busy.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, launch, serve } from "./harness.mjs";

const option = (name, otherwise) => { const at = process.argv.indexOf(`--${name}`); return at < 0 ? otherwise : process.argv[at + 1]; };
const sizes = option("sizes", "20,200,2000,20000").split(",").map(Number);
const runs = Number(option("runs", "5"));
const theme = option("theme", "dateline");

// --- events: the same ones every time ------------------------------------------------------------
function random(seed) {
  return () => { seed = (seed * 1664525 + 1013904223) >>> 0; return seed / 4294967296; };
}
const WORDS = "council bridge tunnel ministry report envoy talks harbour court union strike budget rail power flood inquiry deal vote pipeline hospital school airport bank trade border treaty census storm reactor satellite archive museum orchestra league senate mayor engineer contractor auditor resident witness".split(" ");
const VERBS = "backs rejects opens closes delays funds audits inspects joins leaves rebuilds sues".split(" ");
const SOURCES = ["The Ledger", "National Wire", "Evening Post", "Harbour Gazette", "The Courier"];
export function events(count) {
  const next = random(20160212);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const capital = (text) => text[0].toUpperCase() + text.slice(1);
  const phrase = (length) => Array.from({ length }, () => pick(WORDS)).join(" ");
  // As repetitive as the agency prose of one story is: 43 words an event, 38 bytes of a gzipped plain list.
  const clauses = Array.from({ length: 300 }, () => `the ${pick(WORDS)} ${pick(VERBS)} the ${pick(WORDS)} ${pick(WORDS)} of the ${pick(WORDS)}`);
  let day = Date.UTC(1996, 0, 3);
  const step = 30 * 365 * 86400000 / count;
  return Array.from({ length: count }, () => {
    day += step * (next() < 0.8 ? next() * 0.5 : 1 + next() * 3);
    const iso = new Date(day).toISOString().slice(0, 10);
    const shape = next();
    const date = shape < 0.8 ? iso : shape < 0.9 ? iso.slice(0, 7) : shape < 0.94 ? iso.slice(0, 4) : shape < 0.97 ? `${iso.slice(0, 7)}~` : `${iso}/${new Date(day + 5 * 86400000).toISOString().slice(0, 10)}`;
    return { date, headline: `${capital(pick(clauses))}`, summary: `${capital(pick(clauses))}, ${pick(clauses)}, and ${pick(clauses)}.`, source: pick(SOURCES), tags: [pick(WORDS), pick(WORDS)], importance: next().toFixed(2) };
  });
}
function site(list) {
  const folder = mkdtempSync(join(tmpdir(), "dateline-measure-"));
  mkdirSync(join(folder, "content"));
  const row = (event) => [event.date, event.headline, event.summary, event.source, event.tags.join(";"), event.importance].map((cell) => `"${cell}"`).join(",");
  for (let at = 0; at < list.length; at += 5000) {
    writeFileSync(join(folder, `content/events-${at / 5000}.csv`), `date,headline,summary,source,tags,importance\n${list.slice(at, at + 5000).map(row).join("\n")}\n`);
  }
  writeFileSync(join(folder, "dateline.toml"), `[site]\ntitle = "Measured"\n[theme]\nname = "${theme}"\n`);
  const out = build(folder);
  rmSync(folder, { recursive: true });
  return out;
}
function plain(list) {
  const folder = mkdtempSync(join(tmpdir(), "dateline-plain-"));
  const items = list.map((event) => `<li><time>${event.date}</time> <b>${event.headline}</b><p>${event.summary}</p><p>${event.tags.join(", ")}</p><cite>${event.source}</cite></li>`);
  const parts = [];
  for (let at = 0; at < items.length; at += 200) parts.push(`<ol start="${at + 1}">${items.slice(at, at + 200).join("\n")}</ol>`);
  writeFileSync(join(folder, "index.html"), `<!doctype html><html lang="en"><meta charset="utf-8"><title>Plain</title><style>ol{content-visibility:auto;contain-intrinsic-size:auto 20000px}</style>${parts.join("\n")}</html>`);
  return folder;
}

// --- measuring -----------------------------------------------------------------------------------
const watch = () => {
  globalThis.seen = { shift: 0, tasks: [] };
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.seen.shift += entry.value; }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) globalThis.seen.tasks.push(Math.round(entry.duration)); }).observe({ type: "longtask", buffered: true });
};
const frames = () => {
  const times = [];
  let last = performance.now();
  let on = true;
  const tick = (now) => { times.push(now - last); last = now; if (on) requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  globalThis.stopFrames = () => { on = false; times.sort((a, b) => a - b); return times[Math.floor(times.length * 0.95)] ?? 0; };
};
async function once(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript(watch);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const bodies = [];
  page.on("response", (response) => { if (!/\.woff2$/.test(response.url())) bodies.push(response.body().catch(() => Buffer.alloc(0))); });
  await page.goto(url, { waitUntil: "load" });
  await page.evaluate(() => new Promise((done) => requestIdleCallback(() => setTimeout(done, 250), { timeout: 5000 })));
  const metrics = Object.fromEntries((await cdp.send("Performance.getMetrics")).metrics.map((metric) => [metric.name, metric.value]));
  const kb = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0) / 1024;
  const { shift, tasks } = await page.evaluate(() => globalThis.seen);
  const dom = await page.evaluate(() => document.querySelectorAll("*").length);
  await page.mouse.move(640, 500);
  await page.evaluate(frames);
  for (let at = 0; at < 80; at += 1) { await page.mouse.wheel(0, 240); await page.waitForTimeout(16); }
  const scroll = await page.evaluate(() => globalThis.stopFrames());
  const plot = page.locator("#strip .plot");
  let brush = null;
  if (await plot.count()) {
    const box = await plot.boundingBox();
    await page.evaluate(frames);
    for (const [from, to] of [[0.2, 0.75], [0.8, 0.3]]) {
      const y = box.y + box.height / 2;
      await page.mouse.move(box.x + box.width * from, y);
      await page.mouse.down();
      for (let at = 1; at <= 30; at += 1) { await page.mouse.move(box.x + box.width * (from + (to - from) * at / 30), y); await page.waitForTimeout(16); }
      await page.mouse.up();
    }
    brush = await page.evaluate(() => globalThis.stopFrames());
  }
  const after = await page.evaluate(() => globalThis.seen.tasks);
  await context.close();
  return { kb, cpu: metrics.TaskDuration * 1000, shift, dom, longest: Math.max(0, ...tasks), longestUsing: Math.max(0, ...after.slice(tasks.length)), scroll, brush };
}
async function best(browser, url) {
  const all = [];
  for (let at = 0; at < runs; at += 1) all.push(await once(browser, url));
  const least = (name, digits = 0) => all[0][name] === null ? null : Number(Math.min(...all.map((run) => run[name])).toFixed(digits));
  return { gzip_kb: least("kb", 1), cpu_ms: least("cpu"), elements: least("dom"), layout_shift: least("shift", 3), longest_task_ms: least("longest"), longest_task_using_ms: least("longestUsing"), scroll_p95_ms: least("scroll", 1), brush_p95_ms: least("brush", 1) };
}

const browser = await launch();
const table = [];
for (const size of sizes) {
  const list = events(size);
  for (const [name, folder] of [["dateline", site(list)], ["plain", plain(list)]]) {
    const server = await serve(folder);
    table.push({ events: size, page: name, ...await best(browser, server.url) });
    await server.stop();
    if (name === "plain") rmSync(folder, { recursive: true });
  }
}
await browser.close();
console.log(JSON.stringify({ theme, runs, date: new Date().toISOString().slice(0, 10), table }, null, 1));
