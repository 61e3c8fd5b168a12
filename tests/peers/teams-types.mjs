// Checks what goes out to Teams against the types of Microsoft's Bot Framework: [{name, kind, body}] on its input,
// [{name, problems: [...]}] on its output.
import { checkTypes } from './type-check.mjs';
import { text } from 'node:stream/consumers';

const of = (type) => `import('botframework-schema').${type}`;
const but = (type, members) => `Omit<${of(type)}, ${Object.keys(members).map((name) => `'${name}'`).join(' | ')}> & { ${Object.entries(members).map(([name, is]) => `${name}${is}`).join('; ')} }`;

// The types describe what comes in. Of what goes out the service fills in the rest: names, ids, times.
const party = `Partial<${of('ChannelAccount')}>`;
const activity = `Partial<Omit<${of('Activity')}, 'from' | 'recipient'>> & { from: ${party}; recipient?: ${party} }`;
const types = {
  activity,
  conversation: but('ConversationParameters', { bot: `?: ${party}`, members: `?: (${party})[]`, activity: `?: ${activity}` }),
  'task/fetch': of('TaskModuleResponse'),
  'task/submit': of('TaskModuleResponse'),
  // The type knows cards and errors only; Microsoft's page has messages too, whose value is a text.
  'adaptiveCard/action': but('AdaptiveCardInvokeResponse', { value: ': string | Record<string, unknown>' }),
};

const sent = JSON.parse(await text(process.stdin));
const problems = checkTypes(sent.map(({ kind, body }, owner) => ({ owner, type: types[kind] ?? `Unknown<'${kind}'>`, value: body })));

process.stdout.write(JSON.stringify(sent.map(({ name }, owner) => ({ name, problems: problems.get(owner) ?? [] }))) + '\n');
