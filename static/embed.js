// Inside another page's iframe: tells the page how tall it is, and keeps the address of the event that is looked at.
(() => {
  if (parent === window) return;
  const tell = () => parent.postMessage({ dateline: { height: document.documentElement.scrollHeight, hash: location.hash } }, "*");
  addEventListener("load", tell);
  addEventListener("hashchange", tell);
  new ResizeObserver(tell).observe(document.body);
})();
