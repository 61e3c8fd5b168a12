// Slack's own client of the Web API, taken through the life of a channel: made, found on the last of its pages, filled and
// put away. Settings as JSON on its input; on its output what each step came to.
import { text } from 'node:stream/consumers';
import webApi from '@slack/web-api';

const { apiUrl, token, user } = JSON.parse(await text(process.stdin));
const client = new webApi.WebClient(token, { slackApiUrl: apiUrl, logLevel: webApi.LogLevel.ERROR, retryConfig: { retries: 0 } });

const { channel } = await client.conversations.create({ name: 'inc-1-redis' });
const { purpose } = (await client.conversations.setPurpose({ channel: channel.id, purpose: 'Redis is down & <more>' })).channel;
await client.conversations.invite({ channel: channel.id, users: user });

let pages = 0;
const names = [];
for await (const page of client.paginate('conversations.list', { types: 'public_channel', limit: 1 })) {
  pages++;
  names.push(...page.channels.map(({ name }) => name));
}

const { ts } = await client.chat.postMessage({ channel: channel.id, text: 'card' });
await client.pins.add({ channel: channel.id, timestamp: ts });
await client.bookmarks.add({ channel_id: channel.id, title: 'Dashboard', type: 'link', link: 'https://grafana.example.com' });
const { bookmarks } = await client.bookmarks.list({ channel_id: channel.id });
const uploaded = await client.filesUploadV2({ channel_id: channel.id, thread_ts: ts, filename: 'output.txt', title: 'all of it', content: 'Überlast\n'.repeat(1000) });
await client.conversations.archive({ channel: channel.id });
const late = await client.chat.postMessage({ channel: channel.id, text: 'late' }).catch((e) => e.data.error);

process.stdout.write(JSON.stringify({ id: channel.id, purpose: purpose.value, pages, names, bookmark: bookmarks[0].link, file: uploaded.files[0].files[0].id, late }) + '\n');
