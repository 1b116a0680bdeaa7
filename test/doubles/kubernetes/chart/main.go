// Renders a Helm chart as `helm template` does, for tests: Helm itself is in no package. Go's templates and sprig are what Helm is made of;
// what Helm adds is here as far as charts of this repository use it. Charts of others, hooks and Files.Glob are not.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	"github.com/xeipuuv/gojsonschema"
	"sigs.k8s.io/yaml"
)

type list []string

func (l *list) String() string     { return strings.Join(*l, ",") }
func (l *list) Set(v string) error { *l = append(*l, v); return nil }

func main() {
	var files, sets list
	name := flag.String("name", "release", "name of the release")
	namespace := flag.String("namespace", "default", "namespace of the release")
	upgrade := flag.Bool("is-upgrade", false, "render as an upgrade")
	crds := flag.Bool("include-crds", false, "print the definitions too")
	flag.Var(&files, "f", "file with values, - for what comes in; may be repeated")
	flag.Var(&sets, "set", "path.to.value=text; may be repeated")
	flag.Parse()
	if flag.NArg() != 1 {
		fail("say which chart: chart [-name NAME] [-namespace NAMESPACE] [-f VALUES] [-set A.B=C] FOLDER")
	}
	folder := flag.Arg(0)

	chart := readYaml(filepath.Join(folder, "Chart.yaml"))
	values := readYaml(filepath.Join(folder, "values.yaml"))
	for _, file := range files {
		values = merged(values, readYaml(file))
	}
	for _, each := range sets {
		set(values, each)
	}
	checkValues(filepath.Join(folder, "values.schema.json"), values)

	top := map[string]any{
		"Values": values,
		"Chart":  capitalized(chart),
		"Release": map[string]any{
			"Name": *name, "Namespace": *namespace, "Service": "Helm", "Revision": 1, "IsInstall": !*upgrade, "IsUpgrade": *upgrade,
		},
		"Capabilities": map[string]any{
			"KubeVersion": map[string]any{"Version": "v1.36.0", "Major": "1", "Minor": "36", "GitVersion": "v1.36.0"},
			"APIVersions": versions{"v1", "apps/v1", "batch/v1", "policy/v1", "networking.k8s.io/v1", "autoscaling/v2"},
		},
		"Files": contents(folder),
	}
	if *crds {
		for _, path := range within(folder, "crds") {
			fmt.Printf("---\n# Source: %s\n%s\n", path, contents(folder).Get(path))
		}
	}
	render(folder, fmt.Sprint(chart["name"]), top)
}

type versions []string

func (v versions) Has(one string) bool { return slices.Contains(v, one) }

type contents string

func (c contents) Get(name string) string {
	text, err := os.ReadFile(filepath.Join(string(c), name))
	if err != nil {
		return ""
	}
	return string(text)
}

func render(folder, chart string, top map[string]any) {
	root := template.New(chart).Option("missingkey=zero")
	root.Funcs(functions(root, 0))
	paths := within(folder, "templates")
	for _, path := range paths {
		_, err := root.New(chart + "/" + path).Parse(contents(folder).Get(path))
		check(err)
	}
	for _, path := range paths {
		base := filepath.Base(path)
		if strings.HasPrefix(base, "_") || base == "NOTES.txt" {
			continue
		}
		scope := maps.Clone(top)
		scope["Template"] = map[string]any{"Name": chart + "/" + path, "BasePath": chart + "/templates"}
		var out bytes.Buffer
		check(root.ExecuteTemplate(&out, chart+"/"+path, scope))
		text := strings.TrimSpace(strings.ReplaceAll(out.String(), "<no value>", ""))
		if text != "" {
			fmt.Printf("---\n# Source: %s/%s\n%s\n", chart, path, strings.TrimPrefix(text, "---\n"))
		}
	}
}

const deepest = 1000

func functions(root *template.Template, depth int) template.FuncMap {
	all := sprig.TxtFuncMap()
	delete(all, "env") // a chart must not see who installs it
	delete(all, "expandenv")
	all["include"] = func(name string, data any) (string, error) {
		if depth++; depth > deepest {
			return "", fmt.Errorf("%s includes itself", name)
		}
		defer func() { depth-- }()
		var out strings.Builder
		err := root.ExecuteTemplate(&out, name, data)
		return out.String(), err
	}
	all["tpl"] = func(text string, data any) (string, error) {
		inner, err := root.Clone()
		if err != nil {
			return "", err
		}
		inner, err = inner.New("tpl").Funcs(functions(inner, depth)).Parse(text)
		if err != nil {
			return "", err
		}
		var out strings.Builder
		err = inner.Execute(&out, data)
		return strings.ReplaceAll(out.String(), "<no value>", ""), err
	}
	all["required"] = func(message string, value any) (any, error) {
		if value == nil || value == "" {
			return nil, fmt.Errorf("%s", message)
		}
		return value, nil
	}
	all["fail"] = func(message string) (string, error) { return "", fmt.Errorf("%s", message) }
	all["lookup"] = func(_, _, _, _ string) map[string]any { return map[string]any{} }
	all["toYaml"] = func(value any) string {
		text, err := yaml.Marshal(value)
		check(err)
		return strings.TrimSuffix(string(text), "\n")
	}
	all["fromYaml"] = func(text string) map[string]any {
		value := map[string]any{}
		check(yaml.Unmarshal([]byte(text), &value))
		return value
	}
	return all
}

func checkValues(schema string, values map[string]any) {
	text, err := os.ReadFile(schema)
	if os.IsNotExist(err) {
		return
	}
	check(err)
	plain, err := json.Marshal(values)
	check(err)
	result, err := gojsonschema.Validate(gojsonschema.NewBytesLoader(text), gojsonschema.NewBytesLoader(plain))
	check(err)
	if !result.Valid() {
		message := "values don't meet the specifications of the schema(s):"
		for _, each := range result.Errors() {
			message += "\n- " + each.String()
		}
		fail(message)
	}
}

func readYaml(path string) map[string]any {
	text, err := os.ReadFile(path)
	if path == "-" {
		text, err = io.ReadAll(os.Stdin)
	}
	check(err)
	value := map[string]any{}
	check(yaml.Unmarshal(text, &value))
	return value
}

// As Helm does: objects are laid over each other, null takes a default away, everything else is replaced.
func merged(under, over map[string]any) map[string]any {
	result := maps.Clone(under)
	for key, value := range over {
		below, isBelow := result[key].(map[string]any)
		above, isAbove := value.(map[string]any)
		switch {
		case value == nil:
			delete(result, key)
		case isBelow && isAbove:
			result[key] = merged(below, above)
		default:
			result[key] = value
		}
	}
	return result
}

func set(values map[string]any, assignment string) {
	path, text, ok := strings.Cut(assignment, "=")
	if !ok {
		fail("expected path.to.value=text, got " + assignment)
	}
	steps := strings.Split(path, ".")
	at := values
	for _, step := range steps[:len(steps)-1] {
		next, isMap := at[step].(map[string]any)
		if !isMap {
			next = map[string]any{}
			at[step] = next
		}
		at = next
	}
	at[steps[len(steps)-1]] = typed(text)
}

func typed(text string) any {
	if number, err := strconv.ParseInt(text, 10, 64); err == nil {
		return number
	}
	switch text {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	}
	return text
}

func capitalized(chart map[string]any) map[string]any {
	result := map[string]any{}
	for key, value := range chart {
		result[strings.ToUpper(key[:1])+key[1:]] = value
	}
	return result
}

func within(folder, part string) (found []string) {
	entries, err := os.ReadDir(filepath.Join(folder, part))
	if err != nil {
		return nil
	}
	for _, each := range entries {
		if !each.IsDir() {
			found = append(found, part+"/"+each.Name())
		}
	}
	return found
}

func check(err error) {
	if err != nil {
		fail(err.Error())
	}
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, "Error: "+message)
	os.Exit(1)
}
