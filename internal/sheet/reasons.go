package sheet

import "tongbao/internal/filing"

// Codes of the reasons for refusing a file as a whole.
const (
	ReasonEmpty         = "empty_file"       // nothing, or white space only
	ReasonNotATable     = "not_a_table_file" // no kind of file that holds tables
	ReasonLegacyXLS     = "legacy_xls"       // .xls or .et of the time before .xlsx
	ReasonXLSB          = "xlsb"             // binary workbook in a zip
	ReasonODS           = "ods"              // OpenDocument
	ReasonPDF           = "pdf"              // .pdf or .ofd
	ReasonDocument      = "document"         // a text document or slides
	ReasonWebPage       = "web_page"         // HTML or XML under another name
	ReasonImage         = "image"            // a picture
	ReasonArchive       = "archive"          // an archive where one table file was expected
	ReasonEncrypted     = "encrypted"        // password protected
	ReasonTorn          = "torn"             // damaged, incomplete, or not as its format demands
	ReasonNoSheet       = "no_sheet"         // a workbook without a worksheet
	ReasonBomb          = "bomb"             // unpacks to more than Limits.Expansion allows
	ReasonTooLarge      = "too_large"        // over another limit
	ReasonBinary        = "binary"           // NUL bytes in what should be text
	ReasonMixedEncoding = "mixed_encoding"   // no one encoding fits all of the text
	ReasonBrokenQuote   = "broken_quote"     // a quotation mark that is never closed
	ReasonUnsafeName    = "unsafe_name"      // an archive member whose name leads out of the archive
)

const (
	saveAsXLSX = "请用 Excel 或 WPS 打开后另存为 .xlsx，再报送"
	xlsxOrCSV  = "另存为 .xlsx 或 .csv"
)

// ofFile is a reason for refusing a file as a whole.
func ofFile(code, message, accepted, cause string) filing.Reason {
	return filing.Reason{Code: code, Message: message, Accepted: accepted, Cause: cause, Effect: filing.RefusesFile}
}

// The reasons. Several may share a code: what is wrong is the same, and what
// to do about it is not.
var (
	emptyText      = ofFile(ReasonEmpty, "文件是空的，没有任何内容", "请确认报送的是填写好的文件", "文件长度为零，或只有空格和换行")
	emptyArchive   = ofFile(ReasonEmpty, "压缩包里没有文件", "请确认压缩包内有填写好的 .xlsx 或 .csv 文件", "压缩时没有选中文件，或只有文件夹和隐藏文件")
	appleNumbers   = ofFile(ReasonNotATable, "这是苹果 Numbers 文件", "请在 Numbers 中导出为 Excel（.xlsx）后再报送", "用苹果电脑的 Numbers 直接保存")
	legacyXLS      = ofFile(ReasonLegacyXLS, "这是旧版 .xls 或 .et 格式的表格", saveAsXLSX, "保存为“Excel 97-2003”或 WPS 的 .et 格式；改扩展名不能改变格式")
	binaryXLSX     = ofFile(ReasonXLSB, "这是二进制工作簿（.xlsb）", saveAsXLSX, "保存时选了“Excel 二进制工作簿”")
	openDocument   = ofFile(ReasonODS, "这是 OpenDocument 表格（.ods）", saveAsXLSX, "用 LibreOffice 等软件以默认格式保存")
	fixedPage      = ofFile(ReasonPDF, "这是版式文件（PDF、OFD），不是表格", "请报送原来的电子表格，"+xlsxOrCSV, "送来的是打印或扫描的结果")
	picture        = ofFile(ReasonImage, "这是图片，不是表格", "请报送原来的电子表格，"+xlsxOrCSV, "送来的是照片、截图或扫描件")
	textDocument   = ofFile(ReasonDocument, "这是文字或演示文稿，不是表格", "请把表格复制到电子表格中，"+xlsxOrCSV, "表格做在 Word、WPS 文字或演示文稿里")
	webPage        = ofFile(ReasonWebPage, "这是网页或 XML 文件，不是表格文件", saveAsXLSX, "平台导出的“Excel”其实是网页，只是扩展名写成 .xls 或 .csv")
	otherPack      = ofFile(ReasonArchive, "不能读取这种压缩包", "请用 .zip 格式压缩，或直接报送 .xlsx 文件", "用 .rar、.7z 格式压缩")
	packInPack     = ofFile(ReasonArchive, "压缩包里还是压缩文件", "请解压后直接报送 .xlsx 或 .csv 文件", "压缩了两次")
	packForTable   = ofFile(ReasonArchive, "这是压缩包，不是表格文件", "请把压缩包内的 .xlsx 或 .csv 文件取出后报送", "压缩包里又放了压缩包，或参照表放的是压缩包")
	locked         = ofFile(ReasonEncrypted, "文件设置了打开密码，无法读取", "请取消密码，另存为 .xlsx 后再报送", "在“文件—信息—保护工作簿”中设置了密码，或压缩时设置了密码")
	damaged        = ofFile(ReasonTorn, "文件已损坏或不完整，没有读取任何一行", "请打开原文件确认内容完整，重新保存后再报送", "传输中断、U 盘未安全退出、被别的软件改坏，或不合格式")
	noSheet        = ofFile(ReasonNoSheet, "工作簿里没有工作表", "请确认报送的是填写好的 .xlsx 文件", "工作簿里只有图表或宏表")
	bomb           = ofFile(ReasonBomb, "文件展开后超过原来的 {倍数} 倍，可能是恶意压缩文件，没有读取", "请删除多余的空白行列后另存为 .xlsx，再报送", "整列整行设了格式或公式，或是恶意文件")
	overLimit      = ofFile(ReasonTooLarge, "文件太大：{多少}", "请删除多余的空白行列，或拆分成几个文件报送", "超过 tongbao.yaml 的 limits，或表格软件的行列上限")
	binaryText     = ofFile(ReasonBinary, "文件中有表格文字里不可能出现的字节，不是表格文件", saveAsXLSX, "把别的文件改名成了 .csv")
	mixedEncoding  = ofFile(ReasonMixedEncoding, "文字编码混杂或不完整，第 {行} 行附近无法辨认", "请用 Excel 或 WPS 打开，确认没有乱码后另存为 .xlsx，再报送", "把几个不同编码（UTF-8、GBK）的 CSV 拼在一起，或文件被截断")
	unclosedQuote  = ofFile(ReasonBrokenQuote, "第 {行} 行有一个英文双引号没有配对，之后的内容无法分行", "请用 Excel 或 WPS 打开检查该行，另存为 .xlsx 后再报送", "手工编辑 CSV 时多写或漏写了一个英文双引号")
	unsafeFileName = ofFile(ReasonUnsafeName, "压缩包内的文件名不合规，没有解压该文件", "请把文件重新命名，再压缩报送", "文件名含有 ..、盘符、控制字符或认不出的编码，或压缩的是链接")
)

// Reasons lists the reasons for which this package refuses a file.
func Reasons() []filing.Reason {
	return []filing.Reason{
		emptyText, emptyArchive, appleNumbers, legacyXLS, binaryXLSX, openDocument, fixedPage, picture, textDocument, webPage,
		otherPack, packInPack, packForTable, locked, damaged, noSheet, bomb, overLimit, binaryText, mixedEncoding, unclosedQuote, unsafeFileName,
	}
}
