// One event, one article, a new article.

import { button, desk, eventSearch, field, linesOf, readings, sentence, statusChoice } from '/_desk/cards.js';
import { calm, counted, get, inWords, make, post, say } from '/_desk/kit.js';

const heading = (title, ...below) => make('div.head', make('div', make('h1', title), below));

/** All about one event: its words, its date, its reports. */
export const eventPage = async (main, id) => {
  const event = await get('event', { id });
  document.title = 'Edit: ' + event.headline;
  const seen = Object.fromEntries(event.claims.map((claim) => [claim.file.path, claim.file.seen]));
  // What an editor said already stays in one place; else the report with the event's date.
  const editable = event.claims.filter((claim) => claim.editable);
  const lead = editable.find((c) => c.entry) || editable.find((c) => c.date === event.date) || editable[0];
  const again = () => eventPage(main, id).catch(() => { location.hash = '#queue'; });
  const text = (value, rows) => make(rows ? 'textarea' : 'input', rows ? { rows, value: value || '' } : { type: 'text', value: value || '' });
  const headline = text(event.headline);
  const summary = text(event.summary, 3);
  const place = text(event.place);
  const note = text(event.note);
  const tags = text((event.tags || []).join(', '));
  const before = { headline: event.headline, summary: event.summary || '', place: event.place || '', note: event.note || '', tags: (event.tags || []).join(', ') };
  let chosen;
  const status = statusChoice(event.status, () => paper.changed());
  const wish = () => {
    if (!lead) return undefined;
    const fields = { date: chosen.value()?.date || event.date, headline: headline.value, status: status.value };
    // Only what was changed is written, beside what every checked entry says.
    for (const [name, input] of Object.entries({ summary, place, note })) if (input.value !== before[name]) fields[name] = input.value;
    if (tags.value !== before.tags) fields.tags = tags.value.split(',').map((tag) => tag.trim()).filter(Boolean);
    return { action: 'keep', claim: lead.id, fields };
  };
  const paper = desk({ seen, likely: wish, answered: again });
  const dates = new Map([[event.date, { date: event.date, why: event.claims.find((c) => c.date === event.date)?.readings[0].why || '' }]]);
  for (const claim of event.claims) for (const reading of [{ date: claim.date, why: 'says ' + (claim.article.source || claim.article.title) }, ...claim.readings]) {
    if (!dates.has(reading.date)) dates.set(reading.date, reading);
  }
  chosen = readings([...dates.values()].slice(0, 8), paper.changed);
  for (const input of [headline, summary, place, note, tags]) input.addEventListener('input', paper.changed);
  const search = eventSearch(get, event.id, (other) => paper.send({ action: 'merge', claim: event.claims[0].id, other: other.id }));
  const acts = {
    y: () => { const what = wish(); if (what) paper.send(what); },
    n: () => paper.send({ action: 'leave-out', claim: event.claims[0].id, whole_event: true }),
    h: () => acts.n(),
    e: () => { headline.focus(); headline.select(); },
    d: () => chosen.typeDate(),
    m: () => search.open(),
    choose: chosen.choose,
  };
  const reports = event.claims.map((claim) => {
    const row = make('div.row');
    if (claim.editable && event.claims.length > 1) {
      const other = event.claims.find((c) => c.id !== claim.id);
      row.append(button('Split off', '', () => paper.send({ action: 'split', claim: claim.id, other: other.id })),
        button('Leave out this report', '', () => paper.send({ action: 'leave-out', claim: claim.id })));
    }
    return sentence(claim, { read: inWords(claim.date), below: row });
  });
  if (event.claims.length > 1) acts.s = () => main.querySelector('.said .row button')?.focus();
  const back = event.hidden
    ? make('div.acts', button('Bring it back', 'y', acts.y = () => paper.send({ action: 'bring-back', claim: id }), true))
    : make('div.acts', button('Save', 'y', acts.y, true), button('Leave out', 'n', acts.n), button('Merge with…', 'm', acts.m));
  main.replaceChildren(
    heading(event.headline, make('p', inWords(event.date), event.hidden ? ' · left out of the timeline' : '',
      event.checked ? ' · checked ' + inWords(event.checked) : '', ' · ', make('a', { href: '/#' + event.id }, 'on the timeline'))),
    make('div.two', make('div', make('p.why', counted(event.claims.length, 'report', 'reports')), reports),
      make('form.edit.side', { onsubmit: (submit) => { submit.preventDefault(); acts.y(); } },
        !lead && make('p.note', `This event is a row of a table: change it in content/${event.claims[0].article.path}.`),
        chosen.set, field('Headline', headline), field('Summary', summary),
        make('div.pair', field('It', status), field('Place', place)), field('Stories (tags, with commas)', tags), field('Note to readers', note),
        back, search.box, paper.wrong, paper.lines)));
  paper.show();
  return { key: keysOf(acts) };
};

export const keysOf = (acts) => (key) => {
  if (/^[1-9]$/.test(key) && acts.choose) acts.choose(Number(key) - 1);
  else if (acts[key]) acts[key]();
  else return false;
  return true;
};

const text = (blocks, onDate) => make('div.prose', blocks.map((runs) => make('p', runs.map((run) => {
  if (!run.mark) return run.text;
  if (run.open) return make('span.open', { title: 'needs the publication day' }, run.text);
  return make('button.date', { type: 'button', 'aria-pressed': 'false', onclick: (click) => onDate(run.claim, click.currentTarget) }, run.text);
}))));

const ORIGINS = { 'front-matter': 'its front matter', corrections: 'its corrections', 'page-metadata': 'the saved page', dateline: 'its first line', 'file-name': 'its file name', option: '--published' };

/** An article with its dates: add its day, mark what the machine missed, correct what it read. */
export const articlePage = async (main, path, words) => {
  const view = await get('article', { path });
  document.title = 'Edit: ' + view.article.title;
  const again = () => articlePage(main, path);
  const seen = { [view.file.path]: view.file.seen };
  const side = make('div.side');
  let acts = {};

  const dayForm = () => {
    const day = make('input', { type: 'text', placeholder: '2016-02-12', spellcheck: false });
    const wish = () => day.value.trim() ? { action: 'article-date', path: view.article.path, date: day.value.trim() } : undefined;
    const paper = desk({ seen, likely: wish, answered: again });
    day.addEventListener('input', paper.changed);
    const save = () => { if (wish()) paper.send(wish()); else day.focus(); };
    acts = { y: save, d: () => day.focus() };
    side.replaceChildren(make('form.edit', { onsubmit: (submit) => { submit.preventDefault(); save(); } },
      make('p.why', make('b', 'Add the publication day'), 'Dates such as “Friday” are counted from it.'),
      field('Published on', day), make('div.acts', button('Save the day', 'y', save, true)), paper.wrong, paper.lines));
    day.focus();
  };

  const markForm = (quote) => {
    const date = make('input', { type: 'text', placeholder: '2016-02-25', spellcheck: false });
    const headline = make('input', { type: 'text', value: quote.length < 90 ? quote : '' });
    const status = statusChoice('happened', () => paper.changed());
    const wish = () => date.value.trim()
      ? { action: 'mark', path: view.article.path, quote, fields: { date: date.value.trim(), headline: headline.value, status: status.value } } : undefined;
    const paper = desk({ seen, likely: wish, answered: again });
    for (const input of [date, headline]) input.addEventListener('input', paper.changed);
    const save = () => { if (wish()) paper.send(wish()); else date.focus(); };
    acts = { y: save, d: () => date.focus(), e: () => headline.focus() };
    side.replaceChildren(make('form.edit', { onsubmit: (submit) => { submit.preventDefault(); save(); } },
      make('p.why', make('b', 'Mark a date the machine missed'), `“${quote}”`),
      field('Date', date), field('Headline', headline), field('The sentence says it', status),
      make('div.acts', button('Mark it', 'y', save, true)), paper.wrong, paper.lines));
    date.focus();
  };

  const claimForm = (id, pressed) => {
    const claim = view.claims.find((c) => c.id === id);
    if (!claim) return;
    main.querySelectorAll('.date').forEach((mark) => mark.setAttribute('aria-pressed', String(mark === pressed)));
    let chosen;
    const headline = make('input', { type: 'text', value: claim.headline });
    const status = statusChoice(claim.status, () => paper.changed());
    const wish = () => ({ action: 'keep', claim: id, fields: { date: chosen.value()?.date || claim.date, headline: headline.value, status: status.value } });
    const paper = desk({ seen, likely: wish, answered: again });
    chosen = readings(claim.readings, paper.changed);
    headline.addEventListener('input', paper.changed);
    acts = { y: () => paper.send(wish()), n: () => paper.send({ action: 'leave-out', claim: id }), e: () => headline.focus(), d: () => chosen.typeDate(), choose: chosen.choose };
    side.replaceChildren(make('form.edit', { onsubmit: (submit) => { submit.preventDefault(); acts.y(); } },
      make('p.why', make('b', 'What was read here'), make('a', { href: '#event=' + id }, 'all about this event')),
      chosen.set, field('Headline', headline), field('The sentence says it', status),
      make('div.acts', button('Keep', 'y', acts.y, true), button('Leave out', 'n', acts.n)), paper.wrong, paper.lines));
    paper.show();
  };

  const prose = text(view.blocks, claimForm);
  const { article } = view;
  const day = article.published ? `published ${inWords(article.published)} (from ${ORIGINS[article.origin] || article.origin})` : 'no publication day';
  main.replaceChildren(heading(article.title, make('p', [article.source, day].filter(Boolean).join(' · '), ' · ', make('code', 'content/' + article.path))),
    make('div.two', prose, side));
  const hint = make('p.note', 'Click a marked date to correct it. Select words to mark a date the machine missed.');
  side.replaceChildren(hint);
  prose.addEventListener('mouseup', () => {
    const quote = String(getSelection()).replace(/\s+/g, ' ').trim();
    if (quote && quote.length <= 400) markForm(quote);
  });
  if (words) markForm(words);
  else if (!article.published) dayForm();
  return { key: (key) => keysOf(acts)(key) };
};

/** A new article: shown with its events before it is saved. */
export const newPage = (main) => {
  document.title = 'New article';
  let name = '';
  const input = (placeholder) => make('input', { type: 'text', placeholder });
  const title = input('from its first heading or line');
  const date = input('2016-02-12');
  const source = input('the newsroom');
  const path = input('chosen from day and title');
  const paste = make('textarea', { placeholder: 'Paste the article here, or drop a .txt, .md, .html or .eml file.', 'aria-label': 'Text of the article' });
  const drop = make('div.drop', paste, make('p.hint', make('label', make('input.vh', { type: 'file', accept: '.txt,.md,.html,.htm,.eml', onchange: (e) => take(e.target.files[0]) }), 'or choose a file')));
  const proof = make('div.side', make('p.note', 'Its events appear here before anything is saved.'));
  const wrong = make('p.wrong', { role: 'alert' });
  const save = button('Save', '', () => send(true), true);
  save.disabled = true;
  const draft = () => ({ name, text: paste.value, title: title.value, date: date.value, source: source.value, path: path.value });
  const fill = (field, value) => { if (!field.value) field.placeholder = value || field.placeholder; };
  let turn = 0;

  const show = (read) => {
    fill(title, read.title); fill(date, read.date || 'missing'); fill(source, read.source); fill(path, read.path);
    const open = read.article.blocks.flat().filter((run) => run.open).length;
    const warnings = [
      !read.date && make('p.note', make('b', 'No publication day. '), open ? `${counted(open, 'date needs', 'dates need')} it and make no event.` : 'Add it so that readers know when this was written.'),
      ...read.diagnostics.map((d) => make('p.note', `${d.severity}: ${d.message}`, d.hint && ` — ${d.hint}`)),
    ];
    proof.replaceChildren(make('h2', counted(read.article.claims.length, 'event', 'events')), ...warnings.filter(Boolean),
      make('ol.events', read.article.claims.map((claim) => make('li', make('b', inWords(claim.date)), claim.headline, sentence(claim)))),
      make('div.lines', linesOf([{ path: read.path, lines: read.content.split('\n').slice(0, 6).map((line) => ({ fate: 'added', text: line })) }])));
  };

  const send = async (saving) => {
    const mine = turn += 1;
    save.disabled = !paste.value.trim();
    if (!paste.value.trim()) return;
    try {
      const read = await post('draft', { draft: draft(), save: saving });
      if (mine !== turn && !saving) return;
      wrong.textContent = '';
      if (saving) {
        say(`Saved content/${read.path}`);
        location.hash = '#article=' + encodeURIComponent(read.path);
      } else show(read);
    } catch (error) { wrong.textContent = error.message; }
  };
  const changed = calm(() => send(false), 200);
  const take = async (file) => {
    if (!file) return;
    name = file.name;
    paste.value = await file.text();
    changed();
  };
  for (const field of [title, date, source, path, paste]) field.addEventListener('input', changed);
  drop.addEventListener('dragover', (event) => { event.preventDefault(); drop.classList.add('over'); });
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', (event) => {
    drop.classList.remove('over');
    if (event.dataTransfer.files.length) { event.preventDefault(); take(event.dataTransfer.files[0]); }
  });
  main.replaceChildren(heading('New article', make('p', 'It is saved in ', make('code', 'content/'), ' and read like every other.')),
    make('div.two', make('form.edit', { onsubmit: (event) => { event.preventDefault(); send(true); } }, drop,
      make('div.pair', field('Title', title), field('Published on', date)), make('div.pair', field('Newsroom', source), field('File, in content/', path)),
      wrong, make('div.acts', save)), proof));
  paste.focus();
  return { key: () => false };
};
