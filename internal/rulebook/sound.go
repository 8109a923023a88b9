package rulebook

import (
	"slices"
	"strings"

	"github.com/mozillazg/go-pinyin"
)

// What it costs to take one character for another. Names are typed by their
// sound, so the like-sounding is likelier than the unlike.
const (
	sameTone   = 1  // 章 for 张
	sameSound  = 2  // 平 for 评 in another tone
	likeSound  = 3  // told apart in Beijing only: 四 for 十, 李 for 你, 林 for 灵
	otherSound = 10 // also what leaving one out or adding one costs
)

// sound is how a character may be read.
type sound struct {
	toned []string // zhāng
	plain []string // zhang
	rough []string // zang: as it is spoken where the tongue stays flat
}

// soundOf looks a character up; what is no Chinese character has no sound.
func soundOf(r rune) (s sound) {
	s.toned = pinyin.SinglePinyin(r, pinyin.Args{Style: pinyin.Tone, Heteronym: true})
	s.plain = pinyin.SinglePinyin(r, pinyin.Args{Style: pinyin.Normal, Heteronym: true})
	for _, syllable := range s.plain {
		s.rough = append(s.rough, roughly(syllable))
	}
	return s
}

// roughly takes from a syllable what dialects do not tell apart: zh and z, ch
// and c, sh and s, l and n, ing and in, eng and en.
func roughly(syllable string) string {
	for _, flat := range [...][2]string{{"zh", "z"}, {"ch", "c"}, {"sh", "s"}, {"l", "n"}} {
		if rest, ok := strings.CutPrefix(syllable, flat[0]); ok {
			syllable = flat[1] + rest
			break
		}
	}
	if strings.HasSuffix(syllable, "ing") || strings.HasSuffix(syllable, "eng") {
		syllable = strings.TrimSuffix(syllable, "g")
	}
	return syllable
}

// sounds are those of the characters that names are made of, looked up once.
type sounds map[rune]sound

// learn looks up the characters of a name.
func (s sounds) learn(name string) {
	for _, r := range name {
		if _, known := s[r]; !known {
			s[r] = soundOf(r)
		}
	}
}

// spoken is a name with the sounds of its characters.
type spoken struct {
	text   string
	runes  []rune
	sounds []sound
}

// say looks up the sounds of a name, learnt or not.
func (s sounds) say(name string) spoken {
	out := spoken{text: name, runes: []rune(name)}
	for _, r := range out.runes {
		known, ok := s[r]
		if !ok {
			known = soundOf(r)
		}
		out.sounds = append(out.sounds, known)
	}
	return out
}

// resembles reports whether a known name may have been meant by the one that
// was written, and how far the two are apart. It may where both sound alike
// from beginning to end, or where few enough characters differ; a single
// character only by its sound, else any would do for any other.
func (n spoken) resembles(known spoken) (far int, ok bool) {
	few := len(n.runes) > 1 && len(known.runes) > 1 && distance(n.text, known.text) <= near(n.text)
	if !few && !n.soundsLike(known) {
		return 0, false
	}
	return edits(len(n.runes), len(known.runes), otherSound, func(i, j int) int { return n.instead(i, known, j) }), true
}

// soundsLike reports whether two names have the same number of characters and
// each sounds like its counterpart.
func (n spoken) soundsLike(other spoken) bool {
	if len(n.runes) != len(other.runes) || len(n.runes) == 0 {
		return false
	}
	for i := range n.runes {
		if n.instead(i, other, i) == otherSound {
			return false
		}
	}
	return true
}

// instead is the cost of one name's i-th character for the other's j-th.
func (n spoken) instead(i int, other spoken, j int) int {
	a, b := n.sounds[i], other.sounds[j]
	switch {
	case n.runes[i] == other.runes[j]:
		return 0
	case share(a.toned, b.toned):
		return sameTone
	case share(a.plain, b.plain):
		return sameSound
	case share(a.rough, b.rough):
		return likeSound
	}
	return otherSound
}

func share(a, b []string) bool {
	return slices.ContainsFunc(a, func(one string) bool { return slices.Contains(b, one) })
}
