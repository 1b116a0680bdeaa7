package main

import (
	"reflect"
	"strings"

	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"
	rbac "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/api/validation/path"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// The refusals of a cluster that people meet most; the rest of its rules live in code that is not in a library.
func check(obj runtime.Object) field.ErrorList {
	found := checkName(obj)
	switch it := obj.(type) {
	case *core.Secret:
		for key := range it.Data {
			found = append(found, wrong(field.NewPath("data").Key(key), key, validation.IsConfigMapKey(key))...)
		}
	case *core.ConfigMap:
		for key := range it.Data {
			found = append(found, wrong(field.NewPath("data").Key(key), key, validation.IsConfigMapKey(key))...)
		}
	case *apps.Deployment:
		found = append(found, checkTemplate(it.Spec.Selector, it.Spec.Template, nil)...)
	case *apps.StatefulSet:
		found = append(found, checkTemplate(it.Spec.Selector, it.Spec.Template, it.Spec.VolumeClaimTemplates)...)
	case *core.Service:
		found = append(found, checkPorts(it.Spec.Ports)...)
	}
	return found
}

func checkName(obj runtime.Object) field.ErrorList {
	object, err := meta.Accessor(obj)
	if err != nil {
		return field.ErrorList{field.InternalError(nil, err)}
	}
	at, name := field.NewPath("metadata", "name"), object.GetName()
	switch obj.(type) {
	case *rbac.Role, *rbac.RoleBinding, *rbac.ClusterRole, *rbac.ClusterRoleBinding:
		return wrong(at, name, path.IsValidPathSegmentName(name))
	case *core.Namespace:
		return wrong(at, name, validation.IsDNS1123Label(name))
	case *core.Service:
		return wrong(at, name, validation.IsDNS1035Label(name))
	}
	return wrong(at, name, validation.IsDNS1123Subdomain(name))
}

func wrong(at *field.Path, value any, why []string) (found field.ErrorList) {
	for _, reason := range why {
		found = append(found, field.Invalid(at, value, reason))
	}
	return found
}

func checkTemplate(selector *metav1.LabelSelector, template core.PodTemplateSpec, claims []core.PersistentVolumeClaim) field.ErrorList {
	spec := field.NewPath("spec")
	if selector == nil {
		return field.ErrorList{field.Required(spec.Child("selector"), "")}
	}
	var found field.ErrorList
	if wanted, err := metav1.LabelSelectorAsSelector(selector); err != nil {
		found = append(found, field.Invalid(spec.Child("selector"), selector, err.Error()))
	} else if wanted.Empty() || !wanted.Matches(labels.Set(template.Labels)) {
		found = append(found, field.Invalid(spec.Child("template", "metadata", "labels"), template.Labels, "`selector` does not match template `labels`"))
	}
	volumes := map[string]bool{}
	for _, claim := range claims {
		volumes[claim.Name] = true
	}
	return append(found, checkPod(spec.Child("template", "spec"), template.Spec, volumes)...)
}

func checkPod(at *field.Path, pod core.PodSpec, volumes map[string]bool) field.ErrorList {
	var found field.ErrorList
	if len(pod.Containers) == 0 {
		found = append(found, field.Required(at.Child("containers"), ""))
	}
	for _, volume := range pod.Volumes {
		volumes[volume.Name] = true
	}
	seen := map[string]bool{}
	for name, list := range map[string][]core.Container{"containers": pod.Containers, "initContainers": pod.InitContainers} {
		for i, container := range list {
			here := at.Child(name).Index(i)
			if seen[container.Name] {
				found = append(found, field.Duplicate(here.Child("name"), container.Name))
			}
			seen[container.Name] = true
			found = append(found, checkContainer(here, container, volumes)...)
		}
	}
	return found
}

func checkContainer(at *field.Path, container core.Container, volumes map[string]bool) field.ErrorList {
	found := wrong(at.Child("name"), container.Name, validation.IsDNS1123Label(container.Name))
	if strings.TrimSpace(container.Image) == "" {
		found = append(found, field.Required(at.Child("image"), ""))
	}
	for i, mount := range container.VolumeMounts {
		if !volumes[mount.Name] {
			found = append(found, field.NotFound(at.Child("volumeMounts").Index(i).Child("name"), mount.Name))
		}
	}
	ports := map[string]bool{}
	for i, port := range container.Ports {
		if port.Name != "" {
			found = append(found, wrong(at.Child("ports").Index(i).Child("name"), port.Name, validation.IsValidPortName(port.Name))...)
			ports[port.Name] = true
		}
	}
	for i, variable := range container.Env {
		if variable.Name == "" || (variable.Value != "" && variable.ValueFrom != nil) {
			found = append(found, field.Invalid(at.Child("env").Index(i), variable.Name, "must have a name, and a value or valueFrom but not both"))
		}
	}
	for name, probe := range map[string]*core.Probe{"livenessProbe": container.LivenessProbe, "readinessProbe": container.ReadinessProbe, "startupProbe": container.StartupProbe} {
		if probe != nil && probe.HTTPGet != nil && probe.HTTPGet.Port.StrVal != "" && !ports[probe.HTTPGet.Port.StrVal] {
			found = append(found, field.Invalid(at.Child(name, "httpGet", "port"), probe.HTTPGet.Port.StrVal, "names no port of the container"))
		}
	}
	for name, amount := range container.Resources.Requests {
		if limit, ok := container.Resources.Limits[name]; ok && amount.Cmp(limit) > 0 {
			found = append(found, field.Invalid(at.Child("resources", "requests").Key(string(name)), amount.String(), "must be less than or equal to the limit"))
		}
	}
	return found
}

func checkPorts(ports []core.ServicePort) field.ErrorList {
	var found field.ErrorList
	for i, port := range ports {
		at := field.NewPath("spec", "ports").Index(i)
		found = append(found, wrong(at.Child("port"), port.Port, validation.IsValidPortNum(int(port.Port)))...)
		if len(ports) > 1 && port.Name == "" {
			found = append(found, field.Required(at.Child("name"), ""))
		}
	}
	return found
}

func checkChange(obj, old runtime.Object) field.ErrorList {
	switch it := obj.(type) {
	case *core.Secret:
		was := old.(*core.Secret)
		if it.Type != was.Type {
			return field.ErrorList{field.Invalid(field.NewPath("type"), it.Type, "field is immutable")}
		}
		if was.Immutable != nil && *was.Immutable && !reflect.DeepEqual(it.Data, was.Data) {
			return field.ErrorList{field.Forbidden(field.NewPath("data"), "field is immutable when `immutable` is set")}
		}
	case *apps.Deployment:
		return same(it.Spec.Selector, old.(*apps.Deployment).Spec.Selector, field.NewPath("spec", "selector"))
	case *apps.StatefulSet:
		was := old.(*apps.StatefulSet).Spec
		return append(same(it.Spec.Selector, was.Selector, field.NewPath("spec", "selector")),
			same(it.Spec.ServiceName, was.ServiceName, field.NewPath("spec", "serviceName"))...)
	case *rbac.RoleBinding:
		return same(it.RoleRef, old.(*rbac.RoleBinding).RoleRef, field.NewPath("roleRef"))
	case *rbac.ClusterRoleBinding:
		return same(it.RoleRef, old.(*rbac.ClusterRoleBinding).RoleRef, field.NewPath("roleRef"))
	}
	return nil
}

func same(now, was any, at *field.Path) field.ErrorList {
	if reflect.DeepEqual(now, was) {
		return nil
	}
	return field.ErrorList{field.Invalid(at, now, "field is immutable")}
}
