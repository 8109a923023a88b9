package pipelines_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongbao/internal/mart"
	"tongbao/pipelines"
)

// What a township writes and the registry does not know comes with the line
// that would make it known; that very line, pasted, lets the rows in.
func TestSpellings(t *testing.T) {
	t.Parallel()
	dir := makeWorkspace(t, smallDistrict)
	e := openEnv(t, dir)
	const header = "村（社区）,公开事项,所属期,公布日期\n"
	send := func(township, name, rows string) {
		writeFile(t, filepath.Join(e.WS.Inbox(), township, name), header+rows)
	}
	send("青禾镇", "五月.csv", "松涧村,财务收支情况,2026-05,2026-06-10\n松件村,财务收支情况,2026-05,2026-06-10\n竹 希村,财务收支情况,2026-05,2026-06-11\n山南坪,财务收支情况,2026-05,2026-06-11\n")
	send("青禾镇", "四月.csv", "竹希村,财务收支情况,2026-04,2026-05-11\n月湖社区,财务收支情况,2026-04,2026-05-11\n村；竹希,财务收支情况,2026-04,2026-05-11\n")
	send("区级", "勘误.csv", "月胡社区,财务收支情况,2026-05,2026-06-12\n")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-06-20")})

	spellings := func() (all []mart.Spelling) {
		all, err := e.Spellings(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	find := func(text string) mart.Spelling {
		for _, s := range spellings() {
			if s.Text == text {
				return s
			}
		}
		t.Fatalf("no %q among %+v", text, spellings())
		return mart.Spelling{}
	}
	var texts []string
	for _, s := range spellings() {
		texts = append(texts, s.TownshipCode+" "+s.Text)
	}
	// 月湖社区 is another township's, and a name without a township is no spelling.
	if want := []string{"990101101 竹 希村", "990101101 山南坪", "990101101 村；竹希", "990101101 松件村"}; !slices.Equal(texts, want) {
		t.Errorf("%q, want %q", texts, want)
	}

	s := find("竹 希村")
	if s.Rows != 2 || !slices.Equal(s.Files, []string{"五月.csv", "四月.csv"}) || s.Township != "青禾镇" ||
		s.VillageCode != "990101101202" || s.Village != "竹溪村" || s.Corrected || s.Registry != "registry.csv" || s.Line != 3 ||
		s.Aliases != "竹希村" || s.Row != "990101101,青禾镇,镇,990101101202,竹溪村,村,210,610,竹希村,2020-01-01," {
		t.Errorf("%+v", s)
	}
	if s := find("松件村"); s.Aliases != "松间村；松件村" || s.Line != 2 {
		t.Errorf("%+v", s)
	}
	for _, text := range []string{"山南坪", "村；竹希"} {
		if s := find(text); s.Aliases != "" || s.Row != "" || s.Line != 0 {
			t.Errorf("%s is offered: %+v", text, s)
		}
	}

	// The same file with another name in the place of an unknown one.
	send("青禾镇", "五月.csv", "松涧村,财务收支情况,2026-05,2026-06-10\n松涧村,低保对象名单,2026Q1,2026-04-10\n竹溪村,财务收支情况,2026-05,2026-06-11\n竹溪村,低保对象名单,2026Q1,2026-04-10\n")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-06-22")})
	if s := find("山南坪"); !s.Corrected || s.Village != "竹溪村" || s.Aliases != "竹希村；山南坪" {
		t.Errorf("%+v", s)
	}
	// A file of the same name that is another: it says nothing.
	send("青禾镇", "四月.csv", "松涧村,财务收支情况,2026-06,2026-07-01\n松涧村,低保对象名单,2026Q2,2026-07-01\n松涧村,低保对象名单,2025Q4,2026-01-05\n")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-07-02")})
	if s := find("村；竹希"); s.Corrected {
		t.Errorf("%+v", s)
	}

	// Two spellings of one village come with one and the same line.
	s = find("竹 希村")
	other := find("山南坪")
	if other.Line != s.Line || other.Row != s.Row || other.Aliases != s.Aliases || other.Rows == 0 {
		t.Errorf("%+v beside %+v", other, s)
	}

	path := filepath.Join(dir, "registry.csv")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	lines[s.Line-1] = s.Row
	writeFile(t, path, strings.Join(lines, "\n"))
	e = openEnv(t, dir)
	released := int64(0)
	for _, again := range ingest(t, e, pipelines.IntakeRequest{}).Reread {
		released += again.After - again.Before
	}
	if want := s.Rows + other.Rows; released != want {
		t.Errorf("%d rows released, want %d", released, want)
	}
	if left := spellings(); slices.ContainsFunc(left, func(left mart.Spelling) bool { return left.Line == s.Line }) || len(left) != 2 {
		t.Errorf("left: %+v", left)
	}
}

// The line offered keeps the registry as it is written: its columns, its
// order, its quotes.
func TestSpellingsInARegistryOfAnotherOrder(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"registry.csv": "村名备注,曾用名,村（社区）,村社代码,镇街类型,镇街,镇街代码,类型,户数,生效日期,失效日期\n" +
			"\"山上,山下\",\"松间村\",松涧村,990101101201,镇,青禾镇,990101101,村,,,\n",
		"catalogue.csv": smallDistrict["catalogue.csv"],
	}
	dir := makeWorkspace(t, files)
	e := openEnv(t, dir)
	writeFile(t, filepath.Join(e.WS.Inbox(), "青禾镇", "五月.csv"), "村（社区）,公开事项,所属期\n宋涧村,财务收支情况,2026-05\n")
	ingest(t, e, pipelines.IntakeRequest{ReceivedAt: received("2026-06-20")})
	all, err := e.Spellings(t.Context())
	if err != nil || len(all) != 1 || all[0].Row != `"山上,山下",松间村；宋涧村,松涧村,990101101201,镇,青禾镇,990101101,村,,,` {
		t.Fatalf("%+v, %v", all, err)
	}
}
