// The queue: open questions, the most useful first, answered by keyboard.

import { button, desk, eventSearch, field, readings, sentence, statusChoice } from '/_desk/cards.js';
import { counted, get, inWords, make } from '/_desk/kit.js';

const REASONS = {
  'sources-disagree': 'Sources disagree',
  'two-dates': 'Could be two dates',
  'same-event': 'Same event?',
  'not-an-event': 'Not an event?',
  'undated-article': 'Undated article',
  'low-confidence': 'Unsure',
};

const seenOf = (item) => Object.fromEntries([...item.claims.map((claim) => claim.file), item.file].map((file) => [file.path, file.seen]));
const words = (item) => `“${item.claims[0].sentence.filter((run) => run.mark).map((run) => run.text).join(' … ')}”`;

const detail = (item) => {
  const [a, b] = item.claims;
  const published = a && a.article.published ? `, published ${inWords(a.article.published)}` : '';
  switch (item.reason) {
    case 'sources-disagree': return `${counted(item.claims.length, 'date', 'dates')} for “${item.event.headline}”`;
    case 'two-dates': return words(item) + published;
    case 'same-event': return a.date === b.date ? 'two reports, the same day' : `two reports, ${inWords(a.date)} and ${inWords(b.date)}`;
    case 'not-an-event': return `“${a.headline}”`;
    case 'low-confidence': return `${words(item)} read as ${inWords(a.date)}, ${Math.round(a.confidence * 100)} % sure`;
    default: return item.article.title;
  }
};

/** A card; `acts` are what its keys do. */
const card = (item, answered) => {
  const box = make('section.item', { id: item.key, tabIndex: -1, 'aria-label': `${REASONS[item.reason]}: ${detail(item)}` });
  const parts = { undated, 'same-event': pair }[item.reason === 'undated-article' ? 'undated' : item.reason] || single;
  const { left, right, acts, show } = parts(item, answered, box);
  const link = item.event && make('a', { href: '#event=' + item.event.id }, 'all about this event');
  box.append(make('p.why', link, make('b', REASONS[item.reason]), (item.later ? 'put off · ' : '') + detail(item)),
    make('div.ctx', left), make('form.edit', { onsubmit: (event) => { event.preventDefault(); acts.y(); } }, right));
  box.addEventListener('input', () => { box.dataset.dirty = ''; });
  return { box, acts, show };
};

/** One claim in doubt, or several sources that disagree about one event. */
const single = (item, answered) => {
  const disagree = item.reason === 'sources-disagree';
  const claim = item.claims.find((c) => c.editable) || item.claims[0];
  const options = disagree
    ? item.claims.map((c) => ({ date: c.date, why: 'says ' + (c.article.source || c.article.title), claim: c }))
    : claim.readings.map((reading) => ({ ...reading, claim }));
  let chosen;
  const headline = make('input', { type: 'text', value: claim.headline });
  const status = statusChoice(claim.status, () => paper.changed());
  const keep = () => {
    const reading = chosen.value();
    return { action: 'keep', claim: (reading?.claim || claim).id,
      fields: { date: reading?.date || '', headline: headline.value, status: status.value } };
  };
  const paper = desk({ seen: seenOf(item), likely: keep, answered });
  chosen = readings(options, paper.changed);
  headline.addEventListener('input', paper.changed);
  const search = eventSearch(get, item.event?.id, (event) => paper.send({ action: 'merge', claim: claim.id, other: event.id }));
  const leaveOut = (wholeEvent) => () => paper.send({ action: 'leave-out', claim: claim.id, whole_event: wholeEvent });
  const acts = {
    y: () => paper.send(keep()),
    n: leaveOut(disagree),
    h: leaveOut(true),
    l: () => paper.send({ action: 'later', claim: claim.id }),
    e: () => { headline.focus(); headline.select(); },
    d: () => chosen.typeDate(),
    m: () => search.open(),
    s: disagree && item.claims.length > 1
      ? () => paper.send({ action: 'split', claim: item.claims.find((c) => c.id !== claim.id).id, other: claim.id })
      : undefined,
    choose: chosen.choose,
  };
  const right = [chosen.set, field('Headline', headline), field('The sentence says it', status),
    make('div.acts', button('Keep', 'y', acts.y, true), button('Leave out', 'n', acts.n), acts.s && button('Two events', 's', acts.s),
      button('Merge with…', 'm', acts.m), button('Later', 'l', acts.l)),
    search.box, paper.wrong, paper.lines];
  return { left: item.claims.map((c) => sentence(c)), right, acts, show: paper.show };
};

/** Two events that may be one. */
const pair = (item, answered) => {
  const [a, b] = item.claims;
  const merge = { action: 'merge', claim: a.id, other: b.id };
  const split = { action: 'split', claim: a.id, other: b.id };
  let chosen;
  const likely = () => chosen.value()?.split ? split : merge;
  const paper = desk({ seen: seenOf(item), likely, answered });
  chosen = readings([
    { label: 'One event', why: a.date === b.date ? 'two reports of it' : 'show both days and say that they differ' },
    { label: 'Two events', why: 'keep them apart for good', split: true },
  ], paper.changed, { other: false });
  const acts = {
    y: () => paper.send(likely()),
    m: () => paper.send(merge),
    n: () => paper.send(split),
    s: () => paper.send(split),
    l: () => paper.send({ action: 'later', claim: a.id }),
    choose: chosen.choose,
  };
  const right = [chosen.set, make('div.acts', button('Merge', 'y', () => paper.send(merge), true), button('Keep apart', 'n', acts.n), button('Later', 'l', acts.l)),
    paper.wrong, paper.lines];
  return { left: [a, b].map((claim) => sentence(claim, { read: inWords(claim.date) })), right, acts, show: paper.show };
};

/** An article that does not tell its day. */
const undated = (item, answered) => {
  const { path } = item.article;
  const day = make('input', { type: 'text', placeholder: '2016-02-12', spellcheck: false });
  const wish = () => day.value.trim() ? { action: 'article-date', path, date: day.value.trim() } : undefined;
  const paper = desk({ seen: seenOf(item), likely: wish, answered });
  day.addEventListener('input', paper.changed);
  const acts = {
    y: () => { const what = wish(); if (what) paper.send(what); else day.focus(); },
    d: () => day.focus(),
    e: () => day.focus(),
  };
  const left = [make('div.said', make('p.text', item.opening),
    make('span.from', make('a', { href: '#article=' + encodeURIComponent(path) }, make('code', 'content/' + path))))];
  return { left, right: [field('Published on', day), make('div.acts', button('Save the day', 'y', acts.y, true)), paper.wrong, paper.lines], acts, show: paper.show };
};

/** The page of open questions, kept over refreshes so that what is being typed stays. */
export const queue = (main) => {
  const cards = new Map();
  let state;
  let turn = 0;
  let shownTurn = 0;
  let only = '';
  let current = '';
  const title = make('h1');
  const meter = make('meter', { min: 0 });
  const progress = make('span');
  const reasons = make('nav.reasons', { 'aria-label': 'Reasons' });
  const list = make('div.queue');
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) { seen.unobserve(entry.target); cards.get(entry.target.id)?.show(); }
  });
  const shown = () => state.items.filter((item) => !only || item.reason === only);

  const mark = (key, scroll) => {
    cards.get(current)?.box.classList.remove('cur');
    current = key;
    const card = cards.get(key);
    if (!card) return;
    card.box.classList.add('cur');
    if (scroll) { card.box.scrollIntoView({ block: 'nearest' }); card.box.focus({ preventScroll: true }); }
  };

  const render = (focus) => {
    const items = shown();
    const { checked, open, left_out: leftOut } = state.progress || { checked: 0, open: 0, left_out: 0 };
    title.textContent = open ? counted(open, 'question to check', 'questions to check') : 'All checked';
    document.title = title.textContent;
    Object.assign(meter, { max: Math.max(1, checked + open), value: checked });
    progress.textContent = `${checked} of ${checked + open} checked` + (leftOut ? `, ${leftOut} left out` : '');
    meter.setAttribute('aria-label', progress.textContent);
    const pill = (reason, text, count) => make('button', { type: 'button', 'aria-pressed': String(only === reason),
      onclick: () => { only = reason; render(true); } }, `${text} ${count}`);
    reasons.replaceChildren(pill('', 'All', open), ...Object.entries(REASONS)
      .filter(([reason]) => state.counts?.[reason]).map(([reason, text]) => pill(reason, text, state.counts[reason])));
    const keep = new Set();
    const boxes = items.map((item) => {
      keep.add(item.key);
      const text = JSON.stringify(item);
      const old = cards.get(item.key);
      if (old && (old.text === text || 'dirty' in old.box.dataset)) return old.box;
      const made = card(item, refresh);
      cards.set(item.key, { ...made, text });
      seen.observe(made.box);
      return made.box;
    });
    for (const key of [...cards.keys()]) if (!keep.has(key) && !state.items.some((item) => item.key === key)) cards.delete(key);
    const before = [...list.children].map((box) => box.id);
    const place = Math.max(0, before.indexOf(current));
    if (boxes.length) list.replaceChildren(...boxes);
    else list.replaceChildren(make('p.empty', state.items.length ? 'None of this kind.' : 'Nothing is open. New questions appear here by themselves.'));
    if (!keep.has(current)) mark(boxes[Math.min(place, boxes.length - 1)]?.id || '', focus);
    else mark(current);
  };

  const refresh = async () => {
    const isFirst = !state;
    const mine = turn += 1;
    const came = await get('queue');
    // An answer that was overtaken by a later one is old.
    if (mine < shownTurn) return;
    shownTurn = mine;
    state = came;
    render(!isFirst);
    // The page opens at its top, with the keys meaning the first card.
    if (isFirst) cards.get(current)?.box.focus({ preventScroll: true });
  };

  main.replaceChildren(make('div.head', make('div', title, make('p', 'Only on ', make('code', 'dateline serve'), '. Every answer is written to a small file beside the article.')),
    make('div.prog', meter, progress)), reasons, list);
  list.addEventListener('focusin', (event) => { const box = event.target.closest('.item'); if (box) mark(box.id); });

  const move = (by) => {
    const keys = shown().map((item) => item.key);
    const to = keys[Math.max(0, Math.min(keys.length - 1, keys.indexOf(current) + by))];
    if (to) mark(to, true);
  };
  return {
    refresh,
    state: () => state,
    shown: () => [...list.children].map((box) => box.id),
    takeUp: (had) => {
      const came = [...list.children].find((box) => cards.has(box.id) && !had.includes(box.id));
      if (came) mark(came.id, true);
    },
    key: (key) => {
      if (!state) return false;
      const acts = cards.get(current)?.acts;
      if (key === 'j' || key === 'ArrowDown') move(1);
      else if (key === 'k' || key === 'ArrowUp') move(-1);
      else if (/^[1-9]$/.test(key) && acts?.choose) acts.choose(Number(key) - 1);
      else if (acts && acts[key]) acts[key]();
      else return false;
      return true;
    },
  };
};
