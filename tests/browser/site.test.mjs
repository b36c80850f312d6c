// The built demo as a reader meets it.
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { parseAtomFeed, parseJsonFeed } from "feedsmith";
import ICAL from "ical.js";
import { PAGES, build, launch, open, serve } from "./harness.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser, out, site, pages;

before(async () => {
  out = build();
  site = await serve(out);
  browser = await launch();
  pages = PAGES.filter((path) => existsSync(join(out, path)));
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

test("every kind of page is there", () => {
  assert.deepEqual(pages, PAGES);
});

test("every page opens without an error, a refused resource or a foreign request, at every width", async () => {
  for (const path of pages) {
    for (const width of [320, 390, 768, 1280, 1920]) {
      const page = await open(browser, site.url + path, { viewport: { width, height: 900 } });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${path} is ${wide} px too wide at ${width}`);
      assert.deepEqual(page.problems, [], path);
      await page.context().close();
    }
  }
});

for (const scheme of ["light", "dark"]) {
  test(`axe finds nothing on any page, ${scheme}`, async () => {
    const list = [];
    for (const path of pages) {
      const page = await open(browser, site.url + path, { colorScheme: scheme, bypassCSP: true });
      await page.evaluate(axe);
      const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      list.push(...found.violations.map((v) => `${path}: ${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 160)}`));
      await page.context().close();
    }
    assert.deepEqual(list, []);
  });
}

test("without JavaScript everything reads, and filters and details work", async () => {
  const page = await open(browser, `${site.url}index.html`, { javaScriptEnabled: false });
  const events = await page.locator(".ev").count();
  assert.ok(events > 50, `${events} events`);
  await page.locator("label", { hasText: "Planned" }).first().click();
  const shown = await page.locator(".ev:visible").count();
  assert.ok(shown > 0 && shown < events, `${shown} of ${events}`);
  assert.ok(await page.locator('.ev:visible:not([data-k~="s-planned"])').count() === 0);
});

test("search narrows the timeline, the address keeps it, the back button and Escape undo it", async () => {
  const page = await open(browser, `${site.url}index.html`);
  const all = await page.locator(".ev:visible").count();
  await page.keyboard.press("/");
  await page.keyboard.type("palmyra");
  await page.waitForFunction(() => document.querySelector(".status").textContent !== "");
  const few = await page.locator(".ev:visible").count();
  assert.ok(few > 0 && few < all);
  assert.match(page.url(), /q=palmyra/);
  const again = await open(browser, page.url());
  assert.equal(await again.locator(".ev:visible").count(), few);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".ev:visible").count(), all);
});

test("search over everything finds events and articles, loads only when used, also from disk", async () => {
  const page = await open(browser, `${site.url}search/index.html`);
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  assert.ok(!asked.some((url) => url.includes("/search/")));
  await page.getByRole("searchbox").fill("palmyra");
  await page.locator("#results li").first().waitFor();
  assert.ok(asked.some((url) => url.includes("/search/words-")));
  assert.match(await page.locator(".status").innerText(), /\d/);
  const first = page.locator("#results li").first();
  assert.match((await first.innerText()).toLowerCase(), /palmyra/);
  assert.ok(await page.locator("#results li.event").count() > 0);
  assert.ok(await page.locator("#results li.article").count() > 0);
  assert.ok(await page.locator("#results li mark").count() > 0);
  await page.getByRole("searchbox").fill("palmy");
  await page.waitForFunction(() => location.search === "?q=palmy" && document.querySelectorAll("#results li").length > 0);
  await page.getByRole("searchbox").fill("qqqqq");
  await page.waitForFunction(() => document.querySelectorAll("#results li").length === 0);
  assert.notEqual(await page.locator(".status").innerText(), "");
  assert.deepEqual(page.problems, []);
  for (const start of [`${site.url}search/index.html?q=geneva+talks`, `file://${out}/search/index.html?q=geneva+talks`]) {
    const found = await open(browser, start);
    await found.locator("#results li.event a").first().click();
    await found.waitForURL(/index\.html#c-/);
    assert.ok(await found.locator(".ev:target").count() === 1);
    assert.deepEqual(found.problems, []);
  }
});

test("keys walk through the events", async () => {
  const page = await open(browser, `${site.url}index.html`);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const id = await page.evaluate(() => document.activeElement.closest(".ev")?.id);
  assert.match(id ?? "", /^c-/);
  assert.ok(page.url().endsWith(`#${id}`));
  await page.keyboard.press("?");
  assert.ok(await page.locator("dialog.help[open]").count() === 1);
});

test("every event's permalink lands on its card, and every quote's link on its sentence", async () => {
  const data = JSON.parse(readFileSync(join(out, "events.json"), "utf8"));
  const page = await open(browser, `${site.url}index.html`);
  const ids = new Set(await page.evaluate(() => [...document.querySelectorAll("[id]")].map((e) => e.id)));
  for (const event of data.events) for (const evidence of event.evidence) assert.ok(ids.has(evidence.claim), evidence.claim);
  const links = await page.evaluate(() => [...document.querySelectorAll(".cite a:not([rel])")].map((a) => a.href));
  const byPage = new Map();
  for (const link of links) byPage.set(link.split("#")[0], [...(byPage.get(link.split("#")[0]) ?? []), link]);
  for (const [address, list] of byPage) {
    const article = await open(browser, address);
    const found = new Set(await article.evaluate(() => [...document.querySelectorAll("[id]")].map((e) => e.id)));
    for (const link of list) if (link.includes("#")) assert.ok(found.has(link.split("#")[1]), link);
    await article.context().close();
  }
});

test("as known on a day, later reports are hidden", async () => {
  const page = await open(browser, `${site.url}index.html?asof=2016-02-20`);
  const late = await page.evaluate(() => [...document.querySelectorAll(".ev")].filter((e) => !e.hidden && e.dataset.known > "2016-02-20").length);
  assert.equal(late, 0);
  assert.ok(await page.locator(".ev:visible").count() > 5);
  await page.locator(".back").click();
  assert.doesNotMatch(page.url(), /asof/);
});

test("sorting by importance puts the weightiest first and back again", async () => {
  const page = await open(browser, `${site.url}index.html`);
  const before = await page.evaluate(() => [...document.querySelectorAll(".ev")].map((e) => e.id));
  await page.locator(".sort").click();
  const weights = await page.evaluate(() => [...document.querySelectorAll(".ev")].map((e) => +e.dataset.w));
  assert.deepEqual(weights, [...weights].sort((a, b) => b - a));
  await page.locator(".sort").click();
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll(".ev")].map((e) => e.id)), before);
});

test("it works from disk and under a sub-path", async () => {
  const disk = await open(browser, `file://${out}/index.html`);
  assert.deepEqual(disk.problems, []);
  await disk.locator("nav a", { hasText: "Articles" }).first().click();
  await disk.waitForURL(/articles\/index\.html$/);
  assert.ok(await disk.locator(".cards li").count() > 10);
  const sub = await serve(out, "/news/timeline/");
  const page = await open(browser, `${sub.url}index.html`);
  await page.locator(".cite a").first().click();
  await page.waitForURL(/#/);
  assert.deepEqual(page.problems, []);
  assert.ok(await page.locator("article").count() > 0);
  await sub.stop();
});

const file = (name) => readFileSync(join(out, name), "utf8");

test("the calendar is read by a calendar parser, its days whole and at the events' own dates", () => {
  const events = new Map(JSON.parse(file("events.json")).events.map((event) => [event.id, event]));
  const entries = new ICAL.Component(ICAL.parse(file("calendar.ics"))).getAllSubcomponents("vevent").map((entry) => new ICAL.Event(entry));
  assert.ok(entries.length >= 10, `${entries.length} entries`);
  let allDay = 0;
  for (const entry of entries) {
    const event = events.get(/c-[0-9a-f]{12}/.exec(entry.uid)?.[0]);
    assert.ok(event, entry.uid);
    assert.ok(entry.summary.includes(event.headline) || event.headline.startsWith(entry.summary.slice(0, 20)), entry.summary);
    if (!entry.startDate.isDate) continue;
    allDay += 1;
    assert.equal(entry.startDate.toString(), event.earliest, event.id);
    assert.equal(entry.endDate.toString(), event.latest, event.id);
  }
  assert.ok(allDay >= 10, `${allDay} whole days`);
});

test("both feeds are read by a feed parser and tell the same", () => {
  const atom = parseAtomFeed(file("atom.xml"));
  const json = parseJsonFeed(file("feed.json"));
  assert.ok(atom.entries.length >= 10, `${atom.entries.length} entries`);
  assert.deepEqual(json.items.map((item) => item.id), atom.entries.map((entry) => entry.id));
  const plain = (title) => (typeof title === "string" ? title : title?.value);
  assert.deepEqual(json.items.map((item) => item.title), atom.entries.map((entry) => plain(entry.title)));
  for (const entry of atom.entries) assert.ok(!Number.isNaN(Date.parse(entry.updated)), String(entry.updated));
});

test("in an iframe of another site's page the embedded timeline keeps a deep link and tells its height", async () => {
  const id = await (await open(browser, `${site.url}embed/index.html`)).locator(".ev").nth(5).getAttribute("id");
  const folder = mkdtempSync(join(tmpdir(), "dateline-host-"));
  writeFileSync(join(folder, "host.js"), "addEventListener('message', ({ data }) => { if (data.dateline?.height > 0) globalThis.told = data.dateline; });");
  writeFileSync(join(folder, "index.html"), `<!doctype html><link rel="icon" href="data:,"><script src="host.js"></script><iframe src="${site.url}embed/index.html#${id}"></iframe>`);
  const host = await serve(folder, "/", "frame-src *");
  try {
    const page = await open(browser, `${host.url}index.html`);
    await page.waitForFunction(() => globalThis.told, null, { timeout: 20_000 });
    const told = await page.evaluate(() => globalThis.told);
    assert.ok(told.height > 200, String(told.height));
    assert.equal(told.hash, `#${id}`);
    const frame = page.frames().find((one) => one.url().includes("/embed/"));
    assert.equal(await frame.evaluate(() => document.querySelector(":target")?.id), id);
    assert.ok(await frame.evaluate(() => document.querySelector(":target").getClientRects().length > 0));
    assert.deepEqual(page.problems, []);
  } finally {
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test("TimelineJS opens the file made for it, its days at the events' own precision", async () => {
  const dist = dirname(createRequire(import.meta.url).resolve("@knight-lab/timelinejs/dist/js/timeline.js"));
  const folder = mkdtempSync(join(tmpdir(), "dateline-timelinejs-"));
  cpSync(join(dist, ".."), join(folder, "tl"), { recursive: true });
  cpSync(join(out, "timelinejs.json"), join(folder, "timelinejs.json"));
  writeFileSync(join(folder, "index.html"), '<!doctype html><link rel="icon" href="data:,"><link rel="stylesheet" href="tl/css/timeline.css"><div id="t" style="height:700px"></div><script src="tl/js/timeline.js"></script>');
  const host = await serve(folder, "/", "default-src 'self' 'unsafe-inline' data:");
  try {
    const page = await open(browser, `${host.url}index.html`);
    const file = JSON.parse(readFileSync(join(out, "timelinejs.json"), "utf8"));
    const read = await page.evaluate(async (file) => {
      globalThis.timeline = new TL.Timeline("t", file, { font: null, hash_bookmark: false });
      await new Promise((done) => timeline.on("ready", done));
      const list = timeline.config.events.map((event) => [event.unique_id, { date: event.start_date.data.date_obj.toISOString().slice(0, 10), format: event.start_date.data.format }]);
      return { errors: timeline.config.getErrors("; "), list, markers: document.querySelectorAll(".tl-timemarker").length };
    }, JSON.parse(readFileSync(join(out, "timelinejs.json"), "utf8")));
    assert.equal(read.errors, "");
    assert.ok(read.list.length > 100 && read.markers === read.list.length, `${read.list.length} events, ${read.markers} markers`);
    const events = new Map(JSON.parse(readFileSync(join(out, "events.json"), "utf8")).events.map((event) => [event.id, event]));
    const formats = { year: "year", month: "month", day: "full" };
    for (const [id, { date, format }] of read.list) {
      const { earliest, precision } = events.get(id);
      assert.equal(date, earliest, id);
      if (formats[precision]) assert.equal(format, formats[precision], id);
    }
    for (const format of Object.values(formats)) assert.ok(read.list.some(([, one]) => one.format === format), format);
    assert.deepEqual(page.problems, []);
  } finally {
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
