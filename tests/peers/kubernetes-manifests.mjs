// Checks manifests against Kubernetes' own OpenAPI, as kubernetes-models has it: YAML documents on its input, a line for each
// problem on its output, exit code 1 if there is one. The validators know values and what is required; the types, what there is no property for.
import { checkTypes } from './type-check.mjs';
import { text } from 'node:stream/consumers';
import { parseAllDocuments } from 'yaml';

const manifests = parseAllDocuments(await text(process.stdin), { strict: true, uniqueKeys: true }).map((document) => {
  if (document.errors.length > 0) {
    throw document.errors[0];
  }

  return document.toJS();
});
const problems = [];
const checks = [];
for (const [owner, manifest] of manifests.entries()) {
  const module = `kubernetes-models/${manifest.apiVersion}`;
  const { [manifest.kind]: Model } = await import(module);
  try {
    new Model(manifest).validate();
  } catch (error) {
    problems.push([owner, error.message]);
  }

  checks.push({ owner, module, type: `I${manifest.kind}`, value: manifest });
}

for (const [owner, messages] of checkTypes(checks)) {
  problems.push(...messages.map((message) => [owner, message]));
}

for (const [owner, message] of problems) {
  console.log(`${manifests[owner].kind} ${manifests[owner].metadata.name}: ${message}`);
}

console.log(`${manifests.length} manifests, ${problems.length} problems`);
process.exit(problems.length === 0 && manifests.length > 0 ? 0 : 1);
