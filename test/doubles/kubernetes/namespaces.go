package main

import (
	"context"
	"slices"
	"time"

	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/wait"
	genericapiserver "k8s.io/apiserver/pkg/server"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
)

// A cluster keeps this in spec.finalizers, where only a subresource may change it.
const finalizer = "kubernetes.io/contents"

func prepareNamespace(it *core.Namespace) {
	it.Status.Phase = core.NamespaceActive
	if it.DeletionTimestamp != nil {
		it.Status.Phase = core.NamespaceTerminating
	} else if it.ResourceVersion == "" && !slices.Contains(it.Finalizers, finalizer) {
		it.Finalizers = append(it.Finalizers, finalizer)
	}
	if it.Labels == nil {
		it.Labels = map[string]string{}
	}
	it.Labels["kubernetes.io/metadata.name"] = it.Name
}

// The namespaces that every cluster has, and the end of those that are deleted: first all that is in them goes.
func keepNamespaces(server *genericapiserver.GenericAPIServer, config *genericapiserver.RecommendedConfig) {
	server.AddPostStartHookOrDie("namespaces", func(hook genericapiserver.PostStartHookContext) error {
		client := kubernetes.NewForConfigOrDie(config.LoopbackClientConfig)
		things := dynamic.NewForConfigOrDie(config.LoopbackClientConfig)
		for _, name := range []string{"default", "kube-system", "kube-public", "kube-node-lease"} {
			wanted := &core.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
			if _, err := client.CoreV1().Namespaces().Create(hook, wanted, metav1.CreateOptions{}); err != nil && !errors.IsAlreadyExists(err) {
				return err
			}
		}
		go wait.UntilWithContext(hook, func(ctx context.Context) { endNamespaces(ctx, client, things) }, 200*time.Millisecond)
		return nil
	})
}

func endNamespaces(ctx context.Context, client kubernetes.Interface, things dynamic.Interface) {
	all, err := client.CoreV1().Namespaces().List(ctx, metav1.ListOptions{})
	if err != nil {
		return
	}
	for _, it := range all.Items {
		if it.DeletionTimestamp != nil && emptied(ctx, client.Discovery(), things, it.Name) {
			it.Finalizers = slices.DeleteFunc(it.Finalizers, func(each string) bool { return each == finalizer })
			_, _ = client.CoreV1().Namespaces().Update(ctx, &it, metav1.UpdateOptions{})
		}
	}
}

func emptied(ctx context.Context, known discovery.DiscoveryInterface, things dynamic.Interface, namespace string) bool {
	lists, err := known.ServerPreferredNamespacedResources()
	if err != nil {
		return false
	}
	empty := true
	for _, list := range lists {
		version, _ := schema.ParseGroupVersion(list.GroupVersion)
		for _, resource := range list.APIResources {
			within := things.Resource(version.WithResource(resource.Name)).Namespace(namespace)
			left, err := within.List(ctx, metav1.ListOptions{Limit: 1})
			if err == nil && len(left.Items) == 0 {
				continue
			}
			empty = false
			_ = within.DeleteCollection(ctx, metav1.DeleteOptions{}, metav1.ListOptions{})
		}
	}
	return empty
}
