package main

import (
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	discovery "k8s.io/apiserver/pkg/endpoints/discovery/aggregated"
	"k8s.io/client-go/tools/cache"
)

// Listing all groups is the aggregator's work in a full control plane: here /apis is answered from the same two lists.
func serveDiscovery(server *apiserver.CustomResourceDefinitions) {
	generic := server.GenericAPIServer
	wrapped := discovery.WrapAggregatedDiscoveryToHandler(generic.DiscoveryGroupManager, generic.AggregatedDiscoveryGroupManager, nil)
	generic.Handler.GoRestfulContainer.Add(wrapped.GenerateWebService("/apis", metav1.APIGroupList{}))

	declared := server.Informers.Apiextensions().V1().CustomResourceDefinitions()
	shown := map[string]bool{}
	renew := func(any) {
		all, err := declared.Lister().List(labels.Everything())
		must(err)
		groups := groupsOfAll(all)
		for name, group := range groups {
			generic.DiscoveryGroupManager.AddGroup(group)
			shown[name] = true
		}
		for name := range shown {
			if _, ok := groups[name]; !ok {
				generic.DiscoveryGroupManager.RemoveGroup(name)
				delete(shown, name)
			}
		}
	}
	_, err := declared.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: renew, DeleteFunc: renew, UpdateFunc: func(_, now any) { renew(now) },
	})
	must(err)
}

func groupsOfAll(declared []*apiextensionsv1.CustomResourceDefinition) map[string]metav1.APIGroup {
	groups := map[string]metav1.APIGroup{}
	for _, d := range declared {
		group := groups[d.Spec.Group]
		group.Name = d.Spec.Group
		for _, v := range d.Spec.Versions {
			version := metav1.GroupVersionForDiscovery{GroupVersion: d.Spec.Group + "/" + v.Name, Version: v.Name}
			if v.Served && !contains(group.Versions, version) {
				group.Versions = append(group.Versions, version)
			}
		}
		if len(group.Versions) > 0 {
			group.PreferredVersion = group.Versions[0]
			groups[d.Spec.Group] = group
		}
	}
	return groups
}

func contains(all []metav1.GroupVersionForDiscovery, one metav1.GroupVersionForDiscovery) bool {
	for _, each := range all {
		if each == one {
			return true
		}
	}
	return false
}
