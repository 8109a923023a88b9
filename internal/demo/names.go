package demo

import "strings"

// The district is invented, and so are its townships and villages: no name
// stands in the national list of divisions, and no division has a code that
// begins with 99.
const (
	DistrictCode = "990101"
	DistrictName = "云岫区"
)

// townshipKinds are the kinds of the townships, in the order of their roles
// in the story.
var townshipKinds = strings.Fields(`
	街道 街道 街道 街道 镇 镇 镇 镇 镇 镇 镇 乡
	镇 镇 镇 镇 镇 镇 镇 镇 街道 乡
`)

// townshipNames are the stems by kind: as many as townshipKinds asks for.
var townshipNames = map[string][]string{
	"街道": strings.Fields("望舒 霁月 晚钟 听松 沉璧"),
	"镇":  strings.Fields("澄浦 岚烟 枫眠 棠畔 雾隐 松雪 渔笛 鹤渚 芷汀 照雪 梧影 筠谷 萤川 泊烟 浣云"),
	"乡":  strings.Fields("疏桐 流霭"),
}

// villageNames are stems; 村 or 社区 is added.
var villageNames = strings.Fields(`
	棠井 樵桥 萤桥 棠岩 漱屿 眠蹊 黛岫 霁坪 晴畔 晴湖 晴蹊 蘅屿 黛屿 晴峪 樵岩 梧渡 望岫 汀湾 菱洲 黛蹊
	岚岭 浣桥 晴屿 听泉 樵湖 棠湾 沁泉 翠坡 梧湖 浣坪 槿坪 照畔 葭岫 蘅桥 漱渡 眠屿 雁湾 葭泉 栖坪 眠泉
	雁峪 芷畔 照岫 晴岩 萤浦 翠岫 望蹊 鹭岭 岚坪 栖泉 菱畔 翠峪 岚洲 砚屿 霁浦 翠浦 萤峪 疏皋 棠蹊 漱浦
	菱岭 沁桥 葭皋 眠坪 漱泉 沁岫 葭峪 枫岩 漱坡 汀井 黛湾 浣浦 樵屿 霁泉 砚岫 听洲 樵蹊 听坡 栖洲 芷峪
	栖渡 听岭 芷湖 鹭泉 霁岫 槿塘 芷桥 筠溪 澄峪 漱井 槿屿 望浦 槿浦 槿岫 栖湾 眠湾 霁屿 沁浦 槿溪 蘅泉
	望皋 疏坡 疏蹊 眠岫 樵塘 疏桥 汀渡 菱蹊 汀坡 沁溪 疏岩 岚蹊 桐洲 听桥 棠皋 鹭湾 雁蹊 澄井 筠桥 黛塘
	梧泉 桐渡 筠畔 枫渡 眠岩 栖屿 樵洲 栖浦 鹭屿 鹤峪 疏泉 筠坪 浣岫 鹭岩 听湾 浣湖 眠岭 沁岩 雁渡 桐岫
	鹤皋 疏浦 澄屿 望湾 霁皋 澄蹊 芷屿 梧岩 萤泉 芷渡 浣屿 汀岫 雁井 芷皋 蘅蹊 霁洲 萤渡 栖蹊 浣峪 樵峪
	芷岭 眠溪 槿洲 蘅岩 岚岫 芷浦 槿井 汀岩 槿桥 漱塘 枫蹊 萤皋 翠井 听塘 萤岫 黛岩 汀屿 澄皋 澄洲 浣岩
	雁皋 芷塘 晴坪 黛坡 鹭浦 霁坡 槿湖 沁井 听浦 沁坡 萤塘 蘅坪 照渡 鹭渡 眠浦 望峪 砚泉 黛桥 照桥 眠皋
	筠渡 萤湾 樵坡 漱岩 栖坡 疏屿 蘅井 梧蹊 鹭井 鹤蹊 沁岭 桐蹊 萤畔 筠湾 槿蹊 晴井 鹭峪 汀蹊 沁畔 栖溪
	汀浦 槿畔 葭浦 汀畔 筠坡 梧岫 疏峪 蘅溪 槿坡 照蹊 槿岩 雁畔 枫岫 晴溪 枫井 萤坪 梧湾 晴渡 萤屿 樵浦
	菱桥 黛渡 翠桥 槿渡 照洲 黛湖 照井 疏溪 眠畔 鹭塘 霁溪 岚坡 翠皋 澄坡 听岩 栖皋 菱岫 雁浦 樵岭 霁湾
	疏岭 霁岭 樵渡 菱浦 汀皋 筠洲 疏塘 漱皋 鹭坪 漱洲 筠峪 芷蹊 照皋 蘅湾 菱坡 浣井 岚井 听峪 菱皋 望坡
	雁岩 筠井 棠洲 葭湾 芷洲 晴岭 听岫 眠井 蘅坡 眠湖 鹤渡 萤湖 芷坡 菱渡 筠蹊 汀峪 梧洲 槿泉 樵坪 槿岭
	翠坪 听蹊 霁峪 听渡 枫皋 黛岭 眠峪 浣蹊 漱桥 桐畔 蘅湖 萤岩 浣岭 沁洲 照湾 黛井 蘅峪 砚峪 岚畔 蘅浦
	砚渡 枫畔 栖桥 菱屿 葭渡 漱湖 葭蹊 岚皋 筠塘 岚泉 照峪 菱峪 梧畔 霁塘 望塘 漱畔 眠渡 漱坪 晴坡 翠屿
	砚皋 照岩 照浦 栖岭 沁皋 鹤岫 蘅皋 漱岫 葭畔 照坡 晴泉 棠屿 岚岩 望井 疏渡 岚湾 听畔 疏岫 浣塘 葭溪
	疏坪 鹭蹊 浣湾 照溪 筠岩 葭塘 蘅渡 菱坪 葭洲 萤溪 霁渡 砚岭 霁畔 听溪 枫浦 栖井 沁蹊 翠蹊 槿峪 漱溪
	鹭畔 照岭 汀泉 萤蹊 雁泉 棠桥 霁井 棠塘 眠坡 梧井 黛洲 望桥 霁蹊 汀岭 岚塘 晴桥 沁峪 浣泉 菱岩 鹭桥
	樵岫 萤岭 澄渡 晴皋 葭湖 疏井 黛浦 棠峪 漱蹊 沁湾
`)

// formerNames are what some villages were once called.
var formerNames = strings.Fields(`
	鹤畔 蘅塘 黛峪 黛泉 望屿 筠岫 雁岫 岚屿 浣洲 桐皋 晴塘 芷岫 棠岫 漱岭 梧坡 砚桥 栖畔 漱湾 枫屿 菱湾
	萤洲 葭坪 澄岫 眠洲 栖峪 桐湾 晴岫 枫洲 棠渡 沁湖 樵井 晴浦 樵湾 听屿 霁湖 萤井 照坪 槿湾 砚坡 眠塘
	望渡 砚岩 蘅岫 眠桥 菱泉 霁岩 望畔 砚蹊 岚渡 疏畔 听坪 照塘 岚浦 浣坡 照湖 听皋 砚畔 沁坪 筠湖 蘅畔
	槿皋 芷岩 樵泉 漱峪 浣畔 黛畔 沁渡
`)

// newName is the stem of the 社区 that is founded on the way.
const newName = "砚坪"

// nth is the nth name of a list: another seed begins at another place.
func (d *district) nth(list []string, n int) string {
	begin := (d.seed - Default.Seed) * 61 % uint64(len(list))
	return list[(n+int(begin))%len(list)]
}

var surnames = strings.Fields("周 吴 郑 冯 陈 褚 蒋 沈 韩 杨 朱 秦 许 何 吕 张 孔 曹 严 华")
