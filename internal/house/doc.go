// Package house holds no code of the program: its tests hold the house in
// order. Imports run one way, pure packages do no I/O, each library has one
// importer, SQL models keep to the subset that DuckDB and Trino share, and the
// generated pages in docs/ say what the code says.
package house
