package filing

// chineseDigits are the digits of Chinese dates, formal ones included. 0 and
// the Latin O stand for 〇 among them, and only among them.
var chineseDigits = map[rune]int{
	'〇': 0, '○': 0, '零': 0, '0': 0, 'O': 0,
	'一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
	'壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9,
	'貳': 2, '參': 3, '叄': 3, '陸': 6,
}

// tens are the numerals that carry tens by themselves.
var tens = map[rune]int{'十': 10, '拾': 10, '廿': 20, '卅': 30}

// chineseYear reads four numerals digit by digit: 二〇二六.
func chineseYear(s string) (year int, ok bool) {
	n := 0
	for _, r := range s {
		digit, ok := chineseDigits[r]
		if !ok {
			return 0, false
		}
		year = year*10 + digit
		n++
	}
	return year, n == 4
}

// chineseSmall reads a month or a day: 六, 〇六, 十, 十五, 一五, 二十, 廿一,
// 卅, 零壹拾.
func chineseSmall(s string) (n int, ok bool) {
	runes := []rune(s)
	if len(runes) > 2 {
		if zero, ok := chineseDigits[runes[0]]; ok && zero == 0 {
			return countedTens(runes[1:]) // the formal 零 before tens
		}
	}
	switch len(runes) {
	case 1:
		if n, ok = chineseDigits[runes[0]]; ok {
			return n, true
		}
	case 2:
		a, okA := chineseDigits[runes[0]]
		b, okB := chineseDigits[runes[1]]
		if okA && okB {
			return a*10 + b, true
		}
		if okA && a == 0 {
			return countedTens(runes[1:])
		}
	}
	return countedTens(runes)
}

// countedTens reads a number that has a numeral for its tens.
func countedTens(runes []rune) (n int, ok bool) {
	factor := 0
	if len(runes) > 0 {
		if digit := chineseDigits[runes[0]]; digit > 0 {
			factor, runes = digit, runes[1:]
		}
	}
	if len(runes) == 0 || tens[runes[0]] == 0 {
		return 0, false
	}
	n = tens[runes[0]]
	if factor > 0 {
		if n != 10 {
			return 0, false
		}
		n *= factor
	}
	switch len(runes) {
	case 1:
		return n, true
	case 2:
		unit := chineseDigits[runes[1]]
		return n + unit, unit > 0
	}
	return 0, false
}
