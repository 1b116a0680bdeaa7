package main

import (
	"context"
	"strings"

	rbac "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apiserver/pkg/authentication/authenticator"
	"k8s.io/apiserver/pkg/authentication/request/bearertoken"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	informers "k8s.io/client-go/informers/rbac/v1"
	"k8s.io/component-helpers/auth/rbac/validation"
)

// A token is SECRET for the administrator, or SECRET/NAME for the user of that name: system:serviceaccount:shop:operator.
func byToken(secret string) authenticator.Request {
	return bearertoken.New(authenticator.TokenFunc(func(_ context.Context, token string) (*authenticator.Response, bool, error) {
		given, name, named := strings.Cut(token, "/")
		if given != secret {
			return nil, false, nil
		}
		who := &user.DefaultInfo{Name: "admin", Groups: []string{user.SystemPrivilegedGroup, user.AllAuthenticated}}
		if named {
			who = &user.DefaultInfo{Name: name, Groups: groupsOf(name)}
		}
		return &authenticator.Response{User: who}, true, nil
	}))
}

func groupsOf(name string) []string {
	groups := []string{user.AllAuthenticated}
	if account, ok := strings.CutPrefix(name, "system:serviceaccount:"); ok {
		namespace, _, _ := strings.Cut(account, ":")
		groups = append(groups, "system:serviceaccounts", "system:serviceaccounts:"+namespace)
	}
	return groups
}

// Administrators may do everything; everybody else what the roles bound to them allow. Escalation is not looked at.
func byRoles(known informers.Interface) authorizer.Authorizer {
	roles, clusterRoles := known.Roles().Lister(), known.ClusterRoles().Lister()
	bindings, clusterBindings := known.RoleBindings().Lister(), known.ClusterRoleBindings().Lister()
	rulesOf := func(ref rbac.RoleRef, namespace string) []rbac.PolicyRule {
		if ref.Kind == "Role" {
			if role, err := roles.Roles(namespace).Get(ref.Name); err == nil {
				return role.Rules
			}
		} else if role, err := clusterRoles.Get(ref.Name); err == nil {
			return role.Rules
		}
		return nil
	}
	return authorizer.AuthorizerFunc(func(_ context.Context, a authorizer.Attributes) (authorizer.Decision, string, error) {
		if isAdministrator(a.GetUser()) || everybodyMayRead(a) {
			return authorizer.DecisionAllow, "", nil
		}
		var granted []rbac.PolicyRule
		global, err := clusterBindings.List(labels.Everything())
		for _, binding := range global {
			if isAmong(binding.Subjects, "", a.GetUser()) {
				granted = append(granted, rulesOf(binding.RoleRef, "")...)
			}
		}
		if err == nil && a.GetNamespace() != "" {
			local, failed := bindings.RoleBindings(a.GetNamespace()).List(labels.Everything())
			err = failed
			for _, binding := range local {
				if isAmong(binding.Subjects, a.GetNamespace(), a.GetUser()) {
					granted = append(granted, rulesOf(binding.RoleRef, a.GetNamespace())...)
				}
			}
		}
		if covered, _ := validation.Covers(granted, []rbac.PolicyRule{asked(a)}); covered && err == nil {
			return authorizer.DecisionAllow, "", nil
		}
		return authorizer.DecisionNoOpinion, "no role bound to " + a.GetUser().GetName() + " allows it", err
	})
}

func isAdministrator(who user.Info) bool {
	for _, group := range who.GetGroups() {
		if group == user.SystemPrivilegedGroup {
			return true
		}
	}
	return false
}

// What the roles system:discovery and system:public-info-viewer give to everybody who is known.
func everybodyMayRead(a authorizer.Attributes) bool {
	if a.IsResourceRequest() || a.GetVerb() != "get" {
		return false
	}
	for _, open := range []string{"/api", "/openapi", "/version", "/healthz", "/livez", "/readyz"} {
		if strings.HasPrefix(a.GetPath(), open) {
			return true
		}
	}
	return false
}

func isAmong(subjects []rbac.Subject, bindingNamespace string, who user.Info) bool {
	for _, s := range subjects {
		namespace := s.Namespace
		if namespace == "" {
			namespace = bindingNamespace
		}
		switch s.Kind {
		case "User":
			if s.Name == who.GetName() {
				return true
			}
		case "ServiceAccount":
			if "system:serviceaccount:"+namespace+":"+s.Name == who.GetName() {
				return true
			}
		case "Group":
			for _, group := range who.GetGroups() {
				if s.Name == group {
					return true
				}
			}
		}
	}
	return false
}

func asked(a authorizer.Attributes) rbac.PolicyRule {
	if !a.IsResourceRequest() {
		return rbac.PolicyRule{Verbs: []string{a.GetVerb()}, NonResourceURLs: []string{a.GetPath()}}
	}
	resource := a.GetResource()
	if a.GetSubresource() != "" {
		resource += "/" + a.GetSubresource()
	}
	rule := rbac.PolicyRule{Verbs: []string{a.GetVerb()}, APIGroups: []string{a.GetAPIGroup()}, Resources: []string{resource}}
	if a.GetName() != "" {
		rule.ResourceNames = []string{a.GetName()}
	}
	return rule
}
