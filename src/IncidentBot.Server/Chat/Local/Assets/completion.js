// Completes a line in the text field, argument by argument; what there is to choose from is the server's to know. Arrows choose,
// Tab takes, Enter takes what is chosen and otherwise sends, Escape closes. What is half a word is completed before it is sent.

export function completeCommands(input, list, hint, { channel, reader }) {
  const popup = list.parentElement;
  let matches = [];
  let chosen = -1;
  let asking = null;

  async function suggest() {
    const typed = input.value;
    const asked = typed.startsWith('/') ? ask(typed) : Promise.resolve({ suggestions: [] });
    asking = asked;
    const { suggestions, hint: next, isHalf } = await asked;
    if (asking !== asked) {
      return;
    }
    asking = null;
    matches = suggestions;
    hint.textContent = next ?? '';
    show(isHalf ? 0 : -1);
  }

  function ask(typed) {
    const query = new URLSearchParams({ as: reader, typed });
    return fetch(`/chat/${channel}/completion?${query}`).then((answer) => (answer.ok ? answer.json() : { suggestions: [] }), () => ({ suggestions: [] }));
  }

  function show(index) {
    chosen = index;
    list.hidden = matches.length === 0;
    hint.hidden = hint.textContent === '';
    popup.hidden = list.hidden && hint.hidden;
    list.replaceChildren(...matches.map(option));
    input.setAttribute('aria-expanded', String(!list.hidden));
    if (chosen < 0) {
      input.removeAttribute('aria-activedescendant');
    } else {
      input.setAttribute('aria-activedescendant', `command-${chosen}`);
      list.children[chosen].scrollIntoView({ block: 'nearest' });
    }
  }

  function option({ label, help }, i) {
    const item = document.createElement('li');
    item.id = `command-${i}`;
    item.role = 'option';
    item.ariaSelected = String(i === chosen);
    const what = document.createElement('code');
    what.textContent = label;
    const about = document.createElement('span');
    about.textContent = help;
    item.append(what, about);
    item.addEventListener('pointerdown', (event) => { event.preventDefault(); take(i); });
    return item;
  }

  function choose(i) {
    if (matches.length > 0) {
      show(i % matches.length);
    }
  }

  /** The list goes on with the next word. */
  function take(i) {
    input.value = matches[i].line;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }

  function close() {
    asking = null;
    matches = [];
    hint.textContent = '';
    show(-1);
  }

  /** The answer to what was typed last may still be on its way, and nobody means the list of what they had typed before. */
  async function answered(then) {
    while (asking) {
      await asking;
      await null;
    }
    then();
  }

  function enter() {
    if (chosen >= 0) {
      take(chosen);
    } else {
      input.form.requestSubmit();
    }
  }

  input.addEventListener('input', suggest);
  input.addEventListener('focus', () => { if (input.value === '/') { suggest(); } });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (event.isComposing || event.shiftKey) {
      return;
    }
    const keys = list.hidden ? {} : {
      ArrowDown: () => choose(chosen + 1),
      ArrowUp: () => choose(chosen <= 0 ? matches.length - 1 : chosen - 1),
      Tab: () => { if (matches.length > 0) { take(Math.max(chosen, 0)); } },
    };
    if (event.key === 'Enter' && (asking || chosen >= 0)) {
      keys.Enter = enter;
    }
    if (event.key === 'Escape' && !popup.hidden) {
      event.preventDefault();
      close();
    } else if (keys[event.key]) {
      event.preventDefault();
      answered(keys[event.key]);
    }
  });

  return { close };
}
