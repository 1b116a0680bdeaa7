// A Kubernetes API server for tests, out of the libraries that the real one is made of: custom resources with all their machinery
// (schemas, CEL, defaults, pruning, subresources, server-side apply, watch, finalizers, OpenAPI) and the built-in kinds of kinds.go.
// There is no kubelet and no controller except that of namespaces: what is declared is kept, and nothing is started.
package main

import (
	"flag"
	"net"
	"os"
	"strings"
	"time"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apiserver"
	"k8s.io/apiextensions-apiserver/pkg/cmd/server/options"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle"
	genericapiserver "k8s.io/apiserver/pkg/server"
	"k8s.io/apiserver/pkg/util/webhook"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"

	noop "go.opentelemetry.io/otel/trace/noop"
)

func main() {
	port := flag.Int("port", 6443, "TLS port on loopback")
	etcd := flag.String("etcd", "http://127.0.0.1:2379", "etcd endpoint")
	certs := flag.String("certs", "", "folder for the generated certificate")
	tokenFile := flag.String("token-file", "", "file with the secret of all tokens")
	flag.Parse()
	secret, err := os.ReadFile(*tokenFile)
	must(err)

	wanted := settings(*port, *etcd, *certs)
	config := genericapiserver.NewRecommendedConfig(apiextensions.Codecs)
	must(wanted.ServerRunOptions.ApplyTo(&config.Config))
	recommended := wanted.RecommendedOptions
	must(recommended.Etcd.ApplyTo(&config.Config))
	must(recommended.SecureServing.ApplyTo(&config.Config.SecureServing, &config.Config.LoopbackClientConfig))
	must(wanted.APIEnablement.ApplyTo(&config.Config, apiextensions.DefaultAPIResourceConfigSource(), apiextensions.Scheme))

	itself, err := kubernetes.NewForConfig(config.LoopbackClientConfig)
	must(err)
	config.SharedInformerFactory = informers.NewSharedInformerFactory(itself, time.Hour)
	config.Authentication.Authenticator = byToken(strings.TrimSpace(string(secret)))
	config.Authorization.Authorizer = byRoles(config.SharedInformerFactory.Rbac().V1())
	config.AdmissionControl = onlyInLivingNamespaces(itself, config.SharedInformerFactory)
	describeKinds(config)

	server, err := (&apiextensions.Config{GenericConfig: config, ExtraConfig: apiextensions.ExtraConfig{
		CRDRESTOptionsGetter: options.NewCRDRESTOptionsGetter(*recommended.Etcd, config.ResourceTransformers, config.StorageObjectCountTracker),
		ServiceResolver:      webhook.NewDefaultServiceResolver(),
		AuthResolverWrapper:  webhook.NewDefaultAuthenticationInfoResolverWrapper(nil, nil, config.LoopbackClientConfig, noop.NewTracerProvider()),
	}}).Complete().New(genericapiserver.NewEmptyDelegate())
	must(err)
	serveKinds(server.GenericAPIServer, config, *recommended.Etcd)
	serveDiscovery(server)
	keepNamespaces(server.GenericAPIServer, config)
	must(server.GenericAPIServer.PrepareRun().RunWithContext(genericapiserver.SetupSignalContext()))
}

func settings(port int, etcd, certs string) *options.CustomResourceDefinitionsServerOptions {
	wanted := options.NewCustomResourceDefinitionsServerOptions(os.Stdout, os.Stderr)
	r := wanted.RecommendedOptions
	r.Etcd.StorageConfig.Transport.ServerList = []string{etcd}
	r.SecureServing.BindPort, r.SecureServing.BindAddress = port, net.IPv4(127, 0, 0, 1)
	r.SecureServing.ServerCert.CertDirectory = certs
	r.Authentication, r.Authorization, r.CoreAPI, r.Admission = nil, nil, nil, nil
	r.Features.EnablePriorityAndFairness = false
	must(wanted.Complete())
	must(r.SecureServing.MaybeDefaultWithSelfSignedCerts("localhost", nil, []net.IP{net.IPv4(127, 0, 0, 1)}))
	return wanted
}

func onlyInLivingNamespaces(client kubernetes.Interface, factory informers.SharedInformerFactory) *lifecycle.Lifecycle {
	plugin, err := lifecycle.NewLifecycle(sets.New("default", "kube-system"))
	must(err)
	plugin.SetExternalKubeClientSet(client)
	plugin.SetExternalKubeInformerFactory(factory)
	must(plugin.ValidateInitialization())
	return plugin
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
