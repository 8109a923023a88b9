package workspace_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongbao/internal/workspace"
)

// The layout is that of china-division; the places are invented.
const (
	villagesList = "code,name,streetCode,provinceCode,cityCode,areaCode\n" +
		"990101001001,\"月湖社区居民委员会\",990101001,99,9901,990101\n" +
		"990101101201,\"松涧村村民委员会\",990101101,99,9901,990101\n" +
		"990101101202,\"竹溪村委会\",990101101,99,9901,990101\n" +
		"990101400498,\"云岫农场生活区\",990101400,99,9901,990101\n" +
		"990102001001,\"别区社区居委会\",990102001,99,9901,990102\n"
	streetsList = "code,name,areaCode,provinceCode,cityCode\n990101001,\"望舒街道\",990101,99,9901\n990101101,\"青禾镇\",990101,99,9901\n990101400,\"云岫农场\",990101,99,9901\n"
	areasList   = "code,name,cityCode,provinceCode\n990101,\"云岫区\",9901,99\n"
)

func codeList(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "villages.csv")
}

func TestReadDivision(t *testing.T) {
	path := codeList(t, map[string]string{"villages.csv": villagesList, "streets.csv": streetsList, "areas.csv": areasList})
	d, err := workspace.ReadDivision(path, "990101")
	if err != nil {
		t.Fatal(err)
	}
	if d.Villages != 4 || d.District != (workspace.District{Code: "990101", Name: "云岫区"}) {
		t.Errorf("%d villages of %+v", d.Villages, d.District)
	}
	want := "\ufeff镇街代码,镇街,镇街类型,村社代码,村（社区）,类型,户数,人口,曾用名,生效日期,失效日期\r\n" +
		"990101001,望舒街道,街道,990101001001,月湖社区,社区,,,月湖社区居民委员会,,\r\n" +
		"990101101,青禾镇,镇,990101101201,松涧村,村,,,松涧村村民委员会,,\r\n" +
		"990101101,青禾镇,镇,990101101202,竹溪村委会,村,,,,,\r\n" +
		"990101400,云岫农场,,990101400498,云岫农场生活区,社区,,,,,\r\n"
	if string(d.Registry) != want {
		t.Errorf("registry:\n%s\nwant:\n%s", d.Registry, want)
	}
	if len(d.Open) != 1 || !strings.Contains(d.Open[0], "云岫农场 的类型") {
		t.Errorf("to be filled in: %q", d.Open)
	}
}

func TestReadDivisionWithoutNamesOfTownships(t *testing.T) {
	d, err := workspace.ReadDivision(codeList(t, map[string]string{"villages.csv": villagesList}), "990102")
	if err != nil || d.Villages != 1 || len(d.Open) != 1 || !strings.Contains(d.Open[0], "streets.csv") {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestReadDivisionErrors(t *testing.T) {
	path := codeList(t, map[string]string{"villages.csv": villagesList})
	for _, c := range []struct{ path, code, want string }{
		{path, "990199", "没有以 990199 开头"},
		{path, "渝北", "不是区划代码"},
		{path, "99010", "不是区划代码"},
		{filepath.Join(filepath.Dir(path), "none.csv"), "990101", "找不到"},
		{codeList(t, map[string]string{"villages.csv": "a,b\n1,2\n"}), "990101", "没有表头"},
		{codeList(t, map[string]string{"villages.csv": "code,name,streetCode\n99010100,村,990101001\n"}), "990101", "第2行"},
		{codeList(t, map[string]string{"villages.csv": villagesList + strings.Repeat("990199001001,青石村,990199001\n", 5000) + "\xc7\xe0\n"}), "990101", "villages.csv："},
	} {
		if _, err := workspace.ReadDivision(c.path, c.code); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want …%s…", c.code, err, c.want)
		}
	}
}

// A registry made of the whole country's list must itself be readable; the
// corpus has all of Chongqing.
func TestReadDivisionOfTheCorpus(t *testing.T) {
	corpus := os.Getenv("TONGBAO_CORPUS")
	if corpus == "" {
		t.Skip("TONGBAO_CORPUS is not set: the real code list was not read")
	}
	began := time.Now()
	d, err := workspace.ReadDivision(filepath.Join(corpus, "divisions", "yubei_villages.csv"), "500112")
	if err != nil {
		t.Fatal(err)
	}
	if d.Villages != 412 || len(d.Open) != 0 {
		t.Errorf("%d villages, to be filled in: %q", d.Villages, d.Open)
	}
	dir := write(t, map[string]string{"registry.csv": string(d.Registry)})
	w, err := workspace.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if code, bad := w.Book.Village("五星路社区居委会", "500112002"); bad != nil || code != "500112002001" {
		t.Errorf("五星路社区居委会 = %s, %v", code, bad)
	}
	t.Logf("read in %s", time.Since(began))
}
