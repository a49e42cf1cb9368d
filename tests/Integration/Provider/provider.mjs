// An OpenID provider on loopback for the tests: the certified oidc-provider. Its settings are one JSON object on one line of standard input; it says
// "ready" when it listens, and ends when standard input does.
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { port, audience, algorithm, scopes, keys, clients, accounts } = JSON.parse((await lines.next()).value);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  jwks: { keys },
  clients,
  scopes: ['openid', ...scopes],
  findAccount: (_, id) => accounts[id] && { accountId: id, claims: () => ({ sub: id }) },
  extraTokenClaims: (_, token) => accounts[token.accountId ?? token.clientId],
  interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}` },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => audience,
      useGrantedResource: () => true,
      getResourceServerInfo: (_, resource) => ({
        scope: scopes.join(' '), audience: resource, accessTokenFormat: 'jwt', accessTokenTTL: 300, jwt: { sign: { alg: algorithm } },
      }),
    },
  },
});

// The sign-in page: whoever the login_hint names is taken at their word, and consents.
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/sign-in/')) return next();
  const { params } = await provider.interactionDetails(ctx.req, ctx.res);
  const grant = new provider.Grant({ accountId: params.login_hint, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  grant.addResourceScope(audience, params.scope);
  ctx.respond = false;
  await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: params.login_hint }, consent: { grantId: await grant.save() } });
});

const server = provider.listen(port, '127.0.0.1', () => process.stdout.write('ready\n'));
await lines.next();
server.close();
process.exit();
