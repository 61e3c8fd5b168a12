// The channel page. Everything it shows was rendered by the server; this keeps it live and spares the reloads.

import { changeChannels, searchChannels, showChannels } from './channels.js';
import { completeCommands } from './completion.js';
import { keepDraft } from './draft.js';
import { loadEarlier } from './earlier.js';
import { follow } from './live.js';
import { rememberSent } from './sent.js';
import { tick } from './ticks.js';
import { clock, showTimes } from './times.js';
import { markUnread } from './unread.js';

const { channel, reader, revision } = document.body.dataset;
const find = (selector, root = document) => root.querySelector(selector);
const scroller = find('#messages');
const log = find('.log');
const composer = find('.composer');
let unread = 0;
let pinned = true;
/** Where the reader was brought: as long as they stay there, they follow. */
let landed = 0;

if (composer) {
  showTimes(document);
  toEnd();
  const { onNews, newsSince } = markUnread(channel, reader);
  follow({ channel, reader, revision, newsSince, onMessage, onChannels: showChannels, onChannel: changeChannels, onNews, onConnection });
  searchChannels();
  loadEarlier(log, scroller, showTimes);
  compose();
  press();
  jump();
  tick();
}

// --- Messages ---

function onMessage({ html, text, mine }) {
  const fresh = parse(html);
  const old = document.getElementById(fresh.id);
  const follows = atEnd();
  if (old) {
    replace(old, fresh);
  } else {
    insert(fresh);
  }
  announce(old ? find('.card-title', old)?.textContent : null, fresh, text, mine);
  if (follows || (mine && !old)) {
    toEnd();
  } else if (!old) {
    countNew();
  }
}

function parse(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  showTimes(template.content);
  return template.content.firstElementChild;
}

/** By the time it was posted: an update may bring a message that was too old for this page. */
function insert(fresh) {
  let after = log.lastElementChild;
  while (Number(after?.dataset.at) > Number(fresh.dataset.at)) {
    after = after.previousElementSibling;
  }
  after.after(fresh);
}

/** In place: the reader's focus and what they have unfolded stay as they were. */
function replace(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const unfolded = [...old.querySelectorAll('details[open]')].map((details) => details.dataset.focus);
  old.replaceWith(fresh);
  fresh.querySelectorAll('details').forEach((details) => { details.open = unfolded.includes(details.dataset.focus); });
  if (focused) {
    twin(fresh, focused.dataset.focus).focus({ preventScroll: true });
  }
}

function twin(root, name) {
  return (name && find(`[data-focus="${CSS.escape(name)}"]`, root)) || root;
}

/** What a screen reader says: a new message whole, an update only when its title says more than that time has passed. */
function announce(titleBefore, fresh, text, mine) {
  const title = find('.card-title', fresh)?.textContent;
  const withoutDuration = (words) => words.replace(/\d+ (d|h|min|s)\b/g, '');
  if (titleBefore ? withoutDuration(titleBefore) !== withoutDuration(title) : !mine) {
    find('[data-announcer]').textContent = titleBefore ? title : text;
  }
}

// --- Where the reader is ---

function atEnd() {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60 || Math.abs(scroller.scrollTop - landed) < 2;
}

/** To the end, or to where the newest message begins where all of it does not fit: what it says stands first. */
function toEnd() {
  scroller.scrollTop = scroller.scrollHeight;
  const newest = log.lastElementChild;
  const top = find('.living', log)?.getBoundingClientRect().bottom ?? scroller.getBoundingClientRect().top;
  const hidden = top - newest.getBoundingClientRect().top;
  if (hidden > 0 && !newest.classList.contains('living')) {
    scroller.scrollTop -= hidden;
  }
  landed = scroller.scrollTop;
  unread = 0;
  find('[data-jump]').hidden = true;
}

function countNew() {
  unread += 1;
  const button = find('[data-jump]');
  button.textContent = unread === 1 ? '1 new message' : `${unread} new messages`;
  button.hidden = false;
}

function jump() {
  find('[data-jump]').addEventListener('click', () => { toEnd(); find('#text').focus(); });
  scroller.addEventListener('scroll', () => {
    pinned = atEnd();
    if (pinned) {
      unread = 0;
      find('[data-jump]').hidden = true;
    }
  }, { passive: true });
  // A phone's keyboard takes half the height away; the end should stay in sight.
  new ResizeObserver(() => { if (pinned) { toEnd(); } }).observe(scroller);
}

function onConnection(state, heard) {
  const place = find('.connection');
  const text = state === 'live' ? `Live, ${clock(new Date(heard))}` : `Reconnecting, last news ${clock(new Date(heard))}`;
  if (place.dataset.connection === 'live' && state === 'lost') {
    find('[data-announcer]').textContent = 'The connection is lost. Reconnecting.';
  }
  if (place.dataset.connection === 'lost' && state === 'live') {
    find('[data-problem]').hidden = true;
  }
  place.dataset.connection = state;
  find('[data-connection-text]').textContent = text;
}

// --- Writing and pressing ---

/** A failed request keeps its key, so that sending it again is the same request. */
async function send(fields) {
  const problem = find('[data-problem]');
  problem.hidden = true;
  try {
    const answer = await fetch(`/chat/${channel}/messages`, { method: 'POST', body: fields, headers: { Accept: 'text/plain' } });
    if (answer.ok) {
      return true;
    }
    problem.textContent = (await answer.text()).trim() || `Not sent: the server answered ${answer.status}.`;
  } catch {
    problem.textContent = 'Not sent: the server does not answer. Send it again; it will be received once.';
  }
  problem.hidden = false;
  return false;
}

function compose() {
  const input = find('#text');
  const key = find('[name=key]', composer);
  keepDraft(input, channel, reader);
  const completion = completeCommands(input, find('#commands'), find('#next-word'), { channel, reader });
  const sent = rememberSent(input, reader);
  let sending = false;
  input.addEventListener('input', () => { find('[data-problem]').hidden = true; });
  input.addEventListener('change', () => { input.value = input.value.trimStart(); });
  composer.addEventListener('submit', async (event) => {
    event.preventDefault();
    completion.close();
    if (sending) {
      return;
    }
    sending = true;
    const text = input.value;
    if (await send(new URLSearchParams(new FormData(composer)))) {
      key.value = crypto.randomUUID();
      sent.add(text);
      if (input.value === text) {
        input.value = '';
        input.dispatchEvent(new Event('input'));
      }
    }
    sending = false;
    input.focus();
  });
}

function press() {
  log.addEventListener('submit', async (event) => {
    event.preventDefault();
    const form = event.target;
    const button = find('button', form);
    if (button.ariaDisabled === 'true') {
      return;
    }
    const fields = new URLSearchParams(new FormData(form));
    if (fields.has('confirm') && !(await confirmed(button, fields))) {
      return;
    }
    fields.set('confirmed', 'yes');
    button.ariaDisabled = 'true';
    const done = await send(fields);
    if (done) {
      find('[name=key]', form).value = crypto.randomUUID();
    }
    setTimeout(() => { button.ariaDisabled = null; }, done ? 1500 : 0);
  });
}

/** Asks in words; resolves to the answer, with the focus back on the button or on what replaced it meanwhile. */
function confirmed(button, fields) {
  const dialog = find('#confirm');
  const message = button.closest('.message').id;
  const [no, yes] = dialog.querySelectorAll('button');
  find('h2', dialog).textContent = `${button.dataset.label}?`;
  find('.text', dialog).textContent = fields.get('confirm');
  find('code', dialog).textContent = fields.get('text');
  yes.className = button.className;
  no.textContent = fields.get('no');
  yes.textContent = fields.get('yes');
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      const place = document.getElementById(message);
      if (place && !button.isConnected) {
        twin(place, button.dataset.focus).focus();
      }
      resolve(dialog.returnValue === 'yes');
    }, { once: true });
  });
}
