package filing

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"tongbao/internal/grid"
)

// TestPersonalVectors holds masking to numbers of other projects' tests and
// to look-alikes.
func TestPersonalVectors(t *testing.T) {
	f, err := os.Open("testdata/pii_vectors.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) < 29 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	kinds := map[string]personalKind{"cn_id18": identityNumber, "cn_mobile": mobileNumber, "bankcard": cardNumber}
	for _, row := range rows[1:] {
		kind, text, expected := row[0], row[1], row[2]
		masked, found := maskPersonal(text)
		switch expected {
		case "leave":
			if masked != text || found != nil {
				t.Errorf("%s %q: masked to %q", kind, text, masked)
			}
		case "find":
			want := kinds[kind]
			for prefix, k := range kinds {
				if strings.HasPrefix(kind, prefix) {
					want = k
				}
			}
			if !slices.Equal(found, []personalKind{want}) || !strings.Contains(masked, string(want)+maskSign) {
				t.Errorf("%s %q: masked to %q, found %q", kind, text, masked, found)
			}
		default:
			t.Errorf("%q is neither find nor leave", expected)
		}
	}
}

func TestMaskPersonal(t *testing.T) {
	const id, card = "360426199101010071", "6222021234567890128"
	for _, c := range []struct{ text, want string }{
		{"", ""}, {"财务收支已公开。", "财务收支已公开。"},
		{"身份证号：" + id + "，电话13612345678。", "身份证号：身份证号×××，电话手机号×××。"},
		{id + card, id + card}, // 37 digits in a row are none of both
		{id + "、" + card, "身份证号×××、银行卡号×××"},
		{id + " 13612345678", "身份证号××× 手机号×××"},
		{"2026-06-15 13612345678", "2026-06-15 手机号×××"},
		{"500 13612345678 户", "500 手机号××× 户"},
		{"33010219200403064X13612345678", "身份证号×××手机号×××"},
		{"3301021920040306 4x号", "身份证号×××号"},
		{"33010219200403064 X", "身份证号×××"},
		{"１３６１２３４５６７８", "手机号×××"}, {"３３０１０２１９２００４０３０６４Ｘ", "身份证号×××"},
		{"136\u200b1234\u200d5678", "手机号×××"}, {"136　1234　5678", "手机号×××"}, {"136—1234—5678", "手机号×××"},
		{"1\ufe0f\u20e33612345678", "手机号×××"}, {"1361234\u03255678", "手机号×××"},
		{"136 - 1234 - 5678", "手机号×××"}, {"136    1234 5678", "136    1234 5678"},
		{"13612345678x2", "手机号×××x2"}, {"1361234567\u200b89", "1361234567\u200b89"},
		{"（+86）13612345678", "（+86）手机号×××"}, {"+86 136 1234 5678", "+手机号×××"}, {"008613612345678", "手机号×××"},
		{"松涧村（13612345678）", "松涧村（手机号×××）"},
		{"wx13612345678", "wx手机号×××"},
		{"6222 0212 3456 7890 128", "银行卡号×××"}, {"622202 1234567890128", "银行卡号×××"}, {"4111-1111-1111-1111", "银行卡号×××"},
		{"4111111111111112", "4111111111111112"}, // Luhn
		{"2026061512345672", "2026061512345672"}, // begins with a day
		{"9150011200000000", "9150011200000000"}, // a company's code
		{"360426199113010079", "360426199113010079"}, {"000000190001010001", "000000190001010001"},
		{"0.13612345678.5", "0.手机号×××.5"},
		{"2026-06-15至2026-07-15，1 2 3 4 5 6 7 8 9 10 11 12", "2026-06-15至2026-07-15，1 2 3 4 5 6 7 8 9 10 11 12"},
		{"\xff13612345678\xff", "\xff手机号×××\xff"},
	} {
		if got := MaskPersonal(c.text); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

// TestPersonalIsMaskedBeforeTheSink reads numbers in every place a sheet has
// for them and looks for them in all that comes out.
func TestPersonalIsMaskedBeforeTheSink(t *testing.T) {
	const mobile = "13612345678"
	rows := lines(t, `
村名|公开事项|所属期|事项发生日期|事项编号|公布日期|公开形式|附件指纹|涉及金额|备注|联系人136-1234-5678
御临村|财务收支|2026-06|||2026-07-01|公开栏|||电话 13612345678|张三 13612345678
御临村|低保|2026Q2|||13612345678|公开栏||||1
江口村|发展党员|2026-06 13612345678|2026-06-03|13612345678|2026-06-05|网络、致电13612345678|||见附件|
某某村的王主任的联系电话是13612345678请联系|财务收支|2026-06|||2026-07-01||||身份证号360426199101010071|
江口村|财务收支某某某某某某某某某某某某某某某13612345678|2026-06|||2026-07-01||||6222 0212 3456 7890 128
江口村|财务收支|2026-06|||2026-07-01||360426199101010071|约13612345678元||`)
	sink := &collected{}
	ctx := townshipContext()
	ctx.Sheet = "松涧村"
	r := NewReader(ctx, sink)
	for _, row := range rows {
		if err := r.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	s := r.Close()
	if s.Accepted != 2 || s.Quarantined != 4 {
		t.Errorf("%d accepted, %d quarantined: %+v", s.Accepted, s.Quarantined, sink.findings)
	}
	var all []string
	for _, row := range sink.accepted {
		all = append(all, row.Key)
		for _, v := range row.Values {
			all = append(all, v.Text)
		}
		for _, e := range row.Extra {
			all = append(all, e.Header, e.Text)
		}
	}
	warnings := map[string]string{} // by cell
	for _, f := range append(sink.warnings, sink.findings...) {
		all = append(all, f.Text, f.Message, f.Header, f.Accepted)
		if f.Reason == PersonalInformation.Code {
			warnings[f.Cell] += f.Message
			if !f.Warning {
				t.Errorf("%s refuses: %s", f.Cell, f.Message)
			}
		}
	}
	all = append(all, s.Unknown...)
	masked := 0
	for _, text := range all {
		plain := strings.NewReplacer(" ", "", "-", "").Replace(text)
		for _, number := range []string{mobile[:8], "360426", "622202"} {
			if strings.Contains(plain, number) {
				t.Errorf("%q went out", text)
			}
		}
		masked += strings.Count(text, maskSign)
	}
	if masked < 15 {
		t.Errorf("only %d numbers masked in %q", masked, all)
	}
	for cell, message := range map[string]string{
		"K1": "文字中有疑似手机号，已遮盖", "J2": "文字中有疑似手机号，已遮盖", "K2": "文字中有疑似手机号，已遮盖", "C4": "文字中有疑似手机号，已遮盖",
		"E4": "文字中有疑似手机号，已遮盖", "J5": "文字中有疑似身份证号，已遮盖", "J6": "文字中有疑似银行卡号，已遮盖", "H7": "文字中有疑似身份证号，已遮盖",
	} {
		if warnings[cell] != message {
			t.Errorf("%s: %q, want %q", cell, warnings[cell], message)
		}
		delete(warnings, cell)
	}
	if len(warnings) > 0 {
		t.Errorf("also: %v", warnings)
	}
}

// TestPersonalOfReferences: what the district writes itself is left alone.
func TestPersonalOfReferences(t *testing.T) {
	sink := &collected{}
	r := NewReader(Context{Tables: []Table{Catalogue}, ReceivedOn: receivedOn}, sink)
	for _, row := range lines(t, "事项编码|类别|公开事项|别名|适用|频次|最短公示|依据|生效日期|失效日期\nCW01|财务|财务收支||全部|月|1m|电话13612345678|2020-01-01|") {
		if err := r.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	if s := r.Close(); s.Accepted != 1 || s.Warnings != 0 {
		t.Errorf("%+v %+v", s, sink)
	}
}

// FuzzMaskPersonal: what is masked masks to itself, holds no number, and has
// lost nothing but numbers.
func FuzzMaskPersonal(f *testing.F) {
	for _, seed := range []string{
		"身份证号：360426199101010071，", "136 1234 5678", "+86-18911111111 4111 1111 1111 1111", "33010219200403064Ｘ13612345678x",
		"１３６\u200b1234—5678 13612345678", "136 136 1234 5678 1234 1234", "86 86 13612345678 0086",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		masked, kinds := maskPersonal(text)
		if (masked == text) != (kinds == nil) {
			t.Fatalf("%q masks to %q, found %q", text, masked, kinds)
		}
		if again, found := maskPersonal(masked); again != masked || found != nil {
			t.Fatalf("%q masks to %q, and that to %q", text, masked, again)
		}
		rest := text
		for i, part := range splitMasks(masked) {
			at := strings.Index(rest, part)
			if at < 0 || i == 0 && at > 0 {
				t.Fatalf("%q masks to %q", text, masked)
			}
			rest = rest[at+len(part):]
		}
		if cell, bad := readText(grid.Cell{Kind: grid.Text, Text: text}); bad == nil && cell.Valid {
			cell.mask()
			if _, found := maskPersonal(cell.Text); found != nil {
				t.Fatalf("%q is kept as %q", text, cell.Text)
			}
		}
	})
}

// splitMasks is what stands between the masks.
func splitMasks(masked string) []string {
	for _, k := range []personalKind{identityNumber, mobileNumber, cardNumber} {
		masked = strings.ReplaceAll(masked, string(k)+maskSign, "\x00\x00mask")
	}
	return strings.Split(masked, "\x00\x00mask")
}

func BenchmarkMaskPersonal(b *testing.B) {
	for name, text := range map[string]string{
		"none": "六月份财务收支情况已在公开栏张贴，村民无异议。", "dates": "2026-06-15至2026-07-15公示，见村委会〔2026〕15号", "mobile": "联系人：张主任，电话 136 1234 5678，随时接听",
		"long digits": strings.Repeat("12345678901 ", 300),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				MaskPersonal(text)
			}
		})
	}
}

// TestFormIsMasked: what goes back to be corrected holds no number either,
// and has lost nothing else.
func TestFormIsMasked(t *testing.T) {
	digest := "a13612345678b" + strings.Repeat("0", 19)
	rows := lines(t, "村名|公开事项|所属期|公布日期|附件指纹|涉及金额|备注|联系人\n"+
		"御临村|财务收支|2026-06|13612345678|"+digest+"|13612345678|电话13612345678|张三 136 1234 5678\n"+
		"御临村（13612345678）|财务收支|2026-06|2026-07-01|360426199101010071|约13612345678||x")
	rows[1].Cells[5] = grid.Cell{Kind: grid.Number, Number: 13612345678, Text: "13612345678"}
	rows[2].Cells[7] = grid.Cell{Kind: grid.Number, Number: 13612345678, Text: "1.36E+10"}
	r := NewReader(townshipContext(), &collected{})
	for _, row := range rows {
		if err := r.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	r.Close()
	form := r.Form(func(string) string { return "统景镇" })
	var got []string
	for _, row := range rows[1:] {
		for _, c := range form.Cells(row) {
			got = append(got, c.Text)
		}
	}
	want := "统景镇|御临村|财务收支|2026-06|手机号×××|" + digest + "|13612345678|电话手机号×××|张三 手机号×××|" +
		"统景镇|御临村（手机号×××）|财务收支|2026-06|2026-07-01|身份证号×××|约手机号×××||手机号×××"
	if text := strings.Join(got, "|"); text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}

// A number that is masked tells no two rows apart: kept as a key, one row
// would silently take the other's place.
func TestPersonalNumberIsNoKey(t *testing.T) {
	for name, test := range map[string]struct {
		rows           string
		accepted, back int
		cells          string
	}{
		"objections by the caller's number":  {"村名|编号|提出日期|内容\n御临村|13612345678|2026-06-01|路灯\n御临村|13812345678|2026-06-02|水沟\n御临村|2026-001|2026-06-02|水沟", 1, 2, "B2 B3"},
		"sent back as it was masked":         {"村名|编号|提出日期|内容\n御临村|手机号×××|2026-06-01|路灯", 0, 1, "B2"},
		"a topic's number":                   {"村名|协商编号|议题|协商日期\n御临村|360426199101010071|修路|2026-06-01", 0, 1, "B2"},
		"an event's number":                  {"村名|公开事项|事项发生日期|事项编号|所属期\n御临村|发展党员|2026-06-01|13612345678|", 0, 1, "D2"},
		"no key where there is a period":     {"村名|公开事项|事项发生日期|事项编号|所属期\n御临村|财务收支||13612345678|2026-06", 1, 0, ""},
		"a matter is told apart by its text": {"村名|编号|提出日期|内容\n御临村||2026-06-01|路灯，致电13612345678", 1, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := &collected{}
			r := NewReader(townshipContext(), got)
			for _, row := range lines(t, test.rows) {
				if err := r.Row(row); err != nil {
					t.Fatal(err)
				}
			}
			s := r.Close()
			var cells []string
			for _, f := range got.findings {
				if f.Reason == PersonalAsNumber.Code {
					cells = append(cells, f.Cell)
				}
			}
			if s.Accepted != test.accepted || s.Quarantined != test.back || strings.Join(cells, " ") != test.cells {
				t.Errorf("%d accepted, %d sent back, at %q: %+v", s.Accepted, s.Quarantined, cells, got.findings)
			}
		})
	}
}
