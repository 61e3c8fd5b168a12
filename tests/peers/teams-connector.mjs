// Drives a connector service with Microsoft's own client: one line of settings in, one line of what was answered out.
import { createInterface } from 'node:readline';
import connector from 'botframework-connector';

const { ConnectorClient } = connector;

const client = (serviceUrl, token) => new ConnectorClient(
  { signRequest: async request => { request.headers.set('Authorization', `Bearer ${token}`); return request; } },
  { baseUri: serviceUrl.replace(/\/$/, ''), noRetryPolicy: true });

const refused = promise => promise.then(() => null, error => ({ status: error.statusCode, code: error.code ?? error.body?.error?.code }));
const plain = response => ({ ...response, _response: undefined });

for await (const line of createInterface({ input: process.stdin })) {
  const { serviceUrl, token, bot, tenant, channel, user } = JSON.parse(line);
  const { conversations } = client(serviceUrl, token);
  const message = text => ({ type: 'message', text, from: { id: bot } });

  const thread = await conversations.createConversation({ isGroup: true, channelData: { channel: { id: channel } }, activity: message('root'), bot: { id: bot }, tenantId: tenant });
  const chat = await conversations.createConversation({ isGroup: false, bot: { id: bot }, members: [{ id: user }], tenantId: tenant, channelData: { tenant: { id: tenant } } });
  const posted = await conversations.sendToConversation(chat.id, message('first'));
  await conversations.updateActivity(chat.id, posted.id, message('changed'));
  const short = await conversations.sendToConversation(thread.id, message('not for long'));
  await conversations.deleteActivity(thread.id, short.id);
  await conversations.replyToActivity(thread.id, thread.activityId, message('a reply'));
  const members = await conversations.getConversationMembers(thread.id);
  const paged = await conversations.getConversationPagedMembers(thread.id);
  const nowhere = await refused(conversations.sendToConversation('19:nowhere@thread.tacv2', message('x')));
  const gone = await refused(conversations.updateActivity(thread.id, short.id, message('x')));
  const stranger = await refused(client(serviceUrl, 'not-a-token').conversations.sendToConversation(thread.id, message('x')));

  console.log(JSON.stringify({ thread: plain(thread), chat: plain(chat), members: [...members], paged: plain(paged), nowhere, gone, stranger }));
  process.exit(0);
}
