// Checks what goes out to Slack against the types that Slack publishes: [{name, method, arguments}] on its input,
// [{name, problems: [...]}] on its output. Types know shapes and words, not lengths.
import { checkTypes } from './type-check.mjs';
import { text } from 'node:stream/consumers';

// What is no call of the Web API: where its type is, and its name there.
const others = {
  'response_url': ['@slack/bolt', 'RespondArguments'],
  'ack of slash_commands': ['@slack/bolt', 'RespondArguments'],
  'ack of view_submission': ['@slack/bolt', 'ViewResponseAction'],
};

// conversations.setTopic takes ConversationsSetTopicArguments.
const argumentsOf = (method) => method.split('.').map((part) => part[0].toUpperCase() + part.slice(1)).join('') + 'Arguments';

const calls = JSON.parse(await text(process.stdin));
const checks = calls.flatMap(({ method, arguments: value }, owner) => {
  // Bolt's type of every other acknowledgement is void.
  const [module, type] = others[method] ?? (method.startsWith('ack of ') ? [undefined, 'void'] : ['@slack/web-api', argumentsOf(method)]);
  // Where an argument takes blocks of any kind, ours are of the kinds that Slack knows.
  return [{ owner, module, type, value }, ...(value?.blocks ? [{ owner, module: '@slack/types', type: 'KnownBlock[]', value: value.blocks }] : [])];
});
const problems = checkTypes(checks);

process.stdout.write(JSON.stringify(calls.map(({ name }, owner) => ({ name, problems: problems.get(owner) ?? [] }))) + '\n');
