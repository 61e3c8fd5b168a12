// As much of a Kubernetes API server as kubectl asks before a client's dry run: which kinds there are. Prints its address.
import { createServer } from 'node:http';

const kinds = {
  v1: { Namespace: false, ServiceAccount: true, ConfigMap: true, Secret: true, Service: true },
  'apps/v1': { Deployment: true },
  'networking.k8s.io/v1': { NetworkPolicy: true },
  'policy/v1': { PodDisruptionBudget: true },
};
const plural = (kind) => kind.toLowerCase().replace(/y$/, 'ie') + 's';
const answers = {
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/apis': {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: Object.keys(kinds).filter((groupVersion) => groupVersion.includes('/')).map((groupVersion) => {
      const [name, version] = groupVersion.split('/');
      return { name, versions: [{ groupVersion, version }], preferredVersion: { groupVersion, version } };
    }),
  },
};
for (const [groupVersion, known] of Object.entries(kinds)) {
  answers[groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`] = {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion,
    resources: Object.entries(known).map(([kind, namespaced]) => ({ name: plural(kind), singularName: kind.toLowerCase(), namespaced, kind, verbs: ['create', 'get'] })),
  };
}

const server = createServer((request, response) => {
  const answer = answers[request.url.split('?')[0]];
  response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? { kind: 'Status', code: 404 }));
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
