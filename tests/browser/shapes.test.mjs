// What nobody composed: a long word, long headlines, many tags, sixty events on one day, one event, none,
// 490 BC to 2100, Arabic. Nothing sticks out at any width, and nothing is lost for readers of any kind.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { build, launch, open, serve } from "./harness.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const HEAD = "date,headline,summary,status,place,tags,source,importance";
const WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsversammlungsprotokoll";
const LONG = "The commission of inquiry into the harbour works heard eleven witnesses who contradicted each other on the date of the first flood, on the second, and on what either of them had to do with the new locks";
const TAGS = Array.from({ length: 40 }, (_, at) => `topic number ${at}`).join(";");
const DAY = Array.from({ length: 60 }, (_, at) => `2016-03-01,Station ${at} reported that its gauge had failed,,happened,Town ${at % 7},gauges,Wire,${at / 80}`);
const SITES = {
  shapes: { "content/shapes.csv": [HEAD, `-0489-09,The Athenians met the Persians at Marathon,,happened,Marathon,${TAGS},Herodotus,0.9`,
    `1066-10-14,${WORD},${"a".repeat(180)},happened,${WORD},x,Chronicle,0.8`, `2016-02-25,"${LONG}",,happened,Geneva,talks,Wire,0.9`, ...DAY,
    "2100,Sea walls are to stand two metres higher,,planned,,sea,Plan,", "XXXX-05-01,The bridge is to open on a first of May,,planned,,,Plan,",
    "2017-03-01,The mayor proposed a tunnel,,proposed,,,Plan,", "2017-21,The spring fair was cancelled,,withdrawn,,,Plan,"].join("\n"),
    "content/long.md": `---\ntitle: ${"Very long title with many words ".repeat(6)}\ndate: 2016-03-02\nsource: Wire\n---\n\nTalks began on Feb. 25. ${"x".repeat(300)}\n\n| ${"a | ".repeat(8)}\n| ${"- | ".repeat(8)}\n| ${"cell text long enough | ".repeat(8)}\n\n\`\`\`\n${"code ".repeat(60)}\n\`\`\`\n` },
  one: { "content/one.csv": `${HEAD}\n2016-03-01,The bridge opened,,happened,,,Wire,\n` },
  none: { "dateline.toml": "[site]\ntitle = \"Nothing yet\"\n" },
  arabic: { "dateline.toml": "[site]\ntitle = \"هدنة على الورق\"\nlanguage = \"ar\"\n",
    "content/e.csv": [HEAD, "2016-02-12,القوى الكبرى تتفق على هدنة في ميونيخ,اتفق الوزراء على وقف الأعمال العدائية,happened,ميونيخ,هدنة,وكالة,0.9",
      "2016-02-25,من المقرر أن تستأنف محادثات جنيف,,planned,جنيف,محادثات,وكالة,0.6", "2016-03,وصلت المساعدات إلى خمس مدن محاصرة,,happened,,مساعدات,صحيفة,0.4"].join("\n") },
};
const PAGES = { shapes: ["index.html", "long/index.html", "articles/index.html", "tags/index.html", "sources/index.html"], one: ["index.html"], none: ["index.html", "articles/index.html"], arabic: ["index.html", "tags/index.html"] };
let browser;
const folders = [];

before(async () => { browser = await launch(); });
after(async () => {
  await browser?.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

for (const [name, files] of Object.entries(SITES)) {
  test(`${name}: at every width nothing sticks out, and axe finds nothing`, async () => {
    const folder = mkdtempSync(join(tmpdir(), "dateline-shapes-"));
    folders.push(folder);
    mkdirSync(join(folder, "content"));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const site = await serve(build(folder));
    try {
      for (const path of PAGES[name]) {
        for (const width of [320, 390, 768, 1280, 1920]) {
          const page = await open(browser, site.url + path, { viewport: { width, height: 900 }, bypassCSP: true });
          const [wide, out] = await page.evaluate(() => {
            const root = document.documentElement;
            const cut = (node) => node.closest(".skip, .vh") || [...ancestors(node)].some((one) => getComputedStyle(one).overflowX !== "visible");
            function* ancestors(node) { for (let one = node; one && one !== document.body; one = one.parentElement) yield one; }
            const sticks = [...document.querySelectorAll("main *")].filter((node) => { const box = node.getBoundingClientRect(); return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1) && !cut(node); });
            return [root.scrollWidth - innerWidth, sticks.slice(0, 3).map((node) => node.outerHTML.slice(0, 120))];
          });
          assert.ok(wide <= 0, `${path} is ${wide} px too wide at ${width}`);
          assert.deepEqual(out, [], `${path} at ${width}`);
          assert.deepEqual(page.problems, [], path);
          if (width === 390) {
            await page.evaluate(axe);
            const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
            assert.deepEqual(found.violations.map((v) => `${path}: ${v.id}: ${v.nodes[0].html.slice(0, 160)}`), []);
          }
          await page.context().close();
        }
      }
      const home = await open(browser, `${site.url}index.html`);
      const events = await home.locator(".ev").count();
      assert.equal(events, { shapes: 68, one: 1, none: 0, arabic: 3 }[name]);
      assert.equal(await home.locator("html").getAttribute("dir") ?? "ltr", name === "arabic" ? "rtl" : "ltr");
    } finally {
      await site.stop();
    }
  });
}
