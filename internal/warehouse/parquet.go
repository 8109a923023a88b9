package warehouse

import "path/filepath"

// Parquet is a Parquet file as a query's source. Its directory must be among
// Options.ReadDirs.
func Parquet(path string) string {
	return "read_parquet(" + Literal(filepath.ToSlash(path)) + ")"
}
