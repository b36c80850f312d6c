// What scripts add to a timeline that already reads and filters without them: search, counts, brushing, "as known
// on", sorting, keys. A classic script, so that it also runs from disk.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const timeline = $("#timeline");
  if (!timeline) return;

  const status = $(".status");
  const strip = $("#strip");
  const plot = strip && $(".plot", strip);
  const words = status ? status.dataset : {};
  const events = $$(".ev", timeline);
  const home = new Map(events.map((event) => [event, event.parentNode]));
  const units = new Map($$(".u").map((unit) => [unit.dataset.id, unit]));
  const texts = new Map();
  const textOf = (event) => {
    if (!texts.has(event)) texts.set(event, event.textContent.toLowerCase());
    return texts.get(event);
  };
  let query = [];
  let asof = null;
  let sorted = null;

  // --- filters -------------------------------------------------------------------------------
  const checked = () => $$(".tools input:checked").map((input) => input.value).filter((value) => value && value !== "heads" && value !== "full");
  const visible = (event) => {
    if (event.hidden) return false;
    const keys = ` ${event.dataset.k} `;
    return checkedNow.every((key) => keys.includes(` ${key} `));
  };
  let checkedNow = [];
  const shown = () => events.filter(visible);

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  function apply() {
    checkedNow = checked();
    for (const event of events) {
      const missing = query.some((word) => !textOf(event).includes(word));
      const later = asof !== null && (!event.dataset.known || event.dataset.known > asof);
      event.hidden = missing || later;
    }
    const list = shown();
    const set = new Set(list);
    const filtered = list.length !== events.length;
    for (const section of $$(".month, .year", timeline)) {
      section.hidden = false;
      section.hidden = filtered && !$$(".ev", section).some((event) => set.has(event));
    }
    for (const silence of $$(".silence", timeline)) silence.hidden = filtered || !!sorted;
    for (const [id, unit] of units) unit.classList.toggle("dim", filtered && !set.has(document.getElementById(id)));
    for (const mark of $$(".lm")) mark.classList.toggle("dim", filtered && !set.has(document.getElementById(mark.dataset.id)));
    const empty = $(".empty");
    if (empty) empty.hidden = list.length > 0 || events.length === 0;
    if (status) {
      const values = { n: list.length, all: events.length };
      status.textContent = asof !== null ? fill(words.then, values) : filtered ? fill(words.some, values) : "";
    }
    sync();
    remember();
  }

  // --- the address keeps filters ------------------------------------------------------------------
  function remember() {
    const params = new URLSearchParams();
    const text = $("#q")?.value.trim();
    if (text) params.set("q", text);
    const boxes = $$(".ft:checked").map((box) => box.value);
    if (boxes.length) params.set("k", boxes.join(","));
    for (const name of ["s", "d"]) {
      const value = $(`.tools input[name=${name}]:checked`)?.value;
      if (value) params.set(name, value);
    }
    if (asof !== null) params.set("asof", asof);
    if (sorted) params.set("sort", "importance");
    const search = params.toString();
    const wanted = (search ? `?${search}` : location.pathname) + location.hash;
    if (location.search !== (search ? `?${search}` : "")) history.replaceState(null, "", wanted);
  }

  function restore() {
    const params = new URLSearchParams(location.search);
    const box = $("#q");
    if (box) box.value = params.get("q") ?? "";
    query = (params.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const keys = (params.get("k") ?? "").split(",");
    // Another page knows a topic by its name; its key differs from page to page.
    const named = (input) => input.dataset.name !== undefined && input.dataset.name === params.get("tag");
    for (const input of $$(".ft")) input.checked = keys.includes(input.value) || named(input);
    for (const name of ["s", "d"]) {
      const wanted = params.get(name) ?? "";
      const radio = $$(`.tools input[name=${name}]`).find((input) => input.value === wanted);
      if (radio) radio.checked = true;
    }
    const day = params.get("asof");
    if (day && /^\d{4}-\d{2}-\d{2}$/.test(day)) openReplay(day);
    if (params.get("sort") === "importance") sortBy(true);
    if (location.search) apply();
  }

  // --- the overview -----------------------------------------------------------------------------
  const time = (iso) => {
    const year = /^(-?\d{4,6})-(\d\d)-(\d\d)$/.exec(iso ?? "");
    return year ? new Date(0).setUTCFullYear(+year[1], +year[2] - 1, +year[3]) : NaN;
  };
  const first = time(strip?.dataset.first);
  const last = time(strip?.dataset.last);
  const brush = strip && $(".brush", strip);
  // A plain day stands in the <time> alone.
  const dayOf = (event) => event.dataset.at ?? $("time", event)?.dateTime;
  const moments = new Map();
  const at = (event) => {
    if (!moments.has(event)) moments.set(event, time(dayOf(event)));
    return moments.get(event);
  };
  // Between two knots time runs evenly; the axis may be broken where most events crowd.
  const knots = (strip?.dataset.knots ?? "").trim().split(" ").map((knot) => [time(knot.slice(0, knot.lastIndexOf(":"))), +knot.slice(knot.lastIndexOf(":") + 1)]);
  const x = (moment) => {
    const end = knots.findIndex(([day]) => moment < day);
    if (end < 0) return 1000;
    if (end === 0) return 0;
    const [[from, left], [to, right]] = [knots[end - 1], knots[end]];
    return left + ((moment - from) / (to - from)) * (right - left);
  };

  // Which months are on screen or near it; asking each for its place would lay out all of them.
  const near = new Set();
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) near.add(entry.target); else near.delete(entry.target);
    later();
  });
  const observe = () => { watcher.disconnect(); near.clear(); for (const section of $$(".month", timeline)) watcher.observe(section); };

  function sync() {
    if (!brush || !(last > first)) return;
    const top = strip.getBoundingClientRect().bottom;
    const on = [];
    let topmost = null;
    for (const section of near) {
      for (const event of $$(".ev", section)) {
        if (!visible(event)) continue;
        const box = event.getBoundingClientRect();
        if (box.bottom <= top || box.top >= innerHeight) continue;
        if (!Number.isNaN(at(event))) on.push(at(event));
        if (!topmost || box.top < topmost.top) topmost = { top: box.top, event };
      }
    }
    if (!on.length) { brush.setAttribute("width", 0); return; }
    const from = x(Math.min(...on));
    const to = x(Math.max(...on));
    brush.setAttribute("x", Math.min(from, 990));
    brush.setAttribute("width", Math.max(10, to - from + 6));
    const year = topmost?.event.closest(".year")?.id;
    for (const link of yearLinks) link.classList.toggle("here", !!year && link.getAttribute("href").endsWith(`#${year}`));
  }
  const yearLinks = $$("a.yl");
  let ticking = 0;
  function later() { ticking ||= requestAnimationFrame(() => { ticking = 0; sync(); }); }
  addEventListener("scroll", later, { passive: true });
  addEventListener("resize", later);
  if (brush) observe();

  // Dragging over the overview: at most one jump a frame, to the month; letting go lands on the event.
  let points = [];
  let aim = null;
  function nearest(clientX) {
    const box = plot.getBoundingClientRect();
    const wanted = ((clientX - box.left) / box.width) * 1000;
    let best = null;
    for (const point of points) {
      const distance = Math.abs(point.at - wanted);
      if (!best || distance < best.distance) best = { event: point.event, distance };
    }
    return best?.event;
  }
  function jump(clientX, exactly) {
    const event = nearest(clientX);
    if (!event) return;
    const month = event.closest(".month");
    if (exactly || !month) event.scrollIntoView({ block: "center" });
    else if (month !== jump.last) month.scrollIntoView();
    jump.last = month;
  }
  plot?.addEventListener("pointerdown", (down) => {
    plot.setPointerCapture(down.pointerId);
    points = shown().map((event) => ({ event, at: x(at(event)) })).filter((point) => !Number.isNaN(point.at));
    jump.last = null;
    jump(down.clientX, true);
    plot.onpointermove = (move) => {
      if (aim === null) requestAnimationFrame(() => { if (aim !== null) jump(aim, false); aim = null; });
      aim = move.clientX;
    };
  });
  plot?.addEventListener("pointerup", (up) => { plot.onpointermove = null; aim = null; jump(up.clientX, true); });

  // --- as known on -----------------------------------------------------------------------------
  const replay = $(".replay");
  const panel = $("#asof");
  const slider = $("#asr");
  const output = $("#aso");
  const DAY = 86400000;
  const iso = (moment) => new Date(moment).toISOString().slice(0, 10);
  const say = (day) => new Date(`${day}T00:00Z`).toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

  function setReplay(day) {
    const end = panel.dataset.to;
    asof = day && day < end ? day : null;
    document.body.classList.toggle("replaying", asof !== null);
    output.textContent = say(asof ?? end);
    $("b", replay).textContent = asof ? say(asof) : words.today;
    const veil = strip && $(".veil", strip);
    if (veil) {
      const from = asof ? x(time(asof)) : 1000;
      veil.setAttribute("x", from);
      veil.setAttribute("width", 1000 - from);
    }
    for (const event of events) {
      const open = asof !== null && event.dataset.resolved && event.dataset.resolved > asof;
      event.classList.toggle("planned-then", !!open);
      event.classList.toggle("future-then", asof !== null && dayOf(event) > asof);
      const fate = $(".fate", event);
      if (fate) fate.hidden = !!open;
      const stamp = $(".stamp", event);
      if (stamp && event.dataset.resolved) {
        stamp.dataset.now ??= stamp.textContent;
        stamp.hidden = !!open;
      }
      for (const cite of $$(".also", event)) {
        const published = $("time", $(".cite", cite) ?? cite)?.getAttribute("datetime");
        cite.hidden = asof !== null && (!published || published > asof);
      }
    }
    apply();
  }
  function openReplay(day) {
    if (!panel) return;
    panel.hidden = false;
    replay.setAttribute("aria-expanded", "true");
    const start = time(panel.dataset.from);
    slider.max = Math.max(1, Math.round((time(panel.dataset.to) - start) / DAY));
    slider.value = day ? Math.round((time(day) - start) / DAY) : slider.max;
    setReplay(day);
  }
  function closeReplay() {
    if (!panel) return;
    panel.hidden = true;
    replay.setAttribute("aria-expanded", "false");
    setReplay(null);
  }
  if (replay && panel) {
    replay.hidden = false;
    replay.addEventListener("click", () => {
      if (panel.hidden) { openReplay(null); slider.focus(); } else closeReplay();
    });
    slider.addEventListener("input", () => setReplay(iso(time(panel.dataset.from) + slider.value * DAY)));
    $(".back", panel).addEventListener("click", () => { closeReplay(); replay.focus(); });
  }

  // --- sorting -----------------------------------------------------------------------------------
  const sort = $(".sort");
  function sortBy(importance) {
    if (importance && !sorted) {
      sorted = document.createElement("ol");
      sorted.className = "sorted";
      const wrap = document.createElement("div");
      wrap.className = "list";
      const year = document.createElement("section");
      year.className = "year";
      const rail = document.createElement("div");
      rail.className = "rail";
      year.append(rail, wrap);
      wrap.append(sorted);
      const month = document.createElement("section");
      month.className = "month";
      month.append(sorted);
      wrap.append(month);
      sorted.append(...[...events].sort((a, b) => b.dataset.w - a.dataset.w));
      sorted.root = year;
      timeline.prepend(year);
    } else if (!importance && sorted) {
      const root = sorted.root;
      sorted = null;
      const anchors = new Map();
      for (const event of events) {
        const list = home.get(event);
        if (!anchors.has(list)) anchors.set(list, []);
        anchors.get(list).push(event);
      }
      for (const [list, members] of anchors) list.append(...members);
      root.remove();
    }
    sort?.setAttribute("aria-pressed", String(!!sorted));
  }
  if (sort && events.length > 1) {
    sort.hidden = false;
    sort.addEventListener("click", () => { sortBy(!sorted); apply(); if (brush) observe(); });
  }

  // --- the form ---------------------------------------------------------------------------------
  const form = $(".tools");
  const box = $("#q");
  form?.addEventListener("submit", (submit) => submit.preventDefault());
  form?.addEventListener("change", (change) => { if (change.target !== slider && change.target !== box) apply(); });
  let typing = 0;
  box?.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => { query = box.value.toLowerCase().split(/\s+/).filter(Boolean); apply(); }, 120);
  });
  function clear() {
    if (box) box.value = "";
    query = [];
    for (const input of $$(".ft")) input.checked = false;
    const all = $("#s-all");
    if (all) all.checked = true;
    if (panel && !panel.hidden) closeReplay(); else apply();
  }
  $(".clear")?.addEventListener("click", clear);

  // --- keys -----------------------------------------------------------------------------------
  const help = $("dialog.help");
  const keys = $(".keys");
  if (keys && help) { keys.hidden = false; keys.addEventListener("click", () => help.showModal()); }
  let current = -1;
  function go(index) {
    const list = shown();
    if (!list.length) return;
    current = Math.max(0, Math.min(list.length - 1, index));
    for (const event of $$(".ev.cur")) event.classList.remove("cur");
    const event = list[current];
    event.classList.add("cur");
    event.scrollIntoView({ block: "center" });
    $("h3 a", event).focus({ preventScroll: true });
    history.replaceState(null, "", `${location.pathname}${location.search}#${event.id}`);
  }
  function here() {
    const list = shown();
    const focused = document.activeElement?.closest?.(".ev");
    if (focused) return list.indexOf(focused);
    const top = strip ? strip.getBoundingClientRect().bottom : 0;
    const next = list.findIndex((event) => event.getBoundingClientRect().bottom > top + 40);
    return Math.max(0, next) - (current < 0 ? 1 : 0);
  }
  const copy = async () => {
    const id = document.activeElement?.closest?.(".ev")?.id;
    const link = `${location.href.split("#")[0]}${id ? `#${id}` : location.hash}`;
    try { await navigator.clipboard.writeText(link); if (status) status.textContent = words.copied; } catch { /* the address bar has it */ }
  };
  addEventListener("keydown", (press) => {
    if (press.ctrlKey || press.metaKey || press.altKey || help?.open) return;
    const field = /^(INPUT|SELECT|TEXTAREA)$/.test(press.target.tagName) && !/radio|checkbox/.test(press.target.type);
    if (press.key === "Escape") { clear(); press.target.blur?.(); return; }
    if (field) return;
    const years = $$(".year", timeline).filter((year) => !year.hidden);
    const top = strip ? strip.getBoundingClientRect().bottom : 0;
    const year = years.findIndex((section) => section.getBoundingClientRect().bottom > top + 60);
    switch (press.key) {
      case "j": go(here() + 1); break;
      case "k": go(here() - 1); break;
      case "]": years[Math.min(years.length - 1, year + 1)]?.scrollIntoView(); break;
      case "[": years[Math.max(0, year - 1)]?.scrollIntoView(); break;
      case "t": $("#today")?.scrollIntoView({ block: "center" }); break;
      case "/": box?.focus(); break;
      case "1": case "2": case "3": {
        const radio = $(["#d-heads", "#d-std", "#d-full"][press.key - 1]);
        if (radio) { radio.checked = true; apply(); }
        break;
      }
      case "o": {
        const details = $(".prov", document.activeElement?.closest?.(".ev") ?? events[0]);
        if (details) details.open = !details.open;
        break;
      }
      case "c": copy(); break;
      case "?": help?.showModal(); break;
      default: return;
    }
    press.preventDefault();
  });

  // An anchor of a claim opens what hides it and lands on its event.
  function land() {
    const name = location.hash.length > 1 ? decodeURIComponent(location.hash.slice(1)) : "";
    const target = name && document.getElementById(name);
    if (!target) {
      // Too many events for one page: a list of who stands where leads on.
      if (/^c-[0-9a-f]{12}$/.test(name) && timeline.dataset.forward && !$("#forward")) {
        const script = document.createElement("script");
        script.id = "forward";
        script.src = timeline.dataset.forward;
        document.head.append(script);
      }
      return;
    }
    const details = target.closest("details");
    if (details) details.open = true;
    (target.closest(".ev") ?? target).scrollIntoView({ block: "center" });
  }
  addEventListener("hashchange", land);
  addEventListener("popstate", restore);
  restore();
  if (location.hash) land();
  requestAnimationFrame(sync);
})();
