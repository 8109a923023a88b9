package pipelines

import "tongbao/internal/grid"

// aheadRows is how many rows are handed over at a time.
const aheadRows = 512

// ahead passes the rows that read yields on to take, reading on while take
// works. It ends with take's error, or else with read's.
func ahead(read func(yield func(grid.Row) error) error, take func(grid.Row) error) error {
	chunks := make(chan []grid.Row, 4)
	stop := make(chan struct{})
	done := make(chan error, 1)
	var panicked any
	go func() {
		defer func() {
			if p := recover(); p != nil {
				panicked = p // written before done tells, and only then
				close(chunks)
				done <- errStopped
			}
		}()
		chunk := make([]grid.Row, 0, aheadRows)
		send := func() error {
			select {
			case chunks <- chunk:
				chunk = make([]grid.Row, 0, aheadRows)
				return nil
			case <-stop:
				return errStopped
			}
		}
		err := read(func(row grid.Row) error {
			chunk = append(chunk, row)
			if len(chunk) == aheadRows {
				return send()
			}
			return nil
		})
		if err == nil {
			err = send()
		}
		close(chunks)
		done <- err
	}()
	var failed error
	for chunk := range chunks {
		for _, row := range chunk {
			if failed == nil {
				failed = take(row)
			}
		}
		if failed != nil {
			close(stop)
			for range chunks { // until the reader has seen it
			}
			break
		}
	}
	err := <-done
	if panicked != nil { // it is the caller's to recover
		panic(panicked)
	}
	if failed == nil {
		return err
	}
	return failed
}

// errStopped ends the reading when the taking has failed; nobody sees it.
var errStopped = stopped{}

type stopped struct{}

func (stopped) Error() string { return "stopped" }
