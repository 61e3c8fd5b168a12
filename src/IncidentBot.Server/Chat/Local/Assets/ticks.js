// What changes by itself: how long the incident has lasted, and the day, which tells whether a time needs its date.

import { showTimes } from './times.js';

const lasts = /^(.*? )((?:\d+ (?:d|h|min|s) ?){1,2})$/s;
const over = /\b(RESOLVED|CLOSED|CANCELLED)\b/;
const seconds = { d: 86_400, h: 3600, min: 60, s: 1 };

export function tick() {
  let day = new Date().toDateString();
  setInterval(() => {
    const today = new Date().toDateString();
    if (today !== day) {
      day = today;
      showTimes(document);
    }
    const card = document.querySelector('.living .card');
    if (card) {
      age(card.querySelector('.card-title'), card.querySelector('.footnote time:last-of-type'));
    }
  }, 1000);
}

/** As drawn, and what has passed since: the footnote ends with when that was. */
function age(title, drawn) {
  title.dataset.drawn ??= title.textContent;
  const [, before, length] = lasts.exec(title.dataset.drawn) ?? [];
  if (length && drawn && !over.test(before)) {
    const then = length.trim().match(/\d+ \w+/g).map((part) => part.split(' ')).reduce((sum, [count, unit]) => sum + count * seconds[unit], 0);
    const text = before + words(then + Math.max(0, Math.floor((Date.now() - new Date(drawn.dateTime)) / 1000)));
    if (title.textContent !== text) {
      title.textContent = text;
    }
  }
}

/** The two largest units that matter. */
function words(length) {
  const pair = (large, largeUnit, small, smallUnit) => (small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`);
  const [s, min, h, d] = [length % 60, Math.floor(length / 60) % 60, Math.floor(length / 3600) % 24, Math.floor(length / 86_400)];
  if (length < 60) {
    return `${s} s`;
  }
  if (length < 3600) {
    return pair(min, 'min', s, 's');
  }
  return d === 0 ? pair(h, 'h', min, 'min') : pair(d, 'd', h, 'h');
}
