// Follows the channel's events. EventSource resumes by itself after a short break; this adds what it leaves out:
// coming back after an error answer, and noticing a connection that is open but silent.

const silentAfter = 40_000;
const retryAfter = 2_000;

/** Calls back for each event, and with every change of the connection: 'live' or 'lost', and when it last spoke. */
export function follow({ channel, reader, revision, newsSince, onMessage, onChannels, onChannel, onNews, onConnection }) {
  let source;
  let last = revision;
  let heard = Date.now();
  let restart;

  function open() {
    clearTimeout(restart);
    source?.close();
    const since = newsSince();
    source = new EventSource(`/chat/${channel}/events?as=${reader}&after=${last}${since === null ? '' : `&heard=${since}`}`);
    source.addEventListener('open', alive);
    source.addEventListener('alive', alive);
    source.addEventListener('channels', (event) => { alive(); onChannels(JSON.parse(event.data)); });
    source.addEventListener('channel', (event) => { alive(); onChannel(JSON.parse(event.data)); });
    source.addEventListener('news', (event) => { alive(); onNews(JSON.parse(event.data)); });
    source.addEventListener('message', (event) => {
      alive();
      last = event.lastEventId;
      onMessage(JSON.parse(event.data));
    });
    source.addEventListener('error', lost);
  }

  function alive() {
    heard = Date.now();
    onConnection('live', heard);
  }

  function lost() {
    onConnection('lost', heard);
    if (source.readyState === EventSource.CLOSED) {
      clearTimeout(restart);
      restart = setTimeout(open, retryAfter);
    }
  }

  setInterval(() => {
    if (Date.now() - heard > silentAfter) {
      onConnection('lost', heard);
      open();
    }
  }, 10_000);

  // A laptop that wakes up should not wait for a time-out to find out that its connection is gone.
  addEventListener('online', open);
  open();
}
