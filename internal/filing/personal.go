package filing

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tongbao/internal/civil"
	"tongbao/internal/grid"
)

// Numbers that name a person: identity cards (GB 11643, with its check
// digit), mobile telephones (eleven digits bounded by what is none) and bank
// cards (Luhn). Free text keeps none of them.

// personalKind is one kind of such a number, as people call it.
type personalKind string

const (
	identityNumber personalKind = "身份证号"
	mobileNumber   personalKind = "手机号"
	cardNumber     personalKind = "银行卡号"
)

// maskSign follows the kind in the number's place. It holds no digit, so that
// what is masked masks to itself; no bracket, so that a trailing bracket it
// stands in still ends where it did; and nothing a file's name cannot hold.
const maskSign = "×××"

// shortestPersonal is how many digits the shortest of the numbers has.
const shortestPersonal = 11

// MaskPersonal replaces the personal numbers of a text by their kind, as in
// 手机号×××, and keeps nothing of them. It sees through full-width digits,
// spaces and dashes between groups of digits, and characters that take no
// room. A text without such numbers comes back as it is.
func MaskPersonal(text string) string {
	masked, _ := maskPersonal(text)
	return masked
}

// maskPersonal is MaskPersonal, and tells the kinds found.
func maskPersonal(text string) (masked string, kinds []personalKind) {
	if !manyDigits(text) {
		return text, nil
	}
	var out strings.Builder
	kept := 0 // of text, in bytes
	inDigits := false
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !inDigits && isDigit(narrowRune(r)) {
			if kind, n := personalAt(text[at:]); n > 0 {
				out.WriteString(text[kept:at])
				out.WriteString(string(kind) + maskSign)
				at += n
				kept = at
				if !slices.Contains(kinds, kind) {
					kinds = append(kinds, kind)
				}
				continue
			}
		}
		if !takesNoRoom(r) {
			inDigits = isDigit(narrowRune(r))
		}
		at += size
	}
	if kinds == nil {
		return text, nil
	}
	out.WriteString(text[kept:])
	return out.String(), kinds
}

// manyDigits reports whether a text has digits enough for any of the numbers
// without a letter between; most have not, and are done with.
func manyDigits(text string) bool {
	if len(text) < shortestPersonal {
		return false
	}
	n := 0
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case isDigit(rune(b)), b == 0xBC && i > 0 && text[i-1] == 0xEF: // ０ to ９ are EF BC 90 to 99
			if n++; n == shortestPersonal {
				return true
			}
		case b == ' ', b == '-', b >= '\t' && b <= '\r':
		case b < 0x80, b >= 0xE4 && b <= 0xE9: // the latter begin U+4000 to U+9FFF, which are letters
			n = 0
		}
	}
	return false
}

// takesNoRoom reports whether a character is not seen, or only on the one
// before it: it stands between two digits as if it did not.
func takesNoRoom(r rune) bool {
	return r >= 0x80 && (dropInvisible(r) < 0 || unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf))
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

const (
	// longestPersonal is how many digits the longest of the numbers has: a
	// bank card's.
	longestPersonal = 19
	// widestGap is how many spaces and dashes may stand between two groups of
	// one number.
	widestGap = 3
)

// personalAt finds the longest number that a text begins with, and how many
// bytes it takes, 0 where there is none. A number may be written in groups of
// digits with spaces and dashes between, and ends with one of them.
func personalAt(text string) (kind personalKind, taken int) {
	var (
		number [longestPersonal]byte
		groups [longestPersonal]int // how many digits each has
		n, g   int
		end    int // of the last group, in text
		gap    int // behind it
		open   bool
	)
	closeGroup := func() {
		if !open {
			return
		}
		open = false
		if n < shortestPersonal {
			return
		}
		if k, ok := personalNumber(string(number[:n]), groups[:g]); ok {
			kind, taken = k, end
		}
	}
	for at, r := range text {
		size := utf8.RuneLen(r)
		switch narrowed := narrowRune(r); {
		case isDigit(narrowed):
			if n == longestPersonal {
				return kind, taken
			}
			if !open {
				g++
			}
			number[n] = byte(narrowed)
			groups[g-1]++
			n++
			end, gap, open = at+size, 0, true
		case takesNoRoom(r): // breaks nothing
		case (narrowed == 'X' || narrowed == 'x') && n == identityDigits:
			if isIdentity(string(number[:n]) + "X") {
				return identityNumber, at + size
			}
			closeGroup()
			return kind, taken
		case (unicode.IsSpace(r) || isDash(narrowed)) && gap < widestGap:
			closeGroup()
			gap++
		default:
			closeGroup()
			return kind, taken
		}
	}
	closeGroup()
	return kind, taken
}

// personalNumber tells what a number, written in groups of so many digits, is.
func personalNumber(number string, groups []int) (personalKind, bool) {
	switch {
	case isIdentity(number):
		return identityNumber, true
	case isMobile(number, groups):
		return mobileNumber, true
	case isCard(number, groups):
		return cardNumber, true
	}
	return "", false
}

// identityDigits is how many digits an identity number has before the one
// that checks them.
const identityDigits = 17

// identityWeights are the weights of an identity number's digits, and
// identityChecks its last character by the weighted sum modulo 11.
var identityWeights = [identityDigits]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

const identityChecks = "10X98765432"

// isIdentity checks a number of 18 characters by its day of birth and its
// check digit. The region is not looked up: regions come and go.
func isIdentity(s string) bool {
	if len(s) != identityDigits+1 || !digits(s[:identityDigits]) || s[0] == '0' {
		return false
	}
	year := number(s[6:10])
	if _, ok := civil.Of(year, number(s[10:12]), number(s[12:14])); !ok || year < 1800 || year > 2099 {
		return false
	}
	sum := 0
	for i, w := range identityWeights {
		sum += int(s[i]-'0') * w
	}
	return identityChecks[sum%11] == s[identityDigits]
}

// mobileForms are the ways to write a mobile number in groups.
var mobileForms = [][]int{{11}, {3, 4, 4}, {3, 8}, {4, 3, 4}, {4, 4, 3}, {7, 4}, {3, 3, 5}, {5, 6}}

// isMobile checks a number of eleven digits, or one with the country's code.
func isMobile(s string, groups []int) bool {
	code := len(s) - shortestPersonal
	if code != 0 && s[:max(code, 0)] != "86" && s[:max(code, 0)] != "0086" {
		return false
	}
	if local := s[code:]; !digits(local) || local[0] != '1' || local[1] < '3' {
		return false
	}
	var form []int
	for _, n := range groups {
		inCode := min(code, n)
		code -= inCode
		if n > inCode {
			form = append(form, n-inCode)
		}
	}
	return slices.ContainsFunc(mobileForms, func(f []int) bool { return slices.Equal(f, form) })
}

// isCard checks a number of 15 to 19 digits by what bank cards begin with
// and by Luhn: one number in ten passes Luhn alone, and those that begin with
// a day, a year or an office's code are many. In groups the first has four
// digits or six.
func isCard(s string, groups []int) bool {
	if len(s) < 15 || !digits(s) || !isIssuer(number(s[:4])) {
		return false
	}
	if first := groups[0]; len(groups) > 1 && first != 4 && first != 6 || len(groups) > 5 {
		return false
	}
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// isIssuer reports whether cards begin with these four digits (ISO/IEC 7812:
// UnionPay, Visa, Mastercard, American Express, JCB, Diners, and the cards
// that Chinese banks issued before UnionPay). 91 to 93 are left out: they
// begin the codes of companies.
func isIssuer(four int) bool {
	switch two := four / 100; {
	case two == 60, two == 62, two >= 64 && two <= 65, two >= 68 && two <= 69, two == 81:
		return true
	case two/10 == 4, two >= 51 && two <= 55, four >= 2221 && four <= 2720:
		return true
	case two == 30, two >= 34 && two <= 39:
		return true
	}
	return four >= 9000 && four < 9100 || four >= 9400
}

// mask masks the personal numbers of a text, and says so; the value stands.
func (v *Value) mask() *Bad {
	masked, kinds := maskPersonal(v.Text)
	if kinds == nil {
		return nil
	}
	v.Text = masked
	return personal(kinds)
}

// personalAsNumber refuses a row that is told apart by a number of which
// nothing but its kind is kept.
func (w *rowReading) personalAsNumber() {
	for _, k := range w.keys {
		if k.when >= 0 && !w.values[k.when].Valid {
			continue
		}
		for _, c := range k.numbers {
			if w.values[c].Valid && strings.Contains(w.values[c].Text, maskSign) {
				w.fail(c, PersonalAsNumber.Bad(), false)
			}
		}
		return
	}
}

// personal is the warning that such numbers were masked.
func personal(kinds []personalKind) *Bad {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	return PersonalInformation.Bad("种类", strings.Join(names, "、"))
}

// kept is the text of a column that no declaration knows as it is kept, with
// a warning where it held personal numbers.
func (w *rowReading) kept(col int, n Named) Named {
	masked, kinds := maskPersonal(n.Text)
	if kinds == nil {
		return n
	}
	bad := personal(kinds)
	f := Finding{
		Row: w.row.Number, Header: n.Header, Text: n.Text,
		Warning: true, Reason: bad.Reason, Message: bad.Message, Accepted: bad.Accepted,
	}
	if col != unmatched {
		f.Cell = grid.Address(col, w.row.Number)
	}
	w.add(f, col)
	n.Text = masked
	return n
}

// warnHeadings warns of headers that held personal numbers.
func (r *Reader) warnHeadings() {
	for i, h := range r.headings {
		if h.personal == nil {
			continue
		}
		r.sheet.Warnings++
		bad := personal(h.personal)
		r.sink.Warn(Finding{
			Row: r.last, Cell: grid.Address(i, r.last), Header: h.text, Text: h.text,
			Warning: true, Reason: bad.Reason, Message: bad.Message, Accepted: bad.Accepted,
		})
	}
}

// masked is a cell as it may be sent back. Amounts, counts and digests that
// read as such stay as they are.
func (f *Form) masked(c *FormColumn, cell grid.Cell) grid.Cell {
	text := cellText(cell)
	masked, kinds := maskPersonal(text)
	if kinds == nil {
		return cell
	}
	if i := f.Table.Column(c.Code); i >= 0 {
		switch column := &f.Table.Columns[i]; column.Type {
		case Integer, Decimal, Hashes:
			if _, bad := readCell(column, cell, 0); bad == nil {
				return cell
			}
		}
	}
	return grid.Cell{Kind: grid.Text, Text: masked}
}

// masked is the finding as it may leave the reader: whatever it quotes holds
// no personal number.
func (f Finding) masked() Finding {
	f.Text, f.Message, f.Header = MaskPersonal(f.Text), MaskPersonal(f.Message), MaskPersonal(f.Header)
	return f
}
