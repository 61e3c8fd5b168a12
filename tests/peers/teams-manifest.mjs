// Holds app manifests against the schema that Microsoft publishes for their version: a JSON array in, complaints out.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import Ajv from 'ajv-draft-04';
import formats from 'ajv-formats';

const validators = new Map();

function validatorFor(version) {
  if (!validators.has(version)) {
    const schema = new URL(`./node_modules/@microsoft/app-manifest/build/json-schemas/teams/v${version}/MicrosoftTeams.schema.json`, import.meta.url);
    const ajv = new Ajv.default({ strict: false, allErrors: true, logger: false });
    formats.default(ajv);
    validators.set(version, ajv.compile(JSON.parse(readFileSync(schema))));
  }
  return validators.get(version);
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(JSON.parse(line).map(manifest => {
    const validate = validatorFor(manifest.manifestVersion);
    return validate(manifest) ? [] : validate.errors.map(error => `${error.instancePath} ${error.message}`);
  })));
  process.exit(0);
}
