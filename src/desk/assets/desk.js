// The review desk: which page is shown, what keys do, what the preview tells.

import { get, hasToken, make, mode, post, say, setToken, written } from '/_desk/kit.js';
import { articlePage, eventPage, newPage } from '/_desk/pages.js';
import { queue } from '/_desk/queue.js';

const main = document.querySelector('main');
const undoButton = document.querySelector('.undo');
const problemsBox = document.querySelector('.problems');
const help = document.querySelector('dialog.help');
let page = { key: () => false };

const about = () => Object.fromEntries(new URLSearchParams(location.hash.slice(1)));

const showProblems = (problems) => {
  problemsBox.hidden = !problems.length;
  problemsBox.replaceChildren(...problems.flatMap((problem) => [
    make('code', problem.path + (problem.position ? `:${problem.position.line}:${problem.position.column}` : '')),
    problem.message + (problem.hint ? ' — ' + problem.hint : ''),
  ]));
};

const showUndo = (what) => {
  undoButton.hidden = !what;
  undoButton.title = what ? 'Undo: ' + what : '';
};

const trouble = (error) => {
  if (error.status === 403) { askToken(error.message); return; }
  main.replaceChildren(make('p.quiet', error.message, ' ', make('a', { href: '#queue' }, 'Back to the queue')));
};

const show = async () => {
  if (mode === 'off') {
    main.replaceChildren(make('p.quiet', 'This preview is open to other machines, so editing is off. Start it with --edit-token to turn it on.'));
    return;
  }
  if (!hasToken()) { askToken(''); return; }
  const { event, article, quote } = about();
  const isNew = location.hash === '#new';
  document.querySelector('.to-new').toggleAttribute('aria-current', isNew);
  document.querySelector('.to-queue').toggleAttribute('aria-current', !isNew && !event && !article);
  try {
    if (event) page = await eventPage(main, event);
    else if (article) page = await articlePage(main, article, quote);
    else if (isNew) page = newPage(main);
    else {
      page = queue(main);
      await page.refresh();
      showUndo(page.state().undo);
      showProblems(page.state().problems);
    }
    if (event || article || isNew) showUndo((await get('queue')).undo);
  } catch (error) { trouble(error); }
};

const askToken = (why) => {
  const input = make('input', { type: 'password', autocomplete: 'off' });
  main.replaceChildren(make('form.quiet', { onsubmit: (event) => { event.preventDefault(); setToken(input.value.trim()); show(); } },
    make('p', 'Type the token this preview was started with (--edit-token).'), why && make('p.wrong', why),
    make('label.field', 'Token', input), make('div.acts', make('button.go', 'Open the desk'))));
  input.focus();
};

const undo = async () => {
  await written();
  try {
    const had = page.shown?.();
    const { what } = await post('undo', {});
    // The queue stays; the card that came back is the one in hand.
    if (had) { await page.refresh(); page.takeUp(had); showUndo(page.state().undo); } else await show();
    say('Took back: ' + what);
  } catch (error) { say(error.message); }
};

undoButton.onclick = undo;
document.querySelector('.keys').onclick = () => help.showModal();
addEventListener('hashchange', show);
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && !/radio|checkbox/.test(event.target.type);
  if (event.key === 'Escape' && typing) { event.target.blur(); return; }
  if (typing) return;
  if (event.key === '?') help.showModal();
  else if (event.key === 'u') undo();
  else if (!page.key(event.key)) return;
  event.preventDefault();
});

// Changes on disk: the queue follows; what is being typed stays.
const follow = () => {
  const source = new EventSource('/_dateline/events');
  let first = true;
  source.onmessage = ({ data }) => {
    const signal = JSON.parse(data);
    showProblems(signal.problems);
    if (!first && page.refresh) page.refresh().then(() => showUndo(page.state().undo)).catch(() => {});
    first = false;
  };
};

await show();
if (isSecureContext && mode !== 'off') follow();
