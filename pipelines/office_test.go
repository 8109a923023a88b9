package pipelines_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// skipOffice is the variable that, set to 1, skips what needs LibreOffice.
const skipOffice = "TONGBAO_SKIP_OFFICE"

// resaved is the workbook at path as LibreOffice writes it after opening it.
// Without LibreOffice the test is skipped; `make test` sees to it.
func resaved(t *testing.T, path string) string {
	t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil || os.Getenv(skipOffice) == "1" {
		t.Skip("no LibreOffice (Debian: libreoffice-calc-nogui): what it makes of a workbook is not tested")
	}
	dir := t.TempDir()
	run := exec.CommandContext(t.Context(), soffice, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"),
		"--headless", "--norestore", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", filepath.Join(dir, "out"), path)
	said, err := run.CombinedOutput()
	again := filepath.Join(dir, "out", filepath.Base(path))
	if _, statErr := os.Stat(again); err != nil || statErr != nil {
		t.Fatalf("LibreOffice could not save %s: %v %v\n%s", path, err, statErr, said)
	}
	return again
}
