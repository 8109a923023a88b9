package pipelines_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/pipelines"
)

// The quality report tells who sent what by as_of, what went back and why,
// and who sent nothing; a page for each township. What comes later changes
// none of it.
func TestQualityReport(t *testing.T) {
	dir := makeWorkspace(t, smallDistrict)
	head := "村（社区）,公开事项,所属期,公布日期\n"
	writeFile(t, filepath.Join(dir, "inbox/青禾镇/a.csv"), head+"松涧村,财务收支,2026-04,2026-05-10\n高滩村,财务收支,2026-04,2026-05-10\n竹溪村,财务收支,2026-04,2026-13-10\n")
	writeFile(t, filepath.Join(dir, "inbox/青禾镇/b.pdf"), "%PDF-1.7\n")
	e := openEnv(t, dir)
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-05-12")})
	build(t, e, "2026Q2", "2026-07-10")
	read := func() map[string]string {
		paths, err := e.Report(t.Context(), []string{"quality"}, "", t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		pages := map[string]string{}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if info, _ := os.Stat(path); info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s has mode %v", path, info.Mode())
			}
			pages[filepath.Base(path)] = string(data)
		}
		return pages
	}
	pages := read()
	for page, says := range map[string][]string{
		"quality-2026Q2.html": {"收到文件2份，其中重复0份、整份退回1份；数据行3行，收下1行，退回待更正2行（66.67%）", "没有报送任何文件的镇街1个：望舒街道", `href="quality-2026Q2/990101101.html"`},
		"990101101.html":      {"a.csv", "b.pdf", "没有读取", "部分退回", "高滩村", "没有这一天"},
		"990101002.html":      {"本期没有报送任何文件。"},
	} {
		for _, want := range says {
			if !strings.Contains(pages[page], want) {
				t.Errorf("%s does not say %q", page, want)
			}
		}
	}

	writeFile(t, filepath.Join(dir, "inbox/望舒街道/late.csv"), head+"月湖社区,财务收支,2026-04,2026-05-10\n低滩社区,财务收支,2026-04,2026-05-10\n")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-07-15")})
	build(t, e, "2026Q2", "2026-07-10")
	for page, text := range read() {
		if text != pages[page] {
			t.Errorf("%s changed by what came after as_of", page)
		}
	}

	var no *pipelines.NotForPublic
	if _, err := e.Report(t.Context(), []string{"quality"}, "public", t.TempDir()); !errors.As(err, &no) {
		t.Errorf("a quality report for the public: %v", err)
	}
}
