// Times in the reader's zone, and a page that is as it is now: told that something has changed, it asks for itself again and
// takes over the parts that are marked as living. What somebody is typing stands outside of them.

import { showTimes } from './times.js';

showTimes(document);

const fresh = document.querySelector('[data-fresh]');
const what = document.body.dataset.pulse;
const incident = document.querySelector('input[name=incident]')?.value;
const answers = document.querySelector('[data-live=answers]');

async function renew() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!answer.ok) {
    return;
  }

  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    const now = page.querySelector(`[data-live="${part.dataset.live}"]`);
    if (now && withoutKeys(now) !== withoutKeys(part)) {
      replace(part, now);
    }
  }

  fresh?.replaceChildren(...page.querySelector('[data-fresh]').childNodes);
  showTimes(document);
}

/** Each drawing of a form has another key, which alone is no news. */
function withoutKeys(part) {
  const copy = part.cloneNode(true);
  copy.querySelectorAll('input[name=key]').forEach((key) => key.remove());
  copy.querySelectorAll('time').forEach((time) => { time.textContent = time.dateTime; time.removeAttribute('title'); });
  copy.querySelectorAll('details').forEach((details) => details.removeAttribute('open'));
  return copy.innerHTML;
}

/** What was opened stays open, and what had the focus has it again. */
function replace(part, now) {
  const opened = new Map([...part.querySelectorAll('details[data-focus]')].map((details) => [details.dataset.focus, details.open]));
  const focus = part.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
  part.replaceChildren(...now.childNodes);
  for (const details of part.querySelectorAll('details[data-focus]')) {
    details.open = opened.get(details.dataset.focus) ?? details.open;
  }

  if (focus !== undefined) {
    [...part.querySelectorAll('[data-focus]')].find((element) => element.dataset.focus === focus)?.focus();
  }
}

if (what || answers) {
  const as = new URLSearchParams(location.search).get('as');
  const query = new URLSearchParams({ ...(what && { what }), ...(incident && { incident }), ...(as && { as }) });
  const source = new EventSource(`/dashboard/events?${query}`);
  let renewing = Promise.resolve();
  source.addEventListener('changed', () => { renewing = renewing.then(renew, renew); });
  source.addEventListener('open', () => { document.body.dataset.connection = 'live'; renewing = renewing.then(renew, renew); });
  source.addEventListener('error', () => { document.body.dataset.connection = 'lost'; });
}
