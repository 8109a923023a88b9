package mart

// Spelling is one way in which a township writes the name of a village and by
// which no village of it is known: what waits for a correction, or for an
// alias in the registry. Nothing of it is applied by the program.
type Spelling struct {
	TownshipCode string   `json:"township_code"` // empty: the district's own files
	Township     string   `json:"township"`
	Text         string   `json:"text"`  // as written
	Rows         int64    `json:"rows"`  // how many rows have it
	Files        []string `json:"files"` // in which files, by name

	VillageCode string   `json:"village_code"` // of the village that is most likely meant; empty where none is near
	Village     string   `json:"village"`      // its name
	Corrected   bool     `json:"corrected"`    // a later version of such a file has this village in the same rows
	Others      []string `json:"others"`       // the names of villages that are near as well

	// What to paste where the spelling is indeed the village's.

	Registry string `json:"registry"` // the registry's file; with the fields below empty or 0 where no village is near, or the text is no name
	Line     int    `json:"line"`     // its row of the village, from 1
	Aliases  string `json:"aliases"`  // that row's cell 曾用名, with all spellings of this village added
	Row      string `json:"row"`      // that row with the cell in it, as a line of the file; empty where it is a workbook
}
