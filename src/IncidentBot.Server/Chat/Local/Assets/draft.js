// What somebody has half written survives a reload and a look into another channel. Kept in the tab, for each channel and person.

export function keepDraft(input, channel, reader) {
  const key = `draft:${reader}:${channel}`;
  if (input.value === '') {
    input.value = sessionStorage.getItem(key) ?? '';
  }

  function keep() {
    if (input.value === '') {
      sessionStorage.removeItem(key);
    } else {
      sessionStorage.setItem(key, input.value);
    }
  }

  input.addEventListener('input', keep);
  addEventListener('pagehide', keep);
}
