// Package vault keeps what was received, byte for byte and for ever: blobs by
// their SHA-256, a small sidecar for every delivery, and one for every
// version of a reference file. It is append-only and fsync'd; everything else
// in a workspace can be made again from it.
package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"tongbao/internal/civil"
	"tongbao/internal/durable"
)

// Delivery is the sidecar of one file received.
type Delivery struct {
	Seq         int64     `json:"seq"`          // order of sealing, from 1
	Township    string    `json:"township"`     // 9-digit code; empty: the district's own
	Channel     string    `json:"channel"`      // inbox, upload
	Name        string    `json:"name"`         // as delivered; a zip's member as zip/member
	SHA256      string    `json:"sha256"`       // of the bytes
	Size        int64     `json:"size"`         // bytes
	ReceivedAt  time.Time `json:"received_at"`  // +08:00
	SealedAt    time.Time `json:"sealed_at"`    // +08:00
	History     bool      `json:"history"`      // an old file: counts for every as_of
	DuplicateOf int64     `json:"duplicate_of"` // seq of the first delivery of these bytes by this township; 0: none
}

// ReceivedOn is the day of receipt in Shanghai; of a history file the day of
// sealing, against which its dates are checked.
func (d Delivery) ReceivedOn() civil.Date {
	if d.History {
		return civil.On(d.SealedAt)
	}
	return civil.On(d.ReceivedAt)
}

// Identity is the hash of what decides the figures about a delivery: its
// bytes, sender, time and kind, and nothing of the order in which files that
// share no key happened to arrive.
func (d Delivery) Identity() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x1f%s\x1f%s\x1f%t", d.SHA256, d.Township, d.ReceivedAt.In(civil.Shanghai).Format(time.RFC3339Nano), d.History)
	return hex.EncodeToString(h.Sum(nil))
}

// Reference is the sidecar of one version of a reference file.
type Reference struct {
	Kind     string    `json:"kind"` // registry, catalogue, rules, calendar …
	Name     string    `json:"name"`
	SHA256   string    `json:"sha256"`
	SealedAt time.Time `json:"sealed_at"`
}

// Vault is a vault directory. One process at a time may seal (the workspace
// lock sees to it); reading needs no lock.
type Vault struct {
	dir string
	now func() time.Time
	// known are the deliveries on disk, read once: sealing a file must not
	// read all sidecars again.
	known []Delivery
	// readOnly is a part of a vault, see Of.
	readOnly bool
}

// Open opens the vault below dir, making it where it is missing. now is the
// clock that stamps sealing.
func Open(dir string, now func() time.Time) (*Vault, error) {
	v := &Vault{dir: dir, now: now}
	for _, sub := range []string{"blobs", "deliveries", "references"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, fmt.Errorf("open vault: %w", err)
		}
	}
	if err := closeToOthers(dir); err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	known, err := readAll[Delivery](filepath.Join(dir, "deliveries"))
	if err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	sort.Slice(known, func(i, j int) bool { return known[i].Seq < known[j].Seq })
	v.known = known
	return v, nil
}

// closeToOthers leaves the directory to its owner: what townships send may
// name people. A vault copied back from a backup comes open to all.
func closeToOthers(dir string) error {
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm()&0o077 == 0 {
		return err
	}
	return os.Chmod(dir, 0o700)
}

// Blob is the path of the bytes with that hash.
func (v *Vault) Blob(sum string) string { return filepath.Join(v.dir, "blobs", sum) }

// Seal stores the file at path and its delivery, and returns the sidecar with
// Seq, SHA256, Size, times and DuplicateOf filled in. A zero ReceivedAt is
// the moment of sealing. When Seal returns, both are on disk.
func (v *Vault) Seal(path string, d Delivery) (Delivery, error) {
	if v.readOnly {
		return Delivery{}, ErrReadOnly
	}
	in, err := os.Open(path)
	if err != nil {
		return Delivery{}, err
	}
	defer in.Close()
	d.SHA256, d.Size, err = v.store(in)
	if err != nil {
		return Delivery{}, fmt.Errorf("seal %s: %w", path, err)
	}
	d.Seq, d.DuplicateOf = 1, 0
	for _, k := range v.known {
		d.Seq = max(d.Seq, k.Seq+1)
		if d.DuplicateOf == 0 && k.SHA256 == d.SHA256 && k.Township == d.Township {
			d.DuplicateOf = k.Seq
		}
	}
	d.SealedAt = v.now().In(civil.Shanghai).Truncate(time.Second)
	if d.ReceivedAt.IsZero() {
		d.ReceivedAt = d.SealedAt
	}
	d.ReceivedAt = d.ReceivedAt.In(civil.Shanghai)
	path = filepath.Join(v.dir, "deliveries", fmt.Sprintf("%08d.json", d.Seq))
	if err := writeJSON(path, d); err != nil {
		return Delivery{}, fmt.Errorf("seal delivery %d: %w", d.Seq, err)
	}
	v.known = append(v.known, d)
	return d, nil
}

// Changed is a blob whose bytes are no longer those that were sealed.
type Changed struct{ Delivery Delivery }

// Error tells what to do.
func (c *Changed) Error() string {
	return fmt.Sprintf("vault 中第%d号收件“%s”的内容与入库时不一致（文件 blobs/%s），不能使用；请从备份恢复该文件",
		c.Delivery.Seq, c.Delivery.Name, c.Delivery.SHA256)
}

// Lost is a blob that is not there, or cannot be read.
type Lost struct {
	Delivery Delivery
	Err      error
}

// Error tells what to do.
func (l *Lost) Error() string {
	at := fmt.Sprintf("第%d号收件“%s”的内容（文件 blobs/%s）", l.Delivery.Seq, l.Delivery.Name, l.Delivery.SHA256)
	if errors.Is(l.Err, fs.ErrNotExist) {
		return "vault 中缺少" + at + "；请从备份恢复 vault 文件夹后再运行"
	}
	return "vault 中" + at + "无法读取；请检查磁盘和文件权限，文件损坏的，从备份恢复 vault 文件夹后再运行"
}

// Unwrap gives the detail.
func (l *Lost) Unwrap() error { return l.Err }

// Verify compares the sealed bytes of a delivery with their hash; the error
// is a *Changed where they differ, a *Lost where there is nothing to compare.
func (v *Vault) Verify(d Delivery) error {
	in, err := os.Open(v.Blob(d.SHA256))
	if err != nil {
		return &Lost{Delivery: d, Err: err}
	}
	defer in.Close()
	sum, err := hash(in)
	switch {
	case err != nil:
		return &Lost{Delivery: d, Err: err}
	case sum != d.SHA256:
		return &Changed{Delivery: d}
	}
	return nil
}

// hash is the SHA-256 of what r holds.
func hash(r io.Reader) (string, error) {
	h := sha256.New()
	if _, err := io.CopyBuffer(h, r, make([]byte, 256<<10)); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Deliveries returns every delivery, in order of sealing.
func (v *Vault) Deliveries() []Delivery { return slices.Clone(v.known) }

// SealReference stores a reference file's bytes, unless the newest sealed
// version of its kind is the same, and returns its hash.
func (v *Vault) SealReference(kind, name string, data []byte) (string, error) {
	if v.readOnly {
		return "", ErrReadOnly
	}
	sum, _, err := v.store(bytes.NewReader(data))
	if err != nil {
		return "", fmt.Errorf("seal reference %s: %w", name, err)
	}
	dir := filepath.Join(v.dir, "references")
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	last := int64(0)
	newest := ""
	for _, e := range entries { // sorted by name, so by number
		number, rest, _ := strings.Cut(e.Name(), "-")
		if n, err := strconv.ParseInt(number, 10, 64); err == nil {
			last = n
			if rest == kind+".json" {
				newest = e.Name()
			}
		}
	}
	if newest != "" {
		var r Reference
		if err := readJSON(filepath.Join(dir, newest), &r); err != nil {
			return "", err
		}
		if r.SHA256 == sum && r.Name == name {
			return sum, nil
		}
	}
	r := Reference{Kind: kind, Name: name, SHA256: sum, SealedAt: v.now().In(civil.Shanghai).Truncate(time.Second)}
	return sum, writeJSON(filepath.Join(dir, fmt.Sprintf("%08d-%s.json", last+1, kind)), r)
}

// store writes the bytes under their hash; a blob that is there stays.
func (v *Vault) store(in io.Reader) (sum string, size int64, err error) {
	dir := filepath.Join(v.dir, "blobs")
	f, err := os.CreateTemp(dir, ".sealing-*")
	if err != nil {
		return "", 0, err
	}
	defer os.Remove(f.Name()) // gone already where it was renamed
	if size, err = io.Copy(f, in); err == nil {
		// What was written is hashed while the disk takes it.
		synced := make(chan error, 1)
		go func() { synced <- f.Sync() }()
		sum, err = hash(io.NewSectionReader(f, 0, size))
		err = errors.Join(err, <-synced)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return "", 0, err
	}
	if _, err := os.Stat(v.Blob(sum)); err == nil {
		return sum, size, nil
	}
	if err := os.Rename(f.Name(), v.Blob(sum)); err != nil {
		return "", 0, err
	}
	return sum, size, durable.SyncDir(dir)
}

func writeJSON(path string, value any) error {
	data, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	return durable.WriteBytes(path, append(data, '\n'))
}

func readJSON(path string, value any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, value); err != nil {
		return fmt.Errorf("vault 的记录 %s 已损坏，请从备份恢复：%w", path, err)
	}
	return nil
}

func readAll[T any](dir string) ([]T, error) {
	paths, err := fs.Glob(os.DirFS(dir), "*.json")
	if err != nil {
		return nil, err
	}
	all := make([]T, 0, len(paths))
	for _, p := range paths {
		if strings.HasPrefix(p, ".") {
			continue // a write that a crash interrupted
		}
		var value T
		if err := readJSON(filepath.Join(dir, p), &value); err != nil {
			return nil, err
		}
		all = append(all, value)
	}
	return all, nil
}
