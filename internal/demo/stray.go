package demo

import (
	"fmt"

	"tongbao/internal/civil"
	"tongbao/internal/workbook"
)

// stray sends the files that cannot be taken in, each kind once: a table
// that is none of ours, an empty file, an old .xls, half a workbook, a scan.
func (o *outbox) stray(t *township, n int, day civil.Date) error {
	_, m, _ := o.first.AddMonths(n).YMD()
	act := o.act(n)
	switch {
	case t.index == 6 && act == 4:
		data, err := encodeXLSX([]workbook.Sheet{{Name: "Sheet1", Rows: [][]any{
			{"社会救助资金发放花名册"}, {"姓名", "救助类别", "发放金额", "发放时间"},
			{"吴某", "临时救助", 800, "2026.1"}, {"郑某", "低保", 560, "2026.1"},
		}}})
		if err != nil {
			return err
		}
		return o.send(t, "救助资金发放表.xlsx", data, day, false)
	case t.index == 2 && act == 1:
		return o.send(t, "新建文本文档.csv", nil, day, false)
	case t.index == 11 && act == 0:
		data := append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 2040)...)
		return o.send(t, fmt.Sprintf("%s%d月村务公开明细表.xls", t.name, m), data, day.AddDays(-1), false)
	case t.index == 9 && act == 4:
		return o.torn(t, day.AddDays(-1), m)
	case t.index == 7 && act == 3:
		return o.send(t, fmt.Sprintf("%d月公开扫描件.pdf", m), []byte("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"), day, false)
	}
	return nil
}

// torn sends the first half of a workbook, as a broken upload leaves it.
func (o *outbox) torn(t *township, day civil.Date, month int) error {
	data, err := encodeXLSX([]workbook.Sheet{{Name: "公开备案", Rows: [][]any{{"村（社区）", "公开事项", "所属期", "公布日期"}}}})
	if err != nil {
		return err
	}
	return o.send(t, fmt.Sprintf("%s%d月公开（上传中断）.xlsx", t.name, month), data[:len(data)/2], day, false)
}
