// Checks calls against the types that Slack publishes: [{name, method, arguments}] on its input,
// [{name, problems: [...]}] on its output. Types know shapes and words, not lengths.
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import ts from 'typescript';

const webApi = {
  'apps.connections.open': 'AppsConnectionsOpenArguments',
  'auth.test': 'AuthTestArguments',
  'bookmarks.add': 'BookmarksAddArguments',
  'bookmarks.list': 'BookmarksListArguments',
  'chat.postEphemeral': 'ChatPostEphemeralArguments',
  'chat.postMessage': 'ChatPostMessageArguments',
  'chat.update': 'ChatUpdateArguments',
  'conversations.archive': 'ConversationsArchiveArguments',
  'conversations.create': 'ConversationsCreateArguments',
  'conversations.history': 'ConversationsHistoryArguments',
  'conversations.info': 'ConversationsInfoArguments',
  'conversations.invite': 'ConversationsInviteArguments',
  'conversations.join': 'ConversationsJoinArguments',
  'conversations.list': 'ConversationsListArguments',
  'conversations.replies': 'ConversationsRepliesArguments',
  'conversations.setPurpose': 'ConversationsSetPurposeArguments',
  'conversations.setTopic': 'ConversationsSetTopicArguments',
  'conversations.unarchive': 'ConversationsUnarchiveArguments',
  'files.completeUploadExternal': 'FilesCompleteUploadExternalArguments',
  'files.getUploadURLExternal': 'FilesGetUploadURLExternalArguments',
  'pins.add': 'PinsAddArguments',
  'usergroups.users.list': 'UsergroupsUsersListArguments',
  'users.info': 'UsersInfoArguments',
  'views.open': 'ViewsOpenArguments',
  'views.publish': 'ViewsPublishArguments',
  'views.push': 'ViewsPushArguments',
  'views.update': 'ViewsUpdateArguments',
};
const types = { ...webApi, response_url: 'RespondArguments' };
const calls = JSON.parse(await text(process.stdin));

const owners = [undefined, undefined, undefined];
const lines = [
  `import type { ${Object.values(webApi).join(', ')} } from '@slack/web-api';`,
  "import type { RespondArguments } from '@slack/bolt';",
  "import type { KnownBlock } from '@slack/types';",
];
calls.forEach((call, index) => {
  lines.push(`export const call${index}: ${types[call.method]} = ${JSON.stringify(call.arguments)};`);
  owners.push(index);
  if (call.arguments.blocks) {
    lines.push(`export const blocks${index}: KnownBlock[] = ${JSON.stringify(call.arguments.blocks)};`);
    owners.push(index);
  }
});

// Here, so that the packages are found, and in memory only.
const file = fileURLToPath(new URL('./captured-calls.ts', import.meta.url));
const options = { strict: true, noEmit: true, skipLibCheck: true, types: ['node'], target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 };
const host = ts.createCompilerHost(options);
const { getSourceFile, fileExists, readFile } = host;
host.getSourceFile = (name, ...rest) => (name === file ? ts.createSourceFile(name, lines.join('\n'), options.target) : getSourceFile.call(host, name, ...rest));
host.fileExists = (name) => name === file || fileExists.call(host, name);
host.readFile = (name) => (name === file ? lines.join('\n') : readFile.call(host, name));

const problems = calls.map((call) => ({ name: call.name, problems: types[call.method] ? [] : [`unknown method ${call.method}`] }));
const others = [];
for (const diagnostic of ts.getPreEmitDiagnostics(ts.createProgram([file], options, host))) {
  const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ').slice(0, 400);
  const line = diagnostic.file?.fileName === file ? diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start).line : -1;
  (problems[owners[line]]?.problems ?? others).push(message);
}

if (others.length > 0) {
  throw new Error(`The check itself does not compile: ${others.join('; ')}`);
}

process.stdout.write(JSON.stringify(problems) + '\n');
