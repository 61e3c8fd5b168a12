// Messages that were posted before those on the page: their page is fetched, and what it shows is put above.

/** @param {(root: Node) => void} prepare what is done with markup before it is shown. */
export function loadEarlier(log, scroller, prepare) {
  log.addEventListener('click', async (event) => {
    const link = event.target.closest('[data-earlier]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    if (link.ariaDisabled === 'true') {
      return;
    }
    link.ariaDisabled = 'true';
    try {
      const answer = await fetch(link.href);
      if (answer.ok) {
        show(link.parentElement, new DOMParser().parseFromString(await answer.text(), 'text/html'));
      }
    } finally {
      link.ariaDisabled = null;
    }
  });

  /** What the reader looks at stays where it is on the screen, and the focus goes to the last of the new ones. */
  function show(place, page) {
    const earlier = page.querySelectorAll('.log > .earlier, .log > .message');
    const below = scroller.scrollHeight - scroller.scrollTop;
    const fragment = document.createDocumentFragment();
    earlier.forEach((one) => { if (!document.getElementById(one.id) || !one.id) { fragment.append(one); } });
    prepare(fragment);
    const last = fragment.lastElementChild;
    place.replaceWith(fragment);
    scroller.scrollTop = scroller.scrollHeight - below;
    last?.focus({ preventScroll: true });
  }
}
