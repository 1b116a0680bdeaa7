package main

import (
	"strings"

	apps "k8s.io/api/apps/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	batch "k8s.io/api/batch/v1"
	coordination "k8s.io/api/coordination/v1"
	core "k8s.io/api/core/v1"
	events "k8s.io/api/events/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	rbac "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/apiserver/pkg/registry/rest"
	genericapiserver "k8s.io/apiserver/pkg/server"
	genericoptions "k8s.io/apiserver/pkg/server/options"
)

// A kind that is served: as it is written, so it is stored. Defaults and the conversions between versions are not here.
type kind struct {
	group      schema.GroupVersion
	plural     string
	one, many  runtime.Object
	everywhere bool // not in a namespace
	status     bool // has the subresource
}

var kinds = []kind{
	{group: core.SchemeGroupVersion, plural: "namespaces", one: &core.Namespace{}, many: &core.NamespaceList{}, everywhere: true, status: true},
	{group: core.SchemeGroupVersion, plural: "secrets", one: &core.Secret{}, many: &core.SecretList{}},
	{group: core.SchemeGroupVersion, plural: "configmaps", one: &core.ConfigMap{}, many: &core.ConfigMapList{}},
	{group: core.SchemeGroupVersion, plural: "events", one: &core.Event{}, many: &core.EventList{}},
	{group: core.SchemeGroupVersion, plural: "services", one: &core.Service{}, many: &core.ServiceList{}, status: true},
	{group: core.SchemeGroupVersion, plural: "serviceaccounts", one: &core.ServiceAccount{}, many: &core.ServiceAccountList{}},
	{group: core.SchemeGroupVersion, plural: "pods", one: &core.Pod{}, many: &core.PodList{}, status: true},
	{group: core.SchemeGroupVersion, plural: "persistentvolumeclaims", one: &core.PersistentVolumeClaim{}, many: &core.PersistentVolumeClaimList{}, status: true},
	{group: apps.SchemeGroupVersion, plural: "deployments", one: &apps.Deployment{}, many: &apps.DeploymentList{}, status: true},
	{group: apps.SchemeGroupVersion, plural: "statefulsets", one: &apps.StatefulSet{}, many: &apps.StatefulSetList{}, status: true},
	{group: batch.SchemeGroupVersion, plural: "jobs", one: &batch.Job{}, many: &batch.JobList{}, status: true},
	{group: batch.SchemeGroupVersion, plural: "cronjobs", one: &batch.CronJob{}, many: &batch.CronJobList{}, status: true},
	{group: networking.SchemeGroupVersion, plural: "ingresses", one: &networking.Ingress{}, many: &networking.IngressList{}, status: true},
	{group: networking.SchemeGroupVersion, plural: "networkpolicies", one: &networking.NetworkPolicy{}, many: &networking.NetworkPolicyList{}},
	{group: policy.SchemeGroupVersion, plural: "poddisruptionbudgets", one: &policy.PodDisruptionBudget{}, many: &policy.PodDisruptionBudgetList{}, status: true},
	{group: autoscaling.SchemeGroupVersion, plural: "horizontalpodautoscalers", one: &autoscaling.HorizontalPodAutoscaler{}, many: &autoscaling.HorizontalPodAutoscalerList{}, status: true},
	{group: coordination.SchemeGroupVersion, plural: "leases", one: &coordination.Lease{}, many: &coordination.LeaseList{}},
	{group: events.SchemeGroupVersion, plural: "events", one: &events.Event{}, many: &events.EventList{}},
	{group: rbac.SchemeGroupVersion, plural: "roles", one: &rbac.Role{}, many: &rbac.RoleList{}},
	{group: rbac.SchemeGroupVersion, plural: "rolebindings", one: &rbac.RoleBinding{}, many: &rbac.RoleBindingList{}},
	{group: rbac.SchemeGroupVersion, plural: "clusterroles", one: &rbac.ClusterRole{}, many: &rbac.ClusterRoleList{}, everywhere: true},
	{group: rbac.SchemeGroupVersion, plural: "clusterrolebindings", one: &rbac.ClusterRoleBinding{}, many: &rbac.ClusterRoleBindingList{}, everywhere: true},
}

var scheme = schemeOfKinds()
var codecs = serializer.NewCodecFactory(scheme)

// The handlers work with an internal version of each kind: here it is the same type as the one that is served.
func schemeOfKinds() *runtime.Scheme {
	made := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		core.AddToScheme, apps.AddToScheme, batch.AddToScheme, networking.AddToScheme, policy.AddToScheme,
		autoscaling.AddToScheme, coordination.AddToScheme, events.AddToScheme, rbac.AddToScheme,
	} {
		utilruntime.Must(add(made))
	}
	for _, k := range kinds {
		made.AddKnownTypes(schema.GroupVersion{Group: k.group.Group, Version: runtime.APIVersionInternal}, k.one, k.many)
		utilruntime.Must(made.SetVersionPriority(k.group))
	}
	addFieldSelectors(made)
	return made
}

func serveKinds(server *genericapiserver.GenericAPIServer, config *genericapiserver.RecommendedConfig, etcd genericoptions.EtcdOptions) {
	var versions []schema.GroupVersion
	groups := map[schema.GroupVersion]*genericapiserver.APIGroupInfo{}
	for _, k := range kinds {
		if groups[k.group] == nil {
			info := genericapiserver.NewDefaultAPIGroupInfo(k.group.Group, scheme, metav1.ParameterCodec, codecs)
			info.VersionedResourcesStorageMap[k.group.Version] = map[string]rest.Storage{}
			groups[k.group], versions = &info, append(versions, k.group)
		}
	}
	etcd.StorageConfig.Prefix = "/registry/kinds"
	etcd.StorageConfig.Codec = codecs.LegacyCodec(versions...)
	stores := etcd.CreateRESTOptionsGetter(&genericoptions.SimpleStorageFactory{StorageConfig: etcd.StorageConfig}, config.ResourceTransformers)
	for _, k := range kinds {
		resources := groups[k.group].VersionedResourcesStorageMap[k.group.Version]
		store := storeOf(k, stores)
		resources[k.plural] = store
		if k.status {
			resources[k.plural+"/status"] = statusOf(k, store)
		}
	}
	must(server.InstallLegacyAPIGroup(genericapiserver.DefaultLegacyAPIPrefix, groups[core.SchemeGroupVersion]))
	var named []*genericapiserver.APIGroupInfo
	for _, version := range versions {
		if version.Group != "" {
			named = append(named, groups[version])
		}
	}
	must(server.InstallAPIGroups(named...))
}

func (k kind) singular() string {
	known, _, err := scheme.ObjectKinds(k.one)
	utilruntime.Must(err)
	return strings.ToLower(known[0].Kind)
}
