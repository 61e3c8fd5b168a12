// Completes commands in the text field: arrows choose, Tab takes, Enter takes what was chosen and otherwise sends, Escape closes.

const shown = 8;

export function completeCommands(input, list) {
  let commands;
  let matches = [];
  let chosen = -1;

  async function load() {
    commands ??= fetch('/chat/commands.json').then((answer) => (answer.ok ? answer.json() : []), () => []);
    return commands;
  }

  async function suggest() {
    const typed = input.value;
    const all = typed.startsWith('/') ? await load() : [];
    if (typed !== input.value) {
      return;
    }
    matches = rank(all, typed.toLowerCase()).slice(0, shown);
    show(-1);
  }

  function show(index) {
    chosen = index;
    list.hidden = matches.length === 0;
    list.replaceChildren(...matches.map((command, i) => option(command, i)));
    input.setAttribute('aria-expanded', String(!list.hidden));
    if (chosen < 0) {
      input.removeAttribute('aria-activedescendant');
    } else {
      input.setAttribute('aria-activedescendant', `command-${chosen}`);
      list.children[chosen].scrollIntoView({ block: 'nearest' });
    }
  }

  function option(command, i) {
    const item = document.createElement('li');
    item.id = `command-${i}`;
    item.role = 'option';
    item.ariaSelected = String(i === chosen);
    const usage = document.createElement('code');
    usage.textContent = command.usage;
    const help = document.createElement('span');
    help.textContent = command.help;
    item.append(usage, help);
    item.addEventListener('pointerdown', (event) => { event.preventDefault(); take(i); });
    return item;
  }

  function take(i) {
    input.value = `${matches[i].name} `;
    close();
  }

  function close() {
    matches = [];
    show(-1);
  }

  input.addEventListener('input', suggest);
  input.addEventListener('focus', () => { if (input.value === '/') { suggest(); } });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (list.hidden || event.isComposing) {
      return;
    }
    const keys = {
      ArrowDown: () => show((chosen + 1) % matches.length),
      ArrowUp: () => show((chosen <= 0 ? matches.length : chosen) - 1),
      Tab: () => take(Math.max(chosen, 0)),
      Enter: () => take(chosen),
      Escape: close,
    };
    const nothingChosen = event.key === 'Enter' && chosen < 0;
    if (keys[event.key] && !event.shiftKey && !nothingChosen) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  return { close };
}

/** What begins as typed comes first, then what holds each typed word somewhere. Nothing once the arguments have begun. */
function rank(commands, typed) {
  const words = typed.slice(1).split(/\s+/).filter(Boolean);
  const begins = commands.filter((command) => command.name.toLowerCase().startsWith(typed) && command.name.toLowerCase() !== typed.trimEnd());
  const holds = commands.filter((command) => !begins.includes(command) && !typed.startsWith(command.name.toLowerCase())
    && words.every((word) => `${command.name} ${command.help}`.toLowerCase().includes(word)));
  return [...begins, ...holds];
}
