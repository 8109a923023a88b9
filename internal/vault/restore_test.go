package vault

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestRestore: what somebody wrote down of a vault is checked against it, and
// a part of it is read without anything being added.
func TestRestore(t *testing.T) {
	v, err := Open(t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "六月.csv")
	var sealed []Delivery
	for _, text := range []string{"甲", "乙", "丙"} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		d, err := v.Seal(file, Delivery{Township: "990101101", Name: "六月.csv"})
		if err != nil {
			t.Fatal(err)
		}
		sealed = append(sealed, d)
	}

	part := v.Of([]Delivery{sealed[2], sealed[0]})
	if got := part.Deliveries(); len(got) != 2 || got[0].Seq != 1 || got[1].Seq != 3 {
		t.Errorf("the part has %+v", got)
	}
	if _, err := part.Seal(file, Delivery{}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("sealed into a part: %v", err)
	}
	if _, err := part.SealReference("rules", "rules.yaml", nil); !errors.Is(err, ErrReadOnly) {
		t.Errorf("sealed into a part: %v", err)
	}
	if len(v.Deliveries()) != 3 {
		t.Errorf("the vault has %+v", v.Deliveries())
	}

	for want, change := range map[string]func(*Delivery){
		"":        func(*Delivery) {},
		"没有第9号收件": func(d *Delivery) { d.Seq = 9 },
		"第1号收件的记录（六月.csv）与公布时（六月.csv）不一致": func(d *Delivery) { d.History = true },
		"第1号收件的记录": func(d *Delivery) { d.SHA256 = "../../x" },
	} {
		d := sealed[0]
		change(&d)
		err := v.Check(d)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("check: %v, want %q", err, want)
		}
	}
	if err := os.Remove(v.Blob(sealed[1].SHA256)); err != nil {
		t.Fatal(err)
	}
	if err := v.Check(sealed[1]); err == nil || !strings.Contains(err.Error(), "缺少第2号收件") {
		t.Errorf("check of a blob that is gone: %v", err)
	}

	sum, err := v.SealReference("rules", "rules.yaml", []byte("- rule: x"))
	if err != nil {
		t.Fatal(err)
	}
	if data, err := part.Reference("rules.yaml", sum); err != nil || string(data) != "- rule: x" {
		t.Errorf("reference: %q %v", data, err)
	}
	for bad, want := range map[string]string{
		"../deliveries/00000001.json": "不是 SHA-256", strings.Repeat("/", 64): "不是 SHA-256", strings.Repeat("0", 64): "缺少参考文件 rules.yaml",
	} {
		if _, err := v.Reference("rules.yaml", bad); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("reference %s: %v", bad, err)
		}
	}
	if err := os.WriteFile(v.Blob(sum), []byte("- rule: y"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Reference("rules.yaml", sum); err == nil || !strings.Contains(err.Error(), "与入库时不一致") {
		t.Errorf("reference that was changed: %v", err)
	}
}
