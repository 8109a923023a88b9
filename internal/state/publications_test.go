package state

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPublicationsAreRemembered(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	s := open(t, path)
	s.Now = func() time.Time { return start }
	want := []Publication{{"2026-001", "aa", start}, {"2026-001-v2", "bb", start}}
	for _, p := range []Publication{want[1], want[0]} {
		if err := s.RecordPublication(t.Context(), Publication{ID: p.ID, SHA256: p.SHA256}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.RecordPublication(t.Context(), Publication{ID: "2026-001", SHA256: "cc"}); err == nil {
		t.Error("an id was given twice")
	}
	got, err := s.Publications(t.Context())
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	got, err = PublicationsIn(t.Context(), path)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("only read: %v (-want +got):\n%s", err, diff)
	}
}

// A file that is only read is neither made nor brought up to date.
func TestPublicationsInLeavesTheFileAlone(t *testing.T) {
	none := filepath.Join(t.TempDir(), "state.db")
	if got, err := PublicationsIn(t.Context(), none); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("it was made")
	}
	old := filepath.Join(t.TempDir(), "state.db")
	db, err := sql.Open("sqlite", dsn(old))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(migrations[0] + migrations[1] + `pragma user_version = 2`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	before, err := os.ReadFile(old)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := PublicationsIn(t.Context(), old); err != nil || len(got) != 0 {
		t.Errorf("of an earlier schema: %v, %v", got, err)
	}
	if after, _ := os.ReadFile(old); string(after) != string(before) {
		t.Error("the file was changed")
	}
	// Brought up to date, it takes them.
	if err := open(t, old).RecordPublication(t.Context(), Publication{ID: "2026-001", SHA256: "aa"}); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(none, []byte("这不是数据库，也不是别的什么"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := PublicationsIn(t.Context(), none); err == nil {
		t.Error("read what is no database")
	}
}
