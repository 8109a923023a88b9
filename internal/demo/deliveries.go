package demo

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"time"
)

// DeliveriesFile is the name of the list that WriteDeliveries writes.
const DeliveriesFile = "deliveries.csv"

// WriteDeliveries writes the list of the files below dir, for programs that
// take them in as the story does: UTF-8 without a mark, one line per file in
// the order of receipt, times in RFC 3339. It never writes over a file that
// exists.
func WriteDeliveries(dir string, files []File) error {
	rows := [][]string{{"file", "township", "received_at", "history"}}
	for _, f := range files {
		rows = append(rows, []string{f.Path, f.Township, f.ReceivedAt.Format(time.RFC3339), strconv.FormatBool(f.History)})
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		return fmt.Errorf("demo: deliveries: %w", err)
	}
	return create(dir, DeliveriesFile, b.Bytes())
}
