// Sentences in their context, forms for what may be said about them, and the lines that will be
// written.

import { calm, inWords, make, post, Refused, say, writing } from '/_desk/kit.js';

export const STATUSES = { happened: 'happened', planned: 'is planned or due', proposed: 'is proposed', withdrawn: 'was withdrawn or missed' };

/** A claim's sentence with its date marked, and where it stands. */
export const sentence = (claim, { read = '', below = null } = {}) => {
  const { article } = claim;
  const from = [article.source, inWords(article.published)].filter(Boolean).join(', ');
  return make('div.said',
    make('p.text',
      claim.before ? claim.before + ' ' : '',
      make('b', claim.sentence.map((run) => run.mark ? make('mark', run.text) : run.text)),
      claim.after ? ' ' + claim.after : ''),
    make('span.from', from || 'no publication day', read && ' → ' + read, ' · ',
      make('a', { href: '#article=' + encodeURIComponent(article.path) },
        make('code', 'content/' + article.path + (article.line ? ':' + article.line : '')))),
    below);
};

let names = 0;

/** Radio buttons for readings of a date; `value()` is the chosen one's. */
export const readings = (list, changed, { other = true } = {}) => {
  const name = 'reading-' + (names += 1);
  const typed = make('input', { type: 'text', placeholder: '2025-03, 2025-03~, 2025-21', 'aria-label': 'Another date', spellcheck: false });
  const radio = (value, checked) => make('input', { type: 'radio', name, value, checked, onchange: changed });
  const labels = list.map((reading, at) => make('label', radio(String(at), at === 0),
    make('b', reading.label || inWords(reading.date)), make('span', reading.why || '')));
  let otherRadio;
  if (other) {
    otherRadio = radio('other', list.length === 0);
    labels.push(make('label', otherRadio, make('b', 'Other'), typed));
    typed.addEventListener('input', () => { otherRadio.checked = true; changed(); });
  }
  const set = make('fieldset.readings', make('legend.vh', 'Date'), labels);
  return {
    set,
    value: () => {
      const chosen = set.querySelector('input:checked');
      if (!chosen) return undefined;
      return chosen === otherRadio ? { date: typed.value.trim(), other: true } : list[Number(chosen.value)];
    },
    choose: (at) => {
      const all = set.querySelectorAll('input[type=radio]');
      if (!all[at]) return;
      all[at].checked = true;
      if (all[at] === otherRadio) typed.focus();
      changed();
    },
    typeDate: () => { if (otherRadio) { otherRadio.checked = true; typed.focus(); } },
  };
};

export const field = (label, input) => make('label.field', label, input);

export const statusChoice = (value, changed) => make('select', { onchange: changed },
  Object.entries(STATUSES).map(([name, words]) => make('option', { value: name, selected: name === value }, words)));

export const button = (text, key, act, first) => {
  const element = make(first ? 'button.go' : 'button', { type: 'button', onclick: act }, text, key && make('kbd', key));
  if (key) element.dataset.key = key;
  return element;
};

/** The lines an answer will write. */
export const linesOf = (files) => files.flatMap((file) => [
  make('span.file', file.path),
  ...file.lines.map((line) => make('span.' + line.fate,
    ({ added: '+ ', removed: '- ', kept: '  ' })[line.fate] + line.text)),
]);

const clash = async (answer) => {
  const dialog = document.querySelector('dialog.clash');
  dialog.querySelector('.clash-why').textContent = answer.error;
  dialog.querySelector('.theirs').textContent = answer.theirs ?? '(the file is gone)';
  dialog.querySelector('.yours').textContent = answer.yours;
  dialog.returnValue = '';
  dialog.showModal();
  await new Promise((done) => dialog.addEventListener('close', done, { once: true }));
  return dialog.returnValue === 'yours';
};

/**
 * What an editor can do with one card: shows the lines the likeliest answer writes, sends answers,
 * says what went wrong, and shows both versions when a file changed meanwhile.
 */
export const desk = ({ seen, likely, answered }) => {
  const lines = make('div.lines', { 'aria-label': 'Lines that will be written' });
  const wrong = make('p.wrong', { role: 'alert' });
  const known = { ...seen };
  let turn = 0;
  let busy = false;
  const show = async () => {
    const wish = likely();
    const mine = turn += 1;
    if (!wish) { lines.replaceChildren(); return; }
    try {
      const { files } = await post('answer', { ...wish, dry: true });
      if (mine !== turn) return;
      wrong.textContent = '';
      lines.replaceChildren(...linesOf(files));
      // Files this answer touches beside the ones that were shown are seen from now on.
      for (const file of files) known[file.path] ??= file.seen;
    } catch (error) {
      if (mine !== turn) return;
      lines.replaceChildren();
      wrong.textContent = error.message;
    }
  };
  const send = async (wish) => {
    if (busy) return false;
    busy = true;
    wrong.textContent = '';
    try {
      // The answer may touch files that were not shown yet.
      const { files } = await post('answer', { ...wish, dry: true });
      for (const file of files) known[file.path] ??= file.seen;
      const { what } = await post('answer', { ...wish, seen: known });
      say(what[0].toUpperCase() + what.slice(1));
      await answered();
      return true;
    } catch (error) {
      if (error instanceof Refused && error.status === 412 && 'yours' in error.answer) {
        busy = false;
        if (!await clash(error.answer)) { await answered(); return false; }
        known[error.answer.path] = error.answer.seen;
        return await send(wish);
      }
      wrong.textContent = error.message;
      return false;
    } finally {
      busy = false;
    }
  };
  return { lines, wrong, show, send: (wish) => writing(() => send(wish)), changed: calm(show) };
};

/** Searches events by words; `pick` gets the chosen one. */
export const eventSearch = (get, without, pick) => {
  const found = make('div.found');
  const input = make('input', { type: 'search', placeholder: 'words of the other event’s headline', 'aria-label': 'Find the other event' });
  const search = calm(async () => {
    if (!input.value.trim()) { found.replaceChildren(); return; }
    const { events } = await get('find', { words: input.value });
    found.replaceChildren(...events.filter((event) => event.id !== without).map((event) =>
      make('button', { type: 'button', onclick: () => pick(event) }, make('span', inWords(event.date)), make('span', event.headline))));
  });
  input.addEventListener('input', search);
  return { box: make('div', { hidden: true }, input, found), open() { this.box.hidden = false; input.focus(); } };
};
