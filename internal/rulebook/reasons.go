package rulebook

import "tongbao/internal/filing"

const (
	acceptedTownship = "请写镇街的全称或9位代码"
	acceptedVillage  = "请写本镇街村（社区）的名称、曾用名或12位代码"
	acceptedCode     = "请写12位村社代码，或在“镇街”列写明镇街"
	acceptedItem     = "请写公开目录中的事项名称、别名或编码"
)

// Reasons why the name of a township is not accepted. Where nothing is near,
// {相近} is empty.
var (
	TownshipUnknown     = filing.Reason{Code: "unknown_township", Message: "名册中没有镇街“{写法}”{相近}", Accepted: acceptedTownship, Cause: "镇街的名称写错，或写的是名册里没有的简称"}
	TownshipCodeUnknown = filing.Reason{Code: "unknown_township_code", Message: "名册中没有代码为 {代码} 的镇街", Accepted: acceptedTownship, Cause: "代码写错，或名册里还没有这个镇街"}
	TownshipAmbiguous   = filing.Reason{Code: "ambiguous_township", Message: "“{写法}”有不止一个镇街代码：{代码}", Accepted: "请写9位镇街代码", Cause: "撤并后重新设立的镇街同名而有两个代码"}
)

// Reasons why the name of a village is not accepted.
var (
	VillageUnknown         = filing.Reason{Code: "unknown_village", Message: "本镇街没有村（社区）“{写法}”{相近}", Accepted: acceptedVillage + "；惯用的写法可请区里登记为曾用名", Cause: "同音、形近的字写错，或写的是名册不知道的旧名、俗名"}
	VillageNowhere         = filing.Reason{Code: "village_nowhere", Message: "名册中没有村（社区）“{写法}”{相近}", Accepted: acceptedCode, Cause: "区级文件没有写明镇街，名称又和名册里哪个村（社区）都对不上"}
	VillageCodeUnknown     = filing.Reason{Code: "unknown_village_code", Message: "名册中没有代码为 {代码} 的村（社区）", Accepted: acceptedVillage, Cause: "代码写错，或名册里还没有这个村（社区）"}
	VillageCodeOfTownship  = filing.Reason{Code: "township_code_for_village", Message: "{代码} 是镇街的代码（9位，或12位而末三位为000），不是村（社区）的代码", Accepted: acceptedVillage, Cause: "填的是镇街的代码"}
	VillageCodeLength      = filing.Reason{Code: "village_code_length", Message: "“{写法}”不是12位村社代码，可能已丢失位数", Accepted: "请将单元格设为文本格式后填写12位代码，或写村（社区）名称", Cause: "代码被表格软件当作数字，变成科学计数或末几位变成0"}
	VillageAmbiguous       = filing.Reason{Code: "ambiguous_village", Message: "“{写法}”可指不止一个村（社区）：{各村}", Accepted: "请写全称或12位代码", Cause: "只写了不带“村”“社区”的名称，而两者都有；或同一写法登记给了两个村（社区）"}
	VillageElsewhere       = filing.Reason{Code: "other_township", Message: "“{写法}”不是本镇街的村（社区），其他镇街有：{各村}{相近}", Accepted: acceptedVillage, Cause: "把别的镇街的村（社区）填到了本镇街的表里，或两地有相近的名称"}
	VillageWithoutTownship = filing.Reason{Code: "township_missing", Message: "“{写法}”没有写明镇街，可能是：{各村}", Accepted: acceptedCode, Cause: "区级文件只写了村（社区）的名称，没有写镇街"}
)

// Reasons why the name of an item is not accepted.
var (
	ItemUnknown       = filing.Reason{Code: "unknown_item", Message: "公开目录中没有事项“{写法}”{相近}", Accepted: acceptedItem, Cause: "事项的名称与公开目录不同，或写的是目录里没有的事项"}
	ItemAmbiguous     = filing.Reason{Code: "ambiguous_item", Message: "“{写法}”可指不止一个事项：{各项}", Accepted: "请写事项编码", Cause: "两个事项有相同的名称或别名"}
	ItemBeforeVillage = filing.Reason{Code: "item_before_village", Message: "村（社区）未能识别，无法确定“{写法}”是哪个事项：{各项}", Accepted: "请先更正村（社区）", Cause: "同名的事项村和社区各有一个，要先认出是哪个村（社区）"}
	ItemNotApplicable = filing.Reason{Code: "item_not_applicable", Message: "“{事项}”（{编码}）只适用于{适用}，{村社}是{类型}", Accepted: "请写适用于{类型}的事项", Cause: "把村的事项填给了社区，或反过来"}
)

// Reasons lists every Reason for which this package refuses a name.
func Reasons() []filing.Reason {
	return []filing.Reason{
		TownshipUnknown, TownshipCodeUnknown, TownshipAmbiguous,
		VillageUnknown, VillageNowhere, VillageCodeUnknown, VillageCodeOfTownship, VillageCodeLength,
		VillageAmbiguous, VillageElsewhere, VillageWithoutTownship,
		ItemUnknown, ItemAmbiguous, ItemBeforeVillage, ItemNotApplicable,
	}
}
