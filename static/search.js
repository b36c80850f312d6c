// Search over all events and articles, with the index the build made. Nothing of it is loaded before the reader types;
// then meta.js, one file for each word (by its first three letters) and one for each page of hits. Files are classic
// scripts, so that search works from disk, too, and needs no exception from the pages' policy.
(() => {
  const $ = (selector) => document.querySelector(selector);
  const box = $("#sq");
  const list = $("#results");
  const status = $(".status");
  const more = $(".more");
  if (!box || !list) return;
  const here = document.currentScript.src.replace(/search\.js(\?.*)?$/, "");
  const SHOWN = 20;
  const DIGITS = new Map([..."abcdefghijklmnopqrstuvwxyz012345ABCDEFGHIJKLMNOPQRSTUVWXYZ6789-_"].map((sign, value) => [sign, value]));

  // --- loading ---------------------------------------------------------------------------------
  const loads = new Map();
  const waits = new Map();
  let meta = null;
  globalThis.dateline = Object.assign(globalThis.dateline ?? {}, {
    search: {
      meta: (data) => { meta = data; },
      words: (at, data) => waits.set(`words-${at}`, data),
      entries: (at, data) => waits.set(`entries-${at}`, data),
    },
  });
  function load(name) {
    if (!loads.has(name)) {
      loads.set(name, new Promise((done, fail) => {
        const script = document.createElement("script");
        script.src = `${here}search/${name}.js${meta ? `?${meta.build}` : ""}`;
        script.onload = () => done(waits.get(name));
        script.onerror = () => { loads.delete(name); fail(new Error(name)); };
        document.head.append(script);
      }));
    }
    return loads.get(name);
  }

  // --- words -----------------------------------------------------------------------------------
  const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|[\u{20000}-\u{3ffff}]/u;
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\p{M}/gu, "");
  const split = (text) => fold(text).replace(new RegExp(UNSPACED, "gu"), " $& ").split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1 || /[^\x00-\x7f]/.test(word));
  function shard(word) {
    let hash = 0x811c9dc5;
    for (const sign of [...word].slice(0, 3)) hash = Math.imul(hash ^ sign.codePointAt(0), 0x01000193) >>> 0;
    return hash % meta.shards;
  }
  /** Where a word stands: [entry, weight 0–2] pairs. */
  function decode(text) {
    const found = [];
    let entry = 0, value = 0, shift = 1;
    for (const sign of text) {
      const digit = DIGITS.get(sign);
      value += (digit % 32) * shift;
      if (digit >= 32) { shift *= 32; continue; }
      entry += Math.floor(value / 3);
      found.push([entry, value % 3]);
      value = 0; shift = 1;
    }
    return found;
  }
  /** How well each entry answers one word, or null when the word is in too many to tell. The last word may be unfinished. */
  async function answers(word) {
    const terms = await load(`words-${shard(word)}`);
    const scores = new Map();
    let common = false;
    for (const term of Object.keys(terms)) {
      const near = term === word ? 1
        : word.length > 2 && term.startsWith(word) ? 0.6
        : term.length > 3 && word.length - term.length <= 2 && word.startsWith(term) ? 0.4 : 0;
      if (!near) continue;
      if (!terms[term]) { common ||= near === 1; continue; }
      const places = decode(terms[term]);
      const rare = Math.log(1 + meta.entries / places.length);
      for (const [entry, weight] of places) scores.set(entry, Math.max(scores.get(entry) ?? 0, near * rare * [1, 1.6, 4][weight]));
    }
    return common ? null : scores;
  }
  async function find(words) {
    let hits = null;
    for (const scores of await Promise.all([...new Set(words)].map(answers))) {
      if (!scores) continue;
      if (!hits) { hits = scores; continue; }
      for (const [entry, score] of hits) {
        const other = scores.get(entry);
        if (other === undefined) hits.delete(entry); else hits.set(entry, score + other);
      }
    }
    const weigh = ([entry, score]) => entry < meta.events ? score * (0.7 + (meta.weights.charCodeAt(entry) - 48) / 15) : score;
    return [...(hits ?? [])].map((hit) => [hit[0], weigh(hit)]).sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([entry]) => entry);
  }

  // --- showing ---------------------------------------------------------------------------------
  const element = (name, content, cls) => {
    const made = document.createElement(name);
    if (cls) made.className = cls;
    made.append(...[content].flat());
    return made;
  };
  /** Text with the words marked. */
  function marked(text, words) {
    const parts = [];
    let from = 0;
    for (const run of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
      const folded = fold(run[0]);
      if (!words.some((word) => folded.startsWith(word) || (folded.length > 3 && word.length - folded.length <= 2 && word.startsWith(folded)) || (UNSPACED.test(word) && folded.includes(word)))) continue;
      parts.push(text.slice(from, run.index), element("mark", run[0]));
      from = run.index + run[0].length;
    }
    return [...parts, text.slice(from)];
  }
  /** Of a page's text, the part that holds most of the words. */
  function around(text, words) {
    const places = [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map((run) => [run.index, words.findIndex((word) => fold(run[0]).startsWith(word))]).filter(([, at]) => at >= 0);
    let best = null;
    for (const [index] of places) {
      const held = new Set(places.filter(([other]) => other >= index && other < index + 180).map(([, at]) => at)).size;
      if (!best || held > best.held) best = { index, held };
    }
    if (!best) return null;
    const from = best.index < 60 ? 0 : text.indexOf(" ", best.index - 60) + 1;
    const to = from + 220 >= text.length ? text.length : text.lastIndexOf(" ", from + 220);
    return `${from ? "… " : ""}${text.slice(from, to)}${to < text.length ? " …" : ""}`;
  }
  async function excerpt(place, path, words) {
    if (location.protocol === "file:") return;
    try {
      const page = new DOMParser().parseFromString(await (await fetch(here + path)).text(), "text/html");
      for (const reading of page.querySelectorAll(".rd")) reading.remove();
      const body = [...page.querySelectorAll("article .body > *, article blockquote.q")].map((part) => part.textContent).join(" ").replace(/\s+/g, " ");
      const text = around(body, words);
      if (text) place.replaceChildren(...marked(text, words));
    } catch { /* the text that stands there stays */ }
  }
  async function show(entries, words) {
    const files = await Promise.all(entries.map((entry) => load(`entries-${Math.floor(entry / meta.perFile)}`)));
    return entries.map((entry, at) => {
      const [path, title, day, source, text] = files[at][entry % meta.perFile];
      const isEvent = entry < meta.events;
      const link = element("a", marked(title, words));
      link.href = here + path;
      const facts = [isEvent ? "" : list.dataset.article, day, source].filter(Boolean).join(" · ");
      const place = element("p", marked(text, words));
      if (!isEvent && !marked(text, words).some((part) => part.nodeType)) excerpt(place, path, words);
      return element("li", [element("p", facts, "meta"), element("h2", link), place], isEvent ? "event" : "article");
    });
  }

  // --- the form --------------------------------------------------------------------------------
  let turn = 0;
  let rest = [];
  let asked = [];
  async function next(mine) {
    const page = rest.slice(0, SHOWN);
    const items = await show(page, asked);
    if (mine !== turn) return null;
    rest = rest.slice(SHOWN);
    if (more) more.hidden = rest.length === 0;
    return items;
  }
  async function search() {
    const mine = ++turn;
    const words = split(box.value);
    const address = new URL(location.href);
    if (box.value.trim()) address.searchParams.set("q", box.value.trim()); else address.searchParams.delete("q");
    try { history.replaceState(null, "", address); } catch { /* some browsers forbid it on disk */ }
    if (!words.length) { list.replaceChildren(); status.textContent = ""; if (more) more.hidden = true; return; }
    const slow = setTimeout(() => { if (mine === turn) status.textContent = status.dataset.wait; }, 300);
    try {
      if (!meta) await load("meta");
      const hits = await find(words);
      if (mine !== turn) return;
      rest = hits;
      asked = words;
      const items = await next(mine);
      if (!items) return;
      list.replaceChildren(...items);
      status.textContent = hits.length ? status.dataset.found.replace("{n}", hits.length.toLocaleString(document.documentElement.lang)) : status.dataset.none;
    } catch {
      if (mine === turn) status.textContent = status.dataset.failed;
    } finally {
      clearTimeout(slow);
    }
  }
  let typing = 0;
  box.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(search, 120); });
  box.addEventListener("focus", () => { if (!meta) load("meta").catch(() => {}); }, { once: true });
  box.form.addEventListener("submit", (submit) => { submit.preventDefault(); search(); });
  more?.addEventListener("click", async () => {
    const items = await next(turn).catch(() => null);
    if (!items) return;
    list.append(...items);
    items[0]?.querySelector("a").focus();
  });
  box.value = new URLSearchParams(location.search).get("q") ?? "";
  if (box.value) search();
})();
