// A worker of BullMQ that goes on until its input ends. Its first line of input: {library, port, db, queue, name, lockDuration, username, password}.
// It says {pid} when it is ready, and {error} for what BullMQ reports to it. Each job is counted in the hash `ran` and held until the key `let-go:<name>` exists.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';

const input = createInterface({ input: process.stdin });
const { library, port, db, queue, name, lockDuration = 30000, username, password } = JSON.parse((await once(input, 'line'))[0]);
input.on('close', () => process.exit(0));
const { Worker } = await import(library);
const connection = { host: '127.0.0.1', port, db, username, password, maxRetriesPerRequest: null };
const redis = new Redis(connection);

const worker = new Worker(queue, async (job) => {
  await redis.hincrby('ran', job.id, 1);
  while (!(await redis.exists(`let-go:${name}`))) await new Promise((next) => setTimeout(next, 5));
  return { by: name };
}, { connection, concurrency: 4, lockDuration, skipStalledCheck: true });

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
await worker.waitUntilReady();
say({ pid: process.pid });
worker.on('error', (e) => say({ error: e.message }));
