// Judges the headers of activities as Microsoft's own connector library does: one line of JSON in, one out.
import { createInterface } from 'node:readline';
import connector from 'botframework-connector';

// The library reports every refusal to the console; the answer goes to standard output alone.
console.error = () => {};

const { AuthenticationConfiguration, BotFrameworkAuthenticationFactory, PasswordServiceClientCredentialFactory } = connector;

for await (const line of createInterface({ input: process.stdin })) {
  const { appId, metadata, serviceUrl, requests } = JSON.parse(line);
  const authentication = BotFrameworkAuthenticationFactory.create(
    '', true,
    'https://login.microsoftonline.com/botframework.com',
    'https://api.botframework.com', 'https://api.botframework.com', 'https://api.botframework.com',
    metadata, metadata, '',
    new PasswordServiceClientCredentialFactory(appId, 'secret'),
    new AuthenticationConfiguration([]));

  const verdicts = [];
  for (const { authorization, channelId } of requests) {
    try {
      await authentication.authenticateRequest({ type: 'message', channelId, serviceUrl }, authorization);
      verdicts.push(true);
    } catch {
      verdicts.push(false);
    }
  }
  console.log(JSON.stringify(verdicts));
  process.exit(0);
}
