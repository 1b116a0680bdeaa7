package main

import (
	"context"
	"fmt"
	"reflect"

	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/registry/generic"
	genericregistry "k8s.io/apiserver/pkg/registry/generic/registry"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/storage"
	"k8s.io/apiserver/pkg/storage/names"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

type resource struct {
	*genericregistry.Store
	short []string
}

func (r resource) ShortNames() []string { return r.short }

var shortNames = map[string][]string{
	"namespaces": {"ns"}, "configmaps": {"cm"}, "events": {"ev"}, "services": {"svc"}, "serviceaccounts": {"sa"}, "pods": {"po"},
	"persistentvolumeclaims": {"pvc"}, "deployments": {"deploy"}, "statefulsets": {"sts"}, "cronjobs": {"cj"}, "ingresses": {"ing"},
	"networkpolicies": {"netpol"}, "poddisruptionbudgets": {"pdb"}, "horizontalpodautoscalers": {"hpa"},
}

func storeOf(k kind, stores generic.RESTOptionsGetter) resource {
	named := k.group.WithResource(k.plural).GroupResource()
	rules := strategy{ObjectTyper: scheme, NameGenerator: names.SimpleNameGenerator, kind: k}
	store := &genericregistry.Store{
		NewFunc:                   func() runtime.Object { return fresh(k.one) },
		NewListFunc:               func() runtime.Object { return fresh(k.many) },
		PredicateFunc:             selected,
		DefaultQualifiedResource:  named,
		SingularQualifiedResource: k.group.WithResource(k.singular()).GroupResource(),
		CreateStrategy:            rules,
		UpdateStrategy:            rules,
		DeleteStrategy:            rules,
		ResetFieldsStrategy:       rules,
		TableConvertor:            rest.NewDefaultTableConvertor(named),
	}
	must(store.CompleteWithOptions(&generic.StoreOptions{RESTOptions: stores, AttrFunc: attributesOf}))
	return resource{store, shortNames[k.plural]}
}

func fresh(like runtime.Object) runtime.Object {
	return reflect.New(reflect.TypeOf(like).Elem()).Interface().(runtime.Object)
}

// What is checked besides the schema, and what the server itself fills in.
type strategy struct {
	runtime.ObjectTyper
	names.NameGenerator
	kind kind
}

func (s strategy) NamespaceScoped() bool                                   { return !s.kind.everywhere }
func (strategy) AllowCreateOnUpdate() bool                                 { return false }
func (strategy) AllowUnconditionalUpdate() bool                            { return true }
func (strategy) Canonicalize(runtime.Object)                               {}
func (strategy) WarningsOnCreate(context.Context, runtime.Object) []string { return nil }
func (strategy) WarningsOnUpdate(context.Context, runtime.Object, runtime.Object) []string {
	return nil
}

func (s strategy) PrepareForCreate(_ context.Context, obj runtime.Object) {
	if s.kind.status {
		part(obj, "Status").SetZero()
	}
	fillIn(obj)
	if object, err := meta.Accessor(obj); err == nil && hasSpec(obj) {
		object.SetGeneration(1)
	}
}

func (s strategy) PrepareForUpdate(_ context.Context, obj, old runtime.Object) {
	if s.kind.status {
		part(obj, "Status").Set(part(old, "Status"))
	}
	fillIn(obj)
	if object, err := meta.Accessor(obj); err == nil && hasSpec(obj) && !reflect.DeepEqual(part(obj, "Spec").Interface(), part(old, "Spec").Interface()) {
		object.SetGeneration(object.GetGeneration() + 1)
	}
}

// Nothing here ends gracefully; but a namespace says that it ends from the moment on that it is deleted.
func (strategy) CheckGracefulDelete(_ context.Context, obj runtime.Object, _ *metav1.DeleteOptions) bool {
	if it, ok := obj.(*core.Namespace); ok {
		it.Status.Phase = core.NamespaceTerminating
	}
	return false
}

func (strategy) Validate(_ context.Context, obj runtime.Object) field.ErrorList { return check(obj) }

func (strategy) ValidateUpdate(_ context.Context, obj, old runtime.Object) field.ErrorList {
	return append(check(obj), checkChange(obj, old)...)
}

func (s strategy) GetResetFields() map[fieldpath.APIVersion]*fieldpath.Set {
	if !s.kind.status {
		return nil
	}
	return map[fieldpath.APIVersion]*fieldpath.Set{
		fieldpath.APIVersion(s.kind.group.String()): fieldpath.NewSet(fieldpath.MakePathOrDie("status")),
	}
}

func fillIn(obj runtime.Object) {
	switch it := obj.(type) {
	case *core.Secret:
		for key, text := range it.StringData {
			if it.Data == nil {
				it.Data = map[string][]byte{}
			}
			it.Data[key] = []byte(text)
		}
		it.StringData = nil
		if it.Type == "" {
			it.Type = core.SecretTypeOpaque
		}
	case *core.Namespace:
		prepareNamespace(it)
	}
}

// The subresource status: everything else stays as it is.
type statusStrategy struct{ strategy }

func (s statusStrategy) PrepareForUpdate(_ context.Context, obj, old runtime.Object) {
	if hasSpec(obj) {
		part(obj, "Spec").Set(part(old, "Spec"))
	}
	object, was := part(obj, "ObjectMeta"), part(old, "ObjectMeta").Interface().(metav1.ObjectMeta)
	kept := object.Interface().(metav1.ObjectMeta)
	was.ResourceVersion, was.ManagedFields = kept.ResourceVersion, kept.ManagedFields
	object.Set(reflect.ValueOf(was))
}

func (statusStrategy) ValidateUpdate(context.Context, runtime.Object, runtime.Object) field.ErrorList {
	return nil
}

func (s statusStrategy) GetResetFields() map[fieldpath.APIVersion]*fieldpath.Set {
	return map[fieldpath.APIVersion]*fieldpath.Set{
		fieldpath.APIVersion(s.kind.group.String()): fieldpath.NewSet(fieldpath.MakePathOrDie("spec"), fieldpath.MakePathOrDie("metadata")),
	}
}

type status struct{ store *genericregistry.Store }

func statusOf(k kind, of resource) status {
	store := *of.Store
	rules := statusStrategy{of.CreateStrategy.(strategy)}
	store.UpdateStrategy, store.ResetFieldsStrategy = rules, rules
	return status{&store}
}

func (s status) New() runtime.Object { return s.store.New() }
func (s status) Destroy()            {}
func (s status) Get(ctx context.Context, name string, options *metav1.GetOptions) (runtime.Object, error) {
	return s.store.Get(ctx, name, options)
}
func (s status) Update(ctx context.Context, name string, info rest.UpdatedObjectInfo, onCreate rest.ValidateObjectFunc, onUpdate rest.ValidateObjectUpdateFunc, _ bool, options *metav1.UpdateOptions) (runtime.Object, bool, error) {
	return s.store.Update(ctx, name, info, onCreate, onUpdate, false, options)
}
func (s status) GetResetFields() map[fieldpath.APIVersion]*fieldpath.Set {
	return s.store.GetResetFields()
}
func (s status) ConvertToTable(ctx context.Context, object, options runtime.Object) (*metav1.Table, error) {
	return s.store.ConvertToTable(ctx, object, options)
}

func part(of runtime.Object, name string) reflect.Value {
	return reflect.ValueOf(of).Elem().FieldByName(name)
}
func hasSpec(of runtime.Object) bool { return part(of, "Spec").IsValid() }

func selected(label labels.Selector, field fields.Selector) storage.SelectionPredicate {
	return storage.SelectionPredicate{Label: label, Field: field, GetAttrs: attributesOf}
}

func attributesOf(obj runtime.Object) (labels.Set, fields.Set, error) {
	object, err := meta.Accessor(obj)
	if err != nil {
		return nil, nil, err
	}
	set := fields.Set{"metadata.name": object.GetName()}
	if object.GetNamespace() != "" {
		set["metadata.namespace"] = object.GetNamespace()
	}
	switch it := obj.(type) {
	case *core.Secret:
		set["type"] = string(it.Type)
	case *core.Event:
		set["type"], set["reason"] = it.Type, it.Reason
		set["involvedObject.kind"], set["involvedObject.name"] = it.InvolvedObject.Kind, it.InvolvedObject.Name
		set["involvedObject.namespace"], set["involvedObject.uid"] = it.InvolvedObject.Namespace, string(it.InvolvedObject.UID)
	}
	return object.GetLabels(), set, nil
}

func addFieldSelectors(to *runtime.Scheme) {
	for _, k := range kinds {
		known := attributesOfFresh(k)
		must(to.AddFieldLabelConversionFunc(k.group.WithKind(reflect.TypeOf(k.one).Elem().Name()), func(label, value string) (string, string, error) {
			if _, ok := known[label]; ok || label == "metadata.namespace" {
				return label, value, nil
			}
			return "", "", fmt.Errorf("field label not supported: %s", label)
		}))
	}
}

func attributesOfFresh(k kind) fields.Set {
	_, set, err := attributesOf(fresh(k.one))
	must(err)
	return set
}
