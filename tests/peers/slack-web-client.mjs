// Slack's own client of the Web API, taken through what a bot does. Settings as JSON on its input; on its output what
// each step came to.
import { text } from 'node:stream/consumers';
import webApi from '@slack/web-api';

const { apiUrl, token, channel, busyChannel } = JSON.parse(await text(process.stdin));
const options = { slackApiUrl: apiUrl, logLevel: webApi.LogLevel.ERROR, retryConfig: { retries: 2, minTimeout: 10 } };
const client = new webApi.WebClient(token, options);
const section = (value) => [{ type: 'section', text: { type: 'mrkdwn', text: value } }];
const attempt = async (call) => {
  try {
    return await call();
  } catch (e) {
    return { ok: false, error: e.data?.error ?? e.message, messages: e.data?.response_metadata?.messages };
  }
};

let waited = 0;
client.on('rate_limited', () => waited++);

const auth = await attempt(() => client.auth.test());
const posted = await attempt(() => client.chat.postMessage({ channel, text: 'first', blocks: section('first') }));
const updated = await attempt(() => client.chat.update({ channel, ts: posted.ts, text: 'second', blocks: section('second') }));
const whisper = await attempt(() => client.chat.postEphemeral({ channel, user: 'U0ALICE', text: 'only you', blocks: section('only you') }));
const gone = await attempt(() => client.chat.update({ channel, ts: '1.000001', text: 'second' }));
const nowhere = await attempt(() => client.chat.postMessage({ channel: 'C0NOWHERE', text: 'x' }));
const tooLong = await attempt(() => client.chat.postMessage({ channel: 'C0THIRD', text: 'x', blocks: section('x'.repeat(3001)) }));
const empty = await attempt(() => client.chat.postMessage({ channel: 'C0FOURTH', text: '' }));
const one = await attempt(() => client.chat.postMessage({ channel: busyChannel, text: 'one' }));
const two = await attempt(() => client.chat.postMessage({ channel: busyChannel, text: 'two' }));
const stranger = await attempt(() => new webApi.WebClient('xoxb-wrong', options).chat.postMessage({ channel: 'C0FIFTH', text: 'x' }));
const nobody = await attempt(() => new webApi.WebClient(undefined, options).chat.postMessage({ channel: 'C0SIXTH', text: 'x' }));

process.stdout.write(JSON.stringify({ auth, posted, updated, whisper, gone, nowhere, tooLong, empty, one, two, stranger, nobody, waited }) + '\n');
