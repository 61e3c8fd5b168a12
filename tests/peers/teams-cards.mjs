// Reads Adaptive Cards with Microsoft's own renderer: a JSON array of cards in, for each the list of complaints out.
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

// The package is made for browsers: its bundle looks for the global object under this name.
globalThis.self = globalThis;
const { AdaptiveCard, SerializationContext, ValidationEvent, Versions } = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js');

function complaints(json) {
  const found = [];
  try {
    const card = new AdaptiveCard();
    const context = new SerializationContext(Versions.v1_5);
    card.parse(json, context);
    for (let n = 0; n < context.eventCount; n++) {
      const event = context.getEventAt(n);
      found.push(`${ValidationEvent[event.event]}: ${event.message}`);
    }
    for (const failure of card.validateProperties().validationEvents) {
      found.push(`${ValidationEvent[failure.event]}: ${failure.message}`);
    }

    // What the renderer does not know it passes over in silence; what it writes back is what it understood.
    const understood = new SerializationContext(Versions.v1_5);
    leftOver(json, card.toJSON(understood), '', found);
  } catch (error) {
    found.push(`thrown: ${error.message}`);
  }
  return found;
}

// Written back are values that are not the default and lists that are not empty; these belong to Teams or to nobody.
const silent = new Set(['msteams']);

function leftOver(given, understood, path, found) {
  if (Array.isArray(given)) {
    given.forEach((item, n) => leftOver(item, understood?.[n], `${path}[${n}]`, found));
  } else if (given && typeof given === 'object') {
    for (const [name, value] of Object.entries(given)) {
      if (silent.has(name) || (path && name === 'version') || (Array.isArray(value) && value.length === 0)) continue;
      if (name === 'fallback') found.push(...complaints({ type: 'AdaptiveCard', version: '1.5', body: [], actions: [value] }));
      else if (understood?.[name] === undefined) found.push(`not understood: ${path}.${name}`);
      else leftOver(value, understood[name], `${path}.${name}`, found);
    }
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(JSON.parse(line).map(complaints)));
  process.exit(0);
}
