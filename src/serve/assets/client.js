// Keeps a previewed page current: reloads it when it changed, in the place where it was; swaps
// styles without a reload; shows build errors over the last good page. Only `dateline serve` adds
// this script; it is no part of a built site.
(() => {
  'use strict';
  const me = document.currentScript;
  const PLACE = 'dateline:place:' + location.pathname;
  let hash = me.dataset.page;
  const isBroken = 'broken' in me.dataset;

  // ---- the place: where the reader was, so that a reload shows it again

  const controls = () => [...document.querySelectorAll('input, select, textarea')]
    .filter((control) => control.type !== 'password' && control.type !== 'file');
  const nameOf = (control, index) => control.id ? '#' + control.id
    : `${control.name || index}=${/radio|checkbox/.test(control.type) ? control.value : ''}`;
  const stateOf = (control) => /radio|checkbox/.test(control.type) ? control.checked : control.value;
  const detailsName = (details, index) => {
    const near = details.id ? details : details.closest('[id]');
    if (!near) return String(index);
    return near.id + '/' + [...near.querySelectorAll('details')].indexOf(details);
  };
  const isFixed = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (/fixed|sticky/.test(getComputedStyle(at).position)) return true;
    }
    return false;
  };

  const place = () => {
    const marks = [];
    for (const element of document.querySelectorAll('main [id], [id^="c-"]')) {
      const box = element.getBoundingClientRect();
      if (!box.height || box.bottom < 0) continue;
      if (box.top > innerHeight) break;
      // Not what is far taller than the window: its top says little about what was being read.
      if (box.height < 2 * innerHeight && !isFixed(element)) marks.push([element.id, box.top]);
      if (marks.length === 12) break;
    }
    // Those whose top is in sight stand still best.
    marks.sort((a, b) => (a[1] < 0) - (b[1] < 0));
    const controlsNow = Object.fromEntries(controls().map((c, i) => [nameOf(c, i), stateOf(c)]));
    const detailsNow = Object.fromEntries(
      [...document.querySelectorAll('details')].map((d, i) => [detailsName(d, i), d.open]));
    const focus = document.activeElement && document.activeElement.id;
    return { x: scrollX, y: scrollY, marks, controls: controlsNow, details: detailsNow, focus,
      theme: document.documentElement.dataset.theme };
  };

  const reload = () => {
    try {
      sessionStorage.setItem(PLACE, JSON.stringify(place()));
      history.scrollRestoration = 'manual';
    } catch { /* storage is off: the browser restores what it can */ }
    location.reload();
  };

  /** Scrolls what was seen to where it was; tells whether it was there already. */
  const settle = (was) => {
    const before = scrollY;
    const still = was.marks.map(([id, top]) => [document.getElementById(id), top])
      .find(([element]) => element && element.getBoundingClientRect().height);
    if (was.y === 0) scrollTo({ left: was.x, top: 0, behavior: 'instant' });
    else if (still) scrollBy({ top: still[0].getBoundingClientRect().top - still[1], behavior: 'instant' });
    else scrollTo({ left: was.x, top: was.y, behavior: 'instant' });
    return Math.abs(scrollY - before) < 1;
  };

  const restore = () => {
    let was;
    try {
      was = JSON.parse(sessionStorage.getItem(PLACE));
      sessionStorage.removeItem(PLACE);
    } catch { return; }
    if (!was) return;
    if (was.theme) document.documentElement.dataset.theme = was.theme;
    controls().forEach((control, index) => {
      const value = was.controls[nameOf(control, index)];
      if (value === undefined || value === stateOf(control)) return;
      if (/radio|checkbox/.test(control.type)) control.checked = value;
      else control.value = value;
      control.dispatchEvent(new Event('input', { bubbles: true }));
      control.dispatchEvent(new Event('change', { bubbles: true }));
    });
    document.querySelectorAll('details').forEach((details, index) => {
      const open = was.details[detailsName(details, index)];
      if (open !== undefined && open !== details.open) details.open = open;
    });
    if (was.focus) document.getElementById(was.focus)?.focus({ preventScroll: true });
    // Until it stands still: fonts, pictures and parts that are laid out only when they come into
    // sight move what is above. The reader moving on ends it.
    let moved = false;
    for (const kind of ['wheel', 'touchstart', 'keydown', 'pointerdown']) {
      addEventListener(kind, () => { moved = true; }, { once: true, passive: true });
    }
    const until = performance.now() + 2500;
    let calm = 0;
    const step = () => {
      if (moved) return;
      calm = settle(was) ? calm + 1 : 0;
      const waiting = document.readyState !== 'complete' || calm < 12;
      if (waiting && performance.now() < until) requestAnimationFrame(step);
      else history.scrollRestoration = 'auto';
    };
    step();
  };

  // ---- styles: the newest sheets in place of the old ones, without a flash

  const swapStyles = async () => {
    const answer = await fetch(location.href, { cache: 'no-store' });
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const inline = [...document.querySelectorAll('style:not([data-dateline])')];
    fresh.querySelectorAll('style').forEach((style, index) => {
      if (inline[index] && inline[index].textContent !== style.textContent) {
        inline[index].textContent = style.textContent;
      }
    });
    const wanted = [...fresh.querySelectorAll('link[rel~="stylesheet"]')].map((l) => l.getAttribute('href'));
    const present = [...document.querySelectorAll('link[rel~="stylesheet"]:not([data-dateline])')];
    present.forEach((link, index) => {
      const url = new URL(wanted[index] || link.getAttribute('href'), location.href);
      if (url.origin !== location.origin) return;
      url.searchParams.set('dateline', Date.now());
      const next = link.cloneNode();
      next.href = url.href;
      next.onload = () => link.remove();
      next.onerror = () => next.remove();
      link.after(next);
    });
    hash = (answer.headers.get('etag') || '').replaceAll('"', '');
  };

  // ---- errors: over the page, from the light of no other style

  let overlay;
  const showProblems = (problems) => {
    if (!problems.length) {
      overlay?.remove();
      overlay = undefined;
      return;
    }
    if (isBroken) return;
    if (!overlay) {
      overlay = document.createElement('dateline-overlay');
      overlay.attachShadow({ mode: 'open' });
      document.body.append(overlay);
    }
    const make = (tag, name, text) => {
      const element = document.createElement(tag);
      if (name) element.className = name;
      if (text) element.textContent = text;
      return element;
    };
    const sheet = make('link');
    sheet.rel = 'stylesheet';
    sheet.href = '/_dateline/client.css';
    const box = make('section', 'problems');
    box.setAttribute('role', 'alert');
    box.setAttribute('aria-label', 'Build errors');
    const head = make('header');
    const count = problems.length === 1 ? 'One thing to mend' : `${problems.length} things to mend`;
    head.append(make('h2', '', count), make('p', '', 'Below is the last good site. It comes back by itself.'));
    const close = make('button', 'close', 'Hide');
    close.type = 'button';
    close.onclick = () => { overlay?.remove(); overlay = undefined; };
    head.append(close);
    const list = make('ol');
    for (const problem of problems) {
      const item = make('li');
      const where = problem.path + (problem.position ? `:${problem.position.line}:${problem.position.column}` : '');
      if (where) item.append(make('code', 'where', where));
      item.append(make('p', 'what', problem.message));
      if (problem.hint) item.append(make('p', 'hint', 'hint: ' + problem.hint));
      list.append(item);
    }
    box.append(head, list);
    overlay.shadowRoot.replaceChildren(sheet, box);
  };

  // ---- signals

  let seen;
  const check = async () => {
    const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store' });
    const now = (answer.headers.get('etag') || '').replaceAll('"', '');
    if (now && now !== hash || isBroken && answer.status !== 503) reload();
  };
  const hear = async (signal) => {
    const state = signal.run + signal.generation;
    showProblems(signal.problems);
    if (signal.kind === 'problem' || seen === state) return;
    const swap = signal.kind === 'style' && seen;
    seen = state;
    await (swap && !isBroken ? swapStyles() : check());
  };
  let queue = Promise.resolve();
  const take = (text) => {
    queue = queue.then(() => hear(JSON.parse(text))).catch(() => { /* the server is being restarted */ });
  };

  // A browser opens six connections to one host: so one tab listens and tells the others.
  const listen = (tell) => {
    const source = new EventSource('/_dateline/events');
    source.onmessage = (message) => { take(message.data); tell(message.data); };
    addEventListener('pagehide', () => source.close());
  };
  const start = () => {
    if (!isSecureContext) {
      // Seen from another machine, browsers leave out what the event stream asks for.
      setInterval(() => check().catch(() => {}), 2000);
    } else if (navigator.locks && window.BroadcastChannel) {
      const channel = new BroadcastChannel('dateline');
      let last;
      channel.onmessage = ({ data }) => {
        if (data === 'now?') { if (last) channel.postMessage(last); } else take(data);
      };
      channel.postMessage('now?');
      navigator.locks.request('dateline', () => new Promise(() => {
        listen((data) => { last = data; channel.postMessage(data); });
      }));
    } else listen(() => {});
  };

  // ---- the way to the desk

  const EVENT = /^c-[0-9a-f]{12}$/;
  const addEditLinks = () => {
    const sheet = document.createElement('link');
    sheet.rel = 'stylesheet';
    sheet.href = '/_dateline/client.css';
    sheet.dataset.dateline = '';
    document.head.append(sheet);
    for (const card of document.querySelectorAll('article[id^="c-"], li[id^="c-"], section[id^="c-"], .ev[id^="c-"]')) {
      if (!EVENT.test(card.id) || card.querySelector(':scope > .dateline-edit')) continue;
      const link = document.createElement('a');
      link.className = 'dateline-edit';
      link.href = '/_desk/#event=' + card.id;
      link.textContent = 'Edit this event';
      card.append(link);
    }
    const bar = document.createElement('nav');
    bar.className = 'dateline-bar';
    bar.setAttribute('aria-label', 'Editing');
    const add = (text, href) => {
      const link = document.createElement('a');
      link.href = href;
      link.textContent = text;
      bar.append(link);
      return link;
    };
    add('Review desk', '/_desk/');
    if (me.dataset.article) {
      const article = encodeURIComponent(me.dataset.article);
      if ('undated' in me.dataset) add('Add the publication day', '/_desk/#article=' + article);
      else add('Edit this article', '/_desk/#article=' + article);
      const mark = add('Mark a missed date', '/_desk/#article=' + article);
      mark.hidden = true;
      document.addEventListener('selectionchange', () => {
        const text = String(getSelection()).trim();
        mark.hidden = !text || text.length > 400;
        mark.href = '/_desk/#article=' + article + '&quote=' + encodeURIComponent(text);
      });
    }
    document.body.append(bar);
  };

  if (!isBroken && window === window.top) addEditLinks();
  restore();
  start();
})();
