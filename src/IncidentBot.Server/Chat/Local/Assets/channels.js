// The list of channels: what is on, unread and recent, kept up to date by the server, and a search through all others.

const find = (selector, root = document) => root.querySelector(selector);
const list = () => find('[data-channels]');
const entry = (name) => find(`[data-focus="${CSS.escape(name)}"]`, list())?.closest('li');

/** The whole list, as it is when the connection begins. */
export function showChannels({ html }) {
  const focused = list().contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  list().innerHTML = html;
  if (focused) {
    find('a', entry(focused))?.focus();
  }
}

/** What has left it, and what has come: each before an entry that is there, or at the end. */
export function changeChannels({ gone, come }) {
  gone.map(entry).filter((old) => old && !old.contains(document.activeElement)).forEach((old) => old.remove());
  for (const { name, before, html } of come) {
    entry(name)?.remove();
    const template = document.createElement('template');
    template.innerHTML = html;
    find('ul', list()).insertBefore(template.content.firstElementChild, (before && entry(before)) || null);
  }
}

/** Shows what the page of all channels finds in place of the list, while somebody types. Enter goes to that page. */
export function searchChannels() {
  const form = find('[data-find]');
  const input = find('input[type=search]', form);
  const found = find('[data-found]');
  let waiting;
  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 150);
  });
  if (input.value) {
    look();
  }

  async function look() {
    const text = input.value.trim();
    const answer = text ? await ask() : null;
    if (text !== input.value.trim()) {
      return;
    }
    found.replaceChildren(...(answer?.childNodes ?? []));
    found.hidden = !answer;
    find('[data-announcer]').textContent = find('[role=status]', found)?.textContent ?? '';
    list().hidden = Boolean(answer);
  }

  async function ask() {
    try {
      const answer = await fetch(`${form.action}?${new URLSearchParams(new FormData(form))}`);
      return answer.ok ? find('[data-found]', new DOMParser().parseFromString(await answer.text(), 'text/html')) : null;
    } catch {
      return null;
    }
  }
}
