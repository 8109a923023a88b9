package workspace_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/internal/workbook"
	"tongbao/internal/workspace"
)

const (
	registryHeader = "镇街代码,镇街,镇街类型,村社代码,村（社区）,类型,户数,人口,曾用名,生效日期,失效日期\n"
	registry       = registryHeader +
		"990101101,青禾镇,镇,990101101201,松涧村,村,320,900,松间村；松涧,2020-01-01,\n" +
		"990101101,青禾镇,镇,990101101202,竹溪村,村,210,610,,2020-01-01,\n" +
		"990101002,望舒街道,街道,990101002001,月湖社区,社区,1500,4100,,2020-01-01,\n"
	catalogue = "事项编码,类别,公开事项,别名,适用,频次,最短公示,依据,生效日期,失效日期\n" +
		"CW01,财务,财务收支情况,财务收支,全部,月,1m,,2020-01-01,\n" +
		"FW01,服务,办事指南变更,,全部,随时,,,2020-01-01,\n"
	config = "district: {code: \"990101\", name: 云岫区}\n"
)

// write makes a workspace directory of the given files over good ones; an
// empty text leaves the file out.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	all := map[string]string{"registry.csv": registry, "catalogue.csv": catalogue, "tongbao.yaml": config}
	for name, text := range files {
		all[name] = text
	}
	for name, text := range all {
		if text == "" {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func open(t *testing.T, files map[string]string) *workspace.Workspace {
	t.Helper()
	w, err := workspace.Open(write(t, files))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestOpen(t *testing.T) {
	w := open(t, nil)
	if w.Book.DistrictCode != "990101" || w.Book.DistrictName != "云岫区" {
		t.Errorf("district %s %s", w.Book.DistrictCode, w.Book.DistrictName)
	}
	spells := w.Book.Registry.Spells()
	if len(spells) != 3 {
		t.Fatalf("%d villages, want 3", len(spells))
	}
	for _, name := range []string{"松涧村", "松间村", "松涧"} {
		if code, bad := w.Book.Village(name, "990101101"); bad != nil || code != "990101101201" {
			t.Errorf("%s: %s, %v", name, code, bad)
		}
	}
	for folder, want := range map[string]string{"青禾镇": "990101101", "990101002": "990101002", "区级": ""} {
		code, bad := w.Township(folder)
		if bad != nil || code != want {
			t.Errorf("township %s: %q, %v", folder, code, bad)
		}
		if folder != "990101002" && w.TownshipName(code) != folder {
			t.Errorf("name of %q = %q, want %q", code, w.TownshipName(code), folder)
		}
	}
	if _, bad := w.Township("无此镇"); bad == nil {
		t.Error("a township that is not in the registry was found")
	}
	var kinds []string
	for _, s := range w.Sources {
		kinds = append(kinds, s.Kind+" "+s.Name)
	}
	if got := strings.Join(kinds, ", "); got != "registry registry.csv, catalogue catalogue.csv" {
		t.Errorf("sources %s", got)
	}
}

// The district's code, where none is given, is the most frequent beginning.
func TestDistrictCodeFromRegistry(t *testing.T) {
	w := open(t, map[string]string{
		"tongbao.yaml": "district: {name: 云岫区}\n",
		"registry.csv": registry + "110101001,外镇,镇,110101001201,外村,村,1,1,,2020-01-01,\n",
	})
	if w.Book.DistrictCode != "990101" {
		t.Errorf("code %q", w.Book.DistrictCode)
	}
}

// A registry in a workbook says the same as in a CSV.
func TestRegistryAsWorkbook(t *testing.T) {
	var rows [][]any
	for _, line := range strings.Split(strings.TrimSpace(registry), "\n") {
		var row []any
		for _, cell := range strings.Split(line, ",") {
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	var book strings.Builder
	if err := workbook.Write(&book, []workbook.Sheet{{Name: "名册", Rows: rows}}); err != nil {
		t.Fatal(err)
	}
	fromBook := open(t, map[string]string{"registry.csv": "", "registry.xlsx": book.String()})
	fromCSV := open(t, nil)
	a, b := fromBook.Book.Registry.Spells(), fromCSV.Book.Registry.Spells()
	if len(a) != len(b) || len(a) == 0 {
		t.Fatalf("%d and %d villages", len(a), len(b))
	}
	for i := range a {
		if a[i].VillageCode != b[i].VillageCode || a[i].From != b[i].From || *a[i].Households != *b[i].Households {
			t.Errorf("%+v differs from %+v", a[i], b[i])
		}
	}
}

// Whatever a filing is read with decides the hash, and nothing else does.
func TestReferencesHash(t *testing.T) {
	base := open(t, nil).References()
	if again := open(t, nil).References(); again != base {
		t.Error("the same files gave another hash")
	}
	changed := map[string]map[string]string{
		"an alias":        {"registry.csv": strings.Replace(registry, "松涧,", "松涧；松涧坝,", 1)},
		"the catalogue":   {"catalogue.csv": catalogue + "ZW01,政务,低保名单,,全部,季,,,2020-01-01,\n"},
		"rules":           {"rules.yaml": "- {rule: due.monthly, value: 10, from: 2020-01-01, source: 示例}\n"},
		"a calendar":      {"calendar.csv": "日期,类型,名称\n2026-01-01,休,元旦\n"},
		"a header":        {"tongbao.yaml": config + "headers: {disclosures: {published_on: [上墙日期]}}\n"},
		"the district":    {"tongbao.yaml": "district: {code: \"990101\", name: 云岭区}\n"},
		"a village fewer": {"registry.csv": strings.Join(strings.SplitAfter(registry, "\n")[:3], "")},
	}
	seen := map[string]string{base: "nothing"}
	for what, files := range changed {
		hash := open(t, files).References()
		if before, there := seen[hash]; there {
			t.Errorf("%s gave the same hash as %s", what, before)
		}
		seen[hash] = what
	}
	for what, text := range map[string]string{
		"threads": config + "limits: {threads: 1}\n", "the schedule": config + "schedule: [{job: intake, cron: \"0 8 * * *\"}]\n",
	} {
		if open(t, map[string]string{"tongbao.yaml": text}).References() != base {
			t.Errorf("%s changed the hash, though nothing is read with it", what)
		}
	}
}

// What is wrong with a reference file is told with file, line and column.
func TestReferenceErrors(t *testing.T) {
	line := func(n int, old, new string) string {
		lines := strings.SplitAfter(registry, "\n")
		lines[n-1] = strings.Replace(lines[n-1], old, new, 1)
		return strings.Join(lines, "")
	}
	for name, c := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"no registry":       {map[string]string{"registry.csv": ""}, []string{"缺少村社名册", "registry.csv", "registry.xlsx"}},
		"no catalogue":      {map[string]string{"catalogue.csv": ""}, []string{"缺少公开目录"}},
		"both":              {map[string]string{"registry.xlsx": "x"}, []string{"registry.csv", "registry.xlsx", "只留一个"}},
		"header only":       {map[string]string{"registry.csv": registryHeader}, []string{"registry.csv", "没有一行数据"}},
		"wrong header":      {map[string]string{"registry.csv": "镇街,村名\n甲,乙\n"}, []string{"registry.csv", "“镇街代码”", "“村社代码”"}},
		"not a file":        {map[string]string{"registry.csv": "\x00\x01\x02"}, []string{"registry.csv"}},
		"short code":        {map[string]string{"registry.csv": line(3, "990101101202", "99010110120")}, []string{"registry.csv", "第3行", "D3", "村社代码", "99010110120", "12位"}},
		"letter in code":    {map[string]string{"registry.csv": line(2, "990101101,", "99010110O,")}, []string{"第2行", "A2", "镇街代码"}},
		"kind":              {map[string]string{"registry.csv": line(4, ",街道,", ",街道办,")}, []string{"第4行", "C4", "镇街类型", "镇、乡、街道"}},
		"impossible date":   {map[string]string{"registry.csv": line(4, "2020-01-01", "2020-02-30")}, []string{"第4行", "J4", "生效日期", "没有这一天"}},
		"blank":             {map[string]string{"registry.csv": line(2, "松涧村", "")}, []string{"第2行", "村（社区）"}},
		"households":        {map[string]string{"registry.csv": line(2, ",320,", ",约320,")}, []string{"第2行", "G2", "户数"}},
		"overlapping":       {map[string]string{"registry.csv": registry + "990101002,望舒街道,街道,990101101202,竹溪村,村,1,1,,2024-01-01,\n"}, []string{"第5行", "第3行"}},
		"ends before begin": {map[string]string{"registry.csv": line(3, "2020-01-01,", "2020-01-01,2019-01-01")}, []string{"第3行"}},
		"frequency":         {map[string]string{"catalogue.csv": strings.Replace(catalogue, ",月,", ",每月,", 1)}, []string{"catalogue.csv", "第2行", "频次"}},
		"minimum posting":   {map[string]string{"catalogue.csv": strings.Replace(catalogue, "1m", "一个月", 1)}, []string{"catalogue.csv", "第2行", "最短公示", "一个月", "10d"}},
		"row twice":         {map[string]string{"registry.csv": registry + line(3, "", "")[strings.Index(registry, "990101101,青禾镇,镇,990101101202"):]}, []string{"第5行“生效日期”", "第3行 青禾镇竹溪村（2020-01-01 起）", "第5行 青禾镇竹溪村（2020-01-01 起）", "只保留一行"}},
		"item row twice":    {map[string]string{"catalogue.csv": catalogue + strings.SplitAfter(catalogue, "\n")[1]}, []string{"第4行“生效日期”", "第2行 财务收支情况（2020-01-01 起）", "第4行 财务收支情况（2020-01-01 起）"}},
		"day twice":         {map[string]string{"calendar.csv": "日期,类型\n2026-01-01,休\n2026-01-01,班\n"}, []string{"第3行", "第2行“休”，第3行“班”"}},
		"header":            {map[string]string{"registry.csv": line(1, "生效日期", "生效日")}, []string{"registry.csv 有 1 处错误", "第1行 J1“生效日”：没有名为“生效日”的列，是否应为“生效日期”？可用的列：镇街代码、", "失效日期、备注；不需要的列请删去"}},
		"item header":       {map[string]string{"catalogue.csv": strings.Replace(catalogue, "最短公示", "最短公示期", 1)}, []string{"catalogue.csv", "第1行 G1“最短公示期”", "是否应为“最短公示”？"}},
		"calendar header":   {map[string]string{"calendar.csv": "日期,类型,节日\n2026-01-01,休,元旦\n"}, []string{"calendar.csv", "第1行 C1“节日”：没有名为“节日”的列；可用的列：日期、类型、名称、备注"}},
		"no header":         {map[string]string{"calendar.csv": "日期,类型,名称,\n2026-01-01,休,元旦,放假\n"}, []string{"第1行 D1：D列有内容而没有表头"}},
		"item twice":        {map[string]string{"catalogue.csv": catalogue + "CW01,财务,财务收支,,全部,月,,,2021-01-01,\n"}, []string{"catalogue.csv", "第4行"}},
		"calendar":          {map[string]string{"calendar.csv": "日期,类型,名称\n2026-01-01,放假,元旦\n"}, []string{"calendar.csv", "第2行", "类型", "休、班"}},
		"unknown rule": {
			map[string]string{"rules.yaml": "# 规则\n- rule: due.never\n  value: 3\n  from: 2020-01-01\n  source: 示例\n"},
			[]string{"rules.yaml", "第2行", "due.never", "due.monthly"},
		},
		"rule value": {
			map[string]string{"rules.yaml": "- {rule: due.monthly, value: 32, from: 2020-01-01, source: 示例}\n"},
			[]string{"rules.yaml", "第1行", "due.monthly", "32"},
		},
		"rule date": {
			map[string]string{"rules.yaml": "- rule: due.monthly\n  value: 15\n  from: 2020-13-01\n  source: 示例\n"},
			[]string{"rules.yaml", "第1行", "from", "2020-13-01"},
		},
		"rule key":      {map[string]string{"rules.yaml": "- rule: due.monthly\n  valeu: 15\n"}, []string{"rules.yaml", "2", "valeu"}},
		"rules no list": {map[string]string{"rules.yaml": "due.monthly: 15\n"}, []string{"rules.yaml"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := workspace.Open(write(t, c.files))
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is missing in:\n%v", want, err)
				}
			}
		})
	}
}

// All problems of a file are told at once, in the order of its lines.
func TestReferenceErrorsInOrder(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"registry.csv": {"registry.csv": strings.NewReplacer("990101101202", "9", ",社区,", ",小区,", "松涧村", "").Replace(registry)},
		"rules.yaml":   {"rules.yaml": "- {rule: due.none, value: 1, from: 2020-01-01}\n- {rule: due.monthly, value: 1, from: 往年}\n- {rule: due.monthly, value: x, from: 2020-01-01}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := workspace.Open(write(t, files))
			var refused *workspace.ReferenceError
			if !errors.As(err, &refused) {
				t.Fatalf("err = %v", err)
			}
			if refused.File != name || len(refused.Problems) < 3 {
				t.Fatalf("%+v", refused)
			}
			last := 0
			for _, p := range refused.Problems {
				line := 0
				for _, r := range strings.TrimPrefix(p, "第") {
					if r < '0' || r > '9' {
						break
					}
					line = line*10 + int(r-'0')
				}
				if line < last {
					t.Errorf("line %d after line %d:\n%v", line, last, err)
				}
				last = line
			}
		})
	}
}

// A column for remarks may stand anywhere; nothing is read from it.
func TestRemarksInReferences(t *testing.T) {
	remarked := strings.NewReplacer("失效日期\n", "失效日期,备注\n", "2020-01-01,\n", "2020-01-01,,划入\n").Replace(registry)
	if w := open(t, map[string]string{"registry.csv": remarked}); len(w.Warnings) != 0 || len(w.Book.Registry.Spells()) != 3 {
		t.Errorf("warnings %q, %+v", w.Warnings, w.Book.Registry.Spells())
	}
}

// Rules that are only tried are checked like the district's own.
func TestWithRules(t *testing.T) {
	dir := write(t, map[string]string{"rules.yaml": "- {rule: score.weight.fourth, value: 75}\n- {rule: due.monthly, value: 10, from: 2026-01-01}\n"})
	w, err := workspace.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(w.Warnings) != 1 || w.Warnings[0] != "rules.yaml 第1行“value”：四项权重之和为 155，不是100；按各自所占比例计分；四项权重之和写成100" {
		t.Errorf("the workspace's own: %q", w.Warnings)
	}
	for text, want := range map[string]string{
		"- {rule: score.weight.timeliness, value: 45}\n":                                                 "试算.yaml 第1行“value”：四项权重之和为 165",
		"- {rule: score.weight.fourth, value: 20}\n- {rule: due.monthly, value: 20, from: 2026-02-01}\n": "",
		"- {rule: min_due, value: 4}\n":                                                                  "", // its own warning is told already
		"- {rule: posting.minimum.村史, value: 1m}\n":                                                      "试算.yaml 第1行“rule”：公开目录中没有类别“村史”",
	} {
		path := filepath.Join(dir, "试算.yaml")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		tried, err := w.WithRules(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(tried.Warnings, "\n"); (got == "") != (want == "") || !strings.HasPrefix(got, want) || len(tried.Warnings) > 1 {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	for path, want := range map[string]string{"没有.yaml": "找不到规则文件", dir: "无法读取"} {
		if _, err := w.WithRules(path); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "no such") || strings.Contains(err.Error(), "directory") {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestConfigErrors(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"unknown key":    {config + "\nreporst: x\n", []string{"tongbao.yaml", "3", "reporst"}},
		"nested key":     {config + "limits:\n  thread: 2\n", []string{"tongbao.yaml", "3", "thread"}},
		"not a number":   {config + "limits:\n  threads: 两个\n", []string{"tongbao.yaml", "3", "两个"}},
		"negative":       {config + "limits: {threads: -3}\n", []string{"tongbao.yaml", "threads", "-3"}},
		"syntax":         {"district: [\n", []string{"tongbao.yaml"}},
		"district code":  {"district: {code: 渝北, name: 渝北区}\n", []string{"tongbao.yaml", "渝北", "6位"}},
		"header table":   {config + "headers: {disclosure: {village: [村庄]}}\n", []string{"tongbao.yaml", "disclosure"}},
		"header column":  {config + "headers: {disclosures: {villages: [村庄]}}\n", []string{"tongbao.yaml", "villages"}},
		"header clashes": {config + "headers: {disclosures: {published_on: [公开单位]}}\n", []string{"tongbao.yaml", "公开单位"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := workspace.Open(write(t, map[string]string{"tongbao.yaml": c.text}))
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is missing in:\n%v", want, err)
				}
			}
		})
	}
}

func TestOddReferencesAreWarned(t *testing.T) {
	// A code that suggests 社区 for a 村: the column decides, with a warning.
	w := open(t, map[string]string{"registry.csv": registry + "990101002,望舒街道,街道,990101002005,河湾村,村,1,1,,2020-01-01,\n"})
	if len(w.Warnings) != 1 || !strings.Contains(w.Warnings[0], "registry.csv") || !strings.Contains(w.Warnings[0], "第5行") {
		t.Errorf("warnings %q", w.Warnings)
	}
	for _, s := range w.Book.Registry.Spells() {
		if s.VillageCode == "990101002005" && s.Kind != "村" {
			t.Errorf("kind %s", s.Kind)
		}
	}
}

func TestNotAWorkspace(t *testing.T) {
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "nowhere")} {
		_, err := workspace.Open(dir)
		var missing *workspace.Missing
		if !errors.As(err, &missing) || !strings.Contains(err.Error(), "tongbao init") {
			t.Errorf("%s: %v", dir, err)
		}
	}
}

// A new workspace needs its registry filled in and nothing else, whatever the
// district is called.
func TestCreate(t *testing.T) {
	for _, name := range []string{"云岫区", "", `引"号\区`, "两\n行: 区", "{{.}}# 区"} {
		dir := t.TempDir()
		n := workspace.New{District: workspace.District{Name: name}, Schedule: "schedule: []\n"}
		if err := workspace.Create(dir, n); err != nil {
			t.Fatal(err)
		}
		if _, err := workspace.Open(dir); err == nil || !strings.Contains(err.Error(), "registry.csv") {
			t.Errorf("an empty registry: %v", err)
		}
		if err := os.WriteFile(filepath.Join(dir, "registry.csv"), []byte(registry), 0o644); err != nil {
			t.Fatal(err)
		}
		w, err := workspace.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if w.Book.DistrictName != name || w.Config.Demo {
			t.Errorf("district %q, want %q", w.Book.DistrictName, name)
		}
		if len(w.Book.Catalogue.Spells()) < 10 {
			t.Errorf("%d catalogue items", len(w.Book.Catalogue.Spells()))
		}
		if len(w.Warnings) != 1 || !strings.Contains(w.Warnings[0], "catalogue.csv 还是初始模板") {
			t.Errorf("a template catalogue: warnings %q", w.Warnings)
		}
		path := filepath.Join(dir, "catalogue.csv")
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		own := bytes.Replace(data, []byte("ZW01,政务"), []byte("ZW01,服务"), 1)
		if err := os.WriteFile(path, own, 0o644); err != nil {
			t.Fatal(err)
		}
		if w, err = workspace.Open(dir); err != nil || len(w.Warnings) > 0 {
			t.Errorf("the district's own catalogue: warnings %q, %v", w.Warnings, err)
		}
	}
}

// Create writes over nothing.
func TestCreateKeepsWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "registry.csv")
	if err := os.WriteFile(path, []byte(registry), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := workspace.Create(dir, workspace.New{}); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != registry {
		t.Errorf("the registry was written over: %v", err)
	}
	var exists *workspace.Exists
	if err := workspace.Create(dir, workspace.New{}); !errors.As(err, &exists) {
		t.Errorf("a second time: %v", err)
	}
}
