package pipelines

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"tongbao/internal/durable"
	"tongbao/internal/filing"
	"tongbao/internal/grid"
	"tongbao/internal/lake"
	"tongbao/internal/sheet"
	"tongbao/internal/vault"
	"tongbao/internal/workspace"
	"tongbao/reports/receipt"
)

// IntakeRequest says what is taken in.
type IntakeRequest struct {
	// Paths are files or folders; none: the inbox.
	Paths []string
	// Township is the deliverer's name, 9-digit code or 区级; empty: the
	// folder the file lies in.
	Township   string
	ReceivedAt time.Time // zero: the moment of sealing
	History    bool
}

// Taken is one file taken in, or why it was not. Personal numbers in its path
// and name are masked.
type Taken struct {
	Path     string
	Name     string
	Delivery vault.Delivery
	Receipts []lake.Receipt
	// Problems are what is wrong with its rows, by kind, errors first.
	Problems []receipt.Kind
	// Left says, in Chinese, why a file was left where it is.
	Left string
}

// Intake is what a run of the intake did.
type Intake struct {
	Files  []Taken
	Reread []Reread
}

// Counts sums the intake up for the run record.
func (r Intake) Counts() map[string]int64 {
	counts := map[string]int64{"files": 0, "left": 0, "refused": 0, "duplicate": 0, "accepted": 0, "quarantined": 0, "reread": int64(len(r.Reread))}
	for _, f := range r.Files {
		if f.Left != "" {
			counts["left"]++
			continue
		}
		counts["files"]++
		for _, receipt := range f.Receipts {
			counts["accepted"] += int64(receipt.Accepted)
			counts["quarantined"] += int64(receipt.Quarantined)
			switch receipt.Status {
			case lake.Refused:
				// A hidden sheet without a table (a drop-down's list) is
				// told on the receipt and asks nothing of anybody.
				if !receipt.Hidden {
					counts["refused"]++
				}
			case lake.Duplicate:
				counts["duplicate"]++
			}
		}
	}
	return counts
}

// Partly reports whether some rows or files were not accepted.
func (r Intake) Partly() bool {
	c := r.Counts()
	return c["left"] > 0 || c["refused"] > 0 || c["quarantined"] > 0
}

// Ingest takes files in: seals each, reads it, and answers. Deliveries read
// with other references than today's are read again first. done, which may
// be nil, hears how many of how many files are through.
func (e *Env) Ingest(ctx context.Context, r IntakeRequest, done func(n, of int)) (result Intake, err error) {
	defer func() { err = durable.Explain(err) }()
	reread, err := e.Refresh(ctx)
	result.Reread = reread
	if err != nil {
		return result, err
	}
	files, err := e.gather(r)
	if err != nil {
		return result, err
	}
	for i, f := range files {
		if err := ctx.Err(); err != nil {
			return result, err
		}
		taken, err := e.take(ctx, f, r)
		result.Files = append(result.Files, taken...)
		if err != nil {
			return result, fmt.Errorf("%s：%w", filing.MaskPersonal(f.path), err)
		}
		if done != nil {
			done(i+1, len(files))
		}
	}
	// One file at a time, over and over, must not open ever more parts.
	return result, e.Lake.Fold(ctx)
}

// incoming is a file found, with the name of the township it is from.
type incoming struct {
	path    string
	odd     bool   // a link, a pipe, a device: nothing that is read
	folder  string // empty: not known
	inInbox bool
}

// ignored reports whether a file is none: dotfiles, and what office programs
// put beside an open document.
func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$")
}

// gather lists the files wanted: paths in the order given, folders by name.
func (e *Env) gather(r IntakeRequest) ([]incoming, error) {
	roots := r.Paths
	if len(roots) == 0 {
		roots = []string{e.WS.Inbox()}
	}
	var files []incoming
	for _, root := range roots {
		root, err := filepath.Abs(root)
		if err != nil {
			return nil, err
		}
		err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist) && path == e.WS.Inbox():
				return fs.SkipAll // an inbox that nobody has used yet
			case errors.Is(err, fs.ErrNotExist):
				return fmt.Errorf("找不到 %s", path)
			case err != nil:
				return err
			case path != root && ignored(d.Name()), d.IsDir() && d.Name() == workspace.Received:
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			case d.IsDir():
				return nil
			}
			f := e.incoming(path, r)
			f.odd = path != root && !d.Type().IsRegular()
			files = append(files, f)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// incoming tells whose file it is: as asked, by the inbox's folder, or by the
// folder it lies in.
func (e *Env) incoming(path string, r IntakeRequest) incoming {
	f := incoming{path: path, folder: filepath.Base(filepath.Dir(path))}
	if rel, err := filepath.Rel(e.WS.Inbox(), path); err == nil && !strings.HasPrefix(rel, "..") {
		f.inInbox = true
		f.folder = ""
		if first, _, nested := strings.Cut(filepath.ToSlash(rel), "/"); nested {
			f.folder = first
		}
	}
	if r.Township != "" {
		f.folder = r.Township
	}
	return f
}

// settled waits a moment for a file that was written just now, and reports
// whether it has stopped growing.
func settled(path string) bool {
	const fresh, pause = 2 * time.Second, 300 * time.Millisecond
	before, err := os.Stat(path)
	if err != nil || time.Since(before.ModTime()) > fresh {
		return err == nil
	}
	time.Sleep(pause)
	after, err := os.Stat(path)
	return err == nil && after.Size() == before.Size() && after.ModTime().Equal(before.ModTime())
}

// take seals, reads and answers one file, or each member of an archive.
func (e *Env) take(ctx context.Context, f incoming, r IntakeRequest) ([]Taken, error) {
	left := func(why *filing.Bad) []Taken {
		path := filing.MaskPersonal(f.path)
		return []Taken{{Path: path, Name: filepath.Base(path), Left: why.Message + hint(why.Accepted)}}
	}
	if f.odd {
		return left(filing.NoRegularFile.Bad()), nil
	}
	was, err := os.Stat(f.path)
	if err != nil {
		return nil, err
	}
	if !was.Mode().IsRegular() {
		return left(filing.NoRegularFile.Bad()), nil
	}
	if f.folder == "" {
		return left(filing.InboxItself.Bad()), nil
	}
	folder := filing.MaskPersonal(f.folder)
	township, bad := e.WS.Township(folder)
	if bad != nil {
		return left(filing.FolderUnknown.Bad("文件夹", folder, "原因", bad.Message)), nil
	}
	if f.inInbox && !settled(f.path) {
		return left(filing.StillWritten.Bad()), nil
	}
	channel := "upload"
	if f.inInbox {
		channel = "inbox"
	}
	members := []sheet.Member{{Name: filepath.Base(f.path), Path: f.path}}
	if sheet.IsArchive(f.path) {
		dir, err := os.MkdirTemp(e.WS.Temp(), "unpack-*")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(dir)
		unpacked, err := sheet.Members(f.path, dir, e.limits())
		var refused *sheet.Refused
		switch {
		case errors.As(err, &refused): // sealed and refused as one file
		case err != nil:
			return nil, err
		default:
			members = nil
			for _, m := range unpacked {
				m.Name = filepath.Base(f.path) + "/" + m.Name
				members = append(members, m)
			}
		}
	}
	members, refusal := refusedMembers(f.path, members)
	var all []Taken
	for _, m := range members {
		d, err := e.Vault.Seal(m.Path, vault.Delivery{
			Township: township, Channel: channel, Name: filing.MaskPersonal(m.Name), ReceivedAt: r.ReceivedAt, History: r.History,
		})
		if err != nil {
			return all, err
		}
		var bad *filing.Bad
		if m.Path == f.path {
			bad = refusal
		}
		answer := e.answer(d)
		receipts, err := e.read(ctx, d, answer, bad)
		if err != nil {
			return all, err
		}
		all = append(all, Taken{Path: filing.MaskPersonal(f.path), Name: d.Name, Delivery: d, Receipts: receipts, Problems: answer.told})
	}
	if f.inInbox && len(all) > 0 && unchanged(f.path, was) {
		if err := e.putAway(f.path, all[0].Delivery); err != nil {
			return all, err
		}
	}
	return all, nil
}

// unchanged reports whether the file is still the one that was sealed. One
// that was replaced meanwhile has not been read, and stays for the next run.
func unchanged(path string, was os.FileInfo) bool {
	now, err := os.Stat(path)
	return err == nil && os.SameFile(was, now) && now.Size() == was.Size() && now.ModTime().Equal(was.ModTime())
}

// refusedMembers puts one delivery in the place of an archive's members that
// could not be unpacked and so have no bytes to seal: the archive itself,
// refused with the reason of each.
func refusedMembers(path string, members []sheet.Member) (good []sheet.Member, refusal *filing.Bad) {
	var each []string
	var first *sheet.Refused
	for _, m := range members {
		if m.Refused == nil {
			good = append(good, m)
			continue
		}
		each = append(each, filing.MaskPersonal(m.Name)+"："+m.Refused.Message)
		if len(each) == 1 {
			first = m.Refused
		}
	}
	if first != nil {
		refusal = filing.MembersUnreadable.Bad("各件", strings.Join(each, "；"), "办法", first.Accepted)
		good = append(good, sheet.Member{Name: filepath.Base(path), Path: path})
	}
	return good, refusal
}

// putAway moves a sealed file to 已接收, under a name of its own: in the
// township's folder where it lay, else in the one of the township's name.
func (e *Env) putAway(path string, d vault.Delivery) error {
	folder := e.WS.TownshipName(d.Township)
	if rel, err := filepath.Rel(e.WS.Inbox(), path); err == nil {
		first, _, nested := strings.Cut(filepath.ToSlash(rel), "/")
		if code, bad := e.WS.Township(first); nested && bad == nil && code == d.Township {
			folder = first
		}
	}
	dir := filepath.Join(e.WS.Inbox(), safeName(folder), workspace.Received)
	// What was sent may name people: once taken in it is the owner's alone.
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return os.Rename(path, filepath.Join(dir, fmt.Sprintf("%06d-%s", d.Seq, shortName(filepath.Base(path)))))
}

func (e *Env) limits() sheet.Limits {
	return sheet.Limits{SheetBytes: e.WS.Config.Limits.SheetMiB << 20, Expansion: e.WS.Config.Limits.Expansion}
}

// read reads one sealed delivery into the lake. A file that cannot be read
// whole leaves a receipt that says why, and no rows. answer hears every
// finding and the receipts; it may be nil. Where a refusal is given the file
// is not even opened.
func (e *Env) read(ctx context.Context, d vault.Delivery, answer *answer, refusal *filing.Bad) ([]lake.Receipt, error) {
	origin := lake.Origin{
		Delivery: d.Seq, SHA256: d.SHA256, File: d.Name, Township: d.Township,
		ReceivedAt: d.ReceivedAt, ReceivedOn: d.ReceivedOn(), History: d.History, References: e.WS.References(),
	}
	receipts, part, err := e.readInto(ctx, d, origin, answer)
	refused := refusedWhole(err)
	if refusal != nil && d.DuplicateOf == 0 {
		refused = refusal
	}
	if refused != nil {
		slog.Info("file refused", "delivery", d.Seq, "reason", refused.Reason, "err", filing.MaskPersonal(fmt.Sprint(err)))
		if err := part.Abort(); err != nil {
			return nil, err
		}
		answer.forget()
		part = e.Lake.Begin(origin)
		receipts = []lake.Receipt{{Status: lake.Refused, Reason: refused.Message + hint(refused.Accepted)}}
	} else if err != nil {
		answer.forget()
		return nil, errors.Join(err, part.Abort())
	}
	for _, r := range receipts {
		part.Receipt(r)
	}
	// The answer goes out first: a delivery counts as read once it is in the
	// lake, and one that was interrupted before is read and answered again.
	if err := answer.write(ctx, receipts); err != nil {
		return nil, errors.Join(err, part.Abort())
	}
	return receipts, part.Commit()
}

// refusedWhole is why the file as a whole is at fault; nil for any other error.
func refusedWhole(err error) *filing.Bad {
	var (
		unreadable *sheet.Refused
		unusable   *filing.RefusedError
	)
	switch {
	case errors.As(err, &unreadable):
		return &unreadable.Bad
	case errors.As(err, &unusable):
		return &filing.Bad{Reason: unusable.Reason, Message: unusable.Cell + "：" + unusable.Message, Accepted: unusable.Accepted}
	default:
		return nil
	}
}

func hint(accepted string) string {
	if accepted == "" {
		return ""
	}
	return "；" + accepted
}

func (e *Env) readInto(ctx context.Context, d vault.Delivery, o lake.Origin, answer *answer) (receipts []lake.Receipt, part *lake.Part, err error) {
	part = e.Lake.Begin(o)
	// A file that trips the program up is refused like any other that cannot
	// be read: it is sealed, and must not stop every later run.
	defer func() {
		if p := recover(); p != nil {
			slog.Error("panic while reading", "delivery", d.Seq, "panic", p, "stack", string(debug.Stack()))
			err = &sheet.Refused{Bad: *filing.ProgramError.Bad(), Technical: fmt.Errorf("panic: %v", p)}
		}
	}()
	if d.DuplicateOf != 0 {
		return []lake.Receipt{{Status: lake.Duplicate, Reason: filing.Duplicate.Bad("号", fmt.Sprint(d.DuplicateOf)).Message}}, part, nil
	}
	book, err := sheet.Open(e.Vault.Blob(d.SHA256), e.limits())
	if err != nil {
		return nil, part, err
	}
	defer book.Close()
	seen := filing.NewSeen()
	nothing := filing.NothingInFile
	for i, info := range book.Sheets() {
		info.Name = filing.MaskPersonal(info.Name)
		if err := ctx.Err(); err != nil {
			return nil, part, err
		}
		var reader *filing.Reader
		table := func() *filing.Table { return reader.Table() }
		reader = filing.NewReader(filing.Context{
			Tables: e.WS.Tables, Names: e.WS.Book, Deliverer: d.Township, ReceivedOn: d.ReceivedOn(),
			Sheet: info.Name, Hidden: info.Hidden, MergesRun: book.Format() == sheet.XLSX, Seen: seen,
		}, answer.sheet(i, info.Name, part.Sheet(i, info.Name, table)))
		rows := func(yield func(grid.Row) error) error { return book.Read(i, yield) }
		if err := ahead(rows, reader.Row); err != nil {
			return nil, part, err
		}
		outcome := reader.Close()
		answer.read(reader)
		if outcome.Table == nil && outcome.Refused == nil {
			if outcome.Aside {
				nothing = filing.NotesOnly
			}
			continue // not a single cell of a filing: there is nothing to answer
		}
		receipts = append(receipts, receiptOf(i, outcome))
	}
	if len(receipts) == 0 {
		empty := nothing.Bad()
		receipts = append(receipts, lake.Receipt{Status: lake.Refused, Reason: empty.Message + hint(empty.Accepted)})
	}
	return receipts, part, nil
}

func receiptOf(number int, s filing.Sheet) lake.Receipt {
	r := lake.Receipt{Sheet: s, SheetNo: number, Status: lake.Accepted}
	switch {
	case s.Refused != nil:
		r.Status, r.Reason = lake.Refused, s.Refused.Message+hint(s.Refused.Accepted)
	case s.Quarantined > 0:
		r.Status = lake.Partly
	}
	return r
}
