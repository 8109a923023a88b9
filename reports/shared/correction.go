package shared

import "fmt"

// CorrectionSentence tells how many matters and consultations of the window
// rest on the district's own rows; empty where none does.
func CorrectionSentence(d *Data) string {
	var matters, consultations int64
	villages := map[string]bool{}
	for i := range d.Corrections {
		c := &d.Corrections[i]
		villages[c.VillageCode] = true
		if c.ItemCode != "" {
			matters++
		} else {
			consultations++
		}
	}
	what := fmt.Sprintf("应公开事项%s项", Count(matters))
	switch {
	case matters+consultations == 0:
		return ""
	case matters == 0:
		what = fmt.Sprintf("协商%s件", Count(consultations))
	case consultations > 0:
		what += fmt.Sprintf("、协商%s件", Count(consultations))
	}
	return fmt.Sprintf("本期有%s以区级报送的内容（勘误）为准，涉及%s个村（社区）。", what, Count(int64(len(villages))))
}
