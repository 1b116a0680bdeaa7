package main

import (
	"maps"
	"reflect"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apiserver"
	generated "k8s.io/apiextensions-apiserver/pkg/generated/openapi"
	"k8s.io/apimachinery/pkg/util/intstr"
	namer "k8s.io/apiserver/pkg/endpoints/openapi"
	genericapiserver "k8s.io/apiserver/pkg/server"
	"k8s.io/apiserver/pkg/util/openapi"
	clientscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/kube-openapi/pkg/common"
	"k8s.io/kube-openapi/pkg/validation/spec"
)

func describeKinds(config *genericapiserver.RecommendedConfig) {
	all := openapi.GetOpenAPIDefinitionsWithoutDisabledFeatures(definitions)
	names := namer.NewDefinitionNamer(apiextensions.Scheme, clientscheme.Scheme)
	config.OpenAPIConfig = genericapiserver.DefaultOpenAPIConfig(all, names)
	config.OpenAPIV3Config = genericapiserver.DefaultOpenAPIV3Config(all, names)
}

// Nobody ships the descriptions of the built-in kinds as a library, so they are read off the types.
func definitions(ref common.ReferenceCallback) map[string]common.OpenAPIDefinition {
	reader := reader{ref: ref, known: maps.Clone(generated.GetOpenAPIDefinitions(ref))}
	for _, k := range kinds {
		reader.refer(reflect.TypeOf(k.one).Elem())
		reader.refer(reflect.TypeOf(k.many).Elem())
	}
	return reader.known
}

type named interface{ OpenAPIModelName() string }

type reader struct {
	ref   common.ReferenceCallback
	known map[string]common.OpenAPIDefinition
}

func (r reader) refer(t reflect.Type) (schema spec.Schema, name string) {
	name = reflect.New(t).Interface().(named).OpenAPIModelName()
	if _, ok := r.known[name]; !ok {
		r.known[name] = common.OpenAPIDefinition{} // ends the circle of a type that holds itself
		r.known[name] = r.object(t)
	}
	return spec.Schema{SchemaProps: spec.SchemaProps{Ref: r.ref(name)}}, name
}

func (r reader) object(t reflect.Type) common.OpenAPIDefinition {
	definition := common.OpenAPIDefinition{Schema: spec.Schema{SchemaProps: spec.SchemaProps{Type: []string{"object"}, Properties: map[string]spec.Schema{}}}}
	r.properties(t, &definition)
	return definition
}

func (r reader) properties(t reflect.Type, into *common.OpenAPIDefinition) {
	for i := range t.NumField() {
		member := t.Field(i)
		name, options, _ := strings.Cut(member.Tag.Get("json"), ",")
		if strings.Contains(options, "inline") {
			r.properties(deref(member.Type), into)
		} else if name != "" && name != "-" {
			schema, needs := r.schema(member.Type)
			describeMerge(&schema, member.Tag)
			into.Schema.Properties[name] = schema
			into.Dependencies = append(into.Dependencies, needs...)
		}
	}
}

// Lists of objects that are merged by a key say so in a tag of the type; where the key is a port, the protocol belongs to it.
func describeMerge(schema *spec.Schema, tag reflect.StructTag) {
	if strategy := tag.Get("patchStrategy"); strategy != "" {
		schema.AddExtension("x-kubernetes-patch-strategy", strategy)
	}
	if key := tag.Get("patchMergeKey"); key != "" && len(schema.Type) > 0 && schema.Type[0] == "array" {
		schema.AddExtension("x-kubernetes-patch-merge-key", key)
		schema.AddExtension("x-kubernetes-list-type", "map")
		schema.AddExtension("x-kubernetes-list-map-keys", []any{key})
	}
}

func (r reader) schema(t reflect.Type) (spec.Schema, []string) {
	t = deref(t)
	if t == reflect.TypeFor[intstr.IntOrString]() {
		return simple("string", "int-or-string"), nil
	}
	if _, ok := reflect.New(t).Interface().(named); ok && t.Kind() == reflect.Struct {
		schema, name := r.refer(t)
		return schema, []string{name}
	}
	switch t.Kind() {
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return simple("string", "byte"), nil
		}
		items, needs := r.schema(t.Elem())
		return spec.Schema{SchemaProps: spec.SchemaProps{Type: []string{"array"}, Items: &spec.SchemaOrArray{Schema: &items}}}, needs
	case reflect.Map:
		values, needs := r.schema(t.Elem())
		return spec.Schema{SchemaProps: spec.SchemaProps{Type: []string{"object"}, AdditionalProperties: &spec.SchemaOrBool{Allows: true, Schema: &values}}}, needs
	case reflect.Bool:
		return simple("boolean", ""), nil
	case reflect.Int32:
		return simple("integer", "int32"), nil
	case reflect.Int, reflect.Int64:
		return simple("integer", "int64"), nil
	case reflect.Float64:
		return simple("number", "double"), nil
	}
	return simple("string", ""), nil
}

func simple(kind, format string) spec.Schema {
	return spec.Schema{SchemaProps: spec.SchemaProps{Type: []string{kind}, Format: format}}
}

func deref(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}
