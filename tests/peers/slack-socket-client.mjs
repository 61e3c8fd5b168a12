// Slack's own socket client, bare. Takes its settings as the first line of its input, says on its output what reached it
// and when its connection changes, and ends when its input does.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import socketMode from '@slack/socket-mode';

const input = createInterface({ input: process.stdin });
const settings = JSON.parse((await once(input, 'line'))[0]);
input.on('close', () => process.exit(0));
const say = (line) => process.stdout.write(JSON.stringify(line) + '\n');

const client = new socketMode.SocketModeClient({ appToken: settings.appToken, logLevel: socketMode.LogLevel.ERROR, clientOptions: { slackApiUrl: settings.apiUrl } });
client.on('connected', () => say({ connected: true }));
client.on('slack_event', async ({ ack, type, body, retry_num }) => {
  await ack(type === 'slash_commands' ? { text: 'on it' } : undefined);
  say({ seen: type, id: body.trigger_id ?? body.event_id, retry: retry_num ?? 0 });
});
await client.start();
