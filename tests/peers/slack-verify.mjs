// The verdict of Slack's own library on a table of requests: {secret, now, requests: [{timestamp, signature, body}]}
// on its input, [true, false, ...] on its output.
import { text } from 'node:stream/consumers';
import bolt from '@slack/bolt';

const { secret, now, requests } = JSON.parse(await text(process.stdin));
const verdicts = requests.map(({ timestamp, signature, body }) => {
  try {
    bolt.verifySlackRequest({
      signingSecret: secret,
      body,
      headers: { 'x-slack-request-timestamp': Number(timestamp), 'x-slack-signature': signature },
      nowMilliseconds: now * 1000,
    });
    return true;
  } catch {
    return false;
  }
});

process.stdout.write(JSON.stringify(verdicts) + '\n');
