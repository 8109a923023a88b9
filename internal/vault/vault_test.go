package vault

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tongbao/internal/civil"
)

var at = time.Date(2026, 7, 10, 9, 0, 0, 0, civil.Shanghai)

func open(t *testing.T) *Vault {
	t.Helper()
	v, err := Open(filepath.Join(t.TempDir(), "vault"), func() time.Time { return at })
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSealKeepsBytesAndOrder(t *testing.T) {
	v := open(t)
	first, err := v.Seal(file(t, "one"), Delivery{Township: "990101001", Name: "a.csv", Channel: "inbox"})
	if err != nil {
		t.Fatal(err)
	}
	second, err := v.Seal(file(t, "two"), Delivery{Township: "990101001", Name: "b.csv", ReceivedAt: at.Add(-time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if first.Seq != 1 || second.Seq != 2 || first.DuplicateOf != 0 || second.DuplicateOf != 0 {
		t.Errorf("sequence %d, %d; duplicates of %d, %d", first.Seq, second.Seq, first.DuplicateOf, second.DuplicateOf)
	}
	if !first.ReceivedAt.Equal(at) || !second.ReceivedAt.Equal(at.Add(-time.Hour)) {
		t.Errorf("received at %s and %s", first.ReceivedAt, second.ReceivedAt)
	}
	if got, _ := os.ReadFile(v.Blob(first.SHA256)); string(got) != "one" {
		t.Errorf("blob holds %q", got)
	}
	again, err := Open(v.dir, v.now)
	if err != nil {
		t.Fatal(err)
	}
	if all := again.Deliveries(); len(all) != 2 || all[1].Name != "b.csv" {
		t.Errorf("deliveries = %+v", all)
	}
}

func TestSameBytesOfSameTownshipAreADuplicate(t *testing.T) {
	v := open(t)
	for i, c := range []struct {
		township string
		want     int64
	}{{"990101001", 0}, {"990101002", 0}, {"990101001", 1}, {"990101001", 1}} {
		d, err := v.Seal(file(t, "same"), Delivery{Township: c.township})
		if err != nil {
			t.Fatal(err)
		}
		if d.DuplicateOf != c.want {
			t.Errorf("delivery %d is a duplicate of %d, want %d", i+1, d.DuplicateOf, c.want)
		}
	}
}

func TestHistoryIsDatedBySealing(t *testing.T) {
	d := Delivery{ReceivedAt: at.AddDate(-1, 0, 0), SealedAt: at, History: true}
	if got := d.ReceivedOn().String(); got != "2026-07-10" {
		t.Errorf("received on %s", got)
	}
}

func TestIdentityIgnoresOrderAndName(t *testing.T) {
	a := Delivery{Seq: 1, SHA256: "x", Township: "990101001", ReceivedAt: at, Name: "a"}
	b := Delivery{Seq: 9, SHA256: "x", Township: "990101001", ReceivedAt: at.UTC(), Name: "b"}
	if a.Identity() != b.Identity() {
		t.Error("identity depends on order, name or zone")
	}
	b.Township = "990101002"
	if a.Identity() == b.Identity() {
		t.Error("identity does not depend on the township")
	}
}

func TestReferencesAreSealedWhenTheyChange(t *testing.T) {
	v := open(t)
	for _, text := range []string{"one", "one", "two", "one"} {
		if _, err := v.SealReference("registry", "registry.csv", []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	entries, _ := os.ReadDir(filepath.Join(v.dir, "references"))
	if len(entries) != 3 {
		t.Errorf("%d versions sealed, want 3 (one, two, one again)", len(entries))
	}
}

func TestATornSidecarIsAnError(t *testing.T) {
	v := open(t)
	if _, err := v.Seal(file(t, "one"), Delivery{}); err != nil {
		t.Fatal(err)
	}
	os.WriteFile(filepath.Join(v.dir, "deliveries", "00000002.json"), []byte(`{"seq":`), 0o644)
	if _, err := Open(v.dir, v.now); err == nil {
		t.Error("a torn sidecar was passed over in silence")
	}
}

func TestVerifyFindsChangedBytes(t *testing.T) {
	v := open(t)
	d, err := v.Seal(file(t, "one"), Delivery{Name: "a.csv"})
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Verify(d); err != nil {
		t.Errorf("untouched: %v", err)
	}
	if err := os.WriteFile(v.Blob(d.SHA256), []byte("one more"), 0o600); err != nil {
		t.Fatal(err)
	}
	var changed *Changed
	if err := v.Verify(d); !errors.As(err, &changed) || changed.Delivery.Seq != 1 {
		t.Errorf("changed: %v", err)
	}
}
