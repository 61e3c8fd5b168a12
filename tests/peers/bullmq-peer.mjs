// What BullMQ itself does to a queue: {library, port, db, queue, steps: [{do, ...}]} on its input, one result per step on its
// output. The library is 'bullmq' (6.x) or 'bullmq5' (5.x). Each run is a program of its own, as in production.
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { Redis } from 'ioredis';

const { library, port, db, queue: name, steps } = JSON.parse(await text(process.stdin));
const { FlowProducer, Job, Queue, Worker } = await import(library);
const connection = { host: '127.0.0.1', port, db, maxRetriesPerRequest: null };
const queue = new Queue(name, { connection });
const redis = new Redis(connection);
const key = (part) => `bull:${name}:${part}`;

const until = async (condition) => {
  while (!(await condition())) await new Promise((next) => setTimeout(next, 5));
};
const ended = async (counts) => Object.values(await queue.getJobCounts(...counts)).reduce((a, b) => a + b, 0) === 0;

// A worker that never finishes what it takes and then loses its locks, as after SIGKILL or a long outage.
async function abandon(jobs) {
  const worker = new Worker(name, () => new Promise(() => {}), { connection, concurrency: jobs.length, autorun: false, skipStalledCheck: true });
  await queue.addBulk(jobs);
  worker.run();
  await until(async () => (await redis.llen(key('active'))) >= jobs.length);
  await worker.close(true);
  const ids = await redis.lrange(key('active'), 0, -1);
  for (const id of ids) await redis.del(key(`${id}:lock`));
  return ids;
}

const actions = {
  async add({ jobs }) {
    return (await queue.addBulk(jobs)).map((job) => job.id);
  },
  abandon: ({ jobs }) => abandon(jobs),
  pause: () => queue.pause(),
  allow: ({ jobs }) => queue.setGlobalConcurrency(jobs),
  limit: ({ jobs, milliseconds }) => queue.setGlobalRateLimit(jobs, milliseconds),
  resume: () => queue.resume(),
  async retryFailed() {
    const ids = await redis.zrange(key('failed'), 0, -1);
    for (const id of ids) await (await Job.fromId(queue, id)).retry('failed');
    return ids;
  },
  // The first look marks, the second moves what was marked and has no lock.
  async lookForStalled() {
    const worker = new Worker(name, null, { connection, autorun: false, stalledInterval: 1 });
    await until(async () => !(await redis.exists(key('stalled-check'))));
    await worker.moveStalledJobsToWait();
    await until(async () => !(await redis.exists(key('stalled-check'))));
    await worker.close();
  },
  async promote({ ids }) {
    for (const id of ids) await (await Job.fromId(queue, id)).promote();
  },
  clean: ({ grace, limit, state }) => queue.clean(grace, limit, state),
  // All of them in one call of 6.x, where queue.clean() takes ten thousand a call.
  cleanAtOnce: ({ state }) => queue.backend.cleanJobsByState(state, Date.now(), 0),
  // When a step began and ended, by the machine's monotonic clock in nanoseconds.
  async timed({ step }) {
    const from = process.hrtime.bigint();
    await actions[step.do](step);
    return { from: String(from), to: String(process.hrtime.bigint()) };
  },
  // Runs everything that can run. `except` are jobs that somebody else is working on.
  async work({ except = 0, fail = false, heal = false, milliseconds = 0 }) {
    const ran = [];
    const worker = new Worker(name, async (job) => {
      ran.push(job.id);
      if (milliseconds) await new Promise((next) => setTimeout(next, milliseconds));
      if (fail || (!heal && job.data.fail)) throw new Error(job.data.reason ?? `boom ${job.id} at https://user:hunter2@host/`);
      await job.log(`ran ${job.id}`);
      return { ok: true };
    }, { connection, concurrency: 4, autorun: false, skipStalledCheck: true });
    worker.on('error', () => {});
    worker.run();
    await until(async () => (await ended(['wait', 'paused', 'prioritized'])) && (await redis.llen(key('active'))) <= except);
    await worker.close();
    return ran;
  },
  async counts() {
    return queue.getJobCounts();
  },
  // A job in every state, with what makes each of them special.
  async seed() {
    const attempts = { attempts: 2, backoff: { type: 'fixed', delay: 1 } };
    await queue.addBulk([1, 2, 3, 4, 5].map((n) => ({ name: 'ok', data: { n } })));
    await queue.add('once', {}, { deduplication: { id: 'D1', ttl: 3600e3 } });
    await queue.add('custom', { fail: true }, { jobId: 'order-42' });
    await queue.addBulk([1, 2, 3].map((n) => ({ name: 'bad', data: { fail: true, secret: 'hunter2', n }, opts: attempts })));
    await queue.add('bad-urgent', { fail: true }, { priority: 4 });
    await queue.add('bad-urgent', { fail: true }, { priority: 2 });
    await queue.add('bad-lifo', { fail: true }, { lifo: true });
    const flows = new FlowProducer({ connection });
    for (const [parent, opts] of [['waits', {}], ['ignores', { ignoreDependencyOnFailure: true }], ['broken', { failParentOnFailure: true }]]) {
      const held = [{ name: 'held', queueName: name, data: {}, opts: { delay: 3600e3 } }];
      await flows.add({ name: parent, queueName: name, data: {}, children: [{ name: `child of ${parent}`, queueName: name, data: { fail: true }, opts }, ...held] });
    }
    const worker = new Worker(name, async (job) => {
      if (job.data.fail) throw new Error(`boom ${job.id} at https://user:hunter2@host/`);
      await job.log(`ran ${job.id}`);
      return { ok: true };
    }, { connection, concurrency: 1, skipStalledCheck: true });
    await until(async () => (await queue.getFailedCount()) >= 10 && (await ended(['wait', 'prioritized', 'active'])) && (await redis.zcount(key('delayed'), '-inf', Date.now() * 4096)) === 0);
    await worker.close();

    const ids = await abandon([{ name: 'abandoned', data: { n: 1 } }, { name: 'abandoned', data: { n: 2 } }, { name: 'abandoned', data: { n: 3 }, opts: { priority: 3 } }, { name: 'busy', data: {} }]);
    const busy = ids.find((id) => id === String(Math.max(...ids.map(Number)))) ?? ids[0];
    await redis.set(key(`${busy}:lock`), 'somebody', 'PX', 3600e3);
    await redis.hset(key(ids.find((id) => id !== busy)), 'stc', 1);

    await queue.addBulk([1, 2, 3].map((n) => ({ name: 'wait', data: { n } })));
    await queue.add('urgent', {}, { priority: 1 });
    await queue.add('urgent', {}, { priority: 7 });
    await queue.add('later', {}, { delay: 3600e3 });
    const due = await queue.addBulk([{}, {}, { priority: 5 }].map((opts) => ({ name: 'due', data: {}, opts: { ...opts, delay: 1 } })));
    await until(() => Date.now() > due.at(-1).timestamp + 10);
    await redis.del(key('stalled'), key('stalled-check'));
    return { busy, due: due.map((job) => job.id), stalled: ids.filter((id) => id !== busy), failed: await redis.zrange(key('failed'), 0, -1) };
  },
};

const results = [];
for (const step of steps) results.push((await actions[step.do](step)) ?? null);
process.stdout.write(`${JSON.stringify(results)}\n`, () => process.exit(0));
await once(process, 'exit');
