// What somebody sent before: ArrowUp in an empty field brings it back, ArrowDown goes forward. Kept in the tab, for each person.

const kept = 50;

export function rememberSent(input, reader) {
  const key = `sent:${reader}`;
  let lines = JSON.parse(sessionStorage.getItem(key) ?? '[]');
  let at = lines.length;

  function add(line) {
    lines = [...lines.filter((other) => other !== line), line].slice(-kept);
    sessionStorage.setItem(key, JSON.stringify(lines));
    at = lines.length;
  }

  input.addEventListener('keydown', (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const untouched = input.value === (lines[at] ?? '');
    if (!step || event.defaultPrevented || event.isComposing || !untouched || at + step < 0 || at + step > lines.length) {
      return;
    }
    event.preventDefault();
    at += step;
    input.value = lines[at] ?? '';
    input.setSelectionRange(input.value.length, input.value.length);
  });
  input.addEventListener('input', () => {
    if (input.value === '') {
      at = lines.length;
    }
  });

  return { add };
}
