package assets

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"
)

func TestFilesAreTheReviewedOnes(t *testing.T) {
	sums, err := os.Open("SHA256SUMS")
	if err != nil {
		t.Fatal(err)
	}
	defer sums.Close()

	seen := map[string]bool{}
	lines := bufio.NewScanner(sums)
	for lines.Scan() {
		want, name, ok := strings.Cut(lines.Text(), "  ")
		if !ok {
			t.Fatalf("SHA256SUMS: cannot read the line %q", lines.Text())
		}
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := sha256.Sum256(body); hex.EncodeToString(got[:]) != want {
			t.Errorf("%s is not the reviewed file: SHA-256 %x, want %s", name, got, want)
		}
		seen[name] = true
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"echarts.min.js", "LICENSE", "NOTICE"} {
		if !seen[name] {
			t.Errorf("SHA256SUMS does not name %s", name)
		}
	}
}

// The script is inlined: these would end it early, change its hash in the
// browser, or make a browser ask for another file.
func TestEChartsCanBeInlined(t *testing.T) {
	if len(ECharts) < 1_000_000 {
		t.Fatalf("echarts.min.js has only %d bytes", len(ECharts))
	}
	for _, bad := range []string{"</script", "<!--", "\r", "sourceMappingURL"} {
		if strings.Contains(strings.ToLower(ECharts), strings.ToLower(bad)) {
			t.Errorf("echarts.min.js contains %q", bad)
		}
	}
	if !strings.Contains(ECharts, `"5.6.0"`) {
		t.Error("echarts.min.js does not say that it is version 5.6.0")
	}
}
