// Marks on the channels in which something was said that the reader has not seen, and their number in the title. Kept in the
// browser, for each person: all tabs know the same. The list may be replaced at any time, and may hold a part of the channels only.

export function markUnread(channel, reader) {
  const key = `unread:${reader}`;
  const title = document.title;
  const list = document.querySelector('[data-channels]');

  function state() {
    return JSON.parse(localStorage.getItem(key) ?? '{"channels":[]}');
  }

  function save(now) {
    localStorage.setItem(key, JSON.stringify(now));
    show();
  }

  /** What is in sight is read. */
  function read() {
    const now = state();
    if (!document.hidden && now.channels.includes(channel)) {
      save({ ...now, channels: now.channels.filter((other) => other !== channel) });
    }
  }

  /** Another tab may have heard of it before, and its reader may have been there since. */
  function onNews({ position, channels }) {
    const now = state();
    const fresh = Object.keys(channels).filter((other) => channels[other] > (now.heard ?? 0) && (other !== channel || document.hidden));
    save({ heard: Math.max(position, now.heard ?? 0), channels: [...new Set([...now.channels, ...fresh])] });
  }

  function show() {
    const { channels } = state();
    document.title = channels.length > 0 ? `(${channels.length}) ${title}` : title;
    for (const link of list.querySelectorAll('a[data-focus]')) {
      const unread = channels.includes(link.dataset.focus);
      if (unread !== link.hasAttribute('data-unread')) {
        link.toggleAttribute('data-unread', unread);
        link.querySelector('.mark')?.remove();
        if (unread) {
          link.append(mark());
        }
      }
    }
    document.querySelector('.menu').classList.toggle('has-unread', channels.length > 0);
  }

  addEventListener('storage', (event) => {
    if (event.key === key) {
      read();
      show();
    }
  });
  document.addEventListener('visibilitychange', read);
  new MutationObserver(show).observe(list, { childList: true, subtree: true });
  read();
  show();

  return { onNews, newsSince: () => state().heard ?? null };
}

function mark() {
  const place = document.createElement('span');
  place.className = 'mark';
  place.textContent = 'new';
  return place;
}
