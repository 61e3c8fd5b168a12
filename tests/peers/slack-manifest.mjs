// Checks app manifests against the type that Slack publishes for them: [{name, manifest}] on its input,
// [{name, problems: [...]}] on its output. Slack's type allows keys of any name at the top, for what may come; here those
// that it names are all there are.
import { checkTypes } from './type-check.mjs';
import { text } from 'node:stream/consumers';

const Manifest = "import('@slack/web-api').AppsManifestCreateArguments['manifest']";
const type = `{ [K in keyof ${Manifest} as string extends K ? never : K]: ${Manifest}[K] }`;

const manifests = JSON.parse(await text(process.stdin));
const problems = checkTypes(manifests.map(({ manifest }, owner) => ({ owner, type, value: manifest })));

process.stdout.write(JSON.stringify(manifests.map(({ name }, owner) => ({ name, problems: problems.get(owner) ?? [] }))) + '\n');
