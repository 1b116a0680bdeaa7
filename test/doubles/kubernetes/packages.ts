/**
 * The Debian packages that the programs are built from: Go, etcd, kubectl, and of the libraries only those that are compiled. The server's
 * packages name four times as many. Only Debian unstable has a Kubernetes and a Go that fit each other.
 */
export const suite = 'sid';

export const tools = ['golang-1.27-go', 'golang-1.27-src', 'etcd-server', 'kubectl'];

/** In the folder of Debian's Go libraries, `golang-` before and `-dev` behind each. */
export const libraries = `
  cel-cel-go cel-expr etcd-server github-antlr4-go-antlr github-beorn7-perks github-blang-semver github-cenkalti-backoff-v5
  github-cespare-xxhash-v2 github-coreos-go-semver github-coreos-go-systemd github-davecgh-go-spew github-docker-spdystream
  github-emicklei-go-restful github-evanphx-json-patch github-felixge-httpsnoop github-fsnotify-fsnotify github-fxamacker-cbor
  github-go-logr-logr github-go-logr-stdr github-go-openapi-jsonpointer github-go-openapi-jsonreference github-go-openapi-swag
  github-gogo-protobuf github-golang-protobuf-1-5 github-google-gnostic-models github-google-uuid github-gorilla-websocket
  github-grpc-ecosystem-go-grpc-middleware github-grpc-ecosystem-grpc-gateway github-json-iterator-go github-kylelemons-godebug
  github-modern-go-concurrent github-modern-go-reflect2 github-munnerz-goautoneg github-mxk-go-flowrate github-nytimes-gziphandler
  github-pkg-errors github-pmezard-go-difflib github-prometheus-client-golang github-prometheus-client-model github-prometheus-common
  github-prometheus-procfs github-spf13-cobra github-spf13-pflag github-x448-float16 go.uber-multierr go.uber-zap golang-x-crypto
  golang-x-exp golang-x-net golang-x-oauth2 golang-x-sync golang-x-sys golang-x-term golang-x-text golang-x-time google-genproto
  google-grpc google-protobuf gopkg-inf.v0 gopkg-natefinch-lumberjack.v2 gopkg-yaml.v2 gopkg-yaml.v3 k8s-api k8s-apiextensions-apiserver
  k8s-apimachinery k8s-apiserver k8s-client-go k8s-component-base k8s-component-helpers k8s-klog k8s-kms k8s-kube-openapi
  k8s-sigs-apiserver-network-proxy k8s-sigs-json k8s-sigs-randfill k8s-sigs-structured-merge-diff-v6 k8s-sigs-yaml k8s-streaming k8s-utils
  opentelemetry-contrib opentelemetry-otel opentelemetry-proto
  github-huandu-xstrings github-imdario-mergo github-masterminds-goutils github-masterminds-semver github-masterminds-sprig github-mitchellh-copystructure
  github-mitchellh-reflectwalk github-shopspring-decimal github-spf13-cast github-xeipuuv-gojsonpointer github-xeipuuv-gojsonreference
  github-xeipuuv-gojsonschema
`.trim().split(/\s+/).map((name) => `golang-${name}-dev`);
