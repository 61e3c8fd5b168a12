// A bot written with Slack's own library, on Socket Mode. Takes its settings as the first line of its input, says on its
// output what reached it, and ends when its input does.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import bolt from '@slack/bolt';

const input = createInterface({ input: process.stdin });
const settings = JSON.parse((await once(input, 'line'))[0]);
input.on('close', () => process.exit(0));
const say = (line) => process.stdout.write(JSON.stringify(line) + '\n');

const clientOptions = { slackApiUrl: settings.apiUrl };
const receiver = new bolt.SocketModeReceiver({ appToken: settings.appToken, logLevel: bolt.LogLevel.ERROR, installerOptions: { clientOptions } });
const app = new bolt.App({ token: settings.token, receiver, clientOptions, logLevel: bolt.LogLevel.ERROR });

app.command('/incident', async ({ ack, command, respond }) => {
  await ack({ response_type: 'ephemeral', text: 'on it' });
  await respond({ response_type: 'in_channel', text: `done: ${command.text}` });
  say({ seen: 'command', text: command.text, user: command.user_id });
});

app.action({ type: 'block_actions' }, async ({ ack, action, body }) => {
  await ack();
  say({ seen: 'action', text: action.value, user: body.user.id });
});

app.view('declare', async ({ ack, body, view }) => {
  await ack({ response_action: 'errors', errors: { title: 'too short' } });
  say({ seen: 'view', text: view.state.values.title.typed.value, user: body.user.id });
});

app.shortcut('add_to_timeline', async ({ ack, shortcut }) => {
  await ack();
  say({ seen: 'shortcut', text: shortcut.message.text, user: shortcut.user.id });
});

app.event('app_mention', async ({ event }) => say({ seen: 'mention', text: event.text, user: event.user }));

app.error(async (e) => say({ failed: `${e.code} ${e.message} ${e.original?.message ?? ''}` }));

await app.start();
say({ listening: true });
