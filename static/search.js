// Full search over events and articles with the index the build made; it is loaded when the reader types.
(() => {
  const box = document.getElementById("sq");
  const list = document.getElementById("results");
  const status = document.querySelector(".status");
  if (!box || !list) return;
  const params = new URLSearchParams(location.search);
  let engine = null;
  const load = () => engine ??= import(new URL("../pagefind/pagefind.js", location.href).href);
  let turn = 0;
  async function search() {
    const text = box.value.trim();
    const mine = ++turn;
    if (!text) { list.replaceChildren(); status.textContent = ""; return; }
    if (location.protocol === "file:") { status.textContent = status.dataset.file; return; }
    status.textContent = status.dataset.wait;
    try {
      const pagefind = await load();
      const found = await pagefind.debouncedSearch(text, {}, 150);
      if (!found || mine !== turn) return;
      const results = await Promise.all(found.results.slice(0, 30).map((result) => result.data()));
      if (mine !== turn) return;
      status.textContent = results.length ? String(found.results.length) : status.dataset.none;
      list.replaceChildren(...results.map((result) => {
        const item = document.createElement("li");
        const head = document.createElement("h2");
        const link = document.createElement("a");
        link.href = result.url;
        link.textContent = result.meta.title ?? result.url;
        head.append(link);
        const text = document.createElement("p");
        // Pagefind's excerpt is escaped text with <mark> alone; read as text with marks, never as HTML.
        for (const part of result.excerpt.split(/(<mark>.*?<\/mark>)/)) {
          const plain = part.replace(/<\/?mark>/g, "").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&");
          if (part.startsWith("<mark>")) { const mark = document.createElement("mark"); mark.textContent = plain; text.append(mark); } else text.append(plain);
        }
        item.append(head, text);
        return item;
      }));
    } catch (error) {
      status.textContent = String(error.message ?? error);
    }
  }
  box.addEventListener("input", search);
  box.form.addEventListener("submit", (submit) => { submit.preventDefault(); search(); });
  box.value = params.get("q") ?? "";
  if (box.value) search();
})();
