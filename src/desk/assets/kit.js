// The desk's tools: elements, requests, dates in words. All text goes in as text.

const meta = (name) => document.querySelector(`meta[name="dateline-${name}"]`).content;
export const mode = meta('mode');
let token = meta('token') || sessionStorage.getItem('dateline-token') || '';

export const setToken = (value) => { token = value; sessionStorage.setItem('dateline-token', value); };
export const hasToken = () => Boolean(token);

/** Makes an element: `make('p.why', { hidden: true }, 'text', child)`. */
export const make = (what, ...rest) => {
  const [tag, ...classes] = what.split('.');
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(' ');
  for (const part of rest.flat()) {
    if (part === null || part === undefined || part === false) continue;
    if (part instanceof Node || typeof part === 'string' || typeof part === 'number') element.append(part);
    else for (const [name, value] of Object.entries(part)) {
      if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
      else if (name in element && name !== 'list') element[name] = value;
      else element.setAttribute(name, value);
    }
  }
  return element;
};

/** What the server refused, with its answer. */
export class Refused extends Error {
  constructor(status, answer) { super(answer.error || `the desk answered ${status}`); this.status = status; this.answer = answer; }
}

const call = async (path, options) => {
  let response;
  try {
    response = await fetch('/_desk/api/' + path, { cache: 'no-store', ...options });
  } catch {
    throw new Refused(0, { error: 'dateline serve does not answer; start it again' });
  }
  const text = await response.text();
  let answer;
  try { answer = JSON.parse(text); } catch { answer = { error: text }; }
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
};

export const get = (what, about = {}) =>
  call(what + '?' + new URLSearchParams(about), { headers: { 'X-Dateline-Token': token } });

export const post = (what, body) => call(what, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'X-Dateline-Token': token },
  body: JSON.stringify(body),
});

let writes = Promise.resolve();
/** Runs `work`, which writes; `written` waits for it. */
export const writing = (work) => {
  const done = work();
  writes = Promise.allSettled([writes, done]);
  return done;
};
/** When every answer given so far is written, or refused: an undo typed right after an answer means that answer. */
export const written = () => writes;

let fading;
export const say = (text) => {
  const toast = document.querySelector('.toast');
  toast.textContent = text;
  clearTimeout(fading);
  fading = setTimeout(() => { toast.textContent = ''; }, 6000);
};

/** Runs `work` once the calls have paused. */
export const calm = (work, ms = 150) => {
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(work, ms); };
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const PARTS = { 21: 'spring', 22: 'summer', 23: 'autumn', 24: 'winter', 33: 'Q1', 34: 'Q2', 35: 'Q3', 36: 'Q4', 40: 'first half of', 41: 'second half of' };

/** EDTF in words: `2016-02-25` is "Thu 25 Feb 2016". What it does not know stays as it is. */
export const inWords = (edtf) => {
  if (!edtf) return '';
  if (edtf.includes('/')) {
    const [from, to] = edtf.split('/');
    if (!to || to === '..') return 'since ' + inWords(from);
    if (!from || from === '..') return 'until ' + inWords(to);
    return inWords(from) + ' – ' + inWords(to);
  }
  const about = { '~': 'about ', '?': 'perhaps ', '%': 'perhaps about ' }[edtf.at(-1)] || '';
  const plain = about ? edtf.slice(0, -1) : edtf;
  const [, year, month, day, time] = plain.match(/^(-?[\dX]{3,4,5}|-?[\dX]+)(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d:\d\d))?/) || [];
  if (!year) return edtf;
  const era = year.startsWith('-') ? `${1 - Number(year)} BC` : year.replace(/^0+(?=\d)/, '');
  const named = year === 'XXXX' ? '' : /^\d{3}X$/.test(year) ? year.slice(0, 3) + '0s' : /^\d\dXX$/.test(year) ? `${Number(year.slice(0, 2)) + 1}th century` : era;
  if (!month) return about + named;
  if (PARTS[month]) return `${about}${PARTS[month]} ${named}`;
  const name = MONTHS[Number(month) - 1];
  if (!name) return edtf;
  if (!day) return `${about}${name} ${named}`.trim();
  const full = /^\d{4}$/.test(year) && new Date(`${year}-${month}-${day}T00:00Z`);
  const weekday = full && !Number.isNaN(+full) ? full.toLocaleDateString('en', { weekday: 'short', timeZone: 'UTC' }) + ' ' : '';
  return `${about}${weekday}${Number(day)} ${name} ${named}${time ? ', ' + time : ''}`.trim();
};

const WORDS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven', 'Twelve'];
export const counted = (count, one, many) => `${WORDS[count] || count} ${count === 1 ? one : many}`;
