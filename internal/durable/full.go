package durable

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
)

// NoRoom is a write that failed because the disk is full, or because the
// user may not write more.
type NoRoom struct{ Err error }

// Error tells what to do; the detail is for whoever looks closer.
func (e *NoRoom) Error() string {
	return fmt.Sprintf("磁盘空间不足，没有写完；已入库的文件都还在，腾出空间后再运行一次即可（%v）", e.Err)
}

// Unwrap gives the detail.
func (e *NoRoom) Unwrap() error { return e.Err }

// noRoomWords are how libraries that do not pass the system's error on say
// that there is no room.
var noRoomWords = []string{"no space left", "file too large", "disk quota exceeded", "database or disk is full"}

// Explain turns an error for want of room into a *NoRoom, and leaves any
// other as it is.
func Explain(err error) error {
	var already *NoRoom
	if err == nil || errors.As(err, &already) {
		return err
	}
	for _, e := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, e) {
			return &NoRoom{Err: err}
		}
	}
	text := strings.ToLower(err.Error())
	for _, words := range noRoomWords {
		if strings.Contains(text, words) {
			return &NoRoom{Err: err}
		}
	}
	return err
}
