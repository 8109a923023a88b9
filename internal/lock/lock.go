// Package lock keeps two processes out of one workspace. It is the only
// importer of gofrs/flock.
//
// The operating system drops a file lock when its holder ends, however it
// ends, so a lock never has to be broken by hand and a free lock proves that
// no earlier holder is alive. The lock files themselves are never deleted: a
// deleted and recreated one could be locked twice.
package lock

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"tongbao/internal/civil"
)

// The lock files of a workspace. Beside each stands a note of who holds it,
// because Windows lets nobody read the locked file itself.
const (
	workspaceFile = "workspace.lock"
	serveFile     = "serve.lock"
	noteSuffix    = ".json"
)

// Lock is a lock that is held. Release it once.
type Lock struct {
	file *flock.Flock
	note string
}

// Holder is who holds a lock. It is the zero value where the note could not
// be read.
type Holder struct {
	PID     int       `json:"pid"`
	Command string    `json:"command"` // what it is doing, as given to Acquire
	Since   time.Time `json:"since"`
}

// Busy says that another process, or another part of this one, holds the
// lock. The command line ends with exit code 5 on it.
type Busy struct {
	Dir    string // the workspace
	Holder Holder
}

// Error is the sentence for the user.
func (b *Busy) Error() string {
	const advice = "请等它结束后再试"
	if b.Holder.PID == 0 {
		return fmt.Sprintf("工作区 %s 正被另一个 tongbao 进程占用，%s", b.Dir, advice)
	}
	return fmt.Sprintf("工作区 %s 正被另一个 tongbao 进程占用：%s（进程号 %d，%s 开始），%s",
		b.Dir, b.Holder.Command, b.Holder.PID,
		b.Holder.Since.In(civil.Shanghai).Format("2006年1月2日 15:04:05"), advice)
}

// Acquire takes the lock under which anything in the workspace dir may be
// changed, or returns *Busy at once. What is being done is shown to whoever
// finds it taken.
func Acquire(dir, what string) (*Lock, error) { return acquire(dir, workspaceFile, what) }

// AcquireServe takes the lock that lets only one scheduler serve a workspace:
// two would fire every job twice. It is held between runs too, and keeps
// nobody from working by hand.
func AcquireServe(dir string) (*Lock, error) {
	return acquire(dir, serveFile, "serve（定时运行）")
}

func acquire(dir, name, what string) (*Lock, error) {
	path := filepath.Join(dir, name)
	l := &Lock{file: flock.New(path, flock.SetPermissions(0o644)), note: path + noteSuffix}
	got, err := l.file.TryLock()
	if err != nil {
		return nil, fmt.Errorf("工作区 %s 无法加锁: lock %s: %w", dir, path, err)
	}
	if !got {
		return nil, &Busy{Dir: dir, Holder: readNote(l.note)}
	}
	if err := writeNote(l.note, what); err != nil {
		return nil, fmt.Errorf("工作区 %s 无法写入占用说明: %w", dir, errors.Join(err, l.file.Unlock()))
	}
	return l, nil
}

// Release gives the lock up.
func (l *Lock) Release() error {
	// The note goes first: once the lock is free, the note is its next holder's.
	noteErr := os.Remove(l.note)
	if err := l.file.Unlock(); err != nil {
		return fmt.Errorf("release lock %s: %w", l.file.Path(), err)
	}
	if noteErr != nil && !errors.Is(noteErr, os.ErrNotExist) {
		return fmt.Errorf("remove lock note: %w", noteErr)
	}
	return nil
}

// readNote gives the zero Holder where there is no readable note: the lock is
// taken all the same, and that is what counts.
func readNote(path string) (h Holder) {
	data, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(data, &h) != nil {
		return Holder{}
	}
	return h
}

// writeNote replaces a note that a killed holder may have left, whole: a
// reader sees the old note or the new one, never half of one.
func writeNote(path, what string) error {
	data, err := json.Marshal(Holder{PID: os.Getpid(), Command: what, Since: time.Now().In(civil.Shanghai)})
	if err != nil {
		return err
	}
	next := path + ".next"
	if err := os.WriteFile(next, append(data, '\n'), 0o644); err != nil {
		return err
	}
	return os.Rename(next, path)
}
