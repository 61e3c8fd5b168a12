// Times, in the reader's zone, with the day where that is not today. Without script they are shown in UTC.

export function showTimes(root) {
  for (const element of root.querySelectorAll('time')) {
    const at = new Date(element.dateTime);
    const now = new Date();
    const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric';
    const day = at.toDateString() === now.toDateString() ? '' : at.toLocaleDateString(undefined, { day: 'numeric', month: 'short', year }) + ' ';
    element.textContent = day + clock(at);
    element.title = at.toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'long' });
  }
}

export function clock(at) {
  return at.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
}
