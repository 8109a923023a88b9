package pipelines

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"

	"tongbao/internal/changes"
	"tongbao/internal/vault"
	"tongbao/internal/workspace"
)

// manifestApart tells in what a manifest differs from the one that the
// figures, made again, have: it is what the publication says of itself. The
// number of the build and the files are told elsewhere.
func manifestApart(p, again Publication) (differences []string) {
	say := func(what string, was, is any) {
		if !reflect.DeepEqual(was, is) {
			differences = append(differences, fmt.Sprintf("清单中的%s与重算的不同：清单写的是“%v”，重算的是“%v”", what, was, is))
		}
	}
	say("报告名称（title）", p.Title, again.Title)
	say("读者（audience）", p.Audience, again.Audience)
	say("区县（district）", p.District, again.District)
	say("考核期（window）", p.Window, again.Window)
	say("截至日（as_of）", p.AsOf.String(), again.AsOf.String())
	say("演示数据的标记（demo）", p.Demo, again.Demo)
	differences = append(differences, entriesApart("规则", p.Rules, again.Rules,
		func(r RuleInForce) string { return r.Rule },
		func(r RuleInForce) string { return fmt.Sprintf("%s，%s起，来源：%s", r.Value, r.From, r.Source) })...)
	differences = append(differences, entriesApart("参考文件", p.References, again.References,
		func(r changes.Reference) string { return r.Kind },
		func(r changes.Reference) string { return r.Name + "，指纹 " + r.SHA256 })...)
	differences = append(differences, entriesApart("收件", p.Deliveries, again.Deliveries,
		func(d vault.Delivery) string { return fmt.Sprintf("第%d号", d.Seq) },
		func(d vault.Delivery) string {
			data, err := json.Marshal(d)
			if err != nil {
				return err.Error()
			}
			return string(data)
		})...)
	return differences
}

// entriesApart compares the entries of one part of the manifests, each known
// by its name.
func entriesApart[T any](what string, listed, again []T, name, text func(T) string) (differences []string) {
	is := map[string]T{}
	for _, e := range again {
		is[name(e)] = e
	}
	for _, e := range listed {
		made, ok := is[name(e)]
		delete(is, name(e))
		switch {
		case !ok:
			differences = append(differences, fmt.Sprintf("清单多列%s %s，重算没有", what, name(e)))
		case text(e) != text(made):
			differences = append(differences, fmt.Sprintf("清单中的%s %s与重算的不同：清单写的是“%s”，重算的是“%s”", what, name(e), text(e), text(made)))
		}
	}
	for _, e := range again {
		if _, left := is[name(e)]; left {
			differences = append(differences, fmt.Sprintf("清单缺少%s %s：%s", what, name(e), text(e)))
		}
	}
	return differences
}

// sealedAs are the deliveries as the vault wrote them down when it sealed
// them.
func sealedAs(v *vault.Vault, deliveries []vault.Delivery) []vault.Delivery {
	known := v.Deliveries()
	sealed := slices.Clone(deliveries)
	for i, d := range deliveries {
		if at := slices.IndexFunc(known, func(k vault.Delivery) bool { return k.Seq == d.Seq }); at >= 0 {
			sealed[i] = known[at]
		}
	}
	return sealed
}

// manifestBytesApart tells of whatever else somebody may have done to the
// manifest: the same content is always written in the same bytes by one
// version of the program.
func manifestBytesApart(dir string, p, again Publication) ([]string, error) {
	if p.Program != Version {
		return nil, nil
	}
	again.PublishedAt = p.PublishedAt // no rebuild can know it
	var want bytes.Buffer
	if err := writeJSON(&want, again); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, manifestFile)
	got, err := os.ReadFile(path)
	if err != nil || bytes.Equal(got, want.Bytes()) {
		return nil, err
	}
	was, is := bytes.Split(got, []byte("\n")), bytes.Split(want.Bytes(), []byte("\n"))
	line := func(lines [][]byte, i int) []byte {
		if i < len(lines) {
			return lines[i]
		}
		return nil
	}
	at := 0
	for at < max(len(was), len(is)) && bytes.Equal(line(was, at), line(is, at)) {
		at++
	}
	if at == max(len(was), len(is)) {
		return []string{"清单末尾与重算的不同"}, nil
	}
	x, y := line(was, at), line(is, at)
	return []string{fmt.Sprintf("清单第%d行与重算的不同：清单写的是“%s”，重算的是“%s”", at+1, excerpt(x, y), excerpt(y, x))}, nil
}

// checkVersions tells whether the manifest corrects what its number says.
func checkVersions(p Publication) []string {
	if p.Version == 1 && p.Corrects == "" {
		return nil
	}
	if idForm.MatchString(p.Corrects) {
		year, no, version := splitID(p.Corrects)
		if y, n, v := splitID(p.ID); p.Version > 1 && y == year && n == no && version < v {
			return nil
		}
	}
	return []string{fmt.Sprintf("清单所写的更正对象“%s”与编号第%s号不符", p.Corrects, p.ID)}
}

// checkReferenceNames looks for what the vault wrote down when it sealed the
// references: nothing else knows what a file was called.
func checkReferenceNames(ws *workspace.Workspace, p Publication) (problems []string, err error) {
	paths, err := filepath.Glob(filepath.Join(ws.Vault(), "references", "*.json"))
	if err != nil {
		return nil, err
	}
	var sealed []changes.Reference
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		var r vault.Reference
		if json.Unmarshal(data, &r) == nil { // a torn one is as good as none
			sealed = append(sealed, changes.Reference{Kind: r.Kind, Name: r.Name, SHA256: r.SHA256})
		}
	}
	for _, r := range p.References {
		if !slices.Contains(sealed, r) {
			problems = append(problems, fmt.Sprintf("清单所列的参考文件 %s（%s，指纹 %s）在 vault 中没有入库记录", r.Name, r.Kind, r.SHA256))
		}
	}
	return problems, nil
}
