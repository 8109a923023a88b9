package workspace_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"tongbao/internal/workspace"
)

func TestMappingsAreReadAndSealed(t *testing.T) {
	example, err := os.ReadFile("defaults/mapping-example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	dir := write(t, map[string]string{"tongbao.yaml": config, "mappings/平台.yaml": string(example), "mappings/示例.yaml.example": "不读"})
	w, err := workspace.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	last := w.Tables[len(w.Tables)-1]
	if last.Code != "disclosures" || last.Mapping != "云岫村务公开平台" {
		t.Errorf("last candidate is %s of %q", last.Code, last.Mapping)
	}
	sealed := false
	for _, s := range w.Sources {
		sealed = sealed || s.Kind == "mapping-平台"
	}
	if !sealed {
		t.Error("the mapping is not among the files to be sealed")
	}
	before := w.References()
	if err := os.WriteFile(dir+"/mappings/平台.yaml", []byte(strings.Replace(string(example), "发布时间", "上墙时间", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if w, err = workspace.Open(dir); err != nil {
		t.Fatal(err)
	}
	if w.References() == before {
		t.Error("a changed mapping leaves what was read with it fresh")
	}
}

func TestMappingErrorsNameTheFile(t *testing.T) {
	for text, want := range map[string]string{
		"name: 平台\ntable: disclosures\nheader: {village: [单位]}\n":                                     "header",
		"name: 平台\ntable: disclosures\nheaders: {villages: [单位]}\n":                                   "villages",
		"name: 平台\ntable: disclosures\nheaders: {village: [单位]}\nconstants: {signed: 也许}\n":           "也许",
		"name: 平台\ntable: disclosures\nheaders: {village: [单位]}\nvalues: {review_result: {过: 不知道}}\n": "不知道",
	} {
		_, err := workspace.Open(write(t, map[string]string{"tongbao.yaml": config, "mappings/平台.yaml": text}))
		if err == nil || !strings.Contains(err.Error(), "mappings/平台.yaml") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	two := "name: 平台\ntable: disclosures\nheaders: {village: [单位]}\n"
	_, err := workspace.Open(write(t, map[string]string{"tongbao.yaml": config, "mappings/甲.yaml": two, "mappings/乙.yaml": two}))
	var refused *workspace.ReferenceError
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), "相同") {
		t.Errorf("two mappings of one name: %v", err)
	}
}
