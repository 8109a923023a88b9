package vault

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
)

// ErrReadOnly is what sealing into a part of a vault ends with.
var ErrReadOnly = errors.New("this part of the vault is only read")

// Of is the vault with the given deliveries and no others, to read.
func (v *Vault) Of(deliveries []Delivery) *Vault {
	known := slices.Clone(deliveries)
	slices.SortFunc(known, func(a, b Delivery) int { return int(a.Seq - b.Seq) })
	return &Vault{dir: v.dir, now: v.now, known: known, readOnly: true}
}

// Check compares a delivery, as somebody else wrote it down, with its sidecar
// and its sealed bytes. The error says in Chinese what is missing or differs.
func (v *Vault) Check(d Delivery) error {
	i := slices.IndexFunc(v.known, func(k Delivery) bool { return k.Seq == d.Seq })
	if i < 0 {
		return fmt.Errorf("vault 中没有第%d号收件“%s”；请从备份恢复", d.Seq, d.Name)
	}
	if k := v.known[i]; k.Identity() != d.Identity() || k.DuplicateOf != d.DuplicateOf || k.ReceivedOn() != d.ReceivedOn() {
		return fmt.Errorf("vault 中第%d号收件的记录（%s）与公布时（%s）不一致；请从备份恢复", d.Seq, k.Name, d.Name)
	}
	return v.Verify(d)
}

// Reference returns the bytes of a sealed version of the reference file of
// that name, which must still be those of the hash.
func (v *Vault) Reference(name, sum string) ([]byte, error) {
	if len(sum) != sha256.Size*2 || !isHex(sum) {
		return nil, fmt.Errorf("参考文件 %s 的指纹“%s”不是 SHA-256", name, sum)
	}
	data, err := os.ReadFile(v.Blob(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("vault 中缺少参考文件 %s 的当时版本（文件 blobs/%s）；请从备份恢复", name, sum)
	}
	if err != nil {
		return nil, err
	}
	if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != sum {
		return nil, fmt.Errorf("vault 中参考文件 %s 的当时版本与入库时不一致（文件 blobs/%s），不能使用；请从备份恢复该文件", name, sum)
	}
	return data, nil
}

func isHex(s string) bool {
	_, err := hex.DecodeString(s)
	return err == nil
}
