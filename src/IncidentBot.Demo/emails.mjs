// The application whose queue gets stuck: node emails.mjs PORT add COUNT, or PORT work [hang]. A worker ends with its input.
import { Queue, Worker } from 'bullmq';

const [port, what, how] = process.argv.slice(2);
const connection = { host: '127.0.0.1', port: Number(port), maxRetriesPerRequest: null };

if (what === 'add') {
  const queue = new Queue('emails', { connection });
  await queue.addBulk(Array.from({ length: Number(how) }, (_, n) => ({ name: 'welcome', data: { to: `customer-${n}@example.org` } })));
  await queue.close();
} else if (how === 'hang') {
  // Locks of a second instead of thirty: they outlive the killed worker, and nobody wants to watch that.
  new Worker('emails', () => new Promise(() => {}), { connection, concurrency: 5, lockDuration: 1000, skipStalledCheck: true });
} else {
  new Worker('emails', () => new Promise((sent) => setTimeout(sent, 20)), { connection, concurrency: 5 });
}

if (what === 'work') process.stdin.resume().on('end', () => process.exit(0));
