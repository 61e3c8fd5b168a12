#!/usr/bin/env bash
# Holds the manifests to kubectl, to Kubernetes' OpenAPI and to what they promise.
. "$(dirname "$0")/checks.sh"
trap 'kill "${discovery:-}" 2> /dev/null; finish' EXIT
need kubectl kubernetes-client "kubectl itself reads the manifests"
need node nodejs "Kubernetes' OpenAPI comes as a library for Node"
need npm npm "it comes from npm"
[ -d tests/peers/node_modules/kubernetes-models ] || npm ci --prefix tests/peers --ignore-scripts --no-audit --no-fund --loglevel=error
echo "The Kubernetes manifests…"

all=$work/all.yaml
kustomized() { kubectl kustomize manifests/kubernetes > "$all"; }
holds "kubectl puts them together" kustomized || exit

# Neither a cluster nor somebody's kubeconfig: the stand-in says which kinds there are, and nothing is sent.
exec 3< <(exec node tests/peers/kubernetes-discovery.mjs) && discovery=$!
read -r address <&3
dry_run() { HOME=$work KUBECONFIG=$work/none kubectl create --dry-run=client --validate=false --server "$address" --filename "$1"; }
holds "kubectl would create every one of them" dry_run "$all"
checked() { (cd tests/peers && node kubernetes-manifests.mjs) < "$1"; }
holds "They are as Kubernetes' OpenAPI says, without a property that it does not know" checked "$all"
wrong() { sed "$1" "$all" > "$work/wrong.yaml" && ! cmp -s "$all" "$work/wrong.yaml" && answers 1 "$2" checked "$work/wrong.yaml"; }
holds "A misspelt property would be found" wrong 's/readOnlyRootFilesystem/readOnlyRootFilesytem/' readOnlyRootFilesytem
holds "A wrong type would be found" wrong 's/replicas: 2/replicas: two/' replicas

says() { node -e "
  const { parseAllDocuments } = require('./tests/peers/node_modules/yaml');
  const all = parseAllDocuments(require('fs').readFileSync(process.argv[1], 'utf8')).map((document) => document.toJS());
  const one = (kind) => all.find((manifest) => manifest.kind === kind);
  const deployment = one('Deployment').spec, pod = deployment.template.spec, bot = pod.containers[0];
  process.exit(($1) ? 0 : 1)" "$all"; }
holds "Two replicas, of which one is always there" says "deployment.replicas === 2 && one('PodDisruptionBudget').spec.minAvailable === 1"
holds "No root, no privileges, a root file system that cannot be written, the runtime's seccomp profile" says \
  "pod.securityContext.runAsNonRoot && pod.securityContext.runAsUser === 1654 && pod.securityContext.seccompProfile.type === 'RuntimeDefault'
   && bot.securityContext.allowPrivilegeEscalation === false && bot.securityContext.readOnlyRootFilesystem && bot.securityContext.capabilities.drop.includes('ALL')
   && pod.automountServiceAccountToken === false"
holds "It lives while its store is away, and is not ready then" says \
  "bot.livenessProbe.httpGet.path === '/health/live' && bot.readinessProbe.httpGet.path === '/health/ready' && bot.startupProbe.httpGet.path === '/health/ready'"
holds "Requests and limits are set" says "bot.resources.requests.memory && bot.resources.requests.cpu && bot.resources.limits.memory"
holds "Secrets are referred to, and none is in the manifests" says \
  "!one('Secret') && bot.env.filter((one) => /Postgres|Key|Token|URL/.test(one.name)).every((one) => one.valueFrom.secretKeyRef.name === 'incidentbot')
   && bot.env.some((one) => one.name === 'Audit__Key')"
holds "Whatever is not let through is denied" says \
  "all.some((one) => one.kind === 'NetworkPolicy' && Object.keys(one.spec.podSelector).length === 0 && !one.spec.ingress && !one.spec.egress && one.spec.policyTypes.length === 2)"
holds "Everything selects the pods of the deployment" says \
  "[deployment.selector.matchLabels, one('Service').spec.selector, one('PodDisruptionBudget').spec.selector.matchLabels]
     .every((labels) => JSON.stringify(labels) === JSON.stringify(deployment.template.metadata.labels))"
