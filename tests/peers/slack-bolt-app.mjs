// A bot written with Slack's own library. Takes its settings as the first line of its input, listens on a free port,
// says on its output what reached it, and ends when its input does.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import bolt from '@slack/bolt';

const input = createInterface({ input: process.stdin });
const settings = JSON.parse((await once(input, 'line'))[0]);
input.on('close', () => process.exit(0));
const say = (line) => process.stdout.write(JSON.stringify(line) + '\n');

const app = new bolt.App({
  token: settings.token,
  signingSecret: settings.signingSecret,
  clientOptions: { slackApiUrl: settings.apiUrl },
  logLevel: bolt.LogLevel.ERROR,
});

app.command('/incident', async ({ ack, command, context, respond }) => {
  await ack({ response_type: 'ephemeral', text: 'on it' });
  await respond({ response_type: 'in_channel', text: `done: ${command.text}` });
  say({ seen: 'command', text: command.text, user: command.user_id, channel: command.channel_id, team: context.teamId, trigger: command.trigger_id });
});

app.action({ type: 'block_actions' }, async ({ ack, action, body, respond }) => {
  await ack();
  await respond({ replace_original: true, text: `pressed by ${body.user.id}` });
  say({ seen: 'action', value: action.value, id: action.action_id, user: body.user.id, channel: body.channel.id, message: body.message.ts });
});

app.view('command', async ({ ack, body, view }) => {
  const title = view.state.values.title.typed.value;
  await ack(title ? undefined : { response_action: 'errors', errors: { title: 'too short' } });
  say({ seen: 'view', text: title, user: body.user.id, metadata: view.private_metadata });
});

app.shortcut('add_to_timeline', async ({ ack, shortcut, respond }) => {
  await ack();
  await respond({ text: `noted: ${shortcut.message.text}` });
  say({ seen: 'shortcut', text: shortcut.message.text, user: shortcut.user.id, channel: shortcut.channel.id });
});

app.event('app_home_opened', async ({ event, client, context }) => {
  const { view } = await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'divider' }] } });
  say({ seen: 'home', user: event.user, view: view.id, retry: context.retryNum ?? 0, reason: context.retryReason });
});

app.event('app_mention', async ({ event, context }) => {
  say({ seen: 'mention', text: event.text, user: event.user, retry: context.retryNum ?? 0, reason: context.retryReason });
});

app.error(async (e) => say({ failed: `${e.code} ${e.message} ${e.original?.message ?? ''}` }));

const server = await app.start({ port: 0, host: '127.0.0.1' });
say({ listening: server.address().port });
