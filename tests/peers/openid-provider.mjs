// An OpenID Connect server that others wrote. Whoever types a name on its page is signed in by that name, with the claims that Slack's and Entra's
// tokens have: https://docs.slack.dev/authentication/sign-in-with-slack, https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Provider } from 'oidc-provider';

const input = createInterface({ input: process.stdin });
const { value: settings } = await input[Symbol.asyncIterator]().next();
const { clientId, clientSecret, redirectUri, team, tenant } = JSON.parse(settings);
input.on('close', () => process.exit());
const server = createServer().listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_post',
    }],
    claims: { openid: ['sub', 'https://slack.com/team_id', 'https://slack.com/user_id', 'tid', 'oid'], profile: ['name'] },
    conformIdTokenClaims: false,
    pkce: { required: () => false },
    cookies: { keys: ['for tests'] },
    extraParams: ['team'],
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: `${id} of the directory`, 'https://slack.com/team_id': team, 'https://slack.com/user_id': id, tid: tenant, oid: id }),
    }),
  });
  server.on('request', provider.callback());
  console.log(JSON.stringify({ issuer }));
});
