package rulebook

import "strings"

// RuleTitle is a rule in short, as reports and explanations print it. One of
// a category's own is told by its name.
func RuleTitle(name string) string {
	if spec, ok := specOf(name); ok && spec.title != "" {
		return spec.title
	}
	return name
}

// Explain says in Chinese what a rule is about and what its values mean;
// empty for a name that no rule can have.
func Explain(rule string) string {
	for _, s := range ruleSpecs {
		if s.name == rule {
			return s.comment
		}
	}
	if category, ok := strings.CutPrefix(rule, categoryMinimum); ok && category != "" {
		return category + "类事项的最短公示期"
	}
	return ""
}
