package handbook

// Section is a part of the handbook that explains figures which are no
// rates: a table and notes below it. Code names stand in backquotes.
type Section struct {
	Title string
	Intro string
	Head  []string
	Rows  [][]string
	Notes []string
}

// Statistics say what a ranking can bear and who is named for it.
var Statistics = []Section{
	{
		Title: "排名能说明多少",
		Intro: "项数少，名次就不稳。下面几样和名次放在一起看；都由 `internal/score` 计算。",
		Head:  []string{"名称", "列", "算法"},
		Rows: [][]string{
			{"比率的95%区间", "`x_lo` `x_hi`（公开及时率、完整率、办理率、成果采纳率）", "Wilson 区间，z＝1.959964；分母为0的没有区间"},
			{"名次区间", "`rank_lo` `rank_hi`", "抽取2000次：每次由 Beta(k＋½, n－k＋½) 独立抽出各单位的公开及时率、完整率和第四项（协商指数保持原值，空值仍为空值，权重分配同得分），按抽出的得分（不四舍五入）重新排名；取名次的第5和第95百分位（最近秩）。不排名的单位不参加抽取"},
			{"漏斗图", "表 `funnel`", "镇街的比率与其分母。界限＝全区比率 θ ± z√φ√(θ(1－θ)/n)，z 取1.96和3.09，限于0–1"},
		},
		Notes: []string{
			"名次区间的随机数只由考核期起止日、层级和单位代码决定（三者的 SHA-256 作 ChaCha8 的种子，每个单位一个），与线程数、单位的先后、其他单位的增减无关。",
			"许多单位并列时，名次可以在区间之外：三十个单位并列第1，抽取时不可能每次都是第1。",
			"漏斗界限是 Wilson 区间的反推：φ不大于1时，镇街的 Wilson 区间不含全区比率，它就在界限之外。",
			"φ是离散程度：Pearson 残差 (k/n－θ)/√(θ(1－θ)/n) 两端各取十分之一（舍去零头）收缩到相邻的值以后的均方；大于1时界限按√φ放宽（Spiegelhalter, Statistics in Medicine 24, 2005），免得镇街之间本来就有的差别都成了“异常”。",
		},
	},
	{
		Title: "红榜、黑榜与连续居后",
		Intro: "村（社区）和镇街分别列，见表 `lists`；`reasons` 是上榜的事实，`annexed` 为放不下、列入附件的。不排名的单位不上任何榜。",
		Head:  []string{"榜", "`list_kind`", "谁", "`reasons`"},
		Rows: [][]string{
			{"红榜", "`red`", "等次为优，且没有未整改的弄虚作假问题（镇街：所属各村都没有）；得分最高的十个", "`excellent`"},
			{"黑榜", "`black`", "等次为差；得分最低的十个", "`poor`"},
			{"", "", "镇街另有：公开及时率或完整率低于漏斗图99.8%下限的，不占十个名额", "`below_timeliness` `below_completeness`"},
			{"连续居后", "`laggard`", "本期和上期都在末十分之一、且等次都低于良；得分最低的十个。也在黑榜上的，黑榜一并注明", "`bottom_twice`"},
		},
		Notes: []string{
			"第十名有并列而放不下的，并列的都列入附件。",
			"末十分之一按有名次的单位数的十分之一计，舍去零头：不足十个单位的没有末十分之一；跨越界线的并列单位不算在内。",
		},
	},
}
